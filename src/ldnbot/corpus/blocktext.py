"""What a reader sees of a block: its Markdown as plain text, citation marks as written.

A paragraph is one line; a list has a line for each item (`- `, or its number as written), a table one for each row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from ldnbot.corpus.span import Span

__all__ = ["BlockText", "block_text", "inline_text"]

_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class BlockText:
    """The text of a block, and the stretch of each of its lines that holds sentences (a list's markers are outside)."""

    text: str
    lines: tuple[Span, ...]


def inline_text(token: Token) -> str:
    """Return the plain text of an inline token: no markup, white space folded."""
    parts = []
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline" | "text_special":
                parts.append(child.content)
            case "softbreak" | "hardbreak":
                parts.append(" ")
            case "image":
                parts.append(inline_text(child))
            case _:
                pass  # the ends of emphasis and links, and inline HTML
    return _SPACE.sub(" ", "".join(parts)).strip()


def block_text(tokens: Sequence[Token]) -> BlockText:
    """Return the plain text of a paragraph, list, table or block quote."""
    lines: list[tuple[str, str]] = []
    depth = 0
    marker = ""
    cells: list[str] | None = None
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
            case "list_item_open":
                # The number as written: counting anew would show what the source does not say.
                marker = "  " * (depth - 1) + (f"{token.info}{token.markup} " if token.info else "- ")
            case "tr_open":
                cells = []
            case "tr_close":
                lines.append(("", " | ".join(cell for cell in cells or () if cell)))
                cells = None
            case "inline" if cells is not None:
                cells.append(inline_text(token))
            case "inline":
                words = inline_text(token)
                if marker or not (depth and lines):
                    lines.append((marker, words))
                else:  # a further paragraph of the same item
                    lead, before = lines[-1]
                    lines[-1] = (lead, f"{before} {words}")
                marker = ""
            case _:
                pass
    text = ""
    spans = []
    for lead, words in lines:
        if not words:
            continue
        text += "\n" if text else ""
        text += lead
        spans.append(Span(len(text), len(text) + len(words)))
        text += words
    return BlockText(text, tuple(spans))
