"""The policy in force: what ships, with every change that two people agreed to laid over it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from tocsin.errors import UsageError
from tocsin.policies import Policy, shipped
from tocsin_web.policies.models import PolicyChange

_RUNG = re.compile(r"escalations\.ladder\.(\d+)\.working_days\Z")
_MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Setting:
    """One threshold as the page of policies shows it."""

    name: str
    value: Any
    shipped: Any
    unit: str
    why: str
    source: str
    author: str
    checked_by: str
    review_on: str

    @property
    def file(self) -> str:
        """The table it stands in."""
        return self.name.partition(".")[0]

    @property
    def is_changed(self) -> bool:
        """Whether it differs from what ships."""
        return bool(self.value != self.shipped)


@dataclass(frozen=True, slots=True)
class Policies:
    """Every approved change, read once, so that the policy of many moments can be told."""

    changes: tuple[tuple[datetime, str, Any], ...]

    @classmethod
    def read(cls) -> Policies:
        """As they stand now."""
        approved = PolicyChange.objects.filter(verdict__is_approved=True).order_by(
            "verdict__given_at", "id"
        )
        return cls(tuple(approved.values_list("verdict__given_at", "setting", "value")))

    def on(self, moment: datetime) -> Policy:
        """What held at a moment: changes approved later are not seen."""
        values = {name: value for at, name, value in self.changes if at <= moment}
        return _laid_over(json.dumps(values, sort_keys=True))


def policy_on(moment: datetime) -> Policy:
    """What held at one moment."""
    return Policies.read().on(moment)


@lru_cache(maxsize=64)
def _laid_over(values: str) -> Policy:
    policy = shipped()
    for name, value in json.loads(values).items():
        try:
            policy = with_value(policy, name, value)
        except UsageError:  # a release took the setting away: the change has nothing left to change
            continue
    return policy


def with_value(policy: Policy, name: str, value: Any) -> Policy:
    """The same policy with one setting, or the days of one level of the ladder, replaced.

    Raises:
        UsageError: there is no such setting, or the value is of another kind or not sensible.
    """
    rung = _RUNG.match(name)
    if rung is None:
        if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
            raise UsageError("A threshold cannot be below 0.")
        return policy.with_values({name: value})
    table = policy.table("escalations")
    level = int(rung[1])
    if level >= len(table["ladder"]):
        raise UsageError(f"There is no level {level}.")
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST_DAYS:
        raise UsageError(f"A level has from 1 to {_MOST_DAYS} working days.")
    ladder = [dict(row) for row in table["ladder"]]
    ladder[level]["working_days"] = value
    return Policy({**policy.tables, "escalations": {**table, "ladder": ladder}})


def read_value(policy: Policy, name: str, text: str) -> Any:
    """What somebody typed, as the kind of value the setting has.

    Raises:
        UsageError: it is not.
    """
    present = {s.name: s.value for s in settings_in(policy)}
    if name not in present:
        raise UsageError(f"There is no setting '{name}'.")
    kind, typed = type(present[name]), text.strip()
    if kind is str or present[name] is None:
        return typed
    if kind is bool:
        if typed.lower() not in {"yes", "no", "true", "false"}:
            raise UsageError("Write yes or no.")
        return typed.lower() in {"yes", "true"}
    try:
        if kind in (int, float):
            return kind(typed)
        read = json.loads(typed)
    except ValueError:
        raise UsageError(f"Write a value like {json.dumps(present[name])}.") from None
    if type(read) is not kind:
        raise UsageError(f"Write a value like {json.dumps(present[name])}.")
    return read


def settings_in(policy: Policy) -> Iterator[Setting]:
    """Every threshold with its reason, author and review date; then the levels of the ladder."""
    for file in sorted(policy.tables):
        rows: Mapping[str, Any] = policy.table(file).get("settings") or {}
        for key in sorted(rows):
            yield _setting(f"{file}.{key}", rows[key]["value"], rows[key], shipped())
    for level, rung in enumerate(policy.table("escalations")["ladder"]):
        yield Setting(
            name=f"escalations.ladder.{level}.working_days",
            value=rung["working_days"],
            shipped=shipped().table("escalations")["ladder"][level]["working_days"],
            unit="working days",
            why=f"Time for level {level}, {rung['name']}: {rung['who']}.",
            source="a composite of published local procedures",
            author="Tocsin",
            checked_by="nobody yet",
            review_on=date(2027, 11, 1).isoformat(),
        )


def _setting(name: str, value: Any, row: Mapping[str, Any], ships: Policy) -> Setting:
    return Setting(
        name=name,
        value=value,
        shipped=ships[name],
        unit=str(row["unit"]),
        why=str(row["why"]),
        source=str(row["source"]),
        author=str(row["author"]),
        checked_by=str(row["checked_by"] or "nobody yet"),
        review_on=str(row["review_on"]),
    )
