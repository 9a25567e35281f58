"""What is not weighed to the end would have changed nothing."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tocsin.echoes import find_echoes
from tocsin.echoes.evidence import Weigher
from tocsin.mentions import Extractor
from tocsin.policies import shipped
from tocsin.records import Report
from tocsin.reports import ReadingOptions, read_paths

_CASES = Path(__file__).parents[2] / "data" / "cases"


def _reports(case: str) -> dict[str, Report]:
    reading = read_paths([_CASES / case / "reports.jsonl"], ReadingOptions())
    return {report.report_id: report for report in reading.reports}


@pytest.mark.parametrize("case", ["harrowmere", "saltby"])
def test_giving_up_a_pair_early_finds_the_same_echoes(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pair that cannot come to a link, nor stand before one, need not be weighed to the end."""
    reports = _reports(case)
    extractor = Extractor()
    found = {key: extractor.extract(report) for key, report in reports.items()}
    hasty = find_echoes(reports, found, policy=shipped())
    monkeypatch.setattr(Weigher, "hopeless_below", lambda *_: -math.inf)
    patient = find_echoes(reports, found, policy=shipped())
    assert hasty
    assert hasty == patient
