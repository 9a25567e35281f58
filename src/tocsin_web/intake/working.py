"""The worker's hands: reading drafts, taking them in, keeping lists up to date."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from tocsin.errors import NothingReadError, TocsinError
from tocsin.records import Case, Reading
from tocsin.records import Report as EngineReport
from tocsin.records import Subject as EngineSubject
from tocsin_web.attention.actions import open_due
from tocsin_web.attention.models import Row
from tocsin_web.intake import files
from tocsin_web.intake.engine import (
    as_json,
    case_of,
    from_json,
    numbers_of,
    outlook,
    read_files,
)
from tocsin_web.intake.engine.living import World
from tocsin_web.intake.following import write
from tocsin_web.intake.lock import Holder, LockLostError
from tocsin_web.intake.models import Draft, DraftReport, Pending, Refusal, Rejoin
from tocsin_web.intake.projecting import project
from tocsin_web.intake.queries import is_the_same, reference_in, twin_of
from tocsin_web.intake.receiving import ask_for_lists, receive_row
from tocsin_web.people.models import Join, Placement
from tocsin_web.people.walls import raise_walls
from tocsin_web.pictures.engine import redraw
from tocsin_web.policies.engine import policy_on
from tocsin_web.policies.models import site
from tocsin_web.reports.models import COMMON, Compartment

logger = logging.getLogger("tocsin.worker")
_AT_ONCE = 500
_TRIES = 3
_NIGHT_HOUR = 2


class Work:
    """All that is done by whoever holds the lock; `now` is asked for, never assumed."""

    def __init__(self, holder: Holder, now: Callable[[], datetime] = timezone.now) -> None:
        self.holder = holder
        self.now = now
        self.store = site().store_id
        self.worlds: dict[UUID, World] = {}

    def _guard(self) -> None:
        """Within a transaction: still the worker, and still of this store.

        Raises:
            LockLostError: another took over, or the store began anew.
        """
        self.holder.guard()
        if site().store_id != self.store:
            raise LockLostError

    def read(self, draft_id: UUID) -> None:
        """Read a draft's files and say what they would do; nothing is taken in by it."""
        draft = Draft.objects.filter(pk=draft_id, state=Draft.State.WAITING).first()
        if draft is None:
            return
        Draft.objects.filter(pk=draft.pk).update(tries=F("tries") + 1)
        if draft.tries >= _TRIES:
            trouble = "Reading this ended the worker. Discard it, and send the files one by one."
            self._finish_reading(draft, {}, trouble=trouble)
            return
        try:
            if draft.kind != Draft.Kind.FORM:
                self._keep_reading(draft, _read(draft))
            found = {} if draft.is_approved_when_read else self._outlook(draft)
        except TocsinError as error:
            self._finish_reading(draft, {}, trouble=str(error))
            return
        except (LockLostError, DatabaseError):
            raise  # the draft stays as it is and is read again
        except Exception as error:  # one hostile file must not keep the others from being read
            logger.error("A draft could not be read: %s", type(error).__name__)
            trouble = "This could not be read. Discard it, and send the files one by one."
            self._finish_reading(draft, {}, trouble=trouble)
            return
        none = draft.reports.count() == 0
        trouble = "Not one report could be read: see below why." if none else ""
        self._finish_reading(draft, found, trouble=trouble)

    def _keep_reading(self, draft: Draft, reading: Reading) -> None:
        with transaction.atomic():
            self._guard()
            draft.reports.all().delete()
            draft.refusals.all().delete()
            DraftReport.objects.bulk_create(
                (
                    DraftReport(draft=draft, place=i, reference=r.report_id[:120], read=as_json(r))
                    for i, r in enumerate(reading.reports)
                ),
                batch_size=_AT_ONCE,
            )
            Refusal.objects.bulk_create(_refusals(draft, reading), batch_size=_AT_ONCE)
            Draft.objects.filter(pk=draft.pk).update(of=len(reading.reports))

    def _outlook(self, draft: Draft) -> dict[str, object]:
        new, alike = _new_of(draft)
        found: dict[str, object] = {"alike": alike}
        if new:
            today = timezone.localdate(self.now())
            case = case_of(draft.compartment, as_of=today, further=tuple(new))
            known = numbers_of(draft.compartment)
            found |= outlook(case, [r.report_id for r in new], known)
        return found

    def _finish_reading(self, draft: Draft, found: dict[str, object], *, trouble: str) -> None:
        state = Draft.State.APPROVED if draft.is_approved_when_read else Draft.State.READY
        state = Draft.State.FAILED if trouble else state
        with transaction.atomic():
            self._guard()
            Draft.objects.filter(pk=draft.pk, state=Draft.State.WAITING).update(
                state=state, found=found, trouble=trouble[:500]
            )

    def take_in(self, draft_id: UUID) -> None:
        """Receive what is left of an approved draft, report by report, then say it is done."""
        draft = Draft.objects.filter(pk=draft_id, state=Draft.State.APPROVED).first()
        if draft is None:
            return
        waiting = draft.reports.filter(state=DraftReport.State.WAITING)
        for pk in list(waiting.order_by("place").values_list("pk", flat=True)):
            self._take_one(pk)
        with transaction.atomic():
            self._guard()
            if waiting.exists():
                return
            moved = Draft.objects.filter(pk=draft.pk, state=Draft.State.APPROVED).update(
                state=Draft.State.TAKEN_IN
            )
            if moved:
                ask_for_lists(draft.compartment)
        files.remove(draft)

    def _take_one(self, pk: int) -> None:
        with transaction.atomic():
            self._guard()
            row = (
                DraftReport.objects.select_for_update(of=("self",))
                .select_related("draft__compartment", "draft__settled_by")
                .filter(pk=pk, state=DraftReport.State.WAITING)
                .first()
            )
            if row is None:
                return
            receive_row(row, by=row.draft.settled_by)
            Draft.objects.filter(pk=row.draft_id).update(done=F("done") + 1)

    def bring_up_to_date(self, compartment_id: UUID) -> None:
        """Make a compartment's rows what the engine says of all that is stored by now."""
        while True:
            pending = Pending.objects.filter(compartment_id=compartment_id).first()
            if pending is None or pending.done >= pending.asked:
                return
            compartment, now = pending.compartment, self.now()
            if compartment.pk == COMMON:
                self._follow(compartment, now, up_to=pending.asked, anew=pending.anew)
            else:  # a sealed case is small and seldom changes: it is joined anew
                refresh(compartment, now=now, guard=self._guard, up_to=pending.asked)

    def _follow(
        self, compartment: Compartment, now: datetime, *, up_to: int, anew: bool = False
    ) -> None:
        """Write what became other since the last time; the whole where that is not known."""
        world = self.worlds.pop(compartment.pk, None)
        if world is not None and (anew or world.is_past()):
            world.close()
            world = None
        if world is None:
            world = self._build(compartment, now, up_to=up_to)
        else:
            updates = world.follow(as_of=timezone.localdate(now))
            with transaction.atomic():
                self._guard()
                for update in updates:
                    write(world, update)
                raise_walls()
                _mark(compartment, up_to, now)
        if world is not None:  # kept only once all that it knows is written
            self.worlds[compartment.pk] = world
        open_due(compartment, now=now)

    def _build(self, compartment: Compartment, now: datetime, *, up_to: int) -> World | None:
        try:
            world = World.build(compartment, as_of=timezone.localdate(now))
        except NothingReadError:
            refresh(compartment, now=now, guard=self._guard, up_to=up_to)
            return None
        with transaction.atomic():
            self._guard()
            project(compartment, world.live.case())
            raise_walls()
            _mark(compartment, up_to, now)
        return world

    def look_anew(self, compartment: Compartment) -> None:
        """Compare what stands with joining everything anew; what differs is proposed, no more."""
        now = self.now()
        case = _case(compartment, now)
        found = differences(numbers_of(compartment), case.joining.subjects if case else ())
        if case is not None:
            redraw(compartment, case, policy_on(now))
        with transaction.atomic():
            self._guard()
            proposed = Rejoin.objects.filter(compartment=compartment, state=Rejoin.State.PROPOSED)
            proposed.delete()
            if any(found.values()):
                Rejoin.objects.create(compartment=compartment, found=found, made_at=now)
            Pending.objects.filter(compartment=compartment).update(
                looked_on=timezone.localdate(now)
            )

    def nightly(self) -> None:
        """Once a day, after two in the morning."""
        local = timezone.localtime(self.now())
        if local.hour < _NIGHT_HOUR:
            return
        due = Pending.objects.exclude(looked_on=local.date()).filter(asked=F("done"))
        for pending in due.select_related("compartment"):
            self.look_anew(pending.compartment)

    def leftovers(self) -> None:
        """Do what rows say is still to be done, whoever was ended in the middle of it."""
        for pk in Draft.objects.filter(state=Draft.State.WAITING).values_list("pk", flat=True):
            self.read(pk)
        for pk in Draft.objects.filter(state=Draft.State.APPROVED).values_list("pk", flat=True):
            self.take_in(pk)
        settled = Draft.objects.filter(state__in=Draft.SETTLED, uploads__removed_at=None)
        for draft in settled.filter(uploads__isnull=False).distinct():
            files.remove(draft)
        behind = Pending.objects.exclude(asked=F("done"))
        for pk in list(behind.values_list("pk", flat=True)):
            self.bring_up_to_date(pk)


