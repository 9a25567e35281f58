"""Every error Tocsin raises on purpose.

TocsinError                       what went wrong, where, what to do; never personal data
├── UsageError                    the call or a setting is wrong (exit 2)
├── NothingReadError              not one report could be read (exit 1)
├── OutputError                   the output folder cannot be written (exit 2)
├── NotFoundError                 no such subject, report or field in this output (exit 2)
└── RejectedInputError            one file, page or row is refused; the rest goes on (exit 3)
    ├── UnreadableFileError       broken, protected or of an unknown kind
    ├── TooLargeError             over a limit (size, pages, nesting, unpacked size)
    └── UnreadableDateError       a cell that should hold a date does not
"""


class TocsinError(Exception):
    """What went wrong (`what`), where (`where`) and what to do (`remedy`)."""

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        place = f"{where}: " if where else ""
        advice = f" {remedy}" if remedy else ""
        super().__init__(f"{place}{what}{advice}")


class UsageError(TocsinError):
    """The call or a setting is wrong."""


class OutputError(TocsinError):
    """The output folder cannot be written."""


class NotFoundError(TocsinError):
    """No such subject, report or field in this output."""


class NothingReadError(TocsinError):
    """Not one report could be read."""

    exit_code = 1


class RejectedInputError(TocsinError):
    """One file, page or row is refused; the rest goes on."""

    exit_code = 3


class UnreadableFileError(RejectedInputError):
    """A file is broken, protected or of an unknown kind."""


class TooLargeError(RejectedInputError):
    """A file is over a limit: size, pages, nesting or unpacked size."""


class UnreadableDateError(RejectedInputError):
    """A cell that should hold a date does not."""

    def __init__(self, *, source: str, row: int, column: str) -> None:
        super().__init__(
            f"row {row}, column '{column}' is not a date.",
            where=source,
            remedy="Write 2026-03-09, 2026-03 or 2026.",
        )
