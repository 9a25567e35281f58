"""Which report repeats which."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from tests.support.tellings import by_id, naming, report, written_case, written_cases

from tocsin.echoes import find_echoes
from tocsin.policies import shipped
from tocsin.records import Echo, EchoType, Extraction, Kind, Mention, Report, Role

POLICY = shipped()
SIGHTING = (
    "Tuesday after the last bell a man in a grey estate was at the lower gate with the engine "
    "running. He leaned over, opened the passenger door and called to Ewa Lis by name. She got in."
)
SHORT_NOTE = "Lower gate again today, grey estate, the same man. I wrote the time on the board."


def links(found: tuple[Echo, ...]) -> list[tuple[str, str, EchoType]]:
    return [(e.report_id, e.parent_id, e.type) for e in found]


def find(
    *reports: Report, extractions: dict[str, Extraction] | None = None
) -> list[tuple[str, str, EchoType]]:
    named = extractions or {r.report_id: naming(r.report_id, "Ewa Lis") for r in reports}
    return links(find_echoes(by_id(*reports), named, policy=POLICY))


@pytest.mark.parametrize("joined", [False, True])
def test_written_cases_are_read_right(joined: bool) -> None:
    """Five in six of the sources in the written cases are found, and no report is called an echo
    that is none: not the same people seen again, nor a second witness of one evening."""
    pairs, right, children, right_children, expected = 0, 0, set(), set(), 0
    for rows in written_cases().values():
        reports, extractions, subject_of, truth = written_case(rows)
        found = find_echoes(
            reports, extractions, subject_of=subject_of if joined else None, policy=POLICY
        )
        told = {(e.report_id, e.parent_id) for e in found if e.type is not EchoType.SAME_EVENT}
        pairs += len(told)
        right += len(told & truth)
        expected += len(truth)
        children |= {child for child, _ in told}
        right_children |= {child for child, _ in truth}
    assert children == right_children
    assert right / pairs >= 0.85
    assert right / expected >= (0.85 if joined else 0.8)


def test_a_copy_is_found_by_its_words_alone() -> None:
    """The same words, sent on without a word, are a copy of the earlier report."""
    first = report("A", "2004-03-02", text=SIGHTING, occurred="2004-03-02")
    second = report("B", "2004-03-04", text=SIGHTING, agency="Town Council", author="Clerk")
    assert find(first, second) == [("B", "A", EchoType.COPY)]


def test_a_forward_is_known_by_its_header() -> None:
    """A forwarded mail with a few of the words is a forward."""
    first = report("A", "2004-03-02", text=SIGHTING)
    text = "Subject: FW: gate\n\nFor you?\n\n> " + SIGHTING[:90] + " Ewa Lis"
    second = report("B", "2004-03-03", text=text, agency="Town Council", author="Clerk")
    assert find(first, second) == [("B", "A", EchoType.FORWARD)]


def test_a_retelling_is_found_by_agency_day_and_name() -> None:
    """A retelling in other words names the agency, the day it was told and the child."""
    first = report("A", "2004-03-02", text=SIGHTING, occurred="2004-03-02")
    text = "Message received from school 2/3: Ewa Lis collected by an adult, estate car. No action."
    second = report("B", "2004-03-05", text=text, agency="Town Police", author="Desk clerk")
    assert find(first, second) == [("B", "A", EchoType.RETELLING)]


@pytest.mark.parametrize(
    ("sent", "received", "found"),
    [
        ("Copied to the police. ", "2004-03-05", True),
        ("", "2004-03-05", False),
        ("Copied to the police. ", "2004-03-02", False),
    ],
)
def test_what_was_handed_here_is_told_again(sent: str, received: str, found: bool) -> None:
    """A report sent to an agency is the source of what that agency then writes of that day, without
    a word of relaying; not of what it writes the same evening."""
    first = report("A", "2004-03-02", text=sent + SIGHTING, occurred="2004-03-02")
    second = report(
        "B",
        received,
        text="Juvenile Ewa Lis in estate car, driver unknown. Filed under vehicles.",
        occurred="2004-03-02",
        agency="Town Police",
        author="Desk clerk",
    )
    expected = [("B", "A", EchoType.RETELLING)] if found else []
    assert find(first, second) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Letter rec'd from school re",
        "Passed for your attention. The school wrote about",
        "As per our call, the school has concerns about",
        "The gist of the school's note:",
    ],
)
def test_words_of_passing_on_are_known_though_the_day_is_that_of_writing(words: str) -> None:
    """A retelling dated by the day it was written is one; without such words it is a voice."""
    first = report("A", "2004-03-02", text=SIGHTING, occurred="2004-03-02")
    rest = " Ewa Lis, collected in an estate car. No action."

    def retold(text: str) -> Report:
        return report(
            "B", "2004-03-09", text=text, occurred="2004-03-08", agency="Council", author="Clerk"
        )

    assert find(first, retold(words + rest)) == [("B", "A", EchoType.RETELLING)]
    assert find(first, retold(rest.strip())) == []


def test_a_retelling_follows_soon() -> None:
    """The same words of passing on, years after, point to something else."""
    first = report("A", "2004-03-02", text=SIGHTING, occurred="2004-03-02")
    text = "Letter rec'd from school re Ewa Lis, collected in an estate car. No action."
    late = report("B", "2008-03-09", text=text, agency="Town Council", occurred="2008-03-08")
    assert find(first, late) == []


def test_the_same_people_seen_again_are_no_echo() -> None:
    """Another day, another teller and no word of relaying: a voice of its own."""
    first = report("A", "2004-03-02", text=SIGHTING, occurred="2004-03-02")
    text = "Ewa Lis got into a grey estate at the bus stop this afternoon. I noted it at once."
    second = report(
        "B", "2004-03-09", text=text, occurred="2004-03-09", agency="Bus Company", author="Driver 7"
    )
    assert find(first, second) == []


def test_two_witnesses_of_one_evening_are_no_echo() -> None:
    """One event told by two people who do not speak of each other stays two voices."""
    first = report("A", "2004-03-02", text=SIGHTING, occurred="2004-03-02")
    text = "From my kitchen I watched Ewa Lis climb into an old estate car. She did not look happy."
    second = report(
        "B", "2004-03-03", text=text, occurred="2004-03-02", agency="Public", author="Mrs Osei"
    )
    assert find(first, second) == []


def test_a_word_to_another_agency_is_no_relay() -> None:
    """`Told the school` and `copy to the police` say where a report went, not whence it came."""
    first = report("A", "2004-03-02", text=SIGHTING, occurred="2004-03-02")
    text = "I saw Ewa Lis in a grey car by the park. Told the school, copy to the police."
    second = report(
        "B", "2004-03-20", text=text, occurred="2004-03-19", agency="Town Council", author="Ranger"
    )
    assert find(first, second) == []


def test_own_observations_make_a_summary_a_voice() -> None:
    """A summary that rests on what its writer saw repeats nobody, though it names those before."""
    first = report("A", "2004-03-02", text=SIGHTING, occurred="2004-03-02")
    text = (
        "Summary for the inspector. I have read what there is and spent three evenings in the car "
        "park. Own observations: the grey estate came twice, Ewa Lis was in it once."
    )
    second = report("B", "2004-06-02", text=text, agency="Town Police", author="Analyst")
    assert find(first, second) == []


def test_minutes_have_several_sources() -> None:
    """Minutes repeat each report that was brought to the meeting: a compilation."""
    one = report("A", "2004-03-02", text="Ewa Lis was driven off from the gate.", author="Head")
    two = report("B", "2004-03-06", text="Idris Bello slept at a flat.", agency="Lark Youth Club")
    text = "Vulnerable pupils panel. Ewa Lis and Idris Bello carried over. Next meeting in May."
    three = report("C", "2004-03-20", text=text, agency="Partnership", channel="meeting minutes")
    extractions = {
        "A": naming("A", "Ewa Lis"),
        "B": naming("B", "Idris Bello"),
        "C": naming("C", "Ewa Lis", "Idris Bello"),
    }
    found = find(one, two, three, extractions=extractions)
    assert found == [("C", "A", EchoType.COMPILATION), ("C", "B", EchoType.COMPILATION)]


def test_one_author_about_one_day_is_one_occasion() -> None:
    """A diary entry and a referral by one worker about one evening are the same event."""
    texts = ("Gave Ewa Lis a lift home. She cried.", "Referral: Ewa Lis, aged 14. Reason: see form")
    one, two = (
        report(key, received, text=text, occurred="2004-03-01", author="Session worker")
        for key, received, text in zip("AB", ("2004-03-02", "2004-03-03"), texts, strict=True)
    )
    assert find(one, two) == [("B", "A", EchoType.SAME_EVENT)]


def test_two_callers_without_a_name_are_not_one_author() -> None:
    """Two anonymous accounts of one evening may be two people."""
    one, two = (
        report(
            key, "2004-03-02", text=text, occurred="2004-03-01", agency="Public", author="Caller"
        )
        for key, text in (("A", SHORT_NOTE), ("B", "A girl, Ewa Lis, cried at the corner."))
    )
    assert find(one, two) == []


def test_a_form_everybody_fills_in_is_no_copy() -> None:
    """Headings that stand in many reports count for nothing."""
    heading = "Name of pupil. What did you see or hear. What did the pupil say. Who was told. "
    names = ["Ewa", "Idris", "Mairead", "Thanh", "Zofia", "Kwame", "Leyla", "Arben", "Tariq", "Joy"]
    reports = [
        report(
            f"F{i}", f"2004-03-{i + 1:02}", text=f"{heading}{name}, late {i} times.", author=name
        )
        for i, name in enumerate(names)
    ]
    extractions = {r.report_id: naming(r.report_id, n) for r, n in zip(reports, names, strict=True)}
    assert find(*reports, extractions=extractions) == []


def test_a_partial_number_is_the_same_fact_as_the_whole() -> None:
    """`ending 733` and the whole number tie a retelling to its source."""
    one = report("A", "2004-03-02", text="Phone rang eleven times, 07700 900733.", author="Tutor")
    text = "As the school reported, a boy is rung on a number ending 733."
    two = report("B", "2004-03-12", text=text, agency="Town Police", author="Clerk")
    extractions = {
        "A": Extraction("A", (Mention("A", 25, 37, "07700 900733", Kind.PHONE),)),
        "B": Extraction("B", (Mention("B", 0, 3, "733", Kind.PHONE, is_partial=True),)),
    }
    assert find(one, two, extractions=extractions) == [("B", "A", EchoType.RETELLING)]


def test_a_professional_known_to_all_ties_no_reports() -> None:
    """A social worker whom every report names is no shared fact, even where once missed as one."""
    texts = (SIGHTING, "Email from school: rota for the library attached.", "Agreed with Ms Kaur.")
    reports = [
        report(f"R{i}", f"2004-03-0{i + 2}", text=t, agency=f"Agency {i}", author=f"A{i}")
        for i, t in enumerate(texts)
    ]
    extractions = {
        key: naming(key, "Harpreet Kaur", role=role)
        for key, role in (
            ("R0", Role.PROFESSIONAL),
            ("R1", Role.UNKNOWN),
            ("R2", Role.PROFESSIONAL),
        )
    }
    assert find(*reports, extractions=extractions) == []


def test_citations_in_a_circle_end() -> None:
    """Two reports that cite each other: the later repeats the earlier, and that is all."""
    one = report("A", "2004-03-02", text=SIGHTING, cites=("B",))
    two = report("B", "2004-03-03", text=SHORT_NOTE, cites=("A",), author="Porter")
    assert [link[:2] for link in find(one, two)] == [("B", "A")]


def test_a_circle_on_one_day_is_cut_in_the_same_place_whatever_the_order() -> None:
    """Three reports of one day citing each other in a ring leave no circle."""
    ring = [
        report(
            key, "2004-03-02", text=f"{SHORT_NOTE} {key}", cites=(cited,), author=f"Porter {key}"
        )
        for key, cited in pairwise("ABCA")
    ]
    forward, backward = find(*ring), find(*reversed(ring))
    assert forward == backward
    assert len(forward) == 2


def test_every_echo_says_why() -> None:
    """Each echo carries plain sentences, and a probability of four decimals above the cut."""
    reports, extractions, subject_of, _ = written_case(written_cases()["valley"])
    for found in find_echoes(reports, extractions, subject_of=subject_of, policy=POLICY):
        assert found.evidence
        assert found.probability == round(found.probability, 4)
        assert found.probability >= POLICY["echoes.cut"]


def test_a_second_evening_by_the_same_hand_is_no_copy() -> None:
    """Whoever logs often logs alike: half the words in common, another day, no relaying."""
    log = (
        "{} white van by the shelter, Ewa Lis in the front seat, driver made off towards the docks."
    )
    one, two = (
        report(key, on, text=log.format(hour), occurred=on, agency="Town Police", author="PC 12")
        for key, on, hour in (("A", "2004-03-02", "2210 hrs"), ("B", "2004-03-09", "0115 hrs"))
    )
    assert find(one, two) == []


def test_an_answer_in_the_same_thread_repeats_the_mail() -> None:
    """`RE:` with the subject of an earlier mail goes on from it, without naming anybody."""
    mail = "Subject: the lower gate again\n\nEwa Lis was met there by a man. Who deals with this?"
    answer = "Subject: RE: the lower gate again\n\nThank you, it will be looked at after Easter."
    one = report("A", "2004-03-02", text=mail, channel="email")
    two = report("B", "2004-03-04", text=answer, agency="Town Police", author="Sergeant")
    extractions = {"A": naming("A", "Ewa Lis"), "B": naming("B")}
    assert [link[:2] for link in find(one, two, extractions=extractions)] == [("B", "A")]


def test_a_subject_line_everybody_uses_ties_nothing() -> None:
    """Ten mails called `RE: info` are not one thread."""
    people = [
        "Ewa",
        "Idris",
        "Mairead",
        "Thanh",
        "Zofia",
        "Kwame",
        "Leyla",
        "Arben",
        "Tariq",
        "Joy",
    ]
    mails = [
        report(
            f"M{i}",
            f"2004-03-{i + 1:02}",
            text=f"Subject: RE: info\n\n{who} was late {i} times this week.",
            agency=f"Agency {i}",
        )
        for i, who in enumerate(people)
    ]
    extractions = {
        m.report_id: naming(m.report_id, who) for m, who in zip(mails, people, strict=True)
    }
    assert find(*mails, extractions=extractions) == []


@pytest.mark.parametrize(
    "piece", ["“", "1/", "the ", "school has ", "letter from the ", ">\n", "\n"]
)
def test_odd_texts_are_read_in_time(piece: str) -> None:
    """Text made to be slow to read is read in time that grows with its length alone."""
    start = process_time()
    find(report("A", text=piece * (20_000 // len(piece))), report("B", text=piece * 100))
    assert process_time() - start < 5
