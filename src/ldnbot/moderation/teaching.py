"""Teaching: from a question that was not answered and the passage that answers it, to the changes that make it so.

Everything here is a proposal like any other: a moderator sees what it does before it is published.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from ldnbot.corpus.article import Passage
from ldnbot.corpus.lexicon import Concept, Lexicon, Topic
from ldnbot.moderation.cleanline import clean_line
from ldnbot.moderation.edits import Edit, title_of
from ldnbot.moderation.lexiconedits import AddWord, WordForm, find_concept
from ldnbot.moderation.questionedits import (
    AddAlsoAsked,
    AddNotCovered,
    AddTestQuestion,
    RemoveNotCovered,
    RemoveTestQuestion,
    read_own_questions,
    same_line,
)
from ldnbot.moderation.sources import Sources, find_passage
from ldnbot.moderation.words import knows_word, lexicon_of
from ldnbot.retrieval.concepts import build_matcher
from ldnbot.retrieval.english import rarity
from ldnbot.retrieval.terms import STOPWORDS, stem, stems, tokens

__all__ = ["Candidate", "Lesson", "UnknownWord", "out_of_scope", "teach", "unknown_words", "with_word"]

_MOST_WORDS = 3
_MOST_CANDIDATES = 8
_SHORTEST = 3
_MISSPELT = 80
"""Per cent of likeness from which an unknown word may be a wrong spelling of a known one."""

_SAME_QUESTION = 92
"""Per cent of likeness from which two lines ask the same."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept that an unknown word may stand for."""

    concept: str
    form: WordForm
    why: str
    """In words for the moderator who chooses."""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word of the question that neither the articles nor the lexicon use, and what it may mean, likeliest first."""

    word: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """The changes that teach a question, and what a person has to decide."""

    question: str
    passage: str
    edits: tuple[Edit, ...]
    unknown: tuple[UnknownWord, ...] = ()
    """Words that a moderator may add to the lexicon with `with_word`. Nothing is added by itself."""

    said: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return one line for a list of proposals."""
        return title_of(self.edits[0]) if self.edits else f"Teach nothing to {self.passage}"


def teach(question: str, passage: str, sources: Sources, *, line: str = "") -> Lesson:
    """Return the changes that let a passage answer a question.

    `line` is the question in other words, where the question itself says too much.

    Raises:
        EditRefused: there is no such passage, or the line would name or reach a person.
    """
    _, there = find_passage(sources, passage)
    taught = clean_line(line or question, known=knows_word(sources))
    own = read_own_questions(sources)
    edits: list[Edit] = []
    said: list[str] = []
    if any(same_line(taught, other) for other in own.also_asked.get(passage, ())):
        said.append("The passage has this line already.")
    else:
        edits.append(AddAlsoAsked(passage, taught))
    for other in dict.fromkeys(own.not_covered):
        if _ask_the_same(taught, other):
            edits.append(RemoveNotCovered(other))
            said.append(f"“{other}” was marked as not covered, and is so no more.")
    tested = next((entry for entry in own.questions if same_line(entry.question, taught)), None)
    if tested and not tested.passages:
        edits.append(RemoveTestQuestion(tested.id))
        said.append(f"The test question {tested.id} said that nothing answers this. It is replaced.")
    elif tested:
        said.append(f"The corpus is tested with this question already, as {tested.id}.")
    if not tested or not tested.passages:
        edits.append(AddTestQuestion(taught, (passage,)))
    if foreign := _foreign_words(taught, there, sources):
        said.append(f"The passage has none of these words: {', '.join(foreign)}. Does it really answer this?")
    return Lesson(taught, passage, tuple(edits), unknown_words(taught, passage, sources), tuple(said))


def with_word(lesson: Lesson, word: str, concept: str, form: WordForm = WordForm.WORDS) -> Lesson:
    """Return the lesson with a word of it added to a concept, as the moderator chose."""
    unknown = tuple(entry for entry in lesson.unknown if entry.word != word)
    return replace(lesson, edits=(*lesson.edits, AddWord(concept, word, form)), unknown=unknown)


def out_of_scope(question: str, sources: Sources, *, theme: str = "") -> tuple[Edit, ...]:
    """Return the change that says of a question that no passage answers it.

    Raises:
        EditRefused: the line would name or reach a person.
    """
    return (AddNotCovered(clean_line(question, known=knows_word(sources)), theme),)


