"""Promise 4: answered, related and not covered are different replies, told apart in words, colour and JSON."""

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from rich.console import Console

from asked import generated_answers, shipped_answers
from ldnbot.answering.answer import Answer, Status
from ldnbot.answering.assistant import Assistant
from ldnbot.answering.schema import encode_answer
from ldnbot.answering.wording import DISCLAIMER
from ldnbot.surfaces.discord.cards.answer import answer_pages
from ldnbot.surfaces.discord.speech.speech import speech_of
from ldnbot.surfaces.terminal.page import answer_page, show
from surfaced import discord_pages, plain_page


def reply(status: Status) -> Answer:
    return Answer(status=status, question="q", corpus_version="0" * 12)


def coloured(answer: Answer) -> str:
    stream = io.StringIO()
    show(Console(file=stream, force_terminal=True, color_system="standard", width=80), *answer_page(answer))
    return stream.getvalue().splitlines()[0]


def assert_honest(answer: Answer) -> None:
    if answer.status is Status.NOT_COVERED:
        assert (answer.quotes, answer.references) == ((), ())
        assert answer.notices
    if answer.status is Status.RELATED:
        assert answer.quotes
        assert answer.notices
    if answer.status is Status.ANSWERED:
        assert answer.quotes


def test_each_status_has_words_and_a_colour_of_its_own() -> None:
    words = {plain_page(reply(status)).splitlines()[0] for status in Status}
    colours = {coloured(reply(status)).split("m", 1)[0] for status in Status}
    assert len(words) == len(colours) == len(Status)


def test_each_status_has_words_and_a_colour_of_its_own_in_discord() -> None:
    pages = [answer_pages(reply(status), speech_of("en"))[0] for status in Status]
    words = {discord_pages(reply(status))[0].splitlines()[0] for status in Status}
    assert len(words) == len({page.colour for page in pages}) == len(Status)


def test_each_status_is_named_in_json() -> None:
    assert {json.loads(encode_answer(reply(status)))["status"] for status in Status} == {
        "answered",
        "related",
        "not_covered",
        "safety",
        "smalltalk",
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(generated_answers())
def test_a_reply_from_a_generated_corpus_is_what_its_status_says(asked: tuple[Assistant, Answer]) -> None:
    assert_honest(asked[1])


def test_a_reply_from_the_shipped_corpus_is_what_its_status_says() -> None:
    answers = shipped_answers()
    assert {answer.status for answer in answers} >= {Status.ANSWERED, Status.NOT_COVERED}
    for answer in answers:
        assert_honest(answer)


@pytest.mark.parametrize("word", ["confidence", "score", "probability", "% sure"])
def test_no_reply_shows_a_score_as_confidence(word: str) -> None:
    for answer in shipped_answers():
        own = plain_page(answer).replace(DISCLAIMER, "")
        for quote in answer.quotes:
            own = own.replace(quote.text, "")
        if not any(word in quote.text for quote in answer.quotes):
            assert word not in own
