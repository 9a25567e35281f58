"""What a letter to the body that should act says: gathered here, set in type in letter_document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tocsin.errors import NotFoundError
from tocsin.policies import Policy
from tocsin.privacy import Masker
from tocsin.privacy.masking import Mask
from tocsin.publishing.entries import Row
from tocsin.publishing.page.words import Piece, around
from tocsin.publishing.saved import Saved
from tocsin.publishing.wording import (
    DECISIONS,
    LISTS,
    counted,
    date_words,
    heading_name,
    joined,
    span_words,
    years_words,
)
from tocsin.records import Kind, ListName

_ANOTHER, _ADDRESS = "[name withheld]", "[address withheld]"

Homes = dict[str, list[tuple[int, int]]]
"""report_id → where addresses stand in it that a letter leaves out."""


@dataclass(frozen=True, slots=True)
class LetterQuote:
    """When, by whom, and the words; no words where they are withheld."""

    when: str
    agency: str
    report_id: str
    pieces: tuple[Piece, ...]
    repeats: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a letter says, in plain values."""

    to: str
    subject: str
    person_id: str
    heading: str
    marking: str
    purpose: str
    operator: str
    as_of: date
    answer_by: date
    sentence: str
    voices: str
    date_line_note: str
    quotes: tuple[LetterQuote, ...]
    left_out: int
    withheld: tuple[str, ...]
    """Agencies whose reports have handling conditions, one for each report."""
    opening: str
    """Why the letter is written."""
    decisions: tuple[str, ...]
    evidence: tuple[tuple[str, str, str], ...]
    """(what, which, what may be asked for)."""
    points_away: tuple[str, ...]
    questions: tuple[str, ...]


def write_letter(
    saved: Saved,
    person_id: str,
    *,
    to: str,
    policy: Policy,
    answer_by: date | None = None,
    name_subject: bool = False,
) -> Letter:
    """Gather a letter about one subject.

    The subject is named when it is an adult named in reports, a place or a vehicle; a child or a
    person affected only when asked for on purpose. Everybody else who is masked is left out of the
    quotes altogether: initials beside a date and a school can be enough to know a child.

    Raises:
        NotFoundError: the subject stands on no list, or the output holds no words.
    """
    row = saved.main_entry(person_id)
    person = saved.person(row["person_id"])
    if person is None:
        raise NotFoundError("This output holds no words about that subject.")
    reports = saved.reports(row["report_ids"])
    mentions = saved.mentions("mention_id", person["mention_ids"])
    masker = saved.masker(row["report_ids"])
    masker.off = False  # a letter leaves the house: sources are masked even where the page is not
    open_reports = {r: report for r, report in reports.items() if not report["restricted"]}
    homes = _homes(saved, row)
    quotes = _quotes(row, open_reports, mentions, masker, homes, policy, name_subject=name_subject)
    most = int(policy["letter.quotes"])
    as_of = saved.as_of
    hidden = person["masked"] and not name_subject
    names = list(masker.names(row["person_id"], person["names"])) if hidden else person["names"]
    run = saved.run
    return Letter(
        to=to,
        subject=heading_name(names, row["person_id"]),
        person_id=row["person_id"],
        heading=LISTS[row["list"]],
        marking=run["marking"],
        purpose=run["purpose"],
        operator=run["operator"],
        as_of=as_of,
        answer_by=answer_by or as_of + timedelta(days=int(policy["letter.answer_days"])),
        sentence=_sentence(row),
        voices=_voices(row),
        date_line_note=_date_line(row),
        quotes=tuple(quotes[:most]),
        left_out=max(0, len(quotes) - most),
        withheld=tuple(r["agency"] for r in reports.values() if r["restricted"]),
        opening=_opening(row),
        decisions=tuple(_decision(d, masker) for d in row["decisions"]),
        evidence=_evidence(saved, row, policy),
        points_away=tuple(
            masker.sentence(thing["sentence"], row["report_ids"]) for thing in row["points_away"]
        ),
        questions=tuple(_questions(row, policy)),
    )


def _opening(row: Row) -> str:
    """Why the letter is written, no stronger than the material is."""
    told = (
        "what follows was reported again and again"
        if row["continually_mentioned"]
        else ("what follows was reported")
    )
    if row["unheeded_voices"] == 0:
        return f"We write because {told}, and we ask what came of it."
    if any(decision["counts"] for decision in row["decisions"]):
        return f"We write because {told}, also after the last answer we find recorded."
    return f"We write because {told}, and we find no recorded answer to it."


def _sentence(row: Row) -> str:
    agencies = joined(row["agency_names"])
    when = span_words(row["first_on"], row["last_on"])
    when = f"between {when.replace(' to ', ' and ')}" if " to " in when else f"of {when}"
    return (
        f"{counted(row['reports'], 'report')} by {agencies} {when} "
        f"{'name' if row['reports'] != 1 else 'names'} this subject."
    )


def _voices(row: Row) -> str:
    tellers = counted(row["sources_min"], "distinct teller")
    certain = f"{row['voices_certain']} of them joined for certain"
    return (
        f"They come down to {counted(row['voices'], 'independent voice')} ({certain}) from at "
        f"least {tellers}; the other reports repeat those. A copy adds no weight, and none is "
        "counted here."
    )


