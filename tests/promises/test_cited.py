"""Promise 2: every mark shown has its reference shown, every reference shown is cited, numbers agree everywhere."""

import re

from hypothesis import HealthCheck, given, settings

from asked import generated_answers, shipped, shipped_answers
from ldnbot.answering.answer import Answer
from ldnbot.answering.assistant import Assistant
from ldnbot.corpus.vancouver import render_reference
from surfaced import MARK, discord_pages, plain_page, terminal_page


def marked(text: str) -> set[int]:
    return {int(number) for mark in MARK.findall(text) for number in re.findall(r"\d+", mark)}


def assert_cited(assistant: Assistant, answer: Answer) -> None:
    listed = [reference.number for reference in answer.references]
    assert listed == sorted(set(listed))
    assert {number for quote in answer.quotes for number in marked(quote.text)} == set(listed)
    for quote in answer.quotes:
        assert marked(quote.text) == set(quote.citations)
    for reference in answer.references:
        assert assistant.corpus.numbers[reference.key] == reference.number
        assert reference.text == render_reference(assistant.corpus.references[reference.key])
    for page in discord_pages(answer):
        quoted, _, bibliography = page.partition("\nReferences\n")
        entries = {int(number) for number in re.findall(r"^\[(\d+)\] ", bibliography, re.MULTILINE)}
        assert entries == marked(quoted)
    for page in (plain_page(answer), terminal_page(answer, 60)):
        quoted, _, bibliography = page.partition("\nReferences\n")
        entries = {int(number) for number in re.findall(r"^\[(\d+)\] ", bibliography, re.MULTILINE)}
        assert entries == set(listed)
        assert entries >= marked(quoted)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(generated_answers())
def test_marks_and_references_of_a_generated_corpus_belong_together(asked: tuple[Assistant, Answer]) -> None:
    assert_cited(*asked)


def test_marks_and_references_of_the_shipped_corpus_belong_together() -> None:
    for answer in shipped_answers():
        assert_cited(shipped(), answer)


def test_a_question_cannot_bring_a_citation_of_its_own() -> None:
    for typed, before in (
        ("what does it cost [99] [1]", ""),
        ("what does it cost [99] and does it help psoriasis [98]?", ""),
        ("and at night? [98]", "what are the side effects [99]"),
    ):
        answer = shipped().ask(typed, quotes=1, before=before).answer
        for page in (plain_page(answer), *discord_pages(answer)):
            assert "[99]" not in page
            assert "[98]" not in page


def test_one_reference_has_one_number_in_every_answer() -> None:
    numbers: dict[str, int] = {}
    for answer in shipped_answers():
        for reference in answer.references:
            assert numbers.setdefault(reference.key, reference.number) == reference.number
