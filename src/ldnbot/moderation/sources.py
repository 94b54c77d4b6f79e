"""A corpus as texts, what a change makes of it, and the articles in it as pieces that can be changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from ldnbot.corpus.article import Article, Passage
from ldnbot.corpus.folder import CONTROL, LARGEST_FILE
from ldnbot.corpus.manuscript import Manuscript, parse_manuscript
from ldnbot.corpus.nearest import did_you_mean
from ldnbot.corpus.reader import read_article
from ldnbot.errors import EditRefused

__all__ = [
    "Edited",
    "OpenArticle",
    "Sources",
    "find_passage",
    "one_line",
    "open_article",
    "passage_ids",
    "within_limits",
]

Sources = Mapping[str, str]
"""File name → text, as `ldnbot.corpus.folder.read_sources` returns it."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What a change made of a corpus, and what changed besides what was asked for, in sentences for a moderator."""

    sources: Sources
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """An article's file in blocks, with what is read from them."""

    file: str
    manuscript: Manuscript
    article: Article

    @property
    def name(self) -> str:
        """Return the article's name: its file without the ending."""
        return self.article.name

    def place_of(self, passage: Passage) -> int:
        """Return the number of the block that the passage is, from 0."""
        return next(n for n, block in enumerate(self.manuscript.blocks) if block.line == passage.line)


def open_article(sources: Sources, name: str) -> OpenArticle:
    """Return the article of that name.

    Raises:
        EditRefused: there is none, or its front matter never ends.
    """
    file = f"{name}.md"
    if file not in sources:
        names = [other.removesuffix(".md") for other in sources if other.endswith(".md")]
        fix = f"{did_you_mean(name, names)}The articles are {', '.join(names) or 'none'}"
        raise EditRefused(f"there is no article {name}", fix=fix)
    manuscript = parse_manuscript(sources[file])
    article, findings = read_article(sources[file], name, file)
    if manuscript.unclosed:
        raise EditRefused(findings[0].what, where=f"{file}:1", fix=findings[0].fix)
    return OpenArticle(file, manuscript, article)


def find_passage(sources: Sources, wanted: str) -> tuple[OpenArticle, Passage]:
    """Return the passage of that id with its article.

    Raises:
        EditRefused: there is none.
    """
    name = wanted.partition("/")[0]
    if f"{name}.md" in sources:
        opened = open_article(sources, name)
        for passage in opened.article.passages:
            if passage.id == wanted:
                return opened, passage
    fix = f"{did_you_mean(wanted, passage_ids(sources))}See ldnbot corpus list for the ids"
    raise EditRefused(f"there is no passage {wanted}", fix=fix)


def passage_ids(sources: Sources) -> tuple[str, ...]:
    """Return the id of every passage in reading order."""
    return tuple(
        passage.id
        for file in sources
        if file.endswith(".md")
        for passage in read_article(sources[file], file.removesuffix(".md"), file)[0].passages
    )


def one_line(text: str, what: str, *, most: int = 300) -> str:
    """Return `text` as one line of plain text.

    Raises:
        EditRefused: nothing is left of it, it holds an invisible character, or it is longer than `most` characters.
    """
    line = " ".join(text.split())
    if not line:
        raise EditRefused(f"{what} is empty", fix="Write it in words")
    if match := CONTROL.search(line):
        raise EditRefused(f"{what} holds an invisible character U+{ord(match.group()):04X}", fix="Type it anew")
    if len(line) > most:
        raise EditRefused(f"{what} has {len(line)} characters", fix=f"Write it with {most} at most")
    return line


def within_limits(before: Sources, after: Sources) -> Sources:
    """Return `after` as it is.

    Raises:
        EditRefused: a file of it that changed is larger than ldnbot reads.
    """
    for file, text in after.items():
        if text != before.get(file) and len(text.encode()) > LARGEST_FILE:
            what = f"the file would have more than {LARGEST_FILE / 1e6:.0f} MB"
            raise EditRefused(what, where=file, fix="Put new text into an article of its own")
    return after
