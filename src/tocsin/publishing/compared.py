"""What stood on both sides of each comparison, and what would settle a join that was not made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2

from tocsin.people.comparisons import SPECS
from tocsin.policies import shipped
from tocsin.privacy import Masker
from tocsin.publishing.entries import Row
from tocsin.publishing.saved import Saved
from tocsin.publishing.waterfall import Step
from tocsin.publishing.wording import ROLES, date_words, joined
from tocsin.records import JoinStatus, Kind

_KEPT = frozenset({Kind.PHONE, Kind.VEHICLE, Kind.ADDRESS, Kind.HANDLE, Kind.IDENTIFIER})
_PLACES = frozenset({Kind.PREMISES, Kind.ORGANISATION, Kind.ADDRESS})
_MOST = 4
SETTLES = (
    "What would settle it: a record number, phone, vehicle or address of both, a date of birth of "
    "both, or somebody who knows: tocsin judge."
)
_SILENT = {
    "keeps": "a phone, vehicle, address or number that the reports tie to both",
    "circle": "a person or a place that both reports name",
    "born": "an age or a date of birth on both sides",
    "sex": "",
    "setting": "",
    "part": "",
    "given": "a first name on both sides",
    "family": "a family name on both sides",
    "text": "",
}


class Sides:
    """Values of the two ends of a join, as they may be shown."""

    def __init__(self, saved: Saved, joins: Iterable[Row], *, show_sources: bool = False) -> None:
        ids = sorted({m for j in joins for m in (j["left"], j["right"])})
        own = saved.mentions("mention_id", ids)
        self._mention = {row["mention_id"]: row for row in own}
        self.reports = sorted({row["report_id"] for row in own})
        self._in_report: dict[str, list[Row]] = {}
        for row in saved.mentions("report_id", self.reports):
            self._in_report.setdefault(row["report_id"], []).append(row)
        self._report = saved.reports(self.reports)
        self.masker: Masker = saved.masker(self.reports, show_sources=show_sources)

    def shown(self, mention_id: str) -> str:
        """A mention's words, masked as everywhere."""
        row = self._mention.get(mention_id)
        if row is None:
            return ""
        names = self.masker.names(row["person_id"] or "", [row["text"]], Kind(row["kind"]))
        return names[0] if names else "words withheld"

    def of(self, comparison: str, join: Row) -> str:
        """What a comparison compared, in a few words; empty where the sentence says it all."""
        left, right = self._mention.get(join["left"]), self._mention.get(join["right"])
        if left is None or right is None:
            return ""
        if comparison in ("given", "family", "value"):
            return f"“{self.shown(join['left'])}” and “{self.shown(join['right'])}”"
        if comparison == "keeps":
            return self._shared(left, right, _KEPT)
        if comparison == "circle":
            return self._shared(left, right, _PLACES | {Kind.PERSON})
        if comparison == "setting":
            return " and ".join(self._setting(row) for row in (left, right))
        if comparison == "part":
            return " and ".join(ROLES[row["role"]] for row in (left, right))
        return ""

    def _setting(self, row: Row) -> str:
        report = self._report[row["report_id"]]
        return f"{report['agency'] or 'agency not known'}, {date_words(report['received'])}"

    def _shared(self, left: Row, right: Row, kinds: Iterable[Kind]) -> str:
        wanted = set(kinds)

        def there(row: Row) -> dict[str, Row]:
            rows = self._in_report[row["report_id"]]
            return {r["person_id"]: r for r in rows if r["person_id"] and r["kind"] in wanted}

        theirs = there(right)
        skip = {left["person_id"], right["person_id"]}
        both = [row for number, row in there(left).items() if number in theirs.keys() - skip]
        words = dict.fromkeys(self.shown_of(row) for row in both)
        return joined([w for w in words if w][:_MOST])

    def shown_of(self, row: Row) -> str:
        """Any mention's words, masked as everywhere."""
        names = self.masker.names(row["person_id"] or "", [row["text"]], Kind(row["kind"]))
        return names[0] if names else ""


def steps_of(join: Row, sides: Sides) -> list[Step]:
    """The evidence of a join, the prior first, as it was scored."""
    both = [m.rsplit(":", 2)[0] for m in (join["left"], join["right"])]
    return [
        Step(
            sides.masker.sentence(piece["sentence"], both),
            piece["weight_bits"],
            sides.of(piece["comparison"], join),
        )
        for piece in join["evidence"]
    ]


def outcome_of(join: Row) -> str:
    """How a join came out, in words."""
    return {
        JoinStatus.CERTAIN: "joined for certain",
        JoinStatus.POSSIBLE: "joined as possible",
        JoinStatus.ALONE: "compared, and not joined",
    }[JoinStatus(join["status"])]


def why_not(join: Row, others: Sequence[Row]) -> list[str]:
    """What speaks against a join, what is missing, and what would settle it.

    Args:
        join: a pair that was compared.
        others: joins of either mention with other people.
    """
    found = []
    pieces = {p["comparison"]: p for p in join["evidence"]}
    against = [p["sentence"] for p in join["evidence"] if p["weight_bits"] < 0
               and p["comparison"] != "prior"]  # fmt: skip
    if against:
        found.append(f"Against it: {_list(against)}.")
    missing = [_SILENT[s.name] for s in SPECS if s.name not in pieces and _SILENT.get(s.name)]
    if "given" in pieces or "family" in pieces:
        if missing:
            found.append(f"Not known: {_list(missing)}.")
        found.append(_gap(join, others))
        found.append(SETTLES)
    return found


def _gap(join: Row, others: Sequence[Row]) -> str:
    policy = shipped()
    least, sure = float(policy["people.possible"]), float(policy["people.certain"])
    if join["status"] == JoinStatus.POSSIBLE or join["match_probability"] < least:
        wanted, word = (sure, "certain") if join["status"] == JoinStatus.POSSIBLE else (
            least, "possible")  # fmt: skip
        bits = log2(wanted / (1 - wanted)) - join["match_weight"]
        if bits > 0:
            return f"About {bits:.1f} bits are missing for a {word} join."
        return "It weighs enough, but a name alone, or a likeness of names, makes nothing certain."
    rivals = [
        j for j in others if j["match_weight"] >= join["match_weight"] - float(
            policy["people.rival_bits"]) and j is not join
    ]  # fmt: skip
    if rivals:
        return (
            f"It weighs enough, but {len(rivals)} other reading(s) fit as well or nearly as well "
            "and both cannot be right: " + "; ".join(
                f"{j['left']} with {j['right']}" for j in rivals[:3]) + "."
        )  # fmt: skip
    return (
        "It weighs enough, but something else they are joined with speaks against it: two people "
        "of one report, other full names, ages years apart, or two groups each sure of itself."
    )


def _list(words: Sequence[str]) -> str:
    return joined([w[:1].lower() + w[1:] for w in words])
