"""What a stored case holds a million of, read from its row only when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, Generic, TypeVar, overload

_T = TypeVar("_T")
Row = list[Any]


class Shelf(Sequence[_T], Generic[_T]):
    """A list whose items stand as rows of JSON until they are asked for."""

    def __init__(
        self,
        make: Callable[[int, Row], _T],
        row_of: Callable[[_T], Row],
        rows: Iterable[str] = (),
    ) -> None:
        self._make, self._row_of = make, row_of
        self._rows: list[str | None] = list(rows)
        self._made: dict[int, _T] = {}

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> list[_T]: ...
    def __getitem__(self, index: int | slice) -> _T | list[_T]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        found = self._made.get(index)
        if found is None:
            row = self._rows[index]
            found = self._made[index] = self._make(index, json.loads(row or "null"))
        return found

    def __len__(self) -> int:
        return len(self._rows)

    def __setitem__(self, index: int, value: _T) -> None:
        self._rows[index] = None
        self._made[index] = value

    def append(self, value: _T) -> None:
        """Add an item."""
        self._made[len(self._rows)] = value
        self._rows.append(None)

    def rows(self) -> Iterator[str]:
        """Every item as its row."""
        for i, row in enumerate(self._rows):
            yield as_json(self._row_of(self._made[i])) if row is None else row


class Derived(Sequence[_T], Generic[_T]):
    """A list whose items follow from others, worked out when they are asked for."""

    def __init__(self, make: Callable[[int], _T], size: Callable[[], int]) -> None:
        self._make, self._size = make, size
        self._made: dict[int, _T] = {}

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> list[_T]: ...
    def __getitem__(self, index: int | slice) -> _T | list[_T]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        found = self._made.get(index)
        if found is None:
            found = self._made[index] = self._make(index)
        return found

    def __len__(self) -> int:
        return self._size()


class ShelfByName(MutableMapping[str, _T], Generic[_T]):
    """A mapping whose values stand as rows of JSON until they are asked for."""

    def __init__(
        self,
        make: Callable[[Row], _T],
        row_of: Callable[[_T], Row],
        rows: Mapping[str, str] | None = None,
    ) -> None:
        self._make, self._row_of = make, row_of
        self._rows: dict[str, str | None] = dict(rows or {})
        self._made: dict[str, _T] = {}

    def __getitem__(self, name: str) -> _T:
        found = self._made.get(name)
        if found is None:
            row = self._rows[name]
            found = self._made[name] = self._make(json.loads(row or "null"))
        return found

    def __setitem__(self, name: str, value: _T) -> None:
        self._rows[name] = None
        self._made[name] = value

    def __delitem__(self, name: str) -> None:
        del self._rows[name]
        self._made.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self) -> Iterator[tuple[str, str]]:
        """Every value as its row."""
        for name, row in self._rows.items():
            yield name, as_json(self._row_of(self._made[name])) if row is None else row


def as_json(row: object) -> str:
    """A row as it is written."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
