"""A reply answers what was asked: help or harm, each part, a missed dose."""

import pytest

from asked import shipped
from ldnbot.answering.answer import Answer, Role, Status
from ldnbot.answering.triage.concern import Concern
from ldnbot.answering.wording import ASK_ABOUT_HARM, CAUTIONS


def reply(typed: str) -> Answer:
    return shipped().ask(typed, quotes=3).answer


@pytest.mark.parametrize(
    "typed",
    [
        "does it help nausea", "does it help with constipation", "can ldn help insomnia",
        "will it help my stomach pain", "does it help with vivid dreams", "does ldn stop diarrhea",
    ],
)  # fmt: skip
def test_a_side_effect_is_no_answer_to_whether_it_helps(typed: str) -> None:
    answer = reply(typed)
    assert answer.status is Status.RELATED
    assert any("side effect, not of help" in notice for notice in answer.notices)


@pytest.mark.parametrize("typed", ["can it help itching", "does it help pain", "does it help crohns"])
def test_a_passage_on_help_still_answers_whether_it_helps(typed: str) -> None:
    assert reply(typed).status is Status.ANSWERED


@pytest.mark.parametrize(
    "typed",
    ["what happens if i go above 4.5mg", "does ldn damage the liver", "does naltrexone cause liver damage",
     "what if i take more than 4.5", "is it toxic to the kidneys"],
)  # fmt: skip
def test_safety_in_general_is_no_answer_to_a_question_about_harm(typed: str) -> None:
    answer = reply(typed)
    assert answer.status is not Status.ANSWERED
    assert not any("safe at all doses" in quote.text or "remarkably safe" in quote.text for quote in answer.quotes)


@pytest.mark.parametrize("typed", ["can you die from naltrexone", "is ldn fatal", "has anyone died from ldn"])
def test_whether_it_can_kill_is_said_to_be_unanswered_with_where_help_is(typed: str) -> None:
    answer = reply(typed)
    assert (answer.status, answer.quotes) == (Status.NOT_COVERED, ())
    assert ASK_ABOUT_HARM in answer.notices
    assert any("emergency number" in notice for notice in answer.notices)


@pytest.mark.parametrize(
    "typed", ["i have a rash all over and itching", "i have hives", "my skin is itchy and i have a rash"]
)
def test_a_symptom_that_somebody_has_gets_no_benefit(typed: str) -> None:
    assert not any("skin-conditions" in quote.passage for quote in reply(typed).quotes)


@pytest.mark.parametrize(
    ("typed", "passage", "unanswered"),
    [
        ("how long does it take and does it help lupus", "time-to-effect", "does it help lupus"),
        ("how much does it cost and does it work for MS", "cost", "does it work for MS"),
        ("what are the side effects and does it help psoriasis", "side-effects", "does it help psoriasis"),
    ],
)
def test_one_part_is_answered_and_only_the_other_said_to_have_no_answer(
    typed: str, passage: str, unanswered: str
) -> None:
    answer = reply(typed)
    assert answer.quotes[0].passage.endswith(f"/{passage}")
    said = [notice for notice in answer.notices if notice.startswith("The article does not answer this part")]
    assert said == [f"The article does not answer this part of your question: {unanswered}"]


@pytest.mark.parametrize(
    "typed",
    [
        "forgot my pill", "missed my pill", "forgot to take it last night", "skipped my dose yesterday",
        "what if i miss a day", "did i ruin it by missing a dose", "do i double up tonight", "i skipped one",
        "missed one night, what now",
    ],
)  # fmt: skip
def test_a_missed_dose_is_the_same_reply_in_any_wording(typed: str) -> None:
    answer, other = reply(typed), reply("i missed a dose")
    assert (answer.status, answer.quotes, answer.notices, answer.safety) == (
        other.status,
        other.quotes,
        other.notices,
        (Concern.PERSONAL,),
    )
    assert answer.status is Status.NOT_COVERED


def test_a_birth_by_operation_gets_both_warnings_and_one_notice_of_them() -> None:
    answer = reply("c section next week")
    assert [quote.passage.partition("/")[2] for quote in answer.quotes if quote.role is Role.CAUTION] == [
        "opioids",
        "pregnancy",
    ]
    assert sum(notice.startswith("Before anything else") for notice in answer.notices) == 1
    assert not {CAUTIONS[Concern.OPIOIDS], CAUTIONS[Concern.PREGNANCY]} & set(answer.notices)


@pytest.mark.parametrize(
    "typed", ["what is the capital of france", "can i bring it on a plane", "does it affect my job"]
)
def test_headings_that_have_nothing_to_do_with_a_question_are_not_named(typed: str) -> None:
    assert not any(notice.startswith("It has parts on") for notice in reply(typed).notices)


@pytest.mark.parametrize("typed", ["can i do my job on it", "forgot my pill", "can i work nights on it"])
def test_words_of_every_day_are_not_said_to_be_missing(typed: str) -> None:
    assert not any(notice.startswith("The article never mentions") for notice in reply(typed).notices)
