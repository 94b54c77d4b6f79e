import pytest

from ldnbot.answering.answer import Status
from ldnbot.answering.assistant import open_assistant
from ldnbot.corpus.folder import inspect_sources
from ldnbot.errors import EditRefused
from ldnbot.moderation.edits import apply_all
from ldnbot.moderation.lexiconedits import AddWord, WordForm
from ldnbot.moderation.questionedits import (
    AddAlsoAsked,
    AddNotCovered,
    AddTestQuestion,
    RemoveNotCovered,
    RemoveTestQuestion,
    read_own_questions,
)
from ldnbot.moderation.sources import Sources
from ldnbot.moderation.teaching import out_of_scope, teach, with_word
from small import TODAY
from veltamine import DOSE, LEXICON, SOURCES

PRICE = "veltamine/price/a-month-of-veltamine"
WITH: Sources = {
    **SOURCES,
    "lexicon.yaml": LEXICON.replace(
        "\n# Messages",
        "- name: cost\n  topic: cost\n  words: [cost, price, pricey]\n"
        "- name: fear\n  topic: chatter\n  words: [worried]\n\n# Messages",
    ),
}


def ask(sources: Sources, question: str) -> Status:
    assistant = open_assistant(inspect_sources(sources, today=TODAY).corpus)
    return assistant.ask(question, quotes=3).answer.status


def test_a_taught_question_is_answered_and_tested_from_then_on() -> None:
    asked = "whats the moolah"
    assert ask(WITH, asked) is not Status.ANSWERED
    lesson = teach(asked, PRICE, WITH)
    assert lesson.edits == (AddAlsoAsked(PRICE, asked), AddTestQuestion(asked, (PRICE,)))
    taught = apply_all(lesson.edits, WITH).sources
    assert ask(taught, asked) is Status.ANSWERED
    assert read_own_questions(taught).questions[-1].passages == ((PRICE,),)
    assert lesson.title == f"Teach “{asked}” to {PRICE}"


def test_a_line_that_says_that_nothing_answers_it_goes() -> None:
    lesson = teach("Can I drive on it?", DOSE, WITH)
    assert RemoveNotCovered("can I drive on it") in lesson.edits
    assert "marked as not covered" in lesson.said[0]
    assert read_own_questions(apply_all(lesson.edits, WITH).sources).not_covered == ()
    assert RemoveNotCovered("can I drive on it") in teach("drive on it, can I", DOSE, WITH).edits
    assert not any(isinstance(edit, RemoveNotCovered) for edit in teach("can I fly on it", DOSE, WITH).edits)


def test_a_test_question_that_said_that_nothing_answers_it_is_replaced() -> None:
    sources = apply_all([AddTestQuestion("is it vegan")], WITH).sources
    lesson = teach("is it vegan", DOSE, sources)
    assert any(isinstance(edit, RemoveTestQuestion) for edit in lesson.edits)
    questions = read_own_questions(apply_all(lesson.edits, sources).sources).questions
    assert [question.passages for question in questions if question.question == "is it vegan"] == [((DOSE,),)]


def test_what_is_taught_already_is_not_taught_twice() -> None:
    lesson = teach("how much do I take", DOSE, WITH)
    assert lesson.edits == (AddTestQuestion("how much do I take", (DOSE,)),)
    assert "already" in lesson.said[0]


def test_a_word_that_nobody_knows_is_named_with_what_it_may_mean() -> None:
    lesson = teach("how many moolahs is it", PRICE, WITH)
    (unknown,) = lesson.unknown
    assert unknown.word == "moolahs"
    assert [candidate.concept for candidate in unknown.candidates] == ["cost"]
    assert "cost" in unknown.candidates[0].why
    taught = with_word(lesson, "moolahs", "cost")
    assert (taught.edits[-1], taught.unknown) == (AddWord("cost", "moolahs"), ())
    assert "moolahs" in apply_all(taught.edits, WITH).sources["lexicon.yaml"]


def test_a_wrong_spelling_is_proposed_as_one() -> None:
    (unknown,) = teach("ok with oxycodonne", DOSE, WITH).unknown
    assert (unknown.candidates[0].concept, unknown.candidates[0].form) == ("oxycodone", WordForm.MISSPELT)


@pytest.mark.parametrize(
    "question", ["what is the price of veltamine", "I am worried", "is it pricey", "why 4.5", "ok in the house?"]
)
def test_words_that_are_known_or_common_are_not_asked_about(question: str) -> None:
    assert teach(question, PRICE, WITH).unknown == ()


def test_a_question_that_names_a_person_is_taught_in_other_words() -> None:
    asked = "Dr Zbornak wants $40 a month for it, normal?"
    with pytest.raises(EditRefused, match="person’s name"):
        teach(asked, PRICE, WITH)
    assert teach(asked, PRICE, WITH, line="is $40 a month normal").question == "is $40 a month normal"


def test_nothing_is_taught_to_a_passage_that_is_not_there() -> None:
    with pytest.raises(EditRefused, match="no passage"):
        teach("how much", "veltamine/none", WITH)


def test_what_is_out_of_scope_is_marked_as_not_covered() -> None:
    edits = out_of_scope("<@123456789> is it vegan?", WITH)
    assert edits == (AddNotCovered("is it vegan?"),)
    with pytest.raises(EditRefused, match="a link"):
        out_of_scope("is https://example.org right?", WITH)


def test_a_line_of_which_the_passage_has_no_word_is_taught_with_a_warning() -> None:
    medicine = "\nconcepts:\n- name: velta\n  topic: medicine\n  words: [veltamine]\n"
    sources = {**WITH, "lexicon.yaml": WITH["lexicon.yaml"].replace("\nconcepts:\n", medicine)}
    lesson = teach("veltamine shipping to the islands", DOSE, sources)
    assert "The passage has none of these words: shipping, islands. Does it really answer this?" in lesson.said
    for line in ("which dose of veltamine for the islands", "whats the doses"):
        assert not any("none of these words" in said for said in teach(line, DOSE, WITH).said), line


def test_a_word_counts_by_what_it_means() -> None:
    assert not any("none of these words" in said for said in teach("is it pricey", PRICE, WITH).said)
