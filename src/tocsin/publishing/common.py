"""Values too common to join on, as an output folder holds them."""

from __future__ import annotations

import pyarrow.parquet as pq
from rich.console import Console

from tocsin.publishing.entries import Row
from tocsin.publishing.saved import Saved
from tocsin.publishing.showing import head
from tocsin.publishing.terminal import say
from tocsin.publishing.wording import KINDS, counted
from tocsin.records import Kind


def show_common(saved: Saved, console: Console, *, most: int, show_sources: bool) -> None:
    """Things set apart with their reason, then names that too many share, most shared first.

    Raises:
        NotFoundError: this output was made to be shared and holds no rows.
    """
    head(saved, console)
    console.print()
    things, names = _things(saved), _names(saved)
    say(console, "Set apart: these join nobody", "bold")
    for row in things[:most]:
        written = row["names"][0] if row["names"] else row["person_id"]
        times = counted(len(row["mention_ids"]), "mention")
        say(console, f"{written} ({KINDS[row['kind']]}, {times}): {row['set_apart']}", indent=2)
    _rest(console, len(things) - most)
    console.print()
    say(console, "Names that many share in one circle: compared with their next in time", "bold")
    masker = saved.masker([""], show_sources=show_sources)
    for row in names[:most]:
        value = masker.sentence(row["value"])
        say(console, f"{value} ({row['kind']}): {row['count']:,}", indent=2)
    _rest(console, len(names) - most)
    if not things and not names:
        say(console, "Nothing was too common.", indent=2)
    console.print()
    say(console, "In tocsin.yaml, `keep_out` adds to what is set apart and `allow` takes from it.")


def _rest(console: Console, more: int) -> None:
    if more > 0:
        say(console, f"{more:,} more: --most shows them.", "dim", indent=2)


def _things(saved: Saved) -> list[Row]:
    saved.table("persons", "person_id", [""])
    rows = pq.read_table(saved.folder / "persons.parquet").to_pylist()
    found = [row for row in rows if row["set_apart"]]
    return sorted(found, key=lambda row: (-len(row["mention_ids"]), row["person_id"]))


def _names(saved: Saved) -> list[Row]:
    path = saved.folder / "too_common.parquet"
    if not path.exists():  # written by an earlier version
        return []
    kinds = set(Kind)
    rows = pq.read_table(path).to_pylist()
    found = [row for row in rows if row["kind"] not in kinds]
    return sorted(found, key=lambda row: (-row["count"], row["kind"], row["value"]))
