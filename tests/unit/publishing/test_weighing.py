"""What `why` shows for two who were not compared is what joining would have scored."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from tocsin.cli import build
from tocsin.mentions import Extractor
from tocsin.people.index_scoring import PairScorer
from tocsin.people.judgements import Bound
from tocsin.people.model import shipped_model
from tocsin.people.persons import describe, known_of, profile_rows
from tocsin.people.profiles import profiles_of, receipt_order
from tocsin.people.scoring import ScoredPair
from tocsin.people.things import join_things
from tocsin.policies import shipped
from tocsin.publishing.saved import open_output
from tocsin.publishing.weighing import weighed_now
from tocsin.records import Kind, Report
from tocsin.reports import read_paths

_ROWS = (
    ("R1", "Police", "2011-03-03", "Amina Noor, aged 15, was seen with Piotr Wrona, whose number "
     "is 07700 900222."),
    ("R2", "School", "2014-05-03", "Amina Diallo, aged 14, uses 07700 900333. Police were told."),
    ("R3", "Clinic", "2015-05-03", "Comfort Asante came with her aunt. She is aged 16."),
    *((f"R{i}", "Police", "2016-05-03", f"Amina Noor was not at school {i}.") for i in range(4, 9)),
)  # fmt: skip


def _scored(reports: dict[str, Report], ends: tuple[str, str]) -> ScoredPair:
    """As joining the whole case scores them."""
    model, policy, extractor = shipped_model(), shipped(), Extractor()
    extractions = {r: extractor.extract(report) for r, report in reports.items()}
    order = {r.report_id: i for i, r in enumerate(sorted(reports.values(), key=receipt_order))}
    things = join_things(extractions, reports, order, Bound(), policy)
    profiles, _ = profiles_of(reports, extractions, Bound())
    described = describe(profiles, reports, extractions, things.evidence)
    known = known_of(described, model, policy)
    at = {m.mention_id: p.index for p in profiles for m in p.mentions}
    a, b = sorted(at[end] for end in ends)
    sets = described.sets
    key = known.comparer.key(sets[described.set_of[a]], sets[described.set_of[b]])
    assert key is not None
    rows = list(profile_rows(profiles, described.facts, known.wide))
    scorer = PairScorer(model, 1 / (1 + 2**known.prior_bits))
    return scorer.weigh(rows, [(a, b, key.text + "-")])[0]


def test_a_pair_not_compared_weighs_what_joining_would_have_given_it(tmp_path: Path):
    """With ages, ties to things, and names as common as they are in the case."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    lines = ["report_id,agency,received,text", *(f'{r},{a},{d},"{t}"' for r, a, d, t in _ROWS)]
    (folder / "reports.csv").write_text("\n".join(lines), "utf-8")
    run = ["run", str(folder), "--out", str(out), "--as-of", "2020-01-01", "--workers", "1"]
    assert CliRunner().invoke(build(), run).exit_code == 0
    saved = open_output(out)
    people = [m for m in saved.mentions("report_id", ["R1", "R2"]) if m["kind"] == Kind.PERSON]
    one, other = (
        next(m["mention_id"] for m in people if m["text"] == name)
        for name in ("Amina Noor", "Amina Diallo")
    )
    row, note = weighed_now(saved, [one], [other])
    assert row is not None
    assert "weighed now" in note
    pair = _scored({r.report_id: r for r in read_paths([folder]).reports}, (one, other))
    assert row["match_weight"] == pair.weight
    assert {e["comparison"] for e in row["evidence"]} >= {"given", "family", "keeps", "born"}
