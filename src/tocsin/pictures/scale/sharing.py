"""What may leave the agency: the estimate as it is, small numbers of people withheld."""

from __future__ import annotations

from dataclasses import replace

from tocsin.pictures.scale.records import Scale
from tocsin.privacy.suppression import suppressed


def shared(scale: Scale, small_number: int) -> Scale:
    """The same without any count of people that is above 0 and below `small_number`.

    How many would be left without a list tells, by taking one from the other, how many are on
    that list alone, and the estimates then tell it again: those counts go, and so do list sizes
    and overlaps that are small. Notes name agencies and go too.
    """
    pairs = tuple(
        replace(p, shared=suppressed(p.shared, small_number), expected=None)
        if p.shared is not None and suppressed(p.shared, small_number) is None
        else p
        for p in scale.pairs
    )
    sizes = tuple(None if n is None else suppressed(n, small_number) for n in scale.sizes)
    checks = tuple(
        replace(c, size=None, estimate=None, low=None, high=None, log_ratio=None)
        if c.size is not None and suppressed(c.size, small_number) is None
        else c
        for c in scale.checks
    )
    moved = tuple(replace(v, seen=None) for v in scale.variations)
    small = suppressed(scale.seen or 0, small_number) is None
    statement = f"Fewer than {small_number} {scale.what} were seen." if small else scale.statement
    return replace(
        scale,
        seen=None if small else scale.seen,
        reasons=() if small else scale.reasons,
        methods=() if small else scale.methods,
        envelope=(None, None) if small else scale.envelope,
        odds_ratios=() if _is_telling(scale, small_number) else scale.odds_ratios,
        statement=statement,
        sizes=sizes,
        pairs=pairs,
        checks=checks,
        variations=() if small else moved,
        notes=(),
    )


def _is_telling(scale: Scale, small_number: int) -> bool:
    """Two lists' totals give their overlap away."""
    return any(suppressed(p.shared or 0, small_number) is None for p in scale.pairs)
