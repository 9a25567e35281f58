"""A report as a row of words in which each mention is one word; what the cue patterns read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.mentions.found import Found
from tocsin.records import Kind

PERSON = "<person>"
NUMBER = "<number>"
PLACEHOLDER = {
    Kind.PERSON: PERSON,
    Kind.PHONE: "<phone>",
    Kind.VEHICLE: "<vehicle>",
    Kind.ADDRESS: "<address>",
    Kind.PREMISES: "<premises>",
    Kind.ORGANISATION: "<organisation>",
    Kind.HANDLE: "<handle>",
    Kind.IDENTIFIER: "<identifier>",
}

_TOKEN = re.compile(
    r"\d+(?:[.:/]\d+)*[a-z]{0,3}\b|[^\W\d_]+(?:['’.-][^\W\d_]+)*['’]?|\d+|[,:;().!?\n>*•]|[-–—](?=\s)"
)
_SHORT = (
    "mr mrs ms miss dr st no nos approx est b d.o.b dob c ie eg i.e e.g etc vs tel ext ref"
    " sgt insp rev prof hon jr snr jnr re cc pp pt fr sr capt cllr dept veh yr yrs hrs mins"
    " temp incl"
)
_ABBREVIATIONS = frozenset(_SHORT.split())
_ENDS = frozenset(".!?\n")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into words, figures and stops, before anything is found in it."""

    low: list[str]
    start: list[int]
    end: list[int]
    present: frozenset[str]
    """Each word once: what a rule looks at first, so that most rules end there."""

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Cut a text."""
        spans = [match.span() for match in _TOKEN.finditer(text)]
        plain = text.lower().replace("’", "'")
        if len(plain) == len(text):
            low = [plain[start:end] for start, end in spans]
        else:  # a letter whose small form is longer
            low = [text[start:end].lower().replace("’", "'") for start, end in spans]
        return cls(low, [s for s, _ in spans], [e for _, e in spans], frozenset(low))


@dataclass(slots=True)
class Words:
    """Words in lower case, where they stand, and which sentence and mention they belong to."""

    low: list[str]
    start: list[int]
    end: list[int]
    sentence: list[int]
    mention: list[int]
    """Index into the mentions, or -1."""
    bounds: list[tuple[int, int]]
    """First and last+1 word of each sentence."""

    def sentence_at(self, position: int) -> int:
        """The sentence that holds a position of the text."""
        word = max(0, bisect_right(self.start, position) - 1)
        return self.sentence[word] if self.sentence else 0

    def span_of(self, sentence: int) -> tuple[int, int]:
        """Where a sentence starts and ends in the text."""
        first, last = self.bounds[sentence]
        return self.start[first], self.end[last - 1]


def split_words(
    text: str, tokens: Tokens, mentions: Sequence[Found], titles: Mapping[int, int]
) -> Words:
    """Put each mention in the place of the words it covers; `mentions` do not overlap.

    `titles` says where the title of a person starts: it becomes a part of that word.
    """
    words = Words([], [], [], [], [], [])
    spans = [(titles.get(i, found.start), found.end) for i, found in enumerate(mentions)]
    next_token = 0
    for index, (first, last) in enumerate(spans):
        until = bisect_left(tokens.start, first, next_token)
        _copy(words, tokens, next_token, until, first)
        _append(words, PLACEHOLDER[mentions[index].kind], first, last, index)
        next_token = until
    _copy(words, tokens, next_token, len(tokens.low), len(text))
    _mark_sentences(words, text)
    return words


def _copy(words: Words, tokens: Tokens, first: int, last: int, stop: int) -> None:
    """Take over tokens as they are; of those at the ends, what no mention covers."""
    begun = words.end[-1] if words.end else 0
    while first < last and tokens.start[first] < begun:
        if tokens.end[first] > begun:  # the rest of a word a mention began, such as 's
            rest = tokens.low[first][begun - tokens.start[first] :]
            _append(words, _before(rest, begun, stop), begun, min(tokens.end[first], stop), -1)
        first += 1
    if first >= last:
        return
    words.low += tokens.low[first:last]
    words.start += tokens.start[first:last]
    words.end += tokens.end[first:last]
    words.mention += [-1] * (last - first)
    if tokens.end[last - 1] > stop:  # a mention that begins inside a word
        words.low[-1] = words.low[-1][: stop - tokens.start[last - 1]]
        words.end[-1] = stop


def _before(low: str, start: int, stop: int) -> str:
    return low[: max(0, stop - start)]


def _append(words: Words, low: str, start: int, end: int, mention: int) -> None:
    words.low.append(low)
    words.start.append(start)
    words.end.append(end)
    words.mention.append(mention)


def _mark_sentences(words: Words, text: str) -> None:
    """A stop ends a sentence unless it closes an abbreviation, an initial or a figure."""
    sentence, first = 0, 0
    low = words.low
    for i, word in enumerate(low):
        words.sentence.append(sentence)
        if word in _ENDS and _is_end(words, text, i):
            words.bounds.append((first, i + 1))
            sentence, first = sentence + 1, i + 1
    if first < len(low):
        words.bounds.append((first, len(low)))


def _is_end(words: Words, text: str, i: int) -> bool:
    if words.low[i] != ".":
        return True
    after = text[words.end[i] : words.end[i] + 2]
    if after and not after[0].isspace() and after[0] not in "\"')”’":
        return False
    before = words.low[i - 1] if i else ""
    if before in _ABBREVIATIONS:
        return False
    initial = len(before) == 1 and before.isalpha() and words.end[i - 1] == words.start[i]
    return not (initial and words.mention[i - 1] < 0)
