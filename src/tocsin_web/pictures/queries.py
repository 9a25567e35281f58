"""Drawings as one person may see them."""

from __future__ import annotations

from tocsin_web.accounts.models import User
from tocsin_web.people.queries import walled_from
from tocsin_web.pictures.models import Drawn, Told
from tocsin_web.reports.models import Compartment, Wall


def drawings_for(user: User, compartment: Compartment) -> tuple[list[Told], list[Drawn]]:
    """Sentences and drawings. Whoever is kept from anything sees no drawing and no total that
    rests on it: a wall leaves no trace, and a drawing cannot be recounted on a page."""
    if Wall.objects.filter(user=user, report__compartment=compartment).exists():
        return [], []
    walled = walled_from(user, compartment)
    if walled:
        return [], []
    told = Told.objects.filter(compartment=compartment)
    return list(told), list(Drawn.objects.filter(compartment=compartment))
