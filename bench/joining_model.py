"""Make the shipped model of structured records anew, from halves that no figure is reported on.

    TOCSIN_REFERENCE_DATA=... python bench/joining_model.py src/tocsin/people/models/records-2.json

The halves (by a hash of the person) of historical_half, pseudopeople and fake_1000, febrl2, and two
made-up tables. `bench/joining.py` reports on the other halves. The same data make the same file.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from joining_made_up import SHAPES, write
from joining_sets import in_first_half, people_of, reference

from tocsin.people.table import Records, read_table
from tocsin.people.training import train, write_model
from tocsin.policies import shipped

HALVED = ("historical_half", "pseudopeople_2020_2030", "fake_1000")
WHOLE = ("febrl2",)
MADE_UP = ((10_000, 1, "sparse"), (10_000, 2, "census"))


def main(out: Path) -> None:
    """Read, train, write."""
    folder = reference()
    if folder is None:
        raise SystemExit("TOCSIN_REFERENCE_DATA is unset")
    tables: list[tuple[Records, list[str]]] = []
    for name in HALVED:
        path = folder / "er" / f"{name}.parquet"
        records, people = read_table(path, {})[0], people_of(path)
        kept = [i for i, person in enumerate(people) if in_first_half(person)]
        tables.append((records.take(kept), [people[i] for i in kept]))
    for name in WHOLE:
        path = folder / "er" / f"{name}.parquet"
        tables.append((read_table(path, {})[0], people_of(path)))
    with tempfile.TemporaryDirectory() as made:
        for size, seed, shape in MADE_UP:
            path = Path(made) / f"{shape}.parquet"
            write(size, seed, path, SHAPES[shape])
            tables.append((read_table(path, {})[0], people_of(path)))
    write_model(train(tables, policy=shipped(), version=out.stem), out)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
