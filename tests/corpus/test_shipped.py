"""The shipped corpus: complete, verbatim, and good enough at its own questions."""

from datetime import date
from pathlib import Path

from asked import shipped
from ldnbot.answering.answer import Status
from ldnbot.corpus.citation import remove_citations
from ldnbot.corpus.finding import Finding
from ldnbot.corpus.folder import inspect_corpus
from ldnbot.corpus.shipped import shipped_corpus
from ldnbot.evaluation.measures import measure_all
from ldnbot.evaluation.outcome import ask_all
from ldnbot.evaluation.questionset import Kind, own_questions, read_facts

FACTS = Path(__file__).parent / "facts.tsv"


def test_there_is_nothing_wrong_with_it() -> None:
    findings: tuple[Finding, ...] = inspect_corpus(shipped_corpus(), today=date(2026, 11, 22)).findings
    assert findings == ()


def test_every_phrase_of_every_fact_stands_verbatim_in_exactly_one_passage() -> None:
    texts = [passage.text for passage in shipped().corpus.passages]
    for fact, phrases in read_facts(FACTS).items():
        for phrase in phrases:
            assert sum(phrase in text for text in texts) == 1, (fact, phrase)
            assert remove_citations(phrase) == phrase


def test_all_26_references_are_cited_with_their_study_design() -> None:
    corpus = shipped().corpus
    assert len(corpus.references) == len(corpus.numbers) == 26
    assert all(reference.study for reference in corpus.references.values())


def test_its_own_questions_are_of_every_kind_and_answered_well() -> None:
    questions = own_questions(shipped().corpus.questions)
    assert len(questions) >= 120
    assert {question.kind for question in questions} == set(Kind) - {Kind.NEAR_SAFETY, Kind.ORDINARY}
    measures = {
        (measure.name, measure.kind): measure.value
        for measure in measure_all(list(ask_all(shipped(), questions, {}, quotes=3, clock=lambda: 0.0)))
    }
    assert measures["hit@1", "answerable"] >= 0.78
    assert measures["hit@3", "answerable"] >= 0.90
    assert measures["answered", "answerable"] >= 0.82
    assert measures["false answers", "unanswerable-near"] <= 0.08
    assert measures["false answers", "out-of-scope"] == 0


def test_each_also_asked_line_finds_its_passage() -> None:
    found = total = 0
    for passage, lines in shipped().corpus.questions.also_asked.items():
        for line in lines[::10]:
            total += 1
            found += passage in {quote.passage for quote in shipped().ask(line, quotes=3).answer.quotes}
    assert found / total > 0.95


def test_no_question_that_nothing_answers_is_answered() -> None:
    lines = shipped().corpus.questions.not_covered[::10]
    answered = [line for line in lines if shipped().ask(line, quotes=3).answer.status is Status.ANSWERED]
    assert len(answered) / len(lines) < 0.03
