"""The whole job on 845 articles and mail headers that others wrote: what it would show first.

The texts are contest data without a licence: lists are printed, nothing of them is kept.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from jobs import run_job
from rich import box
from rich.console import Console
from rich.table import Table
from table import NOT_RUN, Row

_FIRST = 20
_PART = "845 articles"


def measure() -> list[Row]:
    """Run on the articles with the mail headers and print the head of each list."""
    data = os.environ.get("TOCSIN_REFERENCE_DATA")
    if not data:
        return [Row(_PART, "whole job", NOT_RUN, note="TOCSIN_REFERENCE_DATA is unset")]
    source = Path(data) / "real" / "vast2014-kronos"
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "input"
        given.mkdir()
        rows = [*_articles(source / "articles.parquet"), *_mails(source / "email_headers.csv.gz")]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (given / "reports.jsonl").write_text(lines, "utf-8")
        out = Path(folder) / "out"
        job = run_job("run", str(given), "--out", str(out), "--as-of", "2014-12-31")
        told = json.loads((out / "people.json").read_text("utf-8"))
    entries = told["entries"] if isinstance(told, dict) else told
    _print_lists(entries, Console())
    return [
        Row(_PART, "whole job, with 1,170 mail headers", job.seconds, "s"),
        Row(_PART, "peak memory", job.peak_mb, "MB"),
    ]


def _articles(path: Path) -> Iterator[dict[str, Any]]:
    for row in pq.read_table(path).to_pylist():
        day = row["date"]
        yield {
            "report_id": f"article-{row['doc']}",
            "received_on": str(day)[:10] if day else None,
            "agency": row["outlet"],
            "channel": "newspaper",
            "text": f"{row['title']}\n\n{row['text']}",
        }


def _mails(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            heading = f"From: {row['sender']}\nTo: {row['recipients']}\nSubject: {row['subject']}"
            yield {
                "report_id": f"mail-{row['email']}",
                "received_on": _day(row["sent"]),
                "agency": "Mail server",
                "author": row["sender"],
                "channel": "email header",
                "text": heading,
            }


def _day(sent: str) -> str | None:
    """`2014-01-06 08:39` or `1/6/2014 8:39`, as the file has it."""
    if sent[:4].isdigit():
        return sent[:10]
    month, day, rest = [*sent.split("/"), "", "", ""][:3]
    year = rest[:4]
    return f"{year}-{int(month):02d}-{int(day):02d}" if year.isdigit() else None


def _print_lists(entries: list[dict[str, Any]], console: Console) -> None:
    for name in dict.fromkeys(entry["list"] for entry in entries):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for column in ("", "names", "voices", "certain", "unheeded", "reports", "line"):
            table.add_column(column, justify="left" if column == "names" else "right")
        listed = [entry for entry in entries if entry["list"] == name]
        for place, entry in enumerate(listed[:_FIRST], start=1):
            table.add_row(
                str(place),
                "; ".join(entry["names"][:4]),
                str(entry["voices"]),
                str(entry["voices_certain"]),
                str(entry["unheeded_voices"]),
                str(entry["reports"]),
                "" if entry["continually_mentioned"] else "below",
            )
        console.print(f"\n[bold]{name}[/bold]: {len(listed)} in all, the first {_FIRST}")
        console.print(table)
