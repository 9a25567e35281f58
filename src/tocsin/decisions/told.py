"""Decisions told in the words of a report: unconfirmed until a human says so.

Precision comes first. A decision wrongly read makes somebody look heeded who is not, so a part of a
sentence counts only when it says a thing was done, to somebody named there or before it, on a day
that is written or, in an agency's own record of a decision, on the day of that record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from tocsin.policies import shipped
from tocsin.records import Decision, DecisionKind, Extraction, Kind, Mention, Report, Role
from tocsin.values.dates import PartialDate

_PART = re.compile(r"[^.;\n]*(?:\.(?=\d|\w\.)[^.;\n]*)*[.;\n]?")
_RECORD = re.compile(
    r"^\W*(?:decision|outcome|strategy|disruption|review|action taken)\b|\bdecision\s?:", re.I
)
_DAY = re.compile(
    r"\b(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?\s(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"(?:\s(?P<y>(?:19|20)\d{2}|\d{2}(?![\d:])))?|(?P<d2>\d{1,2})[./](?P<m2>\d{1,2})(?:[./](?P<y2>\d{4}|\d{2}))?)(?!\d|:\d)",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince\s(?:the\s)?$", re.IGNORECASE)
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = _MONTH_NAMES.split()
_ORDER = (
    DecisionKind.CHARGE,
    DecisionKind.ARREST,
    DecisionKind.CAUTION,
    DecisionKind.DISRUPTION,
    DecisionKind.REFERRAL,
    DecisionKind.ASSESSMENT,
    DecisionKind.STRATEGY_MEETING,
    DecisionKind.SUPPORT,
    DecisionKind.NO_FURTHER_ACTION,
)
_ROLES = {
    "alleged": {Role.ALLEGED},
    "affected": {Role.AFFECTED},
    "any": {Role.ALLEGED, Role.AFFECTED},
}


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: DecisionKind
    about: str
    signs: tuple[str, ...]
    """Folded; one of them stands in whatever `words` matches. Looking for them is quick."""
    words: re.Pattern[str]
    needs: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: tuple[_Rule, ...]
    not_done: re.Pattern[str]
    not_after: re.Pattern[str]
    negated: re.Pattern[str]
    not_by: re.Pattern[str]
    anything: re.Pattern[str]


@cache
def _rules() -> _Rules:
    table: Any = shipped().table("mentions")["told_decisions"]
    flags = re.IGNORECASE | re.MULTILINE
    rules = tuple(
        _Rule(
            DecisionKind(row["kind"]),
            row["about"],
            tuple(row["signs"]),
            re.compile("|".join(row["words"]), flags),
            re.compile(row["needs"], flags) if "needs" in row else None,
        )
        for row in table["kinds"]
    )
    every = "|".join(words for row in table["kinds"] for words in row["words"])
    not_done, not_after, negated, not_by = (
        re.compile(table[key], flags) for key in ("not_done", "not_after", "negated", "not_by")
    )
    return _Rules(rules, not_done, not_after, negated, not_by, re.compile(every, flags))


def told_decisions(report: Report, extraction: Extraction) -> tuple[Decision, ...]:
    """Decisions this report says were taken; none that were only asked for, planned or noted.

    One decision a kind and report, about the people its own part of a sentence names, else the
    nearest named before it, else the one the report is about.
    """
    rules = _rules()
    folded = report.text.casefold()
    likely = [rule for rule in rules.rules if any(sign in folded for sign in rule.signs)]
    if not likely or report.received is None or not rules.anything.search(report.text):
        return ()
    if rules.not_by.search(report.agency) or report.is_forward or report.quoted_in:
        return ()
    found: dict[DecisionKind, Decision] = {}
    for start, end in _parts(report.text):
        part = report.text[start:end]
        for rule in likely:
            match = rule.words.search(part)
            if not match or not _is_done(rules, part, match, rule, report.text):
                continue
            decision = _decision(report, extraction, rule, (start, end), match)
            if decision is not None:
                found[rule.kind] = _together(found.get(rule.kind), decision)
    return tuple(
        _numbered(decision, n)
        for n, decision in enumerate((found[k] for k in _ORDER if k in found), start=1)
    )


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, cut at semicolons too; quoted lines of a mail tell of another's decision."""
    for match in _PART.finditer(text):
        if match[0].strip() and not match[0].lstrip().startswith(">"):
            yield match.span()


def _is_done(rules: _Rules, part: str, match: re.Match[str], rule: _Rule, text: str) -> bool:
    before, after = part[: match.start()], part[match.end() :]
    before = re.split(r",\s(?:and|but)\s|:\s", before)[-1]
    if rules.not_done.search(before) or rules.negated.search(before):
        return False
    if rules.not_after.search(after[:60]) or "?" in after or _is_quoted(part, match.start()):
        return False
    return rule.needs is None or bool(rule.needs.search(text))


