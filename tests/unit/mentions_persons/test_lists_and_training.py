"""The shipped lists, and learning from a folder of corpora."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from tocsin.mentions.persons import PersonFinder
from tocsin.mentions.persons.build_lists import is_word, level, own_names
from tocsin.mentions.persons.generate import generated
from tocsin.mentions.persons.train import train
from tocsin.values.name_lists import entries, first_name_count, fold, surname_count

_ORIGINS = (
    *("pakistani", "bangladeshi", "indian", "polish", "romanian", "roma", "albanian", "turkish"),
    *("somali", "arabic", "nigerian", "ghanaian", "caribbean", "chinese", "vietnamese"),
    *("irish", "british"),
)


@pytest.mark.parametrize("origin", _ORIGINS)
def test_the_lists_hold_the_names_of_every_origin(origin: str) -> None:
    """No origin's common names are missing, first names and surnames alike."""
    path = Path(own_names.__globals__["_OWN"])
    kinds = dict.fromkeys(("first", "surname"), 0)
    for line in path.read_text("utf-8").splitlines():
        head, _, names = line.partition(": ")
        kind, _, group = head.partition(" ")
        if group == origin:
            count = first_name_count if kind == "first" else surname_count
            assert all(count(name.replace("'", "")) > 0 for name in names.split() if len(name) > 1)
            kinds[kind] = len(names.split())
    assert kinds["surname"] >= 60
    assert kinds["first"] >= 60


def test_counts_tell_common_from_rare() -> None:
    """James is commoner than Gurpreet, Smith than Hardcastle; nonsense is in no list."""
    assert first_name_count("James") > first_name_count("Gurpreet") > 0
    assert surname_count("Smith") > surname_count("Hardcastle") > 0
    assert first_name_count("Xqzzv") == surname_count("Xqzzv") == 0


def test_accents_and_case_are_folded() -> None:
    """NGUYỄN and Nguyen are one entry."""
    assert fold("NGUYỄN") == "nguyen"
    assert surname_count("Nguyễn") == surname_count("nguyen") > 0
    assert len(entries()) > 100_000


def test_levels_are_half_octaves() -> None:
    """Twice the count is two levels up, within bounds."""
    assert [level(1), level(2), level(4), level(2**60)] == [1, 2, 4, 63]


def test_forms_of_a_word_are_words() -> None:
    """Plurals and tenses follow the dictionary's entry."""
    dictionary = {"walk", "stop", "party"}
    assert all(is_word(w, dictionary) for w in ("walked", "stopping", "parties", "walks"))
    assert not is_word("walkowiak", dictionary)


def test_generated_sentences_mark_the_names_they_hold() -> None:
    """The same seed gives the same sentences, and each span is a name in its place."""
    made = generated(300, random.Random(7))
    assert made == generated(300, random.Random(7))
    people = [text[a:b] for text, spans in made for a, b, label in spans if label == "PER"]
    assert len(people) > 200
    assert all(name and name == name.strip() and "{" not in name for name in people)


@pytest.mark.slow
def test_training_writes_weights_without_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Training reads a folder and writes weights in which no word of the text can be read."""
    monkeypatch.setattr("tocsin.mentions.persons.train._SENTENCES", 150)
    text = "Saw Quillonby yesterday at the Vennerwick market"
    row = {"text": text, "spans": [[4, 13, "PER"], [31, 41, "LOC"]]}
    for name, section in (("btc", "e"), ("wnut17", "train")):
        lines = "\n".join(json.dumps({**row, "id": str(n), "split": section}) for n in range(20))
        (tmp_path / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    assert train(tmp_path, tmp_path / "out") > 100
    weights = (tmp_path / "out" / "persons.crfsuite").read_bytes().lower()
    assert b"quillonby" not in weights
    assert b"vennerwick" not in weights


def test_hidden_names_are_as_if_in_no_list() -> None:
    """What measures fairness really takes the names away."""
    text = "spoke to farhiya at drop in"
    assert [s.text for s in PersonFinder(mode="fast").find(text)] == ["farhiya"]
    assert PersonFinder(mode="fast", without={"farhiya"}).find(text) == []
