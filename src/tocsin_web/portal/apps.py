"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public, partners and whistleblowers."""

    name = "tocsin_web.portal"
