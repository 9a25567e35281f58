"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    """Networks and trends on a page."""

    name = "tocsin_web.pictures"
