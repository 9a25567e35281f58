"""The standing cast, and a small case to work on."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tocsin.pipeline import Settings, run_case
from tocsin.records import Case, Reading
from tocsin.records import Report as EngineReport
from tocsin.values.dates import PartialDate
from tocsin_web.accounts.models import Agency, User
from tocsin_web.accounts.permissions import Role
from tocsin_web.intake.projecting import project
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import Compartment, Report
from tocsin_web.reports.queries import common

AS_OF = date(2026, 11, 16)
PASSWORD = "a long made-up pass phrase 7"

Made = Callable[..., User]


@pytest.fixture
def make_user(db: None) -> Made:
    """Make somebody with roles."""

    def make(name: str, *roles: Role, agency: str = "Culverport Police", **more: object) -> User:
        body = Agency.objects.get_or_create(name=agency)[0]
        user = User.objects.create_user(
            name, password=None, agency=body, first_name=name.title(), **more
        )
        user.groups.set(Group.objects.filter(name__in=[r.value for r in roles]))
        return user

    return make


@pytest.fixture
def asha(make_user: Made) -> User:
    """Asha decides."""
    return make_user("asha", Role.DECISION_MAKER)


@pytest.fixture
def ben(make_user: Made) -> User:
    """Ben reports, from a youth project."""
    return make_user("ben", Role.CONTRIBUTOR, agency="Harbour Youth Project")


@pytest.fixture
def dana(make_user: Made) -> User:
    """Dana analyses."""
    return make_user("dana", Role.ANALYST)


@pytest.fixture
def oksana(make_user: Made) -> User:
    """Oksana oversees, independently."""
    user = make_user("oksana", Role.OVERSIGHT, agency="Independent Scrutiny")
    Agency.objects.filter(name="Independent Scrutiny").update(is_independent=True)
    return user


@pytest.fixture
def adwoa(make_user: Made) -> User:
    """Adwoa administers, and reads no report."""
    return make_user("adwoa", Role.ADMINISTRATOR)


@pytest.fixture
def cat(make_user: Made) -> User:
    """Cat has an account and no role: outside."""
    return make_user("cat", agency="Elsewhere")


@pytest.fixture
def cast(
    asha: User, ben: User, dana: User, oksana: User, adwoa: User, cat: User
) -> dict[str, User]:
    """Everybody, by name."""
    return {u.username: u for u in (asha, ben, dana, oksana, adwoa, cat)}


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which somebody is signed in."""

    def client(user: User) -> Client:
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return client


def told(reference: str, received: str, agency: str, author: str, text: str) -> EngineReport:
    """A made-up report."""
    return EngineReport(
        report_id=reference,
        text=text,
        received=PartialDate.from_iso(received),
        received_known_by="a field",
        agency=agency,
        author=author,
    )


SMALL = (
    told("R1", "2026-03-02", "Harbour Youth Project", "S. Nowak",
         "Amina Yusuf, 14, said Dariusz Kowal picks her up from school in a silver Corsa "
         "BD51 KLM and buys her gifts. His phone is 07700 900418."),
    told("R2", "2026-05-11", "Culverport Police", "PC Grant",
         "Dariusz Kowal, driving BD51 KLM, was seen outside the Harbour Cafe with Amina Yusuf, 14, "
         "at 23:30. She is reported missing."),
    told("R3", "2026-07-20", "Culverport Council", "T. Osei",
         "Dariusz Kowal, telephone 07700 900418, picked up Amina Yusuf, 14, outside the care home "
         "and bought her gifts. Staff are concerned that he is exploiting her."),
    told("R4", "2026-09-01", "Culverport Police", "PC Grant",
         "Florin Petrescu was named by a resident as selling cannabis near the Harbour Cafe."),
    told("R5", "2026-10-05", "Harbour Youth Project", "S. Nowak",
         "Dariusz Kowal gave Leanne Carter, 15, a phone and picks her up in BD51 KLM. She went "
         "missing overnight. Concern that he is exploiting her."),
)  # fmt: skip


@cache
def _case_of_small() -> bytes:
    case = run_case(Reading(reports=SMALL), Settings(as_of=AS_OF))
    return pickle.dumps(case)


@pytest.fixture
def small(db: None) -> Compartment:
    """Five reports in the common case, joined and on the lists, as of 16 November 2026."""
    compartment = common()
    for report in SMALL:
        receive(report, compartment=compartment, by=None)
    case: Case = pickle.loads(_case_of_small())
    project(compartment, case)
    return compartment


@pytest.fixture
def first_report(small: Compartment) -> Report:
    """R1 of the small case."""
    return Report.objects.get(compartment=small, reference="R1")
