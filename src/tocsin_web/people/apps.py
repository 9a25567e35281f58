"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who is who: numbers, joins, judgements."""

    name = "tocsin_web.people"

    def ready(self) -> None:
        """Walls follow what users declare."""
        from tocsin_web.people import walls  # noqa: F401 # connects itself
