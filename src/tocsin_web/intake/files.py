"""Uploaded files: below TOCSIN_HOME, under names that say nothing, for the owner alone."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from tocsin_web.intake.models import Draft, Upload


def folder() -> Path:
    """Where files wait; made 0700."""
    place = Path(settings.MEDIA_ROOT)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.chmod(0o700)
    return place


def path_of(upload: Upload) -> Path:
    """Where the bytes of an upload lie; the sender's name has no part in it."""
    return folder() / upload.stored.hex


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is on disk, whole; no row knows of it yet."""

    name: str
    stored: uuid.UUID
    size: int
    sha256: str


def keep(name: str, chunks: Iterable[bytes]) -> Kept:
    """Write a file, whole and on disk.

    Raises:
        OSError: the disk is full; nothing of it stays.
    """
    stored, size, digest = uuid.uuid4(), 0, hashlib.sha256()
    path = folder() / stored.hex
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Kept(name[:200], stored, size, digest.hexdigest())


def note(draft: Draft, kept: Iterable[Kept]) -> None:
    """Make files on disk those of a draft."""
    for file in kept:
        Upload.objects.create(
            draft=draft, name=file.name, stored=file.stored, size=file.size, sha256=file.sha256
        )


def forget(kept: Iterable[Kept]) -> None:
    """Take files away that became no draft's."""
    for file in kept:
        (folder() / file.stored.hex).unlink(missing_ok=True)


def remove(draft: Draft) -> None:
    """Take the files of a settled draft away."""
    for upload in draft.uploads.filter(removed_at=None):
        path_of(upload).unlink(missing_ok=True)
        upload.removed_at = timezone.now()
        upload.save(update_fields=["removed_at"])


def sweep() -> None:
    """Take away what no draft knows of: left by a process that was ended half way."""
    known = {u.hex for u in Upload.objects.filter(removed_at=None).values_list("stored", flat=True)}
    for path in folder().iterdir():
        if path.is_dir() and path.name.startswith("reading-"):
            for inner in sorted(path.rglob("*"), reverse=True):
                inner.rmdir() if inner.is_dir() and not inner.is_symlink() else inner.unlink()
            path.rmdir()
        elif path.is_file() and path.name not in known and len(path.name) == 32:
            path.unlink()
