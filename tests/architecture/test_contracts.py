"""The architecture is tested: what may import what, and what the records may never hold."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from importlib.metadata import metadata, requires
from pathlib import Path

import tocsin.records

ROOT = Path(__file__).parents[2]

PROTECTED = {
    "ethnicity",
    "ethnic",
    "race",
    "religion",
    "faith",
    "nationality",
    "disability",
    "orientation",
    "sexuality",
    "origin_of_name",
    "name_origin",
}
"""Characteristics that may rank nobody, and so have no field (sex and age compare identity)."""


def test_the_import_contracts_hold():
    """No stage knows another, Splink and DuckDB have one room, and nothing touches the network."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_record_has_a_field_for_a_protected_characteristic():
    """What has no field can rank nobody (rule 7)."""
    records = [getattr(tocsin.records, name) for name in tocsin.records.__all__]
    fields = {
        field.name
        for record in records
        if dataclasses.is_dataclass(record)
        for field in dataclasses.fields(record)
    }
    assert fields, "the records have fields at all"
    assert not fields & PROTECTED


_APART = {"psycopg"}
"""LGPL, which lets any program use it unmodified; it stands in an extra of its own that nothing
but a partnership's database asks for."""


def test_no_dependency_is_copyleft():
    """An MIT project must be able to ship with what it depends on."""
    names = [line.split(";")[0].split("[")[0] for line in requires("tocsin") or []]
    names = [name.split(">")[0].split("<")[0].split("=")[0].strip() for name in names]
    for name in sorted(set(names) - _APART):
        about = metadata(name)
        licence = " ".join(
            [about.get("License-Expression") or "", (about.get("License") or "")[:200]]
            + [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
        )
        assert "GPL" not in licence.upper().replace("LGPL", "GPL"), f"{name}: {licence}"
