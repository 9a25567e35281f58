"""What a person writes about a report."""

from __future__ import annotations

from typing import Any

from django import forms

from tocsin.policies import shipped
from tocsin.publishing.wording import KINDS, ROLES
from tocsin.values.subject_numbers import is_number
from tocsin_web.govuk.forms import GovukForm
from tocsin_web.reports.reading import place_of

_NOTHING = ""
_AREA = forms.Textarea(attrs={"rows": 6})


class WordsForm(GovukForm):
    """Words of a report, by what they say and which time they stand there."""

    words = forms.CharField(
        label="The words", max_length=500, strip=False,
        help_text="Exactly as they stand in the report.",
    )  # fmt: skip
    occurrence = forms.IntegerField(
        label="Which time", min_value=1, initial=1, required=False,
        help_text="If the words stand there more than once.",
    )  # fmt: skip

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        self._text = text
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Where the words stand, as `start` and `end`."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        words = given.get("words")
        if words:
            place = place_of(self._text, words, given.get("occurrence") or 1)
            if place is None:
                self.add_error("words", "These words do not stand in the report: copy them from it")
            else:
                given["start"], given["end"] = place
        return given


class MendForm(WordsForm):
    """What a mention should have been read as."""

    kind = forms.ChoiceField(
        label="What it is", required=False,
        choices=[(_NOTHING, "No mention: take it away"), *KINDS.items()],
    )  # fmt: skip
    role = forms.ChoiceField(
        label="In what part", required=False,
        choices=[(_NOTHING, "As it was read"), *ROLES.items()],
    )  # fmt: skip
    concern = forms.ChoiceField(label="What it is about", required=False)
    subject = forms.CharField(
        label="Number of the subject it is", max_length=12, required=False,
        help_text="For example T-1A2B3C4. Leave it empty if you do not know.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = shipped().table("concerns")["concerns"].items()
        choices = [(key, row["label"][:1].upper() + row["label"][1:]) for key, row in rows]
        field = self.fields["concern"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(_NOTHING, "As it was read"), *choices]

    def clean_subject(self) -> str:
        """A public number, or nothing."""
        number = str(self.cleaned_data["subject"]).strip().upper()
        if number and not is_number(number):
            raise forms.ValidationError("A number looks like T-1A2B3C4: copy it from the subject")
        return number


class GradeForm(WordsForm):
    """The grade of one item."""

    source = forms.ChoiceField(
        label="Source",
        choices=[("1", "1 Reliable"), ("2", "2 Untested"), ("3", "3 Not reliable")],
    )
    information = forms.ChoiceField(
        label="Information",
        choices=[
            ("A", "A Known directly"),
            ("B", "B Known indirectly but corroborated"),
            ("C", "C Known indirectly"),
            ("D", "D Not known"),
            ("E", "E Suspected to be false"),
        ],
    )
    handling = forms.ChoiceField(
        label="Handling",
        choices=[("P", "P Lawful sharing permitted"), ("C", "C Shared with conditions")],
    )


class SanitiseForm(GovukForm):
    """A text that may go out."""

    text = forms.CharField(
        label="The text to share", widget=_AREA, max_length=200_000,
        help_text="Leave out whatever tells who reported it, and whoever need not be named.",
    )  # fmt: skip
    known_to = forms.IntegerField(
        label="How many people could have known this?", min_value=1, max_value=1_000_000,
        help_text="Count whoever saw, heard or was told it. If it is one or two, "
        "the text tells who reported it, whatever it leaves out.",
    )  # fmt: skip


class SecondReadingForm(GovukForm):
    """The second reader's word."""

    agrees = forms.ChoiceField(
        label="May this text go out?", widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No")],
    )  # fmt: skip
    note = forms.CharField(label="Why", max_length=300, required=False)


class DiscloseForm(GovukForm):
    """Who is given it, and what for."""

    to_whom = forms.CharField(label="Who receives it", max_length=200)
    body = forms.CharField(label="Their body", max_length=200, required=False)
    purpose = forms.CharField(label="What for", max_length=200)


class ReasonForm(GovukForm):
    """A reason, in words."""

    reason = forms.CharField(label="Why", max_length=300, min_length=8)
