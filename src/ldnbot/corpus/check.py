"""Faults that show only when articles and references are seen together.

Faults inside one file are found where it is read (`reader`, `frontmatter`, `bibliography`).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from ldnbot.corpus.article import Article, BlockKind, Passage
from ldnbot.corpus.citation import find_citations
from ldnbot.corpus.finding import Finding, Severity
from ldnbot.corpus.reference import Reference

__all__ = ["check_articles", "check_references"]

_LOOKS_CITED = re.compile(r"\[\s*\d+(?:\s*[,;–-]\s*\d+)*\s*\]")
_BARE_KEY = re.compile(r"(?<![\w@/.])@[A-Za-z][A-Za-z0-9_-]*")
_NUMBERED_HEADING = re.compile(r"(\d+)[.)]?\s")


def check_articles(
    articles: Sequence[Article], keys: frozenset[str], today: date, file_of: Callable[[Article], str]
) -> Iterator[Finding]:
    """Yield what is wrong with the articles, given the keys that the bibliography has."""
    for article in articles:
        file = file_of(article)
        yield from _dates(article, file, today)
        yield from _structure(article, file)
        for passage in article.passages:
            yield from _citations(passage, keys, file)


def check_references(references: Sequence[Reference], cited: frozenset[str], file: str) -> Iterator[Finding]:
    """Yield what is wrong with the bibliography, given the keys that the articles cite."""
    first: dict[str, Reference] = {}
    for reference in references:
        if earlier := first.get(reference.key):
            what = f"the key {reference.key} stands on line {earlier.line} too"
            fix = "delete one of the two, or give it a key of its own"
            yield Finding(file, reference.line, Severity.ERROR, "duplicate-key", what, fix)
        first.setdefault(reference.key, reference)
        if not reference.issued and not reference.accessed:
            what = f"{reference.key} has no date"
            fix = "add issued: 'YYYY-MM-DD', or accessed: for a web page"
            yield Finding(file, reference.line, Severity.WARNING, "missing-date", what, fix)
        if reference.key not in cited:
            what = f"nothing cites {reference.key}"
            fix = f"cite it as [@{reference.key}], or delete it"
            yield Finding(file, reference.line, Severity.WARNING, "uncited-reference", what, fix)
    for field in ("doi", "pmid", "pmcid"):
        yield from _shared_identifiers(references, field, file)


def _shared_identifiers(references: Sequence[Reference], field: str, file: str) -> Iterator[Finding]:
    holders: defaultdict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        if value := str(getattr(reference, field)).lower():
            holders[value].append(reference)
    for earlier, *others in holders.values():
        for other in others:
            if other.key != earlier.key:
                what = f"{other.key} has the {field.upper()} of {earlier.key} (line {earlier.line})"
                fix = "they are the same work: keep one entry, and cite its key"
                yield Finding(file, other.line, Severity.ERROR, f"duplicate-{field}", what, fix)


def _dates(article: Article, file: str, today: date) -> Iterator[Finding]:
    front = article.front_matter
    for name, value in (
        ("language", front.language),
        ("licence", front.licence),
        ("authors", front.authors),
        ("source", front.source),
        ("reviewed", front.reviewed),
        ("reviewed_by", front.reviewed_by),
        ("review_due", front.review_due),
        ("conflicts_of_interest", front.conflicts_of_interest),
    ):
        if not value:
            what = f"the front matter does not give {name}"
            yield Finding(file, 1, Severity.WARNING, "missing-field", what, f"add {name}: …")
    if front.reviewed and front.reviewed > today:
        what = f"the review is dated {front.reviewed}, which is yet to come"
        yield Finding(file, 1, Severity.ERROR, "reviewed-later", what, "write the day of the last review")
    if front.review_due and front.review_due < today:
        what = f"the review was due on {front.review_due}"
        fix = "review the article, then set reviewed: and review_due:"
        yield Finding(file, 1, Severity.WARNING, "review-overdue", what, fix)


def _structure(article: Article, file: str) -> Iterator[Finding]:
    if not any(section.passages for section in article.sections):
        what = "the article has no passages, so nothing can be found in it"
        yield Finding(file, 1, Severity.ERROR, "no-passages", what, "write a paragraph below the front matter")
    level = 0
    seen: dict[tuple[str, ...], int] = {}
    numbers: dict[tuple[str, ...], int] = {}
    for section in article.sections:
        path = section.heading_path
        below = any(other.heading_path[: len(path)] == path != other.heading_path for other in article.sections)
        if path and not section.passages and not below:
            what = f"the section {section.heading!r} is empty"
            fix = "write its first paragraph, or delete the heading"
            yield Finding(file, section.line, Severity.WARNING, "empty-section", what, fix)
        if section.level > max(level, 2) + (0 if level == 0 else 1):
            what = f"the heading {section.heading!r} skips a level"
            fix = f"write it with {'#' * (max(level, 1) + 1)}"
            yield Finding(file, section.line, Severity.WARNING, "skipped-level", what, fix)
        level = section.level or level
        if path in seen:
            what = f"the heading {section.heading!r} stands on line {seen[path]} too"
            yield Finding(file, section.line, Severity.WARNING, "duplicate-heading", what, "name one of them otherwise")
        seen.setdefault(path, section.line)
        if match := _NUMBERED_HEADING.match(section.heading):
            number, parent = int(match[1]), path[:-1]
            if parent in numbers and number != numbers[parent] + 1:
                what = f"heading number {number} follows number {numbers[parent]}"
                yield Finding(file, section.line, Severity.WARNING, "mixed-up-numbering", what, "number them in order")
            numbers[parent] = number


def _citations(passage: Passage, keys: frozenset[str], file: str) -> Iterator[Finding]:
    for citation in passage.citations:
        for key in citation.keys:
            if key not in keys:
                what = f"[@{key}] is cited and references.yaml has no such key"
                fix = "correct the key, or add the reference"
                yield Finding(file, passage.line, Severity.ERROR, "unknown-key", what, fix)
        if not citation.keys:
            what = f"{citation.span.of(passage.text)} cites nothing"
            fix = "write [@key], with a key from references.yaml"
            yield Finding(file, passage.line, Severity.ERROR, "malformed-citation", what, fix)
        elif not citation.plain:
            what = f"{citation.span.of(passage.text)} holds more than keys, which is shown nowhere"
            fix = "write [@key] or [@key1; @key2], and the rest into the sentence"
            yield Finding(file, passage.line, Severity.WARNING, "citation-detail", what, fix)
    if passage.citations and not any(sentence.citations for sentence in passage.sentences):
        what = "the citations belong to no sentence"
        yield Finding(file, passage.line, Severity.ERROR, "stray-citation", what, "put each inside its sentence")
    without = _without_marks(passage)
    for match in _LOOKS_CITED.finditer(without):
        what = f"{match.group()} looks like a citation and is none"
        fix = "write [@key], or the number without brackets"
        yield Finding(file, passage.line, Severity.ERROR, "looks-cited", what, fix)
    for match in _BARE_KEY.finditer(without):
        if match.group()[1:] in keys:
            what = f"{match.group()} stands outside brackets"
            yield Finding(file, passage.line, Severity.ERROR, "bare-key", what, f"write [{match.group()}]")
    if passage.kind is BlockKind.LIST and _skips(passage.text):
        what = "the numbered list does not count up"
        yield Finding(file, passage.line, Severity.WARNING, "mixed-up-numbering", what, "number its items in order")


def _without_marks(passage: Passage) -> str:
    text = list(passage.text)
    for citation in find_citations(passage.text):
        text[citation.span.start : citation.span.end] = " " * (citation.span.end - citation.span.start)
    return "".join(text)


def _skips(text: str) -> bool:
    numbers = [int(match) for match in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    return any(later != earlier + 1 for earlier, later in zip(numbers, numbers[1:], strict=False))