def unknown_words(question: str, passage: str, sources: Sources) -> tuple[UnknownWord, ...]:
    """Return the words of a question that articles and lexicon do not know, the rarest in English first.

    Raises:
        EditRefused: there is no such passage.
    """
    known = knows_word(sources)
    lexicon = lexicon_of(sources)
    mentioned = {
        stem(token.bare) for mention in build_matcher(lexicon).mentions(question) for token in tokens(mention.words)
    }
    words = dict.fromkeys(
        token.bare
        for token in tokens(question)
        if token.bare not in STOPWORDS
        and token.bare.isalpha()
        and len(token.bare) >= _SHORTEST
        and stem(token.bare) not in mentioned
        and not known(token.bare)
        and rarity(token.bare) > 0
    )
    rarest = sorted(words, key=lambda word: -rarity(word))[:_MOST_WORDS]
    return tuple(UnknownWord(word, tuple(_candidates(word, question, passage, sources))) for word in rarest)


def _foreign_words(line: str, passage: Passage, sources: Sources) -> tuple[str, ...]:
    """Return the words of a line if the passage has none of them, by their stems and by what they mean.

    The medicine's name and small talk tell no passage from another, and do not count.
    """
    lexicon = lexicon_of(sources)
    matcher = build_matcher(lexicon)
    text = "\n".join((*(f"{heading}." for heading in passage.heading_path), passage.text))
    spoken, held = matcher.everything(text), frozenset(stems(text))
    common: set[str] = set()
    for mention in matcher.mentions(line):
        if find_concept(lexicon, mention.concept).topic in (Topic.MEDICINE, Topic.CHATTER):
            common.update(token.bare for token in tokens(mention.words))
        elif mention.concept in spoken:
            return ()
    words = tuple(
        dict.fromkeys(
            token.bare
            for token in tokens(line)
            if token.bare not in STOPWORDS and token.bare not in common and len(token.bare) >= _SHORTEST
        )
    )
    return () if any(stem(word) in held for word in words) else words


def _candidates(word: str, question: str, passage: str, sources: Sources) -> Iterator[Candidate]:
    lexicon = lexicon_of(sources)
    found: dict[str, Candidate] = {}
    for meant, name in _alike(word, lexicon):
        found.setdefault(name, Candidate(name, WordForm.MISSPELT, f"a wrong spelling of {meant}?"))
    matcher = build_matcher(lexicon)
    asked = {mention.concept for mention in matcher.mentions(question)}
    _, there = find_passage(sources, passage)
    spoken = matcher.everything("\n".join((*(f"{heading}." for heading in there.heading_path), there.text)))
    lines = read_own_questions(sources).also_asked.get(passage, ())
    counted = Counter(name for line in lines for name in {mention.concept for mention in matcher.mentions(line)})
    for name in sorted({*spoken, *counted}, key=lambda name: (name not in spoken, -counted[name], name)):
        concept = find_concept(lexicon, name)
        if concept.topic is not Topic.CHATTER and name not in asked:
            why = "the passage speaks of it" if name in spoken else "members ask for the passage with it"
            found.setdefault(name, Candidate(name, WordForm.WORDS, f"{why}: {_some_words(concept)}"))
    yield from list(found.values())[:_MOST_CANDIDATES]


def _alike(word: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield the words of the lexicon that the word may be a wrong spelling of, each with its concept."""
    holders = {
        known.casefold(): concept.name
        for concept in lexicon.concepts.values()
        for known in concept.words
        if " " not in known
    }
    for known, _, _ in process.extract(word, list(holders), scorer=fuzz.ratio, score_cutoff=_MISSPELT, limit=3):
        yield known, holders[known]


def _some_words(concept: Concept) -> str:
    words = (*concept.words, *concept.exact)
    return ", ".join(words[:4]) + (" …" if len(words) > 4 else "")


def _ask_the_same(one: str, other: str) -> bool:
    if same_line(one, other):
        return True
    held, others = frozenset(stems(one)), frozenset(stems(other))
    if held == others:
        return bool(held)
    return fuzz.token_sort_ratio(one.casefold(), other.casefold()) >= _SAME_QUESTION
