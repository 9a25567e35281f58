"""The made-up case: marked reports, their cast, and which repeats which."""

from __future__ import annotations

import json
from pathlib import Path

from tocsin.records import ListName

PEOPLE: dict[str, tuple[str, ListName, bool]] = {
    "P01": ("T-AAAAA01", ListName.ADULTS_NAMED, False),
    "P02": ("T-AAAAA02", ListName.ADULTS_NAMED, False),
    "P03": ("T-AAAAA03", ListName.CHILDREN_AT_RISK, True),
    "P04": ("T-AAAAA04", ListName.CHILDREN_AT_RISK, True),
    "P05": ("T-AAAAA05", ListName.OTHERS, False),
    "P06": ("T-AAAAA06", ListName.OTHERS, False),
    "P07": ("T-AAAAA07", ListName.ADULTS_AT_RISK, False),
    "P08": ("T-AAAAA08", ListName.OTHERS, False),
    "P09": ("T-AAAAA09", ListName.ADULTS_NAMED, False),
    "P10": ("T-AAAAA13", ListName.OTHERS, False),
    "A01": ("T-AAAAA14", ListName.PLACES, False),
    "L01": ("T-AAAAA10", ListName.PLACES, False),
    "V01": ("T-AAAAA11", ListName.VEHICLES, False),
    "H01": ("T-AAAAA12", ListName.OTHERS, False),
}
"""Mark → public number, list, whether a child. P01 Kieran Doyle, P02 Bogdan Ionescu, P03 Amina
Yusuf and P04 Chloe Mensah (children), P05 Sister Nkechi Obi (reporter), P06 PC Walsh, P07 Elif
Aydin, P08 Lan Tran (witness), P09 Farhan Malik,
P10 Abena Mensah (relative)."""

ECHOES = [("R003", "R002", "copy"), ("R008", "R004", "retelling"), ("R008", "R005", "compilation")]

_FILE = Path(__file__).parent.parent / "data" / "made_up_case.jsonl"

ROWS: list[dict[str, str]] = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]
