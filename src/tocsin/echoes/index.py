"""Earlier reports by what they could share with a later one, a bounded list for each."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date

from tocsin.echoes.account import Account

SMALLEST_CASE = 200
LATEST = 12
LATEST_OF_DAY = 40
_RARE_WORD_SHARE = 0.01
_RARE_WORD_LEAST = 3
_WORD_LENGTH = 4
_EXPECTED_BITS = 3.0
_YEAR = re.compile(r"(?:19|20)\d\d")


class FactIndex:
    """Who holds which fact, and how rare it is."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self._holders: dict[str, list[int]] = {}
        for position, account in enumerate(accounts):
            for key in account.fact_keys:
                self._holders.setdefault(key, []).append(position)
        size = max(len(accounts), SMALLEST_CASE)
        self.rarity = {key: math.log2(size / len(held)) for key, held in self._holders.items()}

    def before(self, position: int, account: Account) -> set[int]:
        """The latest earlier holders of each fact of a report."""
        found: set[int] = set()
        for key in account.fact_keys:
            held = self._holders[key]
            at = bisect_left(held, position)
            found.update(held[max(0, at - LATEST) : at])
        return found


class DayIndex:
    """Reports by the day of receipt and by the day they tell of."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self._received: dict[date, list[int]] = {}
        self._occurred: dict[date, list[int]] = {}
        for position, account in enumerate(accounts):
            if account.received:
                self._received.setdefault(account.received, []).append(position)
            if account.occurred:
                self._occurred.setdefault(account.occurred, []).append(position)

    def before(self, position: int, account: Account) -> set[int]:
        """Earlier reports of the days a report points to."""
        days = {told.on for told in account.told}
        if account.occurred:
            days.add(account.occurred)
        found: set[int] = set()
        for day in days:
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


class WordIndex:
    """Uncommon words: those in few reports, names and numbers of days aside."""

    def __init__(self, accounts: Sequence[Account], common: frozenset[str]) -> None:
        held: Counter[str] = Counter()
        for account in accounts:
            held.update(set(account.words))
        size = len(accounts)
        limit = word_limit(size)
        self._rarity = {
            word: word_rarity(count, size)
            for word, count in held.items()
            if 1 < count <= limit and is_eligible(word, common)
        }

    def uncommon(self, account: Account) -> frozenset[str]:
        """The uncommon words of one report that name nobody."""
        named = {word for key in account.fact_keys for word in key.split()[1:]}
        return frozenset(w for w in account.words if w in self._rarity and w not in named)

    def shared(self, uncommon: frozenset[str], parent: Account) -> dict[str, float]:
        """Those of the child's uncommon words that the parent holds, with their rarity in bits
        above what chance would share."""
        both = uncommon.intersection(parent.words)
        return {word: self._rarity[word] for word in sorted(both) if self._rarity[word] > 0}


def word_limit(reports: int) -> float:
    """In so many reports of a case a word still says something."""
    return max(_RARE_WORD_LEAST, _RARE_WORD_SHARE * max(reports, SMALLEST_CASE) * 2)


def is_eligible(word: str, common: frozenset[str]) -> bool:
    """Whether a word is long enough, no year, and none of those that say nothing."""
    return len(word) >= _WORD_LENGTH and word not in common and not _YEAR.fullmatch(word)


def word_rarity(count: int, reports: int) -> float:
    """Bits of a word that so many reports of a case hold, above what chance would share."""
    return math.log2(max(reports, SMALLEST_CASE) / count) - _EXPECTED_BITS
