"""Rule 5: what humans said binds, and what is taken back was never there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.support.people_case import Case, certain, together

from tocsin.people.index import JoinIndex
from tocsin.people.judgements import undone
from tocsin.policies import shipped
from tocsin.records import Joining, Judged, Judgement, Kind

_SAID = (
    "[person|alleged|Amina Noor] met [person|alleged|Piotr Wrona] [phone|unknown|07700 900222].",
    "[person|alleged|Amina Noor] at [premises|unknown|Elm Bar] with [person|affected|Lina].",
    "[person|alleged|Noor] and [person|alleged|Wrona] at [premises|unknown|Elm Bar].",
    "[person|alleged|Amina Noor] [phone|unknown|07700 900222], [person|affected|Lina Petrova].",
    "[person|affected|Lina] was with [person|other|Chidi Obi] and [person|alleged|Piotr].",
)


def _case() -> Case:
    case = Case()
    for i, said in enumerate(_SAID):
        case.report(f"R{i}", said, on=f"{2004 + i}-02-03")
    return case


class Judging(RuleBasedStateMachine):
    """Random histories of judging, undoing and joining anew."""

    case: ClassVar[Case] = _case()
    ids: ClassVar[list[str]] = [
        m.mention_id for e in case.extractions.values() for m in e.mentions if m.kind is Kind.PERSON
    ]
    joined: ClassVar[dict[tuple[Judgement, ...], Joining]] = {}
    """What was joined once, by the rows as they stood."""

    @initialize()
    def nothing_said(self) -> None:
        """An empty file, and an index that has heard nothing."""
        self.rows: list[Judgement] = []
        self.before: list[tuple[tuple[str, str], Joining]] = []
        self.folder = TemporaryDirectory()
        self.file = Path(self.folder.name) / "index.duckdb"
        self.index = JoinIndex.build(
            self.case.reports, self.case.extractions, policy=shipped(), threads=1, file=self.file
        )

    def now(self) -> Joining:
        """The case joined with all that was said."""
        key = tuple(self.rows)
        if key not in self.joined:
            self.joined[key] = self.case.join(self.rows)
        return self.joined[key]

    def say(self, row: Judgement) -> None:
        """Append a row, as the command does."""
        row = replace(row, at=f"2020-01-01T00:00:{len(self.rows):02}")
        self.rows.append(row)
        self.index.judge([row])

    @precondition(lambda self: len(self.rows) < 8)
    @rule(
        pair=st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda p: p[0] != p[1]),
        word=st.sampled_from(list(Judged)),
    )
    def judge(self, pair: tuple[str, str], word: Judged) -> None:
        """Somebody judges two mentions."""
        self.before.append((pair, self.now()))
        self.say(Judgement(*pair, word, reason="seen"))
        found = self.now()
        if word is Judged.DIFFERENT:
            assert not together(found, *pair)
        if (
            word is Judged.SAME
            and pair not in found.contradicted
            and pair[::-1] not in (found.contradicted)
        ):
            assert certain(found, *pair)

    @precondition(lambda self: bool(self.before))
    @rule()
    def undo(self) -> None:
        """The last word is taken back, and nothing of it is left."""
        row = undone(self.rows)
        assert row is not None
        self.say(row)
        _, was = self.before.pop()
        assert self.now() == was

    @rule()
    def close_and_open(self) -> None:
        """The index is closed and opened: it stands as it stood."""
        before = self.index.joining()
        self.index.close()
        self.index = JoinIndex.open(self.file, policy=shipped())
        assert self.index.joining() == before

    def teardown(self) -> None:
        """Nothing is left lying about."""
        if hasattr(self, "index"):
            self.index.close()
            self.folder.cleanup()

    @invariant()
    def the_index_heeds_it_too(self) -> None:
        """A stored case heeds judgements one by one as joining anew does."""
        if not hasattr(self, "index"):
            return
        found, anew = self.index.joining(), self.now()
        assert {c for s in found.subjects for c in s.cores} == {
            c for s in anew.subjects for c in s.cores
        }


TestJudging = Judging.TestCase
TestJudging.settings = settings(
    max_examples=8,
    stateful_step_count=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