def _read(draft: Draft) -> Reading:
    kept = [(upload.name, files.path_of(upload)) for upload in draft.uploads.order_by("pk")]
    return read_files(kept, agency=draft.agency, workplace=files.folder())


def _refusals(draft: Draft, reading: Reading) -> Iterator[Refusal]:
    for refused in reading.rejected:
        yield Refusal(
            draft=draft,
            source_file=_shown(refused.source_file),
            place=refused.place[:120],
            what=refused.what[:500],
            remedy=refused.remedy[:500],
        )
    for notice in reading.notices:
        yield Refusal(
            draft=draft,
            source_file=_shown(notice.source_file),
            place=notice.place[:120],
            what=notice.what[:500],
            is_notice=True,
        )
    for name in sorted(reading.settings_files):
        yield Refusal(
            draft=draft,
            source_file=name,
            what="This file tells a run what was decided or judged; it holds no report.",
            remedy="Record decisions and judgements on their own pages, under a name.",
        )


def _shown(source_file: str) -> str:
    return source_file[:500]


def _new_of(draft: Draft) -> tuple[list[EngineReport], dict[str, int]]:
    """Reports of a draft that look like none stored, and how many look like one, by what."""
    new, alike_of = [], Counter[str]()
    for row in draft.reports.all():
        read = from_json(row.read)
        twin, alike = twin_of(read, draft.compartment)
        if twin is None:
            new.append(replace(read, report_id=reference_in(draft.compartment, read.report_id)))
        else:
            alike_of["same" if alike == "both" and is_the_same(read, twin) else alike] += 1
    return new, dict(sorted(alike_of.items()))


