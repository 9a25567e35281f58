"""Forms: one report, files, a pasted mail, the first account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Role
from tocsin_web.govuk.forms import GovukForm
from tocsin_web.policies.models import Countersign
from tocsin_web.reports.models import COMMON, Compartment

MOST_FILES = 500
MOST_BYTES = 500_000_000
_LONGEST = 200_000
_NONE = ("", "Not given")
_SOURCES = (_NONE, ("1", "1 - Reliable"), ("2", "2 - Untested"), ("3", "3 - Not reliable"))
_INFORMATION = (
    _NONE,
    ("A", "A - Known directly"),
    ("B", "B - Known indirectly, but corroborated"),
    ("C", "C - Known indirectly"),
    ("D", "D - Not known"),
    ("E", "E - Suspected to be false"),
)
_HANDLING = (
    _NONE,
    ("P", "P - Lawful sharing permitted"),
    ("C", "C - Lawful sharing permitted with conditions"),
)
_KNOWN = (
    ("saw", "I saw or heard it myself"),
    ("told", "Somebody told me"),
    ("read", "I read it somewhere"),
)


class PartialDateField(forms.CharField):
    """A day, a month or a year."""

    def clean(self, value: Any) -> str:
        """`2026-03-09`, `2026-03` or `2026`, as written or in the British way."""
        from tocsin_web.intake.engine import written_date

        words = str(super().clean(value) or "").strip()
        found = written_date(words) if words else ""
        if found is None:
            raise ValidationError("Write a day, a month or a year, like 9 March 2026 or 2026-03.")
        return found


class CompartmentForm(GovukForm):
    """Where it goes: asked of those alone who are a member of a sealed compartment."""

    def __init__(self, *args: Any, compartments: Iterable[Compartment], **kwargs: Any) -> None:
        self._own = [
            (str(c.pk), f"{c.name} (sealed: only its members know of it)") for c in compartments
        ]
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Ask where it goes, of whoever has a choice."""
        if self._own:
            choices = [(str(COMMON), "Common case"), *self._own]
            self.fields["where"] = forms.ChoiceField(
                label="Where it goes",
                choices=choices,
                initial=str(COMMON),
                widget=forms.RadioSelect,
            )


class ReportForm(CompartmentForm):
    """One report, as its author would tell it."""

    text = forms.CharField(
        label="What was seen, heard or read",
        help_text="In your own words, with names, places, numbers and times. One occasion a form.",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=_LONGEST,
    )
    how_known = forms.ChoiceField(
        label="How do you know?", choices=_KNOWN, widget=forms.RadioSelect
    )
    told_by = forms.CharField(
        label="Told by whom, or read where?",
        help_text="Sealed: opened only for a stated purpose, each time on record.",
        max_length=300,
        required=False,
    )
    occurred = PartialDateField(
        label="When did it happen?",
        help_text="A day, a month or a year, like 9 March 2026 or March 2026.",
        required=False,
        max_length=40,
    )
    received = PartialDateField(
        label="When did it reach your agency?",
        help_text="Today, unless you are writing up something older.",
        max_length=40,
    )
    agency = forms.CharField(label="Agency that holds it", max_length=200, required=False)
    author = forms.CharField(
        label="Who is telling it",
        help_text="Your name, or whoever wrote it. Sealed like the source.",
        max_length=300,
        required=False,
    )
    contact = forms.CharField(
        label="How they can be reached", help_text="Sealed.", max_length=300, required=False
    )
    reference = forms.CharField(
        label="Reference in your own records", max_length=100, required=False
    )
    source_grade = forms.ChoiceField(
        label="Source (3x5x2)", choices=_SOURCES, required=False, widget=forms.Select
    )
    information_grade = forms.ChoiceField(
        label="Information (3x5x2)", choices=_INFORMATION, required=False, widget=forms.Select
    )
    handling_code = forms.ChoiceField(
        label="Handling (3x5x2)", choices=_HANDLING, required=False, widget=forms.Select
    )

    def told(self) -> dict[str, str]:
        """What the engine is told."""
        names = (
            "text", "occurred", "received", "agency", "reference",
            "source_grade", "information_grade", "handling_code",
        )  # fmt: skip
        found = {name: str(self.cleaned_data.get(name) or "") for name in names}
        found["author"] = self.cleaned_data["told_by"] or self.cleaned_data["author"]
        return found

    def extra(self) -> dict[str, str]:
        """What is kept beside it."""
        data = self.cleaned_data
        teller = data["author"] if data["told_by"] else ""
        contact = ", ".join(part for part in (teller, data["contact"]) if part)
        return {"how_known": data["how_known"], "contact": contact[:300]}


