import pytest

from ldnbot.corpus.citation import find_citations, number_keys, remove_citations, render_citations


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("A [@a].", [("a",)]),
        ("A [@a; @b-2_c] and [@a].", [("a", "b-2_c"), ("a",)]),
        ("A [@a; @a].", [("a",)]),
        ("A [see @a, p. 3].", [("a",)]),
        ("A [@1].", [()]),
        ("Mail a@b.org [a] [1].", []),
    ],
)
def test_marks_are_found_with_their_keys(text: str, keys: list[tuple[str, ...]]) -> None:
    assert [citation.keys for citation in find_citations(text)] == keys


@pytest.mark.parametrize(
    ("mark", "plain"), [("[@a; @b]", True), ("[@a;@b ]", True), ("[see @a]", False), ("[-@a]", False)]
)
def test_a_mark_that_holds_more_than_keys_is_told(mark: str, plain: bool) -> None:
    assert [citation.plain for citation in find_citations(mark)] == [plain]


def test_numbers_are_given_in_order_of_first_citation() -> None:
    assert number_keys(find_citations("[@b] [@a; @b] [@c]")) == {"b": 1, "a": 2, "c": 3}


def test_a_mark_is_shown_as_its_sorted_numbers() -> None:
    assert render_citations("A [@b; @a].", {"a": 1, "b": 2}) == "A [1, 2]."


def test_a_key_without_a_number_is_refused() -> None:
    with pytest.raises(KeyError):
        render_citations("A [@b].", {"a": 1})


def test_removing_a_mark_removes_the_space_before_it() -> None:
    assert remove_citations("A [@a]. B  [@b; @c] c.") == "A. B c."
