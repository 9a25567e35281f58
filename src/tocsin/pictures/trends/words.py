"""Words that are new this month: slang, a street's nickname, a new way of paying."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from tocsin.pictures.trends.emerging import earlier_words, hardly_before, month_begins, plainer
from tocsin.pictures.trends.found import New
from tocsin.pictures.trends.material import Material
from tocsin.pictures.trends.wording import among, counted, day_words
from tocsin.policies import Policy
from tocsin.records import Report, Sightings
from tocsin.values.name_lists import IS_WORD, entries

_TOKEN = re.compile(r"[^\W\d_]{3,}(?:['’-][^\W\d_]+)*")
_LOWER = 0.5
"""A word written with a capital more often than not is likely a name."""
_MOST = 20
"""A month has few new words; more are a new form or template."""
_SIGNS = {ord(c): " " for c in '.,;:!?()[]{}<>"“”‘*#=+|/\\~…–—\n\t\r'}


def new_words(
    material: Material, sightings: Sightings, reports: Mapping[str, Report], policy: Policy
) -> tuple[New, ...]:
    """Words written by several reports this month and hardly before, most reports first.

    Names are kept out: words inside any span that names a subject, words of the name lists that
    no dictionary holds, and words mostly written with a capital. The words of restricted reports
    are withheld and not counted.
    """
    since = month_begins(material, policy)
    recent = [t.report_id for t in material.told if t.day >= since]
    recent = [r for r in recent if not reports[r].restricted]
    older = [
        t.report_id for t in material.told if t.day < since and not reports[t.report_id].restricted
    ]
    if not older:
        return ()
    places = _places(recent, sightings, reports)
    least = int(policy["trends.new_words"])
    maybe = {w for w, found in places.items() if len(found) >= least and not _may_be_name(w)}
    before = _counted(maybe, older, reports)
    found = []
    for word in sorted(maybe):
        here = places[word]
        expected = before[word] * len(recent) / len(older)
        told = [material.by_id[r] for r in here]
        if (
            hardly_before(len(here), before[word], expected, policy)
            and len({t.teller or t.report_id for t in told}) > 1
        ):
            found.append(_new_word(word, here, before[word], expected, material))
    found.sort(key=lambda n: (-n.seen, n.before, n.word))
    return tuple(found[:_MOST])


def _places(
    report_ids: Sequence[str], sightings: Sightings, reports: Mapping[str, Report]
) -> dict[str, dict[str, tuple[int, int]]]:
    """Word → report → where it first stands, for words mostly written small."""
    spans: dict[str, list[tuple[int, int]]] = {r: [] for r in report_ids}
    for row in sightings.rows:
        if row.report_id in spans:
            spans[row.report_id].extend(row.spans)
    names: set[str] = set()
    found: dict[str, dict[str, tuple[int, int]]] = {}
    small: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for report_id in report_ids:
        text = reports[report_id].text
        for start, end in spans[report_id]:
            names.update(_TOKEN.findall(text[start:end].casefold()))
        for match in _TOKEN.finditer(text):
            word = match[0].casefold()
            total[word] += 1
            small[word] += match[0][0].islower()
            found.setdefault(word, {}).setdefault(report_id, match.span())
    return {
        word: here
        for word, here in found.items()
        if word not in names and small[word] > _LOWER * total[word]
    }


def _may_be_name(word: str) -> bool:
    marks = entries().get(word, 0)
    return bool(marks) and not marks & IS_WORD


def _counted(
    words: set[str], report_ids: Sequence[str], reports: Mapping[str, Report]
) -> Counter[str]:
    """In how many of the reports each of the words stands."""
    counts: Counter[str] = Counter()
    if words:
        for report_id in report_ids:
            text = reports[report_id].text.casefold().translate(_SIGNS)
            counts.update(words.intersection(text.split()))
    return counts


def _new_word(
    word: str,
    here: Mapping[str, tuple[int, int]],
    before: int,
    expected: float,
    material: Material,
) -> New:
    ids = tuple(here)
    first_on = date.fromordinal(material.by_id[ids[0]].day)
    reasons, cautions = plainer([material.by_id[r] for r in ids])
    return New(
        what="word",
        person_id="",
        word=word,
        seen=len(ids),
        before=before,
        expected=round(expected, 2),
        first_on=first_on,
        spans=tuple((r, *here[r]) for r in ids),
        report_ids=ids,
        agencies=material.shares(ids),
        explained_by=reasons,
        sentence=(
            f"“{word}” stands in {counted(len(ids), 'report')} since {day_words(first_on)}; "
            f"{earlier_words(before)}. From {among([a for a, _ in material.shares(ids)])}."
        ),
        cautions=cautions,
    )
