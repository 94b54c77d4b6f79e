"""What two versions of a corpus say differently: passages word by word, references and their numbers, lines, words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from rapidfuzz import fuzz

from ldnbot.corpus.article import Article
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.lexicon import Concept
from ldnbot.corpus.reference import Reference
from ldnbot.corpus.vancouver import render_reference
from ldnbot.moderation.worddiff import Run, word_diff

__all__ = [
    "Change",
    "LineChange",
    "LineKind",
    "PassageChange",
    "ReferenceChange",
    "Renumbered",
    "line_changes",
    "passage_changes",
    "reference_changes",
    "renamings",
    "renumberings",
]

_SAME_PASSAGE = 50
"""Per cent of likeness from which a passage that went and one that came in its article are one that changed."""


class Change(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """It says the same, and stands elsewhere or is called otherwise."""


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage that reads otherwise, stands elsewhere, came or went."""

    id: str
    change: Change
    section: tuple[str, ...]
    runs: tuple[Run, ...]
    """Word by word, citation marks as they are written. Of a passage that came or went: all of it."""

    was: str = ""
    """Its id before, where that was another one."""


@dataclass(frozen=True, slots=True)
class ReferenceChange:
    """A reference that came, went or says something else."""

    key: str
    change: Change
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A reference that is shown under another number. 0: it is not cited."""

    key: str
    before: int
    after: int


class LineKind(StrEnum):
    """Where a line stands that members never see."""

    ALSO_ASKED = "also asked"
    NOT_COVERED = "not covered"
    TEST_QUESTION = "test question"
    CONCEPT = "concept"
    WORD = "word"
    HEAD = "head of the article"


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that came or went."""

    kind: LineKind
    change: Change
    where: str
    """The passage, concept or article that it belongs to."""

    text: str


def renamings(before: Corpus, after: Corpus) -> Mapping[str, str]:
    """Return old id → new id of the passages that are called otherwise, by their text."""
    old = {passage.id: passage for passage in before.passages}
    new = {passage.id: passage for passage in after.passages}
    come = [passage for id_, passage in new.items() if id_ not in old]
    pairs = sorted(
        (
            (-fuzz.ratio(was.text, now.text), place, number, was.id, now.id)
            for place, was in enumerate(passage for id_, passage in old.items() if id_ not in new)
            for number, now in enumerate(come)
            if was.article == now.article
        ),
    )
    found: dict[str, str] = {}
    for alike, _, _, was_id, now_id in pairs:
        if -alike >= _SAME_PASSAGE and was_id not in found and now_id not in found.values():
            found[was_id] = now_id
    return found


def passage_changes(before: Corpus, after: Corpus, renamed: Mapping[str, str]) -> Iterator[PassageChange]:
    """Yield the passages that changed, in reading order; those that went come first."""
    old = {renamed.get(passage.id, passage.id): passage for passage in before.passages}
    new = {passage.id: passage for passage in after.passages}
    for id_, passage in old.items():
        if id_ not in new:
            yield PassageChange(passage.id, Change.REMOVED, passage.heading_path, word_diff(passage.text, ""))
    moved = _out_of_order([id_ for id_ in old if id_ in new], [id_ for id_ in new if id_ in old])
    for id_, passage in new.items():
        was = old.get(id_)
        if was is None:
            yield PassageChange(id_, Change.ADDED, passage.heading_path, word_diff("", passage.text))
            continue
        name = was.id if was.id != id_ else ""
        if (was.text, was.kind) != (passage.text, passage.kind):
            runs = word_diff(was.text, passage.text)
            yield PassageChange(id_, Change.CHANGED, passage.heading_path, runs, name)
        elif name or was.heading_path != passage.heading_path or id_ in moved:
            runs = word_diff(passage.text, passage.text)
            yield PassageChange(id_, Change.MOVED, passage.heading_path, runs, name)


def reference_changes(before: Corpus, after: Corpus) -> Iterator[ReferenceChange]:
    """Yield the references that changed: those that went, then the others in order of the file."""
    for key, reference in before.references.items():
        if key not in after.references:
            yield ReferenceChange(key, Change.REMOVED, word_diff(_told(reference), ""))
    for key, reference in after.references.items():
        was = before.references.get(key)
        if was is None:
            yield ReferenceChange(key, Change.ADDED, word_diff("", _told(reference)))
        elif _told(was) != _told(reference):
            yield ReferenceChange(key, Change.CHANGED, word_diff(_told(was), _told(reference)))


