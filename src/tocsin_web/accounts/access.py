"""Who may call a view: every view says it, and a test refuses one that does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission

View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """A request by somebody with an account; what views behind `allowed` are given."""

    user: User


def require(user: User, permission: Permission) -> None:
    """Refuse an act that the roles of `user` do not allow.

    Raises:
        PermissionDenied: they do not.
    """
    if not user.may(permission):
        raise PermissionDenied(permission.value)


def allowed(*permissions: Permission) -> Callable[[View], View]:
    """The view is for those who hold one of `permissions`; everybody else is refused (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.user.may(p) for p in permissions):
                raise PermissionDenied(", ".join(p.value for p in permissions))
            return view(request, *args, **kwargs)

        guarded.__dict__["access"] = permissions  # read by the table of who may what
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """The view is for everybody who has an account."""
    view.__dict__["access"] = "signed in"
    return view


def anyone(view: View) -> View:
    """The view is for everybody, without an account."""
    view.__dict__["access"] = "anyone"
    return login_not_required(view)
