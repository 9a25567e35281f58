"""Names on a page: initials until a purpose from the closed list is given for the session."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from tocsin.privacy.masking import initials
from tocsin.publishing.wording import harmless
from tocsin_web.people.masking import names_shown
from tocsin_web.people.models import Subject

register = template.Library()


@register.filter
def shown(name: str, request: HttpRequest) -> str:
    """A name of a person, or its initials while no purpose is given."""
    return harmless(name) if names_shown(request) else initials(name)


@register.filter
def called(subject: Subject, request: HttpRequest) -> str:
    """What a subject is called on a page: the name most used, masked where it must be."""
    from tocsin_web.people.masking import called as words_of

    return words_of(subject, names_are_shown=names_shown(request))


@register.simple_tag(takes_context=True)
def dispute_mark(context: dict[str, Any], number: str, compartment: Any) -> str:
    """The mark of a subject that somebody disputes; empty for all others."""
    from tocsin_web.people.disputes import mark_of

    return mark_of(number, compartment)
