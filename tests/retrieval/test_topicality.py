from hypothesis import given
from hypothesis import strategies as st

from ldnbot.retrieval.topicality import build_topicality

HERE = ("how much is a dose", "does the dose help pain", "side effects at night")
ELSEWHERE = ("who won the game last night", "recommend a game", "recipe for soup")


def test_words_of_other_topics_count_above_nothing_and_our_own_below() -> None:
    topicality = build_topicality(HERE, ELSEWHERE)
    assert topicality.elsewhere("a good game") > 0 > topicality.elsewhere("which dose")


def test_a_word_that_both_samples_use_says_little_and_one_in_neither_nothing() -> None:
    topicality = build_topicality(HERE, ELSEWHERE)
    assert abs(topicality.elsewhere("night")) < abs(topicality.elsewhere("game"))
    assert topicality.elsewhere("zebra") == 0


def test_without_one_of_the_samples_nothing_is_said() -> None:
    assert build_topicality((), ELSEWHERE).elsewhere("game") == build_topicality(HERE, ()).elsewhere("game") == 0


@given(st.text(max_size=60))
def test_saying_a_word_twice_says_no_more(text: str) -> None:
    topicality = build_topicality(HERE, ELSEWHERE)
    assert topicality.elsewhere(f"{text} {text}") == topicality.elsewhere(text)
