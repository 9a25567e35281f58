"""What a subject is called for one reader: by name once a purpose is given, else by initials."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from tocsin.privacy.masking import initials
from tocsin.publishing.wording import KINDS, harmless, heading_name
from tocsin.records import Kind
from tocsin_web.accounts.purposes import purpose_of
from tocsin_web.people.models import Subject

_HAVE_INITIALS = frozenset({Kind.PERSON.value})


def names_shown(request: HttpRequest) -> bool:
    """Whether names are shown to whoever is signed in."""
    return purpose_of(request) is not None


def called(subject: Subject, *, names_are_shown: bool) -> str:
    """The name most used, masked where it must be, or the number where there is none."""
    return called_by(
        subject.kind, subject.names or subject.identifiers, subject.number, names_are_shown
    )


def called_by(kind: str, names: Iterable[str], number: str, names_are_shown: bool) -> str:
    """The same, of parts.

    >>> called_by("person", ["Amina Yusuf"], "T-1", False), called_by("phone", [], "T-2", False)
    ('A.Y.', 'phone T-2')
    """
    name = harmless(heading_name(list(names), ""))
    if not name:
        return f"{KINDS.get(kind, kind)} {number}"
    return initials(name) if kind in _HAVE_INITIALS and not names_are_shown else name
