"""Django made ready for a command."""

from __future__ import annotations

import os

from tocsin.errors import UsageError


def start_django() -> None:
    """Load the casework application.

    Raises:
        UsageError: the extra is not installed.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin_web.project.settings")
    try:
        import django
    except ImportError:
        raise UsageError(
            "The casework application is not installed.",
            remedy='Install it with: pip install "tocsin[casework]"',
        ) from None
    django.setup()
