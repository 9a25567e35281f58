"""Published networks of cases (TOCSIN_REFERENCE_DATA), and people taken out of them one by one."""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from tocsin.pictures.networks import betweenness

DATA = os.environ.get("TOCSIN_REFERENCE_DATA", "")
_AT_ONCE = 5
_KATZ = 0.1

Matrix = np.ndarray
Order = Callable[[Matrix, Sequence[str]], list[int]]
"""From a matrix of ties and the names of its rows to the rows, first to be taken out first."""


def layers() -> dict[tuple[str, str], list[tuple[str, str, float]]]:
    """All ties of all layers of the collection, in their order."""
    found: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
    path = Path(DATA) / "real" / "covert-networks" / "edges.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            tie = row["source"], row["target"], float(row["weight"])
            found.setdefault((row["network"], row["layer"]), []).append(tie)
    return found


def matrix_of(ties: Sequence[tuple[str, str, float]]) -> tuple[Matrix, list[str]]:
    """Ties as a symmetric matrix; of a tie told twice the later weight stands."""
    names = list(dict.fromkeys(end for one, other, _ in ties for end in (one, other)))
    place = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    for one, other, weight in ties:
        matrix[place[one], place[other]] = matrix[place[other], place[one]] = weight
    return matrix, names


def largest_part(matrix: Matrix) -> int:
    """How many people the largest connected part holds."""
    left = set(range(len(matrix)))
    most = 0
    while left:
        front, seen = [left.pop()], 1
        while front:
            beside = set(np.nonzero(matrix[front.pop()])[0].tolist()) & left
            left -= beside
            seen += len(beside)
            front += beside
        most = max(most, seen)
    return most


def remaining(
    ties: Sequence[tuple[str, str, float]], order: Order, *, block: bool
) -> dict[int, int]:
    """The largest part after each step: people go one by one, or five at a time."""
    matrix, names = matrix_of(ties)
    curve: dict[int, int] = {}
    gone = 0
    while len(names) > _AT_ONCE:
        curve[gone] = largest_part(matrix)
        out = order(matrix, names)[: _AT_ONCE if block else 1]
        out = out[: len(names) - _AT_ONCE]
        keep = [n for n in range(len(names)) if n not in out]
        matrix, names = matrix[np.ix_(keep, keep)], [names[n] for n in keep]
        gone += len(out)
    return curve


def by_score(score: Callable[[Matrix], Matrix]) -> Order:
    """Highest score first; of equals whoever came last into the data."""

    def order(matrix: Matrix, names: Sequence[str]) -> list[int]:
        found = np.round(score(matrix), 9)
        return sorted(range(len(names)), key=lambda n: (found[n], n), reverse=True)

    return order


def by_influence(*, weighted: bool) -> Order:
    """Collective influence at distance one; of equals whoever bears the highest number."""

    def order(matrix: Matrix, names: Sequence[str]) -> list[int]:
        ties = matrix > 0
        degree = (matrix if weighted else ties).sum(axis=1)
        score = (degree - 1) * (ties @ (degree - 1))
        return sorted(range(len(names)), key=lambda n: (score[n], int(names[n])), reverse=True)

    return order


def our_betweenness(matrix: Matrix) -> Matrix:
    """What the product counts, ways counted by their steps."""
    left, right = np.nonzero(np.triu(matrix))
    return betweenness(left, right, np.ones(len(matrix), bool))[0]


def degree(matrix: Matrix) -> Matrix:
    """How many ties, weighed if the matrix is."""
    return matrix.sum(axis=1)


def katz(matrix: Matrix) -> Matrix:
    """Katz's status with a damping of 0.1, its sum made positive and its length one, as printed."""
    found = np.linalg.solve(np.eye(len(matrix)) - _KATZ * matrix.T, np.ones(len(matrix)))
    return found / (np.sign(found.sum()) * np.linalg.norm(found))


def unweighted(score: Callable[[Matrix], Matrix]) -> Callable[[Matrix], Matrix]:
    """The same score where every tie counts one."""
    return lambda matrix: score((matrix > 0).astype(float))
