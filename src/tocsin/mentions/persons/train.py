"""Train the shipped weights: `python -m tocsin.mentions.persons.train [CORPORA]`.

CORPORA is a folder with `btc.jsonl.gz` and `wnut17.jsonl.gz` (default: `ner` below
TOCSIN_REFERENCE_DATA). Learned from: Broad Twitter Corpus sections e, g and h, WNUT 2017 train and
dev, and made-up sentences with names of all origins in equal parts. Never read: the sections that
the benchmarks score. Features are hashed: the text cannot be read back from the weights.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.errors import UsageError
from tocsin.mentions.persons.crf import (
    around_features,
    hashed,
    place_features,
    sentences,
    word_features,
)
from tocsin.mentions.persons.generate import generated
from tocsin.mentions.persons.lexicon import Lexicon
from tocsin.mentions.persons.scan import Scan
from tocsin.policies import shipped

Marked = tuple[str, list[tuple[int, int, str]]]
_SECTIONS = {"btc": {"e", "g", "h"}, "wnut17": {"train", "dev"}}
_LABELS = {"PER": ("B", "I"), "LOC": ("L", "L"), "ORG": ("G", "G")}
_DROPOUT = ((0.7, 0.12), (0.3, 0.7))
"""Share of the sentences, and share of their names that are shown as if no list held them."""
_SEED = 20261123
_SENTENCES = 9_000
_OPTIONS = {
    "c1": 0.35, "c2": 0.02, "max_iterations": 110, "feature.possible_transitions": False,
}  # fmt: skip


def corpora(folder: Path) -> Iterator[Marked]:
    """The texts to learn from, with their spans."""
    for name, sections in sorted(_SECTIONS.items()):
        path = folder / f"{name}.jsonl.gz"
        if not path.is_file():
            raise UsageError(
                f"There is no {name}.jsonl.gz.", where="train", remedy="Give a folder."
            )
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            row = json.loads(line)
            if row["split"] in sections:
                yield row["text"], [(a, b, label) for a, b, label in row["spans"]]


def labels_of(scan: Scan, spans: list[tuple[int, int, str]]) -> list[str]:
    """One label a token: B and I in a person, L in a place, G in an organisation, else O."""
    labels = ["O"] * scan.size
    for start, end, label in spans:
        begins = True
        for i in range(scan.size):
            if scan.start[i] < end and scan.stop(i) > start and label in _LABELS:
                labels[i] = _LABELS[label][0 if begins else 1]
                begins = False
    return labels


def rows_of(scan: Scan, first: int, last: int, chance: random.Random) -> list[list[str]]:
    """Features of one sentence; about a quarter of the names as if no list held them."""
    dropout = _DROPOUT[0][1] if chance.random() < _DROPOUT[0][0] else _DROPOUT[1][1]
    listed = [
        max(scan.word[i].first, scan.word[i].last) < 0.4 or chance.random() >= dropout
        for i in range(first, last)
    ]
    rows = []
    for i in range(first, last):
        row = word_features(scan.raw[i], scan.word[i], listed=listed[i - first])
        row += place_features(scan, i, first, last)
        for at, j in (("<", i - 1), (">", i + 1), ("{", i - 2), ("}", i + 2)):
            if first <= j < last:
                near = around_features(scan.raw[j], scan.word[j], listed=listed[j - first])
                row += [at + feature for feature in near]
        rows.append([hashed(feature) for feature in row])
    return rows


def train(folder: Path, out: Path, *, quiet: bool = True) -> int:
    """Write the weights and the features they know; return how many features."""
    import pycrfsuite

    chance = random.Random(_SEED)
    lexicon = Lexicon(shipped().table("persons"))
    trainer: Any = pycrfsuite.Trainer(verbose=not quiet)
    trainer.set_params(_OPTIONS)
    for text, spans in [*corpora(folder), *generated(_SENTENCES, chance)]:
        scan = Scan(text, lexicon, ())
        labels = labels_of(scan, spans)
        for first, last in sentences(scan):
            trainer.append(rows_of(scan, first, last, chance), labels[first:last])
    out.mkdir(exist_ok=True)
    model = out / "persons.crfsuite"
    trainer.train(str(model))
    return write_features(model, out / "features.bin")


def write_features(model: Path, out: Path) -> int:
    """List the hashed features that carry a weight, so that others need not be looked up."""
    import pycrfsuite

    tagger: Any = pycrfsuite.Tagger()
    tagger.open(str(model))
    known = array("I", sorted({int(name, 16) for name, _ in tagger.info().state_features}))
    if sys.byteorder != "little":
        known.byteswap()
    out.write_bytes(known.tobytes())
    return len(known)


def main() -> None:
    """Train and write into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    reference = os.environ.get("TOCSIN_REFERENCE_DATA")
    default = Path(reference) / "ner" if reference else None
    parser.add_argument("corpora", type=Path, nargs="?", default=default)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data")
    arguments = parser.parse_args()
    if arguments.corpora is None:
        parser.error("give the folder of the corpora, or set TOCSIN_REFERENCE_DATA")
    count = train(arguments.corpora, arguments.out, quiet=False)
    sys.stdout.write(f"{arguments.out}: {count:,} features\n")


if __name__ == "__main__":
    main()
