"""What a change takes away: how much of each file goes, and how many passages, references, lines and test questions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ldnbot.corpus.corpus import Corpus
from ldnbot.moderation.sources import Sources

__all__ = ["Loss", "file_losses", "part_losses"]

_MUCH = 10
"""More than one in so many is much."""


@dataclass(frozen=True, slots=True)
class Loss:
    """How many of the things of one kind that there were are there no more."""

    what: str
    """The name of a file, or the things in the plural: passages."""

    gone: int
    there_were: int

    @property
    def much(self) -> bool:
        """Tell whether more than a tenth goes."""
        return self.gone * _MUCH > self.there_were


def file_losses(before: Sources, after: Sources) -> Iterator[Loss]:
    """Yield the files of which more than a tenth of the lines go, wherever in the file they stood."""
    for name, text in sorted(before.items()):
        old, new = (Counter(filter(str.strip, part.splitlines())) for part in (text, after.get(name, "")))
        loss = Loss(name, (old - new).total(), old.total())
        if loss.much:
            yield loss


def part_losses(before: Corpus, after: Corpus, renamed: Mapping[str, str]) -> Iterator[Loss]:
    """Yield the kinds of things of which some go. `renamed` is old id → new id of passages."""
    kept = {passage.id for passage in after.passages}
    passages = [renamed.get(passage.id, passage.id) for passage in before.passages]
    yield from _loss("passages", passages, kept)
    yield from _loss("references", before.references, after.references)
    yield from _loss("lines", _lines(before), list(_lines(after)))
    yield from _loss("words of the lexicon", _words(before), list(_words(after)))
    yield from _loss("test questions", _tests(before), list(_tests(after)))


def _loss(what: str, before: Iterable[str], after: Iterable[str]) -> Iterator[Loss]:
    old, new = Counter(list(before)), Counter(list(after))
    if gone := (old - new).total():
        yield Loss(what, gone, old.total())


def _lines(corpus: Corpus) -> Iterator[str]:
    """Yield the lines by which it is known what passages answer, and what none does."""
    for lines in corpus.questions.also_asked.values():
        yield from lines
    yield from corpus.questions.not_covered


def _words(corpus: Corpus) -> Iterator[str]:
    for concept in corpus.lexicon.concepts.values():
        yield from (*concept.words, *concept.exact)


def _tests(corpus: Corpus) -> Iterator[str]:
    return (question.question for question in corpus.questions.questions)
