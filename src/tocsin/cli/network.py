"""`tocsin network [OUT]`: who is named with whom, in what groups, and by which reports."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tocsin.cli.folders import DEFAULT, console
from tocsin.cli.settings import day_of
from tocsin.errors import UsageError
from tocsin.pictures.networks import (
    EvidencePath,
    between_others,
    draw_ego,
    draw_group,
    groups_of,
    network_of,
    shortest_evidence,
)
from tocsin.policies import shipped
from tocsin.publishing.networks import (
    masked_of,
    names_of,
    network_json,
    write_follow_the_money,
    write_graphml,
    write_i2,
    write_svg,
)
from tocsin.publishing.networks.rows import Told
from tocsin.publishing.networks.terminal import show_group, show_network, show_path, show_ties
from tocsin.publishing.saved import Saved, open_output
from tocsin.publishing.terminal import print_heading


@dataclass(frozen=True, slots=True)
class _Files:
    graphml: Path | None
    ftm: Path | None
    i2: Path | None
    svg: Path | None


def network(
    out: Annotated[
        Path, typer.Argument(metavar="[OUT]", help="Output folder (default ./out).")
    ] = DEFAULT,
    subject: Annotated[
        str, typer.Option("--subject", help="One subject and who is named with it; T-ABCDEFG.")
    ] = "",
    group: Annotated[int, typer.Option("--group", help="One group, by its number.")] = 0,
    path: Annotated[
        tuple[str, str] | None,
        typer.Option("--path", help="Two subjects: which reports lead from one to the other."),
    ] = None,
    avoiding: Annotated[
        list[str] | None,
        typer.Option("--avoiding", help="A subject --path must not pass through. Repeatable."),
    ] = None,
    as_of: Annotated[
        str, typer.Option("--as-of", help="Only what had been received by this day.")
    ] = "",
    seed: Annotated[int, typer.Option("--seed", help="Where the search for groups begins.")] = 1,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Draw the subject or the group into this file.")
    ] = None,
    graphml: Annotated[
        Path | None, typer.Option("--graphml", help="Write the network as GraphML.")
    ] = None,
    ftm: Annotated[
        Path | None, typer.Option("--ftm", help="Write it as FollowTheMoney entities, a line each.")
    ] = None,
    i2: Annotated[
        Path | None, typer.Option("--i2", help="Write entities.csv and links.csv for i2 here.")
    ] = None,
    events: Annotated[
        bool, typer.Option("--events", help="In these files each report is an event as well.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print all of it on standard output as JSON.")
    ] = False,
    show_sources: Annotated[
        bool, typer.Option("--show-sources", help="Names of children and sources in full.")
    ] = False,
    purpose: Annotated[
        str, typer.Option("--purpose", help="Why it is looked at; stands beside every file.")
    ] = "",
) -> None:
    """Show who is named with whom, which groups hold, and which reports lead on to another."""
    if sum(map(bool, (subject, group, path))) > 1:
        raise UsageError("--subject, --group and --path are asked for one at a time.")
    if svg and not (subject or group):
        raise UsageError("What should be drawn?", remedy="Give --subject or --group with --svg.")
    saved = open_output(out)
    told = _told(saved, as_of, seed, purpose, show_sources=show_sources, events=events)
    if path and not as_json:
        _heading(told, console())
        show_path(told, _path(told, path, avoiding), saved, console())
    elif as_json:
        between = between_others(told.network, policy=shipped(), seed=seed)
        rows = network_json(told, between)
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        _show(told, subject.strip().upper(), group, seed)
    _write(told, subject.strip().upper(), group, _Files(graphml, ftm, i2, svg))


def _told(
    saved: Saved, as_of: str, seed: int, purpose: str, *, show_sources: bool, events: bool
) -> Told:
    sightings = saved.sightings()
    day = day_of(as_of, saved.as_of)
    if day > saved.as_of:
        raise UsageError(
            f"This output was made as of {saved.as_of.isoformat()}: it knows nothing later.",
            remedy="Run Tocsin again as of the later day.",
        )
    hidden = masked_of(saved)
    found = network_of(sightings, as_of=day, policy=shipped(), seed=seed, shielded=hidden)
    groups = groups_of(found, policy=shipped(), seed=seed)
    return Told(
        network=found,
        groups=groups,
        names=names_of(saved, show_sources=show_sources),
        marking=saved.run["marking"],
        purpose=purpose or saved.run["purpose"],
        show_sources=show_sources or bool(saved.run["show_sources"]),
        events=events,
    )


def _heading(told: Told, to: Console) -> None:
    as_of = date.fromisoformat(told.network.as_of)
    print_heading(to, told.marking, as_of, told.purpose)


def _path(told: Told, path: tuple[str, str], avoiding: list[str] | None) -> EvidencePath:
    start, end = (end.strip().upper() for end in path)
    around = [one.strip().upper() for one in avoiding or ()]
    return shortest_evidence(told.network, start, end, avoiding=around)


def _show(told: Told, subject: str, group: int, seed: int) -> None:
    to = console()
    _heading(told, to)
    if subject:
        show_ties(told, subject, to)
    elif group:
        show_group(told, told.groups.numbered(group), to)
    else:
        show_network(told, between_others(told.network, policy=shipped(), seed=seed), to)


def _write(told: Told, subject: str, group: int, files: _Files) -> None:
    if files.graphml:
        write_graphml(files.graphml, told)
    if files.ftm:
        write_follow_the_money(files.ftm, told)
    if files.i2:
        write_i2(files.i2, told)
    if files.svg:
        policy, network = shipped(), told.network
        if subject:
            drawing = draw_ego(network, subject, names=told.names, policy=policy)
        else:
            chosen = told.groups.numbered(group)
            drawing = draw_group(network, chosen, names=told.names, policy=policy)
        write_svg(files.svg, drawing, told)
    for path in (files.graphml, files.ftm, files.i2, files.svg):
        if path:
            typer.echo(f"Written: {path}", err=True)
