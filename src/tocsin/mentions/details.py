"""What a report says of a person: age, birth, school year, sex, work, title, grown up or not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tocsin.mentions.ages import BARE_AGE, Age, date_after_name, find_ages, number, of_age
from tocsin.mentions.context import Context
from tocsin.mentions.found import Taken
from tocsin.records import Detail

_BETWEEN = re.compile(
    r"(?:['’]s)?[\s,(–\"”-]*(?:(?:who|he|she|they|is|was|now|aged?|assessed|believed|estimated|as|to|be|about|only|just|a|an|approx|of|the|mr|"
    r"mrs|and|at|d\.?o\.?b\.?|born|b\.?|thinks|they|think|like|thought|known|says|reckons|male|female|both|all|"
    r"barber|pupil|in|also|currently|to|be|young|younger|older|elder)[\s,.:(]*){0,7}",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"[\s-]*(?:(?:years?|yrs?)?[\s-]*old\b)?[\s,]*(?:(?:girl|boy|pupil|lad|female|male|daughter|son|"
    r"student|man|woman|child)\b[\s,]*)?(?:(?:called|named)\s)?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:^|[.,;!?]\s|\band\s|\bwho\s|\bthinks\s|\bsays\s|\bknow\s|\bknew\s|\bthat\s|\bsaid\s|\breckons\s|\bbelieves\s)(?:s?he|who)(?:\s(?:is|was)|['’]s)\b[^.]{0,16}$",
    re.I,
)
_WORD_FOR = re.compile(r"\bs?he\b", re.IGNORECASE)
_STRANGER = re.compile(
    r"\b(?:girls?|boys?|females?|males?|youths?|m[ae]n|wom[ae]n|lads?|lass(?:es)?|child(?:ren)?|"
    r"friend|daughter|son|sister|brother|pupils?)\b",
    re.IGNORECASE,
)
_SEX = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f"}
_SEX_WORD = re.compile(
    r"\b(?:(?P<m>man|bloke|chap|boy|lad|brother|father|dad|uncle|grandson|son|nephew|grandfather|grandad|"
    r"stepson|stepfather|husband|gentleman|imam)|(?P<f>woman|lady|girl|lass|sister|mother|mum|aunt|auntie|"
    r"granddaughter|daughter|niece|grandmother|nan|gran|stepdaughter|stepmother|wife|schoolgirl))"
    r"(?:,|\s(?:called|named|known(?:\slocally)?\sas|they\scall|calling\sherself|calling\shimself))?\s?[\"“']?$",
    re.IGNORECASE,
)


def find_details(
    context: Context, jobs: re.Pattern[str]
) -> tuple[list[tuple[int, Detail]], list[Age]]:
    """Details with the index of the person they are about, and the ages of nobody named."""
    details: list[tuple[int, Detail]] = []
    ages, loose = _ages(context), []
    persons = context.persons()
    stated: dict[int, Age] = {}
    for age in ages:
        person = _whose(context, age, persons)
        if person is not None and _contradicts(stated.get(person), age):
            person = None  # a pronoun that speaks of somebody else
        if person is not None:
            stated.setdefault(person, age)
        if person is None:
            loose.append(age)
        else:
            details.append((person, _detail(context, age, person)))
    for i in persons:
        details += ((i, d) for d in _of_name(context, i, jobs))
    for hit in context.hits.get("stage", ()):
        i = context.words.mention[hit.at]
        start, end = context.span(hit)
        details.append((i, _plain(context, i, start, end, hit.cue.name, "")))
    return details, loose


def _contradicts(known: Age | None, age: Age) -> bool:
    if known is None or None in (known.low, known.high, age.low, age.high):
        return False
    assert known.low is not None and known.high is not None
    assert age.low is not None and age.high is not None
    return (
        age.low > known.high + 1
        or age.high < known.low - 1
        or (known.kind == age.kind == "age" and (age.low, age.high) != (known.low, known.high))
    )


def _ages(context: Context) -> list[Age]:
    """Ages that do not overlap each other or a mention, surest first."""
    on, text = context.event_date(), context.text
    taken = Taken.of((f.start, f.end) for f in context.found)
    kept: list[Age] = []
    for age in [*_beside_names(context), *find_ages(text, context.tokens, on)]:
        if taken.take(age.start, age.end):
            kept.append(age)
    return sorted(kept, key=lambda age: (age.start, age.end))


def _beside_names(context: Context) -> Iterator[Age]:
    on, text = context.event_date(), context.text
    for i in context.persons():
        end = context.found[i].end
        born = date_after_name(text, end, on)
        if born:
            yield born
            continue
        match = BARE_AGE.match(text, end)
        if match:
            low = number(match["low"])
            high = number(match["high"]) if match["high"] else low
            least = 10 if context.names[i].form == "initials" else 4  # "KB (9)" counts something
            if least <= low <= high < 100:
                yield of_age(match.start("low"), match.end(), low, high, on)


def _whose(context: Context, age: Age, persons: Sequence[int]) -> int | None:
    """The person right before or after the age, or the one a pronoun speaks of."""
    place = bisect_left(persons, age.start, key=lambda i: context.found[i].start)
    before, after = persons[max(0, place - 1) : place], persons[place : place + 1]
    sentence = context.words.sentence_at(age.start)
    text = context.text
    if before:
        last = before[-1]
        between = text[context.found[last].end : age.start]
        same = context.sentence_of(last) == sentence
        if same and len(between) < 60 and _BETWEEN.fullmatch(between):
            return last
        if same and _PRONOUN.search(between) and not _STRANGER.search(between):
            return last
    if after:
        following = after[0]
        between = text[age.end : context.found[following].start]
        if len(between) < 30 and _OLD.fullmatch(between):
            return following
    if before and sentence - context.sentence_of(before[-1]) <= 1:
        start = context.words.span_of(sentence)[0]
        said = text[start : age.start]
        if _PRONOUN.search(said) and not _STRANGER.search(said):
            return _meant(context, before[-1], persons[:place], said)
    return None


def _meant(context: Context, last: int, persons: Sequence[int], said: str) -> int:
    """Whom a pronoun at the start of a sentence speaks of: the last person named, unless the
    sentence before already speaks of an earlier one of it by that very pronoun."""
    beside = [i for i in persons if context.sentence_of(i) == context.sentence_of(last)]
    first = beside[0]
    pronoun = _WORD_FOR.search(said)
    between = context.text[context.found[first].end : context.found[last].start]
    if first == last or not pronoun:
        return last
    again = re.search(rf"\b{pronoun[0]}\b", between, re.IGNORECASE)
    return first if again else last


def _detail(context: Context, age: Age, person: int) -> Detail:
    found = context.found[person]
    return Detail(
        report_id=context.report.report_id,
        start=age.start,
        end=age.end,
        text=context.text[age.start : age.end],
        kind=age.kind,
        of=f"{context.report.report_id}:{found.start}-{found.end}:{found.kind.value}",
        value=_value(age),
        birth=age.birth,
        age_low=age.low,
        age_high=age.high,
    )


def _value(age: Age) -> str:
    if age.kind == "date_of_birth" and age.birth:
        return age.birth.iso()
    if age.kind == "school_year":
        return str((age.low or 4) - 4)
    return str(age.low) if age.low == age.high else f"{age.low}-{age.high}"


def _of_name(context: Context, index: int, jobs: re.Pattern[str]) -> Iterator[Detail]:
    """Title, sex by title or word, and work named beside the name."""
    found, name, text = context.found[index], context.names[index], context.text
    title = name.title.lower().strip(". ")
    if title:
        start = max(0, text.rfind(name.title, 0, found.start))
        end = start + len(name.title)
        yield _plain(context, index, start, end, "title", title)
        if title in _SEX:
            yield _plain(context, index, start, end, "sex", _SEX[title])
    word = _SEX_WORD.search(text, max(0, found.start - 40), found.start)
    if word:
        yield _plain(context, index, *word.span(), "sex", "m" if word["m"] else "f")
    after = jobs.match(text, found.end)
    if after:
        yield _plain(context, index, *after.span("job"), "occupation", after["job"].lower())


def _plain(context: Context, index: int, start: int, end: int, kind: str, value: str) -> Detail:
    found = context.found[index]
    return Detail(
        context.report.report_id,
        start,
        end,
        context.text[start:end],
        kind,
        f"{context.report.report_id}:{found.start}-{found.end}:{found.kind.value}",
        value,
    )


def job_pattern(occupations: Sequence[str]) -> re.Pattern[str]:
    """`, newsagent`, `(barber, ...)` right behind a name."""
    words = sorted(occupations, key=lambda w: (-len(w), w))
    body = "|".join(re.escape(word) for word in words)
    return re.compile(
        rf"\s?(?:,\s|\(|,?\s(?:is|was|who\sis|works\sas)\s)(?:an?\s|the\s|off-duty\s|retired\s)?(?P<job>{body})\b",
        re.IGNORECASE,
    )
