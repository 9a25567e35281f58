"""Forms of answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tocsin.records import DecisionKind
from tocsin_web.accounts.models import User
from tocsin_web.decisions.actions import NFA, Answer, ForChild
from tocsin_web.decisions.engine import concern_labels, option_names
from tocsin_web.decisions.models import OptionConsidered, Triage, Wish
from tocsin_web.decisions.queries import Child
from tocsin_web.govuk.forms import GovukForm, dress

_LONG = {"rows": 4}


def day_input() -> forms.DateInput:
    """A day, as the browser asks for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def kind_words(kind: str) -> str:
    """A kind of decision as it is read."""
    return kind.replace("_", " ").capitalize()


class DecideForm(GovukForm):
    """One answer, with support for each known child beside it."""

    kind = forms.ChoiceField(label="What is decided", widget=forms.RadioSelect)
    concern = forms.ChoiceField(
        label="Which concern it answers",
        required=False,
        help_text="A decision about one concern leaves the others open.",
    )
    option = forms.ChoiceField(
        label="Disruption option",
        required=False,
        help_text="Where one of the options below was chosen.",
    )
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={**_LONG, "data-wording": ""}),
        help_text="Say what happened and what others did. Put words that somebody said in quotes.",
        error_messages={"required": "Give the reason. A decision without one cannot be saved."},
    )
    owner = forms.ChoiceField(label="Who owns it")
    due_on = forms.DateField(
        label="Done by", required=False, widget=day_input(), help_text="For example 4 June 2026."
    )
    contacts_them = forms.BooleanField(
        label="It means contacting somebody who was a child then",
        required=False,
        help_text="No cold contact: only in the way they said they wish to be reached.",
    )

    def __init__(
        self,
        *args: Any,
        owners: Sequence[User],
        answering: frozenset[str],
        children: Sequence[Child] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(u.pk): u for u in owners}
        self.children = children
        people = [(pk, u.shown_name) for pk, u in self.owners.items()]
        self._choices("kind", [(k.value, _kind_label(k.value, answering)) for k in DecisionKind])
        self._choices("concern", [("", "All that was told"), *concern_labels().items()])
        self._choices("option", [("", "None"), *option_names().items()])
        self._choices("owner", people)
        for child in children:
            self._ask_about(child, people)
        self._errors = None  # looked at before there were choices
        dress(self)

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _ask_about(self, child: Child, people: Sequence[tuple[str, str]]) -> None:
        number = child.number
        settled = " Decided already; write here only what is new." if child.is_settled else ""
        self.fields[f"child_{number}"] = forms.CharField(
            label=f"Support for the child {number}",
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "data-wording": ""}),
            help_text="What is done for this child, whatever happens to anybody else." + settled,
        )
        self.fields[f"child_{number}_owner"] = forms.ChoiceField(
            label=f"Who owns the support for {number}", required=False, choices=people
        )
        self.fields[f"child_{number}_due"] = forms.DateField(
            label=f"Support for {number} begins by", required=False, widget=day_input()
        )
        self.fields[f"child_{number}_none"] = forms.CharField(
            label=f"Or: why no support is decided for {number}",
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "data-wording": ""}),
        )

    def clean(self) -> dict[str, Any]:
        """What is not the end of the matter has a day by which it is done."""
        found = super().clean() or {}
        if found.get("kind") and found["kind"] != NFA and not found.get("due_on"):
            self.add_error("due_on", "Give the day by which it is done.")
        if found.get("option") and found.get("kind") not in ("disruption", "referral", "action"):
            self.add_error("option", "An option goes with the kind disruption, referral or action.")
        return found

    def answer(self) -> Answer:
        """What was written."""
        found = self.cleaned_data
        return Answer(
            kind=found["kind"],
            reason=found["reason"],
            owner=self.owners[found["owner"]],
            due_on=found["due_on"],
            concern=found["concern"],
            option=found["option"],
            contacts_them=found["contacts_them"],
            for_children={c.number: self._for(c.number) for c in self.children},
        )

    def _for(self, number: str) -> ForChild:
        found = self.cleaned_data
        return ForChild(
            support=found[f"child_{number}"],
            owner=self.owners.get(found[f"child_{number}_owner"]),
            due_on=found[f"child_{number}_due"],
            no_support=found[f"child_{number}_none"],
        )


def _kind_label(kind: str, answering: frozenset[str]) -> str:
    words = kind_words(kind)
    return words if kind in answering else f"{words} (kept, but does not answer this list)"


class ConsiderForm(GovukForm):
    """An option was thought of and rejected, or chosen for later."""

    outcome = forms.ChoiceField(
        label="What came of it",
        widget=forms.RadioSelect,
        choices=(
            (OptionConsidered.REJECTED, "Rejected for now"),
            (OptionConsidered.CHOSEN, "Chosen; the decision follows"),
        ),
    )
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs=_LONG))


class OptionSearchForm(GovukForm):
    """Find options that were considered."""

    words = forms.CharField(label="Words of the reason", required=False)
    outcome = forms.ChoiceField(
        label="What came of it",
        required=False,
        choices=(("", "Any"), ("chosen", "Chosen"), ("rejected", "Rejected")),
    )
    option = forms.ChoiceField(label="Option", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["option"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any"), *option_names().items()]
        self._errors = None  # looked at before there were choices


class CountersignForm(GovukForm):
    """One's own word as the second person."""

    note = forms.CharField(label="Note", required=False)


class PaperForm(GovukForm):
    """The sign-off of somebody outside, on the printed sheet."""

    on_paper_by = forms.CharField(
        label="Name and body of who signed",
        help_text="For example: Halina Wójcik, trustee of another charity. Keep the sheet.",
        max_length=200,
    )


class ContactForm(GovukForm):
    """How somebody who was a child then wishes to be reached."""

    wish = forms.ChoiceField(label="What they wish", widget=forms.RadioSelect, choices=Wish.choices)
    how = forms.CharField(label="Through whom, or in what way and when", required=False)
    known_from = forms.CharField(label="Who asked them, and when", max_length=200)


class ProposalForm(GovukForm):
    """Whether what was read in a report is a decision."""

    is_one = forms.ChoiceField(
        label="Is it a decision about this subject?",
        widget=forms.RadioSelect,
        choices=(("yes", "Yes: record it"), ("no", "No: do not propose it again")),
    )
    taken_on = forms.DateField(label="The day it was taken", required=False, widget=day_input())
    reason = forms.CharField(
        label="Reason", widget=forms.Textarea(attrs=_LONG), help_text="As far as it is known."
    )


class TriageForm(GovukForm):
    """Where one report of the day goes."""

    outcome = forms.ChoiceField(
        label="Where it goes",
        required=False,
        choices=(("", "Not yet"), *Triage.Outcome.choices),
    )
    reason = forms.CharField(label="Reason", required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        """What is said of a report has a reason."""
        found = super().clean() or {}
        if found.get("outcome") and not found.get("reason", "").strip():
            self.add_error("reason", "Give the reason.")
        return found
