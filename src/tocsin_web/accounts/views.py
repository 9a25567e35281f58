"""Signing in and out, and one's own account."""

from __future__ import annotations

import base64
from io import BytesIO
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.views import (
    LoginView,
    LogoutView,
    PasswordChangeView,
    PasswordResetConfirmView,
)
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as verify_session
from django_otp import match_token

from tocsin_web.accounts import actions, forms
from tocsin_web.accounts.access import SignedInRequest, allowed, anyone, signed_in
from tocsin_web.accounts.models import Agency, Declaration, User
from tocsin_web.accounts.permissions import Permission, Role
from tocsin_web.accounts.purposes import Purpose, give_purpose, purpose_of, take_back_purpose

sign_in = anyone(
    LoginView.as_view(template_name="accounts/sign_in.html", authentication_form=forms.SignInForm)
)
sign_out = signed_in(LogoutView.as_view())
change_password = signed_in(
    PasswordChangeView.as_view(
        template_name="accounts/change_password.html",
        form_class=forms.ChangePasswordForm,
        success_url=reverse_lazy("accounts:own"),
    )
)
first_password = anyone(
    PasswordResetConfirmView.as_view(
        template_name="accounts/first_password.html",
        form_class=forms.FirstPasswordForm,
        success_url=reverse_lazy("accounts:sign_in"),
    )
)


@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    """One's own account: roles, password, second factor, purpose, conflicts."""
    declared = request.user.declarations.filter(withdrawn_at=None)
    context = {
        "roles": sorted(role.label for role in request.user.roles),
        "purpose": purpose_of(request),
        "declared": declared,
        "has_factor": actions.has_second_factor(request.user),
    }
    return render(request, "accounts/own.html", context)


@signed_in
@sensitive_post_parameters("code")
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Give the second factor, or set one up where there is none yet."""
    user = request.user
    has_one = actions.has_second_factor(user)
    if has_one and getattr(user, "otp_device", None) is None:
        return _give_factor(request)
    form = forms.CodeForm(request.POST or None)
    device = actions.device_to_confirm(user)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            codes = actions.confirm_device(device)
            verify_session(request, device)
            return render(request, "accounts/paper_codes.html", {"codes": codes})
        form.add_error("code", "That code does not fit. Wait for the next one and try again.")
    picture = BytesIO()
    segno.make(device.config_url, error="m").save(picture, kind="png", scale=5)
    context = {
        "form": form,
        "picture": base64.b64encode(picture.getvalue()).decode(),
        "key": base64.b32encode(device.bin_key).decode(),
    }
    return render(request, "accounts/set_up_factor.html", context)


def _give_factor(request: SignedInRequest) -> HttpResponse:
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(request.user, form.cleaned_data["code"])
        if device is not None:
            verify_session(request, device)
            return redirect(_next(request))
        form.add_error("code", "That code does not fit, or was used before. Try the next one.")
    return render(request, "accounts/give_factor.html", {"form": form})


def _next(request: SignedInRequest) -> str:
    """Where to go on to, if that is here; never to another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("desk:desk")


@signed_in
def purpose(request: SignedInRequest) -> HttpResponse:
    """Say what names are needed for; they are shown for some hours."""
    if request.method == "POST" and "mask" in request.POST:
        take_back_purpose(request)
        return redirect(_next(request))
    form = forms.PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = Purpose(form.cleaned_data["purpose"])
        give_purpose(request, given, form.cleaned_data["reason"], by=request.user)
        return redirect(_next(request))
    context = {"form": form, "given": purpose_of(request), "next": _next(request)}
    return render(request, "accounts/purpose.html", context)


@signed_in
def declare(request: SignedInRequest) -> HttpResponse:
    """Declare somebody close, so that what names them is kept from oneself."""
    form = forms.DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.declare(request.user, **form.cleaned_data)
        messages.success(request, "Declared. From now on what names them is not shown to you.")
        return redirect("accounts:own")
    return render(request, "accounts/declare.html", {"form": form})


@allowed(Permission.READ_AUDIT)
def declarations(request: SignedInRequest) -> HttpResponse:
    """All declarations that stand; somebody independent can end one."""
    if request.method == "POST":
        found = get_object_or_404(Declaration, pk=request.POST.get("declaration"))
        actions.withdraw(found, by=request.user)
        return redirect("accounts:declarations")
    rows = Declaration.objects.filter(withdrawn_at=None).select_related("user__agency")
    return render(request, "accounts/declarations.html", {"rows": rows})


@allowed(Permission.MANAGE_ACCOUNTS)
def accounts(request: SignedInRequest) -> HttpResponse:
    """Everybody who has an account."""
    rows = User.objects.select_related("agency").prefetch_related("groups").order_by("username")
    people = [
        (user, [Role(g.name).label for g in user.groups.all() if g.name in Role.values])
        for user in rows
    ]
    return render(request, "accounts/accounts.html", {"people": people})


@allowed(Permission.MANAGE_ACCOUNTS)
def open_account(request: SignedInRequest) -> HttpResponse:
    """Make an account; the invitation is shown once, to be handed over."""
    form = forms.AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_account(by=request.user, **form.cleaned_data)
        return redirect("accounts:account", user_id=made.pk)
    agencies = Agency.objects.values_list("name", flat=True)
    return render(request, "accounts/open_account.html", {"form": form, "agencies": agencies})


@allowed(Permission.MANAGE_ACCOUNTS)
def account(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """One account: its roles, a new invitation, closing it."""
    user = get_object_or_404(User.objects.select_related("agency"), pk=user_id)
    start = {
        "roles": [r.value for r in user.roles],
        "may_read_restricted": user.may_read_restricted,
    }
    form = forms.RolesForm(request.POST if "roles_form" in request.POST else None, initial=start)
    if request.method == "POST" and "close" in request.POST:
        return _close(request, user)
    if request.method == "POST" and form.is_valid():
        actions.give_roles(user, form.cleaned_data["roles"], by=request.user)
        actions.set_clearance(user, form.cleaned_data["may_read_restricted"], by=request.user)
        messages.success(request, "The roles are changed.")
        return redirect("accounts:account", user_id=user.pk)
    link = ""
    if request.method == "POST" and "invite" in request.POST:
        uid, token = actions.invitation(user)
        link = request.build_absolute_uri(reverse("accounts:first_password", args=(uid, token)))
    return render(request, "accounts/account.html", {"who": user, "form": form, "link": link})


def _close(request: SignedInRequest, user: User) -> HttpResponse:
    try:
        actions.close_account(user, by=request.user)
        messages.success(request, "The account is closed.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("accounts:account", user_id=user.pk)
