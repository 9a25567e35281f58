"""How fast a network is built, grouped and drawn, on made-up sightings; how right on real ones.

`python bench/networks.py MENTIONS` measures one size in a process of its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from table import Row

from tocsin.pictures.networks import (
    between_others,
    draw_ego,
    draw_group,
    groups_of,
    network_of,
    shortest_evidence,
)
from tocsin.policies import shipped
from tocsin.records import Kind, RelationKind, Role, Sighting, Sightings, StatedTie
from tocsin.values.dates import PartialDate

AS_OF = date(2020, 1, 1)
_KINDS = (Kind.PERSON,) * 6 + (Kind.PREMISES, Kind.VEHICLE, Kind.PHONE, Kind.ADDRESS)


def made_up(mentions: int, seed: int = 1) -> Sightings:
    """Sightings of `mentions` subjects in reports that name 2 to 12, one in a thousand 40.

    Subjects belong to circles of about 30; four of five names of a report are of one circle.
    """
    draws = np.random.default_rng(seed)
    subjects = max(mentions // 5, 20)
    rows: list[Sighting] = []
    ties: list[StatedTie] = []
    number = 0
    while len(rows) < mentions:
        number += 1
        named = 40 if number % 1000 == 0 else int(draws.integers(2, 13))
        rows += _report(number, named, subjects, draws)
        if number % 4 == 0:
            one, other = rows[-2], rows[-1]
            ties.append(StatedTie(one.person_id, other.person_id, RelationKind.WITH, one.report_id))
    return Sightings(tuple(rows), tuple(ties))


def _report(number: int, named: int, subjects: int, draws: np.random.Generator) -> list[Sighting]:
    circle = int(draws.integers(0, subjects // 20)) * 20
    near = circle + draws.integers(0, 20, named)
    chosen = np.where(draws.random(named) < 0.8, near, draws.integers(0, subjects, named))
    on = PartialDate.of_day(date(2010, 1, 1) + timedelta(days=number % 3600))
    report_id, agency, teller = f"R{number:07d}", f"Agency {number % 6}", f"t{number % 977}"
    echo = number % 5 == 0
    found = []
    for place, subject in enumerate(sorted(set(chosen.tolist()))):
        kind = _KINDS[subject % 10]
        is_child = kind is Kind.PERSON and subject % 7 == 0
        found.append(
            Sighting(
                person_id=f"T-{subject:07d}",
                kind=kind,
                role=Role.AFFECTED if is_child else Role.ALLEGED,
                report_id=report_id,
                agency=agency,
                teller=teller,
                received=on,
                occurred=on,
                concerns=(),
                spans=((place * 60, place * 60 + 12),),
                is_child=is_child,
                is_shielded=is_child,
                opens_voice=not echo,
            )
        )
    return found


def one_size(mentions: int) -> dict[str, float]:
    """Seconds and megabytes of one size, in this process."""
    sightings, policy = made_up(mentions), shipped()
    made = time.perf_counter(), time.process_time()
    network = network_of(sightings, as_of=AS_OF, policy=policy)
    built = time.perf_counter()
    groups = groups_of(network, policy=policy)
    grouped = time.perf_counter(), time.process_time()
    between = between_others(network, policy=policy)
    first, last = groups.groups[0].person_ids[0], groups.groups[-1].person_ids[0]
    shortest_evidence(network, first, last)
    draw_ego(network, first, names={}, policy=policy)
    for group in groups.groups[:5]:
        draw_group(network, group, names={}, policy=policy)
    return {
        "mentions": len(sightings.rows),
        "subjects": len(network.nodes),
        "ties": network.ties,
        "groups": len(groups.groups),
        "may_not_belong": groups.may_not_belong,
        "ordered": len(between.rows),
        "build_s": round(built - made[0], 2),
        "groups_s": round(grouped[0] - made[0], 2),
        "groups_cpu_s": round(grouped[1] - made[1], 2),
        "page_cpu_s": round(time.process_time() - made[1], 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def measure() -> list[Row]:
    """The lines of `make bench`."""
    rows = []
    for mentions, limit in ((600_000, 10), (1_000_000, 60)):
        command = [sys.executable, str(Path(__file__)), str(mentions)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        where = f"{mentions:,} made-up mentions"
        rows += [
            Row("networks", where, "to groups, seconds", found["groups_s"], "limit", 60),
            Row(
                "networks", where, "all of a page, CPU seconds", found["page_cpu_s"], "limit", limit
            ),
            Row("networks", where, "peak memory, MB", found["peak_mb"], "limit", 4096),
        ]
    return rows


if __name__ == "__main__":
    print(json.dumps(one_size(int(sys.argv[1]))))  # noqa: T201
