"""Changes to the text of articles: passages and sections, given as Markdown with citations as they are written."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from ldnbot.corpus.blocktext import block_text
from ldnbot.corpus.citation import find_citations, remove_citations
from ldnbot.corpus.folder import CONTROL
from ldnbot.corpus.manuscript import Block, BlockType, Manuscript, parse_manuscript, write_manuscript
from ldnbot.corpus.reader import read_article, slug
from ldnbot.errors import EditRefused
from ldnbot.moderation.mentions import follow, forget
from ldnbot.moderation.sources import Edited, OpenArticle, Sources, find_passage, one_line, open_article

__all__ = [
    "AddPassage",
    "AddSection",
    "AfterPassage",
    "EndOfSection",
    "RemovePassage",
    "RemoveSection",
    "ReplacePassage",
    "add_passage",
    "add_section",
    "passage_source",
    "remove_passage",
    "remove_section",
    "replace_passage",
]

_PASSAGES = (BlockType.PARAGRAPH, BlockType.LIST, BlockType.TABLE, BlockType.QUOTE)
_NAME = re.compile(r"<!--\s*passage:")
_WORDS_IN_NAME = 4
_MOST = 20_000
"""Characters of one change: what ldnbot reads of one paragraph."""


@dataclass(frozen=True, slots=True)
class AfterPassage:
    """The place below a passage, by its id."""

    passage: str


@dataclass(frozen=True, slots=True)
class EndOfSection:
    """The place at the end of a section, by its heading path; before the first heading it is empty."""

    article: str
    heading_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplacePassage:
    """Give a passage another text. A second paragraph becomes a passage of its own, after it."""

    passage: str
    text: str


@dataclass(frozen=True, slots=True)
class AddPassage:
    """Add a passage. Each paragraph, list, table and block quote of the text is one, the first with that name."""

    place: AfterPassage | EndOfSection
    text: str
    name: str = ""
    """Without it: the first words."""


@dataclass(frozen=True, slots=True)
class AddSection:
    """Add a heading with its first passages, after a section and what is below it; without one, at the end."""

    article: str
    heading: str
    text: str
    after: tuple[str, ...] = ()
    """The heading path of the section that it follows, whose level it has."""


@dataclass(frozen=True, slots=True)
class RemovePassage:
    """Take a passage away, with everything that points at it."""

    passage: str


@dataclass(frozen=True, slots=True)
class RemoveSection:
    """Take a heading away, with all that stands below it and everything that points there."""

    article: str
    heading_path: tuple[str, ...]


def passage_source(sources: Sources, passage: str) -> str:
    """Return the Markdown of a passage, as a moderator edits it.

    Raises:
        EditRefused: there is none of that id.
    """
    opened, found = find_passage(sources, passage)
    return opened.manuscript.blocks[opened.place_of(found)].source.rstrip()


def replace_passage(edit: ReplacePassage, sources: Sources) -> Edited:
    """Return the corpus with the passage's text replaced.

    A passage whose id came from words that change gets a name for good, and what points at it follows.

    Raises:
        EditRefused: there is no such passage, the text is the same, or is no text of a passage.
    """
    opened, passage = find_passage(sources, edit.passage)
    blocks = list(opened.manuscript.blocks)
    place = opened.place_of(passage)
    first, *more = _new_blocks(edit.text)
    if not more and first == blocks[place].source.rstrip():
        raise EditRefused("nothing is changed", where=passage.id, fix="Change the text, or leave the passage as it is")
    tail = _tail(blocks[place])
    added = [first + ("\n\n" if more else tail), *_named(more, _names(opened), tail)]
    unnamed = "/" in passage.id.partition("/")[2]
    kept = _with_blocks(opened, place, place + 1, added)
    if unnamed and _id_at(kept, opened, place) != passage.id:
        name = _free(passage.id.rpartition("/")[2], _names(opened))
        added = [f"<!-- passage: {name} -->\n\n", *added]
        kept = _with_blocks(opened, place, place + 1, added)
        said: tuple[str, ...] = (f"The passage is called {opened.name}/{name} from now on, whatever its words become.",)
    else:
        said = ()
    if more:
        said = (*said, f"{_passages(len(more))} after it: a passage is one paragraph, list, table or call-out.")
    return _finished(sources, opened, kept, place, place + 1, added, said)


def add_passage(edit: AddPassage, sources: Sources) -> Edited:
    """Return the corpus with the new passage.

    Raises:
        EditRefused: there is no such place, the name is taken, or the text is no text of a passage.
    """
    match edit.place:
        case AfterPassage(wanted):
            opened, passage = find_passage(sources, wanted)
            place = opened.place_of(passage) + 1
        case EndOfSection(article, path):
            opened = open_article(sources, article)
            place = _end_of_section(opened, path)
    names = _names(opened)
    name = slug(edit.name)
    if name in names:
        fix = f"Choose another one, such as {_free(name, names)}"
        raise EditRefused(f"there is a passage {opened.name}/{name} already", fix=fix)
    added = _named(_new_blocks(edit.text), names, "\n\n", first=name)
    said = (f"{_passages(len(added) // 2)} after one another.",) if len(added) > 2 else ()
    return _finished(sources, opened, _with_blocks(opened, place, place, added), place, place, added, said)


def add_section(edit: AddSection, sources: Sources) -> Edited:
    """Return the corpus with the new section.

    Raises:
        EditRefused: there is no section to follow, the heading stands there already or cannot be one, or the text is
            no text of a passage.
    """
    opened = open_article(sources, edit.article)
    heading = one_line(edit.heading.lstrip("# "), "the heading", most=120)
    if find_citations(heading):
        raise EditRefused("a heading cites nothing", fix="Put the citation into the sentence that it supports")
    if not slug(heading):
        raise EditRefused("there is no word in the heading", fix="Name the section in words")
    level, place = 2, _before_bibliography(opened)
    if edit.after:
        _, place, level = _span_of_section(opened, edit.after)
    path = (*edit.after[:-1], heading)
    if any(slug(section.heading) == slug(heading) for section in opened.article.sections if section.heading):
        fix = "Add the passage to that section, or name yours otherwise"
        raise EditRefused(f"the article has a section {heading} already", fix=fix)
    added = [f"{'#' * level} {heading}\n\n", *_named(_new_blocks(edit.text), _names(opened), "\n\n")]
    kept = _with_blocks(opened, place, place, added)
    read, _ = read_article(kept, opened.name, opened.file)
    if path not in {section.heading_path for section in read.sections}:
        raise EditRefused(f"{heading} cannot be a heading", fix="Write it in plain words, without Markdown")
    return _finished(sources, opened, kept, place, place, added, ())


def remove_passage(edit: RemovePassage, sources: Sources) -> Edited:
    """Return the corpus without the passage; a heading that has nothing left below it goes too.

    Raises:
        EditRefused: there is no such passage, or it is the article's last.
    """
    opened, passage = find_passage(sources, edit.passage)
    if len(list(opened.article.passages)) == 1:
        raise EditRefused("it is the only passage of its article", where=passage.id, fix="Remove the article's file")
    blocks = opened.manuscript.blocks
    end = opened.place_of(passage) + 1
    start = _start_with_name(blocks, end - 1)
    said: tuple[str, ...] = ()
    heading = blocks[start - 1] if start and blocks[start - 1].type is BlockType.HEADING else None
    if heading and (end == len(blocks) or _closes(blocks[end], _level(heading))):
        start -= 1
        said = (f"The heading {passage.heading_path[-1]} had nothing else below it and went too.",)
    return _removed(sources, opened, start, end, [passage.id], said)


def remove_section(edit: RemoveSection, sources: Sources) -> Edited:
    """Return the corpus without the section and the sections below it.

    Raises:
        EditRefused: there is no such section, or nothing would be left of the article.
    """
    opened = open_article(sources, edit.article)
    start, end, _ = _span_of_section(opened, edit.heading_path)
    lines = {block.line for block in opened.manuscript.blocks[start:end]}
    gone = [passage.id for passage in opened.article.passages if passage.line in lines]
    if len(gone) == len(list(opened.article.passages)):
        raise EditRefused("nothing would be left of the article", where=opened.file, fix="Remove the article's file")
    return _removed(sources, opened, start, end, gone, (f"{_passages(len(gone))} removed.",) if len(gone) != 1 else ())


def _new_blocks(text: str) -> list[str]:
    """Return the sources of the passages in what a moderator wrote, without the empty lines after each."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
    if not plain.strip():
        raise EditRefused("there is no text", fix="Write the passage, or remove it with corpus propose remove")
    if len(plain) > _MOST:
        raise EditRefused(f"the text has {len(plain):,} characters", fix=f"{_MOST:,} at once is the most")
    if match := CONTROL.search(plain):
        raise EditRefused(f"the text holds an invisible character U+{ord(match.group()):04X}", fix="Type it anew")
    manuscript = parse_manuscript(plain + "\n")
    if manuscript.front_matter or manuscript.unclosed:
        raise EditRefused("the text begins with a line ---", fix="Leave that line out")
    for block in manuscript.blocks:
        if block.type is BlockType.HEADING:
            fix = "Add a section for it, or leave it out. A line of --- or === makes a heading of the line above"
            raise EditRefused("there is a heading in the text", where=block.source.strip(), fix=fix)
        if block.type not in _PASSAGES or block.too_long or block.too_deep:
            first = block.source.strip().partition("\n")[0]
            raise EditRefused(
                "code, HTML, comments and lines across are no passages: nothing in them could be found or quoted",
                where=first[:60],
                fix="Write a paragraph, a list, a table or a block quote",
            )
        if not block_text(block.tokens).text:
            raise EditRefused("there is a passage without words", fix="Write it in words")
    return [block.source.rstrip() for block in manuscript.blocks]


