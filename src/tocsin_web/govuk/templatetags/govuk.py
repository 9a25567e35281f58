"""Tags for the components of GOV.UK Frontend."""

from __future__ import annotations

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()


@register.simple_tag
def widget_kind(field: BoundField) -> str:
    """`group` for radios and several checkboxes, `check` for one checkbox, else `one`."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "check" if isinstance(widget, forms.CheckboxInput) else "one"


@register.simple_tag
def group_class(field: BoundField) -> str:
    """The component's name."""
    several = isinstance(field.field.widget, forms.CheckboxSelectMultiple)
    return "govuk-checkboxes" if several else "govuk-radios"
