import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldnbot.answering.question import LONGEST_QUESTION, read_question
from ldnbot.answering.wording import NO_ENGLISH, NO_WORDS


@pytest.mark.parametrize("typed", ["", "   ", "🤷‍♀️💊❓", "?!", "\x00\x07", "\u202e\u200b"])
def test_a_question_without_words_says_so(typed: str) -> None:
    assert read_question(typed).fault == NO_WORDS


@pytest.mark.parametrize("typed", ["低剂量纳曲酮有什么副作用？", "ما هي الجرعة؟", "какая доза?"])
def test_a_question_in_another_script_says_what_language_is_read(typed: str) -> None:
    assert read_question(typed).fault == NO_ENGLISH


def test_a_question_may_quote_a_word_of_another_script() -> None:
    assert read_question("is the β-endorphin theory proven").fault == ""


def test_a_question_that_is_too_long_says_how_long_it_may_be() -> None:
    question = read_question("dose " * 20_000)
    assert "100,000" in question.fault
    assert f"{LONGEST_QUESTION:,}" in question.fault
    assert len(question.text) < 100


def test_control_and_direction_characters_are_taken_out_and_white_space_is_folded() -> None:
    assert read_question("what\x1b[31m\tis\u202e  the\n\ndose?\x00").text == "what [31m is the dose?"


@given(st.text(max_size=200))
def test_no_question_keeps_a_character_that_steers_a_terminal(typed: str) -> None:
    text = read_question(typed).text
    assert text.isprintable() or all(
        not ("\x00" <= character < " " or "\x7f" <= character <= "\x9f") for character in text
    )
    assert text == " ".join(text.split())
