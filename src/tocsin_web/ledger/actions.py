"""What may be done with the log from outside a page."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from tocsin.errors import UsageError
from tocsin_web.ledger.models import Backup, Head

_PRIVATE = 0o600


def back_up(target: Path) -> Backup:
    """Copy the database whole, while it is in use, and note where the copy lies.

    The keys in the store's folder are not copied: without `ledger.key` a restored store cannot sign
    as this log. Keep a copy of it apart from the backups.

    Raises:
        UsageError: the file is there already, or cannot be written.
    """
    if target.exists():
        raise UsageError("The file is there already.", where=target.name, remedy="Give a new one.")
    size = Head.objects.filter(id=1).values_list("size", flat=True).first() or 0
    target.touch(mode=_PRIVATE)
    try:
        if connection.vendor == "sqlite":
            _copy_sqlite(target)
        else:
            _dump_postgresql(target)
    except (OSError, sqlite3.Error, subprocess.CalledProcessError):
        target.unlink(missing_ok=True)
        raise UsageError("The copy could not be written.", where=target.name) from None
    return Backup.objects.create(path=str(target.resolve()), size=size)


def _copy_sqlite(target: Path) -> None:
    # A connection of its own: one that is amid a transaction would wait for itself for ever.
    store = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    copy = sqlite3.connect(target)
    try:
        store.backup(copy)
    finally:
        copy.close()
        store.close()


def _dump_postgresql(target: Path) -> None:
    names = settings.DATABASES["default"]
    command = ["pg_dump", "--format=custom", f"--file={target}", f"--dbname={names['NAME']}"]
    where = {
        "--host": names.get("HOST"),
        "--port": names.get("PORT"),
        "--username": names.get("USER"),
    }
    command += [f"{flag}={value}" for flag, value in where.items() if value]
    environment = {**os.environ, "PGPASSWORD": names.get("PASSWORD", "")}
    subprocess.run(command, check=True, env=environment, capture_output=True)
