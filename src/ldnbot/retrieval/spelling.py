"""Repairs misspelt words of a question towards the words of the corpus and the lexicon.

Never repaired: a word with a digit, a word of the corpus or lexicon, an English word, and what may be the name of a
medicine. No word is ever read as the name of a medicine: naltrexone and naloxone are 78 % alike. The wrong spellings of
medicines that the lexicon lists are known to name their concept, and are left as they were typed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ldnbot.corpus.lexicon import Lexicon, Topic
from ldnbot.retrieval.english import is_english, rarity
from ldnbot.retrieval.terms import STOPWORDS, tokens

__all__ = ["Repair", "Speller", "build_speller"]

_SHORTEST = 4
_FEWEST_ALIKE = 0.74
_LISTED_ALIKE = 0.6
"""A listed wrong spelling is read as the concept's word that it is like; a less like one only names the concept."""

_CORPUS_FIRST = 0.04
"""How much nearer a word of the corpus, or one of any question, counts than one that only the lexicon has."""

# Stems by which the World Health Organization names substances, long enough to be no English ending.
_MEDICINE = re.compile(
    r".*(?:mab|nib|pril|sartan|statin|prazole|cillin|mycin|cycline|floxacin|vir|gliptin|glutide|oxetine|azepam|azolam|"
    r"barbital|codone|morphone|fentanil|orphan|triptan|triptyline|setron|lukast|parin|xaban|platin|rubicin|taxel|"
    r"limus|fungin|conazole|dronate|olol|dipine|thiazide|semide|pramine|peridol|apine|idone|gabalin|racetam|"
    r"zolamide|trexone|oxone|methasone|solone|nisone|orphine|profen|coxib|glifozin|gliflozin)s?"
)


@dataclass(frozen=True, slots=True)
class Repair:
    """A word as it was typed, and the word that it was read as."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Speller:
    """What words there are."""

    corpus: frozenset[str]
    """The bare words of the articles and their also-asked lines."""

    known: frozenset[str]
    """Those, and every single word of the lexicon's phrases."""

    targets: tuple[str, ...]
    """What a word may be read as: the known words but for names of medicines and substances."""

    listed: Mapping[str, str]
    """Wrong spellings that the lexicon lists, and the right ones."""

    def knows(self, word: str) -> bool:
        """Tell whether a bare word is of the corpus, the lexicon or its wrong spellings, or common enough English."""
        return word in self.known or word in self.listed or rarity(word) < 1

    def repair(self, text: str) -> tuple[str, tuple[Repair, ...]]:
        """Return the text with misspelt words repaired, and what was repaired."""
        repairs: dict[str, Repair] = {}
        for token in tokens(text):
            read = self._read(token.bare)
            if read != token.bare:
                repairs[token.shown] = Repair(token.shown, read)
        for typed, repair in repairs.items():
            text = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", repair.read, text)
        return text, tuple(repairs.values())

    def _read(self, word: str) -> str:
        if word in self.listed:
            return self.listed[word]
        if (
            len(word) < _SHORTEST
            or not word.isalpha()
            or not word.isascii()
            or word in self.known
            or _MEDICINE.fullmatch(word)
            or is_english(word)
        ):
            return word
        return self._nearest(word)

    def _nearest(self, word: str) -> str:
        most = 1 if len(word) < 6 else 2 if len(word) < 9 else 3
        alike = process.extract(
            word, self.targets, scorer=OSA.normalized_similarity, score_cutoff=_FEWEST_ALIKE, limit=8
        )
        ranked = sorted(
            (
                (-(likeness + _CORPUS_FIRST * (target in self.corpus or target in STOPWORDS)), target)
                for target, likeness, _ in alike
                if target[0] == word[0] and OSA.distance(word, target) <= most
            ),
        )
        return ranked[0][1] if ranked else word


def build_speller(lexicon: Lexicon, corpus_words: frozenset[str]) -> Speller:
    """Return the speller for a lexicon and the bare words of a corpus."""
    words, medicines, listed = _lexicon_words(lexicon)
    known = corpus_words | words | medicines | STOPWORDS
    targets = tuple(sorted(word for word in known - medicines if len(word) >= _SHORTEST and word.isalpha()))
    wrong = {typed: right for typed, right in listed.items() if typed not in corpus_words}
    return Speller(corpus_words, known, targets, wrong)


@lru_cache(maxsize=2)
def _lexicon_words(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str], Mapping[str, str]]:
    """Return the words of its phrases, the names of medicines among them, and the wrong spellings with the right."""
    words: set[str] = set()
    names: set[str] = set()
    in_names: set[str] = set()
    listed: dict[str, str] = {}
    for concept in lexicon.concepts.values():
        of_medicine = concept.topic in (Topic.MEDICINE, Topic.SUBSTANCE)
        phrases = [_bare(phrase) for phrase in (*concept.words, *concept.exact)]
        wrong = [_bare(phrase) for phrase in concept.misspelt]
        for parts in (*phrases, *wrong) if of_medicine else phrases:
            # `blood thinner` is a medicine, and `blood` is not the name of one.
            (words if not of_medicine else names if len(parts) == 1 else in_names).update(parts)
        singles = [parts[0] for parts in phrases if len(parts) == 1]
        for parts in wrong:
            right = _most_alike(parts[0], singles) if len(parts) == 1 and not of_medicine else ""
            if right:
                listed[parts[0]] = right
    names |= in_names - words
    return frozenset(words), frozenset(names), {typed: right for typed, right in listed.items() if typed not in words}


def _bare(phrase: str) -> tuple[str, ...]:
    return tuple(token.bare for token in tokens(phrase))


def _most_alike(word: str, others: Sequence[str]) -> str:
    found = process.extractOne(word, others, scorer=OSA.normalized_similarity, score_cutoff=_LISTED_ALIKE)
    return str(found[0]) if found else ""
