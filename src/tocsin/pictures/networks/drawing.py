"""Drawings of a network: one subject and who is named with it, or one group."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from tocsin.pictures.networks.groups import Group
from tocsin.pictures.networks.layout import Point, apart, around, spread
from tocsin.pictures.networks.marks import SIZE, faint, framed, key, line, shape, width_of, words
from tocsin.pictures.networks.records import Network, Node, Tie
from tocsin.policies import Policy
from tocsin.records import Kind

_KINDS = list(Kind)
_MARGIN = 16.0
_CAUTION = "Named together in reports, which says nothing of what two have to do with each other."


def draw_ego(network: Network, subject: str, *, names: Mapping[str, str], policy: Policy) -> str:
    """One subject in the middle, and around it those it is named with, as SVG.

    Args:
        names: what each subject is called; numbers where it does not say. Masking is the caller's.
        policy: `networks.drawn_neighbours` bounds how many are drawn, strongest ties first.

    Neighbours stand by kind and number, clockwise from the top: their place says nothing.

    Raises:
        NotFoundError: the subject is not in the network.
    """
    centre = network.node(subject)
    ties = network.ties_of(subject)
    shown = ties[: policy["networks.drawn_neighbours"]]
    others = sorted((network.node(_other(t, subject)) for t in shown), key=_by_kind)
    radius = max(130.0, round(len(others) * 38 / math.tau, 1))
    places = dict(zip([n.person_id for n in others], around(len(others), radius), strict=True))
    places[subject] = (0.0, 0.0)
    among = _among(network, [n.person_id for n in others])
    marks = [faint(places[tie.left], places[tie.right]) for tie in among]
    marks += [_between(tie, places) for tie in shown]
    marks += [shape(places[n.person_id], n) for n in others]
    marks += [_beside(places[n.person_id], names.get(n.person_id, n.person_id)) for n in others]
    name = names.get(subject, subject)
    marks += [shape((0.0, 0.0), centre, at_centre=True), words((0.0, 26.0), name, bold=True)]
    widest = max((width_of(names.get(n.person_id, n.person_id)) for n in others), default=0)
    reach = max(radius + 20 + widest, width_of(name) / 2 + 20)
    drawn = _with_key(
        marks, [centre, *others], (-reach, -radius - 34, reach, radius + 34), edge=False
    )
    left_out = (
        f" {len(ties) - len(shown)} more stand in the table." if len(ties) > len(shown) else ""
    )
    alone = f"{name} is named with nobody and nothing else here."
    described = f"{name} and {len(others)} subjects it is named with.{left_out} {_CAUTION}"
    return framed(*drawn, f"Named with {name}", described if others else alone)


def draw_group(network: Network, group: Group, *, names: Mapping[str, str], policy: Policy) -> str:
    """One group with the ties inside it, as SVG.

    Of a large group those with most voices are drawn. Who stands at its edge has a broken outline;
    of children and people affected nothing is said beyond that they are named here.
    """
    nodes = [network.node(person_id) for person_id in group.person_ids]
    nodes.sort(key=lambda n: (-n.voices, n.person_id))
    nodes = sorted(nodes[: policy["networks.drawn_group"]], key=_by_kind)
    ties = _among(network, [n.person_id for n in nodes])
    at = {node.person_id: place for place, node in enumerate(nodes)}
    called = [names.get(n.person_id, n.person_id) for n in nodes]
    ends = np.array([(at[t.left], at[t.right]) for t in ties], np.int64).reshape(-1, 2)
    spots = spread(len(nodes), ends[:, 0], ends[:, 1], 118.0)
    spots = apart(spots, [width_of(name) for name in called], 44.0)
    places = {n.person_id: spot for n, spot in zip(nodes, spots, strict=True)}
    edge = {m.person_id for m in group.members if m.at_edge}
    marks = [_between(tie, places) for tie in ties]
    marks += [shape(places[n.person_id], n, at_edge=n.person_id in edge) for n in nodes]
    marks += [
        words((x, round(y + SIZE + 14, 1)), name)
        for (x, y), name in zip(spots, called, strict=True)
    ]
    wide = [width_of(name) / 2 for name in called]
    box = (
        min(x - w for (x, _), w in zip(spots, wide, strict=True)) - _MARGIN,
        min(y for _, y in spots) - 24,
        max(x + w for (x, _), w in zip(spots, wide, strict=True)) + _MARGIN,
        max(y for _, y in spots) + 34,
    )
    drawn = _with_key(marks, nodes, box, edge=bool(edge))
    title = f"Group {group.number}"
    described = (
        f"{len(group.members)} subjects named together in {group.reports} reports; {len(nodes)} "
        f"are drawn, {len(edge & places.keys())} of them at the edge. {_CAUTION}"
    )
    return framed(*drawn, title, described)


def _with_key(
    marks: list[str], nodes: Sequence[Node], box: tuple[float, float, float, float], *, edge: bool
) -> tuple[list[str], tuple[float, float, float, float]]:
    left, top, right, bottom = box
    if right - left < 420:
        left, right = (left + right) / 2 - 210, (left + right) / 2 + 210
    kinds = sorted({node.kind for node in nodes}, key=_KINDS.index)
    signs, bottom = key(kinds, bottom + 10, left + 8, right - left - 16, edge=edge)
    return [*marks, signs], (left, top, right, bottom)


def _among(network: Network, person_ids: Sequence[str]) -> list[Tie]:
    """Ties with both ends among some subjects that a voice stands behind."""
    positions = np.array([network.position(p) for p in person_ids], np.int64)
    ties = [network.tie(number) for number in network.ties_among(positions)]
    return [tie for tie in ties if tie.voices]


def _between(tie: Tie, places: Mapping[str, Point]) -> str:
    return line(places[tie.left], places[tie.right], tie)


def _beside(at: Point, name: str) -> str:
    """A label on the outer side of the ring."""
    x, y = at
    if abs(x) < 12:
        return words((x, round(y - 16 if y < 0 else y + 24, 1)), name)
    away, down = (15 if x > 0 else -15), 4 + 12 * y / math.hypot(x, y)
    anchor = "start" if x > 0 else "end"
    return words((round(x + away, 1), round(y + down, 1)), name, anchor=anchor)


def _other(tie: Tie, subject: str) -> str:
    return tie.right if tie.left == subject else tie.left


def _by_kind(node: Node) -> tuple[int, str]:
    return _KINDS.index(node.kind), node.person_id
