"""A file of a corpus as a tree of named pieces, so that two changes of it can be put together piece by piece.

The pieces of an article are the fields of its front matter, its headings and its passages; those of a YAML file its
fields, entries and lines. Their texts, put together, are the file again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from ldnbot.corpus.manuscript import Block, BlockType, parse_manuscript
from ldnbot.corpus.reader import read_article, slug
from ldnbot.errors import EditRefused
from ldnbot.moderation.yamlnodes import compose

__all__ = ["END", "Piece", "outline", "write_outline"]

END = ""
"""The gap after the last piece of a file, whatever line feeds stand there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A named part of a file: its own text, and the pieces below it."""

    name: str
    """Differs from those of its neighbours below the same piece."""

    text: str
    """Without the line feeds after it. Of a piece with others below it: what stands before the first."""

    gap: str = "\n"
    """The line feeds after its own text, or END."""

    pieces: tuple["Piece", ...] = ()
    ordered: bool = False
    """Whether the order of what is below it says something: that of passages does, that of entries does not."""

    def says(self) -> tuple[Any, ...]:
        """Return what it says, without the gaps: equal for pieces that differ in empty lines alone."""
        return (self.name, self.text, tuple(piece.says() for piece in self.pieces))


def outline(file: str, text: str) -> Piece:
    """Return the file as one piece with others below it. What cannot be read is one piece without any below it."""
    whole = Piece(file, text.rstrip("\n"), END)
    pieces = _article(file, text) if file.endswith(".md") else tuple(_yaml(text))
    if not pieces:
        return whole
    head = pieces[0] if pieces[0].name == "head" else Piece("head", "", END)
    below = pieces[1:] if pieces[0].name == "head" else pieces
    ordered = file.endswith(".md")
    found = Piece(file, head.text, head.gap, _ended(below), ordered=ordered)
    ends = text[len(text.rstrip("\n")) :]
    return found if write_outline(found, ends) == text else whole


def write_outline(piece: Piece, end: str) -> str:
    """Return the file's text, with the line feeds `end` after the last piece."""
    texts = [part for part in _flat(piece) if part[0]]
    inside = "\n\n" if piece.ordered else "\n"
    return "".join(text + (gap or inside) for text, gap in texts[:-1]) + (texts[-1][0] + end if texts else end)


def _flat(piece: Piece) -> Iterator[tuple[str, str]]:
    yield piece.text, piece.gap
    for below in piece.pieces:
        yield from _flat(below)


