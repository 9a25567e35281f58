"""Nobody sees a page without an account, nor, where it is asked for, without a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

_WITHOUT_FACTOR = ("accounts:second_factor", "accounts:sign_out")


class SignedInMiddleware(LoginRequiredMiddleware):
    """Django's own, and then the second factor."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Refuse before the view is called."""
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is not None or not request.user.is_authenticated:
            return refused
        if not settings.TOCSIN_REQUIRE_SECOND_FACTOR or _is_verified(request):
            return None
        if request.resolver_match and request.resolver_match.view_name in _WITHOUT_FACTOR:
            return None
        return redirect("accounts:second_factor")


def _is_verified(request: HttpRequest) -> bool:
    """Whether the second factor was given since signing in (OTPMiddleware notes it)."""
    return hasattr(request.user, "otp_device") and request.user.otp_device is not None
