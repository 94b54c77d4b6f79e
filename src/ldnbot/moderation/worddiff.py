"""What changed from one text to another, word by word. A citation mark is one word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

__all__ = ["Run", "RunKind", "word_diff"]

_TOKEN = re.compile(r"\[[^\[\]]*@[^\[\]]*\]|\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*|\s+|.", re.DOTALL)
_MOST_TOKENS = 6_000
"""Beyond it, comparing word by word takes longer than anybody reads."""


class RunKind(StrEnum):
    """Where a stretch of words stands."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words that stayed, went or came."""

    kind: RunKind
    text: str


def word_diff(before: str, after: str) -> tuple[Run, ...]:
    """Return the runs that lead from one text to the other.

    The equal and the deleted runs together are `before`; the equal and the inserted ones are `after`.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > _MOST_TOKENS:
        return tuple(_told([("".join(old), "".join(new))]))
    return tuple(_told(_joined(old, new)))


def _joined(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of old and new text, equal or wholly different. Between two changes a lone space is part of both."""
    gone = come = ""
    for code in Indel.opcodes(old, new):
        was, now = "".join(old[code.src_start : code.src_end]), "".join(new[code.dest_start : code.dest_end])
        if code.tag == "equal" and (was.strip(" ,;") or not (gone or come) or code.src_end == len(old)):
            if gone or come:
                yield gone, come
            yield was, now
            gone = come = ""
        else:
            gone, come = gone + was, come + now
    if gone or come:
        yield gone, come


def _told(pairs: Iterator[tuple[str, str]] | Sequence[tuple[str, str]]) -> Iterator[Run]:
    for was, now in pairs:
        if was == now:
            yield Run(RunKind.EQUAL, was)
            continue
        # What both begin or end with was taken in with a space between changes.
        yield from (Run(kind, text) for kind, text in ((RunKind.DELETED, was), (RunKind.INSERTED, now)) if text)
