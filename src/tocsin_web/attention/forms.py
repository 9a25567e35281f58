"""To whom a question is given."""

from __future__ import annotations

from django import forms

from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.govuk.forms import GovukForm


class GiveForm(GovukForm):
    """A colleague who may decide, and why."""

    reason = forms.CharField(label="Why is it given to them?", required=False, max_length=300)

    def prepare(self) -> None:
        """Everybody here who may decide."""
        who = User.objects.filter(
            is_active=True, groups__permissions__codename=Permission.DECIDE.value
        )
        self.fields["owner"] = forms.ModelChoiceField(
            label="Who owns it from now on?", queryset=who.distinct().select_related("agency")
        )
        self.order_fields(("owner", "reason"))
