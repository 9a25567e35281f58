"""How many voices name a subject."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from tests.support.tellings import by_id, echo, joining, naming, report, subjects

from tocsin.echoes import VoiceCounter
from tocsin.policies import shipped
from tocsin.records import Echo, EchoType, Extraction, Grade, Report, Role, Subject, Voices

POLICY = shipped()
ALLEGED = frozenset({Role.ALLEGED})
FALSE = Grade("E", scheme="3x5x2", information="E")


def count(
    reports: Sequence[Report],
    extractions: Sequence[Extraction],
    echoes: Sequence[Echo] = (),
    *,
    who: str = "Dev",
    roles: frozenset[Role] = ALLEGED,
    among: Callable[[Report], bool] | None = None,
) -> Voices:
    named = {e.report_id: e for e in extractions}
    found = subjects(named)
    counter = VoiceCounter(by_id(*reports), named, joining(found), echoes, POLICY)
    return counter.voices(found[who], roles, among=among)


def opened_by(voices: Voices) -> list[str]:
    return [v.report_id for v in voices.voices]


def test_seven_echoes_of_one_log_are_one_voice() -> None:
    """Copied, forwarded, minuted and retold by five agencies: one voice, seven reports."""
    reports = [report(f"R{i}", f"2005-03-{i + 1:02}", agency=f"Agency {i}") for i in range(7)]
    echoes = [echo(f"R{i}", f"R{max(0, i - 2)}") for i in range(1, 7)]
    voices = count(reports, [naming(r.report_id, "Dev") for r in reports], echoes)
    assert opened_by(voices) == ["R0"]
    assert voices.voices[0].report_ids == tuple(f"R{i}" for i in range(7))
    assert (voices.sources_min, voices.sources_max) == (1, 1)


def test_a_retelling_that_names_somebody_new_is_a_voice_for_them_only() -> None:
    """B repeats A about Dev, and adds Ana: one voice for each."""
    reports = [report("A", "2005-03-01"), report("B", "2005-03-02", agency="Police")]
    extractions = [naming("A", "Dev"), naming("B", "Dev", "Ana")]
    assert opened_by(count(reports, extractions, [echo("B", "A")])) == ["A"]
    assert opened_by(count(reports, extractions, [echo("B", "A")], who="Ana")) == ["B"]


def test_a_source_that_names_him_in_another_role_does_not_silence() -> None:
    """A names Dev as a witness, B repeats A and names him as alleged: a voice in that role."""
    reports = [report("A", "2005-03-01"), report("B", "2005-03-02", agency="Police")]
    extractions = [naming("A", "Dev", role=Role.WITNESS), naming("B", "Dev")]
    assert opened_by(count(reports, extractions, [echo("B", "A")])) == ["B"]


def test_a_compilation_opens_a_voice_only_where_no_source_speaks() -> None:
    """Minutes of two reports add nothing for those named there, and a voice for the newly named."""
    reports = [report(k, f"2005-03-0{i}", author=f"T{k}") for i, k in enumerate("ABC", start=1)]
    extractions = [naming("A", "Dev"), naming("B", "Ana"), naming("C", "Dev", "Ana", "Tom")]
    echoes = [echo("C", p, EchoType.COMPILATION) for p in "AB"]
    assert [
        opened_by(count(reports, extractions, echoes, who=who)) for who in ("Dev", "Ana", "Tom")
    ] == [["A"], ["B"], ["C"]]


def test_echoes_of_one_unseen_origin_count_once() -> None:
    """Where the first report is not among those counted, its two retellings are one voice."""
    reports = [report(k, f"2005-03-0{i}", author=f"T{k}") for i, k in enumerate("ABC", start=1)]
    extractions = [naming(k, "Dev") for k in "ABC"]
    echoes = [echo("B", "A"), echo("C", "A")]
    voices = count(reports, extractions, echoes, among=lambda r: r.report_id != "A")
    assert opened_by(voices) == ["B"]
    assert voices.voices[0].report_ids == ("B", "C")


def test_one_author_on_one_day_is_one_voice_without_any_citation() -> None:
    """Diary and referral by one worker about one evening; on another evening it is a new voice."""
    days = ("2006-11-18", "2006-11-18", "2006-11-25")
    reports = [
        report(k, f"2006-11-{20 + i}", occurred=on, author="Boys' group worker")
        for i, (k, on) in enumerate(zip("ABC", days, strict=True))
    ]
    voices = count(reports, [naming(k, "Dev") for k in "ABC"])
    assert opened_by(voices) == ["A", "C"]
    assert (voices.sources_min, voices.sources_max) == (1, 1)


def test_negated_mentions_never_count() -> None:
    """`It was not Dev` is no voice."""
    assert count([report("A")], [naming("A", "Dev", negated=True)]).voices == ()


@pytest.mark.parametrize("fields", [{"grade": FALSE}, {}])
def test_doubted_accounts_and_hearsay_are_kept_and_never_count(fields: dict[str, Grade]) -> None:
    """An account graded as suspected false, or hearsay alone, is shown as a voice that counts for
    nothing, and so are its retellings."""
    reports = [report("A", "2005-03-01", **fields), report("B", "2005-03-05", agency="Police")]
    extractions = [naming("A", "Dev", hearsay=not fields), naming("B", "Dev")]
    (voice,) = count(reports, extractions, [echo("B", "A")]).voices
    assert not voice.counts
    assert voice.report_ids == ("A", "B")


def test_unnamed_accounts_add_at_most_one_origin() -> None:
    """Two anonymous callers and a nurse: between one and two tellers."""
    reports = [
        report("A", "2005-03-01", agency="Public", author="Anonymous"),
        report("B", "2005-04-01", agency="Public", author="Caller"),
        report("C", "2005-05-01", agency="Clinic", author="Nurse"),
    ]
    voices = count(reports, [naming(k, "Dev") for k in "ABC"])
    assert len(voices.voices) == 3
    assert (voices.sources_min, voices.sources_max) == (1, 2)


def test_a_caller_known_by_name_in_two_agencies_may_be_one() -> None:
    """The grandmother who rings the council and the police is one teller at the fewest."""
    reports = [report(k, f"2005-0{i}-01", agency=f"Agency {k}") for i, k in enumerate("AB", 1)]
    extractions = [
        Extraction(
            k,
            (
                *naming(k, "Dev").mentions,
                *naming(k, "-", "Yvonne Joseph", role=Role.REPORTER).mentions[1:],
            ),
        )
        for k in "AB"
    ]
    voices = count(reports, extractions)
    assert (voices.sources_min, voices.sources_max) == (1, 2)


def test_certain_is_said_of_voices_in_the_largest_core() -> None:
    """A voice whose mentions hang by possible joins alone is not certain."""
    reports = by_id(report("A", "2005-03-01"), report("B", "2005-03-02", author="Other"))
    named = {k: naming(k, "Dev") for k in "AB"}
    ids = tuple(named[k].mentions[0].mention_id for k in "AB")
    subject = Subject("T", named["A"].mentions[0].kind, ids, ((ids[0],), (ids[1],)))
    counter = VoiceCounter(reports, named, joining({}), (), POLICY)
    assert [v.certain for v in counter.voices(subject, ALLEGED).voices] == [True, False]


def test_every_mention_of_a_thing_can_be_asked_for() -> None:
    """No roles asks for every mention that is not negated: places and vehicles have no role."""
    reports = [report("A", "2005-03-01"), report("B", "2005-03-02", author="Other")]
    extractions = [naming("A", "Dev", role=Role.OTHER), naming("B", "Dev", role=Role.UNKNOWN)]
    assert opened_by(count(reports, extractions, roles=frozenset())) == ["A", "B"]
