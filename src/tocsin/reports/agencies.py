"""Whose a report is, where it does not say: its mail's domain, its sender, the title of a diary."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from email.utils import parseaddr

from tocsin.policies import Policy
from tocsin.records import Report
from tocsin.reports.accounts import Told
from tocsin.reports.texts import one_line

BY_DOMAIN = "the mail's domain"
_HEADERS = ("Organization", "Organisation")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_ADDRESSED = re.compile(
    r"(?P<name>[^<>]*?)\s*[<\[](?:mailto:)?(?P<address>[^<>\s\]]+@[^<>\s\]]+)[>\]]"
)
_APART = re.compile(r"\s[-–—|]\s|[,:;()\[\]|/\"]|\s[-–—]|\bat\s")
_OF_PUBLIC_BODIES = (".gov.uk", ".nhs.uk", ".police.uk", ".sch.uk", ".ac.uk")
_SHORTEST_INITIALS = 3


def agency_of_mail(headers: Mapping[str, str], policy: Policy) -> Told | None:
    """The body a mail comes from: its header, what its sender calls it, or else the domain.

    A private mailbox, and a domain that is its sender's own name, say nothing of a body.
    """
    for name in _HEADERS:
        if headers.get(name):
            return Told(one_line(headers[name]), f"mail header {name}")
    name, address = sender_of(headers.get("From", ""))
    named = organisation_in(name, policy)
    if named:
        return Told(named, "the sender's name")
    domain = _domain(address, policy)
    is_public = domain.endswith(_OF_PUBLIC_BODIES)
    if not domain or (not is_public and _main_label(domain) in _own_names(name)):
        return None
    return Told(domain, BY_DOMAIN)


def sender_of(written: str) -> tuple[str, str]:
    """Name and address of a From line, also where `Okonkwo, Ruth` lacks its quotes."""
    match = _ADDRESSED.fullmatch(written.strip())
    if match:
        return match["name"].strip("\"' "), match["address"]
    return parseaddr(written) if "@" in written else (written.strip("\"' "), "")


def organisation_in(words: str, policy: Policy) -> str:
    """The part of a title or a sender's name that names an organisation; empty where none does.

    Told by a last word such as `Council` or `Project` in a part whose first word has a capital.
    """
    known = policy.table("reading")["organisation_words"]
    for part in _APART.split(one_line(words)):
        part = re.sub(r"\b(?:19|20)\d{2}\b.*", "", part).strip(" '*_#.-")
        said = part.lower().split()
        is_named = len(said) > 1 and part[:1].isupper()
        if is_named and (said[-1] in known or (said[0] in known and said[1] == "of")):
            return part
    return ""


def settle_agencies(reports: Sequence[Report], *, as_of: date) -> list[Report]:
    """The same reports; a mail's domain gives way to the name its agency has in another report.

    `info@theslipway.example` is The Slipway where exactly one agency named by `as_of` is so called.
    """
    domains = sorted({r.agency for r in reports if r.agency_known_by == BY_DOMAIN})
    if not domains:
        return list(reports)
    spelt: dict[str, set[str]] = defaultdict(set)
    for name in sorted({r.agency for r in reports if _names_its_agency(r, as_of)}):
        for key in _keys(name):
            spelt[key].add(name)
    better = {}
    for domain in domains:
        names = spelt.get(_squeezed(_main_label(domain)), set())
        if len(names) == 1:
            better[domain] = next(iter(names))
    return [_renamed(r, better) if r.agency_known_by == BY_DOMAIN else r for r in reports]


def _names_its_agency(report: Report, as_of: date) -> bool:
    received = report.received
    is_there = received is not None and received.last <= as_of
    return bool(report.agency) and report.agency_known_by != BY_DOMAIN and is_there


def _renamed(report: Report, better: Mapping[str, str]) -> Report:
    name = better.get(report.agency)
    if name is None:
        return report
    return replace(report, agency=name, agency_known_by=f"{BY_DOMAIN}, {report.agency}")


def _domain(address: str, policy: Policy) -> str:
    """What was registered: `ruth@mail.lantern.org.uk` is of `lantern.org.uk`."""
    host = address.rpartition("@")[2].strip().lower().strip(".")
    if not _HOST.fullmatch(host):
        return ""
    table = policy.table("reading")["mail_domains"]
    labels = [label for label in host.split(".") if label not in table["of_the_network"]]
    ending = ".".join(labels[-2:])
    depth = 4 if ending in table["suffixes_of_areas"] else 3 if ending in table["suffixes"] else 2
    domain = ".".join(labels[-depth:])
    shared = domain in table["shared"] or len(labels) < 2
    return "" if shared or domain in table["suffixes"] else domain


def _main_label(domain: str) -> str:
    return domain.partition(".")[0]


def _own_names(name: str) -> set[str]:
    """What somebody's own domain is called: okonkwo, ruthokonkwo, rokonkwo."""
    words = [w for w in re.findall(r"[^\W\d_]+", name.lower()) if len(w) > 1]
    if not words:
        return set()
    pairs = {a + b for a in words for b in words if a != b}
    pairs |= {f"{a}-{b}" for a in words for b in words if a != b}
    return {*words, *pairs, *(a[0] + b for a in words for b in words if a != b)}


def _keys(name: str) -> set[str]:
    """How a domain may write an agency: whole, without `the`, its first word, its initials."""
    words = re.findall(r"[^\W_]+", name.lower().replace("'", "").replace("’", ""))
    plain = [w for w in words if w not in {"the", "of", "and", "for"}]
    keys = {"".join(words), "".join(plain)}
    keys |= {"".join(plain[:n]) for n in range(2, len(plain))}
    if plain and len(plain[0]) > _SHORTEST_INITIALS:
        keys.add(plain[0])
    initials = "".join(w[0] for w in plain)
    if len(initials) >= _SHORTEST_INITIALS:
        keys.add(initials)
    return keys


def _squeezed(label: str) -> str:
    return label.replace("-", "")
