"""What a person writes about who is who."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from tocsin_web.govuk.forms import GovukForm
from tocsin_web.people.disputes import OUTCOMES
from tocsin_web.people.models import CommonValue

_MOST_DAYS = 183
_AREA = forms.Textarea(attrs={"rows": 4})


class DisputeForm(GovukForm):
    """Who disputes it, and what they say."""

    said_by = forms.CharField(
        label="Who disputes it", max_length=200,
        help_text="The person, a parent, an advocate, a solicitor.",
    )  # fmt: skip
    reason = forms.CharField(label="What they say", max_length=4000, widget=_AREA)


class DisputeAnswerForm(GovukForm):
    """What became of it."""

    outcome = forms.ChoiceField(label="What became of it", choices=list(OUTCOMES.items()))
    words = forms.CharField(label="Why", max_length=4000, widget=_AREA)


class SearchForm(GovukForm):
    """One box."""

    query = forms.CharField(
        label="Search", max_length=200,
        help_text="A name as it sounds, part of a plate, the end of a phone number, an address, "
        "words of a report, a record number or a report’s reference.",
    )  # fmt: skip


class WatchForm(GovukForm):
    """A search kept until a day."""

    reason = forms.CharField(label="What you watch it for", max_length=300, min_length=8)
    expires_on = forms.DateField(
        label="Until", widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Six months at most. Begin it again if it is still needed.",
    )  # fmt: skip

    def clean_expires_on(self) -> date:
        """A day to come, not too far off."""
        day: date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day <= today + timedelta(days=_MOST_DAYS):
            raise forms.ValidationError("Give a day from today to six months from now")
        return day


class JudgeForm(GovukForm):
    """A word on two mentions."""

    word = forms.ChoiceField(
        choices=[("same", "Same"), ("different", "Different"), ("unsure", "Not sure")]
    )
    reason = forms.CharField(label="Why", max_length=500, required=False)


class CommonValueForm(GovukForm):
    """A word on a value."""

    value = forms.CharField(
        label="The value", max_length=300, help_text="A phone, a plate, a place or an address."
    )
    word = forms.ChoiceField(
        label="What holds", choices=CommonValue.Word.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Why", max_length=300, min_length=8)


class WhyForm(GovukForm):
    """Two numbers or mentions."""

    left = forms.CharField(label="One", max_length=180, help_text="A number, or a mention.")
    right = forms.CharField(label="The other", max_length=180)
