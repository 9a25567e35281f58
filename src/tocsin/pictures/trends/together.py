"""Which place with which concern, and who with which place, more often than apart explains."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from tocsin.pictures.trends.found import Pair
from tocsin.pictures.trends.material import PLACES, Material, asking_concerns, asks
from tocsin.pictures.trends.pairs import USUAL, fit_prior, ratios
from tocsin.pictures.trends.wording import among, counted, share_words
from tocsin.policies import Policy
from tocsin.records import Kind

Key = tuple[str, str]
Naming = Mapping[str, Sequence[str]]
"""report_id → what it names of one sort."""

PLACE_CONCERN, SUBJECT_PLACE = "place_concern", "subject_place"


def pairs_of(material: Material, labels: Mapping[str, str], policy: Policy) -> tuple[Pair, ...]:
    """Pairs that are surely named together more often than apart explains, surest first.

    No child and nobody affected is paired with anything (rule 9). A report that names very many
    says little of who was with whom and is left out.
    """
    asking = asking_concerns(policy)
    places: defaultdict[str, list[str]] = defaultdict(list)
    subjects: defaultdict[str, list[str]] = defaultdict(list)
    for person_id, rows in material.voices.items():
        is_place = rows[0].kind in PLACES
        if person_id in material.shielded or not (is_place or rows[0].kind is Kind.PERSON):
            continue
        into = places if is_place else subjects
        for report_id in dict.fromkeys(row.report_id for row in rows if asks(row, asking)):
            into[report_id].append(person_id)
    most = int(policy["trends.crowded_report"])
    crowded = {
        r
        for r in places.keys() | subjects.keys()
        if len(places.get(r, ())) + len(subjects.get(r, ())) > most
    }
    concerns = {t.report_id: t.concerns for t in material.told}
    return (
        *_unusual(PLACE_CONCERN, places, concerns, crowded, material, labels, policy),
        *_unusual(SUBJECT_PLACE, subjects, places, crowded, material, labels, policy),
    )


def _unusual(
    what: str,
    lefts: Naming,
    rights: Naming,
    crowded: set[str],
    material: Material,
    labels: Mapping[str, str],
    policy: Policy,
) -> list[Pair]:
    together, expected = _counted(lefts, rights, crowded)
    if not together:
        return []
    keys = sorted(together)
    seen = np.array([len(together[k]) for k in keys], dtype=float)
    usual = np.array([expected[k] for k in keys])
    enough = len(keys) >= int(policy["trends.pair_prior_pairs"])
    worth = seen >= int(policy["trends.pair_reports"])
    worth &= seen > usual * float(policy["trends.pair_ratio"])
    if not worth.any():
        return []
    prior = fit_prior(seen, usual) if enough else USUAL
    kept = np.flatnonzero(worth)
    found = ratios(seen[kept], usual[kept], prior)
    pairs = [
        _pair(what, keys[i], together[keys[i]], usual[i], (ebgm, low), material, labels)
        for i, ebgm, low in zip(kept, found.ebgm, found.low, strict=True)
        if round(float(low), 4) > policy["trends.pair_ratio"]
    ]
    return sorted(pairs, key=lambda p: (-p.at_least, p.left, p.right))


def _counted(
    lefts: Naming, rights: Naming, crowded: Iterable[str]
) -> tuple[dict[Key, list[str]], dict[Key, float]]:
    """(reports of each pair, how many there would be if the two had nothing to do with it)."""
    left_count: Counter[str] = Counter()
    right_count: Counter[str] = Counter()
    together: dict[Key, list[str]] = {}
    total = 0
    for report_id in lefts:
        here, there = lefts[report_id], rights.get(report_id, ())
        if report_id in crowded or not here or not there:
            continue
        total += 1
        left_count.update(here)
        right_count.update(there)
        for left in here:
            for right in there:
                together.setdefault((left, right), []).append(report_id)
    expected = {(a, b): left_count[a] * right_count[b] / total for a, b in together}
    return together, expected


def _pair(
    what: str,
    key: Key,
    report_ids: Sequence[str],
    expected: float,
    shrunk: tuple[float, float],
    material: Material,
    labels: Mapping[str, str],
) -> Pair:
    ids = tuple(sorted(report_ids, key=lambda r: (material.by_id[r].day, r)))
    shares = material.shares(ids)
    reasons, cautions = _plainer(ids, material)
    left, right = key
    together = (
        f"named with {labels.get(right, right)}"
        if what == PLACE_CONCERN
        else "named with this place"
    )
    sentence = (
        f"{together[0].upper()}{together[1:]} in {counted(len(ids), 'report')}, where "
        f"{share_words(float(expected))} would be so by chance; from "
        f"{among([a for a, _ in shares])}. Named together is not done together."
    )
    return Pair(
        what=what,
        left=left,
        right=right,
        seen=len(ids),
        expected=round(float(expected), 3),
        ratio=round(float(shrunk[0]), 2),
        at_least=round(float(shrunk[1]), 2),
        report_ids=ids,
        agencies=shares,
        explained_by=reasons,
        sentence=sentence,
        cautions=cautions,
    )


def _plainer(ids: Sequence[str], material: Material) -> tuple[tuple[str, ...], tuple[str, ...]]:
    told = [material.by_id[r] for r in ids]
    tellers = Counter((t.teller, t.agency) for t in told if t.teller)
    reasons: list[str] = []
    cautions: list[str] = []
    if tellers:
        (_, agency), most = min(tellers.items(), key=lambda item: (-item[1], item[0]))
        if most > 1 and len(told) - most + 1 < 3:
            reasons.append("one_teller")
            cautions.append(f"One author of {agency} wrote {most} of the {len(told)}.")
    if len({t.agency for t in told}) == 1:
        cautions.append(f"All of it comes from {told[0].agency}; nobody else has said so.")
    return tuple(reasons), tuple(cautions)