class MailForm(CompartmentForm):
    """A mail, pasted."""

    text = forms.CharField(
        label="The mail",
        help_text="With its head (From, Sent, Subject), so that sender and day are read from it.",
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=_LONGEST,
    )
    agency = forms.CharField(
        label="Whose records it comes from, where it does not say", max_length=200, required=False
    )


class SeveralFilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Files, each within the limits."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, or what to do instead."""
        sent = data if isinstance(data, list | tuple) else [data]
        found = [super(SeveralFiles, self).clean(file, initial) for file in sent]
        if len(found) > MOST_FILES:
            raise ValidationError(f"Send at most {MOST_FILES} files at once, or one zip of them.")
        if sum(file.size for file in found) > MOST_BYTES:
            raise ValidationError("Send at most 500 MB at once.")
        return found


class FilesForm(CompartmentForm):
    """Files of any kind the engine reads."""

    sent = SeveralFiles(
        label="Files",
        help_text="Documents, tables, mails, PDFs or a zip of them. Nothing is recorded yet: "
        "you see what would come of it first.",
        max_length=200,
    )
    agency = forms.CharField(
        label="Whose records these are, where they do not say", max_length=200, required=False
    )


class FirstRunForm(GovukForm):
    """The first account, and what this place says about itself."""

    username = forms.CharField(label="User name", max_length=150)
    full_name = forms.CharField(label="Your name", max_length=200)
    agency = forms.CharField(label="Your agency or organisation", max_length=200)
    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters; three words that do not belong together are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label="The password again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    roles = forms.MultipleChoiceField(
        label="What you do here",
        help_text="You also look after accounts. Oversight is never the same person.",
        choices=[(r.value, r.label) for r in (Role.CONTRIBUTOR, Role.ANALYST, Role.DECISION_MAKER)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[Role.CONTRIBUTOR.value, Role.ANALYST.value, Role.DECISION_MAKER.value],
    )
    countersign = forms.ChoiceField(
        label="Who countersigns a decision to do nothing further?",
        choices=Countersign.choices,
        widget=forms.RadioSelect,
        initial=Countersign.REQUIRED,
    )
    outside_name = forms.CharField(
        label="Who outside is told at the highest level when nobody answers?",
        help_text="A person or body that does not depend on you. Left empty, a red line on every "
        "desk says so.",
        max_length=200,
        required=False,
    )
    outside_address = forms.EmailField(label="Their e-mail address", required=False)
    go_live_on = forms.DateField(
        label="From which day are new reports to be answered in time?",
        help_text="What was received before it is a backlog with its own list. Like 2026-11-16.",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
    )
    fictional = forms.BooleanField(
        label="Begin with the fictional case of Culverport, to try everything on",
        help_text="All in it is made up. While it is here every page says so, and whatever you add "
        "goes away with it: one click clears it, and accounts stay.",
        required=False,
    )

    def clean_username(self) -> str:
        """A name nobody has."""
        name: str = self.cleaned_data["username"]
        User.username_validator(name)
        return name

    def clean(self) -> dict[str, Any]:
        """Both passwords alike, and one that is fit."""
        data = super().clean() or self.cleaned_data
        password = data.get("password", "")
        if password and password != data.get("again"):
            self.add_error("again", "The two passwords are not the same. Type both again.")
        elif password:
            user = User(username=data.get("username", ""), first_name=data.get("full_name", ""))
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.add_error("password", error)
        return data


def today_written(today: date) -> str:
    """As a form shows it: `9 March 2026`."""
    return f"{today.day} {today:%B %Y}"
