"""Signing in and out, and one's own account."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import render

from tocsin_web.accounts.access import SignedInRequest, anyone, signed_in
from tocsin_web.accounts.forms import SignInForm

sign_in = anyone(
    LoginView.as_view(template_name="accounts/sign_in.html", authentication_form=SignInForm)
)
sign_out = signed_in(LogoutView.as_view())


@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    """One's own account."""
    return render(request, "accounts/own.html")
