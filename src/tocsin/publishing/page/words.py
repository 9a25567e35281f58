"""A report's words with masks laid over them and mentions marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.privacy.masking import Mask

_AROUND = 150
"""Characters of context on each side of a mention."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of shown text; `marked` where it is the mention."""

    text: str
    marked: bool = False


def pieces(
    text: str,
    masks: Sequence[Mask],
    marks: Sequence[tuple[int, int]],
    start: int = 0,
    end: int | None = None,
) -> list[Piece]:
    """The text from `start` to `end`, masked, cut at the edges of the marks.

    A mask that a mark touches is marked whole: half a mask would show half a name.

    >>> shown = pieces("Ask Lena Okoro now", [Mask(4, 14, "L.O.")], [(4, 14)])
    >>> [(piece.text, piece.marked) for piece in shown]
    [('Ask ', False), ('L.O.', True), (' now', False)]
    """
    end = len(text) if end is None else end
    covered = [mask for mask in masks if mask.start < end and mask.end > start]
    shown: list[Piece] = []
    at = start
    for mask in covered:
        shown += _plain(text, marks, at, mask.start)
        touched = any(s < mask.end and e > mask.start for s, e in marks)
        shown.append(Piece(mask.shown, touched))
        at = max(at, mask.end)
    shown += _plain(text, marks, at, end)
    return shown


def around(
    text: str, masks: Sequence[Mask], start: int, end: int, margin: int = _AROUND
) -> list[Piece]:
    """A mention with the words around it, never beginning or ending inside a word or a mask."""
    left, right = max(0, start - margin), min(len(text), end + margin)
    while left > 0 and not text[left - 1].isspace():
        left -= 1
    while right < len(text) and not text[right].isspace():
        right += 1
    for mask in masks:
        if mask.start < left < mask.end:
            left = mask.start
        if mask.start < right < mask.end:
            right = mask.end
    shown = pieces(text, masks, [(start, end)], left, right)
    before = [Piece("… ")] if left > 0 else []
    after = [Piece(" …")] if right < len(text) else []
    return [*before, *shown, *after]


def _plain(text: str, marks: Sequence[tuple[int, int]], start: int, end: int) -> list[Piece]:
    shown: list[Piece] = []
    at = start
    for left, right in marks:
        left, right = max(left, at), min(right, end)
        if left < right:
            shown += [Piece(text[at:left]), Piece(text[left:right], marked=True)]
            at = right
    if at < end:
        shown.append(Piece(text[at:end]))
    return [piece for piece in shown if piece.text]
