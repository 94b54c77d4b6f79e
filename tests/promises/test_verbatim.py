"""Promise 1: a quote is an exact slice of a passage in the corpus; only its citation marks are shown otherwise."""

import re

from hypothesis import HealthCheck, given, settings

from asked import generated_answers, shipped, shipped_answers
from ldnbot.answering.answer import Answer
from ldnbot.answering.assistant import Assistant
from ldnbot.corpus.citation import remove_citations, render_citations
from ldnbot.corpus.shipped import shipped_corpus
from surfaced import MARK, folded, surfaces


def assert_verbatim(assistant: Assistant, answer: Answer) -> None:
    passages = {passage.id: passage for passage in assistant.corpus.passages}
    for quote in answer.quotes:
        source = quote.span.of(passages[quote.passage].text)
        assert quote.text == render_citations(source, assistant.corpus.numbers)
        assert folded(MARK.sub("", quote.text)) == folded(remove_citations(source))
        assert quote.sentence_span.of(quote.text) == quote.sentence != ""
        for name, shown in surfaces(answer):
            assert folded(quote.text) in shown, name


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(generated_answers())
def test_every_quote_of_a_generated_corpus_is_a_slice_of_its_passage_on_every_surface(
    asked: tuple[Assistant, Answer],
) -> None:
    assert_verbatim(*asked)


def test_every_quote_of_the_shipped_corpus_is_a_slice_of_its_passage_on_every_surface() -> None:
    answers = shipped_answers()
    assert sum(bool(answer.quotes) for answer in answers) > 15
    for answer in answers:
        assert_verbatim(shipped(), answer)


def test_every_quote_of_the_shipped_corpus_stands_in_its_file() -> None:
    written = (shipped_corpus() / "low-dose-naltrexone.md").read_text(encoding="utf-8")
    unmarked = folded(re.sub(r"\*\*", "", remove_citations(written)))
    for answer in shipped_answers():
        for quote in answer.quotes:
            assert folded(MARK.sub("", quote.text)) in unmarked
