"""Reports between the database and the engine: the only file of this app that knows both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tocsin.records import Grade, Kind, Mended, Role
from tocsin.records import Report as EngineReport
from tocsin.values.dates import PartialDate
from tocsin_web.accounts.models import Agency, User
from tocsin_web.reports.models import Compartment, Mending, Provenance, Report


def rows_of(
    read: EngineReport, *, compartment: Compartment, by: User | None
) -> tuple[Report, Provenance]:
    """A report that the engine read, as the two rows it is kept in; neither is saved yet."""
    agency = Agency.objects.get_or_create(name=read.agency)[0] if read.agency else None
    grade = read.grade
    report = Report(
        reference=read.report_id,
        compartment=compartment,
        text=read.text,
        received=read.received.iso() if read.received else "",
        received_known_by=read.received_known_by,
        received_last_on=read.received.last if read.received else None,
        occurred=read.occurred.iso() if read.occurred else "",
        occurred_known_by=read.occurred_known_by,
        held_by=agency,
        grade={name: getattr(grade, name) for name in Grade.__slots__} if grade else {},
        handling=read.handling,
        is_restricted=read.restricted,
        cites=list(read.cites),
        quoted_in=read.quoted_in,
        is_forward=read.is_forward,
        recorded_by=by,
    )
    told = Provenance(
        report=report,
        author=read.author,
        channel=read.channel,
        source_file=read.source_file,
        place=read.place,
        agency_known_by=read.agency_known_by,
    )
    return report, told


def engine_report(row: Report) -> EngineReport:
    """A stored report as the engine takes it; ask for `held_by` and `provenance` beforehand."""
    told = getattr(row, "provenance", None) or Provenance()
    return EngineReport(
        report_id=row.reference,
        text=row.text,
        received=PartialDate.from_iso(row.received) if row.received else None,
        received_known_by=row.received_known_by,
        occurred=PartialDate.from_iso(row.occurred) if row.occurred else None,
        occurred_known_by=row.occurred_known_by,
        agency=row.held_by.name if row.held_by else "",
        author=told.author,
        channel=told.channel,
        grade=Grade(**row.grade) if row.grade else None,
        handling=row.handling,
        cites=tuple(row.cites),
        quoted_in=row.quoted_in,
        is_forward=row.is_forward,
        source_file=told.source_file,
        place=told.place,
        agency_known_by=told.agency_known_by,
    )


def engine_mended(rows: Iterable[Mending]) -> Iterator[Mended]:
    """Mended mentions as the engine takes them; ask for `report` beforehand."""
    for row in rows:
        yield Mended(
            report_id=row.report.reference,
            start=row.start,
            end=row.end,
            kind=Kind(row.kind) if row.kind else None,
            role=Role(row.role) if row.role else None,
            concern=row.concern,
            person_id=row.subject,
            by=str(row.mended_by_id),
            at=row.mended_at.isoformat(),
        )
