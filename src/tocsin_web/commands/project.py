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

    from tocsin_web.intake.working import refresh
    from tocsin_web.reports.models import Compartment

    for compartment in Compartment.objects.order_by("opened_at"):
        refresh(compartment, now=timezone.now())
        typer.echo(f"{compartment.pk}: {compartment.rows.count()} rows on the lists", err=True)
