"""Forms of assessments and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tocsin_web.accounts.models import User
from tocsin_web.assessments.engine import NO, PARTLY, YES, Finding, criteria, verdicts
from tocsin_web.govuk.forms import GovukForm, dress

_STATES = ((YES, "Yes"), (PARTLY, "Partly"), (NO, "No"))


class AssessForm(GovukForm):
    """One's own answer to each question, a verdict and a reason."""

    def __init__(self, *args: Any, found: Sequence[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for finding in found:
            self.fields[finding.criterion] = forms.ChoiceField(
                label=finding.question,
                choices=_STATES,
                initial=finding.state,
                help_text=f"The reports: {finding.state}. {finding.sentence}",
            )
        self.fields["verdict"] = forms.ChoiceField(
            label="Can it be acted on?",
            widget=forms.RadioSelect,
            choices=list(verdicts().items()),
        )
        self.fields["reason"] = forms.CharField(
            label="Reason", widget=forms.Textarea(attrs={"rows": 4})
        )
        self._errors = None  # looked at before there were fields
        dress(self)


class TaskForm(GovukForm):
    """What a professional who already holds it is asked for."""

    criterion = forms.ChoiceField(label="What it is for")
    words = forms.CharField(label="What is asked", widget=forms.Textarea(attrs={"rows": 3}))
    held_by = forms.CharField(
        label="Which professional already holds it",
        max_length=300,
        help_text="Never a child, a parent, a relative, a volunteer or a business.",
    )
    owner = forms.ChoiceField(label="Who asks for it")
    due_on = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, owners: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(u.pk): u for u in owners}
        kinds, people = self.fields["criterion"], self.fields["owner"]
        assert isinstance(kinds, forms.ChoiceField)
        assert isinstance(people, forms.ChoiceField)
        kinds.choices = [(k, row["missing"]) for k, row in criteria().items()]
        people.choices = [(pk, u.shown_name) for pk, u in self.owners.items()]
        self._errors = None  # looked at before there were choices
        dress(self)


class AdviceForm(GovukForm):
    """Who advised that it may be asked all the same."""

    adviser = forms.CharField(label="Name and post of who advised", max_length=200)
    advice = forms.CharField(label="What they advised", widget=forms.Textarea(attrs={"rows": 3}))


class DoneForm(GovukForm):
    """What came of it."""

    came_of_it = forms.CharField(label="What came of it", widget=forms.Textarea(attrs={"rows": 3}))
