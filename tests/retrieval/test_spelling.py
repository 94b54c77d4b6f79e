import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldnbot.corpus.folder import shipped_lexicon
from ldnbot.corpus.lexicon import Topic
from ldnbot.retrieval.spelling import build_speller
from ldnbot.retrieval.terms import tokens

CORPUS = frozenset(
    "the compounding pharmacy prepares low dose naltrexone for crohn disease at night notice benefits".split()
)
SPELLER = build_speller(shipped_lexicon(), CORPUS)
MEDICINES = sorted(
    {
        word
        for concept in shipped_lexicon().concepts.values()
        if concept.topic is Topic.MEDICINE
        for word in concept.words
        if word.isalpha() and len(word) > 3
    }
)


def repaired(text: str) -> str:
    return SPELLER.repair(text)[0]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("compunding pharmcy", "compounding pharmacy"),
        ("diseese", "disease"),
        ("i notise benifits", "i notice benefits"),
        ("whihc", "which"),
    ],
)
def test_a_misspelt_word_is_read_as_the_word_of_the_corpus(typed: str, read: str) -> None:
    assert repaired(typed) == read


@pytest.mark.parametrize(
    "text",
    [
        "naloxone", "naltraxone", "nalaxone", "nalmefene", "nalmexone", "naltrexole",
        "4.5mg 45mg 50 mg b12 n4me", "grab weird fluffy unicorn", "Mounjaro", "dose", "夜", "qzx",
    ],
)  # fmt: skip
def test_medicines_numbers_english_and_the_unknown_are_left_alone(text: str) -> None:
    assert repaired(text) == text


def test_what_was_repaired_is_told() -> None:
    _, repairs = SPELLER.repair("the Diseese, and diseese again")
    assert [(repair.typed, repair.read) for repair in repairs] == [("Diseese", "disease"), ("diseese", "disease")]


@given(st.sampled_from(MEDICINES))
def test_no_name_of_a_medicine_is_ever_changed(name: str) -> None:
    assert repaired(f"can i take {name} with it") == f"can i take {name} with it"


@given(st.sampled_from(MEDICINES), st.integers(0, 20), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_nothing_ever_becomes_the_name_of_a_medicine(name: str, place: int, letter: str) -> None:
    typed = name[:place] + letter + name[place + 1 :]
    read = repaired(typed)
    assert read == typed or read not in MEDICINES


@given(st.text(max_size=80))
def test_any_text_comes_back_and_words_with_a_digit_unchanged(text: str) -> None:
    read = repaired(text)
    digits = [token.bare for token in tokens(text) if any(character.isdigit() for character in token.bare)]
    assert [token.bare for token in tokens(read) if any(character.isdigit() for character in token.bare)] == digits
