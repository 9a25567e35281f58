"""What needs an answer now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from tocsin_web.accounts.access import SignedInRequest, signed_in


@signed_in
def desk(request: SignedInRequest) -> HttpResponse:
    """The worklist of whoever is signed in."""
    return render(request, "desk/desk.html")
