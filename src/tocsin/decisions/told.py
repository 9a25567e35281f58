"""Decisions told in the words of a report: unconfirmed until a human says so."""

from __future__ import annotations

from tocsin.records import Decision, Extraction, Report


def told_decisions(report: Report, extraction: Extraction) -> tuple[Decision, ...]:
    """Decisions this report says were taken; none that were only asked for or planned."""
    return ()
