"""Does a finite best fit exist, and is it the only one? Checked before any figure is believed.

Source: Fienberg and Rinaldo (2012), Annals of Statistics 40, 996-1023; the check by linear
programming is that of Chan, Silverman and Vincent (2021), JASA 116, 1297-1306.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from scipy.optimize import linprog

from tocsin.pictures.scale.loglinear import Design, Flags, Model, Reals, design_of, reduce

FINE, NONE, MANY, NEITHER = 0, 1, 2, 3
"""0 there is one best fit; 1 no finite one; 2 many equally good; 3 both faults."""
_ZERO = 1e-7


def status(counts: Iterable[tuple[int, int]], model: Model, size: int) -> int:
    """Whether the extended maximum likelihood fit exists (else +1) and is unique (else +2)."""
    support = sum(1 << pattern for pattern, count in counts if count > 0)
    return status_of(support, model, size)


@lru_cache(maxsize=200_000)
def status_of(support: int, model: Model, size: int) -> int:
    """The same by which patterns were seen: the sizes of the counts do not matter.

    >>> seen = sum(1 << pattern for pattern in (0b001, 0b010, 0b100, 0b011))
    >>> [status_of(seen, model, 3) for model in [(3,), (5,), (3, 5, 6)]]
    [1, 0, 2]
    """
    frame = design_of(size, model)
    seen = np.array([[float(support >> int(row) & 1) for row in frame.rows]])
    active = frame.active([model])
    used, kept = reduce(seen, active, frame)
    matrix = frame.matrix[kept[0]][:, used[0]]
    missing = FINE if _exists(matrix, seen[0, kept[0]]) else NONE
    return missing + (MANY if _rank(matrix) < matrix.shape[1] else FINE)


def _exists(matrix: Reals, seen: Reals) -> bool:
    """Whether all cells can be positive at once with the same margins."""
    rows, columns = matrix.shape
    if (seen > 0).all():
        return True
    goal = np.zeros(rows + 1)
    goal[-1] = -1.0
    lowest = np.hstack([-np.eye(rows), np.ones((rows, 1))])
    same = np.hstack([matrix.T, np.zeros((columns, 1))])
    found = linprog(
        goal,
        A_ub=lowest,
        b_ub=np.zeros(rows),
        A_eq=same,
        b_eq=matrix.T @ seen,
        bounds=[(0, None)] * rows + [(None, 1.0)],
        method="highs",
    )
    return bool(found.status == 0 and -found.fun > _ZERO)


def _rank(matrix: Reals) -> int:
    return int(np.linalg.matrix_rank(matrix)) if matrix.size else 0


def identifiable(counts: Reals, active: Flags, frame: Design) -> Flags:
    """Of each table and model of a batch: whether its terms can be told apart."""
    used, kept = reduce(counts, active, frame)
    keys = np.packbits(np.hstack([used, kept]), axis=1)
    answer: dict[bytes, bool] = {}
    flags = np.zeros(len(counts), dtype=bool)
    for i, key in enumerate(keys):
        name = key.tobytes()
        if name not in answer:
            matrix = frame.matrix[kept[i]][:, used[i]]
            answer[name] = _rank(matrix) == matrix.shape[1]
        flags[i] = answer[name]
    return flags
