"""Passages that come along with an answer, as the article's front matter declares them."""

from collections.abc import Iterator, Sequence

from ldnbot.answering.triage.concern import Concern
from ldnbot.corpus.article import Article, Caution, Passage
from ldnbot.corpus.corpus import Corpus

__all__ = ["caution_passages", "is_treatment_claim", "limits_passages"]

_CAUTIONS = {Concern.OPIOIDS: Caution.OPIOIDS, Concern.PREGNANCY: Caution.PREGNANCY}


def caution_passages(corpus: Corpus, concerns: Sequence[Concern]) -> Iterator[Passage]:
    """Yield the passages that warn of what a message gives concern about, each once, the gravest concern first."""
    found: dict[str, Passage] = {}
    for concern in concerns:
        for article in corpus.articles:
            declared = dict(article.front_matter.cautions)
            name = declared.get(_CAUTIONS[concern]) if concern in _CAUTIONS else None
            if name and (passage := _named(article, name)):
                found.setdefault(passage.id, passage)
    yield from found.values()


def limits_passages(corpus: Corpus, claims: Sequence[str]) -> Iterator[Passage]:
    """Yield the passage that limits the first of the claims, given as passage ids, that has one.

    One is enough on a small screen: the first claim is the one that was asked about.
    """
    for claim in claims:
        article, name = _split(corpus, claim)
        for entry in article.front_matter.balance:
            if name in entry.claims and (passage := _named(article, entry.limits)):
                yield passage
                return


def is_treatment_claim(corpus: Corpus, passage: str) -> bool:
    """Tell whether the passage of that id claims a benefit of a treatment that the article calls off-label."""
    article, name = _split(corpus, passage)
    front = article.front_matter
    return bool(front.off_label) and name != front.off_label and any(name in entry.claims for entry in front.balance)


def _split(corpus: Corpus, passage: str) -> tuple[Article, str]:
    article, _, name = passage.partition("/")
    return corpus.article(article), name


def _named(article: Article, name: str) -> Passage | None:
    return next((passage for passage in article.passages if passage.id == f"{article.name}/{name}"), None)
