"""Faults that show only when articles and references are seen together.

Faults inside one file are found where it is read (`reader`, `frontmatter`, `bibliography`).
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ldnbot.corpus.article import Article, BlockKind, Caution, Passage
from ldnbot.corpus.citation import find_citations
from ldnbot.corpus.finding import Finding, Severity
from ldnbot.corpus.lexicon import Lexicon, Topic
from ldnbot.corpus.nearest import did_you_mean, nearest
from ldnbot.corpus.reader import slug
from ldnbot.corpus.reference import Reference

__all__ = ["UNDECLARED_CAUTION", "check_articles", "check_cautions", "check_references"]

UNDECLARED_CAUTION = "no-caution"
"""The code of the one error that does not keep a corpus from being asked: the fixed notices stand all the same."""

_LOOKS_CITED = re.compile(r"\[\s*\d+(?:\s*[,;–-]\s*\d+)*\s*\]")
_BARE_KEY = re.compile(r"(?<![\w@/.])@[A-Za-z][A-Za-z0-9_-]*")
_NUMBERED_HEADING = re.compile(r"([0-9]{1,3})[.)]\s")
_STRAY = re.compile(r"\w*(?P<sign>\*\*|__|\]\(|`)[^\s*`]{0,30}")
_ITEM = re.compile(r"^(?P<indent> *)(?:(?P<number>[0-9]{1,9})(?P<mark>[.)])|-) ", re.MULTILINE)


def check_articles(
    articles: Sequence[Article], keys: frozenset[str], today: date, sources: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield what is wrong with the articles, given the bibliography's keys and each file's text."""
    for article in articles:
        file = f"{article.name}.md"
        source = _Source(sources[file])
        if slug(article.name) != article.name:
            what = "the file's name is part of every passage's id, and is not in small letters and hyphens"
            fix = f"name it {slug(article.name) or 'article'}.md"
            yield Finding(file, 0, Severity.WARNING, "bad-file-name", what, fix)
        yield from _front_matter(article, file, source, today)
        yield from _companions(article, file, source)
        yield from _structure(article, file)
        passages = list(article.passages)
        ends = [*(later.line for later in passages[1:]), source.last_line + 1]
        for passage, end in zip(passages, ends, strict=False):
            yield from _Citations(passage, keys, file, source.part(passage.line, end)).findings()
            if passage.kind is BlockKind.LIST:
                yield from _numbering(passage, file, source.part(passage.line, end))