def _named(blocks: Sequence[str], names: Iterable[str], tail: str, first: str = "") -> list[str]:
    """Return each block with a name for good before it."""
    taken = set(names)
    found: list[str] = []
    for number, source in enumerate(blocks):
        parsed = parse_manuscript(source + "\n").blocks[0]
        words = slug(remove_citations(block_text(parsed.tokens).text)).split("-")[:_WORDS_IN_NAME]
        name = _free((first if not number else "") or "-".join(words) or "passage", taken)
        taken.add(name)
        found += [f"<!-- passage: {name} -->\n\n", source + (tail if number == len(blocks) - 1 else "\n\n")]
    return found


def _names(opened: OpenArticle) -> frozenset[str]:
    return frozenset(passage.id.partition("/")[2] for passage in opened.article.passages)


def _free(name: str, taken: Iterable[str]) -> str:
    held = frozenset(taken)
    return next(made for n in count(1) if (made := name if n == 1 else f"{name}-{n}") not in held)


def _tail(block: Block) -> str:
    return block.source[len(block.source.rstrip()) :]


def _with_blocks(opened: OpenArticle, start: int, end: int, added: Sequence[str]) -> str:
    """Return the article's text with the blocks from `start` to `end` replaced by new sources."""
    blocks = opened.manuscript.blocks
    before = [block.source for block in blocks[:start]]
    after = [block.source for block in blocks[end:]]
    if added and before and not before[-1].endswith("\n\n"):
        before[-1] = before[-1].rstrip("\n") + "\n\n"
    new = list(added)
    if new and not after:
        new[-1] = new[-1].rstrip("\n") + "\n"
    if not new and before and not after:
        before[-1] = before[-1].rstrip("\n") + "\n"
    texts = (*before, *new, *after)
    return write_manuscript(replace(opened.manuscript, blocks=tuple(Block(BlockType.OTHER, text, 0) for text in texts)))


