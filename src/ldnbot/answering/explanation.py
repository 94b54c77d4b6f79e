"""Why this answer: what was looked up, what matched where, what was missing, in plain words for a moderator."""

from collections.abc import Iterable, Iterator

from ldnbot.answering.answer import Status
from ldnbot.answering.assistant import PartExplanation, Reply
from ldnbot.retrieval.index import Hit
from ldnbot.retrieval.terms import STOPWORDS, stem, tokens

__all__ = ["explain"]


def explain(reply: Reply) -> Iterator[str]:
    """Yield the lines of an explanation."""
    explanation = reply.explanation
    for sign in reply.triage.signs:
        yield f"Before looking it up: {sign.concern} ({sign.pattern}), in “{_short(sign.words)}”."
    status = reply.answer.status.value.replace("_", " ")
    if explanation is None:
        yield "Why: the message was not looked up. " + " ".join(reply.answer.notices)
        return
    for repair in explanation.repairs:
        yield f"Spelling: “{repair.typed}” was read as “{repair.read}”."
    if explanation.parts:
        yield f"The question was taken apart into {len(explanation.parts)}."
    for part in explanation.parts or (explanation.whole,):
        yield from _part(part, reply)
    yield f"So the reply is: {status}."


def _part(part: PartExplanation, reply: Reply) -> Iterator[str]:
    typed = {stem(token.bare): token.shown for token in tokens(part.query.text) if token.bare not in STOPWORDS}
    yield f"Looked up: {_list(typed.values()) or 'nothing'}."
    named = list(dict.fromkeys(f"{mention.words} = {mention.concept}" for mention in part.query.mentions))
    if named:
        yield f"The lexicon knows: {_list(named)}."
    added = [name for name in part.query.concepts if name not in {mention.concept for mention in part.query.mentions}]
    if added:
        yield f"The lexicon adds, to find with: {_list(added)}."
    for place, hit in enumerate(part.hits[: max(1, len(reply.answer.quotes))], start=1):
        yield f"{place}. {hit.passage.id} holds: {_list(_held(hit, typed)) or 'none of the words as such'}."
    judgement = part.judgement
    evidence = judgement.evidence
    if evidence is None:
        yield "No passage holds any of it."
        return
    if evidence.line:
        yield f"The also-asked line of the first passage that is most like it: “{evidence.line}”."
    if evidence.not_covered:
        yield f"The question that nothing answers that is most like it: “{evidence.not_covered}”."
    if evidence.missing:
        yield f"The first passage does not speak of: {_list(evidence.missing)}."
    if evidence.unheard:
        yield f"No passage speaks of: {_list(evidence.unheard)}."
    if evidence.unknown:
        yield f"Words known to neither article nor lexicon: {_list(evidence.unknown)}."
    speaks_for = [name for name, worth in judgement.worths if worth > _TELLING]
    speaks_against = [name for name, worth in judgement.worths if worth < -_TELLING]
    yield f"What speaks for an answer: {_list(speaks_for) or 'little'}."
    yield f"What speaks against one: {_list(speaks_against) or 'little'}."
    yield f"Judged: {_JUDGED[judgement.status]}."


_LONGEST = 160
"""Characters of a message that an explanation repeats."""

_TELLING = 0.2
"""How much a feature must weigh to be worth naming."""

_JUDGED = {
    Status.ANSWERED: "the first passage answers it",
    Status.RELATED: "the first passage is near, and does not answer it",
    Status.NOT_COVERED: "the corpus does not speak of it",
}


def _short(words: str) -> str:
    plain = words.replace("[", "(").replace("]", ")")
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]} …"


def _held(hit: Hit, typed: dict[str, str]) -> Iterator[str]:
    seen = "\n".join((*hit.passage.heading_path, hit.passage.text))
    held = {stem(token.bare) for token in tokens(seen)}
    return (word for term, word in typed.items() if term in held)


def _list(terms: Iterable[str]) -> str:
    return ", ".join(terms)
