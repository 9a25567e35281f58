"""The closed lists of the register, read from register.yaml."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml


@cache
def words() -> dict[str, dict[str, str]]:
    """List → code → label."""
    text = (resources.files("tocsin_web.oversight") / "register.yaml").read_text("utf-8")
    read: dict[str, dict[str, str]] = yaml.safe_load(text)
    return read


def choices(name: str, *, optional: bool = False) -> list[tuple[str, str]]:
    """One list as choices of a form."""
    first = [("", "Not known, or does not apply")] if optional else []
    return [*first, *words()[name].items()]


def label(name: str, code: str) -> str:
    """What a code says."""
    return words()[name].get(code, code)
