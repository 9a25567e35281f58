"""Every address of the application, who its view says may call it, and what stands in it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

NOWHERE = uuid.UUID("00000000-0000-4000-8000-00000000dead")
"""An id that nothing has."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address with things in it that do not exist."""

    name: str
    access: Any
    """Permissions of which one is needed, `signed in`, `anyone`; None: the view is silent."""
    path: str
    parts: tuple[str, ...]
    """Names of the parts of the address that stand for a thing."""


_STANDS_FOR: dict[str, Any] = {
    "uuid": NOWHERE,
    "int": 999_999_999,
    "slug": "nothing",
    "str": "T-0000000",
}


def addresses() -> Iterator[Address]:
    """All of them, in order of name."""
    found = sorted(_walk(get_resolver(), ""), key=lambda pair: pair[0])
    for name, pattern in found:
        converters = pattern.pattern.converters
        kwargs = {part: _STANDS_FOR[_kind(converter)] for part, converter in converters.items()}
        access = getattr(pattern.callback, "access", None)
        yield Address(name, access, reverse(name, kwargs=kwargs), tuple(converters))


def _walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern, space + inner)
        else:
            yield space + (pattern.name or ""), pattern


def _kind(converter: object) -> str:
    name = type(converter).__name__
    return {"UUIDConverter": "uuid", "IntConverter": "int", "SlugConverter": "slug"}.get(
        name, "str"
    )


View = Callable[..., Any]
