"""Networks on the page: drawings with their tables, and a view that grows from one subject.

The page works without its script: every drawing and every table stands in it as it is. The view
is an addition. Nothing here comes from, or goes to, a network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tocsin.pictures.networks import BetweenOthers, Group, Tie, draw_ego, draw_group
from tocsin.pictures.networks.marks import NOUNS
from tocsin.policies import Policy
from tocsin.publishing.networks.rows import CAUTION, STATED_WORDS, Told
from tocsin.publishing.networks.terminal import caption
from tocsin.publishing.wording import harmless, span_words

GROUPS = 3
"""Groups drawn on the page; the rest stand in `tocsin network`."""
_LIBRARIES = ("d3-dispatch", "d3-quadtree", "d3-timer", "d3-force")
_MOST_NODES, _MOST_TIES, _REPORTS = 1500, 5000, 4
_PART_OF_DRAWING = 40


@dataclass(frozen=True, slots=True)
class TieView:
    """A row of the table beside a drawing."""

    left: str
    right: str
    stated: str
    voices: int
    years: str
    reports: tuple[tuple[str, str], ...]
    """Number and anchor of the first reports; the anchor is empty where it is not on the page."""
    more: int


@dataclass(frozen=True, slots=True)
class MemberView:
    """A row of the table of a group."""

    name: str
    person_id: str
    anchor: str
    kind: str
    sure: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group: its drawing, and the same in words."""

    number: int
    drawing: Markup
    sentence: str
    doubt: str
    members: tuple[MemberView, ...]
    ties: tuple[TieView, ...]
    more_ties: int


@dataclass(frozen=True, slots=True)
class BetweenView:
    """One row of the order of adults named."""

    name: str
    person_id: str
    anchor: str
    share: str
    interval: str
    reports: int


Anchor = Callable[[str], str]
"""From a report's or a subject's number to its anchor on the page; empty where it is not there."""


def network_html(
    told: Told, between: BetweenOthers, policy: Policy, report: Anchor, subject: Anchor
) -> Markup:
    """The part of the page about networks.

    Args:
        told: the network, its groups, and names as they may be shown.
        between: who is most often reported between others.
        report, subject: where a report or a subject stands on the page.
    """
    groups = told.groups.groups
    template = _environment().get_template("network.html")
    views = [_group(group, told, policy, report, subject) for group in groups[:GROUPS]]
    return Markup(
        template.render(
            told=told,
            counts=_counts(told),
            groups=views,
            more_groups=max(len(groups) - GROUPS, 0),
            placed=len(told.network.nodes) - told.groups.ungrouped,
            between=[_between(row, told, subject) for row in between.rows],
            between_statement=between.statement,
            between_caption=caption(between) if between.rows else "",
            caution=CAUTION,
            data=network_data(told, policy, report),
        )
    )


@cache
def network_script() -> str:
    """The script of the growing view, with the libraries it stands on and their licence."""
    folder = resources.files("tocsin.publishing.page") / "templates"
    licence = (folder / "d3" / "LICENSE").read_text("utf-8").replace("*/", "")
    parts = [f"/* d3-dispatch, d3-quadtree, d3-timer, d3-force:\n{licence}*/"]
    parts += [(folder / "d3" / f"{name}.min.js").read_text("utf-8") for name in _LIBRARIES]
    parts.append((folder / "network.js").read_text("utf-8"))
    return "\n".join(parts)


@cache
def network_style() -> str:
    """What the drawings and the view need of the style of the page."""
    folder = resources.files("tocsin.publishing.page") / "templates"
    return (folder / "network.css").read_text("utf-8")


def ego_html(told: Told, person_id: str, policy: Policy) -> Markup:
    """The drawing of one subject, for its part of the page."""
    return Markup(draw_ego(told.network, person_id, names=told.names, policy=policy))


