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
        self._of_policies()

    def _of_policies(self) -> None:
        """A proposed change of policy is worked out; an approved one makes all lists anew."""
        from tocsin_web.intake.receiving import ask_for_lists
        from tocsin_web.intake.replaying import ask_for_replay
        from tocsin_web.policies.actions import changed, replay_wanted
        from tocsin_web.reports.queries import common

        def proposed(*, change: Any, **_: Any) -> None:
            ask_for_replay(change)

        def approved(**_: Any) -> None:
            ask_for_lists(common())

        replay_wanted.connect(proposed, weak=False, dispatch_uid="intake")
        changed.connect(approved, weak=False, dispatch_uid="intake")
