"""What Discord offers while somebody types: headings and known questions, most alike first. Any text may be sent.

At most 25 choices of 100 characters each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from ldnbot.answering.triage.triage import triage
from ldnbot.corpus.contents import table_of_contents
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.vancouver import render_short

__all__ = ["Known", "known_questions", "suggest_questions", "suggest_references", "suggest_sections"]

_MOST = 25
_LONGEST = 100
_ALIKE = 60
_FEW = 10
"""Known questions offered: more would push what was typed off a phone."""

Choices = Sequence[tuple[str, str]]
"""(what is shown, what is sent)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What can be offered from a corpus."""

    headings: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """The headings, the corpus's own questions that it answers, and other ways to ask."""


def known_questions(corpus: Corpus) -> Known:
    """Return what can be offered: worked out once for a corpus, because it is asked for at every key."""
    headings = tuple(entry.title for entry in table_of_contents(corpus) if entry.section.heading)
    answered = (question.question for question in corpus.questions.questions if question.passages)
    lines = (line for found in corpus.questions.also_asked.values() for line in found)
    questions = dict.fromkeys(text for text in (*headings, *answered, *lines) if len(text) <= _LONGEST)
    return Known(headings, tuple(questions))


def suggest_questions(known: Known, typed: str) -> Choices:
    """Return headings and questions that the corpus answers, alike to what was typed so far.

    Nothing is offered to somebody who may be in danger: they should send what they have.
    """
    if triage(typed).urgent:
        return ()
    if not typed.strip():
        return _pairs(known.headings)
    found = process.extract(
        typed, known.questions, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_ALIKE, limit=_FEW
    )
    return _pairs([text for text, _, _ in found])


def suggest_sections(corpus: Corpus, typed: str) -> Choices:
    """Return the headings of the corpus, in order; of a part of one typed those that are alike."""
    entries = [(entry.title, str(entry.number)) for entry in table_of_contents(corpus)]
    if not typed.strip():
        return [(title[:_LONGEST], number) for title, number in entries[:_MOST]]
    titles = [title for title, _ in entries]
    found = process.extract(
        typed, titles, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_ALIKE, limit=_MOST
    )
    return [(title[:_LONGEST], entries[place][1]) for title, _, place in found]


def suggest_references(corpus: Corpus, typed: str) -> Choices:
    """Return the references by number, or those whose author, year or title is alike to what was typed."""
    lines = [
        (f"[{number}] {render_short(found)} {found.title}"[:_LONGEST], str(number))
        for number, found in corpus.numbered()
    ]
    bare = typed.strip().strip("[]")
    if not bare:
        return lines[:_MOST]
    if bare.isdigit():
        return [pair for pair in lines if pair[1].startswith(bare)][:_MOST]
    shown = [line for line, _ in lines]
    found = process.extract(
        bare, shown, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_ALIKE, limit=_MOST
    )
    return [lines[place] for _, _, place in found]


def _pairs(texts: Sequence[str]) -> Choices:
    return [(text[:_LONGEST], text[:_LONGEST]) for text in texts[:_MOST]]
