"""An estimate as plain values, for `--json` and for the files of a run."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tocsin.pictures.scale.records import Scale

PROMISED = ("n", "grade", "envelope", "methods", "headline")
"""What other programs may rely on."""


def as_plain(scale: Scale) -> dict[str, Any]:
    """Numbers, words and lists only; null where there is no number, never an infinity."""
    plain = asdict(scale)
    return {
        "n": plain.pop("seen"),
        "grade": scale.grade.value,
        "envelope": list(scale.envelope),
        "methods": plain.pop("methods"),
        "headline": plain.pop("headline"),
        **{key: value for key, value in plain.items() if key not in ("grade", "envelope")},
    }
