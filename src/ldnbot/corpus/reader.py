"""From the text of an article file to an Article, with everything that is wrong on the way."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ldnbot.corpus.article import Article, BlockKind, Passage, Section, Sentence
from ldnbot.corpus.blocktext import BlockText, block_text, inline_text
from ldnbot.corpus.citation import find_citations
from ldnbot.corpus.finding import Finding, Severity
from ldnbot.corpus.frontmatter import read_front_matter
from ldnbot.corpus.manuscript import Block, BlockType, Manuscript, parse_manuscript
from ldnbot.corpus.sentences import split_sentences

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
    front_matter, findings = read_front_matter(manuscript.yaml, file)
    reader = _Reader(name, file)
    sections = reader.sections(manuscript)
    return Article(name, front_matter, sections), (*findings, *reader.findings)


class _Reader:
    """Walks the blocks, keeping the headings above the current one and the ids already given."""

    def __init__(self, name: str, file: str) -> None:
        self._name = name
        self._file = file
        self._ids: Counter[str] = Counter()
        self.findings: list[Finding] = []

    def sections(self, manuscript: Manuscript) -> tuple[Section, ...]:
        path: list[tuple[int, str]] = []
        opened = (0, manuscript.blocks[0].line if manuscript.blocks else 1)
        passages: list[Passage] = []
        found: list[Section] = []
        wanted = ""

        def close() -> None:
            # The part before the first heading counts only if something stands there.
            if path or passages:
                found.append(Section(tuple(heading for _, heading in path), opened[0], tuple(passages), opened[1]))

        for block in manuscript.blocks:
            if block.type is BlockType.HEADING:
                close()
                level, heading = self._heading(block)
                path = [*(above for above in path if above[0] < level), (level, heading)]
                opened, passages, wanted = (level, block.line), [], ""
            elif block.type is BlockType.COMMENT:
                wanted = self._passage_name(block) or wanted
            elif block.type is BlockType.BIBLIOGRAPHY:
                path, passages = self._end_bibliography(path, passages, found)
            elif passage := self._passage(block, tuple(heading for _, heading in path), wanted):
                passages.append(passage)
                wanted = ""
        close()
        return tuple(found)

    def _end_bibliography(
        self, path: list[tuple[int, str]], passages: list[Passage], found: list[Section]
    ) -> tuple[list[tuple[int, str]], list[Passage]]:
        # A heading that holds the bibliography's place and nothing else is no section to read.
        if path and not passages and not any(section.heading_path[: len(path)] == _texts(path) for section in found):
            return path[:-1] if len(path) > 1 else [], []
        return path, passages

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
        if slug(name) != name:
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
            if self._ids[chosen]:
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
        self._ids[chosen] += 1
        return chosen if self._ids[chosen] == 1 else f"{chosen}-{self._ids[chosen]}"


def _texts(path: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(heading for _, heading in path)


def _sentences(body: BlockText) -> Iterator[Sentence]:
    for line in body.lines:
        words = line.of(body.text)
        for span in split_sentences(words, find_citations(words)):
            placed = type(span)(line.start + span.start, line.start + span.end)
            inside = tuple(mark for mark in find_citations(body.text) if placed.contains(mark.span))
            yield Sentence(placed, inside)