def _ended(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces, the last text of which is followed by the end of the file."""
    if not pieces:
        return ()
    last = pieces[-1]
    ended = replace(last, pieces=_ended(last.pieces)) if last.pieces else replace(last, gap=END)
    return (*pieces[:-1], ended)


def _cut(text: str) -> tuple[str, str]:
    kept = text.rstrip("\n")
    return kept, text[len(kept) :]


def _distinct(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    seen: Counter[str] = Counter()
    found = []
    for piece in pieces:
        seen[piece.name] += 1
        count = seen[piece.name]
        found.append(piece if count == 1 else replace(piece, name=f"{piece.name} ({count})"))
    return tuple(found)


def _article(file: str, text: str) -> tuple[Piece, ...]:
    manuscript = parse_manuscript(text)
    if manuscript.unclosed or not manuscript.blocks:
        return ()
    found = list(_front_matter(manuscript.front_matter, manuscript.yaml))
    article, _ = read_article(text, file.removesuffix(".md"), file)
    ids = {passage.line: passage.id for passage in article.passages}
    paths = {section.line: section.heading_path for section in article.sections}
    waiting = ""
    before = manuscript.preamble
    for block in manuscript.blocks:
        if block.type is BlockType.COMMENT:
            waiting += block.source
            continue
        name = ids.get(block.line) or _block_name(block, paths)
        body, gap = _cut(waiting + block.source)
        found.append(Piece(name, body, gap))
        waiting = ""
    if waiting:
        body, gap = _cut(waiting)
        found.append(Piece(_digest(body), body, gap))
    if found and before and manuscript.front_matter:
        fence = next(place for place, piece in enumerate(found) if piece.name == "---")
        found[fence] = replace(found[fence], gap=found[fence].gap + before)
    return _distinct(found)


def _front_matter(whole: str, inside: str) -> Iterator[Piece]:
    if not whole:
        return
    lines = whole.splitlines(keepends=True)
    head, gap = _cut(lines[0])
    fields = tuple(_yaml(inside))
    yield Piece("head", head, gap)
    if fields:
        first = fields[0]
        if first.name == "head":
            yield Piece("note", first.text, first.gap)
        yield Piece("front matter", "", "\n", fields[1:] if first.name == "head" else fields)
    elif inside:
        yield Piece("front matter", *_cut(inside))
    body, gap = _cut(lines[-1])
    yield Piece("---", body, gap)


def _block_name(block: Block, paths: Mapping[int, tuple[str, ...]]) -> str:
    if block.type is BlockType.HEADING:
        path = paths.get(block.line) or (block.source.strip(),)
        return "heading " + " › ".join(slug(heading) for heading in path)
    return _digest(block.source)


def _digest(text: str) -> str:
    return f"block {hashlib.sha256(text.strip().encode()).hexdigest()[:8]}"


def _yaml(text: str) -> Iterator[Piece]:
    """Yield the pieces of a YAML file: `head` for what stands before the first field, then its fields."""
    try:
        root = compose(text, "")
    except EditRefused:
        return
    if not isinstance(root, yaml.CollectionNode) or root.flow_style or not root.value:
        return
    lines = text.splitlines(keepends=True)
    if "".join(lines) != text or any(len(line) != len(line.rstrip("\n")) + 1 for line in lines[:-1]):
        return  # a line separator that YAML does not count
    first, pieces = _below(root, lines, 0, len(lines))
    if first:
        body, gap = _cut("".join(lines[:first]))
        yield Piece("head", body, gap)
    yield from pieces


def _below(node: yaml.CollectionNode, lines: Sequence[str], start: int, end: int) -> tuple[int, tuple[Piece, ...]]:
    """Return the line at which the first piece of a block begins, and its pieces up to line `end`."""
    if isinstance(node, yaml.MappingNode):
        if not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value):
            return start, ()
        parts = [(key.start_mark.line, key.value, value) for key, value in node.value]
    else:
        parts = [(item.start_mark.line, _entry_name(item), item) for item in node.value]
    starts: list[int] = []
    for line, _, _ in parts:
        begun = line
        # What stands above an entry belongs to it: a comment, an empty line.
        least = starts[-1] + 1 if starts else start + 1
        while begun > least and not lines[begun - 1].partition("#")[0].strip():
            begun -= 1
        starts.append(begun)
    if len(set(starts)) < len(starts):
        return start, ()
    pieces = []
    for (_, name, value), begun, until in zip(parts, starts, [*starts[1:], end], strict=True):
        pieces.append(_piece(name, value, lines, begun, until))
    return starts[0], _distinct(pieces)


def _piece(name: str, value: yaml.Node, lines: Sequence[str], begun: int, until: int) -> Piece:
    if isinstance(value, yaml.CollectionNode) and not value.flow_style and value.value:
        first, pieces = _below(value, lines, begun - 1 if isinstance(value, yaml.MappingNode) else begun, until)
        if pieces and first >= begun:
            head, gap = _cut("".join(lines[begun:first]))
            return Piece(name, head, gap, pieces)
    body, gap = _cut("".join(lines[begun:until]))
    return Piece(name, body, gap)


def _entry_name(item: yaml.Node) -> str:
    match item:
        case yaml.ScalarNode(value=value):
            return str(value)
        case yaml.MappingNode():
            named = {
                key.value: value.value
                for key, value in item.value
                if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
            }
            return named.get("id") or named.get("name") or _digest(repr(sorted(named.items())))
        case _:
            return "entry"
