"""Filling the template of the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader

from tocsin.privacy import Masker
from tocsin.publishing.entries import Row
from tocsin.publishing.options import OutputOptions
from tocsin.records import Case


def write_page(
    path: Path, case: Case, rows: Sequence[Row], masker: Masker, options: OutputOptions
) -> None:
    """Write the page."""
    loader = PackageLoader("tocsin.publishing.page", "templates")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    html = environment.get_template("page.html").render(
        case=case, rows=rows, masker=masker, options=options
    )
    path.write_text(html, "utf-8")
