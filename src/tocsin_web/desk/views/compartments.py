"""Sealed compartments of whoever is signed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import ROLES, Permission
from tocsin_web.govuk.forms import GovukForm
from tocsin_web.reports.compartments import let_in, let_out, open_compartment
from tocsin_web.reports.models import Compartment, Seal

_READERS = [role.value for role, may in ROLES.items() if Permission.READ_REPORTS in may]


class CompartmentForm(GovukForm):
    """A new compartment."""

    name = forms.CharField(
        label="Name", max_length=200, help_text="A code word: no name of a person or place."
    )
    seal = forms.ChoiceField(
        label="Why is it sealed?",
        choices=[choice for choice in Seal.choices if choice[0] != Seal.COMMON],
        widget=forms.RadioSelect,
    )


class MemberForm(GovukForm):
    """Somebody to let in."""

    user = forms.ModelChoiceField(
        label="Who", queryset=User.objects.none(), empty_label="Choose somebody"
    )
    reason = forms.CharField(label="Why they need to know", max_length=200)

    def __init__(self, *args: Any, compartment: Compartment, **kwargs: Any) -> None:
        self.compartment = compartment
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Everybody who could read and is not in yet."""
        readers = User.objects.filter(is_active=True, groups__name__in=_READERS).distinct()
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = readers.exclude(compartments=self.compartment).select_related("agency")


@allowed(Permission.SEAL)
def compartments(request: SignedInRequest) -> HttpResponse:
    """Those somebody is a member of, and a form to open another."""
    form = CompartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_compartment(
                name=form.cleaned_data["name"],
                seal=Seal(form.cleaned_data["seal"]),
                by=request.user,
            )
            return redirect("desk:compartment", compartment_id=made.pk)
        except ValidationError:
            # Which names are taken would tell of compartments that are not theirs.
            form.add_error("name", "Choose another code word.")
    rows = request.user.compartments.order_by("name")
    return render(request, "desk/compartments.html", {"rows": rows, "form": form})


@allowed(Permission.SEAL)
def compartment(request: SignedInRequest, compartment_id: UUID) -> HttpResponse:
    """One compartment: who is in it."""
    found = request.user.compartments.filter(pk=compartment_id).first()
    if found is None:
        raise Http404
    form = MemberForm(request.POST if "let_in" in request.POST else None, compartment=found)
    if request.method == "POST" and form.is_valid():
        let_in(
            found, form.cleaned_data["user"], reason=form.cleaned_data["reason"], by=request.user
        )
        return redirect("desk:compartment", compartment_id=found.pk)
    if request.method == "POST" and "let_out" in request.POST:
        return _let_out(request, found)
    members = found.members.select_related("agency").order_by("username")
    context = {"compartment": found, "members": members, "form": form}
    return render(request, "desk/compartment.html", context)


def _let_out(request: SignedInRequest, found: Compartment) -> HttpResponse:
    user = found.members.filter(username=request.POST["let_out"]).first()
    if user is None:
        raise Http404
    try:
        let_out(found, user, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if user == request.user and not found.members.filter(pk=user.pk).exists():
        return redirect("desk:compartments")
    return redirect("desk:compartment", compartment_id=found.pk)