def network_data(told: Told, policy: Policy, report: Anchor) -> dict[str, Any]:
    """What the growing view reads: subjects with most voices, the strongest ties between them."""
    network = told.network
    voices = np.array([node.voices for node in network.nodes], np.int64)
    chosen = np.sort(np.argsort(-voices, kind="stable")[:_MOST_NODES])
    place = {int(n): at for at, n in enumerate(chosen)}
    numbers = np.fromiter(network.ties_among(chosen), np.int64)
    order = np.lexsort((numbers, -np.round(network.strength[numbers], 6)))[:_MOST_TIES]
    ties = [network.tie(int(n)) for n in numbers[order]]
    kinds = list(NOUNS.values())
    nodes = [network.nodes[int(n)] for n in chosen]
    return {
        "kinds": kinds,
        "most": policy["networks.page_expanded"],
        "nodes": [
            [n.person_id, kinds.index(NOUNS[n.kind]), harmless(told.name(n.person_id))]
            for n in nodes
        ],
        "ties": [
            [
                place[int(network.left[number])],
                place[int(network.right[number])],
                tie.voices,
                _stated(tie),
                tie.first_on[:4],
                tie.last_on[:4],
                [[r, report(r)] for r in tie.report_ids[:_REPORTS]],
                len(tie.report_ids),
            ]
            for tie, number in zip(ties, numbers[order], strict=True)
        ],
        "left_out": len(network.nodes) - len(nodes),
    }


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("tocsin.publishing.page", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: harmless(value) if type(value) is str else value,
    )


def _counts(told: Told) -> str:
    network = told.network
    people = sum(NOUNS[node.kind] == "person" for node in network.nodes)
    others = len(network.nodes) - people
    return (
        f"{people:,} people and {others:,} places, vehicles, phones and online names, with "
        f"{network.ties:,} ties between them"
    )


def _group(group: Group, told: Told, policy: Policy, report: Anchor, subject: Anchor) -> GroupView:
    network = told.network
    positions = np.array([network.position(p) for p in group.person_ids], np.int64)
    ties = [tie for n in network.ties_among(positions) if (tie := network.tie(n)).voices]
    ties.sort(key=lambda t: (-t.strength, t.left, t.right))
    span = span_words(group.first_on or None, group.last_on or None)
    return GroupView(
        number=group.number,
        drawing=Markup(draw_group(network, group, names=told.names, policy=policy)),
        sentence=(
            f"{len(group.members)} subjects that {group.reports:,} reports name together, "
            f"{group.voices:,} of them voices, from {len(group.agencies)} bodies; {span}."
        ),
        doubt=(
            f"About {group.may_not_belong:.0f} of the {len(group.members)} must be expected not "
            "to belong to it."
        ),
        members=tuple(
            MemberView(
                told.name(m.person_id),
                m.person_id,
                subject(m.person_id),
                NOUNS[m.kind],
                "no figure: a child, or affected"
                if m.sure is None
                else f"{m.sure:.0%} of the runs{'; at the edge' if m.at_edge else ''}",
            )
            for m in group.members
        ),
        ties=tuple(_tie(tie, told, report) for tie in ties[:_PART_OF_DRAWING]),
        more_ties=max(len(ties) - _PART_OF_DRAWING, 0),
    )


def _tie(tie: Tie, told: Told, report: Anchor) -> TieView:
    first, last = tie.first_on[:4], tie.last_on[:4]
    return TieView(
        told.name(tie.left),
        told.name(tie.right),
        ", ".join(_stated(tie)),
        tie.voices,
        first if first == last else f"{first}–{last}",
        tuple((r, report(r)) for r in tie.report_ids[:_REPORTS]),
        max(len(tie.report_ids) - _REPORTS, 0),
    )


def _stated(tie: Tie) -> list[str]:
    return [STATED_WORDS[kind] for kind in tie.stated]


def _between(row: Any, told: Told, subject: Anchor) -> BetweenView:
    return BetweenView(
        told.name(row.person_id),
        row.person_id,
        subject(row.person_id),
        f"{row.share:.0%}",
        f"{row.low:.0%} to {row.high:.0%}",
        row.reports,
    )
