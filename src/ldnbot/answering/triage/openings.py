"""The two words that a match of a pattern can begin with. Where no such two stand, the pattern need not be tried.

A regular expression is read as far as its first two words. No way to begin may be left out; one too many costs only
time. So what looks ahead or behind is passed over, and what may be many things is taken for anything.
"""

import re
from collections.abc import Callable, Iterator, Mapping

__all__ = ["ANY", "NUMBER", "openings"]

ANY, NUMBER = "*", "#"
"""Any word, or the end of the match; any word that begins with a digit."""

_MOST = 50_000
"""Ways to begin that are followed for one pattern."""

_TOKEN = re.compile(
    r"\(\?:|\(\?<?[=!]|\\[wdb.]|\[(?:[^\]\\^]|\\[wd.])+\]|\{\d+,\d+\}|[()|?*+$]|[a-z0-9 ]"  # what patterns are made of
)
_DIGITS = re.compile(r"\\d|\[[\d-]+\]")
_REPEATS = {"?": (0, 1), "*": (0, _MOST), "+": (1, _MOST)}

_Ways = frozenset[str]
"""What has been read of the first two words, in each way to begin."""

_Part = Callable[[_Ways], _Ways]
"""Reads on: from what has been read before a part of a pattern to what has been read after it."""


def openings(pattern: str) -> Mapping[str, frozenset[str]] | None:
    """Return each word that a match can begin with, with the words that can follow it; None if that cannot be told."""
    try:
        tokens = list(_tokens(pattern))
        ways = _alternatives(tokens)(frozenset(("",)))
        if tokens:
            return None
    except ValueError:
        return None
    found: dict[str, set[str]] = {}
    for way in ways:
        first, _, second = way.rstrip(" ").partition(" ")
        if not first:
            return None
        found.setdefault(_word(first), set()).add(_word(second) if second else ANY)
    return {first: frozenset((ANY,)) if ANY in seconds else frozenset(seconds) for first, seconds in found.items()}


def _word(read: str) -> str:
    """Return a word as it was read, or ANY if only its beginning is known."""
    return ANY if read != NUMBER and read[-1] in (ANY, NUMBER) else read


def _tokens(pattern: str) -> Iterator[str]:
    """Yield the tokens of a pattern, the last first.

    Raises:
        ValueError: there is something that patterns are not made of.
    """
    found = [token.group() for token in _TOKEN.finditer(pattern)]
    if "".join(found) != pattern:
        raise ValueError(pattern)
    return reversed(found)


def _alternatives(tokens: list[str]) -> _Part:
    """Read alternatives up to the end of their group."""
    rows = [_row(tokens)]
    while tokens and tokens[-1] == "|":
        tokens.pop()
        rows.append(_row(tokens))
    return lambda ways: frozenset[str]().union(*(row(ways) for row in rows))


def _row(tokens: list[str]) -> _Part:
    parts: list[_Part] = []
    while tokens and tokens[-1] not in "|)":
        part = _one(tokens)
        if tokens and (tokens[-1] in _REPEATS or tokens[-1][0] == "{"):
            token = tokens.pop()
            least, most = _REPEATS[token] if token in _REPEATS else map(int, token[1:-1].split(","))
            part = _repeated(part, least, most)
        parts.append(part)

    def read(ways: _Ways) -> _Ways:
        for part in parts:
            ways = part(ways)
        return ways

    return read


def _one(tokens: list[str]) -> _Part:
    piece = tokens.pop()
    if piece.startswith("("):
        inner = _alternatives(tokens)
        if not tokens or tokens.pop() != ")" or piece == "(":
            raise ValueError(piece)
        return inner if piece == "(?:" else lambda ways: ways
    if piece in ("\\b", "$"):
        return lambda ways: ways
    if piece in _REPEATS or piece[0] == "{":
        raise ValueError(piece)
    letter = NUMBER if _DIGITS.fullmatch(piece) else ANY if len(piece) > 1 else piece
    return lambda ways: frozenset(way if _done(way) else _with(way, letter) for way in ways)


def _done(way: str) -> bool:
    """Tell whether two words were read, or something after which it is not followed what comes."""
    return way.count(" ") > 1 or way.endswith((ANY, NUMBER))


def _with(way: str, letter: str) -> str:
    # Only a number's first digit says something; in the middle of a word it may be anything.
    return way + (ANY if letter == NUMBER and way and way[-1] != " " else letter)


def _repeated(part: _Part, least: int, most: int) -> _Part:
    def read(ways: _Ways) -> _Ways:
        for _ in range(least):
            ways = part(ways)
        found = ways
        for _ in range(most - least):
            ways = part(ways)
            if ways <= found:
                break
            found |= ways
            if len(found) > _MOST:
                raise ValueError(part)
        return found

    return read
