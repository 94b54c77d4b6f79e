"""Where an imported article warns of opioids and of pregnancy: a guess that a person confirms."""

import re
from collections.abc import Iterator

from ldnbot.corpus.article import Article, Caution, Passage

__all__ = ["find_cautions"]

_ABOUT = {
    Caution.OPIOIDS: re.compile(r"\b(?:opioids?|opiates?|narcotics?)\b", re.IGNORECASE),
    Caution.PREGNANCY: re.compile(r"\b(?:pregnan\w+|breast-?feeding|nursing|lactat\w+)\b", re.IGNORECASE),
}
_WARNS = re.compile(
    r"\b(?:avoid\w*|should not|not be taken|do not|don[’']t|must not|contraindicat\w+|not recommended|interfere\w*|"
    r"interact\w*|caution|warning|precipitate\w*|withdrawal|unsafe|not safe|careful|consult)\b",
    re.IGNORECASE,
)


def find_cautions(article: Article) -> Iterator[tuple[Caution, Passage]]:
    """Yield for each thing to warn of the passage that does so most plainly; nothing where no passage does."""
    for caution, about in _ABOUT.items():
        best = max(article.passages, key=lambda passage: _plainness(passage, about), default=None)
        if best is not None and _plainness(best, about) > 0:
            yield caution, best


def _plainness(passage: Passage, about: re.Pattern[str]) -> int:
    """Return how many sentences both name the thing and warn, and a little more for those beside them."""
    sentences = [sentence.span.of(passage.text) for sentence in passage.sentences]
    direct = sum(bool(about.search(text)) and bool(_WARNS.search(text)) for text in sentences)
    # In a list the warning often stands above, and the things below.
    nearby = bool(about.search(passage.text)) and bool(_WARNS.search(passage.text))
    return 2 * direct + nearby
