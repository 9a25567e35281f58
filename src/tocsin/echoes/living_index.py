"""Who holds a fact and who points to a day, in a case that grows."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from tocsin.echoes.account import Account
from tocsin.echoes.index import LATEST, LATEST_OF_DAY
from tocsin.echoes.lineage import Order

_ROOM = 1 << 256
"""Between two reports: room for thousands that come to stand between them."""
_NEAR = 64

_K = TypeVar("_K")


class NoRoomError(Exception):
    """No position is left between two reports: all must be numbered anew."""


class Places:
    """Positions of reports: numbers that follow the order of receipt, with room between them."""

    def __init__(self, orders: Iterable[Order] = ()) -> None:
        self._orders = sorted(orders)
        self._positions = [i * _ROOM for i in range(len(self._orders))]

    def all(self) -> list[int]:
        """Every position, earliest first."""
        return list(self._positions)

    def insert(self, order: Order) -> int:
        """The position of one more report.

        Raises:
            NoRoomError: too many came to stand between two others.
        """
        at = bisect_left(self._orders, order)
        held = self._positions
        if at == len(held):
            position = held[-1] + _ROOM if held else 0
        elif at == 0:
            position = held[0] - _ROOM
        else:
            # Near the earlier one: what comes late mostly comes in order, too.
            position = held[at - 1] + (held[at] - held[at - 1]) // _NEAR
            if position == held[at - 1]:
                raise NoRoomError
        self._orders.insert(at, order)
        held.insert(at, position)
        return position


class _Rarities(dict[str, float]):
    """Bits of each fact, worked out when asked for."""

    def __init__(self, of: Callable[[str], float]) -> None:
        super().__init__()
        self._of = of

    def get(self, key: str, *_default: object) -> float:
        """The bits of a fact, whoever holds it."""
        return self._of(key)


class LivingFacts:
    """Who holds which fact; how rare it is is said from outside."""

    def __init__(self, rarity: Callable[[str], float]) -> None:
        self.rarity: Mapping[str, float] = _Rarities(rarity)
        self._holders: dict[str, list[int]] = {}

    def load(self, position: int, keys: Iterable[str]) -> None:
        """Take in the facts of the latest report."""
        for key in keys:
            self._holders.setdefault(key, []).append(position)

    def change(self, position: int, before: frozenset[str], now: frozenset[str]) -> set[int]:
        """A report names other things than it did; the later ones that look at its facts."""
        found: set[int] = set()
        for key in before - now:
            held = self._holders[key]
            at = bisect_left(held, position)
            del held[at]
            found.update(held[at : at + LATEST])
        for key in now - before:
            held = self._holders.setdefault(key, [])
            at = bisect_left(held, position)
            held.insert(at, position)
            found.update(held[at + 1 : at + 1 + LATEST])
        return found

    def before(self, position: int, account: Account) -> set[int]:
        """The latest earlier holders of each fact of a report."""
        found: set[int] = set()
        for key in account.fact_keys:
            held = self._holders[key]
            at = bisect_left(held, position)
            found.update(held[max(0, at - LATEST) : at])
        return found


class LivingDays:
    """Reports by the day of receipt, by the day they tell of, and by the days they point to."""

    def __init__(self) -> None:
        self._received: dict[date, list[int]] = {}
        self._occurred: dict[date, list[int]] = {}
        self._pointing: dict[date, list[int]] = {}

    def add(self, position: int, account: Account) -> None:
        """Take in one report."""
        for index, day in ((self._received, account.received), (self._occurred, account.occurred)):
            if day:
                _enter(index, day, position)
        for day in _pointed_to(account):
            _enter(self._pointing, day, position)

    def before(self, position: int, account: Account) -> set[int]:
        """Earlier reports of the days a report points to."""
        found: set[int] = set()
        for day in _pointed_to(account):
            for held in (self._received.get(day, []), self._occurred.get(day, [])):
                at = bisect_left(held, position)
                found.update(held[max(0, at - LATEST_OF_DAY) : at])
        return found

    def same_day_after(self, position: int, account: Account) -> set[int]:
        """Reports received the same day that stand later only by their id."""
        if account.received is None:
            return set()
        held = self._received[account.received]
        at = bisect_left(held, position) + 1
        return set(held[at : at + LATEST_OF_DAY])

    def same_day_before(self, position: int, account: Account) -> list[int]:
        """Reports received the same day that stand earlier."""
        held = self._received.get(account.received, []) if account.received else []
        at = bisect_left(held, position)
        return held[max(0, at - LATEST_OF_DAY) : at]

    def pointing_here(self, position: int, account: Account) -> set[int]:
        """Later reports that point to the days of this one."""
        found: set[int] = set()
        for day in {account.received, account.occurred} - {None}:
            held = self._pointing.get(day, [])  # type: ignore[arg-type]
            found.update(held[bisect_left(held, position) + 1 :])
            found.discard(position)
        return found


def _pointed_to(account: Account) -> set[date]:
    days = {told.on for told in account.told}
    return days | {account.occurred} if account.occurred else days


def _enter(index: dict[_K, list[int]], key: _K, position: int) -> None:
    held = index.setdefault(key, [])
    if held and position < held[-1]:
        insort(held, position)
    else:
        held.append(position)
