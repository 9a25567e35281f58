"""Removing an output folder so that its words are hard to get back, and saying how hard."""

from __future__ import annotations

import os
from pathlib import Path

from tocsin.errors import NotFoundError, OutputError
from tocsin.publishing.folder import FILES, is_ours, strangers

HONESTLY = (
    "Overwriting reaches a plain disk. On solid-state drives, memory sticks and synchronised or "
    "snapshotted folders old copies can survive it, as they do in backups and wherever the folder "
    "was sent. What protects those is encryption of the whole disk, and asking for the copies back."
)
_BLOCK = 1 << 20


def shred(folder: Path) -> tuple[int, int]:
    """Overwrite and remove what Tocsin wrote into a folder; the folder too, once it is empty.

    Returns:
        How many files were removed, and how many that are not Tocsin's were left.

    Raises:
        NotFoundError: no such folder.
        OutputError: Tocsin did not write it, or a file cannot be overwritten.
    """
    if not folder.is_dir():
        raise NotFoundError("There is no such folder.", where=folder.name)
    if not is_ours(folder):
        raise OutputError(
            "Tocsin did not write this folder, so nothing in it was touched.",
            where=folder.name,
            remedy="Remove it yourself if you are sure.",
        )
    others = len(strangers(folder))
    # run.json last: it is what tells a second try that the folder is ours.
    ours = [folder / name for name in sorted(FILES, key=lambda n: n == "run.json")]
    removed = 0
    for path in ours:
        if path.is_symlink() or path.exists():
            _remove(path)
            removed += 1
    for path in _cut_short(folder):
        removed += 1
        _remove(path)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    if not others:
        folder.rmdir()
    return removed, others


def _cut_short(folder: Path) -> list[Path]:
    """What an interrupted run may have left beside the folder."""
    place = folder.resolve()
    beside = [place.parent / f".{place.name}.{end}" for end in ("unfinished", "before")]
    return [
        path
        for left in beside
        if left.is_dir()
        for path in sorted(left.iterdir())
        if path.name in FILES
    ]


def _remove(path: Path) -> None:
    try:
        if not path.is_symlink():
            _overwrite(path)
        path.unlink()
    except OSError as error:
        raise OutputError(
            f"A file could not be overwritten: {error.strerror}.",
            where=path.name,
            remedy="Close whatever holds it open and shred again.",
        ) from None


def _overwrite(path: Path) -> None:
    """Write random bytes over a file in place, and see them onto the disk."""
    with path.open("r+b", buffering=0) as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(os.urandom(min(left, _BLOCK)))
        os.fsync(file.fileno())
