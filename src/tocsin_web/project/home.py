"""Where a store lives: one folder, for its owner alone, with keys and, by default, database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_PRIVATE = 0o600


def home() -> Path:
    """`TOCSIN_HOME`, else the user's data folder; made if it is not there, mode 0700."""
    given = os.environ.get("TOCSIN_HOME", "")
    base = os.environ.get("XDG_DATA_HOME", "") or "~/.local/share"
    folder = Path(given or Path(base) / "tocsin").expanduser()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def secret(name: str) -> str:
    """A secret of this store, made on first use; whoever comes first wins, the others read it."""
    path = home() / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text(encoding="ascii").strip()
