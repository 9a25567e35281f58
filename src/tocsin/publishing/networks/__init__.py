"""A network as files that other programs open, as JSON, and on the terminal."""

from tocsin.publishing.networks.files import (
    write_follow_the_money,
    write_graphml,
    write_i2,
    write_svg,
)
from tocsin.publishing.networks.labels import masked_of, names_of
from tocsin.publishing.networks.rows import network_json

__all__ = [
    "masked_of",
    "names_of",
    "network_json",
    "write_follow_the_money",
    "write_graphml",
    "write_i2",
    "write_svg",
]
