"""The words of reports to search by, as each database does it best."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_MAKE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE reports_fulltext USING fts5("
        "report_id UNINDEXED, words, tokenize = 'unicode61', detail = none)",
    ),
    "postgresql": (
        "CREATE TABLE reports_fulltext (place bigserial PRIMARY KEY, report_id uuid NOT NULL, "
        "world uuid NOT NULL, words tsvector NOT NULL)",
        "CREATE INDEX reports_fulltext_words ON reports_fulltext USING gin (words)",
    ),
}


def make(apps: Any, editor: Any) -> None:
    """The table of this database, filled with what is there."""
    from tocsin_web.reports.fulltext import remember

    for sql in _MAKE[editor.connection.vendor]:
        editor.execute(sql)
    rows = apps.get_model("reports", "Report").objects.order_by("recorded_at")
    for report in rows.iterator():
        remember(report, connection=editor.connection)


def take_away(_apps: Any, editor: Any) -> None:
    """Without it only names and numbers are found."""
    editor.execute("DROP TABLE reports_fulltext")


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_handing_on")]
    operations = [migrations.RunPython(make, take_away)]
