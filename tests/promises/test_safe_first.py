"""Promise 5: a crisis or poisoning message is routed before retrieval, whatever the corpus."""

import json
from pathlib import Path

import pytest

from ldnbot.answering.answer import Status
from ldnbot.answering.urgentcards import urgent_answer
from ldnbot.answering.wording import DISCLAIMER
from terminal_run import Terminal


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


URGENT = "I want to kill myself"


def test_ask_gives_the_card_even_without_a_corpus(ldnbot: Terminal) -> None:
    ran = ldnbot("ask", URGENT, "--corpus", "/nowhere")
    assert ran.status == 0
    assert "Please read this first" in ran.out
    assert DISCLAIMER in ran.out


@pytest.mark.parametrize("filler", ["", "my leg hurts and the weather is bad " * 10_000])
def test_ask_gives_the_card_from_standard_input_however_long_the_message(ldnbot: Terminal, filler: str) -> None:
    ran = ldnbot("ask", "-", "--json", "--corpus", "/nowhere", stdin=filler + URGENT)
    answer = json.loads(ran.out)
    assert (answer["status"], answer["quotes"]) == ("safety", [])


def test_batch_and_chat_give_the_card_before_anything_is_looked_up(ldnbot: Terminal, folder: Path) -> None:
    lines = f"starting dose\n{URGENT}\n"
    answers = [
        json.loads(line) for line in ldnbot("ask", "--batch", "-", "--corpus", folder, stdin=lines).out.splitlines()
    ]
    assert [answer["status"] for answer in answers] == ["answered", "safety"]
    out = ldnbot("chat", "--corpus", folder, stdin=lines).out
    assert out.count("Please read this first") == 1


def test_neither_spelling_nor_language_nor_a_question_around_it_hides_it(ldnbot: Terminal, folder: Path) -> None:
    for typed in ("i wnat to kill myself", "what is the dose? i want to kill myself", "I WANT TO KILL MYSELF!!!"):
        assert "Please read this first" in ldnbot("ask", typed, "--corpus", folder).out
