"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class GovukConfig(AppConfig):
    """Page components: GOV.UK Frontend and MoJ patterns as templates."""

    name = "tocsin_web.govuk"
