"""The fictional case: begun in an empty store alone, and cleared away with the whole store.

See docs/adr/0008: the mark is leaf 0 of the ledger, so that no real store can be made to look
fictional and then be cleared without the log itself showing another beginning.
"""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.color import no_style
from django.db import connection, models, transaction

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.intake import files
from tocsin_web.intake.engine import write_fictional
from tocsin_web.intake.models import Draft, FictionalMark
from tocsin_web.intake.tasks import read_draft
from tocsin_web.ledger.chain import append
from tocsin_web.ledger.keys import log_key
from tocsin_web.ledger.models import Leaf
from tocsin_web.policies.models import Site, site
from tocsin_web.reports.queries import common

MARK = "fictional"
_KEPT = frozenset({"policies.Site"})
_KEPT_APPS = frozenset(
    {"accounts", "auth", "contenttypes", "sessions", "otp_totp", "otp_static", "axes"}
)


def mark_as_fictional(place: Site, *, by: User) -> None:
    """Say, as the first thing ever recorded here, that all in this store is made up.

    Raises:
        PermissionDenied: something is recorded already.
    """
    if Leaf.objects.exists():
        raise PermissionDenied("the store is not empty")
    append(FictionalMark(begun_by=by), MARK)
    place.is_fictional = True
    place.save(update_fields=["is_fictional"])


def is_marked(place: Site) -> bool:
    """Whether the store may be cleared: its settings say so, and so does leaf 0."""
    return place.is_fictional and Leaf.objects.filter(number=0, kind=MARK).exists()


def load(*, by: User) -> Draft:
    """Have the bundled case read and taken in by the worker, as files anybody might send."""
    with tempfile.TemporaryDirectory(prefix="reading-", dir=files.folder()) as name:
        folder = Path(name) / "culverport"
        write_fictional(folder)
        paths = sorted(
            path for path in folder.rglob("*") if path.is_file() and path.name != "decisions.csv"
        )
        kept = [files.keep(p.relative_to(folder).name, [p.read_bytes()]) for p in paths]
    with transaction.atomic():
        draft = Draft.objects.create(
            kind=Draft.Kind.FILES,
            compartment=common(),
            made_by=by,
            settled_by=by,
            is_approved_when_read=True,
        )
        files.note(draft, kept)
        record(Event.COLLECTED, about=f"draft:{draft.pk}", by=by, note="fictional case")
        read_draft.enqueue(str(draft.pk))
    return draft


def clear(*, by: User) -> None:
    """Drop everything but accounts and the settings of this place; the ledger begins anew.

    Raises:
        PermissionDenied: the store is not marked as fictional, or they may not.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    site()
    with transaction.atomic():
        place = Site.objects.select_for_update().get(id=1)
        if not is_marked(place):
            raise PermissionDenied("this store is real")
        _empty()
        place.is_fictional, place.store_id = False, uuid.uuid4()
        place.save(update_fields=["is_fictional", "store_id"])
        record(Event.ERASED, about="store", by=by, note="the fictional case was cleared")
    _forget_key()
    for path in files.folder().iterdir():
        if path.is_file():
            path.unlink(missing_ok=True)


def emptied() -> list[type[models.Model]]:
    """Every table that goes, joined tables of many to many with them."""
    found: list[type[models.Model]] = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if model._meta.app_label in _KEPT_APPS or label in _KEPT or not model._meta.managed:
            continue
        found.append(model)
    return found


def _empty() -> None:
    tables = [model._meta.db_table for model in emptied()]
    # By hand made tables of words: reports/fulltext.py.
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
        if "reports_fulltext" in known:
            cursor.execute("DELETE FROM reports_fulltext")
        commands = connection.ops.sql_flush(no_style(), tables, allow_cascade=False)
        for command in commands:
            cursor.execute(command)


def _forget_key() -> None:
    """The next log bears another name: nobody can take it for this one with its past rewritten."""
    (Path(settings.HOME) / "ledger.key").unlink(missing_ok=True)
    log_key.cache_clear()
