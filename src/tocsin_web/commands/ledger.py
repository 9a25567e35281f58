"""`tocsin ledger verify|prove|checkpoint|witness|backup`: the record, as an outsider checks it."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tocsin.errors import NotFoundError, UsageError
from tocsin_web.commands.starting import start_django

_NOT_WHOLE = 1


class Act(StrEnum):
    """What to do with the record."""

    VERIFY = "verify"
    PROVE = "prove"
    CHECKPOINT = "checkpoint"
    WITNESS = "witness"
    BACKUP = "backup"
    DISPOSE = "dispose"
    KEY = "key"


def ledger(
    act: Annotated[
        Act,
        typer.Argument(
            help="verify: is every row as it was committed to? prove: the receipt of a report. "
            "checkpoint: sign the state and post it to the witnesses. witness: add one. "
            "backup: copy the store. dispose: take a report's words away by law. "
            "key: what outsiders check signatures with."
        ),
    ],
    what: Annotated[
        str,
        typer.Argument(help="prove, dispose: a report's reference. witness: name. backup: a file."),
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Where the receipt is written.")] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", help="File with a checkpoint kept elsewhere. Repeatable."),
    ] = None,
    file: Annotated[str, typer.Option("--file", help="witness: a file they can read.")] = "",
    address: Annotated[str, typer.Option("--address", help="witness: an e-mail address.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="dispose: by which rule or order.")] = "",
    by: Annotated[str, typer.Option("--by", help="dispose: user name of who answers for it.")] = "",
) -> None:
    """Verify the record of the casework store, prove a report, post checkpoints, copy the store."""
    start_django()
    if act is Act.VERIFY:
        _verify(against or [])
    elif act is Act.PROVE:
        _prove(what, out)
    elif act is Act.CHECKPOINT:
        _checkpoint()
    elif act is Act.WITNESS:
        _witness(what, file, address)
    elif act is Act.BACKUP:
        _backup(what)
    elif act is Act.DISPOSE:
        _dispose(what, reason, by)
    else:
        _key()


def _verify(against: list[Path]) -> None:
    from tocsin_web.ledger.models import Head
    from tocsin_web.ledger.verifying import verify

    console = Console(stderr=True)
    notes = [note for path in against for note in _notes(path)]
    wrong = 0
    with console.status("Reading every leaf and its row..."):
        for finding in verify(notes):
            wrong += 1
            typer.echo(f"{finding.where}: {finding.what}.")
    head = Head.objects.filter(id=1).first()
    size = head.size if head else 0
    if wrong:
        console.print(f"The record is NOT whole: {wrong} finding(s) in {size} leaves.")
        raise typer.Exit(_NOT_WHOLE)
    told = " and leads to every checkpoint given" if notes else ""
    console.print(f"The record is whole: {size} leaves, each as it was committed to{told}.")


def _prove(reference: str, out: Path | None) -> None:
    from tocsin_web.ledger.receipts import NoReceiptError, receipt_of
    from tocsin_web.reports.models import Report

    row = Report.objects.filter(reference=reference).first()
    if row is None:
        raise NotFoundError("There is no report of that reference.")
    try:
        receipt = json.dumps(receipt_of(row), ensure_ascii=False, indent=1) + "\n"
    except NoReceiptError:
        raise NotFoundError("That report was disposed of; its tombstone is all there is.") from None
    if out is None:
        typer.echo(receipt, nl=False)
        return
    if out.exists():
        raise UsageError("The file is there already.", where=out.name, remedy="Give a new one.")
    out.touch(mode=0o600)
    out.write_text(receipt, "utf-8")
    script = Path(__file__).parent.parent / "ledger" / "verify_receipt.py"
    Console(stderr=True).print(
        f"The receipt is in {out}. Anybody can check it with {script.name} alone:"
        f"\n  python3 {script} {out}",
        soft_wrap=True,
    )


def _checkpoint() -> None:
    from tocsin_web.ledger.checkpoints import make_checkpoint, post

    checkpoint = make_checkpoint()
    console = Console(stderr=True)
    typer.echo(checkpoint.note, nl=False)
    postings = post(checkpoint)
    for posting in postings:
        went = f"failed ({posting.failed_because})" if posting.failed_because else "posted"
        console.print(f"{posting.witness.name}: {went}")
    if not postings:
        console.print("Nobody outside keeps it: add one with `tocsin ledger witness NAME --file F`")
    if any(p.failed_because for p in postings):
        raise typer.Exit(_NOT_WHOLE)


def _witness(name: str, file: str, address: str) -> None:
    from tocsin_web.ledger.models import Witness

    if not name or not (file or address):
        raise UsageError("A witness needs a name and a --file or an --address.")
    Witness.objects.update_or_create(
        name=name, defaults={"file": file, "address": address, "is_active": True}
    )
    Console(stderr=True).print(f"Checkpoints go to {name} from now on.")


def _backup(target: str) -> None:
    from tocsin_web.ledger.actions import back_up

    if not target:
        raise UsageError("Give the new file to copy the store into.")
    backup = back_up(Path(target))
    Console(stderr=True).print(
        f"Copied with {backup.size} leaves. It is not encrypted, and does not hold the keys."
    )


def _dispose(reference: str, reason: str, by: str) -> None:
    from tocsin_web.accounts.models import User
    from tocsin_web.intake.disposing import dispose_report
    from tocsin_web.reports.models import Report

    report = Report.objects.filter(reference=reference).first()
    user = User.objects.filter(username=by).first()
    if report is None:
        raise NotFoundError("There is no report of that reference.")
    if user is None or not reason:
        raise UsageError("Disposal needs a --reason and, with --by, a user who answers for it.")
    backups = dispose_report(report, reason=reason, by=user)
    console = Console(stderr=True)
    console.print("Its words are gone from this store; its leaves stay and can be opened no more.")
    for backup in backups:
        typer.echo(f"This copy still holds it and must go: {backup.path}")
    if not backups:
        console.print("No copy of the store that was made here holds it.")


def _key() -> None:
    from tocsin_web.ledger.keys import log_key

    typer.echo(log_key().verifier())


def _notes(path: Path) -> list[str]:
    from tocsin_web.ledger.checkpoints import notes_in

    try:
        notes = notes_in(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        notes = []
    if not notes:
        raise NotFoundError("There is no checkpoint in this file.", where=path.name)
    return notes
