"""Rule 6 for decisions: a name alone is never certain, however rare."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.worlds import Naming, Telling, World, day, found_in

from tocsin.decisions import attach
from tocsin.records import Decision, DecisionKind, JoinStatus, Role

NAMES = ("Idris Vantongeren", "Aneta Nowak", "Chidi Okafor", "Nguyen Van Thang", "Gul")
names = st.sampled_from(NAMES)
tellings = st.lists(
    st.tuples(names, names, st.booleans(), st.sampled_from([Role.ALLEGED, Role.AFFECTED])),
    min_size=1,
    max_size=6,
)
written = names.flatmap(
    lambda name: st.sampled_from(
        [name, name.upper(), name.lower(), " ".join(name.split()[::-1]), f"  {name} ,"]
    )
)


def world_of(rows: list) -> World:
    """Two people named in each report, some hanging by possible joins."""
    return World(
        tuple(
            Telling(
                f"R{n}",
                day(f"200{n}-01-01"),
                (Naming(f"{n}a" if apart else "a", role), Naming(f"{n}b", role, certain=False)),
            )
            for n, (_, _, apart, role) in enumerate(rows)
        )
    )


@settings(max_examples=150, deadline=None)
@given(tellings, written, st.data())
def test_a_name_alone_never_heeds(rows: list, name: str, data: st.DataObject):
    """Without a number or a report, a name only ever makes a decision possible."""
    found = found_in(world_of(rows))
    subjects = tuple(
        replace(s, person_id=f"T-{n}", names=(data.draw(names),))
        for n, s in enumerate(found.joining.subjects)
    )
    joining = replace(found.joining, subjects=subjects)
    row = Decision("D1", DecisionKind.ARREST, (name,), day("2009-01-01"), confirmed=True)
    attached = attach([row], joining, found.extractions)
    wanted = {s.person_id for s in subjects if {*s.names[0].split()} == _words(name)}
    assert set(attached) == wanted
    for (only,) in attached.values():
        assert only.join_status is JoinStatus.POSSIBLE
        assert not only.counts
        assert only.why_not


def _words(name: str) -> set[str]:
    bare = {word.casefold() for word in name.replace(",", " ").split()}
    return next({*known.split()} for known in NAMES if {*known.casefold().split()} == bare)


@settings(max_examples=100, deadline=None)
@given(tellings, st.permutations(range(4)))
def test_the_order_of_decisions_changes_nothing(rows: list, order: list[int]):
    """Rule 4: rows and told words in any order attach alike."""
    found = found_in(world_of(rows))
    mention = found.extractions["R0"].mentions[0].mention_id
    given_rows = [
        Decision("D0", DecisionKind.ARREST, ("a",), day("2009-01-01"), confirmed=True),
        Decision("D1", DecisionKind.ARREST, (mention,), day("2009-01-01"), report_id="R0"),
        Decision("D2", DecisionKind.CHARGE, (mention,), None, report_id="R0"),
        Decision("D3", DecisionKind.SUPPORT, (mention,), day("2008"), confirmed=True),
    ]
    shuffled = [given_rows[n] for n in order]
    assert attach(shuffled, found.joining, found.extractions) == attach(
        given_rows, found.joining, found.extractions
    )
