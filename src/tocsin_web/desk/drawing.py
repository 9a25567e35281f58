"""The drawing of a subject among those it is named with, from its own reports alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from markupsafe import Markup

from tocsin.pictures.networks import draw_ego, network_of
from tocsin.policies import shipped
from tocsin.publishing.page.picture_drawings import inline
from tocsin.records import Kind, Role, Sighting, Sightings
from tocsin.values.dates import PartialDate
from tocsin_web.people.models import Placement, Subject

_NEVER = frozenset({Role.REPORTER.value, Role.PROFESSIONAL.value})
MOST_REPORTS = 150


def ego(
    number: str,
    placements: Iterable[Placement],
    subjects: Mapping[str, Subject],
    names: Mapping[str, str],
    *,
    as_of: date,
) -> Markup:
    """Who stands in the same reports, as SVG; empty where nobody does.

    Nobody has a rank in it: those around stand by kind and number.
    """
    seen = Sightings(tuple(_sightings(placements, subjects)), ())
    if not any(row.person_id != number for row in seen.rows):
        return Markup("")
    network = network_of(seen, as_of=as_of, policy=shipped())
    if number not in network.positions or not network.ties_of(number):
        return Markup("")
    return inline(draw_ego(network, number, names=names, policy=shipped()))


def _sightings(
    placements: Iterable[Placement], subjects: Mapping[str, Subject]
) -> Iterable[Sighting]:
    rows = [
        p for p in placements if p.subject in subjects and p.role not in _NEVER and not p.negated
    ]
    affected = {p.subject for p in rows if p.role == Role.AFFECTED}
    grouped: dict[tuple[str, str, str], list[Placement]] = {}
    for p in rows:
        grouped.setdefault((p.subject, p.role, p.report.reference), []).append(p)
    for (number, role, reference), found in grouped.items():
        report, subject = found[0].report, subjects[number]
        yield Sighting(
            person_id=number,
            kind=Kind(subject.kind),
            role=Role(role),
            report_id=reference,
            agency=report.held_by.name if report.held_by else "",
            teller="",
            received=PartialDate.from_iso(report.received) if report.received else None,
            occurred=PartialDate.from_iso(report.occurred) if report.occurred else None,
            concerns=tuple(sorted({p.concern for p in found if p.concern})),
            spans=tuple((p.start, p.end) for p in found),
            is_child=subject.is_child,
            is_shielded=subject.is_child or number in affected,
            opens_voice=True,
        )