def differences(
    standing: Mapping[str, str], subjects: Iterable[EngineSubject]
) -> dict[str, list[Any]]:
    """Numbers that joining anew would make one, and numbers it would take apart.

    Args:
        standing: mention_id → the number it stands under.
        subjects: as joining anew has them.
    """
    merges: list[list[str]] = []
    parts: dict[str, set[str]] = {}
    for subject in subjects:
        before = {standing[m] for m in subject.mention_ids if m in standing}
        for number in before:
            parts.setdefault(number, set()).add(subject.person_id)
        if len(before) > 1:
            merges.append(sorted(before))
    splits = [[number, sorted(now)] for number, now in sorted(parts.items()) if len(now) > 1]
    return {"merges": sorted(merges), "splits": splits}


def refresh(
    compartment: Compartment,
    *,
    now: datetime,
    guard: Callable[[], None] | None = None,
    up_to: int = 0,
) -> None:
    """Join and count a compartment anew and write what changed."""
    case = _case(compartment, now)
    with transaction.atomic():
        if guard is not None:
            guard()
        if case is None:
            for model in (Placement, Join, Row):
                model.objects.filter(compartment=compartment).delete()
        else:
            project(compartment, case)
        raise_walls()
        _mark(compartment, up_to, now)
    open_due(compartment, now=now)


def _mark(compartment: Compartment, up_to: int, now: datetime) -> None:
    rows = Pending.objects.filter(compartment=compartment, done__lt=up_to)
    rows.update(done=up_to, finished_at=now, anew=False)


def _case(compartment: Compartment, now: datetime) -> Case | None:
    try:
        return case_of(compartment, as_of=timezone.localdate(now))
    except NothingReadError:
        return None


_working: list[Work] = []


def work_for() -> Work:
    """The work of this process, under the lock it holds.

    Raises:
        LockLostError: this process is not the worker.
    """
    if not _working:
        raise LockLostError
    return _working[-1]


@contextmanager
def holding(holder: Holder) -> Iterator[Work]:
    """Within the block this process is the worker, under this lock."""
    _working.append(Work(holder))
    try:
        yield _working[-1]
    finally:
        _working.pop()
