"""Forms about accounts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm

from tocsin_web.govuk.forms import dress


class SignInForm(AuthenticationForm):
    """Django's own, in our dress."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
