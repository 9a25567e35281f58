"""`tocsin project`: make every list of the casework store anew."""

from __future__ import annotations

import typer

from tocsin_web.commands.starting import start_django


def project() -> None:
    """Join and count all that is stored anew, and write the rows that pages read.

    Nothing that people recorded is touched; numbers of subjects stay. Pages go on meanwhile.
    """
    start_django()
    from django.utils import timezone

    from tocsin_web.intake.lock import Holder
    from tocsin_web.intake.receiving import ask_for_all_anew
    from tocsin_web.intake.working import refresh
    from tocsin_web.reports.models import Compartment

    holder = Holder()
    alone = holder.take(now=timezone.now())
    try:
        for compartment in Compartment.objects.order_by("opened_at"):
            if alone:
                refresh(compartment, now=timezone.now(), guard=holder.guard)
                told = f"{compartment.rows.count()} rows on the lists"
            else:
                ask_for_all_anew(compartment)
                told = "the worker that is running does it"
            typer.echo(f"{compartment.pk}: {told}", err=True)
    finally:
        holder.free()
