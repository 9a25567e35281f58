"""The worker killed, the disk full, the database gone: nothing is lost and nothing doubled."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.stores import Store, new_store

pytestmark = pytest.mark.slow
REPORTS = 40
_AT_MOST = 120.0


def _table() -> str:
    names = ("Hodan Warsame", "Dariusz Kowal", "Noor Haddad", "Leanne Carter", "Emeka Obi")
    rows = [
        f'W{i:03d},2026-{1 + i % 9:02d}-{1 + i % 27:02d},Police,"{names[i % 5]} was seen with '
        f'{names[(i + 1) % 5]} in a car, BD51 KL{chr(65 + i % 20)}, for the {i}. time."'
        for i in range(REPORTS)
    ]
    return "report_id,received,agency,text\n" + "\n".join(rows) + "\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with a draft of forty reports that waits to be read."""
    made = new_store(tmp_path / "home", os.environ.get("TOCSIN_TEST_POSTGRES", ""))
    made.run(
        f"""
        dana = User.objects.get()
        actions.start_draft(kind="files", compartment=common(), agency="", by=dana,
                            sent=[("x.csv", [{_table().encode()!r}])])
        """
    )
    return made


LOOK = """
rows = DraftReport.objects.all()
received = rows.filter(state="received")
draft = Draft.objects.get()
print(json.dumps({
    "state": draft.state,
    "rows": rows.count(),
    "received": received.count(),
    "left_out": rows.filter(state__in=("left_out", "duplicate")).count(),
    "reports": Report.objects.count(),
    "provenances": Provenance.objects.count(),
    "fingerprints": Fingerprint.objects.count(),
    "bound": received.filter(report__isnull=False).count(),
    "leaves": Leaf.objects.filter(kind__in=("report", "provenance")).count(),
    "size": Head.objects.get(id=1).size if Head.objects.exists() else 0,
    "all_leaves": Leaf.objects.count(),
    "wrong": [str(f) for f in verify([])] if Leaf.objects.exists() else [],
    "pending": list(Pending.objects.values_list("asked", "done")),
    "files": len(list(files.folder().iterdir())),
}))
"""


def _whole(seen: dict[str, Any]) -> None:
    """What must be so at any moment whatever was killed."""
    assert seen["reports"] == seen["received"] == seen["bound"] == seen["provenances"]
    assert seen["fingerprints"] == seen["reports"]
    assert seen["leaves"] == 2 * seen["reports"]
    assert seen["size"] == seen["all_leaves"]
    assert seen["wrong"] == []


def _finish(store: Store, process: subprocess.Popen[bytes] | None = None) -> None:
    working = process or store.worker("once=True")
    assert working.wait(_AT_MOST) == 0


_KILLING = """
import random, signal, threading
from django.db import connections
from tocsin_web.intake.lock import Holder
from tocsin_web.intake.working import Work

def look():
    exec(LOOK_CODE, globals())

def killed_after(seconds):
    # A worker process of its own; True if it was killed, False if it was done before.
    connections.close_all()
    child = os.fork()
    if child == 0:
        holder = Holder()
        if holder.take(now=timezone.now()):
            Work(holder).leftovers()
            holder.free()
            os._exit(0)
        os._exit(1)
    done = threading.Event()
    ended = []
    watch = threading.Thread(target=lambda: (ended.append(os.waitpid(child, 0)[1]), done.set()))
    watch.start()
    if done.wait(seconds):
        assert ended == [0], ended
        return False
    os.kill(child, signal.SIGKILL)
    watch.join()
    return True

kills = 0
for seconds in (0.05, 0.4):  # a draft that ended the worker three times is given up
    kills += killed_after(seconds)
    look()
while killed_after(60):
    pass
actions.approve(Draft.objects.get(), by=User.objects.get())
seconds = 0.02
while kills < 60 and killed_after(seconds):
    kills += 1
    look()
    behind = Draft.objects.get().state == "taken_in"
    seconds += 0.1 if behind else 0.0
    seconds = max(seconds, 0.02 * (1 + kills % 5))
while killed_after(60):
    pass
look()
print(json.dumps(kills))
"""


def test_a_worker_killed_at_any_moment_loses_nothing_and_doubles_nothing(store: Store) -> None:
    """Kill -9 while it reads, while it takes in and while it joins, again and again."""
    checked = LOOK.replace("print(json.dumps(", "check((").replace("}))", "}))")
    whole = """
def check(seen):
    assert seen["reports"] == seen["received"] == seen["bound"] == seen["provenances"], seen
    assert seen["fingerprints"] == seen["reports"], seen
    assert seen["leaves"] == 2 * seen["reports"], seen
    assert seen["size"] == seen["all_leaves"] and seen["wrong"] == [], seen
"""
    kills = store.run(f"{whole}\nLOOK_CODE = {checked!r}\n{_KILLING}")
    assert kills >= 15
    _finish(store)
    seen = store.run(LOOK)
    _whole(seen)
    assert (seen["state"], seen["reports"], seen["files"]) == ("taken_in", REPORTS, 0)
    assert all(asked == done for asked, done in seen["pending"])
    placed, distinct, rows = store.run(
        """
        from tocsin_web.attention.models import Row
        from tocsin_web.people.models import Placement
        found = Placement.objects.all()
        distinct = found.values("mention_id").distinct().count()
        print(json.dumps([found.count(), distinct, Row.objects.count()]))
        """
    )
    assert placed == distinct > REPORTS
    assert rows > 0


