"""Sections and references of a corpus, found by what a person types."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from ldnbot.corpus.article import Article, Section
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.reader import slug
from ldnbot.corpus.reference import Reference
from ldnbot.errors import NotFound

__all__ = ["Entry", "find_reference", "find_sections", "table_of_contents"]

_ALIKE = 70
"""Per cent of likeness from which a reference's key is worth proposing."""

_LIKE = 60
"""Per cent of likeness from which a heading is worth proposing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents. Numbers count from 1 over the whole corpus."""

    number: int
    article: Article
    section: Section

    @property
    def title(self) -> str:
        """Return the heading, or the article's title for the part before the first."""
        return self.section.heading or self.article.title


def table_of_contents(corpus: Corpus) -> tuple[Entry, ...]:
    """Return every section in reading order."""
    return tuple(Entry(number, *found) for number, found in enumerate(corpus.sections, start=1))


def find_sections(corpus: Corpus, wanted: str) -> tuple[Entry, ...]:
    """Return the section of that number or heading, with the sections below it.

    A heading may be cut short or slightly misspelt, as long as one section is clearly meant.

    Raises:
        NotFound: no section, or more than one, is meant.
    """
    entries = table_of_contents(corpus)
    chosen = _chosen(entries, wanted)
    path = chosen.section.heading_path
    return tuple(
        entry
        for entry in entries
        if entry.article is chosen.article
        and (entry is chosen or (path and entry.section.heading_path[: len(path)] == path))
    )


def find_reference(corpus: Corpus, wanted: str) -> tuple[int, Reference]:
    """Return the reference with that display number or key.

    Raises:
        NotFound: there is none.
    """
    name = wanted.strip().strip("[]@ ")
    for number, reference in corpus.numbered():
        if name in (str(number), reference.key):
            return number, reference
    count = len(corpus.numbers)
    keys = [key for key, _, _ in process.extract(name, list(corpus.numbers), scorer=fuzz.WRatio, score_cutoff=_ALIKE)]
    fix = f"The numbers go from 1 to {count}" if count else "Nothing is cited in this corpus"
    if keys and not name.isdigit():
        fix = f"Did you mean {' or '.join(keys[:3])}"
    raise NotFound(f"there is no reference {_shown(wanted)}", fix=fix)


def _chosen(entries: Sequence[Entry], wanted: str) -> Entry:
    if re.fullmatch(r"\d{1,4}", wanted.strip()):
        for entry in entries:
            if entry.number == int(wanted):
                return entry
    name = slug(wanted)
    for matches in (_equal, _beginning, _holding):
        found = [entry for entry in entries if name and matches(slug(entry.title), name)]
        if len(found) == 1:
            return found[0]
        if found and len({entry.title for entry in found}) > 1:
            raise NotFound(f"{_shown(wanted)} could be more than one section", fix=f"Say which: {_titles(found)}")
        if found:
            return found[0]
    alike = process.extract(name, [slug(entry.title) for entry in entries], scorer=fuzz.WRatio, score_cutoff=_LIKE)
    proposed = [entries[place] for _, _, place in alike[:3]]
    fix = f"Did you mean {_titles(proposed)}" if proposed else "See all with: ldnbot read"
    raise NotFound(f"there is no section {_shown(wanted)}", fix=fix)


def _equal(title: str, name: str) -> bool:
    return title == name


def _beginning(title: str, name: str) -> bool:
    return title.startswith(name)


def _holding(title: str, name: str) -> bool:
    return name in title


def _titles(entries: Sequence[Entry]) -> str:
    return " | ".join(f"{entry.number} {entry.title}" for entry in entries)


def _shown(wanted: str) -> str:
    plain = "".join(_printable(wanted))
    return f"“{plain[:60]}…”" if len(plain) > 60 else f"“{plain}”"


def _printable(text: str) -> Iterator[str]:
    return (character if character.isprintable() else " " for character in text)
