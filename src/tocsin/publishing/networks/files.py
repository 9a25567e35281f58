"""GraphML, FollowTheMoney and CSV for i2, each with a file beside it that says what it is."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tocsin.errors import OutputError
from tocsin.publishing.networks.rows import Row, Told
from tocsin.publishing.spreadsheets import cell

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_NODE_KEYS = {
    "kind": "string",
    "name": "string",
    "never_rank": "boolean",
    "reports": "int",
    "voices": "int",
    "first_on": "string",
    "last_on": "string",
    "group": "int",
}
_TIE_KEYS = {
    "stated": "string",
    "strength": "double",
    "voices": "int",
    "voices_certain": "int",
    "tellers": "int",
    "agencies": "string",
    "first_on": "string",
    "last_on": "string",
    "report_ids": "string",
}
_SCHEMAS = {
    "person": "Person",
    "place": "Address",
    "address": "Address",
    "vehicle": "Vehicle",
    "phone": "UserAccount",
    "online name": "UserAccount",
}
ENTITY_COLUMNS = (
    "Entity ID", "Entity Type", "Label", "Never Rank", "Reports", "Voices", "First Date",
    "Last Date", "Group",
)  # fmt: skip
LINK_COLUMNS = (
    "Link ID", "From ID", "To ID", "Link Type", "Label", "Strength", "Voices", "Voices Certain",
    "Tellers", "Agencies", "First Date", "Last Date", "Report IDs",
)  # fmt: skip


def write_graphml(path: Path, told: Told) -> None:
    """A GraphML file: an undirected graph with the attributes of subjects and ties.

    Raises:
        OutputError: it cannot be written.
    """
    _write(path, _graphml(told))
    _write_about(path, told)


def write_follow_the_money(path: Path, told: Told) -> None:
    """FollowTheMoney entities, one a line. A tie is an `UnknownLink`: nothing more is known of it.

    Raises:
        OutputError: it cannot be written.
    """
    _write(path, (json.dumps(row, ensure_ascii=False) + "\n" for row in _entities(told)))
    _write_about(path, told)


def write_i2(folder: Path, told: Told) -> None:
    """entities.csv and links.csv, laid out for import into i2 (docs/reference/i2-import.md).

    Raises:
        OutputError: they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _unwritable(folder, error) from None
    _write_csv(folder / "entities.csv", ENTITY_COLUMNS, _i2_entities(told))
    _write_csv(folder / "links.csv", LINK_COLUMNS, _i2_links(told))
    _write_about(folder / "i2", told)


def write_svg(path: Path, drawing: str, told: Told) -> None:
    """A drawing, with what it is beside it.

    Raises:
        OutputError: it cannot be written.
    """
    _write(path, [drawing, "\n"])
    _write_about(path, told)


def _graphml(told: Told) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    about = told.about()
    yield f"<desc>{_xml('; '.join(f'{name}: {value}' for name, value in about.items()))}</desc>\n"
    for side, keys in (("node", _NODE_KEYS), ("edge", _TIE_KEYS)):
        for name, kind in keys.items():
            yield (
                f'<key id="{side}_{name}" for="{side}" attr.name="{name}" attr.type="{kind}"/>\n'
            )
    yield '<graph id="network" edgedefault="undirected">\n'
    for row in told.nodes():
        yield f"<node id={quoteattr(row['person_id'])}>{_data('node', _NODE_KEYS, row)}</node>\n"
    if told.events:
        yield from _events(told)
    for row in told.ties():
        yield _edge(row["left"], row["right"], _data("edge", _TIE_KEYS, row))
    yield "</graph>\n</graphml>\n"


def _events(told: Told) -> Iterator[str]:
    for row in told.happenings():
        event = {"kind": "event", "name": row["report_id"], "first_on": row["on"]}
        event["last_on"] = row["on"]
        number = f"report:{row['report_id']}"
        yield f"<node id={_attribute(number)}>{_data('node', _NODE_KEYS, event)}</node>\n"
        for person_id in row["named"]:
            yield _edge(number, person_id, _data("edge", _TIE_KEYS, {"stated": "named in"}))


def _edge(one: str, other: str, data: str) -> str:
    return f"<edge source={_attribute(one)} target={_attribute(other)}>{data}</edge>\n"


def _data(side: str, keys: Iterable[str], row: Row) -> str:
    found = ((name, row.get(name)) for name in keys)
    return "".join(
        f'<data key="{side}_{name}">{_xml(_text(value))}</data>'
        for name, value in found
        if value is not None and value != "" and value != []
    )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("?", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("?", text))