def test_a_worker_killed_between_two_reports_goes_on_with_the_next(store: Store) -> None:
    """Each report is received once however often the work is begun."""
    _finish(store)
    store.run("actions.approve(Draft.objects.get(), by=User.objects.get())")
    killer = """
    from tocsin_web.intake import working
    from tocsin_web.intake.lock import Holder
    holder = Holder()
    assert holder.take(now=timezone.now())
    work = working.Work(holder)
    {patch}
    work.take_in(Draft.objects.get().pk)
    """
    # The process ends itself at a place, as kill -9 would have it: no handler, no clean-up.
    after_commit = """
    import signal
    taken = work._take_one
    def _take_one(pk, seen=[]):
        taken(pk); seen.append(pk)
        if len(seen) == 7: os.kill(os.getpid(), signal.SIGKILL)
    work._take_one = _take_one
    """
    before_commit = """
    import signal
    from tocsin_web.intake import receiving
    stored = receiving._store
    def _store(*args, seen=[], **more):
        made = stored(*args, **more); seen.append(made)
        if len(seen) == 5: os.kill(os.getpid(), signal.SIGKILL)
        return made
    receiving._store = _store
    """
    counts = []
    for place in (after_commit, before_commit):
        lines = killer.replace("    {patch}", place)
        with pytest.raises(AssertionError):
            store.run(lines)
        seen = store.run(LOOK)
        _whole(seen)
        counts.append(seen["reports"])
    assert counts == [7, 11]
    _finish(store)
    seen = store.run(LOOK)
    _whole(seen)
    assert (seen["state"], seen["reports"]) == ("taken_in", REPORTS)


def test_two_workers_share_no_work(store: Store) -> None:
    """Started together, one works and the other waits; both ended, everything is there once."""
    _finish(store)
    store.run("actions.approve(Draft.objects.get(), by=User.objects.get())")
    both = [store.worker("once=True"), store.worker("once=True")]
    assert [process.wait(_AT_MOST) for process in both] == [0, 0]
    seen = store.run(LOOK)
    _whole(seen)
    assert (seen["state"], seen["reports"]) == ("taken_in", REPORTS)


@pytest.mark.skipif(
    bool(os.environ.get("TOCSIN_TEST_POSTGRES")), reason="the limit is set on SQLite's own files"
)
def test_a_full_disk_stops_the_import_and_loses_nothing(store: Store) -> None:
    """No file may grow beyond a size; once there is room again the import goes on."""
    _finish(store)
    store.run("actions.approve(Draft.objects.get(), by=User.objects.get())")
    log = store.home / "tocsin.sqlite3-wal"
    size = max((store.home / "tocsin.sqlite3").stat().st_size, log.stat().st_size * log.exists()
               if log.exists() else 0)  # fmt: skip
    limit = size + 120_000

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    working = subprocess.Popen(
        [*_python(), "from tocsin_web.commands.worker import worker; worker(once=True)"],
        env=store.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=full,
    )
    working.wait(_AT_MOST)
    seen = store.run(LOOK)
    _whole(seen)
    assert seen["reports"] < REPORTS or seen["pending"]
    _finish(store)
    seen = store.run(LOOK)
    _whole(seen)
    assert (seen["state"], seen["reports"]) == ("taken_in", REPORTS)


@pytest.mark.skipif(
    bool(os.environ.get("TOCSIN_TEST_POSTGRES")), reason="files are kept alike on both"
)
def test_an_upload_onto_a_full_disk_leaves_nothing(store: Store) -> None:
    """The file that did not fit is gone, no draft was made, and the page can say so."""
    told = store.run(
        """
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        before = Draft.objects.count(), len(list(files.folder().iterdir()))
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            actions.start_draft(kind="files", compartment=common(), agency="",
                                by=User.objects.get(), sent=[("b.txt", [b"x" * 300_000])])
            full = False
        except OSError:
            full = True
        after = Draft.objects.count(), len(list(files.folder().iterdir()))
        print(json.dumps([full, before, after]))
        """
    )
    assert told[0] is True
    assert told[1] == told[2]


def _python() -> list[str]:
    import sys

    return [sys.executable, "-c"]
