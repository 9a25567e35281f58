"""How many independent voices name a subject, and how many tellers stand behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tocsin.echoes.lineage import Lineage, receipt_order
from tocsin.echoes.packing import largest_packing
from tocsin.echoes.tellers import folded, is_unnamed, origin_key
from tocsin.policies import Policy
from tocsin.records import (
    Echo,
    Extraction,
    Joining,
    Kind,
    Mention,
    Report,
    Role,
    Subject,
    Voice,
    Voices,
)
from tocsin.values.dates import Precision

_THINGS = frozenset(Kind) - {Kind.PERSON}


class VoiceCounter:
    """Counts voices per subject and role, with joins and echo links held fixed.

    Every report has roots: the reports its chains of echoes end at. Reports that share a root are
    one voice, so the voices are the most reports of which no two share a root. Counted this way,
    a retelling of somebody its source named adds nothing, a retelling that names somebody new
    opens a voice for them alone, a compilation opens one only where none of its sources speaks,
    and one more report never lowers the count nor delays a voice.
    """

    def __init__(
        self,
        reports: Mapping[str, Report],
        extractions: Mapping[str, Extraction],
        joining: Joining,
        echoes: Sequence[Echo],
        policy: Policy,
    ) -> None:
        del joining  # subjects come in with each question; the signature leaves room
        self._reports = reports
        self._extractions = extractions
        self._policy = policy
        self._lineage = Lineage(reports, echoes)
        self._mentions: dict[str, dict[str, Mention]] = {}
        self._roots: dict[str, frozenset[str]] = {}
        self._origins: dict[str, str] = {}

    def voices(
        self,
        subject: Subject,
        roles: frozenset[Role],
        *,
        among: Callable[[Report], bool] | None = None,
    ) -> Voices:
        """The voices that name `subject` in one of `roles`, in order of receipt.

        Args:
            subject: person, place, vehicle or phone.
            roles: the roles that count; empty counts every mention that is not negated, for
                things that are tied to a concern.
            among: count only these reports (what one agency alone held, what a past day knew).
        """
        named = self._named(subject, roles, among)
        order = sorted(named, key=lambda key: receipt_order(self._reports[key]))
        groups = opened_voices([(key, self.roots(key)) for key in order])
        core = frozenset(subject.cores[0]) if subject.cores else frozenset()
        voices = tuple(self._voice(subject, group, named, core) for group in groups)
        return Voices(voices, *self._sources(voices))

    def roots(self, report_id: str) -> frozenset[str]:
        """The occasions a report goes back to: reports of one author about one day are one."""
        found = self._roots.get(report_id)
        if found is None:
            found = frozenset(self._occasion(root) for root in self._lineage.roots(report_id))
            self._roots[report_id] = found
        return found

    def origin(self, report_id: str) -> str:
        """The teller's key, empty where unknown."""
        if report_id not in self._origins:
            report = self._reports[report_id]
            extraction = self._extractions.get(report_id)
            self._origins[report_id] = origin_key(report, extraction, self._policy)
        return self._origins[report_id]

    def _occasion(self, root: str) -> str:
        report = self._reports[root]
        on = report.occurred
        if on is None or on.precision is not Precision.DAY or is_unnamed(report, self._policy):
            return root
        return f"{folded(report.agency)}|{folded(report.author)}|{on.iso()}"

    def _named(
        self,
        subject: Subject,
        roles: frozenset[Role],
        among: Callable[[Report], bool] | None,
    ) -> dict[str, list[Mention]]:
        named: dict[str, list[Mention]] = {}
        for mention_id in subject.mention_ids:
            mention = self._mention(mention_id)
            if mention is None or mention.negated or not _plays(mention, roles):
                continue
            report = self._reports.get(mention.report_id)
            if report is not None and (among is None or among(report)):
                named.setdefault(mention.report_id, []).append(mention)
        return named

    def _mention(self, mention_id: str) -> Mention | None:
        report_id = mention_id.rsplit(":", 2)[0]
        found = self._mentions.get(report_id)
        if found is None:
            extraction = self._extractions.get(report_id)
            found = {m.mention_id: m for m in extraction.mentions} if extraction else {}
            self._mentions[report_id] = found
        return found.get(mention_id)

    def _voice(
        self,
        subject: Subject,
        group: Sequence[str],
        named: Mapping[str, Sequence[Mention]],
        core: frozenset[str],
    ) -> Voice:
        opening = self._reports[group[0]]
        mentions = [m for key in group for m in named[key]]
        sure = [
            m
            for key in group
            if not _is_doubted(self._reports[key])
            for m in named[key]
            if not m.hearsay
        ]
        return Voice(
            person_id=subject.person_id,
            role=named[group[0]][0].role,
            report_id=group[0],
            report_ids=tuple(group),
            mention_ids=tuple(m.mention_id for m in mentions),
            agency=opening.agency,
            origin=self.origin(group[0]),
            received=opening.received,
            occurred=opening.occurred,
            concerns=tuple(sorted({m.concern for m in mentions if m.concern})),
            counts=bool(sure),
            certain=any(m.mention_id in core for m in mentions),
        )

    def _sources(self, voices: Iterable[Voice]) -> tuple[int, int]:
        """Fewest and most distinct tellers: all unnamed ones may be one, and may be somebody
        already counted by name."""
        known = {voice.origin for voice in voices if voice.origin}
        unnamed = any(not voice.origin for voice in voices)
        return max(len(known), int(unnamed)), len(known) + int(unnamed)


def opened_voices(rooted: Sequence[tuple[str, frozenset[str]]]) -> list[list[str]]:
    """Group reports, given in order of receipt with their roots, into voices.

    A report opens a voice when it raises the largest number of reports no two of which share a
    root; every other report joins the voice of the first it shares a root with.
    """
    voices: list[list[str]] = []
    holder: dict[str, int] = {}
    many: list[frozenset[str]] = []
    for position, (report_id, roots) in enumerate(rooted):
        taken = [holder[root] for root in sorted(roots) if root in holder]
        opens = not taken
        if taken and (many or len(roots) > 1):
            before = largest_packing([r for _, r in rooted[:position]])
            opens = largest_packing([r for _, r in rooted[: position + 1]]) > before
        if len(roots) > 1:
            many.append(roots)
        if opens:
            voices.append([])
        number = len(voices) - 1 if opens else min(taken)
        voices[number].append(report_id)
        for root in sorted(roots):
            holder.setdefault(root, number)
    return voices


def _plays(mention: Mention, roles: frozenset[Role]) -> bool:
    return not roles or mention.role in roles or (mention.kind in _THINGS and not roles)


def _is_doubted(report: Report) -> bool:
    return report.grade is not None and report.grade.suspected_false