class _Source:
    """A stretch of a file, from which the line of a finding is told."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._first_line = first_line
        self._after: dict[str, int] = {}

    @property
    def last_line(self) -> int:
        return self._first_line + len(self._starts) - 1

    def part(self, line: int, end: int) -> "_Source":
        """Return the lines from `line` up to, not including, `end`."""
        last = self._starts[end - 1] if end <= len(self._starts) else len(self._text)
        return _Source(self._text[self._starts[line - 1] : last], line)

    def line_of(self, wanted: str) -> int:
        """Return the line of the next place where the pattern `wanted` stands, or the first line if none is left."""
        match = re.compile(wanted, re.MULTILINE).search(self._text, self._after.get(wanted, 0))
        if match is None:
            return self._first_line
        self._after[wanted] = match.end()
        return self._first_line + bisect_right(self._starts, match.start()) - 1


def check_cautions(articles: Sequence[Article], lexicon: Lexicon) -> Iterator[Finding]:
    """Yield which articles about a medicine do not say where they warn of opioids, or of pregnancy."""
    medicines = {
        word.casefold()
        for concept in lexicon.concepts.values()
        if concept.topic is Topic.MEDICINE
        for word in (*concept.words, *concept.exact)
    }
    for article in articles:
        titled = re.findall(r"[^\W_]+(?:-[^\W_]+)*", article.title.casefold())
        phrases = {
            " ".join(titled[start:end]) for end in range(len(titled) + 1) for start in range(max(0, end - 4), end)
        }
        if not phrases & medicines:
            continue
        declared = {caution for caution, _ in article.front_matter.cautions}
        for caution in Caution:
            if caution not in declared:
                what = f"the article is about a medicine and declares no caution for {caution}"
                fix = f"add cautions: with {caution}: and the name of the passage that warns of it"
                yield Finding(f"{article.name}.md", 1, Severity.ERROR, "no-caution", what, fix)


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
        if reference.retracted and reference.key in cited:
            what = f"{reference.key} has been retracted, and is cited"
            fix = "see whether what it is cited for still holds; while it is cited, every answer says so"
            yield Finding(file, reference.line, Severity.WARNING, "cites-retracted", what, fix)
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


def _front_matter(article: Article, file: str, source: _Source, today: date) -> Iterator[Finding]:
    front = article.front_matter
    if not front.title:
        return  # what could not be read has been found fault with
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
        fix = "write the day of the last review"
        yield Finding(file, source.line_of("^reviewed:"), Severity.ERROR, "reviewed-later", what, fix)
    if front.review_due and front.review_due < today:
        what = f"the review was due on {front.review_due}"
        fix = "review the article, then set reviewed: and review_due:"
        yield Finding(file, source.line_of("^review_due:"), Severity.WARNING, "review-overdue", what, fix)


def _companions(article: Article, file: str, source: _Source) -> Iterator[Finding]:
    names = {passage.id.partition("/")[2] for passage in article.passages}
    for name in article.front_matter.named_passages:
        if name not in names:
            what = f"the front matter names the passage {name}, and there is none"
            fix = f"{did_you_mean(name, tuple(names))}Name one that has a line <!-- passage: {name} --> before it"
            line = source.line_of(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
            yield Finding(file, line, Severity.ERROR, "unknown-passage", what, fix)


def _structure(article: Article, file: str) -> Iterator[Finding]:
    if not any(section.passages for section in article.sections):
        what = "the article has no passages, so nothing can be found in it"
        yield Finding(file, 1, Severity.ERROR, "no-passages", what, "write a paragraph below the front matter")
    level = 0
    seen: dict[tuple[str, ...], int] = {}
    numbers: dict[tuple[str, ...], int] = {}
    above = {section.heading_path[:-1] for section in article.sections}
    for section in article.sections:
        path = section.heading_path
        if path and not section.passages and path not in above:
            what = f"the section {section.heading!r} is empty"
            fix = "write its first paragraph, or delete the heading"
            yield Finding(file, section.line, Severity.WARNING, "empty-section", what, fix)
        if section.level > max(level, 1) + 1:
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


class _Citations:
    """What is wrong with the citations of one passage. `source` is the passage's part of the file."""

    def __init__(self, passage: Passage, keys: frozenset[str], file: str, source: _Source) -> None:
        self._passage = passage
        self._keys = keys
        self._file = file
        self._source = source

    def findings(self) -> Iterator[Finding]:
        yield from self._unknown_keys()
        yield from self._marks()
        without = _without_marks(self._passage)
        for match in _LOOKS_CITED.finditer(without):
            what = f"{match.group()} looks like a citation and is none"
            fix = "write [@key], or the number without brackets"
            yield self._found(re.escape(match.group()), Severity.ERROR, "looks-cited", what, fix)
        for match in _BARE_KEY.finditer(without):
            if match.group()[1:] in self._keys:
                what = f"{match.group()} stands outside brackets"
                outside = rf"{re.escape(match.group())}(?![\w-])(?![^\[\]]*\])"
                yield self._found(outside, Severity.ERROR, "bare-key", what, f"write [{match.group()}]")
        for match in _STRAY.finditer(without):
            what = f"{match.group()!r} has a sign of Markdown that begins or ends nothing, and members see it"
            fix = f"write the other {match['sign']}, or delete it" if match["sign"] != "](" else "end the link with )"
            yield self._found(re.escape(match.group()), Severity.WARNING, "stray-markup", what, fix)

    def _found(self, pattern: str, severity: Severity, code: str, what: str, fix: str) -> Finding:
        return Finding(self._file, self._source.line_of(pattern), severity, code, what, fix)

    def _unknown_keys(self) -> Iterator[Finding]:
        likely: dict[str, str] = {}
        for key in (key for citation in self._passage.citations for key in citation.keys):
            if key in self._keys:
                continue
            if key not in likely:
                likely[key] = nearest(key, self._keys)
            what = f"[@{key}] is cited and references.yaml has no such key"
            meant = f"did you mean [@{likely[key]}]? " if likely[key] else ""
            fix = f"{meant}Correct the key, or add the reference"
            yield self._found(rf"@{key}(?![\w-])", Severity.ERROR, "unknown-key", what, fix)

    def _marks(self) -> Iterator[Finding]:
        for citation in self._passage.citations:
            mark = citation.span.of(self._passage.text)
            # The mark may run over two lines of the file.
            pattern = r"\s+".join(re.escape(word) for word in mark.split())
            if not citation.keys:
                fix = "write [@key], with a key from references.yaml"
                yield self._found(pattern, Severity.ERROR, "malformed-citation", f"{mark} cites nothing", fix)
            elif not citation.plain:
                what = f"{mark} holds more than keys, which is shown nowhere"
                fix = "write [@key] or [@key1; @key2], and the rest into the sentence"
                yield self._found(pattern, Severity.WARNING, "citation-detail", what, fix)


def _without_marks(passage: Passage) -> str:
    text = list(passage.text)
    for citation in find_citations(passage.text):
        text[citation.span.start : citation.span.end] = " " * (citation.span.end - citation.span.start)
    return "".join(text)


def _numbering(passage: Passage, file: str, source: _Source) -> Iterator[Finding]:
    numbers: dict[int, int] = {}
    for match in _ITEM.finditer(passage.text):
        indent = len(match["indent"])
        numbers = {outer: seen for outer, seen in numbers.items() if outer <= indent}
        if match["number"] is None:
            continue
        number, mark = int(match["number"]), match["mark"]
        line = source.line_of(rf"^[ \t>+*\-]*{match['number']}{re.escape(mark)}(?=\s)")
        if indent in numbers and number != numbers[indent] + 1:
            what = f"item {number} of the list follows item {numbers[indent]}"
            yield Finding(file, line, Severity.WARNING, "mixed-up-numbering", what, "number its items in order")
        numbers[indent] = number