def _entities(told: Told) -> Iterator[Row]:
    for row in told.nodes():
        properties = {
            "name": [row["name"]],
            "summary": [f"{row['kind']}, named in {row['reports']} reports"],
            "notes": [CAUTION_SHORT],
            "keywords": ["never rank"] if row["never_rank"] else [],
        }
        if row["kind"] == "vehicle":
            properties["registrationNumber"] = [row["name"]]
        yield _entity(row["person_id"], _SCHEMAS[row["kind"]], properties)
    for row in told.ties():
        yield _entity(f"{row['left']}-{row['right']}", "UnknownLink", _link(row))
    if told.events:
        for row in told.happenings():
            yield _entity(
                f"report-{row['report_id']}",
                "Event",
                {
                    "name": [f"Report {row['report_id']}"],
                    "date": _days(row["on"]),
                    "recordId": [row["report_id"]],
                    "publisher": [row["agency"]] if row["agency"] else [],
                    "involved": [_id(person_id) for person_id in row["named"]],
                    "notes": [CAUTION_SHORT],
                },
            )


CAUTION_SHORT = "Named in reports; being named is not being accused."


def _link(row: Row) -> dict[str, list[str]]:
    told_by = f"{row['voices']} voices of {row['tellers']} tellers, strength {row['strength']}"
    return {
        "subject": [_id(row["left"])],
        "object": [_id(row["right"])],
        "role": row["stated"] or ["named together"],
        "startDate": _days(row["first_on"]),
        "endDate": _days(row["last_on"]),
        "summary": [told_by],
        "recordId": row["report_ids"],
        "publisher": [agency for agency in row["agencies"] if agency],
    }


def _entity(number: str, schema: str, properties: dict[str, list[str]]) -> Row:
    held = {name: values for name, values in properties.items() if values}
    return {"id": _id(number), "schema": schema, "properties": held}


def _id(number: str) -> str:
    return "tocsin-" + re.sub(r"[^A-Za-z0-9._~-]", "_", number)


def _days(on: str) -> list[str]:
    """A date in the form FollowTheMoney takes: a range becomes its first day."""
    return [on.partition("/")[0]] if on else []


def _i2_entities(told: Told) -> Iterator[Sequence[Any]]:
    for row in told.nodes():
        yield (
            row["person_id"], row["kind"].capitalize(), row["name"], row["never_rank"],
            row["reports"], row["voices"], row["first_on"], row["last_on"], row["group"],
        )  # fmt: skip
    if told.events:
        for row in told.happenings():
            name = f"Report {row['report_id']}"
            yield f"report:{row['report_id']}", "Event", name, False, 1, 1, row["on"], row["on"], ""


def _i2_links(told: Told) -> Iterator[Sequence[Any]]:
    for row in told.ties():
        label = f"{row['voices']} voice{'' if row['voices'] == 1 else 's'}"
        kind = row["stated"][0].capitalize() if row["stated"] else "Named together"
        # i2 also knows "Confirmed": no number of reports makes a tie that.
        strength = "Unconfirmed" if row["voices"] else "Tentative"
        yield (
            f"{row['left']}/{row['right']}", row["left"], row["right"], kind, label, strength,
            row["voices"], row["voices_certain"], row["tellers"], row["agencies"],
            row["first_on"], row["last_on"], row["report_ids"],
        )  # fmt: skip
    if told.events:
        for row in told.happenings():
            for person_id in row["named"]:
                number = f"report:{row['report_id']}"
                yield (
                    f"{number}/{person_id}", number, person_id, "Named in", "", "Unconfirmed",
                    1, "", 1, row["agency"], row["on"], row["on"], row["report_id"],
                )  # fmt: skip


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    try:
        with _opened(path) as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(columns)
            writer.writerows([cell(value) for value in row] for row in rows)
    except OSError as error:
        raise _unwritable(path, error) from None


def _write_about(path: Path, told: Told) -> None:
    beside = path.with_name(f"{path.name}.about.json")
    _write(beside, [json.dumps(told.about(), ensure_ascii=False, indent=1) + "\n"])


def _write(path: Path, pieces: Iterable[str]) -> None:
    try:
        with _opened(path) as file:
            file.writelines(pieces)
    except OSError as error:
        raise _unwritable(path, error) from None


def _opened(path: Path) -> Any:
    """For its owner alone, from the first byte on."""

    def private(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    return open(path, "w", encoding="utf-8", errors="replace", newline="", opener=private)


def _unwritable(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or "it cannot be written"
    return OutputError(
        f"The file cannot be written: {reason}.", where=path.name, remedy="Choose another place."
    )
