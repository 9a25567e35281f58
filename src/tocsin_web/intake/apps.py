"""The app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Reports in: drafts, the worker, joining anew. The app that may write across the others."""

    name = "tocsin_web.intake"

    def ready(self) -> None:
        """Whoever changes what lists rest on asks for them to be made anew."""
        from tocsin_web.intake.receiving import ask_for_lists
        from tocsin_web.reports.rejoining import joining_wanted

        def asked(*, compartment: Any, **_: Any) -> None:
            ask_for_lists(compartment)

        joining_wanted.connect(asked, weak=False, dispatch_uid="intake")
