"""What every page and act stands on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import Http404
from django.test import Client

from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Row
from tocsin_web.audit.models import Entry, Event
from tocsin_web.ledger.models import AppendOnlyError, Head, Leaf
from tocsin_web.reports.models import Compartment, Report
from tocsin_web.reports.queries import report_for


def test_a_report_is_received_with_its_leaf_and_who_told_it_apart(first_report: Report) -> None:
    """The row, its provenance and a leaf for each come together."""
    assert first_report.provenance.author == "S. Nowak"
    assert Leaf.objects.count() == Head.objects.get().size == 10


def test_a_report_is_never_changed(first_report: Report) -> None:
    """Neither by saving it again nor in bulk."""
    first_report.text = "something else"
    with pytest.raises(AppendOnlyError):
        first_report.save()
    with pytest.raises(AppendOnlyError):
        Report.objects.all().update(text="")


def test_who_is_continually_mentioned_stands_on_a_list(small: Compartment) -> None:
    """The man named by three agencies stands above the line."""
    row = Row.objects.get(compartment=small, list_name="adults_named", name="Dariusz Kowal")
    assert row.voices == 4
    assert not row.below_the_line


def test_reading_is_audited_and_so_is_being_refused(
    first_report: Report, dana: User, cat: User
) -> None:
    """An analyst reads, somebody without a role is told there is nothing; both leave a row."""
    assert report_for(dana, first_report.pk).reference == "R1"
    with pytest.raises(Http404):
        report_for(cat, first_report.pk)
    rows = Entry.objects.filter(about=f"report:{first_report.pk}").order_by("id")
    assert [e.event for e in rows] == [Event.COLLECTED, Event.READ, Event.READ_REFUSED]


def test_the_desk_asks_for_an_account(
    client: Client, asha: User, signed_in: Callable[[User], Client]
) -> None:
    """Without one there is only the page to sign in."""
    assert client.get("/").status_code == 302
    assert signed_in(asha).get("/").status_code == 200
