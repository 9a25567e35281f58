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
from tocsin.records.decisions import Decision, DecisionKind
from tocsin.records.echoes import Echo, EchoType, Voice, Voices
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

__all__ = [
    "AttachedDecision",
    "Chronology",
    "ChronologyEntry",
    "DateLine",
    "Decision",
    "DecisionKind",
    "Detail",
    "Echo",
    "EchoType",
    "Entry",
    "Evidence",
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
    "Mention",
    "Notice",
    "Reading",
    "Rejection",
    "Relation",
    "RelationKind",
    "Report",
    "Role",
    "SetAside",
    "Subject",
    "Voice",
    "Voices",
]
