"""Where one sentence ends and the next begins.

nltk's Punkt with abbreviations of our own: its trained data is a download, and none is needed for edited English.
"""

import re
from functools import cache
from typing import Any

from ldnbot.corpus.citation import Citation
from ldnbot.corpus.span import Span

__all__ = ["sentence_ends", "split_sentences"]

_ABBREVIATIONS = frozenset(
    """
    al approx apr aug ca cf dec dept dr e.g ed eds eq et etc feb fig figs gen hrs i.e incl jan jr jul jun mar max min
    mr mrs ms nov nr oct op p.m a.m p.o b.i.d t.i.d q.d ph.d m.d n.d d.o d.c ph pp prof ref refs resp sep sept sr st
    suppl tab u.k u.s u.s.a viz vol vols vs wk wks yr yrs
    """.split()
)
_ENDS = re.compile(r"[.?!]")


@cache
def _punkt() -> Any:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer  # 300 ms, and most texts need it once

    parameters = PunktParameters()
    parameters.abbrev_types = set(_ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


def split_sentences(text: str, citations: tuple[Citation, ...]) -> tuple[Span, ...]:
    """Return the sentences of one line of text as spans that leave out the white space between them.

    A citation mark never ends a sentence, and one that follows a full stop belongs to the sentence before it.
    """
    masked = list(text)
    for citation in citations:
        # A mark reads as one lower-case word, so that a full stop inside it (`p. 33`) ends nothing.
        masked[citation.span.start : citation.span.end] = "x" * (citation.span.end - citation.span.start)
    spans: list[Span] = []
    for start, end in _spans("".join(masked)):
        while led := next((mark.span for mark in citations if mark.span.start == start and spans), None):
            spans[-1] = Span(spans[-1].start, led.end)
            start = led.end
            # The full stop of `Text. [@key].` belongs to the mark.
            while start < end and text[start] in ".,;:":
                start += 1
                spans[-1] = Span(spans[-1].start, start)
            while start < end and text[start].isspace():
                start += 1
        if start < end:
            spans.append(Span(start, end))
    return tuple(spans)


def sentence_ends(text: str) -> tuple[int, ...]:
    """Return where the sentences of a text of several lines end. The last end is that of the text."""
    ends: list[int] = []
    start = 0
    for line in text.split("\n"):
        ends.extend(start + span.end for span in split_sentences(line, ()))
        start += len(line) + 1
    return (*(end for end in ends if end < len(text)), len(text))


def _spans(text: str) -> list[tuple[int, int]]:
    stripped = text.rstrip()
    if not stripped.strip():
        return []
    if not _ENDS.search(stripped[:-1]):
        return [(len(text) - len(text.lstrip()), len(stripped))]
    return [(int(start), int(end)) for start, end in _punkt().span_tokenize(text)]
