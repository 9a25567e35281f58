"""Reading the bundled case from its two text files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import Any

_MARK = re.compile(r"\[\[[A-Z]+\d+\|[a-z]+\|(.*?)\]\]", re.DOTALL)
_MAIL_HEAD = re.compile(r"((?:From|To|Subject): [^\n]*\n)+\n")
_FIELDS = (
    "report_id",
    "received_on",
    "occurred_on",
    "agency",
    "author",
    "channel",
    "grade",
    "file",
)


@dataclass(frozen=True, slots=True)
class DemoReport:
    """One report of the bundled case, with its truth and the kind of file it stands in."""

    report_id: str
    received_on: str
    occurred_on: str
    agency: str
    author: str
    channel: str
    grade: str
    file: str
    marked: str
    """Its words, with `[[id|role or kind|words]]` around every mention."""
    mail: tuple[tuple[str, str], ...] = ()
    origin_of: str = ""
    compiled_from: tuple[str, ...] = ()
    decision: dict[str, Any] | None = None

    @property
    def text(self) -> str:
        """Its words as a reader sees them."""
        return _MARK.sub(r"\1", self.marked)

    def row(self) -> dict[str, Any]:
        """A row of a marked `reports.jsonl`."""
        return {
            "report_id": self.report_id,
            "received_on": self.received_on,
            "occurred_on": self.occurred_on or None,
            "agency": self.agency,
            "author": self.author,
            "channel": self.channel,
            "grade": self.grade or None,
            "text": self.marked,
            "origin_of": self.origin_of or None,
            "compiled_from": list(self.compiled_from),
            "echo_type": "forward" if dict(self.mail).get("Subject", "").startswith("FW") else None,
            "decision": self.decision,
        }


def reports() -> list[DemoReport]:
    """All reports, in order of receipt."""
    blocks = _file("reports.txt").split("\n## ")[1:]
    return [_report(block) for block in blocks]


def cast() -> list[dict[str, Any]]:
    """Everybody and everything in the case, as rows of a `cast.json`."""
    rows = []
    for line in _file("cast.txt").splitlines():
        if line and not line.startswith("#"):
            subject, kind, name, origin, role, born = [*map(str.strip, line.split("|")), ""][:6]
            rows.append(
                {
                    "id": subject,
                    "kind": kind,
                    "true_name": name,
                    "name_origin": origin,
                    "role_overall": role,
                    "born": int(born) if born else None,
                }
            )
    return rows


def decisions_file() -> str:
    """The decisions that a human confirmed."""
    return _file("decisions.csv")


def _file(name: str) -> str:
    return (resources.files("tocsin.synthetic.demo") / name).read_text("utf-8")


def _report(block: str) -> DemoReport:
    lines = block.rstrip("\n").split("\n")
    fields = dict(zip(_FIELDS, (f.strip().strip("-") for f in lines[0].split("|")), strict=True))
    told = [line for line in lines[1:] if line.startswith("@")]
    words = "\n".join(line for line in lines[1:] if not line.startswith("@"))
    head = _MAIL_HEAD.match(words)
    mail: list[tuple[str, str]] = []
    if head:
        parts = (line.partition(": ") for line in head.group().strip().split("\n"))
        mail = [(name, value) for name, _, value in parts]
        words = words[head.end() :]
    facts = dict(line[1:].split(" ", 1) for line in told)
    return DemoReport(
        **fields,
        marked=words.strip(),
        mail=tuple(mail),
        origin_of=facts.get("origin", ""),
        compiled_from=tuple(facts.get("compiled", "").split()),
        decision=_decision(facts["decision"]) if "decision" in facts else None,
    )


def _decision(told: str) -> dict[str, Any]:
    kind, on, about, reason = (part.strip() for part in told.split(";", 3))
    return {"kind": kind, "on": on, "about": about.split(), "reason": reason}
