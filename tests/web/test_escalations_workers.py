"""The clock under real processes at once, on a real PostgreSQL: killed, begun again, set back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Attention
from tocsin_web.escalations.models import ClockRun, Crossing, Notice
from tocsin_web.ledger.models import Head, Leaf
from tocsin_web.ledger.verifying import verify
from tocsin_web.reports.models import Compartment

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("TOCSIN_TEST_POSTGRES"),
        # `make test` runs this again beside a PostgreSQL of its own
        reason="two processes need a database server",
    ),
]


def _start(home: Path, now: datetime) -> subprocess.Popen[str]:
    """`tocsin clock`, the real command, as the shell would start it."""
    name, socket = connection.settings_dict["NAME"], os.environ["TOCSIN_TEST_POSTGRES"]
    environment = {
        **os.environ,
        "TOCSIN_HOME": str(home),
        "TOCSIN_DATABASE": f"postgres://tocsin@/{name}?host={socket}",
        "DJANGO_SETTINGS_MODULE": "tocsin_web.project.settings",
    }
    command = [sys.executable, "-c", "from tocsin.cli import main; main()", "clock"]
    return subprocess.Popen(
        [*command, "--now", now.isoformat()],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _both(home: Path, *moments: datetime) -> str:
    """Several at the same time; what they printed: e-mails go to the console."""
    running = [_start(home, moment) for moment in moments]
    printed = ""
    for process in running:
        out, err = process.communicate(timeout=240)
        assert process.returncode == 0, err
        printed += out
    return printed


def test_two_workers_record_each_crossing_once(
    small: Compartment, asha: User, oksana: User, tmp_path: Path
) -> None:
    """Together, after a kill, again, and with a clock set back: once each, and the record holds."""
    User.objects.filter(pk=asha.pk).update(email="asha@example.org")
    printed = _both(tmp_path, NOW, NOW)
    assert Attention.objects.count() == 3
    assert Crossing.objects.filter(level=1).count() == 3
    killed = _start(tmp_path, NOW + timedelta(days=30))
    with pytest.raises(subprocess.TimeoutExpired):
        killed.wait(timeout=0.8)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    later = NOW + timedelta(days=90)
    printed += _both(tmp_path, later, later, NOW - timedelta(days=2))
    levels = Crossing.objects.order_by("attention", "level").values_list("attention", "level")
    assert sorted(level for _, level in levels) == sorted([1, 2, 3, 4, 5, 6] * 3)
    assert len(set(levels)) == len(levels) == 18
    assert Leaf.objects.filter(kind="crossing").count() == 18
    assert Head.objects.get().size == Leaf.objects.count()
    assert list(verify()) == []
    assert ClockRun.objects.count() >= 5
    told = Notice.objects.filter(to=asha)
    assert told.filter(state="sent").count() == told.count() == 15  # levels 1 to 4, and outside
    assert printed.count("Subject: Tocsin") <= 15
    assert "Kowal" not in printed and "Amina" not in printed
