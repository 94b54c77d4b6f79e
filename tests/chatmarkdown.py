"""Reads Discord's markdown as its clients do, and says what a person would see. It shares no code with ldnbot.

A backslash before a sign shows the sign alone. What would style, link, notify or fold text and is none of what a card
uses is an *effect*, and tests want none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bodies import TEXT, components

__all__ = ["Block", "Line", "blocks", "read_line", "shown_text"]

_HEADING = re.compile(r"(#{1,3}) +(?=\S)")
_SMALL = re.compile(r"-# +(?=\S)")
_LABELLED = re.compile(r"\[(?P<label>(?:\\.|[^\[\]\\])+)\]\((?:<(?P<in>[^<>\s]+)>|(?P<bare>[^()<>\s]+))\)")
_ADDRESS = re.compile(r"https?://[^\s<]+")
_ANGLED = re.compile(
    r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|t:-?\d+(?::\w)?|/[\w -]+:\d+|id:\w+|https?://[^>\s]+|[^\s<>]+@[^\s<>]+)>"
)
_STYLES = ("||", "~~", "`", "*", "_")


@dataclass(slots=True)
class Line:
    """One line as it is seen."""

    kind: str = ""
    """`heading`, `small`, or empty."""

    quoted: bool = False
    text: str = ""
    bold: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """The addresses that can be opened."""

    effects: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """One text of a message."""

    lines: Sequence[Line]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def quoted(self) -> str:
        """What is set off as a quote."""
        return "\n".join(line.text for line in self.lines if line.quoted)

    @property
    def bold(self) -> str:
        """What of the quote is in bold."""
        return "\n".join(part for line in self.lines if line.quoted for part in line.bold)


def blocks(message: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the texts of a message, top to bottom."""
    for component in components(message):
        if component["type"] == TEXT:
            yield Block([read_line(line) for line in str(component["content"]).split("\n")])


def shown_text(message: Mapping[str, Any]) -> str:
    """Return everything that a message shows."""
    return "\n".join(block.text for block in blocks(message))


def read_line(markdown: str) -> Line:
    """Return a line as a person sees it."""
    line = Line()
    rest = markdown
    if rest.startswith("> ") or rest == ">":
        line.quoted, rest = True, rest[2:]
    if rest.startswith((">>> ", "> ")):
        line.effects.append("a quote in a quote")
    bare = rest.lstrip()
    if found := _SMALL.match(bare):
        line.kind, rest = "small", bare[found.end() :]
    elif found := _HEADING.match(bare):
        line.kind, rest = "heading", bare[found.end() :]
    if line.quoted and line.kind:
        line.effects.append(f"{line.kind} in a quote")
    line.text = _inline(rest, line, outer=True)
    return line


def _inline(text: str, line: Line, *, outer: bool) -> str:
    shown = ""
    place = 0
    while place < len(text):
        rest = text[place:]
        if rest[0] == "\\" and len(rest) > 1 and not (rest[1].isalnum() or rest[1].isspace()):
            shown, place = shown + rest[1], place + 2
        elif outer and rest.startswith("**") and (end := _closing(rest)):
            inner = _inline(rest[2:end], line, outer=False)
            line.bold.append(inner)
            shown, place = shown + inner, place + end + 2
        elif found := _LABELLED.match(rest):
            line.links.append(found["in"] or found["bare"])
            shown, place = shown + _inline(found["label"], line, outer=False), place + found.end()
        elif found := _ADDRESS.match(rest):
            line.links.append(found.group())
            shown, place = shown + found.group(), place + found.end()
        elif found := _ANGLED.match(rest):
            line.effects.append(found.group())
            shown, place = shown + found.group(), place + found.end()
        elif style := next((style for style in _STYLES if rest.startswith(style)), ""):
            line.effects.append(style)
            shown, place = shown + style, place + len(style)
        else:
            shown, place = shown + rest[0], place + 1
    return shown


def _closing(text: str) -> int:
    """Return where the bold text that begins here ends, or 0."""
    place = 2
    while place < len(text):
        if text[place] == "\\":
            place += 2
        elif text.startswith("**", place) and place > 2:
            return place
        else:
            place += 1
    return 0
