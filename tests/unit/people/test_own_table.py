"""A model made on a user's own table."""

from __future__ import annotations

import pyarrow as pa

from tocsin.people.model import read_model
from tocsin.people.own_table import train_on_table
from tocsin.people.record_comparisons import RECORD_SPECS
from tocsin.people.resolving import record_model, resolve_records
from tocsin.people.table import FOLDED, Records
from tocsin.policies import shipped
from tocsin.records import Judged, Judgement

GIVEN = ["ama", "kofi", "ewa", "jan", "ifrah", "bilal", "mei", "tunde"]
FAMILY = ["boateng", "nowak", "warsame", "aziz", "chen", "lupu"]


def table() -> Records:
    rows = [
        {"given": g, "surname": f, "dob": f"19{60 + i}-0{1 + j}-11", "year": f"19{60 + i}",
         "phone": f"0770090{i:02d}{j}{n}" if n < 2 else None}
        for i, g in enumerate(GIVEN) for j, f in enumerate(FAMILY) for n in (0, 0, 2)
    ]  # fmt: skip
    columns = {name: [row.get(name) for row in rows] for name in FOLDED}
    ids = [f"r{i:03d}" for i in range(len(rows))]
    made = {"record_id": ids, **columns}
    return Records(pa.table({name: pa.array(v, pa.string()) for name, v in made.items()}))


def taught(records: Records, said: tuple[Judgement, ...] = ()):
    return train_on_table(records, said, model=record_model(), policy=shipped(), version="own")


def test_the_same_table_teaches_the_same_whatever_its_order():
    """Turned round, the table gives the same file, and names the same pair to judge."""
    records = table()
    turned = records.take(range(len(records))[::-1])
    assert taught(records) == taught(turned)


def test_what_was_judged_is_not_asked_again_and_a_run_reads_the_model():
    """The pair named first is another once it is judged; the model joins what it joined."""
    records = table()
    text, first = taught(records)
    assert first is not None
    _, second = taught(records, (Judgement(*first, Judged.SAME),))
    assert second != first
    model = read_model(text, where="own", specs=RECORD_SPECS)
    found = resolve_records(records, policy=shipped(), threads=1, model=model)
    assert found.people == len(GIVEN) * len(FAMILY)
