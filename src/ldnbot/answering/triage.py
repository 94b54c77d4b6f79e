"""Messages that must not wait for an article: a person in crisis, a poisoning, an emergency.

The message is folded to plain words (letters spaced out, leetspeak, misspellings, contractions), and reviewed patterns
in triage.yaml are looked for near the words that each is tied to. No corpus is needed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import product

from ldnbot.corpus.yamltext import YamlList, YamlMapping, YamlNode, YamlScalar, parse_yaml

__all__ = ["Pattern", "Triage", "Urgent", "fold", "shipped_patterns", "triage"]

_MOST_READ = 20_000
"""Characters read from either end of a message."""

_NEAR = 160
"""Characters looked at on either side of a word that a pattern is tied to: about 30 words."""

_BESIDE = 60
"""Characters before a match in which its exception must end."""

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]")
_LOOKALIKES = str.maketrans("аеорсухіѕ’‘ʼ´", "aeopcyxis''''")
_EMOJI = {"🔫": " emojigun ", "😵": " emojifaint ", "☠": " emojigrave ", "⚰": " emojigrave ", "💊": " pills "}
_SPACED = re.compile(r"(?<![^\W_])[a-z](?:[ .\-_*][a-z]){2,}(?![^\W_])")
_UNIT = re.compile(r"(?<=\d)(?=(?:mg|mgs|mcg|ml|g|pills?|tabs?|tablets?|caps?|capsules?|x)\b)")
_STRETCHED = re.compile(r"([a-z])\1\1+")
_WORD = re.compile(r"[a-z]+")
_PART = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_GROUP = re.compile(r"<(\w+)>")
_ONE_FOR_I = re.compile(r"\b1 (?=am |was |want |were |just |will |wish |have |cannot |do not )")
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
_LONGEST_WORD = 30


class Urgent(StrEnum):
    """What kind of help a person needs before any article. The gravest for their own acts comes first."""

    CRISIS = "crisis-self-harm"
    POISONING = "emergency-poisoning"
    SYMPTOM = "emergency-symptom"


@dataclass(frozen=True, slots=True)
class Triage:
    """What a message is about, and the name of the pattern that says so."""

    category: Urgent
    pattern: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One reviewed pattern over folded words, with the examples that it is tested with."""

    name: str
    category: Urgent
    near: frozenset[str]
    """The pattern is tried only around one of these words."""

    match: re.Pattern[str]
    not_after: re.Pattern[str] | None
    """Words directly before a match that take it back, such as a negation."""

    catches: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Book:
    """What triage.yaml holds."""

    patterns: tuple[Pattern, ...]
    spellings: Mapping[str, str]
    joined: tuple[tuple[str, str], ...]
    vocabulary: frozenset[str]
    nears: Mapping[str, tuple[int, ...]]


def triage(typed: str) -> Triage | None:
    """Return what makes a message urgent, or None. Of a long message 20,000 characters at each end are read."""
    book = _book()
    text = fold(typed)
    found = [pattern for pattern, window in _windows(text, book) if _holds(pattern, window)]
    if not found:
        return None
    order = tuple(Urgent)
    first = min(found, key=lambda pattern: order.index(pattern.category))
    return Triage(first.category, first.name)