def renumberings(before: Corpus, after: Corpus) -> tuple[Renumbered, ...]:
    """Return the references whose display number moved, in order of the new numbers; those cited no more at the end."""
    keys = (*after.numbers, *(key for key in before.numbers if key not in after.numbers))
    pairs = ((key, before.numbers.get(key, 0), after.numbers.get(key, 0)) for key in keys)
    return tuple(Renumbered(key, was, now) for key, was, now in pairs if was != now)


def line_changes(before: Corpus, after: Corpus, renamed: Mapping[str, str]) -> Iterator[LineChange]:
    """Yield every line that members never see and that came or went."""
    yield from _heads(before.articles, after.articles)
    old = {renamed.get(id_, id_): lines for id_, lines in before.questions.also_asked.items()}
    new = after.questions.also_asked
    for id_ in dict.fromkeys((*old, *new)):
        yield from _compared(LineKind.ALSO_ASKED, id_, old.get(id_, ()), new.get(id_, ()))
    yield from _compared(LineKind.NOT_COVERED, "", before.questions.not_covered, after.questions.not_covered)
    yield from _compared(
        LineKind.TEST_QUESTION,
        "",
        [question.question for question in before.questions.questions],
        [question.question for question in after.questions.questions],
    )
    if before.lexicon is not after.lexicon:
        yield from _concepts(before.lexicon.concepts, after.lexicon.concepts)
        yield from _compared(LineKind.NOT_COVERED, "off topic", before.lexicon.off_topic, after.lexicon.off_topic)


def _out_of_order(before: list[str], after: list[str]) -> frozenset[str]:
    """Return the fewest names that must be moved to turn one order into the other."""
    if before == after:
        return frozenset()
    from rapidfuzz.distance import Indel

    kept = {before[place] for code in Indel.opcodes(before, after) if code.tag == "equal" for place in _places(code)}
    return frozenset(before) - kept


def _places(code: object) -> range:
    return range(code.src_start, code.src_end)  # type: ignore[attr-defined]


def _told(reference: Reference) -> str:
    study = f" ({reference.study.label})" if reference.study else ""
    note = f" Note: {reference.note}" if reference.note else ""
    return f"{render_reference(reference)}{study}{note}"


def _heads(before: Iterable[Article], after: Iterable[Article]) -> Iterator[LineChange]:
    old, new = {article.name: article for article in before}, {article.name: article for article in after}
    for name in dict.fromkeys((*old, *new)):
        was, now = _head(old.get(name)), _head(new.get(name))
        yield from _compared(LineKind.HEAD, name, list(was), list(now))


def _head(article: Article | None) -> Iterator[str]:
    if article is None:
        return
    for field in fields(article.front_matter):
        value = getattr(article.front_matter, field.name)
        if not value:
            continue
        if field.name == "cautions":
            yield from (f"caution for {caution}: {passage}" for caution, passage in value)
        elif field.name == "balance":
            yield from (f"limits of {', '.join(entry.claims)}: {entry.limits}" for entry in value)
        elif field.name == "source":
            told = (value.title, value.author, value.url, value.accessed)
            yield f"source: {', '.join(part for part in told if part)}"
        elif isinstance(value, tuple):
            yield from (f"{field.name}: {item}" for item in value)
        else:
            yield f"{field.name}: {value}"


def _concepts(before: Mapping[str, Concept], after: Mapping[str, Concept]) -> Iterator[LineChange]:
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            change = Change.ADDED if was is None else Change.REMOVED
            words = ", ".join(word for concept in (was, now) if concept for word in (*concept.words, *concept.exact))
            yield LineChange(LineKind.CONCEPT, change, name, words)
            continue
        yield from _compared(LineKind.WORD, name, _words(was), _words(now))


def _words(concept: Concept) -> list[str]:
    return [
        *concept.words,
        *(f"{word} (exactly so)" for word in concept.exact),
        *(f"{word} (misspelt)" for word in concept.misspelt),
        *(f"a kind of {other}" for other in concept.kind_of),
        *(f"near {other}" for other in concept.near),
        f"topic {concept.topic}",
        f"weight {concept.weight:g}",
        *([f"note: {concept.note}"] if concept.note else []),
    ]


def _compared(kind: LineKind, where: str, before: Iterable[str], after: Iterable[str]) -> Iterator[LineChange]:
    old, new = dict.fromkeys(before), dict.fromkeys(after)
    yield from (LineChange(kind, Change.REMOVED, where, line) for line in old if line not in new)
    yield from (LineChange(kind, Change.ADDED, where, line) for line in new if line not in old)
