"""Steps from one report of a round to the next: what moves, what waits, and what no difference tells; by hand."""

from collections.abc import Mapping
from fractions import Fraction

from core.domain.builtin import MINISTRY, QUICK
from core.domain.questionnaire import Questionnaire
from core.domain.rollup import Counts, count
from core.domain.round_hiding import answers_by_question, total
from core.domain.round_results import QuestionLine, RoundResults, derive
from core.domain.round_steps import ByKey, Step, by_channel, earlier, step
from core.domain.submission import Channel, Quality

PHONE, PAPER, QR = (Channel.INTERVIEW, "C"), (Channel.PAPER, "C"), (Channel.QR, "D")


def given(*answers: Mapping[str, str], questionnaire: Questionnaire = MINISTRY) -> Counts:
    """Return the counts of these people's answers; several options are written one after the other."""
    found = [
        count(questionnaire, questionnaire.encode({code: tuple(chosen) for code, chosen in each.items()}))
        for each in answers
    ]
    return total(found) or found[0]


def people(n: int, **levels: str) -> tuple[dict[str, str], ...]:
    """Return n people who gave these levels."""
    return tuple(dict(levels) for _ in range(n))


def next_step(reported: ByKey, settled: ByKey, questionnaire: Questionnaire = MINISTRY) -> Step | None:
    """Return the next report of answers without labels."""
    return step(questionnaire, reported, settled, reported_labels={}, settled_labels={})


def moved(reported: ByKey, settled: ByKey, questionnaire: Questionnaire = MINISTRY) -> dict[str, int]:
    """Return what the next report has more of: people by channel, answers by question."""
    found = next_step(reported, settled, questionnaire)
    if found is None:
        return {}
    people_of = {str(key[0]): counts.persons[0] for key, counts in found.counts.items()}
    before = {str(key[0]): counts.persons[0] for key, counts in reported.items()}
    whole, old = (total(by_channel(each).values()) for each in (found.counts, reported))
    assert whole
    new_answers = answers_by_question(questionnaire, whole)
    old_answers = answers_by_question(questionnaire, old) if old else {}
    more = {code: n - old_answers.get(code, 0) for code, n in new_answers.items()}
    more |= {channel: n - before.get(channel, 0) for channel, n in people_of.items()}
    return {code: n for code, n in more.items() if n}


def read(*reports: ByKey, questionnaire: Questionnaire = MINISTRY) -> RoundResults:
    """Return the last of these reports as it is shown."""
    found = [by_channel(each) for each in reports]
    return derive(questionnaire, found[-1], least=5, earlier=earlier(questionnaire, found, 5))


def line(results: RoundResults, code: str) -> QuestionLine:
    """Return the line of a question."""
    return next(each for factor in results.factors for each in factor.questions if each.question.code == code)


def test_the_first_report_takes_everything_once_five_answered() -> None:
    assert moved({}, {PHONE: given(*people(4, bnv15="5"))}) == {}
    assert moved({}, {PHONE: given(*people(5, bnv15="5"))}) == {"interview": 5, "bnv15": 5}
    assert moved({}, {PHONE: given(*people(3, bnv15="5")), QR: given(*people(2, bnv16="5"))}) == {
        "interview": 3,
        "qr": 2,
        "bnv15": 3,
        "bnv16": 2,
    }


def test_a_later_report_needs_five_more_by_the_same_way() -> None:
    def held(interviews: int, by_qr: int) -> dict[tuple[Channel, str], Counts]:
        return {PHONE: given(*people(interviews, bnv15="5")), QR: given(*people(by_qr, bnv15="4"))}

    assert moved(held(30, 10), held(30, 10)) == {}
    assert moved(held(30, 10), held(34, 14)) == {}
    assert moved(held(30, 10), held(35, 10)) == {"interview": 5, "bnv15": 5}
    # The one by QR waits, and holds nobody else up.
    assert moved(held(30, 10), held(35, 11)) == {"interview": 5, "bnv15": 5}


def test_a_question_few_late_people_answered_stays_while_the_others_move() -> None:
    first = people(50, bnv15="5", bnv33="4")
    late = (*people(97, bnv15="4", bnv33="0"), *people(3, bnv15="4", bnv33="1"))
    reported, settled = {PHONE: given(*first)}, {PHONE: given(*first, *late)}

    found = next_step(reported, settled)

    assert moved(reported, settled) == {"interview": 100, "bnv15": 100}
    assert found
    before, after = (line(read(*each), "bnv33") for each in ((reported,), (reported, found.counts)))
    assert after.shares == before.shares
    # Two more people make five, which is enough.
    two = people(2, bnv15="4", bnv33="5")
    assert moved(found.counts, {PHONE: given(*first, *late, *people(3, bnv15="4"), *two)}) == {
        "interview": 5,
        "bnv15": 5,
        "bnv33": 5,
    }


