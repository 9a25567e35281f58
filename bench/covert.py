"""Networks of published cases (TOCSIN_REFERENCE_DATA): what groups and orders tell beforehand."""

from __future__ import annotations

import csv
import gzip
import os
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
from table import NOT_RUN, Row

from tocsin.evaluation.grouping import chance_of_order, shared_information
from tocsin.pictures.networks import Network, betweenness, groups_of, network_of
from tocsin.policies import shipped
from tocsin.records import Kind, Role, Sighting, Sightings
from tocsin.values.dates import PartialDate

_LATE = date(2030, 1, 1)


def measure() -> list[Row]:
    """The lines of `make bench`."""
    data = os.environ.get("TOCSIN_REFERENCE_DATA")
    if not data:
        return [Row("networks of cases", "all", NOT_RUN, note="TOCSIN_REFERENCE_DATA is not set")]
    real = Path(data) / "real"
    return [*_meetings(real / "infinito"), *_roles(real / "covert-networks")]


def sightings_of(meetings: Iterable[tuple[str, date | None, Iterable[str]]]) -> Sightings:
    """One report a meeting, naming all who were there as adults; a teller of its own each."""
    return Sightings(
        tuple(
            Sighting(
                person_id=person, kind=Kind.PERSON, role=Role.ALLEGED, report_id=meeting,
                agency="", teller=meeting, received=PartialDate.of_day(on) if on else None,
                occurred=None, concerns=(), spans=(), is_child=False, is_shielded=False,
                opens_voice=True,
            )
            for meeting, on, present in meetings
            for person in sorted(present)
        ),
        (),
    )  # fmt: skip


def _meetings(folder: Path) -> list[Row]:
    meetings: dict[str, tuple[date, set[str]]] = {}
    with gzip.open(folder / "attendance.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            on = date.fromisoformat(row["date"])
            meetings.setdefault(row["meeting"], (on, set()))[1].add(row["person"])
    told = sorted((on, name, present) for name, (on, present) in meetings.items())
    everything = _network((name, on, p) for on, name, p in told)
    at_last = groups_of(everything, policy=shipped()).of
    rows = []
    for words, part in (("a quarter", 0.25), ("half", 0.5), ("all", 1.0)):
        cut = round(len(told) * part)
        network = _network((name, on, p) for on, name, p in told[:cut])
        rows += _foreseen(words, network, [p for _, _, p in told[cut:]], at_last)
    return rows


def _network(meetings: Iterable[tuple[str, date | None, Iterable[str]]]) -> Network:
    return network_of(sightings_of(meetings), as_of=_LATE, policy=shipped())


def _foreseen(
    words: str, network: Network, later: list[set[str]], at_last: dict[str, int]
) -> list[Row]:
    where = f"infinito, after {words} of the meetings"
    found = groups_of(network, policy=shipped())
    of = found.of
    rows = [
        Row(where, "people, and in groups", f"{len(network.nodes)}, {len(of)}"),
        Row(where, "of whom expected not to belong", found.may_not_belong),
        Row(where, "groups agree with those of all meetings", shared_information(of, at_last)),
    ]
    if not later:
        return rows
    people = sorted(n.person_id for n in network.nodes)
    met = {(network.nodes[a].person_id, network.nodes[b].person_id)
           for a, b in zip(network.left.tolist(), network.right.tolist(), strict=True)}  # fmt: skip
    meet = {pair for p in later for pair in combinations(sorted(p & set(people)), 2)}
    strangers = [pair for pair in combinations(people, 2) if pair not in met]
    inside = [pair in meet for pair in strangers if of.get(pair[0], -1) == of.get(pair[1], -2)]
    outside = [pair in meet for pair in strangers if of.get(pair[0], -1) != of.get(pair[1], -2)]
    one, other = _share(inside), _share(outside)
    rows.append(
        Row(where, "strangers of one group who met later", one, "", "of two groups", other,
            one / other if other else None)
    )  # fmt: skip
    often: dict[str, int] = defaultdict(int)
    for present in later:
        for person in present:
            often[person] += 1
    most = frozenset(sorted(people, key=lambda p: (-often[p], p))[:10])
    rows += _orders(where, "the ten most often present later", network, most)
    return rows


def _orders(where: str, what: str, network: Network, wanted: frozenset[str]) -> list[Row]:
    """Between others, beside merely counting the people each is named with."""
    between, _ = betweenness(network.left, network.right, np.ones(len(network.nodes), bool))
    degree = np.bincount(np.concatenate([network.left, network.right]), minlength=len(between))
    ids = [n.person_id for n in network.nodes]
    one = chance_of_order(dict(zip(ids, between.tolist(), strict=True)), wanted)
    other = chance_of_order(dict(zip(ids, degree.tolist(), strict=True)), wanted)
    reports = chance_of_order({n.person_id: n.reports for n in network.nodes}, wanted)
    ratio = one / other if one and other else None
    note = f"0.5 is chance; counting reports {reports}"
    return [
        Row(where, f"between others: {what}", one, "", "number of ties", other, ratio, "", note)
    ]


def _share(said: list[bool]) -> float:
    return round(sum(said) / len(said), 4) if said else 0.0


def _roles(folder: Path) -> list[Row]:
    """Who was known to be senior, and groups beside the brigades, period by period."""
    rows: list[Row] = []
    for layer, period in (
        ("60_PERIOD1_NET", "1"), ("60_PERIOD2_NET", "2"), ("60_PERIOD3_NET", "3"),
        ("60_PERIOD4_5_NET", "4_5"), ("60_PERIOD6_NET", "6"),
    ):  # fmt: skip
        known = _attributes(folder, layer)
        network = _network(_ties(folder, "covert_38", layer))
        where = f"covert_38, period {period.replace('_', ' and ')}"
        named = frozenset(
            p for p, said in known.items() if said.get(f"period{period}senior") == "1.0"
        )
        there = frozenset(n.person_id for n in network.nodes)
        rows += _orders(where, "those known to be senior", network, named & there)
        brigade = {p: b for p, said in known.items() if (b := _brigade(said))}
        found = groups_of(network, policy=shipped())
        rows.append(Row(where, "groups agree with brigades", shared_information(found.of, brigade)))
    return rows


def _brigade(said: dict[str, str]) -> str:
    return next((k for k, v in sorted(said.items()) if k.endswith("_brigade") and v == "1.0"), "")


def _attributes(folder: Path, layer: str) -> dict[str, dict[str, str]]:
    with gzip.open(folder / "nodes.csv.gz", "rt", encoding="utf-8") as file:
        return {
            row["node"]: dict(part.split("=", 1) for part in row["attributes"].split(";") if part)
            for row in csv.DictReader(file)
            if row["layer"] == layer
        }


def _ties(folder: Path, network: str, layer: str) -> list[tuple[str, None, set[str]]]:
    """Each tie as a report of its own that names two."""
    with gzip.open(folder / "edges.csv.gz", "rt", encoding="utf-8") as file:
        return [
            (f"E{number:05d}", None, {row["source"], row["target"]})
            for number, row in enumerate(csv.DictReader(file))
            if row["network"] == network and row["layer"] == layer
        ]
