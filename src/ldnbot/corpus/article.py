"""Articles and what they are made of: sections, passages, sentences.

A passage is the unit that is found and quoted. Its `text` is what a reader sees with the citation marks as written; a
quote is an exact slice of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ldnbot.corpus.citation import Citation
from ldnbot.corpus.span import Span

__all__ = ["Article", "Balance", "BlockKind", "Caution", "FrontMatter", "Passage", "Section", "Sentence", "Source"]


class BlockKind(StrEnum):
    """What a passage is on the page."""

    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    CALLOUT = "call-out"


class Caution(StrEnum):
    """What an article about a medicine must have a caution on."""

    OPIOIDS = "opioid-interaction"
    PREGNANCY = "pregnancy"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of its passage's text, with the citations inside it."""

    span: Span
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of an article.

    `text` has one line for a paragraph or call-out, and a line for each item of a list or row of a table.
    """

    id: str
    kind: BlockKind
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    heading_path: tuple[str, ...]
    article: str
    """The article's name: its file without the ending."""

    line: int
    """Where the block begins in its file, from 1."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the passages directly below it. The part before the first heading has none: its path is empty."""

    heading_path: tuple[str, ...]
    level: int
    passages: tuple[Passage, ...]
    line: int

    @property
    def heading(self) -> str:
        """Return the section's own heading, empty for the part before the first."""
        return self.heading_path[-1] if self.heading_path else ""


@dataclass(frozen=True, slots=True)
class Source:
    """What an article was written from."""

    title: str = ""
    author: str = ""
    url: str = ""
    accessed: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """Passages that claim a benefit, and the passage that says where it ends. All are names within the article."""

    claims: tuple[str, ...]
    limits: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an article says about itself. Absent fields are empty or None."""

    title: str
    language: str = ""
    licence: str = ""
    authors: tuple[str, ...] = ()
    source: Source | None = None
    reviewed: date | None = None
    reviewed_by: str = ""
    review_due: date | None = None
    conflicts_of_interest: str = ""
    cautions: tuple[tuple[Caution, str], ...] = ()
    """The passage that warns of a thing, by its name within the article."""

    balance: tuple[Balance, ...] = ()
    off_label: str = ""
    """The passage that says that the treatment is off-label, by its name within the article."""

    comments: tuple[str, ...] = ()
    """Passages that comment on others, by their names within the article: they are found after those."""

    @property
    def named_passages(self) -> tuple[str, ...]:
        """Return the names of every passage that the front matter points at."""
        balanced = (name for entry in self.balance for name in (*entry.claims, entry.limits))
        found = (*(name for _, name in self.cautions), *balanced, self.off_label, *self.comments)
        return tuple(dict.fromkeys(name for name in found if name))


@dataclass(frozen=True, slots=True)
class Article:
    """One file of the corpus. `name` is the file name without its ending."""

    name: str
    front_matter: FrontMatter
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """Return the title from the front matter."""
        return self.front_matter.title

    @property
    def passages(self) -> Iterator[Passage]:
        """Yield the passages in reading order."""
        for section in self.sections:
            yield from section.passages
