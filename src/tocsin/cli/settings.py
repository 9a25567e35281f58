"""The settings of a run: a flag comes first, then `tocsin.yaml`, then what ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.errors import UsageError
from tocsin.policies import Policy, shipped
from tocsin.reports.inputs import read_settings

FILE = "tocsin.yaml"
KEYS = (
    "agency",
    "allow",
    "as_of",
    "held_by",
    "keep_out",
    "map",
    "operator",
    "policy",
    "purpose",
    "split",
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What `tocsin.yaml` says."""

    agency: str = ""
    as_of: str = ""
    held_by: str = ""
    purpose: str = ""
    operator: str = ""
    split: bool = True
    mapping: Mapping[str, str] = field(default_factory=dict)
    policy: Policy = field(default_factory=shipped)


def settings_of(paths: Sequence[Path], given: Path | None) -> Chosen:
    """Read the settings file given, or the one at the root of a PATH.

    Raises:
        UsageError: two PATHs hold one, or it names what is no setting.
    """
    beside = [path / FILE for path in paths if (path / FILE).is_file()]
    files = [given] if given else beside
    if len(files) > 1:
        raise UsageError(f"Two folders hold a {FILE}.", remedy="Say which: --settings FILE.")
    values = read_settings(files[0]) if files else {}
    unknown = sorted(set(values) - set(KEYS))
    if unknown:
        raise UsageError(
            f"'{unknown[0]}' is no setting of a run.",
            where=FILE,
            remedy=f"Use {', '.join(KEYS)}.",
        )
    return Chosen(
        agency=str(values.get("agency", "")),
        as_of=str(values.get("as_of", "")),
        held_by=str(values.get("held_by", "")),
        purpose=str(values.get("purpose", "")),
        operator=str(values.get("operator", "")),
        split=_is_true(values.get("split", True)),
        mapping={str(k): str(v) for k, v in _table(values, "map").items()},
        policy=_policy(values),
    )


def _policy(values: Mapping[str, Any]) -> Policy:
    """What ships, with the user's settings, and with values kept out of joining or allowed."""
    policy = shipped().with_values(_table(values, "policy"))
    words = {
        "set_apart": _words(values, "keep_out"),
        "never_set_apart": _words(values, "allow"),
    }
    return policy.with_words("people", words) if any(words.values()) else policy


def _words(values: Mapping[str, Any], key: str) -> list[str]:
    words = values.get(key) or []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise UsageError(
            f"'{key}' must be a list of values.",
            where=FILE,
            remedy='Write one a line, numbers in quotation marks: - "0114 496 0000".',
        )
    return words


def day_of(text: str, today: date) -> date:
    """The day a run looks from.

    Raises:
        UsageError: `text` is not a date.
    """
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        raise UsageError(f"as of '{text}': not a date.", remedy="Write it as 2026-03-09.") from None


def _table(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = values.get(key) or {}
    if not isinstance(table, dict):
        raise UsageError(f"'{key}' must hold lines of 'name: value'.", where=FILE)
    return table


def _is_true(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UsageError("'split' must be true or false.", where=FILE)
    return value