def shipped_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of triage.yaml."""
    return _book().patterns


def fold(typed: str) -> str:
    """Return the message as plain lower-case words and numbers with one space between, as the patterns read it."""
    if len(typed) > 2 * _MOST_READ:
        typed = f"{typed[:_MOST_READ]} {typed[-_MOST_READ:]}"
    if not typed.isascii():
        typed = _plain(typed)
    book = _book()
    text = _UNIT.sub(" ", typed.lower())
    text = _SPACED.sub(lambda spaced: "".join(_WORD.findall(spaced.group())), text)
    if _STRETCHED.search(text):
        text = " ".join(_unstretched(word, book) for word in text.split())
    folded = " ".join(_read_word(word, book) for word in text.split())
    for together, apart in book.joined:
        if together in folded:
            folded = folded.replace(together, f" {apart} ")
    return _ONE_FOR_I.sub("i ", " ".join(folded.split())).replace("want 2 ", "want to ")


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", _HIDDEN.sub("", typed)))
    for emoji, word in _EMOJI.items():
        text = text.replace(emoji, word)
    text = "".join(character for character in text if not unicodedata.combining(character))
    return text.lower().translate(_LOOKALIKES)


def _unstretched(word: str, book: _Book) -> str:
    """Return a word with its stretched letters once or twice, whichever is a word; `diiie` is `die`."""
    for letters in (r"\1", r"\1\1"):
        short = _STRETCHED.sub(letters, word)
        if short.strip(_EDGES) in book.vocabulary or short.strip(_EDGES) in book.spellings:
            return short
    return _STRETCHED.sub(r"\1\1", word)


def _read_word(typed: str, book: _Book) -> str:
    if typed.isalpha():
        return book.spellings.get(typed, typed)
    bare = typed.strip(_EDGES)
    if bare in book.spellings:
        return book.spellings[bare]
    if bare.isalpha():
        return bare
    if _NUMBER.fullmatch(bare):
        return bare.replace(",", ".")
    if read := _leet(typed.strip('.,;:?"()…-') or typed, book) or _leet(bare, book):
        return book.spellings.get(read, read)
    parts = [part.replace(",", ".") for part in _PART.findall(bare.replace("'s", "").replace("'", ""))]
    return " ".join(book.spellings.get(part, part) for part in parts)


def _leet(word: str, book: _Book) -> str:
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


def _windows(text: str, book: _Book) -> Iterator[tuple[Pattern, str]]:
    """Yield each pattern with the stretches of text around the words that it is tied to."""
    spans: dict[int, list[tuple[int, int]]] = {}
    place = 0
    for word in text.split(" "):
        for number in book.nears.get(word, ()):
            start, end = max(0, place - _NEAR), place + len(word) + _NEAR
            held = spans.setdefault(number, [])
            if held and start <= held[-1][1]:
                held[-1] = (held[-1][0], end)
            else:
                held.append((start, end))
        place += len(word) + 1
    for number, held in spans.items():
        for start, end in held:
            yield book.patterns[number], text[start:end]


def _holds(pattern: Pattern, window: str) -> bool:
    """Tell whether a pattern matches somewhere without an exception directly before."""
    place = 0
    while found := pattern.match.search(window, place):
        before = window[max(0, found.start() - _BESIDE) : found.start()].rstrip()
        if pattern.not_after is None or not pattern.not_after.search(before):
            return True
        place = found.start() + 1
    return False


@cache
def _book() -> _Book:
    """Return what triage.yaml holds.

    Raises:
        KeyError, re.error: the file names a group that it lacks, or a pattern is broken. The tests read every line.
    """
    root = _mapping(parse_yaml(files("ldnbot.answering").joinpath("triage.yaml").read_text(encoding="utf-8")))
    groups: dict[str, str] = {}
    for name, value in _mapping(root["groups"]).items():
        groups[name] = f"(?:{_expand(_text(value), groups)})"
    patterns = tuple(_pattern(_mapping(node), groups) for node in _items(root["patterns"]))
    spellings = {
        typed: right for right, written in _mapping(root["spellings"]).items() for typed in _text(written).split(" | ")
    }
    joined = tuple((phrase.replace(" ", ""), phrase) for phrase in (_text(node) for node in _items(root["joined"])))
    nears: dict[str, list[int]] = {}
    for number, pattern in enumerate(patterns):
        for word in pattern.near:
            nears.setdefault(word, []).append(number)
    vocabulary = {word for pattern in patterns for word in _WORD.findall(pattern.match.pattern.replace("\\b", " "))}
    return _Book(
        patterns=patterns,
        spellings=spellings,
        joined=joined,
        vocabulary=frozenset(vocabulary | set(nears)),
        nears={word: tuple(numbers) for word, numbers in nears.items()},
    )


def _pattern(entry: Mapping[str, YamlNode], groups: Mapping[str, str]) -> Pattern:
    unless = _text(entry["not_after"]) if "not_after" in entry else ""
    return Pattern(
        name=_text(entry["name"]),
        category=Urgent(_text(entry["category"])),
        near=frozenset(_text(entry["near"]).split()),
        match=re.compile(rf"\b(?:{_expand(_text(entry['pattern']), groups)})\b"),
        not_after=re.compile(rf"\b(?:{_expand(unless, groups)})$") if unless else None,
        catches=tuple(_text(node) for node in _items(entry["catches"])),
        leaves=tuple(_text(node) for node in _items(entry["leaves"])),
    )


def _expand(pattern: str, groups: Mapping[str, str]) -> str:
    return _GROUP.sub(lambda name: groups[name[1]], pattern)


def _mapping(node: YamlNode | None) -> dict[str, YamlNode]:
    return {key.text: value for key, value in node.entries} if isinstance(node, YamlMapping) else {}


def _items(node: YamlNode) -> tuple[YamlNode, ...]:
    return node.items if isinstance(node, YamlList) else ()


def _text(node: YamlNode) -> str:
    return " ".join(node.text.split()) if isinstance(node, YamlScalar) else ""
