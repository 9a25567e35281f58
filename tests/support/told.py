"""Small made-up worlds of sightings, one line a report, for the pictures of trends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tocsin.records import Kind, Report, Role, Sighting, Sightings
from tocsin.values.dates import PartialDate

START = date(2020, 1, 6)
"""A Monday."""


@dataclass
class World:
    """Reports and who they name, as the pipeline would hand them over."""

    reports: dict[str, Report] = field(default_factory=dict)
    rows: list[Sighting] = field(default_factory=list)

    def tell(
        self,
        day: int | PartialDate | None,
        *subjects: str,
        agency: str = "Police",
        teller: str = "",
        concern: str = "exploitation",
        late: int | None = None,
        text: str = "",
        echo: bool = False,
        shielded: Iterable[str] = (),
        **fields: object,
    ) -> str:
        """One report, received so many days after the start; `late` days after it happened.

        A subject's first letter says its kind: P person, L place, V vehicle, F phone.
        """
        report_id = f"R{len(self.reports):05d}"
        on = START + timedelta(days=day) if isinstance(day, int) else None
        received = PartialDate.of_day(on) if on else day
        assert received is None or isinstance(received, PartialDate)
        occurred = (
            PartialDate.of_day(on - timedelta(days=late)) if on and late is not None else None
        )
        self.reports[report_id] = Report(
            report_id, text, received=received, occurred=occurred, agency=agency
        )
        kinds = {"P": Kind.PERSON, "L": Kind.PREMISES, "V": Kind.VEHICLE, "F": Kind.PHONE}
        for name in subjects:
            kind = kinds[name[0]]
            is_shielded = name in set(shielded)
            role = Role.UNKNOWN if kind is not Kind.PERSON else Role.ALLEGED
            row = Sighting(
                person_id=f"T-{name}",
                kind=kind,
                role=Role.AFFECTED if is_shielded and kind is Kind.PERSON else role,
                report_id=report_id,
                agency=agency,
                teller=teller and f"{agency}|{teller}",
                received=received,
                occurred=occurred,
                concerns=(concern,) if concern else (),
                spans=((0, 1),),
                is_child=is_shielded,
                is_shielded=is_shielded,
                opens_voice=not echo,
            )
            self.rows.append(replace(row, **fields))
        return report_id

    @property
    def sightings(self) -> Sightings:
        """All rows."""
        return Sightings(tuple(self.rows), ())

    def doubled(self) -> World:
        """The same with every report echoed a day later."""
        other = World(dict(self.reports), list(self.rows))
        for row in self.rows:
            assert row.received
            report_id = row.report_id + "e"
            later = PartialDate.of_day(row.received.last + timedelta(days=1))
            report = replace(self.reports[row.report_id], report_id=report_id, received=later)
            other.reports[report_id] = report
            echo = replace(row, report_id=report_id, received=later, opens_voice=False)
            other.rows.append(echo)
        return other


def day_of(days: int) -> date:
    """The date so many days after the start."""
    return START + timedelta(days=days)
