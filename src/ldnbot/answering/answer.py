"""The answer: one frozen value that every surface shows. Showing it takes no decision about what it says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ldnbot.answering.triage.concern import Concern
from ldnbot.answering.wording import DISCLAIMER, study_meaning
from ldnbot.corpus.article import Passage, Sentence
from ldnbot.corpus.citation import render_citations
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.reference import Reference
from ldnbot.corpus.span import Span
from ldnbot.corpus.vancouver import render_reference, render_short

__all__ = ["Answer", "CitedReference", "Quote", "Role", "Status", "compose_answer", "quote_passage", "show_reference"]


class Status(StrEnum):
    """What kind of reply this is. Every surface tells them apart in words."""

    ANSWERED = "answered"
    RELATED = "related"
    NOT_COVERED = "not_covered"
    SAFETY = "safety"
    SMALLTALK = "smalltalk"


class Role(StrEnum):
    """Why a quote is in the answer."""

    ANSWER = "answer"
    CAUTION = "caution"
    """It warns of something that the message names, and comes before what was asked."""

    LIMITS = "limits"
    """It says where the benefits end that another quote speaks of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """An exact slice of a passage. In `text` and `sentence` the citation marks are shown as `[1, 2]`."""

    text: str
    sentence: str
    """The sentence that matches the question best; a slice of `text`."""

    passage: str
    """The passage's id."""

    article: str
    """The article's title."""

    section: tuple[str, ...]
    """The headings above the passage, outermost first; empty before the first heading."""

    citations: tuple[int, ...]
    """The display numbers cited in `text`, ascending."""

    span: Span
    """The slice of the passage's source text, with its citation marks as written."""

    sentence_span: Span
    """Where `sentence` stands in `text`."""

    role: Role = Role.ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedReference:
    """A reference as it is shown, under the number that the quotes cite."""

    number: int
    key: str
    text: str
    """The reference as biomedical journals print it."""

    short: str
    """Who and when in a few words; the title where there is no author."""

    study: str | None = None
    """The study's design, such as `systematic-review`."""

    study_meaning: str | None = None
    """One line on what such a design can show."""

    year: int | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    """The best address to read it at, or null where the source gives none."""

    retracted: bool = False
    """Its journal has withdrawn it. `text` says so too."""

    note: str | None = None
    """What the editors of the corpus want a reader to know about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The reply to one question."""

    status: Status
    question: str
    """The question as it was read: without control characters, white space folded."""

    quotes: tuple[Quote, ...] = ()
    """Cautions first, then the answer, best first, then its limits."""

    references: tuple[CitedReference, ...] = ()
    """What the quotes cite, in order of number. Nothing else, and nothing missing."""

    notices: tuple[str, ...] = ()
    """What ldnbot says of its own, apart from the disclaimer."""

    safety: tuple[Concern, ...] = ()
    """What the message gave reason for care about, the gravest first; empty for an ordinary one."""

    corpus_version: str
    disclaimer: str = field(default=DISCLAIMER, init=False)
    disclaimer_addition: str = ""
    """A sentence that a server adds below the disclaimer."""


def quote_passage(corpus: Corpus, passage: Passage, sentence: Sentence, role: Role = Role.ANSWER) -> Quote:
    """Return the whole passage as a quote with one sentence of it marked."""
    numbers = corpus.numbers
    before = render_citations(passage.text[: sentence.span.start], numbers)
    marked = render_citations(sentence.span.of(passage.text), numbers)
    return Quote(
        text=before + marked + render_citations(passage.text[sentence.span.end :], numbers),
        sentence=marked,
        passage=passage.id,
        article=corpus.article(passage.article).title,
        section=passage.heading_path,
        citations=tuple(sorted({numbers[key] for citation in passage.citations for key in citation.keys})),
        span=Span(0, len(passage.text)),
        sentence_span=Span(len(before), len(before) + len(marked)),
        role=role,
    )


def compose_answer(
    corpus: Corpus,
    status: Status,
    question: str,
    quotes: Sequence[Quote],
    notices: Sequence[str],
    *,
    safety: Sequence[Concern] = (),
    addition: str = "",
) -> Answer:
    """Return the answer with the references that its quotes cite."""
    cited = {number for quote in quotes for number in quote.citations}
    return Answer(
        status=status,
        question=question,
        quotes=tuple(quotes),
        references=tuple(show_reference(number, reference) for number, reference in _cited(corpus, cited)),
        notices=tuple(notices),
        safety=tuple(safety),
        corpus_version=corpus.version,
        disclaimer_addition=addition,
    )


def _cited(corpus: Corpus, cited: set[int]) -> Sequence[tuple[int, Reference]]:
    return [(number, reference) for number, reference in corpus.numbered() if number in cited]


def show_reference(number: int, reference: Reference) -> CitedReference:
    """Return a reference as it is shown under its display number."""
    addresses: Sequence[tuple[str, str]] = reference.links
    return CitedReference(
        number=number,
        key=reference.key,
        text=render_reference(reference),
        short=render_short(reference),
        study=reference.study.value if reference.study else None,
        study_meaning=study_meaning(reference.study) if reference.study else None,
        retracted=reference.retracted,
        year=reference.year,
        doi=reference.doi or None,
        pmid=reference.pmid or None,
        pmcid=reference.pmcid or None,
        url=addresses[0][1] if addresses else None,
        note=reference.note or None,
    )
