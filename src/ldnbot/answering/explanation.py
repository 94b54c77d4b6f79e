"""Why this answer: what was looked up, what matched where, what was missing, in plain words for a moderator."""

from collections.abc import Iterable, Iterator, Mapping

from ldnbot.answering.answer import Status
from ldnbot.answering.assistant import Reply
from ldnbot.answering.judgement import ANSWERED_FROM, RELATED_FROM
from ldnbot.retrieval.index import Hit
from ldnbot.retrieval.terms import stem, tokens

__all__ = ["explain"]


def explain(reply: Reply) -> Iterator[str]:
    """Yield the lines of an explanation."""
    explanation = reply.explanation
    if explanation is None:
        yield "Why: the question could not be looked up. " + " ".join(reply.answer.notices)
        return
    typed = _as_typed(reply.answer.question)
    judgement = explanation.judgement
    yield f"Looked up: {_list(typed.get(term, term) for term in explanation.query.stems)}."
    if judgement.unknown:
        yield f"In no passage: {_list(typed.get(term, term) for term in judgement.unknown)}."
    for place, hit in enumerate(explanation.hits[: max(1, len(reply.answer.quotes))], start=1):
        yield f"{place}. {hit.passage.id} holds: {_list(_held(hit, typed)) or 'only parts of words'}."
    if judgement.missing:
        yield f"The first passage lacks: {_list(typed.get(term, term) for term in judgement.missing)}."
    covered = f"{judgement.coverage:.0%} of what the question's words tell apart"
    bounds = f"answered from {ANSWERED_FROM:.0%}, related from {RELATED_FROM:.0%}"
    yield f"Why {_NAMES[reply.answer.status]}: the first passage holds {covered} ({bounds})."


_NAMES: Mapping[Status, str] = {status: status.value.replace("_", " ") for status in Status}


def _as_typed(question: str) -> dict[str, str]:
    return {stem(token.bare): token.shown for token in tokens(question)}


def _held(hit: Hit, typed: Mapping[str, str]) -> Iterator[str]:
    held = {stem(token.bare) for token in tokens(_seen(hit))}
    return (word for term, word in typed.items() if term in held)


def _seen(hit: Hit) -> str:
    return "\n".join((*hit.passage.heading_path, hit.passage.text))


def _list(terms: Iterable[str]) -> str:
    return ", ".join(terms)
