"""Casework stores of their own, worked on by real processes that are killed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_START = """
import json, os, sys
import django
django.setup()
from django.utils import timezone
from tocsin_web.accounts.models import Agency, User
from tocsin_web.accounts.permissions import Role
from tocsin_web.intake import actions, files
from tocsin_web.intake.models import *
from tocsin_web.ledger.models import Head, Leaf
from tocsin_web.ledger.verifying import verify
from tocsin_web.reports.models import Provenance, Report
from tocsin_web.reports.queries import common
"""


@dataclass(frozen=True)
class Store:
    """A store in a folder, on SQLite there or on a database of its own in a running PostgreSQL."""

    home: Path
    database: str

    def environment(self) -> dict[str, str]:
        """Of the processes that work on it."""
        known = {k: v for k, v in os.environ.items() if not k.startswith("TOCSIN_")}
        return {
            **known,
            "TOCSIN_HOME": str(self.home),
            "TOCSIN_DATABASE": self.database,
            "DJANGO_SETTINGS_MODULE": "tocsin_web.project.settings",
        }

    def run(self, code: str) -> Any:
        """Run code in a process of its own; gives what it printed last, as JSON."""
        done = subprocess.run(
            [sys.executable, "-c", _START + textwrap.dedent(code)],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        lines = done.stdout.strip().splitlines()
        return json.loads(lines[-1]) if lines else None

    def worker(self, *more: str) -> subprocess.Popen[bytes]:
        """A worker process."""
        code = f"from tocsin_web.commands.worker import worker; worker({', '.join(more)})"
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def new_store(folder: Path, socket: str) -> Store:
    """A store with its tables and one analyst, Dana."""
    if not socket:
        shutil.copytree(_template(), folder)
        return Store(folder, "")
    store = Store(folder, f"postgres://tocsin@/{_database(socket)}?host={socket}")
    _lay_out(store)
    return store


@cache
def _template() -> Path:
    """A store on SQLite to copy: making its tables takes longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="tocsin-store-")) / "home"
    _lay_out(Store(folder, ""))
    return folder


def _lay_out(store: Store) -> None:
    store.run(
        """
        from django.core.management import call_command
        from django.contrib.auth.models import Group
        call_command("migrate", verbosity=0)
        dana = User.objects.create_user("dana", agency=Agency.objects.create(name="Police"))
        dana.groups.set(Group.objects.filter(name=Role.ANALYST.value))
        """
    )


def _database(socket: str) -> str:
    import psycopg

    name = f"store_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(host=socket, user="tocsin", dbname="tocsin", autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"')
    return name
