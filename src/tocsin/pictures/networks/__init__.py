"""Who is named with whom, by how many voices, and what that cannot say."""

from tocsin.pictures.networks.between import Between, BetweenOthers, between_others, betweenness
from tocsin.pictures.networks.building import network_of
from tocsin.pictures.networks.drawing import draw_ego, draw_group
from tocsin.pictures.networks.groups import Group, Groups, Member, groups_of
from tocsin.pictures.networks.paths import EvidencePath, Step, shortest_evidence
from tocsin.pictures.networks.records import Network, Node, Source, Tie, TieReport
from tocsin.pictures.networks.time import Year, years_of

__all__ = [
    "Between",
    "BetweenOthers",
    "EvidencePath",
    "Group",
    "Groups",
    "Member",
    "Network",
    "Node",
    "Source",
    "Step",
    "Tie",
    "TieReport",
    "Year",
    "between_others",
    "betweenness",
    "draw_ego",
    "draw_group",
    "groups_of",
    "network_of",
    "shortest_evidence",
    "years_of",
]
