"""The signs of a drawing: a shape for each kind, a line for each tie; nothing hangs on colour."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tocsin.pictures.networks.layout import Point
from tocsin.pictures.networks.records import Node, Tie
from tocsin.records import Kind

INK, QUIET, PAPER = "#14181c", "#5b666f", "#ffffff"
SIZE = 9.0
"""Every subject is drawn the same size: size would be read as importance."""
LETTER = 6.1
"""How wide a letter of a label is, about."""
LONGEST = 26

SHAPES = {
    Kind.PERSON: "circle",
    Kind.PREMISES: "square",
    Kind.ADDRESS: "square with a roof",
    Kind.VEHICLE: "diamond",
    Kind.PHONE: "triangle",
    Kind.HANDLE: "triangle on its point",
}
NOUNS = {
    Kind.PERSON: "person",
    Kind.PREMISES: "place",
    Kind.ADDRESS: "address",
    Kind.VEHICLE: "vehicle",
    Kind.PHONE: "phone",
    Kind.HANDLE: "online name",
}


def label_of(name: str) -> str:
    """A name short enough for a drawing."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def width_of(name: str) -> float:
    """About how wide a label is."""
    return round(max(len(label_of(name)) * LETTER, 2 * SIZE) + 6, 1)


def line(start: Point, end: Point, tie: Tie) -> str:
    """A tie: thicker with more voices, broken where it is only retold, barred where stated."""
    thick = {0: 1.0, 1: 1.4, 2: 2.2, 3: 3.0, 4: 3.8}.get(min(tie.voices, 5), 4.8)
    broken = "" if tie.voices else ' stroke-dasharray="4 4"'
    colour = INK if tie.stated else QUIET
    drawn = (
        f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" stroke="{colour}" '
        f'stroke-width="{thick}"{broken}/>'
    )
    return drawn + (_bar(start, end) if tie.stated else "")


def faint(start: Point, end: Point) -> str:
    """A tie beside the point: between two others of a drawing about one."""
    return (
        f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" stroke="#c3cad0" '
        'stroke-width="0.9"/>'
    )


def _bar(start: Point, end: Point) -> str:
    x, y = round((start[0] + end[0]) / 2, 1), round((start[1] + end[1]) / 2, 1)
    return f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="{INK}"/>'


def shape(at: Point, node: Node, *, at_edge: bool = False, at_centre: bool = False) -> str:
    """A subject: its shape says the kind; a broken outline says that it stands at the edge."""
    broken = ' stroke-dasharray="2.5 2.5"' if at_edge else ""
    thick = 3.2 if at_centre else 1.8
    style = f'fill="{PAPER}" stroke="{INK}" stroke-width="{thick}"{broken}'
    return _outline(node.kind, at, style)


def _outline(kind: Kind, at: Point, style: str) -> str:
    x, y, r = at[0], at[1], SIZE
    if kind is Kind.PERSON:
        return f'<circle cx="{x}" cy="{y}" r="{r}" {style}/>'
    if kind is Kind.PREMISES:
        return (
            f'<rect x="{x - r + 1:.1f}" y="{y - r + 1:.1f}" width="{2 * r - 2}" '
            f'height="{2 * r - 2}" {style}/>'
        )
    corners = {
        Kind.ADDRESS: [(-8, 9), (-8, -3), (0, -10), (8, -3), (8, 9)],
        Kind.VEHICLE: [(0, -11), (11, 0), (0, 11), (-11, 0)],
        Kind.PHONE: [(0, -10), (10, 8), (-10, 8)],
    }.get(kind, [(0, 10), (10, -8), (-10, -8)])
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" {style}/>'


def words(
    at: Point, text: str, *, anchor: str = "middle", size: float = 12, bold: bool = False
) -> str:
    """A label on a paper-coloured edge, so that no line runs through it unread."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{at[0]}" y="{at[1]}" text-anchor="{anchor}" font-size="{size}"{weight} '
        f'fill="{INK}" stroke="{PAPER}" stroke-width="3.5" paint-order="stroke" '
        f'stroke-linejoin="round">{escape(label_of(text))}</text>'
    )


def key(
    kinds: Sequence[Kind], top: float, left: float, width: float, *, edge: bool
) -> tuple[str, float]:
    """What the signs mean, in rows below a drawing; and how far down it reaches."""
    signs = [(_outline(kind, (0.0, 0.0), f'fill="{PAPER}" stroke="{INK}" stroke-width="1.8"'),
              NOUNS[kind]) for kind in kinds]  # fmt: skip
    if edge:
        style = f'fill="{PAPER}" stroke="{INK}" stroke-width="1.8" stroke-dasharray="2.5 2.5"'
        signs.append((_outline(Kind.PERSON, (0.0, 0.0), style), "at the edge"))
    plain = f'<line x1="-10" y1="0" x2="10" y2="0" stroke="{QUIET}" stroke-width="'
    signs += [
        (f'{plain}1.4"/>', "one voice"),
        (f'{plain}4.8"/>', "five or more"),
        (f'{plain}1.0" stroke-dasharray="4 4"/>', "retold only"),
        (f'{plain}2.2"/><rect x="-3" y="-3" width="6" height="6" fill="{INK}"/>', "stated"),
    ]
    drawn, x, y = [], left, top
    for sign, noun in signs:
        wide = 42 + len(noun) * 6
        if x + wide > left + width:
            x, y = left, y + 24
        drawn.append(
            f'<g transform="translate({x + 12:.1f} {y:.1f})">{sign}'
            f'<text x="16" y="4" font-size="11" fill="{INK}">{noun}</text></g>'
        )
        x += wide
    return "".join(drawn), y + 16


def framed(
    marks: Sequence[str], box: tuple[float, float, float, float], title: str, description: str
) -> str:
    """The whole drawing, with its title and its description for whoever does not see it."""
    left, top, right, bottom = (round(value, 1) for value in box)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="network" role="img" '
        f'viewBox="{left} {top} {round(right - left, 1)} {round(bottom - top, 1)}" '
        f'width="{round(right - left)}" height="{round(bottom - top)}" '
        f"font-family=\"system-ui, 'Noto Sans', Arial, sans-serif\">"
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f'<rect x="{left}" y="{top}" width="{round(right - left, 1)}" '
        f'height="{round(bottom - top, 1)}" fill="{PAPER}"/>{"".join(marks)}</svg>'
    )
