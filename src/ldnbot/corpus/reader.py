"""From the text of an article file to an Article, with everything that is wrong on the way."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ldnbot.corpus.article import Article, BlockKind, FrontMatter, Passage, Section, Sentence
from ldnbot.corpus.blocktext import BlockText, block_text, inline_text
from ldnbot.corpus.citation import find_citations
from ldnbot.corpus.finding import Finding, Severity
from ldnbot.corpus.frontmatter import read_front_matter
from ldnbot.corpus.manuscript import LONGEST_TEXT, Block, BlockType, Manuscript, parse_manuscript
from ldnbot.corpus.sentences import split_sentences
from ldnbot.corpus.span import Span

__all__ = ["read_article", "slug"]

_KINDS = {
    BlockType.PARAGRAPH: BlockKind.PARAGRAPH,
    BlockType.LIST: BlockKind.LIST,
    BlockType.TABLE: BlockKind.TABLE,
    BlockType.QUOTE: BlockKind.CALLOUT,
}
_NAME = re.compile(r"<!--\s*passage:\s*(?P<name>.*?)\s*-->")
_WORDS_IN_ID = 4


def slug(text: str) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens: `Crohn’s disease` → `crohns-disease`."""
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]", "", text)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def read_article(text: str, name: str, file: str) -> tuple[Article, tuple[Finding, ...]]:
    """Return the article in `text` and its findings. With errors among them the article is only good for looking at."""
    manuscript = parse_manuscript(text)
    if manuscript.unclosed:
        what = "the front matter begins and does not end"
        fix = "write a line --- after its last field"
        return Article(name, FrontMatter(title=""), ()), (
            Finding(file, 1, Severity.ERROR, "unclosed-front-matter", what, fix),
        )
    front_matter, findings = read_front_matter(manuscript.yaml, file)
    reader = _Reader(name, file)
    sections = reader.sections(manuscript)
    return Article(name, front_matter, sections), (*findings, *reader.findings)


class _Reader:
    """Walks the blocks, keeping the headings above the current one and the ids already given."""

    def __init__(self, name: str, file: str) -> None:
        self._name = name
        self._file = file
        self._ids: set[str] = set()
        self._copies: Counter[str] = Counter()
        self.findings: list[Finding] = []

    def sections(self, manuscript: Manuscript) -> tuple[Section, ...]:
        path: list[tuple[int, str]] = []
        opened = (0, manuscript.blocks[0].line if manuscript.blocks else 1)
        passages: list[Passage] = []
        found: list[Section] = []
        wanted = ""
        bibliography = False

        def close() -> None:
            # The part before the first heading counts only if something stands there; a heading over the
            # bibliography's place alone is no section to read.
            if passages or (path and not bibliography):
                found.append(Section(tuple(heading for _, heading in path), opened[0], tuple(passages), opened[1]))

        for block in manuscript.blocks:
            self._check_block(block)
            if block.type is BlockType.HEADING:
                close()
                level, heading = self._heading(block)
                path = [*(above for above in path if above[0] < level), (level, heading)]
                opened, passages, wanted, bibliography = (level, block.line), [], "", False
            elif block.type is BlockType.COMMENT:
                wanted = self._passage_name(block) or wanted
            elif block.type is BlockType.BIBLIOGRAPHY:
                bibliography = True
            elif passage := self._passage(block, tuple(heading for _, heading in path), wanted):
                passages.append(passage)
                wanted = ""
        close()
        return tuple(found)

    def _check_block(self, block: Block) -> None:
        if block.too_long:
            what = f"a paragraph of more than {LONGEST_TEXT:,} characters is not read"
            self._add(block, Severity.ERROR, "too-long", what, "put an empty line where a new thought begins")
        if block.too_deep:
            what = "what is nested this deeply is not read"
            self._add(block, Severity.ERROR, "too-deep", what, "write it with fewer levels of lists and quotes")

    def _add(self, block: Block, severity: Severity, code: str, what: str, fix: str) -> None:
        self.findings.append(Finding(self._file, block.line, severity, code, what, fix))

    def _heading(self, block: Block) -> tuple[int, str]:
        heading = " ".join(inline_text(token) for token in block.tokens if token.type == "inline")
        if not heading:
            self._add(block, Severity.ERROR, "empty-heading", "a heading without words", "name it or delete it")
        if find_citations(heading):
            self._add(
                block,
                Severity.ERROR,
                "citation-in-heading",
                "a citation in a heading is shown nowhere",
                "move it into the sentence that it supports",
            )
        return int(block.tokens[0].tag[1:]), heading

    def _passage_name(self, block: Block) -> str:
        match = _NAME.search(block.source)
        if match is None:
            return ""
        name = match["name"]
        if not name or slug(name) != name:
            self._add(
                block,
                Severity.ERROR,
                "bad-passage-name",
                f"the passage name {name!r} is not one word",
                f"write it in small letters and hyphens: {slug(name) or 'a-name'}",
            )
        return slug(name)

    def _passage(self, block: Block, path: tuple[str, ...], wanted: str) -> Passage | None:
        kind = _KINDS.get(block.type)
        if kind is None:
            if block.source.strip() and block.tokens[0].type != "hr":
                self._add(
                    block,
                    Severity.WARNING,
                    "unread-block",
                    "code and HTML are not read: nothing in this block can be found or quoted",
                    "write it as a paragraph, list or table",
                )
            return None
        body = block_text(block.tokens)
        if not body.text:
            return None
        return Passage(
            id=self._id(block, path, body, wanted),
            kind=kind,
            text=body.text,
            sentences=tuple(_sentences(body)),
            citations=find_citations(body.text),
            heading_path=path,
            article=self._name,
            line=block.line,
        )

    def _id(self, block: Block, path: tuple[str, ...], body: BlockText, wanted: str) -> str:
        if wanted:
            chosen = f"{self._name}/{wanted}"
            if chosen in self._ids:
                self._add(
                    block,
                    Severity.ERROR,
                    "duplicate-passage",
                    f"two passages are named {wanted}",
                    "give one of them another name",
                )
        else:
            first_words = "-".join(slug(body.text).split("-")[:_WORDS_IN_ID]) or "passage"
            chosen = f"{self._name}/{slug(path[-1]) if path else 'start'}/{first_words}"
        given = chosen
        while given in self._ids:  # also when another block's own words give it the second one's name
            self._copies[chosen] += 1
            given = f"{chosen}-{self._copies[chosen] + 1}"
        self._ids.add(given)
        return given


def _sentences(body: BlockText) -> Iterator[Sentence]:
    for line in body.lines:
        words = line.of(body.text)
        marks = find_citations(words)
        for span in split_sentences(words, marks):
            inside = (replace(mark, span=_shifted(mark.span, line.start)) for mark in marks if span.contains(mark.span))
            yield Sentence(_shifted(span, line.start), tuple(inside))


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
