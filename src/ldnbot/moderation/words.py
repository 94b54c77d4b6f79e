"""Which words a corpus and its lexicon know."""

from collections.abc import Callable
from functools import lru_cache

from ldnbot.corpus.folder import LEXICON, shipped_lexicon
from ldnbot.corpus.lexicon import Lexicon, read_lexicon
from ldnbot.moderation.sources import Sources
from ldnbot.retrieval.terms import stem, tokens

__all__ = ["knows_word", "lexicon_of"]


@lru_cache(maxsize=4)
def _read(text: str) -> Lexicon:
    return read_lexicon(text, LEXICON)[0]


def lexicon_of(sources: Sources) -> Lexicon:
    """Return the corpus's lexicon: its own, or the shipped one."""
    return _read(sources[LEXICON]) if LEXICON in sources else shipped_lexicon()


def knows_word(sources: Sources) -> Callable[[str], bool]:
    """Return a function that tells whether the articles or the lexicon use a word."""
    texts = tuple(text for file, text in sources.items() if file.endswith(".md"))

    def known(word: str) -> bool:
        return stem(word) in _stems(texts) or word in _lexicon_words(lexicon_of(sources))

    return known


@lru_cache(maxsize=4)
def _stems(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(token.bare) for text in texts for token in tokens(text))


@lru_cache(maxsize=4)
def _lexicon_words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        token.bare
        for concept in lexicon.concepts.values()
        for phrase in (*concept.words, *concept.exact, *concept.misspelt)
        for token in tokens(phrase)
    )
