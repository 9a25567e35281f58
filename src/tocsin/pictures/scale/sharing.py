"""What may leave the agency: the estimate as it is, small numbers of people withheld."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

from tocsin.pictures.scale.records import Scale, Variation
from tocsin.privacy.suppression import suppressed


def shared(scale: Scale, small_number: int) -> Scale:
    """The same without any count of people that is above 0 and below `small_number`.

    Nor anything that gives such a count away: an estimate without a list tells how many are on
    that list alone, one with two lists merged tells their overlap, and two lists' totals tell it
    too. Those rows go whole. Notes name agencies and go as well.
    """

    def is_small(count: int | None) -> bool:
        return count is not None and suppressed(count, small_number) is None

    if is_small(scale.seen):
        return _withheld(scale, small_number)
    small = {frozenset((p.left, p.right)) for p in scale.pairs if is_small(p.shared)}
    meeting_few = {name for pair in small for name in pair}
    return replace(
        scale,
        sizes=tuple(None if is_small(n) else n for n in scale.sizes),
        pairs=tuple(
            replace(p, shared=None, expected=None) if is_small(p.shared) else p for p in scale.pairs
        ),
        variations=tuple(
            replace(v, seen=None)
            for v in scale.variations
            if not _is_telling(scale, v, small, is_small)
        ),
        checks=tuple(c for c in scale.checks if c.name not in meeting_few and not is_small(c.size)),
        odds_ratios=() if small else scale.odds_ratios,
        methods=() if small and len(scale.lists) == 2 else scale.methods,
        envelope=(None, None) if small and len(scale.lists) == 2 else scale.envelope,
        notes=(),
    )


def _is_telling(
    scale: Scale,
    row: Variation,
    small: set[frozenset[str]],
    is_small: Callable[[int | None], bool],
) -> bool:
    """Whether a variation gives a small count away, laid beside the whole."""
    if row.kind == "without":
        alone = (scale.seen or 0) - (row.seen or 0)
        others = frozenset(scale.lists) - {row.name}
        return is_small(alone) or (len(others) == 2 and others in small)
    if row.kind == "merged":
        return any(row.name in {" and ".join(o) for o in permutations(pair)} for pair in small)
    return is_small(abs((scale.seen or 0) - (row.seen or 0)))


def _withheld(scale: Scale, small_number: int) -> Scale:
    """So few were seen that nothing can be told of them."""
    return replace(
        scale,
        seen=None,
        sizes=tuple(None for _ in scale.sizes),
        reasons=(),
        statement=f"Fewer than {small_number} {scale.what} were seen.",
        methods=(),
        envelope=(None, None),
        odds_ratios=(),
        pairs=(),
        variations=(),
        checks=(),
        notes=(),
    )
