"""How common a word is in English, from the frequency list that comes with pyspellchecker."""

from collections.abc import Mapping
from functools import cache
from math import log10
from typing import Any

__all__ = ["common_words", "is_english", "rarity"]

_COMMON, _RARE = 4.3, 5.5
"""-log10 of the frequency of a word that tells nothing of a question, and of one that may be what it is about."""


def is_english(word: str) -> bool:
    """Tell whether a lower-case word is in the list."""
    return word in _dictionary()


def rarity(word: str) -> float:
    """Return 0 for a common English word, 1 for one that is rare or not in the list, and between for those between."""
    frequency = _dictionary().word_usage_frequency(word) if is_english(word) else 0.0
    return min(1.0, max(0.0, ((-log10(frequency) if frequency else 9.0) - _COMMON) / (_RARE - _COMMON)))


def common_words(most: int = 20_000) -> Mapping[str, float]:
    """Return the most frequent words of the list, in the alphabet's order, each with its frequency, 0 to 1."""
    known = _dictionary()
    frequent = sorted(known, key=lambda word: (-known.word_usage_frequency(word), word))[:most]
    return {word: known.word_usage_frequency(word) for word in sorted(frequent) if word.isalpha()}


@cache
def _dictionary() -> Any:
    from spellchecker import SpellChecker  # 250 ms, and only a question with an unknown word needs it

    return SpellChecker(language="en")
