"""The network as files: each opened by the program it is meant for."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path

import networkx
import pytest
from tests.support.made_up_networks import AS_OF, told

from tocsin.errors import OutputError
from tocsin.pictures.networks import groups_of, network_of
from tocsin.policies import shipped
from tocsin.publishing.networks import write_follow_the_money, write_graphml, write_i2
from tocsin.publishing.networks.rows import Told
from tocsin.records import RelationKind

_TEXT = "\n".join([f"A{n}: P1 P2 V1 H1 T1 A1" for n in range(3)] + ["B1: P1 P3", "B2': P2 P4"])
_NAMES = {"P1": '=HYPERLINK("x")', "P2": "Zsófia <Nagy> & \x07co", "P3": "M.K."}


def _told(*, events: bool = False) -> Told:
    policy = shipped()
    sightings = told(_TEXT, ties=[("P1", "V1", RelationKind.DRIVES, "A0")])
    network = network_of(sightings, as_of=AS_OF, policy=policy)
    groups = groups_of(network, policy=policy)
    return Told(network, groups, _NAMES, "OFFICIAL-SENSITIVE", "A review", False, events)


def test_networkx_opens_the_graphml(tmp_path: Path):
    """Subjects, ties and their attributes come through, odd names too."""
    path = tmp_path / "network.graphml"
    write_graphml(path, _told())
    graph = networkx.read_graphml(path)
    assert not graph.is_directed()
    assert sorted(graph.nodes) == ["A1", "H1", "P1", "P2", "P3", "P4", "T1", "V1"]
    assert graph.nodes["P2"]["name"] == "Zsófia <Nagy> & ?co"
    drives = graph.edges["P1", "V1"]
    assert (drives["stated"], drives["voices"]) == ("drives", 3)
    assert drives["report_ids"] == "A0; A1; A2"
    assert graph.edges["P2", "P4"]["voices"] == 0


def test_networkx_opens_it_with_reports_as_events(tmp_path: Path):
    """With `--events` each report that is a voice is a node of its own."""
    path = tmp_path / "network.graphml"
    write_graphml(path, _told(events=True))
    graph = networkx.read_graphml(path)
    events = [n for n, data in graph.nodes(data=True) if data["kind"] == "event"]
    assert sorted(events) == ["report:A0", "report:A1", "report:A2", "report:B1"]
    assert sorted(graph.neighbors("report:B1")) == ["P1", "P3"]


@pytest.mark.filterwarnings("ignore")  # of the other package's own making
def test_followthemoney_opens_its_entities(tmp_path: Path):
    """Every line is a valid entity; ties are unknown links between entities that are there."""
    from followthemoney import model

    path = tmp_path / "network.ftm.json"
    write_follow_the_money(path, _told(events=True))
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    found = {row["id"]: model.get_proxy(row) for row in rows}
    for row in rows:
        entity = found[row["id"]]
        entity.schema.validate(entity.to_dict())
        for name, values in row["properties"].items():
            assert len(entity.get(name)) == len(set(values)), (row["id"], name)
    links = [entity for entity in found.values() if entity.schema.name == "UnknownLink"]
    assert links
    for link in links:
        assert link.first("subject") in found
        assert link.first("object") in found
    drives = found["tocsin-P1-V1"]
    assert drives.get("role") == ["drives"]
    assert drives.first("startDate") == "2019-03-01"
    event = found["tocsin-report-B1"]
    assert sorted(event.get("involved")) == ["tocsin-P1", "tocsin-P3"]


def test_the_files_for_i2_join_and_no_cell_is_a_formula(tmp_path: Path):
    """Both ends of each link are entities; text that would act as a formula is text."""
    write_i2(tmp_path / "i2", _told(events=True))
    tables = {}
    for name in ("entities", "links"):
        with (tmp_path / "i2" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    ids = {row["Entity ID"] for row in tables["entities"]}
    assert {row["From ID"] for row in tables["links"]} <= ids
    assert {row["To ID"] for row in tables["links"]} <= ids
    cells = [value for rows in tables.values() for row in rows for value in row.values()]
    assert not any(value.startswith(("=", "+", "-", "@")) for value in cells)
    label = next(row["Label"] for row in tables["entities"] if row["Entity ID"] == "P1")
    assert label == '\'=HYPERLINK("x")'
    assert {row["Strength"] for row in tables["links"]} == {"Unconfirmed", "Tentative"}


def test_beside_each_file_stands_what_it_is(tmp_path: Path):
    """Marking, day, purpose and whether names are masked; for its owner alone."""
    path = tmp_path / "network.graphml"
    write_graphml(path, _told())
    about = json.loads((tmp_path / "network.graphml.about.json").read_text("utf-8"))
    assert about["purpose"] == "A review"
    assert about["marking"] == "OFFICIAL-SENSITIVE"
    assert about["names"] == "children and sources by initials"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_file_holds_a_centrality_or_a_sureness(tmp_path: Path):
    """What other programs are handed ranks nobody."""
    write_graphml(tmp_path / "n.graphml", _told())
    write_follow_the_money(tmp_path / "n.json", _told())
    write_i2(tmp_path / "i2", _told())
    for path in tmp_path.rglob("*"):
        if path.is_file():
            text = path.read_text("utf-8").lower()
            assert not any(word in text for word in ("between_", "centrality", '"sure"', "at_edge"))


def test_a_place_that_cannot_be_written_is_a_clear_statement(tmp_path: Path):
    """What went wrong, and what to do."""
    with pytest.raises(OutputError, match="cannot be written"):
        write_graphml(tmp_path / "nowhere" / "n.graphml", _told())
