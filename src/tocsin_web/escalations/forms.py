"""What is typed to raise a question, answer it, or record that it was sent outside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from tocsin.escalations import Ladder
from tocsin_web.accounts.models import Agency, User
from tocsin_web.govuk.forms import GovukForm

OUTCOMES = (
    ("action_ordered", "Something will be done, and by whom is said below"),
    ("resources_given", "Resources are given"),
    ("resolved", "The disagreement is resolved, as said below"),
    ("not_upheld", "The present handling is right, for the reason given"),
    ("noted", "Noted"),
)
_ORDER = ("to_level", "is_in_danger", "reason", "is_confidential", "people", "agencies")
HOW = (("post", "By post"), ("secure_mail", "By secure e-mail"), ("hand", "By hand"))


class RaiseForm(GovukForm):
    """To which level, why, and about whom."""

    is_in_danger = forms.BooleanField(
        label="Somebody is in danger now: any level may be chosen", required=False
    )
    reason = forms.CharField(
        label="What has not been answered, and what does it mean for the child or the adult?",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_confidential = forms.BooleanField(
        label="In confidence: nobody below independent scrutiny sees who raised it", required=False
    )
    agencies = forms.ModelMultipleChoiceField(
        label="Agencies it complains of", queryset=Agency.objects.all(), required=False
    )

    def __init__(self, *args: Any, ladder: Ladder, present: int, **kwargs: Any) -> None:
        self.ladder, self.present = ladder, present
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The levels above the present one, and everybody here."""
        levels = [r for r in self.ladder.rungs if r.level > self.present]
        self.fields["to_level"] = forms.TypedChoiceField(
            label="To which level?",
            coerce=int,
            choices=[(r.level, f"{r.level}: {r.name} ({r.who})") for r in levels],
        )
        people = User.objects.filter(is_active=True).select_related("agency")
        self.fields["people"] = forms.ModelMultipleChoiceField(
            label="People it complains of",
            help_text="They can neither close it nor give it to somebody else.",
            queryset=people,
            required=False,
        )
        self.order_fields(_ORDER)

    def complained_of(self) -> Iterable[User | Agency]:
        """Everybody named."""
        return [*self.cleaned_data["people"], *self.cleaned_data["agencies"]]


class RespondForm(GovukForm):
    """An outcome, why, and by when."""

    outcome = forms.ChoiceField(
        label="What is the outcome?",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        help_text='"Noted" is kept and is not an outcome: the clock runs on.',
    )
    reason = forms.CharField(
        label="Reason, and who does what", widget=forms.Textarea(attrs={"rows": 5})
    )
    by_when = forms.DateField(
        label="By which day is it done?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The clock waits until that day. Only a decision ends the question.",
    )


class SendForm(GovukForm):
    """To whom it was sent, and how."""

    to_name = forms.CharField(label="To whom was it sent?", max_length=200)
    to_address = forms.CharField(label="Address", max_length=254, required=False)
    how = forms.ChoiceField(label="How?", choices=HOW, widget=forms.RadioSelect)
    confirmed = forms.BooleanField(label="I have sent the printed sheet myself")


class RecipientsForm(GovukForm):
    """Who is asked at each level."""

    def __init__(self, *args: Any, ladder: Ladder, **kwargs: Any) -> None:
        self.ladder = ladder
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """A field for each level above the owner."""
        people = User.objects.filter(is_active=True).select_related("agency")
        for rung in self.ladder.rungs[1:]:
            self.fields[f"level_{rung.level}"] = forms.ModelMultipleChoiceField(
                label=f"Level {rung.level}: {rung.name} ({rung.who})",
                queryset=people,
                required=False,
                widget=forms.SelectMultiple(attrs={"size": 5}),
            )
