"""Asking for a new joining: whoever changes what it rests on says so, the worker does it."""

from __future__ import annotations

from django.dispatch import Signal

from tocsin_web.reports.models import Compartment

joining_wanted = Signal()
"""Sent with `compartment` in the transaction of the act; `intake` queues the work."""


def ask_for_joining(compartment: Compartment) -> None:
    """Something the lists of a compartment rest on was changed by a person."""
    joining_wanted.send(Compartment, compartment=compartment)
