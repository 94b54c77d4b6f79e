import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldnbot.retrieval.terms import STOPWORDS, ngrams, stems, tokens


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Crohn’s disease", ["crohn", "disease"]),
        ("4.5mg daily", ["4.5", "mg", "daily"]),
        ("0.5–4.5 mg", ["0.5", "4.5", "mg"]),
        ("don't", ["dont"]),
        ("opioid-use", ["opioid", "use"]),
        ("ＬＤＮ", ["ldn"]),  # full-width letters, as some phones type
        ("🤷‍♀️💊❓", []),
    ],
)
def test_text_becomes_bare_words(text: str, bare: list[str]) -> None:
    assert [token.bare for token in tokens(text)] == bare


def test_inflections_share_a_stem_and_numbers_are_left_alone() -> None:
    assert list(stems("conditions condition 4.5 mg")) == ["condit", "condit", "4.5", "mg"]


def test_stopwords_are_not_looked_up() -> None:
    assert list(stems("what does it do to me")) == []
    assert list(ngrams("what does it do to me")) == []


def test_a_misspelt_word_shares_most_of_its_ngrams_with_the_right_one() -> None:
    right, wrong = set(ngrams("compounding")), set(ngrams("compunding"))
    assert len(right & wrong) / len(right) > 0.5


def test_a_short_word_is_one_ngram_with_its_edges() -> None:
    assert list(ngrams("mg")) == [" mg "]


@given(st.text())
def test_any_text_has_terms_without_stopwords_and_never_an_empty_one(text: str) -> None:
    assert all(token.bare and token.bare == token.bare.casefold() for token in tokens(text))
    assert not set(stems(text)) & {""}
    assert all(len(gram) <= 4 for gram in ngrams(text))


def test_no_stopword_names_a_thing_that_somebody_may_ask_about() -> None:
    assert not STOPWORDS & {"dose", "work", "safe", "stop", "start", "take", "pain", "side", "long", "cost", "help"}
