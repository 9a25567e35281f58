"""Forms about accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError

from tocsin_web.accounts.models import Agency, Closeness, User
from tocsin_web.accounts.permissions import Role
from tocsin_web.accounts.purposes import Purpose
from tocsin_web.govuk.forms import GovukForm, dress


class SignInForm(AuthenticationForm):
    """Django's own, in our dress."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class ChangePasswordForm(PasswordChangeForm):
    """Django's own, in our dress."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


if TYPE_CHECKING:
    _SetPassword = SetPasswordForm[User]
else:
    _SetPassword = SetPasswordForm  # generic in its types alone


class FirstPasswordForm(_SetPassword):
    """Django's own, in our dress."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class CodeForm(GovukForm):
    """Six digits of an app, or a code kept on paper."""

    code = forms.CharField(
        label="Code",
        max_length=16,
        help_text="Six digits from your app, or one of the codes you keep on paper.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
    )


class AccountForm(GovukForm):
    """A new account."""

    full_name = forms.CharField(label="Name", max_length=150)
    username = forms.CharField(
        label="User name", max_length=150, help_text="What they sign in with; it stays."
    )
    email = forms.EmailField(label="E-mail address", required=False)
    agency = forms.CharField(label="Agency", max_length=200)
    roles = forms.MultipleChoiceField(
        label="Roles", choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )

    def clean_username(self) -> str:
        """User names are given once."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError("Somebody has that user name. Choose another.")
        return name

    def clean_agency(self) -> Agency:
        """An agency by its name; a new one is made."""
        return Agency.objects.get_or_create(name=self.cleaned_data["agency"].strip())[0]

    def clean_roles(self) -> list[Role]:
        """Oversight stands alone."""
        return _together(self.cleaned_data["roles"])


class RolesForm(GovukForm):
    """The roles of an account."""

    roles = forms.MultipleChoiceField(
        label="Roles", choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    may_read_restricted = forms.BooleanField(
        label="Meets the conditions of restricted handling (code C; 5x5x5: 4 and 5)", required=False
    )

    def clean_roles(self) -> list[Role]:
        """Oversight stands alone."""
        return _together(self.cleaned_data["roles"])


def _together(values: list[str]) -> list[Role]:
    roles = [Role(value) for value in values]
    if Role.OVERSIGHT in roles and len(roles) > 1:
        raise ValidationError("Oversight stands alone. Take the other roles away, or oversight.")
    return roles


class PurposeForm(GovukForm):
    """Why names are to be shown."""

    purpose = forms.ChoiceField(
        label="What do you need names for?", choices=Purpose.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="In your words",
        max_length=200,
        help_text="For example the reference of the case. It is kept, and oversight can read it.",
    )


class DeclarationForm(GovukForm):
    """Somebody close to the user."""

    closeness = forms.ChoiceField(
        label="Who is it?", choices=Closeness.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label="Name", max_length=200, required=False)
    phone = forms.CharField(label="Telephone number", max_length=40, required=False)
    address = forms.CharField(label="Address", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """At least one thing to know them by."""
        data = super().clean() or {}
        if not any(data.get(key) for key in ("name", "phone", "address")):
            raise ValidationError("Give a name, a telephone number or an address.")
        return data
