"""Initials instead of names: in a name, in a report's text, in a sentence about a report."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from tocsin.privacy.protection import SHIELDED, protected_subjects
from tocsin.records import Case, Kind, Mention

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TITLES = frozenset(
    "|mr|mrs|ms|miss|mx|dr|prof|rev|revd|sir|madam|master|uncle|auntie|aunty|aunt|the|of|and"[
        1:
    ].split("|")
)
_CALENDAR = frozenset(
    form
    for word in [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Jan",
        "Mar",
        "Jun",
        "Sat",
        "Sun",
    ]
    for form in (word, word.upper())
)
"""Words that are names too, and dates far more often."""

_POSSESSIVE = frozenset({"'s", "’s", "'S", "’S"})
_HAVE_INITIALS = frozenset({Kind.PERSON, Kind.PREMISES, Kind.ORGANISATION})
_WITHHELD_HANDLE = "[address withheld]"


@dataclass(frozen=True, slots=True, order=True)
class Mask:
    """A stretch of a report's text and what is shown instead."""

    start: int
    end: int
    shown: str


def initials(name: str) -> str:
    """The initials of a name, titles left out, a surname written first put last.

    >>> [initials(n) for n in ("Mrs Edith Clough", "AHMED, Sadia", "o'Neill", "Nguyễn Thị Lan")]
    ['E.C.', 'S.A.', 'O.', 'N.T.L.']
    """
    before, comma, after = name.partition(",")
    ordered = f"{after} {before}" if comma and after.strip() else name
    words = [w for w in _WORD.findall(ordered) if w.casefold() not in _TITLES]
    return "".join(f"{word[0].upper()}." for word in words) or "[name withheld]"


@dataclass(slots=True)
class Masker:
    """Who is shown by initials in one output, and the same in its texts and sentences."""

    protected: frozenset[str]
    person_of: Mapping[str, str] = field(repr=False)
    """mention_id → person_id."""
    mentions: Mapping[str, tuple[Mention, ...]] = field(repr=False)
    """report_id → its mentions."""
    everybody: bool = False
    off: bool = False
    everywhere: frozenset[str] = frozenset()
    """Words of hidden names that no shown name holds: covered also where no mention was found."""
    _tokens: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def hides(self, person_id: str) -> bool:
        """Whether this subject is shown by initials."""
        return not self.off and (self.everybody or person_id in self.protected)

    def hides_mention(self, mention: Mention) -> bool:
        """Whether this mention of a person is shown by initials."""
        if self.off or mention.kind is not Kind.PERSON:
            return False
        person_id = self.person_of.get(mention.mention_id)
        if person_id is None:  # never joined: reporters and others without a subject of their own
            return self.everybody or mention.role in SHIELDED
        return self.everybody or person_id in self.protected

    def names(
        self, person_id: str, names: Iterable[str], kind: Kind = Kind.PERSON
    ) -> tuple[str, ...]:
        """A subject's names as they may be shown, in their order, each once.

        Of a hidden phone, plate or address nothing is shown: it has no initials.
        """
        if not self.hides(person_id):
            return tuple(dict.fromkeys(names))
        if kind not in _HAVE_INITIALS:
            return ()
        shown = dict.fromkeys(map(initials, names))
        # The fullest form first; one that only shortens another says nothing more.
        fullest = sorted(shown, key=lambda name: -name.count("."))
        return tuple(
            name
            for number, name in enumerate(fullest)
            if not any(other.startswith(name) for other in fullest[:number])
        )

    def masks(self, report_id: str, text: str) -> list[Mask]:
        """What to cover in a report's text: in order, never overlapping.

        Beside the mentions themselves, every other place where a word of a hidden name stands is
        covered, unless it is part of somebody's name who is shown.
        """
        if self.off:
            return []
        found: list[Mask] = []
        taken = bytearray(len(text))
        for mention in self.mentions.get(report_id, ()):
            if mention.kind is Kind.PERSON:
                if self.hides_mention(mention):
                    shown = initials(text[mention.start : mention.end])
                    found.append(Mask(mention.start, mention.end, shown))
                taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
        tokens = self._tokens_of(report_id)
        for mention in self.mentions.get(report_id, ()):
            if mention.kind is Kind.HANDLE and _tells(mention.text, tokens):
                found.append(Mask(mention.start, mention.end, _WITHHELD_HANDLE))
                taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
        found += [
            Mask(word.start(), word.end(), _letter(word[0]))
            for word in _WORD.finditer(text)
            if (_is_named(word[0], tokens) or self._is_missed(word[0], text))
            and not any(taken[word.start() : word.end()])
        ]
        return [_before_a_stop(mask, text) for mask in _apart(found)]

    def text(self, report_id: str, text: str) -> str:
        """A report's text with every hidden name covered."""
        return cover(text, self.masks(report_id, text))

    def sentence(self, sentence: str, report_ids: Iterable[str] = ()) -> str:
        """A sentence of ours about reports, with the names hidden in those reports covered."""
        if self.off or not sentence:
            return sentence
        written = _words_in(sentence)
        hidden = [self.everywhere, *map(self._tokens_of, report_ids)]
        if all(written.isdisjoint(words) for words in hidden):
            return sentence
        tokens = frozenset().union(*hidden)
        return _WORD.sub(
            lambda word: _letter(word[0]) if _is_named(word[0], tokens) else word[0], sentence
        )

    def _is_missed(self, word: str, text: str) -> bool:
        """Whether a word is of a hidden name, and no common word of this text (will, rose)."""
        return _is_named(word, self.everywhere) and f" {word.casefold()} " not in text

    def _tokens_of(self, report_id: str) -> frozenset[str]:
        """The words of the names hidden in a report; as written, and folded where lower case."""
        if report_id not in self._tokens:
            self._tokens[report_id] = frozenset(
                word
                for mention in self.mentions.get(report_id, ())
                if self.hides_mention(mention)
                for word in _words(mention.text)
            )
        return self._tokens[report_id]


