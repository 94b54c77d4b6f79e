from hypothesis import given
from hypothesis import strategies as st

from generated import markdown, paragraphs
from ldnbot.moderation.worddiff import Run, RunKind, word_diff


def marked(before: str, after: str) -> str:
    shown = {RunKind.EQUAL: "{}", RunKind.DELETED: "-{}-", RunKind.INSERTED: "+{}+"}
    return "".join(shown[run.kind].format(run.text) for run in word_diff(before, after))


def sides(runs: tuple[Run, ...]) -> tuple[str, str]:
    before = "".join(run.text for run in runs if run.kind is not RunKind.INSERTED)
    return before, "".join(run.text for run in runs if run.kind is not RunKind.DELETED)


def test_a_changed_word_is_one_run() -> None:
    assert marked("It helps some people.", "It helped some people.") == "It -helps-+helped+ some people."


def test_a_citation_is_one_word() -> None:
    assert marked("It helps [@a2018].", "It helps [@a2018; @b2020].") == "It helps -[@a2018]-+[@a2018; @b2020]+."


def test_a_figure_is_one_word() -> None:
    assert marked("up to 4.5 mg", "up to 45 mg") == "up to -4.5-+45+ mg"


def test_words_changed_one_after_another_are_one_run() -> None:
    assert marked("one two three four", "one 2 3 four") == "one -two three-+2 3+ four"


def test_what_came_or_went_whole_is_one_run() -> None:
    assert marked("", "New.") == "+New.+"
    assert marked("Old.", "") == "-Old.-"
    assert word_diff("", "") == ()


@given(paragraphs(["key-one"]) | markdown(), paragraphs(["key-one"]) | markdown())
def test_the_runs_are_both_texts_and_no_two_neighbours_of_a_kind(before: str, after: str) -> None:
    runs = word_diff(before, after)
    assert sides(runs) == (before, after)
    assert all(run.text for run in runs)
    assert all(one.kind is not other.kind for one, other in zip(runs, runs[1:], strict=False))


@given(st.text(max_size=60))
def test_a_text_and_itself_differ_in_nothing(text: str) -> None:
    assert word_diff(text, text) == ((Run(RunKind.EQUAL, text),) if text else ())
