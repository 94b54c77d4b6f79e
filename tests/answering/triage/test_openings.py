"""Where a pattern cannot begin it is not tried, and nothing is lost by that."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldnbot.answering.triage.book import shipped_book
from ldnbot.answering.triage.folding import fold
from ldnbot.answering.triage.openings import ANY, NUMBER, openings
from ldnbot.answering.triage.patterns import Pattern
from ldnbot.evaluation.questionset import read_questions

MESSAGES = Path(__file__).parents[2] / "messages"


@pytest.mark.parametrize(
    ("pattern", "opens"),
    [
        ("(?:kill|hurt) myself", {"kill": {"myself"}, "hurt": {"myself"}}),
        ("took (?:all |the )*pills", {"took": {"all", "the", "pills"}}),
        (r"took (?:[4-9]|[1-9]\d+) ?mg", {"took": {NUMBER}}),
        (r"[1-9]\d+ (?:mg )?(?:not|instead)", {NUMBER: {ANY}}),
        (r"gave (?:\w+ ){0,3}pills", {"gave": {ANY, "pills"}}),
        ("suicidal(?! years)", {"suicidal": {ANY}}),
        ("self ?harm", {"self": {"harm"}, "selfharm": {ANY}}),
        (r"[a-z ]{0,9}over", {ANY: {ANY}, "over": {ANY}}),
    ],
)
def test_the_first_two_words_of_a_pattern_are_read(pattern: str, opens: dict[str, set[str]]) -> None:
    found = openings(pattern) or {}
    assert {first: set(seconds) for first, seconds in found.items()} == {
        first: {ANY} if ANY in seconds else seconds for first, seconds in opens.items()
    }


@pytest.mark.parametrize("pattern", ["(a)|b", "a{3}", "[^a]b", "A", " a", "(?:a", "a)"])
def test_of_what_cannot_be_read_nothing_is_told(pattern: str) -> None:
    assert openings(pattern) is None


def searched(text: str) -> Iterator[tuple[Pattern, str]]:
    """Yield what a plain search finds of each pattern around the words that it is tied to."""
    words, near = text.split(" "), 160
    book = shipped_book().patterns
    stretches: dict[int, list[list[int]]] = {}
    place = 0
    for word in words:
        for number, pattern in enumerate(book.patterns):
            if word in pattern.near:
                held = stretches.setdefault(number, [])
                start, end = max(0, place - near), place + len(word) + near
                if held and start <= held[-1][1]:
                    held[-1][1] = end
                else:
                    held.append([start, end])
        place += len(word) + 1
    # Patterns come in order of the first word that they are tied to.
    for number, held in stretches.items():
        pattern = book.patterns[number]
        for start, end in held:
            window = text[start:end]
            at = 0
            while found := re.compile(rf"\b(?:{pattern.match})\b").search(window, at):
                before = window[max(0, found.start() - 60) : found.start()].rstrip()
                if not pattern.not_after or not re.search(rf"\b(?:{pattern.not_after})$", before):
                    yield pattern, found.group()
                    break
                at = found.start() + 1


def test_patterns_are_found_where_a_plain_search_finds_them() -> None:
    chance = random.Random(1)
    lines = [one.question for file in sorted(MESSAGES.glob("*/*.jsonl")) for one in read_questions(file)]
    lines += [" ".join(chance.choices(lines, k=chance.randrange(2, 20))) for _ in range(150)]
    book = shipped_book()
    found = 0
    for line in [*chance.sample(lines[:-150], 1500), *lines[-150:]]:
        text = fold(line, book.spelling)
        here = list(book.patterns.found(text, text.split(" ")))
        assert here == list(searched(text)), line
        found += len(here)
    assert found > 400