def test_late_interviews_of_two_people_wait_beside_sixty_late_sheets() -> None:
    first, sheets = people(40, bnv15="5"), people(60, bnv15="2")
    settled = {PHONE: given(*first, *people(2, bnv15="1")), PAPER: given(*sheets)}

    assert moved({PHONE: given(*first)}, settled) == {"paper": 60, "bnv15": 60}


def test_a_question_that_was_not_shown_goes_on_being_counted() -> None:
    first = (*people(30, bnv15="5"), *people(3, bnv16="1"))
    settled = {PHONE: given(*first, *people(8, bnv15="5"), *people(2, bnv16="5"))}

    found = next_step({PHONE: given(*first)}, settled)

    assert found
    assert line(read({PHONE: given(*first)}), "bnv16").is_hidden
    assert line(read({PHONE: given(*first)}, found.counts), "bnv16").n == 5


def test_a_channels_figure_stays_while_few_of_its_late_people_answered_a_scored_question() -> None:
    first = people(20, bnv15="5")
    late = (*people(59, bnv15="0"), *people(1, bnv15="1"))
    interviews = people(100, bnv15="5")
    reported = {PAPER: given(*first), PHONE: given(*interviews)}
    settled = {PAPER: given(*first, *late), PHONE: given(*interviews, *people(5, bnv15="1"))}

    found = next_step(reported, settled)

    assert found
    assert moved(reported, settled) == {"paper": 60, "interview": 5, "bnv15": 5}
    assert found.counts[PAPER].persons[:2] == (80, 20)
    figure = next(each.figure for each in read(reported, found.counts).channels if each.channel is PAPER[0])
    assert figure
    assert (figure.value, figure.persons) == (1, 20)


def test_a_channel_once_left_out_is_never_worked_out_from_a_later_report() -> None:
    # Two by QR are hidden, paper with them; five more by QR would show all seven, and the five are the difference.
    first = {PHONE: given(*people(50, bnv15="5")), PAPER: given(*people(20, bnv15="4"))}
    reported = {**first, QR: given(*people(2, bnv15="1"))}
    found = next_step(reported, {**first, QR: given(*people(2, bnv15="1"), *people(5, bnv15="5"))})

    assert found
    assert found.counts[QR].persons[0] == 7
    shown = {each.channel: each.is_hidden for each in read(reported, found.counts).channels}
    assert shown == {Channel.INTERVIEW: False, Channel.PAPER: True, Channel.QR: True}


def test_a_question_once_left_out_enters_no_channels_figure_later() -> None:
    # Of the three who answered bnv16 one came by phone: once it is shown, the phones' figure must not tell of that one.
    phones = (*people(30, bnv15="5"), *people(1, bnv16="1"))
    first = {PHONE: given(*phones), PAPER: given(*people(10, bnv15="4"), *people(2, bnv16="5"))}
    found = next_step(first, {**first, PAPER: first[PAPER] + given(*people(5, bnv15="4", bnv16="5"))})

    assert found
    both = [read(first), read(first, found.counts)]
    assert [line(each, "bnv16").n for each in both] == [0, 8]
    figures = [next(one.figure for one in each.channels if one.channel is Channel.INTERVIEW) for each in both]
    assert [figure and figure.value for figure in figures] == [1, 1]


def test_reasons_that_stay_are_still_shares_of_the_people_there_were() -> None:
    first = (*people(8, overall="2", reasons="1"), *people(12, overall="5"))
    late = (*people(57, overall="5"), *people(3, overall="1", reasons="1"))
    reported = {PAPER: given(*first, questionnaire=QUICK)}

    found = next_step(reported, {PAPER: given(*first, *late, questionnaire=QUICK)}, QUICK)

    assert found
    results = read(reported, found.counts, questionnaire=QUICK)
    assert (results.answers, line(results, "overall").n) == (80, 80)
    assert {each.share for each in line(results, "reasons").shares if each.n} == {Fraction(8, 20)}


def test_a_label_few_late_answers_carry_stays_as_it_was_reported() -> None:
    first = {PHONE: given(*people(30, bnv15="5"))}
    settled = {PHONE: given(*people(40, bnv15="5"))}
    labels = {PHONE: {Quality.TOO_FAST: 6, Quality.BURST: 5, Quality.CLOCK: 2}}
    now = {PHONE: {Quality.TOO_FAST: 9, Quality.BURST: 10, Quality.CLOCK: 4}, QR: {Quality.BURST: 1}}

    found = step(MINISTRY, first, settled, reported_labels=labels, settled_labels=now)

    assert found
    assert found.labels == {PHONE: {Quality.TOO_FAST: 6, Quality.BURST: 10, Quality.CLOCK: 4}}