def _date_line(row: Row) -> str:
    together = row["date_line"]["together_on"]
    if not together:
        return ""
    alone = [
        f"{a} alone by {date_words(on)}" for a, on in row["date_line"]["alone_on"].items() if on
    ]
    rest = joined(alone) if alone else "no agency alone ever could have"
    return f"Laid side by side, the reports showed a pattern by {date_words(together)}; {rest}."


def _quotes(
    row: Row,
    reports: dict[str, Row],
    mentions: Sequence[Row],
    masker: Masker,
    homes: Homes,
    policy: Policy,
    *,
    name_subject: bool,
) -> list[LetterQuote]:
    """The words of every open report, oldest first; an echo says what it repeats."""
    margin = int(policy["letter.words_around"])
    repeats = {
        report_id: voice["report_id"]
        for voice in row["voice_list"]
        for report_id in voice["report_ids"]
        if report_id != voice["report_id"]
    }
    quotes = []
    for report_id in (r for r in row["report_ids"] if r in reports):
        report = reports[report_id]
        here = [m for m in mentions if m["report_id"] == report_id]
        if not here:
            continue
        masks = _masks(report, here, masker, homes, name_subject=name_subject)
        first = min(here, key=lambda m: int(m["start"]))
        shown = around(report["text"], masks, first["start"], first["end"], margin)
        when, agency = date_words(report["received"]), report["agency"] or "agency not known"
        quotes.append(
            LetterQuote(when, agency, report_id, tuple(shown), repeats.get(report_id, ""))
        )
    return quotes


def _masks(
    report: Row, here: Sequence[Row], masker: Masker, homes: Homes, *, name_subject: bool
) -> list[Mask]:
    """The masks of a report, with everybody but the subject left out rather than abbreviated."""
    spans = [(m["start"], m["end"]) for m in here]
    covered = [Mask(start, end, _ADDRESS) for start, end in homes.get(report["report_id"], ())]
    for mask in masker.masks(report["report_id"], report["text"]):
        if any(mask.start < home.end and home.start < mask.end for home in covered):
            continue
        is_subject = any(s < mask.end and e > mask.start for s, e in spans)
        if is_subject and name_subject:
            continue
        if not is_subject:
            possessive = mask.shown[-2:] if mask.shown[-2:] in {"'s", "’s"} else ""
            mask = Mask(mask.start, mask.end, _ANOTHER + possessive)
        covered.append(mask)
    return sorted(covered)


def _homes(saved: Saved, row: Row) -> Homes:
    """Where addresses stand that may be somebody's home: all that are not themselves reported as
    places of concern again and again."""
    reported = {
        entry["person_id"]
        for entry in saved.entries()
        if entry["list"] == ListName.PLACES and not entry["below_the_line"]
    }
    found: Homes = {}
    for mention in saved.mentions("report_id", row["report_ids"]):
        if mention["kind"] == Kind.ADDRESS and mention["person_id"] not in reported:
            spans = found.setdefault(mention["report_id"], [])
            spans.append((mention["start"], mention["end"]))
    return found


def _decision(decision: Row, masker: Masker) -> str:
    told_in = [decision["report_id"]] if decision["report_id"] else []
    reason = masker.sentence(decision["reason"], told_in)
    state = "" if decision["confirmed"] else " (read from a report; please confirm or correct)"
    parts = [
        f"{DECISIONS[decision['kind']]}, {date_words(decision['on'])}",
        decision["owner"] or "no owner recorded",
        reason.rstrip(".") or "no reason recorded",
    ]
    return "; ".join(parts) + state + "."


def _evidence(saved: Saved, row: Row, policy: Policy) -> tuple[tuple[str, str, str], ...]:
    """What stands in the same reports and does not begin with a child's testimony."""
    kinds: dict[str, Any] = policy.table("letter")["evidence"]
    others = saved.table("persons", "person_id", [o["person_id"] for o in row["seen_with"]])
    found: dict[str, list[str]] = {}
    reported = {e["person_id"] for e in saved.entries() if not e["below_the_line"]}
    for other in others:
        if other["kind"] == Kind.ADDRESS and other["person_id"] not in reported:
            continue
        if other["kind"] in kinds and not other["set_apart"] and other["names"]:
            found.setdefault(other["kind"], []).append(heading_name(other["names"], ""))
    if row["kind"] in kinds and row["kind"] != Kind.PERSON:
        found.setdefault(row["kind"], []).insert(0, (row["names"] or [row["person_id"]])[0])
    openings = [v["report_id"] for v in row["voice_list"] if v["counts"]]
    if openings:
        found["accounts"] = [f"reports {joined(openings)}"]
    return tuple(
        (kinds[kind]["label"], joined(found[kind]), kinds[kind]["ask"])
        for kind in kinds
        if kind in found
    )


def _questions(row: Row, policy: Policy) -> list[str]:
    questions: dict[str, list[str]] = policy.table("letter")["questions"]
    return questions.get(row["list"], questions["others"])


def title_of(letter: Letter) -> str:
    """The line a letter is filed under: the number, never a name."""
    years = [quote.when[-4:] for quote in letter.quotes]
    span = years_words(years[0], years[-1]) if years else ""
    return f"{letter.person_id}: reports {span}, and a request for an answer"