def _id_at(text: str, opened: OpenArticle, place: int) -> str:
    manuscript = parse_manuscript(text)
    if place >= len(manuscript.blocks):
        return ""
    article, _ = read_article(text, opened.name, opened.file)
    line = manuscript.blocks[place].line
    return next((passage.id for passage in article.passages if passage.line == line), "")


def _finished(
    sources: Sources, opened: OpenArticle, text: str, start: int, end: int, added: Sequence[str], said: Sequence[str]
) -> Edited:
    """Return the corpus with the article's new text, everything that points at passages of it pointing right.

    Raises:
        EditRefused: the text around the change would be read differently.
    """
    old, new = opened.manuscript, parse_manuscript(text)
    expected = [*_spoken(old.blocks[:start]), *(source.strip() for source in added), *_spoken(old.blocks[end:])]
    if new.front_matter != old.front_matter or list(_spoken(new.blocks)) != expected:
        fix = "Begin and end it with an ordinary sentence, or put a sentence between it and its neighbour"
        raise EditRefused("next to what stands around it, the text would be read as one with it", fix=fix)
    renamed = _renamed(opened, new, text, start, end, len(added))
    return Edited(follow({**sources, opened.file: text}, renamed), tuple(said))


def _renamed(opened: OpenArticle, new: Manuscript, text: str, start: int, end: int, added: int) -> Mapping[str, str]:
    """Return old id → new id of the passages that stayed: those around the change, and the one that was replaced."""
    article, _ = read_article(text, opened.name, opened.file)
    ids = {passage.line: passage.id for passage in article.passages}
    found: dict[str, str] = {}
    for passage in opened.article.passages:
        place = opened.place_of(passage)
        if place < start:
            now = place
        elif place >= end:
            now = place - (end - start) + added
        else:  # replaced: the first passage of what was added
            now = next(n for n in range(start, start + added) if new.blocks[n].line in ids)
        found[passage.id] = ids[new.blocks[now].line]
    return {old: now for old, now in found.items() if old != now}


