"""The lists on a terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.privacy import masker_for
from tocsin.publishing.options import OutputOptions
from tocsin.records import Case


def print_summary(
    case: Case, out: Path, console: Console, options: OutputOptions | None = None
) -> None:
    """Print what a run found, and where the rest is."""
    options = options or OutputOptions()
    masker = masker_for(case, show_sources=options.show_sources, share=options.share)
    table = Table(title="Who keeps being mentioned")
    for heading in ("List", "Number", "Name", "Voices", "Unanswered since"):
        table.add_column(heading)
    for entry in [e for e in case.entries if not e.below_the_line][:20]:
        names = masker.names(entry.person_id, entry.names) or ("",)
        voices = entry.figures["voices"].value if "voices" in entry.figures else 0
        since = entry.unheeded_since.iso() if entry.unheeded_since else ""
        table.add_row(entry.list.value, entry.person_id, Text(names[0]), str(voices), since)
    console.print(table)
    console.print(f"The page: {out / 'index.html'}", soft_wrap=True, markup=False)
