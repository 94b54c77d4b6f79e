"""A corpus: its articles, its references, and the one numbering that all its surfaces share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ldnbot.corpus.article import Article, Passage, Section
from ldnbot.corpus.citation import Citation, number_keys
from ldnbot.corpus.lexicon import Lexicon
from ldnbot.corpus.questions import Questions
from ldnbot.corpus.reference import Reference

__all__ = ["Corpus"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is known, as one value that never changes: a change is a new corpus with another version."""

    articles: tuple[Article, ...]
    references: Mapping[str, Reference]
    """Every reference by its key, cited or not."""

    version: str
    """The first twelve hexadecimal digits of a hash over the files' names and contents."""

    lexicon: Lexicon = field(default_factory=lambda: Lexicon({}))
    """The words members use. A folder without a lexicon of its own has the shipped one."""

    questions: Questions = field(default_factory=Questions)
    """Other ways to ask for its passages, and its own test questions."""

    sample: tuple[str, ...] = ()
    """How members write when they ask about such things: its own lines, or the shipped corpus's."""

    numbers: Mapping[str, int] = field(init=False)
    """Each cited key's display number: articles in order of their names, keys in order of first citation."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", number_keys(self._citations()))

    def _citations(self) -> Iterator[Citation]:
        for passage in self.passages:
            yield from passage.citations

    @property
    def passages(self) -> Iterator[Passage]:
        """Yield every passage in reading order."""
        for article in self.articles:
            yield from article.passages

    @property
    def sections(self) -> Iterator[tuple[Article, Section]]:
        """Yield every section with its article, in reading order."""
        for article in self.articles:
            for section in article.sections:
                yield article, section

    def article(self, name: str) -> Article:
        """Return the article of that name.

        Raises:
            KeyError: there is none.
        """
        for article in self.articles:
            if article.name == name:
                return article
        raise KeyError(name)

    def numbered(self) -> Iterator[tuple[int, Reference]]:
        """Yield (display number, reference) of every cited reference, from 1."""
        for key, number in self.numbers.items():
            yield number, self.references[key]
