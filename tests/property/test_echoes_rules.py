"""Rules of design that echoes and voices carry, each held against random worlds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.tellings import Extractions, Reports, echo, joining, report, subjects

from tocsin.echoes import VoiceCounter, find_echoes
from tocsin.echoes.lineage import Lineage, receipt_order
from tocsin.policies import shipped
from tocsin.records import Echo, EchoType, Extraction, Grade, Kind, Mention, Report, Role, Voices

POLICY = shipped()
PEOPLE = ("Idris Bello", "Aneta Wilk", "Gao Ling", "Mairead Quinn", "Sorin Dinu")
ROLES = (Role.ALLEGED, Role.AFFECTED, Role.WITNESS)
PHRASES = (
    "was met at the lower gate by a man in a grey estate",
    "copy received from school",
    "Police have told us that",
    "I saw it myself from the office",
    "further to the report of 4/3",
    "minutes of the panel",
    "Subject: FW: below",
    "she would not say where the flat is, there was a blue carpet on the stairs",
    "see R03",
)
START = date(2004, 3, 1)


@dataclass(frozen=True)
class World:
    """Reports with what was found in them, and echo links, in order of their ids."""

    reports: tuple[Report, ...]
    extractions: tuple[Extraction, ...]
    echoes: tuple[Echo, ...] = ()

    def without(self, report_id: str) -> World:
        """The world before one report came, its links with it."""
        return World(
            tuple(r for r in self.reports if r.report_id != report_id),
            tuple(e for e in self.extractions if e.report_id != report_id),
            tuple(e for e in self.echoes if report_id not in (e.report_id, e.parent_id)),
        )

    def voices(self) -> dict[tuple[str, Role], Voices]:
        """Of everybody in every role."""
        named = {e.report_id: e for e in self.extractions}
        found = subjects(named)
        reports = {r.report_id: r for r in self.reports}
        counter = VoiceCounter(reports, named, joining(found), self.echoes, POLICY)
        return {
            (who, role): counter.voices(found[who], frozenset({role}))
            for who, role in product(sorted(found), ROLES)
        }

    def found(self) -> tuple[Echo, ...]:
        """The echoes the finder sees."""
        reports: Reports = {r.report_id: r for r in self.reports}
        extractions: Extractions = {e.report_id: e for e in self.extractions}
        return find_echoes(reports, extractions, policy=POLICY)


@st.composite
def one_report(draw: st.DrawFn, number: int) -> tuple[Report, Extraction]:
    """A report that names some people and uses some phrases, received some day or none."""
    key = f"R{number:02}"
    people = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3))
    text, mentions = "", []
    for who in people:
        text += draw(st.sampled_from(PHRASES)) + " "
        mention = Mention(key, len(text), len(text) + len(who), who, Kind.PERSON)
        mentions.append(
            replace(
                mention,
                role=draw(st.sampled_from(ROLES)),
                negated=draw(st.integers(0, 7)) == 0,
                hearsay=draw(st.integers(0, 5)) == 0,
            )
        )
        text += who + ". "
    text += draw(st.sampled_from(PHRASES))
    received = START + timedelta(draw(st.integers(0, 20)))
    occurred = received - timedelta(draw(st.integers(0, 3)))
    made = report(
        key,
        received.isoformat() if draw(st.integers(0, 9)) else None,
        text=text,
        occurred=occurred.isoformat() if draw(st.booleans()) else None,
        agency=draw(st.sampled_from(["Town Police", "Hill School", "Public"])),
        author=draw(st.sampled_from(["PC 1", "Tutor", "Caller", "", "Nurse"])),
        channel=draw(st.sampled_from(["", "email", "meeting minutes"])),
        grade=Grade("E", "3x5x2", "", "E") if draw(st.integers(0, 9)) == 0 else None,
        cites=tuple(draw(st.lists(st.sampled_from(["R00", "R01", "R05"]), max_size=2))),
    )
    return made, Extraction(key, tuple(mentions))


@st.composite
def worlds(draw: st.DrawFn, *, most: int = 9) -> World:
    """Up to `most` reports, with links from later to earlier ones."""
    pairs = [draw(one_report(i)) for i in range(draw(st.integers(1, most)))]
    ordered = sorted((r for r, _ in pairs), key=receipt_order)
    links = [
        echo(child.report_id, parent.report_id, draw(st.sampled_from(EchoType)))
        for i, child in enumerate(ordered)
        for parent in ordered[:i]
        if draw(st.integers(0, 4)) == 0
    ]
    return World(tuple(r for r, _ in pairs), tuple(e for _, e in pairs), tuple(links))


def dates(voices: Voices) -> list[tuple[date, date, str]]:
    """When each voice that counts was opened, in order."""
    return [
        (v.received.last if v.received else date.max, date.max, "")
        for v in voices.voices
        if v.counts
    ]


@given(worlds(), st.data())
@settings(max_examples=300)
def test_adding_a_report_never_lowers_anyones_voices(world: World, data: st.DataObject) -> None:
    """Rule 1: with joins and echo links held fixed, one report more, wherever it stands in time,
    with links of its own, never lowers a count and never delays a voice."""
    leaves = [
        r.report_id for r in world.reports if r.report_id not in {e.parent_id for e in world.echoes}
    ]
    added = data.draw(st.sampled_from(leaves))
    before, after = world.without(added).voices(), world.voices()
    for key, fewer in before.items():
        more = after[key]
        assert len(more.voices) >= len(fewer.voices)
        assert len(dates(more)) >= len(dates(fewer))
        assert all(new <= old for new, old in zip(dates(more), dates(fewer), strict=False))
        assert more.sources_max >= fewer.sources_max - 1


@given(worlds())
def test_echoes_of_what_is_named_add_no_voice(world: World) -> None:
    """Rule 2: a further echo of a report adds no voice for whom the report names in that role."""
    first = world.reports[0]
    named = next(e for e in world.extractions if e.report_id == first.report_id)
    mentions = tuple(replace(m, report_id="Z99") for m in named.mentions)
    last = (
        max(r.received.last for r in world.reports if r.received)
        if any(r.received for r in world.reports)
        else START
    )
    copy = replace(
        first,
        report_id="Z99",
        agency="Elsewhere",
        occurred=None,
        received=report("x", (last + timedelta(1)).isoformat()).received,
    )
    more = World(
        (*world.reports, copy),
        (*world.extractions, Extraction("Z99", mentions)),
        (*world.echoes, echo("Z99", first.report_id, EchoType.COPY)),
    )
    before, after = world.voices(), more.voices()
    assert {k: len(v.voices) for k, v in before.items()} == {
        k: len(v.voices) for k, v in after.items()
    }


@given(worlds())
def test_negated_mentions_and_doubted_accounts_never_count(world: World) -> None:
    """Rule 2: no voice holds a negated mention, and none counts on doubted words alone."""
    mentions = {m.mention_id: m for e in world.extractions for m in e.mentions}
    graded = {r.report_id for r in world.reports if r.grade is not None}
    for voices in world.voices().values():
        for voice in voices.voices:
            held = [mentions[m] for m in voice.mention_ids]
            assert not any(m.negated for m in held)
            if voice.counts:
                assert any(not m.hearsay and m.report_id not in graded for m in held)


@given(worlds(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_reports_and_links_does_not_matter(
    world: World, shuffle: random.Random
) -> None:
    """Rule 4: the same reports in any order give the same echoes and the same voices."""

    def shuffled(items: Sequence[object]) -> tuple[object, ...]:
        mixed = list(items)
        shuffle.shuffle(mixed)
        return tuple(mixed)

    other = World(
        shuffled(world.reports),
        shuffled(world.extractions),
        shuffled(world.echoes),
    )
    assert other.found() == world.found()
    assert {k: v.voices for k, v in other.voices().items()} == {
        k: v.voices for k, v in world.voices().items()
    }


@given(worlds(most=12))
@settings(max_examples=100, deadline=None)
def test_found_echoes_lead_back_in_time_and_never_round(world: World) -> None:
    """A source was received no later than what repeats it; no chain comes back to itself; each
    probability has four decimals."""
    found = world.found()
    received = {r.report_id: r.received for r in world.reports}
    above: dict[str, list[str]] = {}
    for link in found:
        child, parent = received[link.report_id], received[link.parent_id]
        if child and parent:
            assert parent.first <= child.last
        assert link.probability == round(link.probability, 4)
        assert link.evidence
        above.setdefault(link.report_id, []).append(link.parent_id)
    for start in above:
        stack, seen = list(above[start]), set()
        while stack:
            current = stack.pop()
            assert current != start
            if current not in seen:
                seen.add(current)
                stack.extend(above.get(current, ()))


links = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


@given(links)
def test_cyclic_links_end_and_every_report_has_roots(pairs: list[tuple[int, int]]) -> None:
    """Links that run in circles, from a file or by mistake, are cut: every report has a root."""
    reports = {f"R{i}": report(f"R{i}", f"2004-01-0{1 + i % 3}") for i in range(8)}
    lineage = Lineage(reports, [echo(f"R{child}", f"R{parent}") for child, parent in pairs])
    for key in reports:
        roots = lineage.roots(key)
        assert roots
        assert all(lineage.roots(root) == {root} for root in roots)


@given(st.text(alphabet="ab >\"“.\n/1-:'sd", max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """No text, however odd, stops the search."""
    reports = {k: report(k, "2004-01-01", text=text) for k in ("R00", "R01")}
    find_echoes(reports, {}, policy=POLICY)
