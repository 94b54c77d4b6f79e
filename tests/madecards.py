"""Reads the cards back that Discord would receive: their texts, marks, references and quotes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bodies import check_body
from chatmarkdown import Block
from ldnbot.surfaces.discord.layout import Message
from surfaced import MARK, components_of, folded

__all__ = ["BULLET", "body_of", "file_of", "listed", "marked", "whole_quotes"]

BULLET = re.compile(r"^\s*(?:[-•]|\d+[.)])\s+", re.MULTILINE)
_PART = re.compile(r"Part (\d+) of (\d+) of a long passage")
_ENTRY = re.compile(r"\[(\d+)\] ")


def body_of(message: Message) -> Mapping[str, Any]:
    body = {"components": components_of(message), "flags": 1 << 15, "allowed_mentions": {"parse": []}}
    check_body("POST", "/channels/1/messages", body)
    return body


def file_of(message: Message) -> str:
    return message.file.fp.read().decode() if message.file else ""


def marked(text: str) -> set[int]:
    return {int(number) for mark in MARK.findall(text) for number in re.findall(r"\d+", mark)}


def listed(found: Sequence[Block]) -> set[int]:
    """Return the numbers of the references that a page lists."""
    lines = [line.text for block in found for line in block.lines if not line.quoted]
    return {int(entry[1]) for line in lines if (entry := _ENTRY.match(line))}


def whole_quotes(pages: Sequence[Sequence[Block]]) -> Iterator[tuple[str, str]]:
    """Yield (text, bold text) of each quote, its parts put together."""
    parts: dict[int, tuple[str, str]] = {}
    for block in (block for page in pages for block in page if block.quoted):
        part = next((found for line in block.lines if (found := _PART.fullmatch(line.text)) and not line.quoted), None)
        if part is None:
            yield folded(block.quoted), folded(block.bold)
            continue
        parts[int(part[1])] = (folded(block.quoted), folded(block.bold))
        if len(parts) == int(part[2]):
            ordered = [parts[number] for number in sorted(parts)]
            yield "".join(text for text, _ in ordered), "".join(bold for _, bold in ordered)
            parts = {}
    assert not parts
