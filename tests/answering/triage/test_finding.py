"""Phrases are found where the plain reading of the language finds them."""

import random
from collections.abc import Sequence

import pytest

from ldnbot.answering.triage.finding import Finder
from ldnbot.answering.triage.phrasebook import build_phrase_book
from ldnbot.answering.triage.phrases import Phrase, read_phrases
from reference_phrases import plain_matches

SETS = {"pill": "pill/pills/white_pill", "who": "i/he/she"}
WORDS = ("i", "he", "took", "all", "the", "white", "pill", "pills", "now", "2", "5", "12", "4.5", "x", "٣")
PLACES = (
    *("i", "took/take", "all", "the", "now/all", "pills", "<pill>", "<who>", "<number>", "<many>/all", "12", "2/took"),
    *("?all", "?the/all", "?<number>", "?<who>", "?took/i", "?white_pill", "...", "..."),
)


def frequency(word: str) -> float:
    return {"<number>": 0.02, "i": 0.03, "the": 0.05, "all": 0.01}.get(word, 0.001 * len(word))


def read(texts: Sequence[str]) -> list[Phrase]:
    """Return the phrases that are written so; those without a word that must be there are left out."""
    found: list[Phrase] = []
    for number, text in enumerate(texts):
        if any(place != "..." and not place.startswith("?") for place in text.split()):
            found += read_phrases({f"cue-{number}": [text]}, SETS, str, frequency)
    return found


def said(phrase: Phrase, chance: random.Random) -> list[str]:
    """Return words that more or less say a phrase."""
    words: list[str] = []
    for place in phrase.places:
        if place.words is None:
            words += chance.choices(WORDS, k=chance.randrange(5))
        elif chance.random() < (0.5 if place.optional else 0.97):
            word = chance.choice(sorted(place.words))
            words.append(chance.choice(("2", "5", "12", "٣")) if word.startswith("<") else word)
    return words


def found_by(finder: Finder, words: Sequence[str]) -> set[tuple[int, str]]:
    return {(start, owner) for start, owners in finder.matches(words) for owner in owners}


@pytest.mark.parametrize("seed", range(200))
def test_what_is_found_is_what_the_plain_reading_finds(seed: int) -> None:
    chance = random.Random(seed)
    texts = [" ".join(chance.choices(PLACES, k=chance.randint(1, 6))) for _ in range(chance.randint(1, 6))]
    phrases = read(texts)
    if phrases:
        book = build_phrase_book(phrases, frequency)
        lines = [
            [word for phrase in chance.choices(phrases, k=2) for word in (*said(phrase, chance), chance.choice(WORDS))]
            for _ in range(12)
        ]
        for finder in (Finder(book), Finder(book, most_kept=1)):
            for words in (*lines, *lines):
                assert found_by(finder, words) == plain_matches(phrases, words)


def test_what_may_be_left_out_belongs_to_a_match_that_it_stands_before() -> None:
    phrases = read(["?i took the pills", "he/took ?took/i pills"])
    finder = Finder(build_phrase_book(phrases, len))
    assert found_by(finder, "i took the pills".split()) == {(0, "cue-0")}
    assert found_by(finder, "he took pills".split()) == {(0, "cue-1")}
    assert found_by(finder, "took pills".split()) == {(0, "cue-1")}