def _is_quoted(part: str, position: int) -> bool:
    """Inside quote marks somebody else's words are repeated."""
    return part[:position].count('"') % 2 == 1 or part[:position].count("“") > part[
        :position
    ].count("”")


def _decision(
    report: Report,
    extraction: Extraction,
    rule: _Rule,
    part: tuple[int, int],
    match: re.Match[str],
) -> Decision | None:
    about = _about(extraction.mentions, rule, part)
    on = _date(report, part)
    if not about or on is None:
        return None
    reason = report.text[part[0] : part[1]].strip(" ;\n")
    return Decision(
        decision_id="",
        kind=rule.kind,
        about=tuple(m.mention_id for m in about),
        on=on,
        reason=reason,
        owner=_owner(report, extraction.mentions),
        concern=next((m.concern for m in about if m.concern), ""),
        report_id=report.report_id,
        cites=report.cites,
        confirmed=False,
        source="report",
        start=part[0] + match.start(),
        end=part[0] + match.end(),
    )


def _about(mentions: Sequence[Mention], rule: _Rule, part: tuple[int, int]) -> list[Mention]:
    """Those in the part itself, else the nearest named before it that the kind can be about."""
    wanted = [
        m
        for m in mentions
        if m.kind is Kind.PERSON and m.role in _ROLES[rule.about] and not m.negated
    ]
    here = [m for m in wanted if part[0] <= m.start < part[1]]
    if any(_fits_several(m, mentions) for m in here):
        return []
    if rule.about == "any" and any(m.role is Role.ALLEGED for m in wanted):
        wanted = [m for m in wanted if m.role is Role.ALLEGED]
        here = [m for m in here if m.role is Role.ALLEGED]
    if here:
        return here
    before = [m for m in wanted if m.end <= part[0]]
    if rule.kind is DecisionKind.NO_FURTHER_ACTION:
        return wanted[:1]
    near = [m for m in before if part[0] - m.end < 200]
    return near[-1:]


def _fits_several(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """A surname that two people of the report carry: nobody can tell which of them is meant."""
    own = _name_words(mention)
    fuller = {_name_words(m) for m in mentions if m.kind is Kind.PERSON and own < _name_words(m)}
    return any(not (a <= b or b <= a) for a in fuller for b in fuller)


def _name_words(mention: Mention) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", mention.text.casefold()))


def _date(report: Report, part: tuple[int, int]) -> PartialDate | None:
    """The day written in the part, else at the head, else the day of a decision record."""
    received = report.received
    assert received is not None
    head = min(len(report.text), 160)
    for start, end in (part, (0, head)):
        for match in _DAY.finditer(report.text, start, end):
            day = _read_day(match, received.last)
            if day is not None and _SINCE.search(report.text[: match.start()][-12:]):
                return report.occurred or received  # still so on the day of the record
            if day is not None:
                return PartialDate.of_day(day, match[0])
    if not _RECORD.search(report.text):
        return None
    return report.occurred or received


def _read_day(match: re.Match[str], latest: date) -> date | None:
    """A day of the year it was told in, or of the year before where that lies ahead."""
    day, month = int(match["d"] or match["d2"]), match["m"] or match["m2"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    written = match["y"] or match["y2"]
    try:
        if written:
            year = int(written)
            found = date(year if year > 99 else (2000 if year < 70 else 1900) + year, number, day)
        else:
            found = date(latest.year, number, day)
            found = found if found <= latest else date(latest.year - 1, number, day)
    except ValueError:
        return None
    return found if found <= latest else None


def _owner(report: Report, mentions: Sequence[Mention]) -> str:
    """Who signs, else who wrote the report."""
    signing = [
        m
        for m in mentions
        if m.kind is Kind.PERSON
        and m.role in (Role.PROFESSIONAL, Role.REPORTER)
        and len(report.text) - m.end < 60
    ]
    return signing[-1].text if signing else report.author


def _together(first: Decision | None, second: Decision) -> Decision:
    """Two parts that tell of one kind of decision are one decision about all they name."""
    if first is None:
        return second
    about = tuple(dict.fromkeys((*first.about, *second.about)))
    return Decision(
        **{
            name: getattr(first, name)
            for name in first.__slots__
            if name not in ("about", "reason")
        },
        about=about,
        reason=f"{first.reason} {second.reason}",
    )


def _numbered(decision: Decision, number: int) -> Decision:
    return Decision(
        **{name: getattr(decision, name) for name in decision.__slots__ if name != "decision_id"},
        decision_id=f"{decision.report_id}:decision-{number}",
    )
