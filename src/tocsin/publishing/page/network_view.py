"""A view of a network that grows from one subject: an addition to the page, never a hairball.

The page works without it: drawings and tables stand in it as they are. It is a fragment of HTML
that shows itself once its script runs, the data it reads, and the libraries it stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tocsin.pictures.networks import Network, Tie
from tocsin.pictures.networks.marks import NOUNS
from tocsin.policies import Policy
from tocsin.publishing.networks.rows import STATED_WORDS
from tocsin.publishing.wording import harmless

_LIBRARIES = ("d3-dispatch", "d3-quadtree", "d3-timer", "d3-force")
_MOST_NODES, _MOST_TIES, _REPORTS = 1500, 5000, 4

Anchor = Callable[[str], str]
"""From a report's number to its anchor on the page; empty where it is not there."""


def explore_html(
    network: Network, names: Mapping[str, str], policy: Policy, report: Anchor
) -> Markup:
    """The fragment for the page; it needs `network_style` and `network_script` beside it.

    Args:
        network: of a large one the subjects with most voices and the strongest ties are taken.
        names: what each subject is called; masking is the caller's.
        policy: `networks.page_expanded` bounds what one step adds.
        report: where a report stands on the page.
    """
    environment = Environment(
        loader=PackageLoader("tocsin.publishing.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    data = network_data(network, names, policy, report)
    return Markup(environment.get_template("network.html").render(data=data))


@cache
def network_script() -> str:
    """The script of the view, with the libraries it stands on and their licence."""
    licence = _asset("d3/LICENSE").replace("*/", "")
    parts = [f"/* d3-dispatch, d3-quadtree, d3-timer, d3-force:\n{licence}*/"]
    # The page names no address, not even in a comment: who made them stands above.
    parts += [_asset(f"d3/{name}.min.js").replace("https://", "") for name in _LIBRARIES]
    return "\n".join([*parts, _asset("network.js")])


@cache
def network_style() -> str:
    """What the drawings and the view need of the style of the page."""
    return _asset("network.css")


def network_data(
    network: Network, names: Mapping[str, str], policy: Policy, report: Anchor
) -> dict[str, Any]:
    """What the view reads: plain lists, short enough for a page."""
    voices = np.array([node.voices for node in network.nodes], np.int64)
    chosen = np.sort(np.argsort(-voices, kind="stable")[:_MOST_NODES])
    place = {int(n): at for at, n in enumerate(chosen)}
    numbers = np.fromiter(network.ties_among(chosen), np.int64)
    strongest = np.lexsort((numbers, -np.round(network.strength[numbers], 6)))[:_MOST_TIES]
    kinds = list(NOUNS.values())
    return {
        "kinds": kinds,
        "most": policy["networks.page_expanded"],
        "nodes": [
            [
                (node := network.nodes[int(n)]).person_id,
                kinds.index(NOUNS[node.kind]),
                harmless(names.get(node.person_id, node.person_id)),
            ]
            for n in chosen
        ],
        "ties": [
            [
                place[int(network.left[number])],
                place[int(network.right[number])],
                *_told(network.tie(int(number)), report),
            ]
            for number in numbers[strongest]
        ],
    }


def _told(tie: Tie, report: Anchor) -> list[Any]:
    return [
        tie.voices,
        [STATED_WORDS[kind] for kind in tie.stated],
        tie.first_on[:4],
        tie.last_on[:4],
        [[report_id, report(report_id)] for report_id in tie.report_ids[:_REPORTS]],
        len(tie.reports),
    ]


def _asset(name: str) -> str:
    return (resources.files("tocsin.publishing.page") / "templates" / name).read_text("utf-8")
