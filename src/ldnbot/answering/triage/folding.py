"""A message as plain lower-case words: letters spaced out, leetspeak, misspellings, contractions, emoji."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import log

from ldnbot.answering.triage.kept import Kept

__all__ = ["MOST_READ", "Spelling", "fold"]

MOST_READ = 20_000
"""Characters read from either end of a message."""

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]")
_LOOKALIKES = str.maketrans("аеорсухіѕ’‘ʼ´", "aeopcyxis''''")
_EMOJI = {"🔫": " emojigun ", "😵": " emojifaint ", "☠": " emojigrave ", "⚰": " emojigrave ", "💊": " pills "}
_SPACED = re.compile(r"(?<![^\W_])[a-z](?:[ .\-_*][a-z]){2,}(?![^\W_])")
_MAY_BE_SPACED = re.compile(r"[ .\-_*][a-z][ .\-_*][a-z](?![^\W_])")
"""The end of any text that `_SPACED` finds: quick to look for, and seldom there."""

_FEWEST_SPACED = 3
_DOTTED = re.compile(r"[a-z](?:[.\-_*][a-z]){2,}")
_UNIT = re.compile(r"(?<=\d)(?=(?:mg|mgs|mcg|ml|g|pills?|tabs?|tablets?|caps?|capsules?|x)\b)")
_STRETCHED = re.compile(r"([a-z])\1\1+")
_WORD = re.compile(r"[a-z]+")
_PART = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_ONE_FOR_I = re.compile(r"1 (?<=\b1 )(?=am |was |want |were |just |will |wish |have |cannot |do not )")
_EDGES = ".,;:?!\"'()[]{}<>…-_*~#`/\\“”«»"
_LEET = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "$": "s",
    "@": "a",
    "!": "i",
    "|": "li",
    "*": "iu",
}
_MOST_LEET = 3
_MOST_KEPT = 50_000
"""Words as typed, of which it is kept how they are read."""

_SHORTEST_MENDED = 5
_SHORTEST_USUAL = 2
_SHORTEST_RUN, _LONGEST_RUN, _LONGEST_PART = 8, 60, 14
"""Letters of words run together, and of one of them."""

_DOUBLED = re.compile(r"([a-z])\1")
_LONGEST_WORD = 30


@dataclass(frozen=True, slots=True, eq=False)
class Spelling:
    """How words are read. Compared by identity: what is worked out from one is kept as long as it lives."""

    spellings: Mapping[str, str]
    """A form as typed → the word it stands for."""

    joined: tuple[tuple[str, str], ...]
    """Phrases that are also read without their spaces: (together, apart)."""

    vocabulary: frozenset[str]
    """The words that a disguised or misspelt word may stand for."""

    english: frozenset[str] = frozenset()
    """Words that are right as they are, and are never taken for a misspelling of another."""

    usual: tuple[str, ...] = ()
    """Words that a misspelt word is read as, the most usual first."""


def fold(typed: str, book: Spelling) -> str:
    """Return the message as plain lower-case words and numbers with one space between, as triage reads it."""
    if len(typed) > 2 * MOST_READ:
        typed = f"{typed[:MOST_READ]} {typed[-MOST_READ:]}"
    text = typed.lower() if typed.isascii() else _plain(typed)
    words = text.split()
    spaced = " ".join(words)
    if _MAY_BE_SPACED.search(spaced) and sum(len(word) == 1 for word in words) >= _FEWEST_SPACED:
        words = _SPACED.sub(lambda found: "".join(_WORD.findall(found.group())), spaced).split()
    folded = " ".join(filter(None, map(_readings(book).__getitem__, words)))
    return _ONE_FOR_I.sub("i ", folded).replace("want 2 ", "want to ")


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", _HIDDEN.sub("", typed)))
    for emoji, word in _EMOJI.items():
        text = text.replace(emoji, word)
    marks = [character for character in set(text) if unicodedata.combining(character)]
    if marks:
        text = text.translate(str.maketrans("", "", "".join(marks)))
    return text.lower().translate(_LOOKALIKES)


def _unstretched(word: str, book: Spelling) -> str:
    """Return a word with its stretched letters once or twice, whichever is a word; `diiie` is `die`."""
    for letters in (r"\1", r"\1\1"):
        short = _STRETCHED.sub(letters, word)
        if short.strip(_EDGES) in book.vocabulary or short.strip(_EDGES) in book.spellings:
            return short
    return _STRETCHED.sub(r"\1\1", word)


@lru_cache(maxsize=4)
def _readings(book: Spelling) -> Kept[str, str]:
    """Return how words are read, each with known phrases that were run together in it taken apart."""

    def read(typed: str) -> str:
        word = _read_word(typed, book)
        for together, apart in book.joined:
            if together in word:
                word = " ".join(word.replace(together, f" {apart} ").split())
        return word

    return Kept(read, _MOST_KEPT)


def _read_word(typed: str, book: Spelling) -> str:
    """Return what one word of a message stands for: a word, several, or nothing."""
    if typed in book.english:
        return typed
    if _STRETCHED.search(typed):
        typed = _unstretched(typed, book)
    if typed.isalpha():
        return book.spellings.get(typed) or _mended(typed, book)
    bare = typed.strip(_EDGES)
    if bare in book.spellings:
        return book.spellings[bare]
    if bare.isalpha():
        return bare if bare in book.english else _mended(bare, book)
    if _NUMBER.fullmatch(bare):
        return bare.replace(",", ".")
    if _DOTTED.fullmatch(bare):
        bare = "".join(_WORD.findall(bare))
        return book.spellings.get(bare) or _mended(bare, book)
    if _UNIT.search(typed):
        return " ".join(_read_word(part, book) for part in _UNIT.sub(" ", typed).split())
    if read := _leet(typed.strip('.,;:?"()…-') or typed, book) or _leet(bare, book):
        return book.spellings.get(read, read)
    parts = [part.replace(",", ".") for part in _PART.findall(bare.replace("'s", "").replace("'", ""))]
    return " ".join(book.spellings.get(part) or _mended(part, book) for part in parts)


def _mended(word: str, book: Spelling) -> str:
    """Return the usual word that an unknown one is a slip away from, or the words it was run together from, or itself.

    A slip is a letter left out, added, changed or doubled, or two in the wrong order.
    """
    slips = _slips(book)
    if word in slips.known or len(word) > _LONGEST_RUN:
        return word
    single = _DOUBLED.sub(r"\1", word)
    if single in slips.known:
        return book.spellings.get(single, single)
    if len(word) == _SHORTEST_MENDED - 1 or len(word) == _SHORTEST_MENDED - 2:
        turned = (word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1))
        return next((other for other in turned if other in slips.usual), word)
    if len(word) <= _LONGEST_WORD:
        longer, as_long = _without_one(book, len(word) + 1), _without_one(book, len(word))
        if word in longer:
            return longer[word]
        for place in range(len(word)):
            short = word[:place] + word[place + 1 :]
            if short in as_long:
                return as_long[short]
            if short in slips.usual and len(short) >= _SHORTEST_MENDED - 1:
                return short
    if len(word) >= _SHORTEST_RUN and (parts := _parted(word, slips)):
        return " ".join(book.spellings.get(part, part) for part in parts)
    return word


def _parted(word: str, slips: "_Slips") -> list[str]:
    """Return the known words that a word was run together from, the likeliest, or an empty list."""
    best: list[tuple[float, list[str]] | None] = [(0.0, []), *(None for _ in word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_PART), end):
            before, part, here = best[start], word[start:end], best[end]
            if before is None or part not in slips.known or (len(part) == 1 and part not in "ia"):
                continue
            cost = before[0] + slips.costs.get(part, slips.most)
            if here is None or cost < here[0]:
                best[end] = (cost, [*before[1], part])
    return best[-1][1] if best[-1] else []


@dataclass(frozen=True, slots=True)
class _Slips:
    known: frozenset[str]
    usual: frozenset[str]
    costs: Mapping[str, float]
    """Word → how unlikely it is: the logarithm of its place among the usual words."""

    most: float
    """How unlikely any other known word is."""


@lru_cache(maxsize=4 * _LONGEST_WORD)
def _without_one(book: Spelling, length: int) -> Mapping[str, str]:
    """Return what is left of usual words of that length without one letter → the word; the most usual wins."""
    found: dict[str, str] = {}
    for word in book.usual:
        if len(word) == length >= _SHORTEST_MENDED:
            for place in range(len(word)):
                found.setdefault(word[:place] + word[place + 1 :], word)
    return found


@lru_cache(maxsize=4)
def _slips(book: Spelling) -> _Slips:
    """Return what misspelt words are compared with: worked out when the first unknown word is met."""
    known = book.english | book.vocabulary | book.spellings.keys()
    costs = {word: log(place + 10) for place, word in enumerate(book.usual)}
    for typed, right in book.spellings.items():
        costs.setdefault(typed, costs.get(right.split()[0], 0.0) + 1)
    usual = frozenset(word for word in book.usual if len(word) > _SHORTEST_USUAL)
    return _Slips(known, usual, costs, log(len(book.usual) + 10) + 2)


def _leet(word: str, book: Spelling) -> str:
    """Return the word of the patterns that a word with digits or signs stands for, or an empty string."""
    if word == "1":
        return ""
    signs = [sign for sign in word if sign in _LEET]
    if not signs or len(signs) > _MOST_LEET or len(word) > _LONGEST_WORD or not _WORD.search(word):
        return ""
    for letters in product(*(_LEET.get(sign, sign) for sign in word)):
        read = "".join(letters)
        if read in book.vocabulary or read in book.spellings:
            return read
        if any(together in read for together, _ in book.joined):
            return read
    return ""
