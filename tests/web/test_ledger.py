"""The record: what is written stays, what was changed is found, and an outsider can check it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, models
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from tocsin_web.accounts.models import User
from tocsin_web.intake.disposing import dispose_report
from tocsin_web.intake.engine.cases import reports_of
from tocsin_web.ledger import verify_receipt
from tocsin_web.ledger.chain import append, committed
from tocsin_web.ledger.checkpoints import make_checkpoint, notes_in, post
from tocsin_web.ledger.disposal import backups_with, dispose
from tocsin_web.ledger.keys import log_key
from tocsin_web.ledger.models import (
    AppendOnly,
    Backup,
    Head,
    Leaf,
    LeafKey,
    Posting,
    Verification,
    Witness,
)
from tocsin_web.ledger.receipts import NoReceiptError, receipt_of
from tocsin_web.ledger.tasks import verify_record
from tocsin_web.ledger.verifying import append_only_models, verify
from tocsin_web.reports.models import Compartment, Provenance, Report

SCRIPT = Path(verify_receipt.__file__)


def found() -> list[str]:
    return [f"{f.where}: {f.what}" for f in verify()]


def altered(value: object) -> object:
    """Another value a column of that kind can hold."""
    match value:
        case bool():
            return not value
        case str():
            return value + "x"
        case int():
            return value + 1
        case datetime():
            return value + timedelta(microseconds=1)
        case None:
            return None
        case list():
            return [*value, "x"]
        case dict():
            return {**value, "x": 1}
    raise AssertionError(value)


def rewrite(row: models.Model, **columns: object) -> None:
    """Change columns as somebody with the database in hand would."""
    models.QuerySet(type(row)).filter(pk=row.pk).update(**columns)


def test_an_untouched_record_is_whole(small: Compartment) -> None:
    """Nothing is found where nothing was changed, checkpoints kept outside included."""
    note = make_checkpoint().note
    assert list(verify([note])) == []


@pytest.mark.parametrize(
    "column", ["text", "reference", "received", "handling", "is_restricted", "cites", "recorded_at"]
)
def test_a_changed_column_is_found_and_named(first_report: Report, column: str) -> None:
    """The finding names the row, whatever column was changed."""
    rewrite(first_report, **{column: altered(getattr(first_report, column))})
    assert found() == [
        f"leaf 0 (report): the row reports.Report:{first_report.pk} is not what was committed to"
    ]


def test_every_append_only_column_is_committed_to(small: Compartment) -> None:
    """No append-only kind of row keeps a column out of its leaf without being on this list."""
    out = {m._meta.label: m.not_committed for m in append_only_models() if m.not_committed}
    assert out == {}
    report = Report.objects.first()
    assert set(committed(report)) == {f.attname for f in Report._meta.concrete_fields}


def test_a_deleted_row_and_a_row_past_the_chain_are_found(first_report: Report) -> None:
    """Both a row without a leaf and a leaf without a row."""
    told = first_report.provenance
    models.QuerySet(Provenance).filter(pk=told.pk)._raw_delete(using="default")
    Provenance(report=first_report, author="somebody else").save()
    new = Provenance.objects.get(report=first_report)
    assert found() == [
        f"leaf 1 (provenance): the row reports.Provenance:{told.pk} is gone",
        f"reports.Provenance:{new.pk}: it has no leaf",
    ]


def test_reordered_leaves_are_found(small: Compartment) -> None:
    """Two leaves that changed places lead to another tree."""
    make_checkpoint()
    swap(2, 3)
    problems = found()
    assert any(p.startswith("the head") for p in problems)
    assert any(p.startswith("leaves 0 to 9: they are not, or not in the order") for p in problems)


def swap(left: int, right: int) -> None:
    """Let two leaves, with their keys, change places."""
    a, b = Leaf.objects.get(pk=left), Leaf.objects.get(pk=right)
    keys = {k.pk: bytes(k.key) for k in LeafKey.objects.filter(pk__in=(left, right))}
    for pk, other in ((left, b), (right, a)):
        Leaf.objects.filter(pk=pk).update(record=f"gone {pk}")
        LeafKey.objects.filter(pk=pk).update(key=keys[other.pk])
    for pk, other in ((left, b), (right, a)):
        Leaf.objects.filter(pk=pk).update(
            kind=other.kind,
            record=other.record,
            commitment=other.commitment,
            recorded_at=other.recorded_at,
        )


def test_a_missing_leaf_is_found_where_it_was(small: Compartment) -> None:
    """A gap in the numbers is named by the number that is missing."""
    LeafKey.objects.filter(pk=4).delete()
    Leaf.objects.filter(pk=4).delete()
    assert "leaf 5 (provenance): leaf 4 is missing before it" in found()


def test_a_past_rewritten_whole_is_found_by_a_checkpoint_kept_elsewhere(
    first_report: Report, dana: User
) -> None:
    """A host who changes a row and rebuilds every leaf, the head and the checkpoints deceives
    only those who kept nothing."""
    kept = make_checkpoint().note
    rewrite(first_report, text="Nothing was said.")
    rows = [row for leaf in Leaf.objects.order_by("number") for row in rows_of(leaf)]
    kinds = list(Leaf.objects.order_by("number").values_list("kind", flat=True))
    connection.cursor().execute("DELETE FROM ledger_posting")
    for table in (
        "ledger_checkpoint",
        "ledger_leafkey",
        "ledger_leaf",
        "ledger_head",
        "ledger_node",
    ):
        connection.cursor().execute(f"DELETE FROM {table}")
    for row, kind in zip(rows, kinds, strict=True):
        forge(row, kind)
    make_checkpoint()
    assert list(verify()) == []
    problems = [f.what for f in verify([kept])]
    assert problems == [
        "they are not, or not in the order, that a checkpoint kept elsewhere vouches for"
    ]


def rows_of(leaf: Leaf) -> list[AppendOnly]:
    label, _, pk = leaf.record.partition(":")
    model = next(m for m in append_only_models() if m._meta.label == label)
    return list(model._base_manager.filter(pk=pk))


def forge(row: AppendOnly, kind: str) -> None:
    """Append a row that is there already, as the code of a dishonest host would."""
    row._state.adding = True
    models.QuerySet(type(row)).filter(pk=row.pk)._raw_delete(using="default")
    append(row, kind)


def test_disposal_leaves_a_tombstone_and_a_whole_record(first_report: Report, dana: User) -> None:
    """The words and the key are gone, the log still verifies, backups that hold them are named."""
    for path, size in (("older", 0), ("newer", 10)):
        Backup.objects.create(path=path, size=size)
    assert [b.path for b in backups_with(first_report)] == ["newer"]
    dispose(first_report, reason="Retention ended", by=dana)
    first_report.refresh_from_db()
    assert (first_report.text, first_report.reference) == ("", "disposed-0")
    assert not LeafKey.objects.filter(pk=0).exists()
    assert found() == []
    with pytest.raises(NoReceiptError):
        receipt_of(first_report)


def test_no_word_of_a_report_disposed_of_is_left_in_any_table(
    first_report: Report, dana: User
) -> None:
    """Neither in its rows nor in what was read off it, and the record is whole."""
    Backup.objects.create(path="a copy", size=10)
    assert [b.path for b in dispose_report(first_report, reason="Order of court", by=dana)] == [
        "a copy"
    ]
    assert found() == []
    left = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField):
                words = model._base_manager.filter(**{f"{field.attname}__contains": "silver Corsa"})
                left += [f"{model._meta.label}.{field.name}"] * words.count()
    assert left == []
    assert [r.report_id for r in reports_of(first_report.compartment)] == ["R2", "R3", "R4", "R5"]


def test_a_key_destroyed_without_a_tombstone_is_found(first_report: Report) -> None:
    """Whoever destroys a key by hand is found out."""
    LeafKey.objects.filter(pk=0).delete()
    assert found() == [
        f"leaf 0 (report): the key of reports.Report:{first_report.pk} is gone"
        " and no tombstone says why"
    ]


def test_a_receipt_is_checked_without_our_code(first_report: Report, tmp_path: Path) -> None:
    """The single file, run by a plain Python, takes the receipt and refuses a changed one."""
    receipt = receipt_of(first_report)
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(receipt), "utf-8")
    bad.write_text(json.dumps({**receipt, "record": {**receipt["record"], "text": "x"}}), "utf-8")
    kept = tmp_path / "kept.txt"
    kept.write_text("Keep this message.\n\n" + receipt["checkpoint"], "utf-8")

    def run(file: Path, *more: str) -> subprocess.CompletedProcess[str]:
        plain = [sys.executable, "-I", "-S", str(SCRIPT), str(file), *more]
        return subprocess.run(plain, capture_output=True, text=True, check=False)

    fine = run(good, "--key", log_key().verifier(), "--checkpoint", str(kept))
    assert (fine.returncode, fine.stdout.splitlines()[0]) == (
        0, "It holds: a record of kind 'report' is leaf 0 of the log,"
    )  # fmt: skip
    assert run(bad).returncode == 1


@pytest.mark.parametrize("part", ["record", "key", "leaf", "proof", "checkpoint", "log_key"])
def test_any_changed_part_of_a_receipt_is_refused(first_report: Report, part: str) -> None:
    """Whatever part is changed, the receipt no longer holds."""
    receipt = receipt_of(first_report)
    other = receipt_of(Report.objects.get(reference="R4"))
    if part == "log_key":
        other[part] = receipt[part].replace("tocsin/", "tocsin/9")
    if part == "checkpoint":
        other[part] = receipt[part].replace("\n10\n", "\n11\n")
    try:
        wrong = verify_receipt.check({**receipt, part: other[part]})
    except ValueError as error:
        wrong = [str(error)]
    assert wrong


def test_checkpoints_reach_witnesses_once_and_a_failure_is_tried_again(
    small: Compartment, tmp_path: Path
) -> None:
    """A file, an address, and a folder that is not there yet."""
    later = tmp_path / "later"
    Witness.objects.create(name="Partner", file=str(tmp_path / "kept.txt"))
    Witness.objects.create(name="Scrutineer", address="scrutineer@example.org")
    Witness.objects.create(name="Away", file=str(later / "kept.txt"))
    checkpoint = make_checkpoint()
    assert [bool(p.failed_because) for p in post(checkpoint)] == [False, False, True]
    later.mkdir()
    post(checkpoint)
    assert Posting.objects.filter(posted_at=None).count() == 0
    assert len(mail.outbox) == 1
    assert notes_in(mail.outbox[0].body) == notes_in((tmp_path / "kept.txt").read_text("utf-8"))


def test_the_same_size_is_signed_once(small: Compartment) -> None:
    """Two checkpoints of one size would let two pasts be told."""
    assert make_checkpoint().note == make_checkpoint().note


def test_oversight_has_the_record_checked_and_sees_what_was_found(
    first_report: Report, oksana: User, dana: User, signed_in: Callable[[User], Client]
) -> None:
    """Asked for on the page, done by the worker; nobody else may ask."""
    browser = signed_in(oksana)
    assert signed_in(dana).get("/ledger/").status_code == 403
    assert browser.get("/ledger/checkpoint.txt").status_code == 404
    browser.post("/ledger/checkpoint.txt")
    kept = browser.get("/ledger/checkpoint.txt").content.decode()
    rewrite(first_report, text="Nothing was said.")
    browser.post("/ledger/", {"kept": kept})
    asked = Verification.objects.get()
    verify_record.func(asked.pk, notes_in(kept))
    page = browser.get("/ledger/").content.decode()
    assert "NOT whole: 1 finding in 10 leaves" in page
    refused = browser.post("/ledger/", {"kept": "something else"})
    assert "There is no checkpoint in this" in refused.content.decode()


def test_a_proof_reads_few_rows(
    small: Compartment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Not every leaf: the number of queries follows the levels of the tree."""
    make_checkpoint()
    with django_assert_max_num_queries(16):
        receipt_of(Report.objects.get(reference="R3"))


class TreeOfTheStore(TestCase):
    """The tree in the database is the tree of RFC 9162 over its leaves, whatever comes in."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.text(max_size=40), max_size=12))
    def test_head_follows_the_leaves(self, texts: list[str]) -> None:
        """After any rows: no finding, and each row's receipt holds."""
        from tocsin_web.reports.queries import common

        rows = [
            Report(reference=str(n), compartment=common(), text=text.replace("\x00", ""))
            for n, text in enumerate(texts)
        ]
        for row in rows:
            append(row, "report")
        head = Head.objects.filter(id=1).first()
        assert (head.size if head else 0) == len(rows)
        assert found() == []
        for row in rows:
            assert verify_receipt.check(receipt_of(row)) == []
