"""A tiny marked case and a run that finds all of it, for the tests of evaluation."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from tocsin.evaluation.found import Found, FoundEntry, FoundMention
from tocsin.evaluation.truth import Truth

REPORTS: list[dict[str, Any]] = [
    {
        "report_id": "R1",
        "received_on": "2004-01-05",
        "occurred_on": "2004-01-04",
        "agency": "Wendle School",
        "author": "Form tutor",
        "channel": "school concern form",
        "grade": None,
        "text": "[[P2|affected|Nadia]] was seen with Mr [[P1|alleged|Tomasz Zielony]] in "
        "[[V1|vehicle|LX03 KPD]]. Told PC [[P3|professional|Ade Balogun]].",
    },
    {
        "report_id": "R2",
        "received_on": "2004-01-06",
        "occurred_on": "2004-01-04",
        "agency": "Wendle Police",
        "author": "PC 99",
        "channel": "police log",
        "grade": "B22",
        "text": "COPY FROM SCHOOL. [[P2|affected|NADIA]] WITH [[P1|alleged|ZIELONY]] IN "
        "[[V1|vehicle|LX03 KPD]].",
        "origin_of": "R1",
    },
    {
        "report_id": "R3",
        "received_on": "2004-05-02",
        "occurred_on": "2004-05",
        "agency": "Heron Project",
        "author": "Youth worker",
        "channel": "diary",
        "grade": None,
        "text": "[[P2|affected|Nadia]] again, with [[P1|alleged|Tomek]] outside the "
        "[[L1|premises|Swan Cafe]].",
    },
    {
        "report_id": "R4",
        "received_on": "2004-08-02",
        "occurred_on": None,
        "agency": "Wendle Police",
        "author": "DS 7",
        "channel": "police log",
        "grade": "A11",
        "text": "[[P1|alleged|ZIELONY]] SPOKEN TO AND WARNED 2 AUG.",
        "decision": {"about": ["P1"], "kind": "disruption", "on": "2004-08-02", "reason": "w"},
    },
    {
        "report_id": "R5",
        "received_on": "2005-02-01",
        "occurred_on": "2005-01-30",
        "agency": "Wendle School",
        "author": "Head of year",
        "channel": "email",
        "grade": None,
        "text": "Mr [[P1|alleged|Zielony]] is back at the gate. PC [[P3|professional|Balogun]] "
        "was rung.",
    },
]
CAST = [
    {"id": "P1", "kind": "person", "name_origin": "Polish", "role_overall": "alleged"},
    {"id": "P2", "kind": "person", "name_origin": "Arabic", "role_overall": "affected"},
    {"id": "P3", "kind": "person", "name_origin": "Nigerian", "role_overall": "professional"},
]


def write_marked(folder: Path, *, cast: bool = True) -> Path:
    """The marked case in a folder, as other hands would give it."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = "".join(json.dumps(row) + "\n" for row in REPORTS)
    (folder / "reports.jsonl").write_text(rows, "utf-8")
    if cast:
        (folder / "cast.json").write_text(json.dumps(CAST), "utf-8")
    return folder


def perfect(truth: Truth) -> Found:
    """A run that says exactly what the truth says."""
    counts = truth.lists["counts"]
    lists = {"alleged": "adults_named", "affected": "children_at_risk"}
    mentions = tuple(
        FoundMention(
            f"{m.report_id}:{m.start}-{m.end}:{m.kind.value}",
            m.report_id,
            m.start,
            m.end,
            m.kind.value,
            m.role.value,
            f"T-{m.subject}",
        )
        for m in truth.mentions
    )
    by_subject: dict[str, list[str]] = {}
    for mention in mentions:
        by_subject.setdefault(mention.person_id, []).append(mention.mention_id)
    return Found(
        mentions=mentions,
        echoes=tuple((e.report_id, p, e.type) for e in truth.echoes for p in e.parents),
        joins=tuple(
            (left, right, "certain") for ids in by_subject.values() for left, right in pairwise(ids)
        ),
        entries=tuple(
            FoundEntry(
                lists[count["role"]],
                f"T-{subject}",
                "person",
                count["voices"],
                count["voices"],
                count["unheeded_voices"],
                count["unheeded_since"],
                count["continually"],
            )
            for subject, count in counts.items()
            if count["role"] in lists
        ),
        texts={r.report_id: r.text for r in truth.reports.values()},
    )
