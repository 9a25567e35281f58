"""Thresholds and word lists, each with its unit, reason, source, author and review date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tocsin.errors import UsageError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Both read alike; the one in C spares half a second of each start."""


@dataclass(frozen=True)
class Policy:
    """All settings of a run: what ships, with the user's own values laid over it.

    A setting is named `file.key` (`attention.voices`) and holds `value`, `unit`, `why`, `source`,
    `author`, `checked_by` and `review_on`; word lists are read whole with `table`.
    """

    tables: Mapping[str, Any] = field(repr=False)

    def __getitem__(self, name: str) -> Any:
        """The value of one setting.

        Raises:
            UsageError: no such setting ships.
        """
        file, _, key = name.partition(".")
        try:
            return self.tables[file]["settings"][key]["value"]
        except KeyError:
            raise UsageError(
                f"There is no setting '{name}'.", remedy="docs/reference/policies.md lists them."
            ) from None

    def table(self, file: str) -> Any:
        """A whole file, for word lists and mappings."""
        return self.tables[file]

    def fingerprint(self) -> str:
        """SHA-256 of all values, for run.json."""
        text = json.dumps(self.tables, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def with_words(self, file: str, words: Mapping[str, list[str]]) -> Policy:
        """The same policy with words added to lists of one file."""
        table = dict(self.tables[file])
        for key, more in words.items():
            table[key] = [*table[key], *more]
        return Policy({**self.tables, file: table})

    def with_values(self, values: Mapping[str, Any]) -> Policy:
        """The same policy with some settings replaced (`{"attention.voices": 4}`)."""
        tables = {name: dict(table) for name, table in self.tables.items()}
        for name, value in values.items():
            shipped = self[name]  # raises for an unknown setting
            if shipped is not None and type(shipped) is not type(value):
                kind = type(shipped).__name__
                raise UsageError(f"Setting '{name}' must be of type {kind}.")
            file, _, key = name.partition(".")
            settings = dict(tables[file]["settings"])
            settings[key] = {**settings[key], "value": value}
            tables[file]["settings"] = settings
        return Policy(tables)


@cache
def shipped() -> Policy:
    """The policy that ships with the package."""
    folder = resources.files("tocsin.policies")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return Policy(
        {f.name.removesuffix(".yaml"): yaml.load(f.read_text("utf-8"), _LOADER) for f in files}
    )
