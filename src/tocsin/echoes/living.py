"""Which report repeats which in a case that grows, with what finding it anew would find.

How common words and facts are, who is at work and which agencies there are stand still
(`Standing`); the rest follows each report: who may be its source, of what it may be the source,
and what hangs on either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.echoes.account import Account
from tocsin.echoes.accounts import AccountReader, Said
from tocsin.echoes.evidence import Weigher
from tocsin.echoes.facts import facts_of
from tocsin.echoes.finder import LONGEST_THREAD, echoes_of
from tocsin.echoes.lineage import receipt_order
from tocsin.echoes.living_index import LivingDays, LivingFacts, NoRoomError, Places
from tocsin.echoes.living_sources import LivingSources
from tocsin.echoes.living_words import LivingLookalikes, LivingOverlaps, LivingWords
from tocsin.echoes.occasions import Occasions, same_events
from tocsin.echoes.proposing import Proposer, may_follow
from tocsin.echoes.sources import Proposal
from tocsin.echoes.standing import Standing
from tocsin.echoes.tellers import folded
from tocsin.policies import Policy
from tocsin.records import Echo, Extraction, Report

_NOTHING = Extraction("")


class LivingEchoes:
    """The echoes of a case, by text and cue (the first pass) and with joined subjects."""

    def __init__(
        self,
        reports: Iterable[Report],
        extractions: Mapping[str, Extraction],
        said: Mapping[str, Said],
        policy: Policy,
        standing: Standing | None = None,
    ) -> None:
        """Take in a whole case and find its echoes by text and cue.

        Args:
            reports: those in view.
            extractions: by report_id; kept, and read when a report is added.
            said: by report_id, what its words say.
            policy: weights and words of `echoes.yaml`.
            standing: what is to stand still; counted from these reports where left out.
        """
        self._policy = policy
        self._extractions = extractions
        self._said = dict(said)
        self._standing = standing
        self._subject_of: Mapping[str, str] | None = None
        self._lay_out(list(reports))

    @property
    def standing(self) -> Standing:
        """What weighing takes from the whole case."""
        assert self._standing is not None
        return self._standing

    def _lay_out(self, reports: Sequence[Report]) -> None:
        policy = self._policy
        ordered = sorted(reports, key=receipt_order)
        agencies = self._standing.agencies if self._standing else {r.agency for r in ordered}
        self.reader = AccountReader(policy, agencies)
        self._ids: dict[str, str] = {}
        for key in sorted(r.report_id for r in ordered):
            self._ids[folded(key)] = key
        self._places = Places(map(receipt_order, ordered))
        positions = self._places.all()
        self._accounts = {p: self._account(r) for p, r in zip(positions, ordered, strict=True)}
        if self._standing is None:
            common = frozenset(policy.table("echoes")["common_words"])
            self._standing = Standing.of(list(self._accounts.values()), agencies, common)
            self._standing.count_at_work(map(self._found, ordered), None)
            self._read_facts(self._accounts, None)
            self._standing.count_facts(self._accounts.values())
        else:
            self._read_facts(self._accounts, None)
        self._index()
        self._first, self._second = self._pass(), self._pass()
        self._occasions = Occasions(policy)
        for position, account in self._accounts.items():
            self._occasions.add(position, account)
        self._waiting: set[int] = set()
        self._renewed: set[str] = set()
        self._settle(self._first, self._accounts)

    def _account(self, report: Report) -> Account:
        said = self._said.get(report.report_id)
        if said is None:
            said = self._said[report.report_id] = self.reader.said(report)
        return self.reader.account(report, self._found(report), said, self._ids)

    def _found(self, report: Report) -> Extraction:
        return self._extractions.get(report.report_id, _NOTHING)

    def _read_facts(self, positions: Iterable[int], subject_of: Mapping[str, str] | None) -> None:
        for position in positions:
            self._accounts[position] = self._with_facts(self._accounts[position], subject_of)

    def _with_facts(self, account: Account, subject_of: Mapping[str, str] | None) -> Account:
        found = self._found(account.report)
        return account.with_facts(facts_of(found, subject_of, self.standing.at_work))

    def _index(self) -> None:
        """Lay out what reports can share."""
        accounts, standing, policy = self._accounts, self.standing, self._policy
        self._overlaps = LivingOverlaps(policy["echoes.boilerplate_reports"])
        self._overlaps.load({p: a.words for p, a in accounts.items()})
        words = LivingWords(standing)
        self._words, self._days = words, LivingDays()
        self._lookalikes = LivingLookalikes()
        self._lookalikes.load((p, words.looked_up(a)) for p, a in accounts.items())
        self._facts = LivingFacts(standing.rarity_of_fact)
        self._at: dict[str, int] = {}
        self._quoting: dict[str, set[int]] = {}
        self._quoted: dict[int, set[int]] = {}
        self._all_threads: dict[str, set[int]] = {}
        self._threads: dict[str, set[int]] = {}
        self._naming: dict[str, set[int]] = {}
        self._sent: set[int] = set()
        self._of_agency: dict[str, set[int]] = {}
        self._weigher = Weigher(policy.table("echoes")["weights"], policy["echoes.prior_bits"])
        for position, account in accounts.items():
            self._facts.load(position, account.fact_keys)
            self._enter(position, account)
        self._proposer = Proposer(
            self._overlaps,
            words,
            self._days,
            self._lookalikes,
            self._at,
            self._quoted,
            self._threads,
            self._sent,
            self._of_agency,
            self._weigher,
            policy["echoes.cut"],
        )

    def _pass(self) -> _Pass:
        cut, most = self._policy["echoes.cut"], self._policy["echoes.most_parents"]
        return _Pass(LivingSources(self._weigher, cut, most))

    def _enter(self, position: int, account: Account) -> set[int]:
        """Let one report be found; those that look at it by what it is, not by what it shares."""
        report = account.report
        self._at[account.report_id] = position
        self._days.add(position, account)
        near = self._enter_quoted(position, report)
        if account.thread:
            held = self._all_threads.setdefault(account.thread, set())
            held.add(position)
            near |= held
            if len(held) <= LONGEST_THREAD:
                self._threads[account.thread] = held
            else:
                self._threads.pop(account.thread, None)
        if account.sent_to:
            self._sent.add(position)
        self._of_agency.setdefault(account.agency, set()).add(position)
        for words in {*map(folded, report.cites), *self._said[report.report_id].references}:
            self._naming.setdefault(words, set()).add(position)
        return near - {position}

    def _enter_quoted(self, position: int, report: Report) -> set[int]:
        if report.quoted_in and report.quoted_in != report.report_id:
            self._quoting.setdefault(report.quoted_in, set()).add(position)
        holder = self._at.get(report.quoted_in)
        if holder is not None and holder != position:
            self._quoted.setdefault(holder, set()).add(position)
        own = self._quoting.get(report.report_id)
        if own:
            self._quoted[position] = set(own)
        return {holder} if holder is not None else set()

    def join(self, subject_of: Mapping[str, str]) -> None:
        """Find the echoes of the whole case with joined subjects.

        Args:
            subject_of: mention_id → person_id; kept, and read when a report is added.
        """
        self._subject_of = subject_of
        before = {p: a.fact_keys for p, a in self._accounts.items()}
        self._read_facts(self._accounts, subject_of)
        for position, account in self._accounts.items():
            self._facts.change(position, before[position], account.fact_keys)
        self._settle(self._second, self._accounts)

    def count_joined(self, subject_of: Mapping[str, str]) -> None:
        """Count anew who is at work and how common each fact is, with joined subjects."""
        self.standing.count_at_work(
            (self._found(a.report) for a in self._accounts.values()), subject_of
        )
        found = (self._with_facts(a, subject_of) for a in self._accounts.values())
        self.standing.count_facts(found)

    def add(self, report: Report, said: Said) -> list[Echo]:
        """Take in a report, and find by text and cue what it repeats and what repeats it.

        Returns:
            What is news: joining is told of it.
        """
        report_id = report.report_id
        self._said[report_id] = said
        try:
            position = self._places.insert(receipt_order(report))
        except NoRoomError:
            return self._add_anew(report)
        near = self._cited(report_id)
        plain = self._account(report)
        account = self._accounts[position] = self._with_facts(plain, None)
        near |= self._enter(position, account)
        near |= self._overlaps.add(position, account.words)
        near |= {other for other in self._overlaps.sharing(position) if other > position}
        self._lookalikes.load([(position, self._words.looked_up(plain))])
        near |= self._lookalikes.after(position)
        near |= self._facts.change(position, frozenset(), account.fact_keys)
        near |= self._days.pointing_here(position, account)
        near |= {
            other
            for other in self._days.same_day_before(position, account)
            if may_follow(self._accounts[other], account)
        }
        self._occasions.add(position, account)
        near.add(position)
        self._waiting |= near
        return self._settle(self._first, near)

    def _add_anew(self, report: Report) -> list[Echo]:
        """Number all positions anew."""
        known, settled = set(self.all_first()), set(self.all())
        self._lay_out([*(a.report for a in self._accounts.values()), report])
        if self._subject_of is not None:
            self.join(self._subject_of)
        self._renewed = {e.report_id for e in settled ^ set(self.all())}
        return [e for e in self.all_first() if e not in known]

    def _cited(self, report_id: str) -> set[int]:
        """Those that give this report's reference, which nobody could know to be one."""
        key = folded(report_id)
        before = self._ids.get(key)
        if before is not None and before > report_id:
            return set()
        self._ids[key] = report_id
        found = self._naming.get(key, set())
        for position in found:
            account = self._accounts[position]
            plain = self._account(account.report)
            self._accounts[position] = plain.with_facts(account.facts)
        return set(found)

    def follow(self, report_ids: Iterable[str]) -> set[str]:
        """Find echoes anew where mentions are now of another subject, and of reports added.

        Returns:
            The reports whose echoes are now others.
        """
        near, self._waiting = self._waiting, set()
        for report_id in sorted(report_ids):
            position = self._at[report_id]
            before = self._accounts[position]
            account = self._with_facts(before, self._subject_of)
            if account.facts != before.facts:
                self._accounts[position] = account
                near.add(position)
                near |= self._facts.change(position, before.fact_keys, account.fact_keys)
        renewed, self._renewed = self._renewed, set()
        self._settle(self._second, near)
        return renewed | self._second.changed

    def _settle(self, one: _Pass, near: Iterable[int]) -> list[Echo]:
        """Find anew the echoes of these reports, and of those that hang on them; what is news."""
        near = list(near)
        seen: dict[int, Account] = {}

        def child(position: int) -> Account:
            account = self._accounts[position]
            if one is self._second or self._subject_of is None:
                return account
            if position not in seen:
                seen[position] = self._with_facts(account, None)
            return seen[position]

        def search(position: int) -> tuple[Account, list[Proposal]]:
            asked = child(position)
            found = self._proposer.proposals(asked, position, self._accounts, self._facts)
            return asked, list(found)

        changed = one.sources.settle(near, search)
        kept = one.sources.kept
        same: dict[int, list[Echo]] = {}
        for group in self._occasions.around(self._accounts[p] for p in {*near, *changed}):
            linked = [e for p in group if p in kept for e in echoes_of(child(p), kept[p][:1])]
            events = same_events([child(p) for p in group], linked, self._policy)
            same.update((p, []) for p in group)
            for echo in events:
                same[self._at[echo.report_id]].append(echo)
        one.changed, news = set(), []
        for position in sorted(changed | same.keys()):
            found = [*echoes_of(child(position), kept.get(position, ())), *same.get(position, ())]
            found.sort(key=lambda e: self._at[e.parent_id])
            news += one.note(position, self._accounts[position].report_id, tuple(found))
        return news

    def of(self, report_id: str) -> tuple[Echo, ...]:
        """The echoes of one report, by receipt of what it repeats."""
        return self._second.echoes.get(self._at[report_id], ())

    def all(self) -> tuple[Echo, ...]:
        """All echoes, by receipt of the report, then of its source."""
        return self._second.all()

    def all_first(self) -> tuple[Echo, ...]:
        """All echoes by text and cue alone, as joining is told of them."""
        return self._first.all()


@dataclass(slots=True)
class _Pass:
    """Sources and echoes of one of the two passes."""

    sources: LivingSources
    echoes: dict[int, tuple[Echo, ...]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    """The reports whose echoes were others before the last change."""

    def note(self, position: int, report_id: str, found: tuple[Echo, ...]) -> list[Echo]:
        """Take in the echoes of a report; those that are news."""
        before = self.echoes.get(position, ())
        if before == found:
            return []
        self.changed.add(report_id)
        if found:
            self.echoes[position] = found
        else:
            del self.echoes[position]
        return [echo for echo in found if echo not in before]

    def all(self) -> tuple[Echo, ...]:
        """All of them, in order of receipt."""
        return tuple(e for position in sorted(self.echoes) for e in self.echoes[position])
