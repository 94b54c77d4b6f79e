from pathlib import Path

import pytest

from ldnbot.answering.answer import Status
from ldnbot.answering.assistant import open_assistant
from ldnbot.answering.wording import NO_ENGLISH, NOT_A_DOCTOR, NOTHING_NEAR, RELATED
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


def test_a_question_about_something_else_beside_it_is_related_and_says_what_is_never_mentioned(tmp_path: Path) -> None:
    answer = open_assistant(make_corpus(tmp_path)).ask("can i take veltamine with ibuprofen", quotes=3).answer
    assert answer.status is Status.RELATED
    assert answer.notices[-2:] == (RELATED, "The article never mentions ibuprofen.")
    assert answer.quotes


def test_a_condition_that_the_article_never_mentions_is_not_covered(tmp_path: Path) -> None:
    answer = open_assistant(make_corpus(tmp_path)).ask("does it help psoriasis", quotes=3).answer
    assert answer.status is Status.NOT_COVERED
    assert answer.notices[:2] == (NOTHING_NEAR, "The article never mentions psoriasis.")


def test_a_misspelt_question_says_what_was_searched_for_unless_it_is_asked_as_typed(tmp_path: Path) -> None:
    assistant = open_assistant(make_corpus(tmp_path))
    assert assistant.ask("kidny disease", quotes=1).answer.notices == ("Searched for “kidney” (you typed “kidny”).",)
    as_typed = assistant.ask("kidny disease", quotes=1, verbatim=True).answer
    assert not any(notice.startswith("Searched for") for notice in as_typed.notices)


def test_a_question_in_two_parts_gets_a_quote_for_each(tmp_path: Path) -> None:
    answer = (
        open_assistant(make_corpus(tmp_path)).ask("what is the starting dose and how much is a month?", quotes=2).answer
    )
    assert answer.status is Status.ANSWERED
    assert {quote.section for quote in answer.quotes} == {("Dose",), ("Price",)}


def test_a_follow_up_carries_the_question_before_it_and_says_so(tmp_path: Path) -> None:
    assistant = open_assistant(make_corpus(tmp_path))
    answer = assistant.ask("and in the evening?", quotes=1, before="what is the starting dose of veltamine").answer
    assert answer.quotes[0].section == ("Dose",)
    assert answer.notices[0] == "Taken together with your last question: “what is the starting dose of veltamine”"
    alone = assistant.ask("what does a month cost?", quotes=1, before="what is the starting dose of veltamine").answer
    assert not any(notice.startswith("Taken together") for notice in alone.notices)


def test_small_talk_gets_a_fixed_reply_and_no_quotes(tmp_path: Path) -> None:
    answer = open_assistant(make_corpus(tmp_path)).ask("are you a doctor?", quotes=3).answer
    assert (answer.status, answer.quotes, answer.notices) == (Status.SMALLTALK, (), (NOT_A_DOCTOR,))


def test_no_more_quotes_than_asked_for(tmp_path: Path) -> None:
    assistant = open_assistant(make_corpus(tmp_path))
    assert len(assistant.ask("veltamine", quotes=1).answer.quotes) <= 1


def test_a_corpus_without_citations_answers_without_references(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path, "---\ntitle: T\n---\n\nZebras have stripes.\n", "references: []\n")
    answer = open_assistant(corpus).ask("zebras stripes", quotes=3).answer
    assert (answer.status, answer.references) == (Status.ANSWERED, ())


@pytest.mark.parametrize(
    "question", ["wie lange dauert es", "cuánto cuesta al mes", "quels sont les effets secondaires"]
)
def test_a_question_in_another_language_is_told_so_and_not_guessed_at(tmp_path: Path, question: str) -> None:
    answer = open_assistant(make_corpus(tmp_path)).ask(question, quotes=3).answer
    danger = "If you or someone else may be in danger now, call your local emergency number."
    assert (answer.status, answer.notices) == (Status.NOT_COVERED, (NO_ENGLISH, danger))


def test_a_badly_misspelt_question_is_still_english(tmp_path: Path) -> None:
    answer = open_assistant(make_corpus(tmp_path)).ask("whta is teh strating dsoe of veltamine", quotes=3).answer
    assert answer.notices != (NO_ENGLISH,)


def test_a_short_question_that_stands_by_itself_is_not_taken_with_the_one_before(tmp_path: Path) -> None:
    assistant = open_assistant(make_corpus(tmp_path))
    answer = assistant.ask("and the usual starting dose?", quotes=1, before="who felt dizzy").answer
    assert answer.quotes[0].section == ("Dose",)


def test_a_medicine_known_only_by_its_class_is_named_as_such(tmp_path: Path) -> None:
    article = "---\ntitle: T\n---\n\n## Medicines\n\nVeltamine may interfere with opioid medications.\n"
    answer = open_assistant(make_corpus(tmp_path, article)).ask("veltamine with tramadol medication", quotes=1).answer
    assert answer.quotes
    assert "The article does not name tramadol. It was looked up as: opioid." in answer.notices


def test_a_question_in_more_parts_than_quotes_are_wanted_gets_no_more_quotes(tmp_path: Path) -> None:
    assistant = open_assistant(make_corpus(tmp_path))
    assert len(assistant.ask("what is the starting dose and how much is a month?", quotes=1).answer.quotes) == 1
