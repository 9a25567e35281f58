"""What the finder hands on: where a person is named, in which form, and whose alias it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["full", "first", "surname", "initials", "nickname", "alias"]


@dataclass(frozen=True, slots=True)
class PersonSpan:
    """One reference to a person. Titles, ranks and a possessive 's stay outside `start`-`end`."""

    start: int
    end: int
    text: str
    found_by: str
    """`title`, `surname first`, `full name`, `first name`, `short form`, `cue`, `initials`,
    `nickname`, `names.csv`, `model`."""
    score: float = 1.0
    is_name: bool = True
    """False for initials only, such as `CR` or `K.B.`."""
    form: Form = "first"
    title: str = ""
    """Title or rank as written, without a number: `Mr`, `PC`, `DS`."""
    title_start: int = -1
    """Where the title starts in the text, or -1."""
    alias_of: int | None = None
    """Place in the returned list of the span this is another name of."""
    given: str = ""
    surname: str = ""
    either_order: bool = False
    """True where given name and surname may be the other way round: `Chen Jianguo`."""
