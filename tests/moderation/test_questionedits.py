import pytest

from ldnbot.errors import EditRefused
from ldnbot.moderation.edits import Edit, apply
from ldnbot.moderation.questionedits import (
    AddAlsoAsked,
    AddNotCovered,
    AddTestQuestion,
    RemoveAlsoAsked,
    RemoveNotCovered,
    RemoveTestQuestion,
    question_id,
    read_own_questions,
)
from ldnbot.moderation.sources import Sources
from veltamine import DOSE, QUESTIONS, SOURCES, lines_changed

PRICE = "veltamine/price/a-month-of-veltamine"
OVERVIEW = "veltamine/start/veltamine-is-an-invented"


def changed(edit: Edit, sources: Sources = SOURCES) -> tuple[list[str], list[str]]:
    return lines_changed(sources.get("questions.yaml", ""), apply(edit, sources).sources["questions.yaml"])


def test_a_line_is_one_line_more_under_its_passage() -> None:
    assert changed(AddAlsoAsked(DOSE, "how many: mg?")) == ([], ["  - 'how many: mg?'"])


def test_a_passage_without_lines_gets_its_first() -> None:
    assert changed(AddAlsoAsked(OVERVIEW, "what is it")) == ([], [f"  {OVERVIEW}:", "  - what is it"])


def test_a_corpus_without_questions_gets_the_file() -> None:
    sources = {name: text for name, text in SOURCES.items() if name != "questions.yaml"}
    edited = apply(AddAlsoAsked(DOSE, "yes"), sources).sources
    assert edited["questions.yaml"] == f"also_asked:\n  {DOSE}:\n  - 'yes'\n"
    edited = apply(AddNotCovered("is it vegan"), edited).sources
    assert read_own_questions(edited).not_covered == ("is it vegan",)


def test_the_same_line_again_is_refused_whatever_its_letter_case() -> None:
    with pytest.raises(EditRefused, match="there already"):
        apply(AddAlsoAsked(DOSE, "How much do I take?"), SOURCES)


def test_a_line_that_other_lists_hold_is_said() -> None:
    assert PRICE in apply(AddAlsoAsked(DOSE, "what is the damage"), SOURCES).said[0]
    assert "not_covered" in apply(AddAlsoAsked(DOSE, "can I drive on it"), SOURCES).said[0]


def test_lines_are_removed_and_the_last_takes_its_key_along() -> None:
    assert changed(RemoveAlsoAsked(PRICE, "What is the damage?")) == ([f"  {PRICE}:", "  - what is the damage"], [])
    more = apply(AddAlsoAsked(PRICE, "cost"), SOURCES).sources
    assert changed(RemoveAlsoAsked(PRICE, "cost"), more) == (["  - cost"], [])
    with pytest.raises(EditRefused, match="does not stand there"):
        apply(RemoveAlsoAsked(PRICE, "something else"), SOURCES)


def test_a_line_that_nothing_answers_goes_to_its_theme() -> None:
    assert changed(AddNotCovered("what about boats", "driving")) == ([], ["  - what about boats"])
    assert changed(AddNotCovered("is it vegan")) == ([], ["  from-members:", "  - is it vegan"])
    assert changed(RemoveNotCovered("can i drive on it")) == (["  driving:", "  - can I drive on it"], [])


def test_a_plain_list_of_such_lines_stays_one() -> None:
    sources = {**SOURCES, "questions.yaml": "not_covered:\n- can I drive\n"}
    assert changed(AddNotCovered("is it vegan"), sources) == ([], ["- is it vegan"])
    assert apply(RemoveNotCovered("can I drive"), sources).sources["questions.yaml"] == ""


def test_a_line_that_a_passage_answers_is_not_marked_as_not_covered() -> None:
    with pytest.raises(EditRefused, match=DOSE):
        apply(AddNotCovered("how much do I take"), SOURCES)


def test_a_test_question_has_an_id_of_its_words() -> None:
    edited = apply(AddTestQuestion("how many drops", (DOSE,)), SOURCES).sources
    question = read_own_questions(edited).questions[-1]
    assert (question.id, question.passages) == (question_id("How many drops?"), ((DOSE,),))
    assert edited["questions.yaml"].startswith(QUESTIONS)
    with pytest.raises(EditRefused, match=question.id):
        apply(AddTestQuestion("How many drops?", (DOSE,)), edited)
    assert apply(RemoveTestQuestion(question.id), edited).sources == SOURCES
    with pytest.raises(EditRefused, match="no test question"):
        apply(RemoveTestQuestion("q9"), SOURCES)


def test_a_test_question_that_nothing_answers_has_no_passages() -> None:
    question = read_own_questions(apply(AddTestQuestion("is it vegan"), SOURCES).sources).questions[-1]
    assert (question.kind, question.passages) == ("unanswerable-near", ())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<@123456789012345678> how many mg", "how many mg"),
        ("hey @LDNBot, how many mg", "how many mg"),
        ("**how many** mg 🙂 <:pill:123456789>", "how many mg 🙂"),
        ("> how many\n> mg", "how many > mg"),
        ("how many mg <@!123456789012345678>", "how many mg"),
        ("is naltrexone 4.5mg ok e.g. at night", "is naltrexone 4.5mg ok e.g. at night"),
        ("called Veltamine in the US", "called Veltamine in the US"),
    ],
)
def test_what_stands_around_a_line_is_cleaned_away(text: str, line: str) -> None:
    edited = apply(AddAlsoAsked(DOSE, text), SOURCES).sources
    assert read_own_questions(edited).also_asked[DOSE][-1] == line


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("what did <@123456789012345678> say of the dose", "a mention"),
        ("is @everyone on 2 mg", "a mention"),
        ("see https://example.org for the dose", "a link"),
        ("dose at ldnscience.org please", "a link"),
        ("mail me the dose at a.b@example.org", "an e-mail address"),
        ("ring +44 20 7946 0958 about the dose", "telephone number"),
        ("what did Dr Zbornak say of the dose", "person’s name"),
        ("my husband Gerald asks for the dose", "person’s name"),
        ("my name is Gerald how many mg", "person’s name"),
        ("🙂", "no words"),
        ("x " * 200, "characters"),
    ],
)
def test_a_line_that_would_name_or_reach_a_person_is_refused(text: str, what: str) -> None:
    for edit in (AddAlsoAsked(DOSE, text), AddNotCovered(text), AddTestQuestion(text, (DOSE,))):
        with pytest.raises(EditRefused) as refused:
            apply(edit, SOURCES)
        assert what in refused.value.what
        assert refused.value.fix
