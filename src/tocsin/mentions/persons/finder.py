"""Find the people a text names."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal

from tocsin.mentions.persons.aliases import find_aliases, find_quoted, owner_of
from tocsin.mentions.persons.arbitration import Thresholds, arbitrate
from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.crf import Model
from tocsin.mentions.persons.initials import find_initials
from tocsin.mentions.persons.lexicon import LETTER, LOWER, Lexicon
from tocsin.mentions.persons.parts import parts_of
from tocsin.mentions.persons.places import without_places
from tocsin.mentions.persons.rules import find_candidates
from tocsin.mentions.persons.scan import MIXED_CASE, Scan
from tocsin.mentions.persons.shortforms import find_short_forms
from tocsin.mentions.persons.spans import PersonSpan
from tocsin.policies import Policy, shipped
from tocsin.records import ExtraName, Kind
from tocsin.values.name_lists import fold

_LEAST = 0.5
_DAY_AND_MONTH = re.compile(
    r"(?<!flat )(?<!room )(?<!unit )(?<!house )(?<!number )(?<!aged )"
    r"(?<!no )(?<!no\. )(?<![\w/.:-])"
    r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>jan|april|apr|may|june|august)\b",
    re.IGNORECASE,
)
"""Months that are given names too: after a day they are months."""


class PersonFinder:
    """Finds names of people; made once, used for every text.

    `full` weighs rules and lists against a small model, `fast` leaves the model out.
    """

    def __init__(
        self,
        extra_names: Sequence[ExtraName] = (),
        mode: Literal["full", "fast"] = "full",
        *,
        policy: Policy | None = None,
        without: Collection[str] = (),
    ) -> None:
        """`without` hides folded names from the lists, to measure what is found without them."""
        policy = policy or shipped()
        extra = {
            fold(word)
            for row in extra_names
            if row.kind is Kind.PERSON
            for word in row.name.split()
            if len(word) > 1
        }
        self.mode = mode
        table = policy.table("persons")
        self._lexicon = Lexicon(table, extra, without)
        self._models = frozenset(table["models_or_names"].split())
        self._before_models = frozenset(table["before_models"].split())
        self._model = Model(self._lexicon) if mode == "full" else None
        self._limits = Thresholds(policy["persons.crf_least"], policy["persons.crf_doubt"])

    def find(self, text: str, blocked: Sequence[tuple[int, int]] = ()) -> list[PersonSpan]:
        """Names in order of place, not overlapping, none inside a `blocked` span."""
        months = [match.span("month") for match in _DAY_AND_MONTH.finditer(text)]
        scan = Scan(text, self._lexicon, [*blocked, *months])
        named = find_candidates(scan)
        if self._model is not None:
            named = arbitrate(scan, named, self._model, self._limits)
        named = [c for c in named if not self._is_a_model(scan, c)]
        named = _with_aliases(named, find_aliases(scan))
        named = [c for c in named if scan.is_free(c.first, c.last)]
        kept = [c for c in named if c.score >= _LEAST]
        kept = _joined_quotes(scan, _with_aliases(kept, find_quoted(scan, kept)))
        unsure = [c for c in named if c.score < _LEAST]
        kept = _added(kept, find_short_forms(scan, kept, unsure))
        kept = _added(kept, [c for c in find_initials(scan, kept) if c.score >= _LEAST])
        return _spans(scan, without_places(scan, kept))

    def _is_a_model(self, scan: Scan, named: Candidate) -> bool:
        """`Seat Leon`, `silver Leon`: the vehicle, not somebody of that name."""
        return (
            named.first == named.last > 0
            and scan.word[named.first].low in self._models
            and scan.word[named.first - 1].low in self._before_models
        )


def _with_aliases(named: list[Candidate], aliases: list[Candidate]) -> list[Candidate]:
    """Names behind a cue take the place of what they overlap, unless that is the longer name."""
    if not aliases:
        return named
    at = {t: c for c in named for t in range(c.first, c.last + 1)}
    for alias in aliases:
        tokens = range(alias.first, alias.last + 1)
        across = list({id(at[t]): at[t] for t in tokens if t in at}.values())
        sure = [c for c in across if c.score >= _LEAST]
        whole = [c for c in sure if c.first == alias.first and c.last > alias.last]
        if whole:
            whole[0].alias, whole[0].cue = alias.alias, alias.cue
            whole[0].score = max(whole[0].score, alias.score)
            continue
        if any(c.first < alias.first for c in sure) or any(c.cue >= 0 for c in across):
            continue
        if across and not alias.alias and across[0].form != "nickname":
            alias.form = across[0].form
        for old in across:
            for t in range(old.first, old.last + 1):
                del at[t]
        at.update(dict.fromkeys(tokens, alias))
    return sorted({id(c): c for c in at.values()}.values(), key=lambda c: c.first)


def _joined_quotes(scan: Scan, kept: list[Candidate]) -> list[Candidate]:
    """`Gary "Gaz" Holroyd` is one name."""
    out: list[Candidate] = []
    for candidate in kept:
        if (
            len(out) > 1
            and out[-1].alias
            and out[-1].cue == out[-2].last + 1
            and candidate.first == out[-1].last + 2
            and scan.raw[out[-1].cue] in "\"'“‘"
            and candidate.title < 0
        ):
            out.pop()
            out[-1].last, out[-1].form = candidate.last, "full"
        else:
            out.append(candidate)
    return out


def _added(kept: list[Candidate], more: list[Candidate]) -> list[Candidate]:
    taken = {t for c in kept for t in range(c.first, c.last + 1)}
    free = [m for m in more if taken.isdisjoint(range(m.first, m.last + 1))]
    return sorted([*kept, *free], key=lambda c: c.first)


def _spans(scan: Scan, kept: list[Candidate]) -> list[PersonSpan]:
    owners = {id(c): owner_of(scan, c, kept) for c in kept if c.alias}
    place = {id(c): n for n, c in enumerate(kept)}
    spans = []
    for candidate in kept:
        owner = owners.get(id(candidate))
        start, end = scan.start[candidate.first], _end(scan, candidate)
        given, surname, either = parts_of(scan, candidate)
        title = candidate.title
        spans.append(
            PersonSpan(
                start,
                end,
                scan.text[start:end],
                candidate.found_by,
                round(min(candidate.score, 0.99), 4),
                candidate.is_name,
                "alias" if owner and candidate.form == "nickname" else candidate.form,
                scan.text[scan.start[title] : scan.end[title]] if title >= 0 else "",
                scan.start[title] if title >= 0 else -1,
                place[id(owner)] if owner else None,
                given,
                surname,
                either,
            )
        )
    return spans


def _end(scan: Scan, candidate: Candidate) -> int:
    """Where the span ends: with the stop of a closing initial (`Hibo R. was`) or digits on it."""
    last = candidate.last
    end = scan.stop(last)
    if last + 1 >= scan.size or scan.start[last + 1] != end or scan.blocked[last + 1]:
        return end
    after = scan.raw[last + 1]
    if after.isdigit() and candidate.form in ("first", "nickname", "alias"):
        return scan.end[last + 1]
    if after != "." or scan.word[last].shape != LETTER or candidate.first == last:
        return end
    goes_on = last + 2 < scan.size and (
        scan.word[last + 2].shape == LOWER or scan.raw[last + 2] in ",;:)'"
    )
    return end + 1 if goes_on and scan.style[last] == MIXED_CASE else end
