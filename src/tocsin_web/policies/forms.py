"""What is typed to propose a change of policy, or to approve or refuse one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from tocsin.errors import UsageError
from tocsin_web.govuk.forms import GovukForm
from tocsin_web.policies.engine import policy_on, read_value


class ProposeForm(GovukForm):
    """Another value, why, and when to look at it again."""

    value = forms.CharField(label="New value", max_length=2000)
    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 4}))
    review_on = forms.DateField(
        label="When is it looked at again?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, setting: str, now: datetime, **kwargs: Any) -> None:
        self.setting, self.now = setting, now  # before: a bound form is cleaned as it is dressed
        super().__init__(*args, **kwargs)

    def clean_value(self) -> Any:
        """As the kind of value the setting has."""
        try:
            return read_value(policy_on(self.now), self.setting, self.cleaned_data["value"])
        except UsageError as error:
            raise forms.ValidationError(str(error)) from None


class VerdictForm(GovukForm):
    """Approved or refused, and why."""

    verdict = forms.ChoiceField(
        label="Your verdict",
        choices=(("approve", "Approve: it holds from now"), ("refuse", "Refuse")),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}))
