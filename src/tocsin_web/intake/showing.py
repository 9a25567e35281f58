"""What a draft would do, in the words of its page; people by initials."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tocsin.privacy import initials
from tocsin_web.intake.models import Draft

_KINDS = {
    "person": ("person", "people"),
    "place": ("place", "places"),
    "address": ("address", "addresses"),
    "premises": ("premises", "premises"),
    "vehicle": ("vehicle", "vehicles"),
    "phone": ("telephone number", "telephone numbers"),
    "organisation": ("organisation", "organisations"),
    "handle": ("online name", "online names"),
    "identifier": ("record number", "record numbers"),
}
_MOST = 100


def shown_outlook(draft: Draft, *, without: Collection[str] = ()) -> dict[str, Any]:
    """The outlook of a draft as its page shows it, `without` whom a wall keeps away."""
    found = draft.found
    created = [_counted(kind, count) for kind, count in found.get("created", {}).items()]
    joined = [
        {**row, "shown": initials(row["name"]) if row["kind"] == "person" else row["name"]}
        for row in found.get("joined", ())
        if row["number"] not in without
    ]
    alike = found.get("alike", {})
    return {
        "created": created,
        "joined": joined[:_MOST],
        "more_joined": max(len(joined) - _MOST, 0),
        "echoes": found.get("echoes", ())[:_MOST],
        "more_echoes": max(len(found.get("echoes", ())) - _MOST, 0),
        "read_now": found.get("read_now", ()),
        "same": alike.get("same", 0),
        "alike": sum(alike.values()) - alike.get("same", 0),
    }


def _counted(kind: str, count: int) -> str:
    one, many = _KINDS.get(kind, (kind, f"{kind}s"))
    return f"{count} {one if count == 1 else many}"
