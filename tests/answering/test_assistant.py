from pathlib import Path

from ldnbot.answering.answer import Status
from ldnbot.answering.assistant import open_assistant
from ldnbot.answering.wording import NOTHING_NEAR, RELATED
from small import make_corpus


def test_a_covered_question_is_answered_with_the_whole_passage(tmp_path: Path) -> None:
    answer = open_assistant(make_corpus(tmp_path)).ask("what is the starting dose of veltamine?", quotes=3).answer
    assert answer.status is Status.ANSWERED
    assert answer.quotes[0].text == (
        "The usual starting dose of veltamine is 2 mg in the evening [1]. It rises to 8 mg over six weeks [2]."
    )
    assert answer.quotes[0].sentence == "The usual starting dose of veltamine is 2 mg in the evening [1]."
    assert answer.quotes[0].section == ("Dose",)
    assert answer.quotes[0].article == "Veltamine in brief"


def test_references_are_those_of_the_quotes_in_order_of_number(tmp_path: Path) -> None:
    answer = open_assistant(make_corpus(tmp_path)).ask("starting dose", quotes=1).answer
    assert [(reference.number, reference.key) for reference in answer.references] == [
        (1, "brook2019"),
        (2, "marsh2021"),
    ]
    first = answer.references[0]
    assert first.text.startswith("Brook AL. Veltamine for night cramps. J Invent Med. 2019 Mar 2;4:11–9. doi:")
    assert (first.study, first.year, first.url) == ("randomised-trial", 2019, "https://doi.org/10.5555/veltamine.4")


def test_an_uncovered_question_gets_headings_and_no_quote(tmp_path: Path) -> None:
    answer = open_assistant(make_corpus(tmp_path)).ask("who won the football on saturday", quotes=3).answer
    assert (answer.status, answer.quotes, answer.references) == (Status.NOT_COVERED, (), ())
    assert answer.notices[0] == NOTHING_NEAR
    assert "Side effects" in answer.notices[1]


def test_a_question_that_is_half_covered_says_that_it_is(tmp_path: Path) -> None:
    answer = open_assistant(make_corpus(tmp_path)).ask("dizzy on a trampoline", quotes=3).answer
    assert answer.status is Status.RELATED
    assert answer.notices == (RELATED,)
    assert answer.quotes


def test_no_more_quotes_than_asked_for(tmp_path: Path) -> None:
    assistant = open_assistant(make_corpus(tmp_path))
    assert len(assistant.ask("veltamine", quotes=1).answer.quotes) <= 1


def test_a_corpus_without_citations_answers_without_references(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path, "---\ntitle: T\n---\n\nZebras have stripes.\n", "references: []\n")
    answer = open_assistant(corpus).ask("zebras stripes", quotes=3).answer
    assert (answer.status, answer.references) == (Status.ANSWERED, ())
