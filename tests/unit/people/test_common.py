"""Values too common to join on: found, listed, and changed by the user."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.people_case import Case, certain, together
from typer.testing import CliRunner

from tocsin.cli import build
from tocsin.cli.settings import settings_of
from tocsin.errors import UsageError
from tocsin.people import join
from tocsin.people.index import JoinIndex
from tocsin.policies import Policy, shipped
from tocsin.records import Joining


def _joined(policy: Policy) -> tuple[Case, Joining]:
    """One phone of two, and one school that is named with both."""
    case = Case()
    for i in (1, 2):
        case.report(
            f"R{i}",
            "[person|alleged|Andrei Munteanu] [phone|unknown|07700 900555] at "
            "[premises|unknown|Hill Academy].",
            on=f"201{i}-02-03",
        )
    return case, join(case.reports, case.extractions, policy=policy, threads=1)


def _settings(tmp_path: Path, text: str) -> Policy:
    file = tmp_path / "tocsin.yaml"
    file.write_text(text, "utf-8")
    return settings_of([], file).policy


def test_a_value_kept_out_joins_nobody_and_is_listed(tmp_path: Path):
    """The phone is set apart with the reason, and counted; without it the two are not certain."""
    policy = _settings(tmp_path, 'keep_out:\n  - "07700 900555"\n')
    case, found = _joined(policy)
    phone = case.mention("R1", "07700 900555")
    assert found.subject_of()[phone].set_apart == "Named in the policy as not to be joined on"
    assert ("phone", "07700900555", 2) in found.too_common
    _, before = _joined(shipped())
    said = {e.sentence for j in found.joins for e in j.evidence}
    tied = "A phone, vehicle, address or number is the same"
    assert tied not in said
    assert tied in {e.sentence for j in before.joins for e in j.evidence}


def test_a_value_allowed_joins_again(tmp_path: Path):
    """An academy is an institution, unless somebody knows better."""
    case, before = _joined(shipped())
    place = case.mention("R1", "Hill Academy")
    assert before.subject_of()[place].set_apart
    _, found = _joined(_settings(tmp_path, "allow: [Hill Academy]\n"))
    assert not found.subject_of()[place].set_apart
    assert together(found, place, case.mention("R2", "Hill Academy"))


@pytest.mark.parametrize(
    ("written", "kept_out"),
    [
        ("[phone|unknown|07700 900555]", "+44 7700 900555"),
        ("[phone|unknown|+44 7700 900555]", "07700900555"),
        ("[vehicle|unknown|KX05 ABC]", "kx05abc"),
        ("[address|unknown|4 Mill Lane]", "4 mill ln"),
        ("[handle|unknown|@Night_Owl]", "@night_owl"),
    ],
)
def test_what_is_kept_out_is_no_evidence_about_people(written: str, kept_out: str):
    """However it is written: who shares only that is no longer one person for certain, in a case
    joined at once and in one that grows."""
    case = Case()
    for i in (1, 2):
        text = f"[person|alleged|Andrei Munteanu] uses {written}."
        case.report(f"R{i}", text, agency=f"Agency {i}", on=f"201{i}-02-03")
    policy = shipped().with_words("people", {"set_apart": [kept_out]})
    ends = case.mention("R1", "Andrei Munteanu"), case.mention("R2", "Andrei Munteanu")
    assert certain(join(case.reports, case.extractions, policy=shipped(), threads=1), *ends)
    assert not certain(join(case.reports, case.extractions, policy=policy, threads=1), *ends)
    first = {"R1": case.reports["R1"]}
    index = JoinIndex.build(first, case.extractions, policy=policy, threads=1)
    index.add([case.reports["R2"]], case.extractions)
    assert not certain(index.joining(), *ends)


def test_a_list_that_is_none_is_refused(tmp_path: Path):
    """A number without quotation marks is read as another number: it is said how to write it."""
    for text in ("keep_out: 07700900555\n", "allow:\n  - 7700\n"):
        with pytest.raises(UsageError):
            _settings(tmp_path, text)


def test_names_that_many_share_are_listed_with_their_count(tmp_path: Path):
    """Forty people of one name at one agency are too many to look for each other by it."""
    lines = ["report_id,agency,received,text"]
    lines += [
        f"R{i},Police,2011-{i % 12 + 1:02}-03,Adult male Mohammed Hussain was seen in street {i}."
        for i in range(40)
    ]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "reports.csv").write_text("\n".join(lines), "utf-8")
    run = ["run", str(folder), "--out", str(tmp_path / "out"), "--as-of", "2020-01-01"]
    assert CliRunner().invoke(build(), [*run, "--workers", "1"]).exit_code == 0
    said = CliRunner().invoke(build(), ["common", str(tmp_path / "out")])
    assert said.exit_code == 0, said.output
    assert "hussain" in said.output.casefold()
    assert "keep_out" in said.output
