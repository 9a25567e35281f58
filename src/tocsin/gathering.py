"""What is read off each report by itself: mentions, what its words say, decisions told in it.

No report needs another for this, so processes share the work. They import what they need and no
more: the joining and its libraries would double the time a process takes to start.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from typing import Literal

from tocsin.decisions import told_decisions
from tocsin.echoes import AccountReader, Said
from tocsin.mentions import Extractor, ShortName, apply_mended, short_names
from tocsin.policies import Policy
from tocsin.records import Decision, Extraction, ExtraName, Mended, Report

_BATCH = 64
"""Reports handed to a worker at a time: large enough to hide the cost of handing over."""

FEWEST_SHARED_OUT = 4 * _BATCH
"""Up to so many reports one process is as quick as starting several."""

One = tuple[Extraction, Said, tuple[Decision, ...]]


@dataclass(frozen=True, slots=True)
class How:
    """What the reading depends on, besides the report."""

    names: tuple[ExtraName, ...]
    mode: Literal["full", "fast"]
    policy: Policy
    short_names: tuple[ShortName, ...]
    agencies: tuple[str, ...]
    """All agencies of the case: a word of one agency's name alone points to it."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read off each report, by report_id, in the order of the reports."""

    extractions: dict[str, Extraction] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)
    told: list[Decision] = field(default_factory=list)
    """Decisions told in the words of a report."""
    how: How | None = None
    """What the reading depended on: one more report is read alike."""
    reader: Reader | None = None
    """What read them, where it was this process."""


def gather(
    reports: Mapping[str, Report],
    *,
    names: tuple[ExtraName, ...],
    mode: Literal["full", "fast"],
    policy: Policy,
    mended: Iterable[Mended],
    workers: int,
    tell: Callable[[str, int, int], None],
    known: Mapping[str, Extraction] | None = None,
) -> Gathered:
    """Read every report, in their order, with one process or several; the result is the same.

    Args:
        reports: those in view, by report_id.
        names: extra names to know.
        mode: `fast` leaves the language model out.
        policy: words and thresholds.
        mended: mentions that a human corrected.
        workers: processes.
        tell: called with (stage, done, of how many).
        known: what was found in some of them before, as such a reading would find it.
    """
    rows_of: dict[str, list[Mended]] = {}
    for row in mended:
        rows_of.setdefault(row.report_id, []).append(row)
    agencies = tuple(sorted({r.agency for r in reports.values()}))
    how = How(names, mode, policy, short_names(reports.values(), policy), agencies)
    shared_out = workers > 1 and len(reports) > FEWEST_SHARED_OUT
    found = Gathered(how=how, reader=None if shared_out else Reader(how))
    for extraction, said, told in _each(reports, how, workers, known or {}, found.reader):
        report_id = extraction.report_id
        if report_id in rows_of:
            extraction = apply_mended(extraction, reports[report_id], rows_of[report_id])
            told = told_decisions(reports[report_id], extraction)
        found.extractions[report_id] = extraction
        found.said[report_id] = said
        found.told.extend(told)
        if len(found.said) % _BATCH == 0 or len(found.said) == len(reports):
            tell("Mentions", len(found.said), len(reports))
    return found


Asked = tuple[Report, Extraction | None]


def _each(
    reports: Mapping[str, Report],
    how: How,
    workers: int,
    known: Mapping[str, Extraction],
    reader: Reader | None,
) -> Iterator[One]:
    asked = ((report, known.get(report_id)) for report_id, report in reports.items())
    if reader is not None:
        yield from (reader.read(*one) for one in asked)
        return
    # Spawned, not forked: a fork would copy DuckDB's and the caller's threads half alive.
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(how,)
    ) as pool:
        batches = iter(lambda: list(islice(asked, _BATCH)), [])
        for found in pool.map(_read_batch, batches):
            yield from found


class Reader:
    """Reads one report after another."""

    def __init__(self, how: How) -> None:
        self._extractor = Extractor(how.names, how.mode, how.policy, how.short_names)
        self._accounts = AccountReader(how.policy, how.agencies)

    def read(self, report: Report, known: Extraction | None = None) -> One:
        """Its mentions (those known, where they are), what its words say, decisions it tells of."""
        extraction = known or self._extractor.extract(report)
        return extraction, self._accounts.said(report), told_decisions(report, extraction)


_reader: Reader | None = None


def _start_worker(how: How) -> None:
    global _reader
    _reader = Reader(how)
    gc.freeze()  # lists of names and models stay to the end: no sweep need go through them
    atexit.register(gc.unfreeze)  # else bindings call them leaked, on standard error


def _read_batch(batch: list[Asked]) -> list[One]:
    assert _reader is not None
    return [_reader.read(*one) for one in batch]
