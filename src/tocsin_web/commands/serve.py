"""`tocsin serve`: the casework application on this computer, for this computer alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import webbrowser
from typing import Annotated

import typer
from rich.console import Console

from tocsin.errors import UsageError
from tocsin_web.commands.starting import start_django

_HERE = "127.0.0.1"
_PORT = 8765
_TRIES = 50
_GENTLE_SECONDS = 10.0
_PAUSE_SECONDS = 1.0


def serve(
    port: Annotated[
        int, typer.Option("--port", help="Where to listen; the next free one if it is taken.")
    ] = _PORT,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Serve the casework application to this computer, with its background worker.

    The store lies in TOCSIN_HOME. Stop it with Ctrl+C.
    """
    os.umask(0o077)  # what is made here is for its owner alone, the database too
    listening = _listen(port)
    address = f"http://{_HERE}:{listening.getsockname()[1]}/"
    os.environ.setdefault("TOCSIN_ADDRESS", address.rstrip("/"))
    start_django()
    from django.core.management import call_command

    from tocsin_web.intake import first_run

    call_command("migrate", verbosity=0, interactive=False)
    page = address
    if first_run.is_due():
        page = f"{address}first-run/?token={first_run.new_token()}"
    _greet(page)
    stop = threading.Event()
    watcher = threading.Thread(target=_keep_worker, args=(stop,), name="worker watcher")
    watcher.start()
    if browser:
        threading.Thread(target=webbrowser.open, args=(page,), daemon=True).start()
    try:
        _serve(listening)
    finally:
        stop.set()
        watcher.join()


def _listen(port: int) -> socket.socket:
    for wanted in range(port, port + _TRIES):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listening.bind((_HERE, wanted))
            listening.listen(128)  # whoever comes before the server is ready waits
        except OSError:
            listening.close()
            continue
        return listening
    raise UsageError(
        f"No port from {port} to {port + _TRIES - 1} is free.", remedy="Give another --port."
    )


def _greet(page: str) -> None:
    from django.conf import settings

    told = Console(stderr=True, soft_wrap=True, highlight=False)
    told.print(f"Tocsin is at {page}")
    told.print(f"The store is in {settings.HOME}.")
    told.print(
        "It is NOT encrypted by Tocsin: turn on the encryption of this computer's disk "
        "(BitLocker, FileVault, LUKS) before real reports come in."
    )
    told.print("Stop with Ctrl+C.")


def _serve(listening: socket.socket) -> None:
    import waitress

    from tocsin_web.project.wsgi import application

    waitress.serve(
        application,
        sockets=[listening],
        threads=8,
        ident="",
        max_request_body_size=600_000_000,
        _quiet=True,
    )


def _keep_worker(stop: threading.Event) -> None:
    """Start the worker, and another whenever it ended, until told to stop."""
    command = [sys.executable, "-m", "tocsin_web.commands.working"]
    while not stop.is_set():
        process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        while process.poll() is None and not stop.wait(0.2):
            pass
        if process.poll() is None:
            _end(process)
        stop.wait(_PAUSE_SECONDS)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_GENTLE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()  # nothing is lost by it: whatever is half done is done again
        process.wait()
