"""An article file as blocks whose texts, put together, are the file again to the last byte.

Reading takes nothing away, so that a change to one block leaves every other as its author wrote it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

__all__ = ["LONGEST_TEXT", "Block", "BlockType", "Manuscript", "parse_manuscript", "write_manuscript"]

LONGEST_TEXT = 20_000
"""Characters of one paragraph, item or cell that are read: ten pages. Parsing what is longer can take minutes."""

_DEEPEST = 19
"""The level at which the parser stops reading what stands inside a list item or a block quote."""

_FENCES = ("---", "...")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
"""CommonMark's lines; str.splitlines would also split at form feeds and Unicode separators."""


class BlockType(StrEnum):
    """What a block is in Markdown, as far as a corpus tells them apart."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    QUOTE = "quote"
    COMMENT = "comment"
    BIBLIOGRAPHY = "bibliography"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its source, which runs up to the next block and so holds the empty lines between them."""

    type: BlockType
    source: str
    line: int
    """Where it begins in the file, from 1."""

    tokens: tuple[Token, ...] = ()
    """The parser's reading of it."""

    @property
    def too_long(self) -> bool:
        """Tell whether a paragraph, item or cell of it has more than 20,000 characters and so was not read."""
        return any("too_long" in token.meta for token in self.tokens)

    @property
    def too_deep(self) -> bool:
        """Tell whether lists or block quotes stand in one another so deeply that the innermost were not read."""
        return any(
            token.level >= _DEEPEST and token.type in ("list_item_open", "blockquote_open") for token in self.tokens
        )


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A file in pieces: the front matter with its two fences (empty if there is none), and the blocks."""

    front_matter: str
    blocks: tuple[Block, ...]
    preamble: str = ""
    """Empty lines between the front matter and the first block."""

    @property
    def yaml(self) -> str:
        """Return the front matter without its fences."""
        return "".join(_LINE.findall(self.front_matter)[1:-1])

    @property
    def unclosed(self) -> bool:
        """Tell whether front matter begins and nothing ends it, so that it reads as text of the article."""
        first = _LINE.match(self.preamble or (self.blocks[0].source if self.blocks else ""))
        return not self.front_matter and first is not None and _opens(first.group())

    def replace_block(self, line: int, source: str) -> "Manuscript":
        """Return the manuscript with the source of the block that begins at `line` replaced, and nothing else."""
        return replace(
            self, blocks=tuple(replace(block, source=source) if block.line == line else block for block in self.blocks)
        )


def write_manuscript(manuscript: Manuscript) -> str:
    """Return the text of the file."""
    return manuscript.front_matter + manuscript.preamble + "".join(block.source for block in manuscript.blocks)


def parse_manuscript(text: str) -> Manuscript:
    """Return the pieces of `text`; `write_manuscript` puts them together to the same text."""
    front_matter, body = _split_front_matter(text)
    lines = _LINE.findall(body)
    first_line = len(_LINE.findall(front_matter)) + 1
    tops = _top_level(_parser().parse(body))
    starts = [_start(group) for group in tops]
    if not starts:
        return Manuscript(front_matter, (), preamble=body)
    blocks = []
    for group, start, end in zip(tops, starts, [*starts[1:], len(lines)], strict=True):
        source = "".join(lines[start:end])
        blocks.append(Block(_type_of(group, source), source, first_line + start, tuple(group)))
    return Manuscript(front_matter, tuple(blocks), preamble="".join(lines[: starts[0]]))


@cache
def _parser() -> MarkdownIt:
    # Without the rules that would change what a reader sees into something the source does not say.
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable(["reference"])
    parser.core.ruler.before("inline", "too_long", _set_aside)
    return parser


def _set_aside(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > LONGEST_TEXT:
            token.content, token.meta = "", {"too_long": True}


def _split_front_matter(text: str) -> tuple[str, str]:
    if not _opens(text.partition("\n")[0]):
        return "", text
    lines = _LINE.findall(text)
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() in _FENCES:
            return "".join(lines[:number]), "".join(lines[number:])
    return "", text


def _opens(line: str) -> bool:
    # A byte order mark is no part of the text: Windows editors put it before the first fence.
    return line.removeprefix("\ufeff").rstrip() == _FENCES[0]


def _top_level(tokens: Sequence[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            groups.append([])
        groups[-1].append(token)
        depth += token.nesting
    return groups


def _start(group: Sequence[Token]) -> int:
    mapped = group[0].map
    if mapped is None:  # the parser maps every block token; a reader of this error has met a new parser
        raise ValueError(f"the Markdown parser gave no lines for {group[0].type}")
    return mapped[0]


def _type_of(group: Sequence[Token], source: str) -> BlockType:
    match group[0].type:
        case "heading_open":
            return BlockType.HEADING
        case "paragraph_open" if source.startswith(":::"):
            return BlockType.BIBLIOGRAPHY
        case "paragraph_open":
            return BlockType.PARAGRAPH
        case "bullet_list_open" | "ordered_list_open":
            return BlockType.LIST
        case "table_open":
            return BlockType.TABLE
        case "blockquote_open":
            return BlockType.QUOTE
        case "html_block" if source.strip().startswith("<!--") and source.strip().endswith("-->"):
            return BlockType.COMMENT
        case _:
            return BlockType.OTHER
