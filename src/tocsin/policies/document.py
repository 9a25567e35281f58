"""Write the page of all settings and tables: `python -m tocsin.policies.document PAGE`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from tocsin.policies import Policy, shipped

_HEAD = """# Policies: every setting, and why it has its value

A setting is laid over the shipped value in `tocsin.yaml`, under `policy`, by its full name:

```yaml
policy:
  attention.voices: 4
```

`checked by` says who, outside this project, has looked at a value. A value nobody has checked is
a proposal. Lists of words are named here and stand in full in `src/tocsin/policies/`.
"""
_COLUMNS = ("setting", "value", "unit", "why", "source", "author", "checked by", "review on")
_WHOLE = {
    "answers": ("answers", "covers"),
    "assessing": ("criteria", "not_to_be_tasked"),
    "concerns": ("concerns",),
    "disruption": ("evidence", "options"),
    "wording": ("phrases",),
}
"""Tables shown in full, because they say who is shown, what answers and what is asked of people."""


def render(policy: Policy | None = None) -> str:
    """The whole page, in order of file and name."""
    policy = policy or shipped()
    parts = [_HEAD.strip()]
    for file in sorted(policy.tables):
        parts += _of_file(file, policy.table(file))
    return "\n\n".join(parts) + "\n"


def _of_file(file: str, table: Mapping[str, Any]) -> list[str]:
    parts = [f"## {file}"]
    if purpose := _purpose(file):
        parts.append(purpose)
    settings = table.get("settings", {})
    if settings:
        rows = [_setting(f"{file}.{key}", settings[key]) for key in sorted(settings)]
        parts.append(_markdown(_COLUMNS, rows))
    whole = _WHOLE.get(file, ())
    for key in whole:
        parts += [f"### {file}: {key}", _in_full(table[key])]
    summed = [key for key in table if key != "settings" and key not in whole]
    if summed:
        parts.append(f"Word lists and tables: {', '.join(f'`{key}`' for key in sorted(summed))}.")
    return parts


def _purpose(file: str) -> str:
    """The comment at the head of the file."""
    path = resources.files("tocsin.policies") / f"{file}.yaml"
    lines = []
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines)


def _setting(name: str, row: Mapping[str, Any]) -> list[str]:
    cells = [row[c.replace(" ", "_")] for c in _COLUMNS[1:]]
    cells[-2] = cells[-2] or "nobody yet"
    return [f"`{name}`", *(_cell(cell) for cell in cells)]


def _in_full(table: Mapping[str, Any]) -> str:
    if all(isinstance(row, Mapping) for row in table.values()):
        keys = sorted({key for row in table.values() for key in row})
        head = ("name", *(key.replace("_", " ") for key in keys))
        rows = [[f"`{n}`", *(_cell(row.get(k, "")) for k in keys)] for n, row in table.items()]
        return _markdown(head, rows)
    return _markdown(("name", "covers"), [[f"`{n}`", _cell(row)] for n, row in table.items()])


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(item).replace("_", " ") for item in value)
    return " ".join(str(value).split()).replace("|", "\\|")


if __name__ == "__main__":
    page = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference/policies.md")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render(), encoding="utf-8")
