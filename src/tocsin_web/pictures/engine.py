"""The pictures of a case as rows: drawn by the worker, never while a page waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db import transaction

from tocsin.policies import Policy
from tocsin.privacy import masker_for
from tocsin.publishing.page.links import Anchors
from tocsin.publishing.page.picture import PictureSection
from tocsin.publishing.page.picture_drawings import Drawn as EngineDrawn
from tocsin.publishing.page.view import Link
from tocsin.publishing.picture import picture_of
from tocsin.records import Case
from tocsin_web.pictures.models import Drawn, Told
from tocsin_web.reports.models import Compartment


def redraw(compartment: Compartment, case: Case, policy: Policy) -> None:
    """Replace the drawings of a compartment by what `case` shows; everybody by initials."""
    rows, told = drawn(compartment, case, policy)
    with transaction.atomic():
        Drawn.objects.filter(compartment=compartment).delete()
        Told.objects.filter(compartment=compartment).delete()
        Drawn.objects.bulk_create(rows)
        Told.objects.bulk_create(told)


def drawn(compartment: Compartment, case: Case, policy: Policy) -> tuple[list[Drawn], list[Told]]:
    """What `redraw` writes; takes seconds to minutes, outside any transaction."""
    masker = replace(masker_for(case), everybody=True)
    anchors = Anchors(case, masker)
    picture = picture_of(case, policy)
    view = PictureSection(picture, case, anchors, policy).view()
    numbers = {s.person_id for s in case.joining.subjects}
    members = {f"group-{group.number}": list(group.person_ids) for group in picture.groups.groups}
    rows = [
        Drawn(
            compartment=compartment,
            place=place,
            key=_key(place, one.key),
            heading=one.heading[:300],
            svg=str(one.svg),
            caution=one.caution,
            columns=list(one.columns),
            rows=[[_cell(cell, numbers) for cell in row] for row in one.rows],
            names=sorted({*_named(one, numbers), *members.get(one.key, ())}),
            made_as_of=case.as_of,
        )
        for place, one in enumerate(view.drawings)
    ]
    told = [
        Told(
            compartment=compartment,
            place=place,
            text=sentence.text,
            how=sentence.how,
            caution=sentence.caution,
            made_as_of=case.as_of,
        )
        for place, sentence in enumerate(view.sentences)
    ]
    return rows, told


def _key(place: int, key: str) -> str:
    """A key for an address: the sort of drawing and its place, no words of a case."""
    return f"{place}-{''.join(c for c in key.partition('-')[0] if c.isalnum())}"


def _cell(cell: str | Link, numbers: set[str]) -> list[str]:
    """[words, the number it names or nothing]."""
    if isinstance(cell, str):
        return [cell, cell if cell in numbers else ""]
    return [cell.words, next(_numbers_in(cell, numbers), "")]


def _numbers_in(link: Link, numbers: set[str]) -> Iterator[str]:
    """Numbers in a link: `Anchors.subject` writes the number beside the name."""
    for word in str(link.html).replace("<", " ").replace(">", " ").split():
        if word in numbers:
            yield word


def _named(one: EngineDrawn, numbers: set[str]) -> Iterator[str]:
    cells: list[Any] = [cell for row in one.rows for cell in row]
    for cell in cells:
        number = _cell(cell, numbers)[1]
        if number:
            yield number
