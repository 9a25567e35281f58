"""Forms of operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tocsin_web.accounts.models import Agency, User
from tocsin_web.govuk.forms import GovukForm
from tocsin_web.operations.models import ResourceAnswer, Strand


def _long() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OpenForm(GovukForm):
    """A new operation."""

    name = forms.CharField(label="Code name", max_length=80, help_text="Nobody's name.")
    objective = forms.CharField(label="What it is for", widget=_long())
    baseline = forms.CharField(label="How things stand now", widget=_long())
    numbers = forms.CharField(
        label="Subjects and children, by number",
        help_text="For example T-67CDWQE, T-9GB90WY.",
    )
    agencies = forms.ModelMultipleChoiceField(
        label="Agencies that take part",
        queryset=Agency.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first_review_on = forms.DateField(label="First review", widget=_day())

    def clean_numbers(self) -> list[str]:
        """Numbers, apart."""
        return str(self.cleaned_data["numbers"]).replace(",", " ").split()


class PartForm(GovukForm):
    """One more subject."""

    number = forms.CharField(label="Number of the subject or child", max_length=12)


class ResourceForm(GovukForm):
    """Something asked for."""

    what = forms.CharField(label="What is asked for", max_length=300)
    asked_of = forms.CharField(label="Of whom: name or post, and body", max_length=200)
    needed_by = forms.DateField(label="Needed by", widget=_day())


class ResourceAnswerForm(GovukForm):
    """What was given."""

    given = forms.ChoiceField(label="What was given", choices=ResourceAnswer.Given.choices)
    answered_by = forms.CharField(label="Who gave or refused it", max_length=200)
    words = forms.CharField(label="What was given, or why it was refused", widget=_long())


class PlanForm(GovukForm):
    """One line of the plan."""

    strand = forms.ChoiceField(label="Part of the plan", choices=Strand.choices)
    child = forms.CharField(
        label="Number of the child", required=False, help_text="For a line of support."
    )
    words = forms.CharField(label="What is done", widget=_long())
    owner = forms.ModelChoiceField(label="Who does it", queryset=User.objects.none())
    due_on = forms.DateField(label="Until", widget=_day())

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "owner", people)
        self._errors = None  # looked at before there were people to choose


class DoneForm(GovukForm):
    """What came of a line."""

    outcome = forms.CharField(label="What came of it", widget=_long())
    effect_on_child = forms.CharField(
        label="What it did for or to a child", required=False, widget=_long()
    )


class ReviewForm(GovukForm):
    """A review."""

    findings = forms.CharField(label="What was found", widget=_long())
    next_review_on = forms.DateField(label="Next review", widget=_day())


class OfferForm(GovukForm):
    """A handover."""

    to = forms.ModelChoiceField(label="To whom", queryset=User.objects.none())
    area = forms.CharField(label="Area or team", max_length=200)
    reason = forms.CharField(label="Reason", widget=_long())

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "to", people)
        self._errors = None  # looked at before there were people to choose


class AcceptForm(GovukForm):
    """The receiver's answer."""

    is_accepted = forms.TypedChoiceField(
        label="Do you accept it?",
        widget=forms.RadioSelect,
        choices=(("yes", "Yes: it is mine from now on"), ("no", "No")),
        coerce=lambda value: value == "yes",
    )
    reason = forms.CharField(label="If not, why", required=False, widget=_long())


class CloseForm(GovukForm):
    """The end."""

    achieved = forms.CharField(label="What was achieved", widget=_long())
    not_achieved = forms.CharField(label="What was not achieved", widget=_long())
    assessment = forms.CharField(label="Held against how things stood", widget=_long())


def _offer(form: forms.Form, name: str, people: Sequence[User]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = User.objects.filter(pk__in=[p.pk for p in people])
