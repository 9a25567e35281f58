"""Run a command beside a real PostgreSQL of its own: `python -m tests.support.postgres CMD...`.

A cluster is made in a temporary folder, reached by a socket in it alone, and taken away again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path:
    """Where PostgreSQL's programs lie; Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise SystemExit("PostgreSQL is not installed (Debian: apt install postgresql).")
    return found[-1].parent if found else Path(on_path or "").parent


@contextmanager
def cluster() -> Iterator[Path]:
    """A running cluster with user and database `tocsin`; gives the folder of its socket."""
    folder = Path(tempfile.mkdtemp(prefix="tocsin-pg-"))
    as_root = os.geteuid() == 0
    if as_root:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o755)
    bins, store = programs(), folder / "store"
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"

    def run(*command: str) -> None:
        prefix = ["runuser", "-u", "postgres", "--"] if as_root else []
        subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run(str(bins / "initdb"), "-D", str(store), "-U", "tocsin", "--auth=trust", "-E", "UTF8")
    run(
        str(bins / "pg_ctl"),
        "-D",
        str(store),
        "-o",
        options,
        "-w",
        "-l",
        str(folder / "log"),
        "start",
    )
    try:
        run(str(bins / "createdb"), "-h", str(folder), "-U", "tocsin", "tocsin")
        yield folder
    finally:
        run(str(bins / "pg_ctl"), "-D", str(store), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with cluster() as socket:
        environment = {**os.environ, "TOCSIN_TEST_POSTGRES": str(socket)}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