def _spoken(blocks: Iterable[Block]) -> Iterable[str]:
    return (block.source.strip() for block in blocks)


def _removed(
    sources: Sources, opened: OpenArticle, start: int, end: int, gone: Sequence[str], said: Sequence[str]
) -> Edited:
    forgotten = forget(sources, gone)
    reopened = open_article(forgotten.sources, opened.name)
    text = _with_blocks(reopened, start, end, [])
    old, new = reopened.manuscript, parse_manuscript(text)
    if list(_spoken(new.blocks)) != [*_spoken(old.blocks[:start]), *_spoken(old.blocks[end:])]:
        fix = "Put a comment such as <!-- --> between the two in an editor first"
        raise EditRefused("without it, the passages before and after it would be read as one", fix=fix)
    article, _ = read_article(text, opened.name, opened.file)
    ids = {passage.line: passage.id for passage in article.passages}
    renamed = {}
    for passage in reopened.article.passages:
        place = reopened.place_of(passage)
        if not start <= place < end:
            now = ids[new.blocks[place if place < start else place - (end - start)].line]
            if now != passage.id:
                renamed[passage.id] = now
    return Edited(follow({**forgotten.sources, opened.file: text}, renamed), (*said, *forgotten.said))


def _start_with_name(blocks: Sequence[Block], place: int) -> int:
    while place and blocks[place - 1].type is BlockType.COMMENT and _NAME.search(blocks[place - 1].source):
        place -= 1
    return place


def _closes(block: Block, level: int) -> bool:
    return block.type is BlockType.HEADING and _level(block) <= level


def _level(block: Block) -> int:
    return int(block.tokens[0].tag[1:])


def _section_line(opened: OpenArticle, path: tuple[str, ...]) -> int:
    for section in opened.article.sections:
        if section.heading_path == path:
            return section.line
    named = [section for section in opened.article.sections if path and slug(section.heading) == slug(path[-1])]
    if len(named) == 1:
        return named[0].line
    headings = " | ".join(section.heading for section in opened.article.sections if section.heading)
    fix = f"The sections are {headings}" if headings else "The article has no headings"
    wanted = " › ".join(path) or "before the first heading"
    raise EditRefused(f"there is no section {wanted}", where=opened.file, fix=fix)


def _span_of_section(opened: OpenArticle, path: tuple[str, ...]) -> tuple[int, int, int]:
    """Return the first block of a section, the block after all that is below it, and its heading's level."""
    line = _section_line(opened, path)
    blocks = opened.manuscript.blocks
    start = next(n for n, block in enumerate(blocks) if block.line == line)
    if blocks[start].type is not BlockType.HEADING:
        raise EditRefused("the part before the first heading is no section", fix="Remove its passages one by one")
    level = _level(blocks[start])
    for end in range(start + 1, len(blocks)):
        if _closes(blocks[end], level):
            return start, end, level
    return start, len(blocks), level


def _end_of_section(opened: OpenArticle, path: tuple[str, ...]) -> int:
    blocks = opened.manuscript.blocks
    if path:
        line = _section_line(opened, path)
        start = next(n for n, block in enumerate(blocks) if block.line == line) + 1
    else:
        start = 0
    end = start
    while end < len(blocks) and blocks[end].type not in (BlockType.HEADING, BlockType.BIBLIOGRAPHY):
        end += 1
    return end


def _before_bibliography(opened: OpenArticle) -> int:
    blocks = opened.manuscript.blocks
    for place, block in enumerate(blocks):
        if block.type is BlockType.BIBLIOGRAPHY:
            return place - 1 if place and blocks[place - 1].type is BlockType.HEADING else place
    return len(blocks)


def _passages(number: int) -> str:
    return "1 passage" if number == 1 else f"{number} passages"
