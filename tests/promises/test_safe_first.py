"""Promise 5: a crisis or poisoning message is routed before retrieval, whatever the corpus."""

import pytest

from ldnbot.answering.answer import Status
from ldnbot.answering.urgentcards import urgent_answer
from ldnbot.answering.wording import DISCLAIMER


@pytest.mark.parametrize("typed", ["I want to kill myself", "took 10 of my pills", "my throat is closing up"])
@pytest.mark.parametrize("region", ["", "us", "nowhere"])
def test_an_urgent_message_gets_a_card_without_quotes(typed: str, region: str) -> None:
    answer = urgent_answer(typed, region=region)
    assert answer is not None
    assert answer.status is Status.SAFETY
    assert (answer.quotes, answer.references, answer.corpus_version) == ((), (), "")
    assert answer.notices
    assert answer.disclaimer == DISCLAIMER


def test_an_ordinary_question_gets_no_card() -> None:
    assert urgent_answer("what is the usual dose") is None


def test_a_message_too_long_to_look_up_still_gets_the_card() -> None:
    assert urgent_answer("hello there " * 500 + "I want to kill myself") is not None
