"""How many independent voices name a subject, and how many tellers stand behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tocsin.echoes.lineage import Lineage, receipt_order
from tocsin.echoes.packing import Packing, connected
from tocsin.echoes.tellers import Teller, folded, is_unnamed, teller_of, tellers_between
from tocsin.policies import Policy
from tocsin.records import (
    Echo,
    EchoType,
    Extraction,
    Joining,
    Mention,
    Report,
    Role,
    Subject,
    Voice,
    Voices,
)
from tocsin.values.dates import Precision


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
        joining: Joining | None,
        echoes: Sequence[Echo],
        policy: Policy,
    ) -> None:
        del joining  # subjects come in with each question; the signature leaves room
        self._reports = reports
        self._extractions = extractions
        self._policy = policy
        self._lineage = Lineage(reports, echoes)
        self._copied = parents_copied(echoes)
        self._mentions: dict[str, dict[str, Mention]] = {}
        self._roots: dict[str, frozenset[str]] = {}
        self._tellers: dict[str, Teller] = {}

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
        fewest, most = tellers_between([self.teller(voice.report_id) for voice in voices])
        return Voices(voices, fewest, most)

    def roots(self, report_id: str) -> frozenset[str]:
        """The occasions a report goes back to: reports of one author about one day are one."""
        found = self._roots.get(report_id)
        if found is None:
            found = frozenset(self._occasion(root) for root in self._lineage.roots(report_id))
            self._roots[report_id] = found
        return found

    def teller(self, report_id: str) -> Teller:
        """Who tells the report, as far as it says."""
        if report_id not in self._tellers:
            report = self._reports[report_id]
            extraction = self._extractions.get(report_id)
            self._tellers[report_id] = teller_of(report, extraction, self._policy)
        return self._tellers[report_id]

    def _is_doubted(self, report_id: str) -> bool:
        """Whether it, or every account it goes back to, is graded as suspected false."""
        roots = self._lineage.roots(report_id)
        return _suspected(self._reports[report_id]) or all(
            _suspected(self._reports[root]) for root in roots
        )

    def _repeats(self, report_id: str, group: Sequence[str]) -> bool:
        """Whether it repeats, at whatever distance, another report of the group: hearsay told on
        stays hearsay."""
        seen = {report_id}
        stack = [report_id]
        while stack:
            for parent in self._copied.get(stack.pop(), ()):
                if parent in group and parent != report_id:
                    return True
                if parent not in seen:
                    seen.add(parent)
                    stack.append(parent)
        return False

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
        sure = any(
            not m.hearsay
            for key in group
            if not self._is_doubted(key) and not self._repeats(key, group)
            for m in named[key]
        )
        return Voice(
            person_id=subject.person_id,
            role=named[group[0]][0].role,
            report_id=group[0],
            report_ids=tuple(group),
            mention_ids=tuple(m.mention_id for m in mentions),
            agency=opening.agency,
            origin=self.teller(group[0]).key,
            received=opening.received,
            occurred=opening.occurred,
            concerns=tuple(sorted({m.concern for m in mentions if m.concern})),
            counts=sure,
            certain=any(m.mention_id in core for m in mentions),
        )


def opened_voices(rooted: Sequence[tuple[str, frozenset[str]]]) -> list[list[str]]:
    """Group reports, given in order of receipt with their roots, into voices.

    A report opens a voice when it raises the largest number of reports no two of which share a
    root; every other report joins the earliest voice it shares a root with.

    >>> opened_voices([("a", frozenset("a")), ("b", frozenset("b")), ("of both", frozenset("ab"))])
    [['a', 'of both'], ['b']]
    """
    group_of = connected(roots for _, roots in rooted)
    by_group: dict[str, Packing] = {}
    voices: list[list[str]] = []
    holder: dict[str, int] = {}
    for report_id, roots in rooted:
        packing = by_group.setdefault(group_of[min(roots)], Packing())
        if packing.grows_by(roots):
            number = len(voices)
            voices.append([])
        else:
            number = min(holder[root] for root in roots if root in holder)
        voices[number].append(report_id)
        for root in roots:
            holder.setdefault(root, number)
    return voices


def _plays(mention: Mention, roles: frozenset[Role]) -> bool:
    return not roles or mention.role in roles


def _suspected(report: Report) -> bool:
    return report.grade is not None and report.grade.suspected_false


def parents_copied(echoes: Sequence[Echo]) -> dict[str, list[str]]:
    """What each report repeats, two documents about one occasion aside."""
    found: dict[str, list[str]] = {}
    for echo in echoes:
        if echo.type is not EchoType.SAME_EVENT:
            found.setdefault(echo.report_id, []).append(echo.parent_id)
    return found