def missed_words(
    subjects: Iterable[tuple[str, Iterable[str]]], hidden: Collection[str]
) -> frozenset[str]:
    """Words of the names of hidden subjects that stand in no name that is shown.

    Takes (person_id, names) of every subject of any kind.
    """
    covered: set[str] = set()
    shown: set[str] = set()
    for person_id, names in subjects:
        words = covered if person_id in hidden else shown
        words.update(word for name in names for word in _words(name) if len(word) > 2)
    return frozenset(covered - shown - _CALENDAR)


def _words(name: str) -> Iterator[str]:
    """The words of a name, as written, capitalised, and in capitals; no titles."""
    for written in _WORD.findall(name):
        if len(written) > 1 and written.casefold() not in _TITLES:
            yield from (written, written.casefold().capitalize(), written.upper())


def masker_for(case: Case, *, show_sources: bool = False, share: bool = False) -> Masker:
    """The masker of one output. `share` hides everybody and overrules `show_sources`."""
    hidden = protected_subjects(case.entries, case.joining, case.extractions)
    named = ((subject.person_id, subject.names) for subject in case.joining.subjects)
    return Masker(
        protected=hidden,
        everywhere=missed_words(named, hidden),
        person_of={
            mention_id: subject.person_id
            for subject in case.joining.subjects
            if subject.kind is Kind.PERSON
            for mention_id in subject.mention_ids
        },
        mentions={report_id: found.mentions for report_id, found in case.extractions.items()},
        everybody=share,
        off=show_sources and not share,
    )


def cover(text: str, masks: Iterable[Mask]) -> str:
    """A text with each masked stretch replaced by what is shown instead.

    >>> cover("Ask Lena Okoro.", [Mask(4, 14, "L.O.")])
    'Ask L.O..'
    """
    pieces, at = [], 0
    for mask in masks:
        pieces += [text[at : mask.start], mask.shown]
        at = mask.end
    return "".join([*pieces, text[at:]])


def _letter(word: str) -> str:
    """The first letter of a name's word, with its possessive."""
    return f"{word[0].upper()}.{word[-2:] if word[-2:] in _POSSESSIVE else ''}"


def _before_a_stop(mask: Mask, text: str) -> Mask:
    """A mask at the end of a sentence leaves the full stop to the sentence."""
    if text[mask.end : mask.end + 1] == "." and mask.shown.endswith("."):
        return Mask(mask.start, mask.end, mask.shown[:-1])
    return mask


@lru_cache(maxsize=65_536)
def _words_in(sentence: str) -> frozenset[str]:
    """The words of a sentence, also without their possessive; many sentences come again."""
    words = frozenset(_WORD.findall(sentence))
    return words | {word[:-2] for word in words if word[-2:] in _POSSESSIVE}


def _is_named(word: str, tokens: frozenset[str]) -> bool:
    """Whether a word is one of the hidden names' (or its possessive)."""
    return word in tokens or (word[-2:] in _POSSESSIVE and word[:-2] in tokens)


def _tells(handle: str, tokens: frozenset[str]) -> bool:
    """Whether an address or handle spells out a word of a hidden name."""
    folded = handle.casefold()
    return any(len(token) > 2 and token.casefold() in folded for token in tokens)


def _apart(masks: list[Mask]) -> list[Mask]:
    """Masks in order; of two that overlap the longer stays, so that nothing shows through."""
    kept: list[Mask] = []
    for mask in sorted(masks, key=lambda m: (m.start, -m.end)):
        if not kept or mask.start >= kept[-1].end:
            kept.append(mask)
        elif mask.end > kept[-1].end:
            kept[-1] = Mask(kept[-1].start, mask.end, kept[-1].shown)
    return kept
