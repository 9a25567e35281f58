"""What the worker writes after each addition is what joining the whole anew would have written."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.web.conftest import SMALL, told
from tocsin_web.attention.models import Row
from tocsin_web.intake.engine.living import World
from tocsin_web.intake.following import write
from tocsin_web.intake.lock import Holder
from tocsin_web.intake.models import Pending
from tocsin_web.intake.projecting import project
from tocsin_web.intake.receiving import ask_for_lists
from tocsin_web.intake.working import Work
from tocsin_web.people.models import Join, Placement, SearchKey, Subject
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import Compartment
from tocsin_web.reports.queries import common

MORE = (
    *SMALL,
    told("R6", "2026-10-12", "Culverport Council", "T. Osei",
         "Leanne Carter, 15, told her teacher that Darek Kowal, 07700 900418, drives her about in "
         "a silver Corsa BD51 KLM."),
    told("R7", "2026-10-19", "Culverport Police", "PC Grant",
         "Hodan Warsame, 13, was found at the Harbour Cafe with Florin Petrescu and "
         "Dariusz Kowal."),
    told("R8", "2026-11-02", "Harbour Youth Project", "S. Nowak",
         "Amina Yusuf, 14, says Florin Petrescu, telephone 07700 900777, gave her cannabis."),
)  # fmt: skip


def _rows(compartment: Compartment) -> dict[str, Any]:
    """Everything projected, without keys of the database."""

    def plain(model: Any, *leave: str) -> list[dict[str, Any]]:
        names = [f.attname for f in model._meta.concrete_fields if f.name not in {"id", *leave}]
        rows = model.objects.filter(compartment=compartment).values(*names)
        return sorted(rows, key=lambda r: [str(r[n]) for n in names])

    made = [j for j in plain(Join) if j["status"] != "alone"]
    return {
        "placements": plain(Placement),
        "rows": plain(Row),
        "subjects": plain(Subject, "first_seen_at"),
        "joins": made,
        "search": plain(SearchKey),
    }


@pytest.fixture
def work(db: None) -> Work:
    """The worker."""
    holder = Holder()
    assert holder.take(now=timezone.now())
    return Work(holder)


def test_rows_written_one_by_one_are_those_of_the_whole_case(work: Work) -> None:
    """Reports added one at a time leave the rows that a projection of the whole case writes."""
    compartment = common()
    for report in MORE:
        receive(report, compartment=compartment, by=None)
        ask_for_lists(compartment)
        work.bring_up_to_date(compartment.pk)
    found = _rows(compartment)
    pending = Pending.objects.get(compartment=compartment)
    assert pending.asked == pending.done
    project(compartment, work.worlds[compartment.pk].live.case())
    again = _rows(compartment)
    for name, rows in found.items():
        assert rows == again[name], name


def test_after_a_new_look_at_everything_the_rows_are_those_of_a_fresh_start(work: Work) -> None:
    """The shares of names brought up to date, nothing is left that a worker started anew lacks."""
    compartment = common()
    for report in MORE:
        receive(report, compartment=compartment, by=None)
        ask_for_lists(compartment)
        work.bring_up_to_date(compartment.pk)
    world = work.worlds[compartment.pk]
    write(world, world.live.refresh())
    found = _rows(compartment)
    fresh = World.build(compartment, as_of=timezone.localdate())
    project(compartment, fresh.live.case())
    again = _rows(compartment)
    for name, rows in found.items():
        assert rows == again[name], name
