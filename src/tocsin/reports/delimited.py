"""csv and tsv: read row by row; a broken row is refused and the next is read."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from itertools import islice

from tocsin.errors import TooLargeError, UnreadableFileError
from tocsin.records import Rejection
from tocsin.reports.accounts import Found, Source, encoding_told
from tocsin.reports.columns import names_columns
from tocsin.reports.options import ReadingOptions
from tocsin.reports.tables import Row, accounts_of_rows, check_columns
from tocsin.reports.texts import is_binary

_MENDING = "Close every quotation mark, give each row as many cells as the header, send it again."
_DELIMITERS = ",;\t|"
_BLANK = " \t\r\n,;|\ufeff"
_HEADER_AMONG = 10


def read_delimited(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a csv or tsv file; the first row names the columns."""
    encoding, notices = encoding_told(source, options)
    yield from notices
    with source.open() as raw:
        text = io.TextIOWrapper(raw, encoding, "replace", newline="")
        rows = Rows(source, text, options)
        header = rows.header()
        yield from accounts_of_rows(source, header, iter(rows), options)


class _Lines:
    """Physical lines that can be given back; a line longer than the limit is refused."""

    def __init__(self, text: io.TextIOWrapper, longest: int, most: int) -> None:
        self._text, self._longest, self._most = text, longest, most
        self._waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0
        """Of the row being read, the header being the first."""

    def start_row(self) -> None:
        self.number += 1
        self.taken = []

    def give_back(self) -> None:
        """All lines of this row but the first are to be read again."""
        self._waiting.extendleft(reversed(self.taken[1:]))
        self.taken = self.taken[:1]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= self._most:
            raise csv.Error("a quotation mark is never closed")
        if self._waiting:
            line = self._waiting.popleft()
        else:
            line = self._text.readline(self._longest)
            if len(line) >= self._longest:
                raise TooLargeError(
                    f"a line of more than {self._longest:,} characters.", remedy=_MENDING
                )
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line


class Rows:
    """The rows of a delimited text, with what is broken among them."""

    def __init__(self, source: Source, text: io.TextIOWrapper, options: ReadingOptions) -> None:
        self._source, self._options = source, options
        longest = options.limit("report_characters")
        csv.field_size_limit(longest)
        self._lines = _Lines(text, longest, options.limit("record_lines"))
        self._delimiter = "\t" if source.ending == "tsv" else ","
        self._width = 0
        self._refused = 0

    def header(self) -> list[str]:
        """The names of the columns: the first row that holds anything."""
        first = list(islice(self._lines, _HEADER_AMONG))
        if any(map(is_binary, first)):
            raise UnreadableFileError(
                "this is not a text file.", remedy="Export the table again as csv."
            )
        at = self._choose(first)
        # A header's own cells may be quoted and span lines, so it is read like any row.
        self._lines.taken = ["", *first[at:]]
        self._lines.give_back()
        self._lines.taken = []
        self._lines.number = sum(bool(line.strip()) for line in first[:at])
        cells = self._next()
        if not isinstance(cells, list):
            raise UnreadableFileError("the header cannot be read.", remedy=_MENDING)
        while cells and not cells[-1].strip():
            cells.pop()
        self._width = len(cells)
        check_columns(self._width, self._options)
        return cells

    def _choose(self, first: list[str]) -> int:
        """Where the header stands, and the delimiter: by the names we know, else the first row."""
        filled = [at for at, line in enumerate(first) if line.strip(_BLANK)]
        if not filled:
            raise UnreadableFileError("the table is empty.", remedy="Leave it out.")
        best = (0, 0, 0)
        for at, line in enumerate(first):
            for rank, delimiter in enumerate(_DELIMITERS):
                known = names_columns(line.strip().split(delimiter), self._options)
                # further down one known word may be a value: two are a header
                if known > -best[0] and (known > 1 or at == filled[0]):
                    best = (-known, at, rank)
        if best[0]:
            self._delimiter = _DELIMITERS[best[2]]
            return best[1]
        parted = [at for at in filled if any(d in first[at] for d in _DELIMITERS)]
        at = (parted or filled)[0]
        counts = {d: first[at].count(d) for d in _DELIMITERS}
        if not counts[self._delimiter]:
            self._delimiter = max(counts, key=lambda d: counts[d])
        return at

    def __iter__(self) -> Iterator[Row | Rejection]:
        while True:
            cells = self._next()
            if cells is None:
                return
            if isinstance(cells, Rejection):
                self._refused += 1
                yield cells
                if self._refused >= self._options.limit("broken_rows"):
                    yield self._given_up()
                    return
            elif cells:
                yield self._lines.number, cells

    def _next(self) -> list[str] | Rejection | None:
        self._lines.start_row()
        reader = csv.reader(self._lines, delimiter=self._delimiter, strict=True)
        try:
            cells = next(reader)
        except StopIteration:
            return None
        except csv.Error:
            return self._refuse("the quotation marks do not close")
        if self._width and len(cells) != self._width and cells:
            while len(cells) > self._width and not cells[-1].strip():
                cells.pop()
            if len(cells) != self._width and any(cell.strip() for cell in cells):
                wrong = f"it has {len(cells)} cells, the header has {self._width}"
                return self._refuse(wrong, again=len(cells) > self._width)
        return cells

    def _refuse(self, why: str, *, again: bool = True) -> Rejection:
        if again:
            self._lines.give_back()
        text = "".join(self._lines.taken)[:10_000]
        place = f"row {self._lines.number}"
        return Rejection(self._source.name, place, f"This row is broken: {why}.", _MENDING, text)

    def _given_up(self) -> Rejection:
        return Rejection(
            self._source.name,
            f"after row {self._lines.number}",
            f"{self._refused:,} rows are broken: the rest of this table is not read.",
            "Check the delimiter and the quotation marks, and export it again.",
        )
