"""The model file: how much each level of each comparison weighs, made once and shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import log2
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tocsin.errors import UsageError
from tocsin.people.calibration import Knots, calibrated
from tocsin.people.comparisons import SPECS, ComparisonSpec, Level
from tocsin.records import Evidence


@dataclass(frozen=True)
class Model:
    """m and u of every level, and the rarity of names that the case does not know yet."""

    version: str
    weights: Mapping[str, Mapping[str, tuple[float, float]]]
    """comparison → level → (m, u)."""
    given_shares: Mapping[str, float] = field(default_factory=dict)
    family_shares: Mapping[str, float] = field(default_factory=dict)
    """How common names are among the people they come from: a common surname of a small community
    must not look rare because the community is small."""
    specs: tuple[ComparisonSpec, ...] = SPECS
    calibration: Knots = ()
    """What a pair's weight is worth, in bits of odds: see `calibration.py`."""
    reports_a_person: float = 3.0
    """In about so many reports of a case a person is named; only the order of size matters."""

    def probabilities(self, bits: ArrayLike) -> NDArray[np.float64]:
        """The calibrated probabilities of pairs that weigh so many bits, prior included."""
        return calibrated(self.calibration, bits)

    def weight_bits(self, comparison: str, level: str) -> float:
        """log2(m / u): what reaching the level says; silence says nothing."""
        if level == "silent":
            return 0.0
        m, u = self.weights[comparison][level]
        return log2(m / u)

    def weight_at(self, comparison: str, gamma: int) -> float:
        """The weight of the level behind Splink's number."""
        spec = next(s for s in self.specs if s.name == comparison)
        level = level_reached(spec, gamma)
        return self.weight_bits(comparison, level.name) if level else 0.0

    def settings(self, prior: float) -> dict[str, Any]:
        """The model as Splink reads it, with the prior of the case."""
        return {
            "link_type": "dedupe_only",
            "sql_dialect": "duckdb",
            "unique_id_column_name": "idx",
            "probability_two_random_records_match": prior,
            "retain_matching_columns": True,
            "retain_intermediate_calculation_columns": False,
            "blocking_rules_to_generate_predictions": [],
            "comparisons": [self._comparison(spec) for spec in self.specs],
        }

    def _comparison(self, spec: ComparisonSpec) -> dict[str, Any]:
        levels: list[dict[str, Any]] = []
        for level in spec.levels:
            entry: dict[str, Any] = {
                "sql_condition": level.sql,
                "label_for_charts": level.name,
            }
            if level.is_null:
                entry["is_null_level"] = True
            else:
                m, u = self.weights[spec.name][level.name]
                entry |= {"m_probability": m, "u_probability": u}
            levels.append(entry)
        if levels[-1]["sql_condition"] != "ELSE":
            levels.append(
                {
                    "sql_condition": "ELSE",
                    "label_for_charts": "unseen",
                    "m_probability": 0.5,
                    "u_probability": 0.5,
                }
            )
        return {"output_column_name": spec.name, "comparison_levels": levels}

    def evidence(self, gammas: Mapping[str, int]) -> tuple[Evidence, ...]:
        """What each comparison says, from the levels that were reached; silence is left out."""
        found = []
        for spec in self.specs:
            level = level_reached(spec, gammas[spec.name])
            if level is None:
                continue
            bits = self.weight_bits(spec.name, level.name)
            found.append(Evidence(spec.name, gammas[spec.name], round(bits, 4), level.sentence))
        return tuple(found)


@cache
def level_reached(spec: ComparisonSpec, gamma: int) -> Level | None:
    """The level behind Splink's number (-1 silent, 0 the last), or None where it is silent."""
    if gamma < 0:
        return None
    spoken = [level for level in spec.levels if not level.is_null]
    ends_open = spec.levels[-1].sql == "ELSE"
    position = len(spoken) - 1 - gamma if ends_open else len(spoken) - gamma
    return spoken[position] if position < len(spoken) else None


@cache
def gamma_of(spec: ComparisonSpec, level: str) -> int:
    """Splink's number of a level, by its name; -1 for silence: the reverse of `level_reached`."""
    spoken = [found.name for found in spec.levels if not found.is_null]
    if level not in spoken:
        return -1
    ends_open = spec.levels[-1].sql == "ELSE"
    return len(spoken) - spoken.index(level) - (1 if ends_open else 0)


@cache
def shipped_model(name: str = "mentions-2", specs: tuple[ComparisonSpec, ...] = SPECS) -> Model:
    """A model that ships with the package."""
    return read_model(model_text(name), where=name, specs=specs)


def model_text(name: str = "mentions-2") -> str:
    """A model file that ships with the package, as JSON text: what a run weighed joins with."""
    return (resources.files("tocsin.people.models") / f"{name}.json").read_text("utf-8")


def read_model(text: str, *, where: str, specs: tuple[ComparisonSpec, ...] = SPECS) -> Model:
    """Read a model file.

    Raises:
        UsageError: it lacks a level, or holds a number that is no probability.
    """
    try:
        raw = json.loads(text)
    except ValueError:
        remedy = "Give a file that 'tocsin train' made."
        raise UsageError("This is no model file.", where=where, remedy=remedy) from None
    weights: dict[str, dict[str, tuple[float, float]]] = {}
    for spec in specs:
        for level in spec.levels:
            if level.is_null:
                continue
            try:
                m, u = raw["comparisons"][spec.name][level.name]
            except (KeyError, TypeError, ValueError):
                raise UsageError(
                    f"The model says nothing of '{spec.name}: {level.name}'.",
                    where=where,
                    remedy="Make it anew with 'tocsin train'.",
                ) from None
            if not (0 < m <= 1 and 0 < u <= 1):
                raise UsageError(f"'{spec.name}: {level.name}' is no probability.", where=where)
            weights.setdefault(spec.name, {})[level.name] = (float(m), float(u))
    shares = raw.get("shares", {})
    return Model(
        str(raw["version"]),
        weights,
        shares.get("given", {}),
        shares.get("family", {}),
        specs,
        tuple((float(x), float(y)) for x, y in raw.get("calibration", ())),
        float(raw.get("reports_a_person", 3.0)),
    )
