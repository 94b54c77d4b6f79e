"""How hard a text is to read."""

import re

__all__ = ["HARDEST", "grade"]

HARDEST = 8.0
"""The US school grade that every text must be at or below."""


def syllables(word: str) -> int:
    """Return about how many syllables a word has: groups of vowels, without a silent e."""
    groups = len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e") if len(word) > 3 else word.lower()))
    return max(1, groups)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade. Source: Kincaid JP et al., Naval Technical Training Command, 1975."""
    sentences = max(1, len(re.findall(r"[.?:;]+(?:\s|$)", text)))
    found = re.findall(r"[A-Za-z][A-Za-z'-]*", text)
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
