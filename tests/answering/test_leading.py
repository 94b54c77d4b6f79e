"""Where a warning or a child leads, general safety and dose are no answer."""

import pytest

from asked import shipped
from ldnbot.answering.answer import Answer, Role, Status
from ldnbot.answering.regions import Region
from ldnbot.answering.setting import Setting
from ldnbot.answering.triage.concern import Concern
from ldnbot.answering.wording import ABOUT_NO_CHILDREN, CAUTIONS, NO_ENGLISH, ONLY_THE_WARNING

GENERAL = frozenset(
    f"low-dose-naltrexone/{name}"
    for name in ("overview", "safety", "one-year-safety", "key-point-safety", "starting-dose", "standard-dose")
)


def ask(typed: str, region: str = "") -> Answer:
    return shipped().ask(typed, quotes=3, setting=Setting(region=region)).answer


def quoted(answer: Answer) -> set[str]:
    return {quote.passage for quote in answer.quotes if quote.role is not Role.CAUTION}


@pytest.mark.parametrize(
    "typed",
    [
        "is it safe to take with tramadol",
        "how safe is it if im on oxycodone",
        "what dose can i start on if i take methadone",
        "is it safe in pregnancy",
        "i'm 12 weeks pregnant",
        "my son is 15 can he have it",
        "dosage for a 30kg kid",
        "is ldn safe for children",
        "starting dose for a 10 year old",
    ],
)
def test_general_safety_and_dose_are_not_quoted_under_a_warning_or_for_a_child(typed: str) -> None:
    assert not quoted(ask(typed)) & GENERAL


def test_what_a_message_names_beside_the_warning_is_still_quoted() -> None:
    answer = ask("i am on tramadol, does ldn help with crohns disease")
    assert "low-dose-naltrexone/crohns-disease" in quoted(answer)
    answer = ask("im pregnant, how much does ldn cost a month")
    assert "low-dose-naltrexone/cost" in quoted(answer)


def test_where_only_the_warning_is_left_it_is_related_and_says_so() -> None:
    answer = ask("my wisdom teeth come out friday, what dose do i take")
    assert answer.status is Status.RELATED
    assert ONLY_THE_WARNING in answer.notices
    assert not quoted(answer)


def test_a_question_about_a_child_is_never_answered_by_an_article_that_speaks_of_none() -> None:
    for typed in (
        "my son is 15 can he have it",
        "dosage for a 30kg kid",
        "can my daughter take it for her crohns, she is 9",
    ):
        answer = ask(typed)
        assert answer.status is not Status.ANSWERED, typed
        assert ABOUT_NO_CHILDREN in answer.notices


def test_an_age_is_no_thing_that_the_article_never_mentions() -> None:
    assert not any("year old" in notice for notice in ask("starting dose for a 10 year old").notices)


@pytest.mark.parametrize(
    "typed",
    ["i take sertraline and levothyroxine, ok?", "im on vivitrol can i take ldn", "naltrexone 50mg and ldn together"],
)
def test_another_prescription_always_gets_the_pharmacist_notice(typed: str) -> None:
    assert CAUTIONS[Concern.OTHER_PRESCRIPTION] in ask(typed).notices


def test_despair_gets_the_crisis_line_and_no_quotes_unless_something_is_asked() -> None:
    answer = ask("i feel hopeless", region="us")
    assert (answer.status, answer.quotes, answer.safety) == (Status.NOT_COVERED, (), (Concern.DESPAIR,))
    assert any("988" in notice for notice in answer.notices)
    assert any("911" in notice for notice in answer.notices)
    asking = ask("i feel hopeless. does ldn help with depression?")
    assert asking.quotes
    assert Concern.DESPAIR in asking.safety


@pytest.mark.parametrize("typed", ["wie lange dauert es bis es wirkt", "サプリについて教えてください"])
def test_a_message_in_another_language_is_told_where_help_is(typed: str) -> None:
    own = Region(emergency="777", crisis="C.", poison="P.")
    answer = shipped().ask(typed, quotes=3, setting=Setting(region="xx", regions={"xx": own})).answer
    assert answer.notices[0] == NO_ENGLISH
    assert "777" in answer.notices[1]
