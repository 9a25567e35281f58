"""The files below the paths given: in a fixed order, without loops, never outside."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tocsin.records import Notice, Rejection
from tocsin.reports.accounts import Source

_OUTPUT_MARKS = ("run.json", "people.json", "rejected.csv")
_CHUNK = 1 << 20
_PASSED_OVER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


def is_passed_over(name: str) -> bool:
    """Files that systems leave about: `.DS_Store`, `~$letter.docx`, `Thumbs.db`."""
    return name.startswith((".", "~$")) or name.lower() in _PASSED_OVER


def walk(paths: Sequence[Path]) -> Iterator[Source | Rejection | Notice]:
    """Every file given or below a folder given."""
    seen: set[Path] = set()
    for path in sorted(paths, key=str):
        if path.is_dir():
            yield from _walk_folder(path, seen)
        elif path.is_file():
            if _is_new(path, seen):
                yield Source(shown(path.name), path)
        else:
            yield Rejection(shown(path.name), "", "There is no such file.", "Check the path.")


def _walk_folder(root: Path, seen: set[Path]) -> Iterator[Source | Rejection | Notice]:
    inside = root.resolve()
    hidden = 0
    refused: list[Rejection] = []
    for folder, folders, files in os.walk(root, onerror=lambda e: refused.append(_locked(root, e))):
        here = Path(folder)
        hidden += sum(map(is_passed_over, (*folders, *files)))
        folders[:] = sorted(name for name in folders if not is_passed_over(name))
        if all((here / mark).is_file() for mark in _OUTPUT_MARKS):
            yield Notice(
                shown(here.relative_to(root).as_posix()), "", "A folder Tocsin wrote: not read."
            )
            folders.clear()
            continue
        for name in [n for n in folders if (here / n).is_symlink()]:
            folders.remove(name)
            yield _link(root, here / name)
        for name in sorted(n for n in files if not is_passed_over(n)):
            path = here / name
            if not path.resolve().is_relative_to(inside):
                yield _link(root, path)
            elif not path.is_file():
                yield Rejection(below(root, path), "", "This is no regular file.", "Leave it out.")
            elif _is_new(path, seen):
                yield Source(below(root, path), path)
    yield from refused
    if hidden:
        yield Notice("", "", f"{hidden} hidden or system files passed over.")


def below(root: Path, path: Path) -> str:
    """The path below the one given, fit to be shown."""
    return shown(path.relative_to(root).as_posix())


def shown(name: str) -> str:
    """A file's name with whatever could disturb a terminal or a table taken out."""
    clean = name.encode("utf-8", "replace").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in clean)


def _locked(root: Path, error: OSError) -> Rejection:
    path = Path(os.fsdecode(error.filename or ""))
    name = below(root, path) if path.is_relative_to(root) else shown(path.name)
    return Rejection(
        name, "", "This folder cannot be opened.", "Give yourself the right to read it."
    )


def _link(root: Path, path: Path) -> Rejection:
    return Rejection(
        below(root, path),
        "",
        "A link to another place is not followed.",
        "Copy what it points to into the folder.",
    )


def _is_new(path: Path, seen: set[Path]) -> bool:
    """False for a file already taken through another name of it."""
    real = path.resolve()
    if real in seen:
        return False
    seen.add(real)
    return True


def digest(source: Source, tell: Callable[[int], None] = lambda _: None) -> bytes:
    """SHA-256 of a source's bytes."""
    sha = hashlib.sha256()
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            sha.update(chunk)
            tell(len(chunk))
    return sha.digest()
