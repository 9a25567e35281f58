"""What flows through the engine: frozen records, named for the flow they follow."""

from tocsin.records.attention import (
    AttachedDecision,
    Chronology,
    ChronologyEntry,
    DateLine,
    Entry,
    Figure,
    ListName,
)
from tocsin.records.case import AgencyCoverage, Case, Coverage
from tocsin.records.decisions import Decision, DecisionKind
from tocsin.records.echoes import Echo, EchoType, Voice, Voices
from tocsin.records.inputs import Checked, ExtraName, Mended
from tocsin.records.mentions import (
    Detail,
    Extraction,
    Kind,
    Mention,
    Relation,
    RelationKind,
    Role,
)
from tocsin.records.people import (
    Evidence,
    Join,
    Joining,
    JoinStatus,
    Judged,
    Judgement,
    Subject,
)
from tocsin.records.reports import Grade, Notice, Reading, Rejection, Report, SetAside
from tocsin.records.sightings import Sighting, Sightings, StatedTie
from tocsin.records.updates import Update

__all__ = [
    "AgencyCoverage",
    "AttachedDecision",
    "Case",
    "Checked",
    "Chronology",
    "ChronologyEntry",
    "Coverage",
    "DateLine",
    "Decision",
    "DecisionKind",
    "Detail",
    "Echo",
    "EchoType",
    "Entry",
    "Evidence",
    "ExtraName",
    "Extraction",
    "Figure",
    "Grade",
    "Join",
    "JoinStatus",
    "Joining",
    "Judged",
    "Judgement",
    "Kind",
    "ListName",
    "Mended",
    "Mention",
    "Notice",
    "Reading",
    "Rejection",
    "Relation",
    "RelationKind",
    "Report",
    "Role",
    "SetAside",
    "Sighting",
    "Sightings",
    "StatedTie",
    "Subject",
    "Update",
    "Voice",
    "Voices",
]
