"""Pictures: drawn beforehand, by initials, each with its table; nothing for whoever is walled."""

from __future__ import annotations

import pickle
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tests.web.conftest import _case_of_small
from tocsin.policies import shipped
from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Entry, Event
from tocsin_web.people.models import Subject, SubjectWall
from tocsin_web.pictures.engine import redraw
from tocsin_web.pictures.models import Drawn, Told
from tocsin_web.reports.models import Compartment

Signed = Callable[[User], Client]


def test_pictures_are_drawn_once_and_shown_by_initials(
    small: Compartment, cast: dict[str, User], signed_in: Signed
) -> None:
    """Drawn twice they are the same rows; no name of a person stands in them."""
    case = pickle.loads(_case_of_small())
    redraw(small, case, shipped())
    before = list(Drawn.objects.values_list("key", "svg", "rows"))
    redraw(small, case, shipped())
    assert before == list(Drawn.objects.values_list("key", "svg", "rows")) != []
    assert Told.objects.count() == 5
    shown = signed_in(cast["dana"]).get(reverse("pictures:pictures")).content.decode()
    assert "Table: " in shown and "<svg" in shown and ' style="' not in shown
    for name in ("Amina", "Kowal", "Petrescu", "Leanne"):
        assert name not in shown
    assert Entry.objects.filter(event=Event.READ, about=f"pictures:{small.pk}").count() == 1
    for who in ("ben", "adwoa", "cat"):
        assert signed_in(cast[who]).get(reverse("pictures:pictures")).status_code == 403


def test_whoever_is_walled_from_anything_sees_no_drawing(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """A drawing cannot be counted anew on a page, so it is not shown at all."""
    redraw(small, pickle.loads(_case_of_small()), shipped())
    number = Subject.objects.get(names__0="Dariusz Kowal").number
    SubjectWall.objects.create(compartment=small, number=number, user=dana)
    shown = signed_in(dana).get(reverse("pictures:pictures")).content.decode()
    assert "<svg" not in shown and "Nothing has been drawn" in shown
