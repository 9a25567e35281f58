"""Base of every form: its widgets carry the classes of GOV.UK Frontend."""

from __future__ import annotations

from typing import Any

from django import forms

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Select, "govuk-select"),
    (forms.widgets.Input, "govuk-input"),
)


class GovukForm(forms.Form):
    """A form whose fields look and speak like GOV.UK Frontend's.

    A field's `help_text` is its hint. Give errors as sentences that say what to do.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare()
        dress(self)

    def prepare(self) -> None:
        """Where a form adds fields of its own: before anything is checked or dressed."""


def dress(form: forms.BaseForm) -> None:
    """Give every widget its class, and mark those in error."""
    for name, field in form.fields.items():
        widget = field.widget
        css = next((c for kind, c in _CLASSES if isinstance(widget, kind)), "")
        wrong = form.is_bound and name in form.errors
        base = css.split("__")[0]
        error = f" {base}--error" if wrong and base in {"govuk-input", "govuk-textarea"} else ""
        widget.attrs["class"] = f"{css}{error}"
        widget.attrs.pop("aria-describedby", None)
