"""Names on a page: initials until a purpose from the closed list is given for the session."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from tocsin.privacy.masking import initials
from tocsin.publishing.wording import harmless
from tocsin_web.people.disputes import marks
from tocsin_web.people.masking import called as masked
from tocsin_web.people.masking import names_shown
from tocsin_web.people.models import Subject
from tocsin_web.reports.models import Compartment

register = template.Library()


@register.filter
def shown(name: str, request: HttpRequest) -> str:
    """A name of a person, or its initials while no purpose is given."""
    return harmless(name) if names_shown(request) else initials(name)


@register.filter
def called(subject: Subject, request: HttpRequest) -> str:
    """What a subject is called on a page: the name most used, masked where it must be."""
    return masked(subject, names_are_shown=names_shown(request))


@register.simple_tag
def dispute_marks(compartment: Compartment) -> dict[str, str]:
    """Number → mark of everybody in a compartment whom somebody disputes to be."""
    return marks(compartment)


@register.filter
def mark_of(found: dict[str, str], number: str) -> str:
    """The mark of one number; empty for all others."""
    return found.get(number, "")
