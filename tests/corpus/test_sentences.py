import pytest

from ldnbot.corpus.citation import find_citations
from ldnbot.corpus.sentences import split_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["One.", "Two?", "Three!"],
        ["It helps, e.g. with sleep, in approx. 5 people vs. none."],
        ["It rose to 4.5 mg [@a].", "Then it fell [@b; @c]."],
        ["It was said before. [@a]", "Another begins."],
        ["It was said before. [@a].", "Another begins."],
        ["It was said before. [@a] [@b].", "Another begins."],
        ["Cited with a page [@a, p. 33].", "Another begins."],
        ["No full stop"],
        ["Dr. Smith et al. found it [@a]."],
    ],
)
def test_sentences_end_where_a_reader_sees_their_end(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [span.of(text) for span in split_sentences(text, find_citations(text))] == sentences


@pytest.mark.parametrize("text", ["", "   "])
def test_no_words_are_no_sentence(text: str) -> None:
    assert split_sentences(text, ()) == ()
