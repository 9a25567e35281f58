"""Accounts to drafts of reports: dates, grade and text as read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tocsin.errors import UnreadableDateError
from tocsin.records import Grade, Notice, Rejection, SetAside
from tocsin.reports.accounts import Account, Source, Told
from tocsin.reports.columns import names_of
from tocsin.reports.day_orders import DayOrders
from tocsin.reports.drafts import Draft
from tocsin.reports.grades import compose_grade, parse_grade
from tocsin.reports.options import ReadingOptions
from tocsin.reports.quoted_mail import begins_as_forward
from tocsin.reports.texts import as_read, one_line
from tocsin.values.dates import PartialDate
from tocsin.values.written_dates import NotADateError, parse_written_date

_DATE_IN_NAME = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}[-_. ](?:0?[1-9]|1[0-2])(?:[-_. ]\d{1,2})?(?!\d)"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|\d{1,2}[-_. ]\d{1,2}[-_. ](?:19|20)\d{2}(?!\d))"
)
_SEVERAL = re.compile(r"[;,\s]+")
_LONGEST_REFERENCE = 100
QUOTED_WITH = "date of the mail that quotes it"


class Builder:
    """Builds the drafts of one source."""

    def __init__(self, source: Source, options: ReadingOptions) -> None:
        self._source = source
        self._options = options
        self._no_value = names_of(options.policy).no_value
        self._named_on: PartialDate | None = None
        self._name_known_by = ""
        self._orders = DayOrders()
        self._from_name()

    def settled(
        self, items: Iterable[Draft | Rejection | Notice | SetAside]
    ) -> list[Draft | Rejection | Notice | SetAside]:
        """All items of the source, with columns that write the month first read anew."""
        held = list(items)
        for column in self._orders.month_first():
            what = f"Column '{column}' is read with the month before the day: some days exceed 12."
            held.append(Notice(self._source.name, "", what))
            taken_back = self._orders.read_anew(column, held)
            held = [item for item in held if id(item) not in taken_back]
        return held

    def drafts(self, account: Account) -> Iterator[Draft | Rejection | Notice]:
        """The draft of an account and of those cut out of it."""
        text, turned = as_read(account.text)
        if turned:
            yield self._notice(
                account, "Characters that turn the direction of text were taken out."
            )
        longest = self._options.limit("report_characters")
        if len(text) > longest:
            yield Rejection(
                self._source.name,
                account.place,
                f"{len(text):,} characters are more than the {longest:,} of one report.",
                "Split it, and send it again.",
                text[:10_000],
            )
            return
        if not text.strip() and not account.quoted:
            yield self._rejected(
                account, "This report has no text.", "Leave it out, or fill it in."
            )
            return
        draft = Draft(text, self._source.name, account.place)
        yield from self._fill(draft, account)
        if text.strip():
            yield draft
        for quoted in account.quoted:
            yield from self._quoted(quoted, draft if text.strip() else None, draft)

    def _quoted(
        self, account: Account, parent: Draft | None, outer: Draft
    ) -> Iterator[Draft | Rejection | Notice]:
        for found in self.drafts(account):
            if isinstance(found, Draft):
                found.quoted_in = parent
                if found.received is None or found.received_known_by == self._name_known_by:
                    found.received = outer.received
                    found.received_known_by = QUOTED_WITH if outer.received else ""
            yield found

    def _fill(self, draft: Draft, account: Account) -> Iterator[Rejection | Notice]:
        told = account.fields
        yield from self._fill_dates(draft, account)
        self._fill_agency(draft, told)
        draft.author = self._words(told.get("author"))
        draft.channel = self._words(told.get("channel"))
        draft.handling = self._words(told.get("handling"))
        draft.grade = self._grade(told)
        reference = self._words(told.get("report_id"))
        if len(reference) > _LONGEST_REFERENCE:
            yield self._notice(account, "Its reference is too long and was not used.")
        else:
            draft.reference = reference
        cited = told.get("cites")
        named = [x for x in _SEVERAL.split(one_line(cited.value)) if x] if cited else []
        draft.cites = tuple(dict.fromkeys((*named, *account.cites)))
        draft.is_forward = account.is_forward or begins_as_forward(draft.text, self._options)
        draft.message_id = account.message_id

    def _fill_agency(self, draft: Draft, told: dict[str, Told]) -> None:
        """Stated, else as its mail or its title shows, else as the user says of the folder."""
        shown = told.get("agency_shown")
        given = Told(self._options.agency, "what was said of this folder")
        draft.agency = self._words(told.get("agency"))
        for known in (shown, given):
            if not draft.agency and known:
                draft.agency = self._words(known)
                draft.agency_known_by = known.known_by if draft.agency else ""

    def _fill_dates(self, draft: Draft, account: Account) -> Iterator[Rejection]:
        for field_name in ("received", "occurred"):
            told = account.fields.get(field_name)
            if told is None or told.value.strip().lower() in self._no_value:
                continue
            if told.column and told.row:
                self._orders.saw(told.column, told.value)
            try:
                found = parse_written_date(told.value)
            except NotADateError:
                refused = self._bad_date(account, told, field_name)
                self._orders.refused(told.column, refused, draft, field_name, told)
                yield refused
                continue
            setattr(draft, field_name, found)
            setattr(draft, f"{field_name}_known_by", told.known_by)
        if draft.received is None and self._named_on is not None:
            draft.received, draft.received_known_by = self._named_on, self._name_known_by

    def _bad_date(self, account: Account, told: Told, field_name: str) -> Rejection:
        error = UnreadableDateError(
            source=self._source.name, row=told.row, column=told.column or field_name
        )
        what = error.what if told.row else f"{told.known_by} is not a date."
        remedy = f"{error.remedy} The report was read without this date."
        return Rejection(self._source.name, account.place, what, remedy, told.value[:200])

    def _grade(self, told: dict[str, Told]) -> Grade | None:
        if "grade" in told:
            return parse_grade(one_line(told["grade"].value))
        parts = [told.get(n) for n in ("source_grade", "information_grade", "handling_code")]
        return compose_grade(*(one_line(part.value) if part else "" for part in parts))

    def _words(self, told: Told | None) -> str:
        words = one_line(told.value) if told else ""
        return "" if words.lower() in self._no_value else words

    def _from_name(self) -> None:
        name = self._source.name.rsplit("/", 1)[-1]
        match = _DATE_IN_NAME.search(name)
        if match:
            try:
                self._named_on = parse_written_date(re.sub(r"[_. ]", "-", match.group()))
                self._name_known_by = "date in the file name"
            except NotADateError:
                pass

    def _notice(self, account: Account, what: str) -> Notice:
        return Notice(self._source.name, account.place, what)

    def _rejected(self, account: Account, what: str, remedy: str) -> Rejection:
        return Rejection(self._source.name, account.place, what, remedy)
