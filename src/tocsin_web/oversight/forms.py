"""What is typed into the register."""

from __future__ import annotations

from typing import Any

from django import forms

from tocsin_web.govuk.forms import GovukForm
from tocsin_web.oversight.models import Allegation
from tocsin_web.oversight.words import choices

_NO_NAMES = "No names: references alone."


def _day(label: str, *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class AllegationForm(GovukForm):
    """One allegation."""

    case_ref = forms.CharField(label="Case reference", max_length=60)
    complainant_ref = forms.CharField(
        label="Complainant's reference", max_length=60, required=False, help_text=_NO_NAMES
    )
    entry_type = forms.ChoiceField(label="What is it?", choices=choices("entry_types"))
    channel = forms.ChoiceField(
        label="How did it come?", choices=choices("channels", optional=True), required=False
    )
    received_on = _day("Received on", required=True)
    authority = forms.CharField(label="Body that has to deal with it", max_length=200)
    is_recorded = forms.BooleanField(label="Recorded under the formal schedule", required=False)
    summary = forms.CharField(
        label="Summary", widget=forms.Textarea(attrs={"rows": 4}), help_text=_NO_NAMES
    )
    event_from = _day("What it is about began on")
    event_to = _day("and ended on")
    category = forms.ChoiceField(label="Category", choices=choices("categories"))
    inaction = forms.ChoiceField(
        label="If it is about inaction", choices=choices("inaction", optional=True), required=False
    )
    regime = forms.ChoiceField(label="Rules that applied then", choices=choices("regimes"))
    would_be_referred = forms.BooleanField(
        label="If the allegation were true, it would have to be referred",
        help_text="Answer this before any view of whether it is true.",
        required=False,
    )
    referred_on = _day("Referred on")
    mode = forms.ChoiceField(label="Mode of investigation", choices=choices("modes"))


class OfficerForm(GovukForm):
    """An officer or worker, by reference."""

    officer_ref = forms.CharField(label="Reference", max_length=60, help_text=_NO_NAMES)
    role_then = forms.CharField(label="Rank and role then", max_length=200, required=False)
    above_ref = forms.CharField(
        label="Reference of whoever was in command of them", max_length=60, required=False
    )
    service = forms.ChoiceField(label="Service", choices=choices("service"))
    left_on = _day("Left on")
    condition = forms.ChoiceField(
        label="Condition for a former officer", choices=choices("conditions")
    )


class FindingForm(GovukForm):
    """What was found and what followed."""

    complaint_result = forms.ChoiceField(
        label="Result of the complaint",
        choices=choices("complaint_results", optional=True),
        required=False,
    )
    investigation_result = forms.ChoiceField(
        label="Result of the investigation",
        choices=choices("investigation_results", optional=True),
        required=False,
    )
    outcome = forms.ChoiceField(
        label="Outcome", choices=choices("outcomes", optional=True), required=False
    )
    months = forms.IntegerField(label="Months it lasts", required=False, min_value=0)
    reasons = forms.CharField(label="Reasons", widget=forms.Textarea(attrs={"rows": 4}))
    decided_by = forms.CharField(label="Who decided (a body or an office)", max_length=200)
    decided_on = _day("Decided on", required=True)

    def __init__(self, *args: Any, allegation: Allegation, **kwargs: Any) -> None:
        self.allegation = allegation
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The officers linked to this allegation."""
        self.fields["officer"] = forms.ModelChoiceField(
            label="About which officer?", queryset=self.allegation.officers.all(), required=False
        )

    def clean(self) -> dict[str, Any]:
        """A case to answer is about somebody: every one links to an officer."""
        given = super().clean() or {}
        if not any(given.get(k) for k in ("complaint_result", "investigation_result", "outcome")):
            raise forms.ValidationError("Give at least one result.")
        case = str(given.get("investigation_result", "")).startswith("case_")
        if case and not given.get("officer"):
            raise forms.ValidationError("A case to answer is about an officer: add and choose one.")
        return given
