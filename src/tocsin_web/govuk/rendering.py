"""Forms as GOV.UK Frontend writes them: label, hint, error, field."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """`{{ form }}` gives every field in the markup of GOV.UK Frontend, errors above and beside."""

    form_template_name = "govuk/form.html"
    field_template_name = "govuk/field.html"
