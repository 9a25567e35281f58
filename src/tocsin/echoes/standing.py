"""What weighing takes from a whole case, as it stood when the case was last gone through."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from tocsin.echoes.account import Account
from tocsin.echoes.facts import keys_at_work
from tocsin.echoes.index import SMALLEST_CASE, is_eligible, word_limit, word_rarity
from tocsin.records import Extraction

_NEWCOMER = 2
"""Whatever two reports share and nobody held is taken for held by those two."""


@dataclass(slots=True)
class Standing:
    """How common words and facts are, and who is mentioned at work.

    Between two refreshes this stands still, as shares of names do in joining: else each report
    would move the bits of every echo a little. What nobody held at the last refresh counts as held
    by two reports.
    """

    reports: int
    agencies: tuple[str, ...]
    common: frozenset[str]
    """Words of the policy that say nothing."""
    words: Mapping[str, int] = field(default_factory=dict)
    """In how many reports each word stands."""
    facts: Mapping[str, int] = field(default_factory=dict)
    """How many reports hold each fact."""
    at_work: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, accounts: Sequence[Account], agencies: Iterable[str], common: frozenset[str]
    ) -> Standing:
        """Count the words of a case; its facts are counted once they are read."""
        words: Counter[str] = Counter()
        for account in accounts:
            words.update(set(account.words))
        return cls(len(accounts), tuple(sorted(set(agencies))), common, words)

    def count_at_work(
        self, extractions: Iterable[Extraction], subject_of: Mapping[str, str] | None
    ) -> None:
        """Find who is mostly mentioned at their work."""
        self.at_work = keys_at_work(extractions, subject_of)

    def count_facts(self, accounts: Iterable[Account]) -> None:
        """Count who holds which fact."""
        self.facts = Counter(chain.from_iterable(account.fact_keys for account in accounts))

    def rarity_of_fact(self, key: str) -> float:
        """Bits of a fact that two reports share."""
        held = max(self.facts.get(key, _NEWCOMER), 1)
        return math.log2(max(self.reports, SMALLEST_CASE) / held)

    def is_uncommon(self, word: str) -> bool:
        """Whether a word in common can say something."""
        count = self.words.get(word, 0)
        return count <= word_limit(self.reports) and is_eligible(word, self.common)

    def is_looked_up(self, word: str) -> bool:
        """Whether reports are looked for by this word: not by one that a single report held."""
        return self.words.get(word, 0) != 1 and self.is_uncommon(word)

    def rarity_of_word(self, word: str) -> float:
        """Bits of an uncommon word that two reports share, above what chance would share."""
        return word_rarity(max(self.words.get(word, 0), _NEWCOMER), self.reports)
