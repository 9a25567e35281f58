"""What could be done by the evidence already held: options matched, those without a child's
testimony first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.decisions.wording import whole_words
from tocsin.policies import Policy

_TESTIMONY = ("none", "case", "helpful", "usually")
_COUNTED = frozenset({"child_beside", "child_again", "pattern"})


@dataclass(frozen=True, slots=True)
class Account:
    """What one report that names the subject holds, as far as options are concerned."""

    report_id: str
    text: str
    kinds: frozenset[str] = frozenset()
    """Kinds of mention in it: `vehicle`, `phone`, ..."""
    concerns: frozenset[str] = frozenset()
    names_a_child: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of evidence that is held: the reports, with the words where words were found."""

    evidence: str
    label: str
    rests_on: tuple[tuple[str, str], ...]
    """(report_id, words; empty where a kind of mention or a concern was enough)."""


@dataclass(frozen=True, slots=True)
class Option:
    """One row of policies/disruption.yaml, with the evidence held that opens it."""

    id: str
    name: str
    lead: str
    decided_by: str
    test: str
    needs: tuple[str, ...]
    testimony: str
    conviction_needed: bool
    lasts: str
    breach: str
    source: str
    certainty: str
    opened_by: tuple[Held, ...]


def held_evidence(accounts: Sequence[Account], policy: Policy) -> dict[str, Held]:
    """Which kinds of evidence the reports about a subject hold, and what each rests on.

    Words are found in whole reports: they may be about somebody else in them, so that they are
    shown with what they open and a reader decides.
    """
    found: dict[str, Held] = {}
    for name, rule in policy.table("disruption")["evidence"].items():
        rows = _counted(name, accounts, policy) if name in _COUNTED else _matched(accounts, rule)
        if rows:
            found[name] = Held(name, rule["label"], tuple(rows))
    return found


def matching_options(
    held: Mapping[str, Held], list_name: str, policy: Policy
) -> tuple[Option, ...]:
    """The options that evidence held opens for a subject of this list.

    Those that need no testimony of a child come first, then those that need no conviction, then
    those with most kinds of evidence held; then in order of the table.
    """
    matched = []
    for option_id, row in policy.table("disruption")["options"].items():
        opened_by = tuple(held[name] for name in row["opened_by"] if name in held)
        if opened_by and list_name in row["for"]:
            matched.append(_option(option_id, row, opened_by))
    return tuple(sorted(matched, key=_order))


def _order(option: Option) -> tuple[int, bool, int]:
    return (_TESTIMONY.index(option.testimony), option.conviction_needed, -len(option.opened_by))


def _option(option_id: str, row: Mapping[str, object], opened_by: tuple[Held, ...]) -> Option:
    needs = row["needs"]
    assert isinstance(needs, list)
    return Option(
        id=option_id,
        needs=tuple(needs),
        conviction_needed=bool(row["conviction_needed"]),
        opened_by=opened_by,
        **{
            key: str(row[key])
            for key in (
                *("name", "lead", "decided_by", "test", "testimony"),
                *("lasts", "breach", "source", "certainty"),
            )
        },
    )


def _counted(name: str, accounts: Sequence[Account], policy: Policy) -> list[tuple[str, str]]:
    """Evidence that lies in how many reports there are."""
    with_child = [(a.report_id, "") for a in accounts if a.names_a_child]
    if name == "child_beside":
        return with_child
    if name == "child_again":
        return with_child if len(with_child) >= policy["disruption.repeated"] else []
    everything = [(a.report_id, "") for a in accounts]
    return everything if len(everything) >= policy["disruption.pattern"] else []


def _matched(accounts: Iterable[Account], rule: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Evidence found by kind of mention, concern or words.

    `kinds`, `concerns` and `words` must all be met; `concerns_or` and `words_or` each suffice.
    """
    rows = []
    for account in accounts:
        words = _words_in(account.text, rule.get("words", []))
        met = [
            bool(account.kinds.intersection(rule["kinds"])) if "kinds" in rule else None,
            bool(account.concerns.intersection(rule["concerns"])) if "concerns" in rule else None,
            bool(words) if "words" in rule else None,
        ]
        asked = [m for m in met if m is not None]
        if asked and all(asked):
            rows.append((account.report_id, words))
        elif account.concerns.intersection(rule.get("concerns_or", [])):
            rows.append((account.report_id, ""))
        elif either := _words_in(account.text, rule.get("words_or", [])):
            rows.append((account.report_id, either))
    return rows


def _words_in(text: str, words: Sequence[str]) -> str:
    """The first of these words that stands in the text, as it is written there."""
    found = whole_words(words).search(text) if words else None
    return found.group() if found else ""
