"""A made-up town is the same for the same seed, and its truth fits its words."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import UsageError
from tocsin.synthetic.names import load, origins
from tocsin.synthetic.simulating import World, simulate

KINDS = {"person", "phone", "vehicle", "address", "premises", "handle"}


def _silent(_stage: str, _done: int, _of: int) -> None:
    return


def _town(folder: Path, **values: Any) -> Path:
    simulate(World(**({"seed": 7, "reports": 400} | values)), folder, _silent)
    return folder


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _bytes(folder: Path) -> str:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return hashlib.sha256(b"".join(p.name.encode() + p.read_bytes() for p in files)).hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_town(tmp_path: Path):
    """A figure measured on a simulated town can be measured again."""
    one, two = _town(tmp_path / "one"), _town(tmp_path / "two")
    other = _town(tmp_path / "other", seed=8)
    assert _bytes(one) == _bytes(two) != _bytes(other)


def test_a_longer_town_begins_like_a_shorter_one(tmp_path: Path):
    """Stories are written one after another, so size never changes what was written before."""
    short = _rows(_town(tmp_path / "short", reports=120) / "input" / "reports.jsonl")
    long = _rows(_town(tmp_path / "long", reports=400) / "input" / "reports.jsonl")
    assert long[:120] == short


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), agencies=st.integers(1, 25), years=st.integers(1, 30))
def test_every_span_of_the_truth_lies_in_its_report_and_holds_words(
    seed: int, agencies: int, years: int, tmp_path_factory: pytest.TempPathFactory
):
    """Marks never point beside a name: no span is empty, padded or cut through a word."""
    folder = tmp_path_factory.mktemp("town")
    _town(folder / "t", seed=seed, agencies=agencies, years=years, reports=150)
    texts = {r["report_id"]: r["text"] for r in _rows(folder / "t/input/reports.jsonl")}
    assert len(texts) == 150
    for mention in _rows(folder / "t/truth/mentions.jsonl"):
        text = texts[mention["report_id"]]
        words = text[mention["start"] : mention["end"]]
        assert words and words == words.strip()
        around = text[max(0, mention["start"] - 1)] + text[mention["end"] : mention["end"] + 1]
        assert mention["start"] == 0 or not around[0].isalnum()
        assert not around[1:].isalnum()
        assert mention["kind"] in KINDS


def test_people_are_written_with_parts_of_their_own_name(tmp_path: Path):
    """Most mentions of a person share a part with the true name; the rest are nicknames, slips."""
    town = _town(tmp_path / "t")
    texts = {r["report_id"]: r["text"] for r in _rows(town / "input/reports.jsonl")}
    names = {s["id"]: s["true_name"].casefold() for s in _rows(town / "truth/subjects.jsonl")}
    people = [m for m in _rows(town / "truth/mentions.jsonl") if m["kind"] == "person"]
    like = sum(
        any(
            part.strip(",") in names[m["subject"]].split()
            for part in texts[m["report_id"]][m["start"] : m["end"]].casefold().split()
        )
        for m in people
    )
    assert 0.8 < like / len(people) < 1


def test_echoes_come_after_what_they_repeat(tmp_path: Path):
    """No report repeats a later one; copies hold the words, compilations have several sources."""
    town = _town(tmp_path / "t", reports=1500)
    rows = {r["report_id"]: r for r in _rows(town / "input/reports.jsonl")}
    echoes = _rows(town / "truth/echoes.jsonl")
    assert {e["type"] for e in echoes} == {"copy", "forward", "retelling", "compilation"}
    for echo in echoes:
        for parent in echo["parents"]:
            assert rows[parent]["received_on"] <= rows[echo["report_id"]]["received_on"]
            if echo["type"] in ("copy", "forward"):
                assert rows[parent]["text"] in rows[echo["report_id"]]["text"]
    assert any(len(e["parents"]) > 1 for e in echoes if e["type"] == "compilation")


def test_all_origins_stand_on_all_sides_in_equal_parts(tmp_path: Path):
    """Children, adults named, professionals: each role has every origin, none twice as often."""
    subjects = _rows(_town(tmp_path / "t", reports=6000, agencies=12) / "truth/subjects.jsonl")
    assert len(origins()) == 17
    for role in ("alleged", "professional", "other", "witness"):
        counts = Counter(s["name_origin"] for s in subjects if s["role_overall"] == role)
        assert len(counts) == 17, role
        assert max(counts.values()) <= 2 * min(counts.values()), role


def test_everyday_reports_have_the_share_that_was_asked_for(tmp_path: Path):
    """With half of the reports everyday, about half name nobody alleged or affected."""
    town = _town(tmp_path / "t", reports=2000, everyday=0.5)
    concerned = {
        m["report_id"]
        for m in _rows(town / "truth/mentions.jsonl")
        if m["role"] in ("alleged", "affected")
    }
    assert 0.42 < 1 - len(concerned) / 2000 < 0.55


def test_nothing_is_dated_in_the_future_and_some_reports_have_no_date(tmp_path: Path):
    """Even thirty years end in the past."""
    rows = _rows(_town(tmp_path / "t", reports=2000, years=30) / "input/reports.jsonl")
    days = [r["received_on"] for r in rows if r["received_on"]]
    assert max(days) < date(2025, 1, 1).isoformat()
    assert 0 < len(rows) - len(days) < 100


def test_phones_are_from_the_ranges_kept_for_drama(tmp_path: Path):
    """No simulated number can be anybody's."""
    subjects = _rows(_town(tmp_path / "t") / "truth/subjects.jsonl")
    phones = [s["true_name"] for s in subjects if s["kind"] == "phone"]
    allowed = ("07700 900", "01632 960", "020 7946 0", "0191 498 0")
    assert phones
    assert all(p.startswith(allowed) or " 496 0" in p for p in phones)


def test_decisions_can_be_confirmed_in_a_file(tmp_path: Path):
    """decisions.csv holds one row for every decision that a report tells of."""
    town = _town(tmp_path / "t", reports=1500, with_decisions=True)
    lines = (town / "input" / "decisions.csv").read_text("utf-8").splitlines()
    assert len(lines) - 1 == len(_rows(town / "truth/decisions.jsonl")) > 0


@pytest.mark.parametrize("values", [{"reports": 0}, {"agencies": 0}, {"everyday": 1.0}])
def test_an_impossible_town_is_refused(tmp_path: Path, values: dict[str, Any]):
    """One plain line, and nothing is written."""
    with pytest.raises(UsageError):
        _town(tmp_path / "t", **values)
    assert not (tmp_path / "t").exists()


def test_every_word_slot_of_the_grammar_can_be_filled():
    """A slot nobody fills would stop a town in its millionth report."""
    from tocsin.synthetic.scribe import pieces

    grammar = load("grammar.yaml")
    known = set(grammar["words"]) | {"street_words", "area", "ref", "agency", "told_on", "author"}
    known |= {"adult", "adult2", "child", "mother", "witness", "phone", "vehicle", "address"}
    known |= {"premises", "handle", "staff", "staff2", "namesake", "resident", "resident2"}
    known |= {"decided_on"}
    templates = [t for key in ("concern", "retelling", "compiling", "denial") for t in grammar[key]]
    templates += grammar["everyday"] + grammar["staff_lines"] + grammar["openers_child"]
    templates += [d["text"] for kind in grammar["decisions"].values() for d in kind]
    for agency in grammar["agencies"]:
        templates += agency["opens"] + agency["closes"]
    slots = {slot for template in templates for _, slot in pieces(template) if slot}
    assert slots <= known
