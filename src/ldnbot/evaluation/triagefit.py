"""Fits how much the signs of triage weigh to labelled messages.

A logistic regression for each concern over the cues and words of a stretch, because a moderator can read it: every sign
has one weight. The weights are drawn towards what the author of a cue says it speaks for, so that a cue which few
messages hold counts all the same. Ordinary questions count as messages without an urgent concern.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ldnbot.answering.triage.book import Book, Weights
from ldnbot.answering.triage.concern import URGENT, Concern
from ldnbot.answering.triage.folding import fold
from ldnbot.answering.triage.weighing import spoken_for, stretches
from ldnbot.corpus.folder import inspect_corpus
from ldnbot.errors import ExtraMissing
from ldnbot.evaluation.questionset import read_questions

__all__ = ["Message", "fit_weights", "training_messages"]

LABELLED_SHARES: Mapping[Concern, float] = {
    **{concern: 1.0 if concern.urgent else 0.06 for concern in Concern},
    Concern.OTHER_PRESCRIPTION: 0.04,
    Concern.PERSONAL: 0.2,
}
"""How many of the labelled messages may be given a concern that they do not hold. Near misses of an urgent concern are
written to be near: they do not set its bound."""

ORDINARY_SHARES: Mapping[Concern, float] = {
    **dict.fromkeys(Concern, 0.006),
    Concern.CRISIS: 0.007,
    Concern.POISONING: 0.004,
    Concern.SYMPTOM: 0.003,
    Concern.OPIOIDS: 0.01,
    Concern.PERSONAL: 0.02,
}
"""And of the ordinary ones."""

_CAUTIONED = frozenset((Concern.OPIOIDS, Concern.PREGNANCY))
_STYLE = frozenset(
    """
    i me my mine myself we us our you your he him his she her they them their it its this that these those there here
    a an the and or but so as if than then when while who what which how of to in on at by for with from about into
    am is are was were be been being have has had having do does did just really very honestly actually said says
    saying told tell asked still also too now been hi hello all ok well like bit lot thing things someone people
    """.split()
)
"""Words of anybody's story. Alone, or two of them, they tell nothing of what it is about."""

_WARNING = frozenset(("who-is-told-to-avoid-it", "note-warnings", "safety", "one-year-safety", "key-point-safety"))
"""Passages whose lines may name opioids or a pregnancy as somebody's own."""

_PERSONAL = re.compile(
    r"\b(?:i|i'?m|i'?ve|i'?d|me|my|mine|we|our|us|should|shud|ok(?:ay)? (?:for|to)|safe (?:for|to))\b", re.I
)
_FOLDS = 5
_SEED = 1
_LINES = 8
"""Ordinary lines in a long message."""

_FEWEST = 2
"""Messages that a word must stand in to get a weight."""

_NOTHING = -99.0
"""The sum of a stretch in which no cue speaks for the concern."""

_SPEAKS_FOR, _WEAK, _SPEAKS_AGAINST = 1.0, 0.3, -0.5
"""What a cue is taken to weigh before any message is looked at."""

_PULL = 1.0
"""How strongly the weight of a cue is drawn to what it is taken to be."""

_URGENT_WORD_PULL, _WORD_PULL = 0.1, 0.5
"""And that of a word to 0. Of an urgent concern words alone may speak: there are more ways to say it than anybody can
list. A writer left out was known better with little pull there; with the other concerns a cue must be there anyway."""

_FREE = 0.01
_INTERCEPT = -3.0
_LEAST = 0.1
"""A weight nearer to 0 than this is left out."""


_Texts = Sequence[Sequence[str]]
"""The signs of each stretch of a message."""


@dataclass(frozen=True, slots=True)
class Message:
    """A labelled message, or an ordinary one."""

    text: str
    concerns: frozenset[str]
    known: frozenset[Concern] = frozenset(Concern)
    """The concerns of which it is known whether the message holds them: of an ordinary one not all."""

    @property
    def ordinary(self) -> bool:
        """Tell whether the message is no labelled one."""
        return len(self.known) < len(Concern)


def training_messages(folder: Path, corpus: Path) -> list[Message]:
    """Return the labelled messages of a folder, and the ordinary ones of a corpus: its lines and its lexicon's.

    Each message that holds a concern comes a second time with ordinary lines around it, and the ordinary lines come a
    second time in long messages, so that neither length nor company tells anything.
    """
    questions = [question for file in sorted(folder.glob("*.jsonl")) for question in read_questions(file)]
    messages = [Message(question.question, frozenset(question.concerns)) for question in questions]
    known = {message.text for message in messages}
    ordinary = [message for message in _ordinary(corpus) if message.text not in known]
    chance = random.Random(_SEED)  # noqa: S311  # a mixture is no secret
    surrounded = [
        Message(f"{chance.choice(ordinary).text}. {message.text}. {chance.choice(ordinary).text}", message.concerns)
        for message in messages
        if message.concerns
    ]
    rambling = [
        Message(". ".join(one.text for one in chance.choices(ordinary, k=_LINES)), frozenset(), URGENT)
        for _ in range(len(ordinary) // _LINES)
    ]
    return [*messages, *surrounded, *ordinary, *rambling]


def _ordinary(corpus: Path) -> Iterator[Message]:
    """Yield the lines of a corpus and of its lexicon. What is asked for a caution may hold it; other lines do not."""
    found = inspect_corpus(corpus, today=date.min).corpus
    warning = _WARNING | {
        f"{article.name}/{name}" for article in found.articles for _, name in article.front_matter.cautions
    }
    for passage, lines in found.questions.also_asked.items():
        known = URGENT if passage.partition("/")[2] in _WARNING or passage in warning else URGENT | _CAUTIONED
        yield from (Message(line, frozenset(), known | _impersonal(line)) for line in lines)
    for line in found.questions.not_covered:
        yield Message(line, frozenset(), URGENT | _impersonal(line))
    for asked in found.questions.questions:
        if not asked.safety:
            yield Message(asked.question, frozenset(), URGENT | _impersonal(asked.question))
    for line in found.lexicon.off_topic:
        yield Message(line, frozenset(), URGENT | _CAUTIONED | _impersonal(line))


def _impersonal(line: str) -> frozenset[Concern]:
    """Return the concern that a line without a word for the writer, or for what they may do, does not hold."""
    return frozenset() if _PERSONAL.search(line) else frozenset((Concern.PERSONAL,))


def fit_weights(messages: Sequence[Message], book: Book) -> Mapping[Concern, Weights]:
    """Return the weights of each concern that a message holds, with bounds that let through what SHARES allows.

    Raises:
        ExtraMissing: scikit-learn, which brings what is needed here, is not installed.
    """
    texts = [stretches(fold(message.text, book.spelling).split(), book) for message in messages]
    held = frozenset[str]().union(*(message.concerns for message in messages))
    return {concern: _fit(messages, texts, concern, book) for concern in Concern if concern in held}


def _fit(messages: Sequence[Message], texts: Sequence[_Texts], concern: Concern, book: Book) -> Weights:
    known = [
        number
        for number, message in enumerate(messages)
        if concern in message.known and not _untold(message, texts[number], concern)
    ]
    rows: list[Sequence[str]] = []
    labels: list[bool] = []
    owners: list[int] = []
    for number in known:
        found = texts[number]
        holds = concern in messages[number].concerns
        # Of a message that holds the concern, the stretch with most cues for it is learnt from.
        chosen = [max(found, key=lambda row: _for(row, concern, book))] if holds else found
        rows.extend(chosen)
        labels.extend([holds] * len(chosen))
        owners.extend([number] * len(chosen))
    counts = Counter(name for row in rows for name in set(row))
    signs = [
        [name for name in row if not name.startswith("“") or (counts[name] >= _FEWEST and _tells(name))] for row in rows
    ]
    expected = {name: _expected(name, concern, book) for name in book.about}
    (weights, intercept), *without = regress(
        signs,
        labels,
        [owner % _FOLDS for owner in owners],
        expected,
        word_pull=_URGENT_WORD_PULL if concern.urgent else _WORD_PULL,
    )
    # The bound is set by weights that were fitted without the message at hand.
    scores = {number: _score(texts[number], *without[number % _FOLDS], concern=concern, book=book) for number in known}
    others = [number for number in known if concern not in messages[number].concerns]
    bound = max(
        _bound([scores[number] for number in others if not messages[number].ordinary], LABELLED_SHARES[concern]),
        _bound([scores[number] for number in others if messages[number].ordinary], ORDINARY_SHARES[concern]),
    )
    kept = {name: round(weight, 2) for name, weight in sorted(weights.items()) if abs(weight) >= _LEAST}
    return Weights(round(intercept, 2), round(bound + 0.01, 2), kept)


def _untold(message: Message, found: _Texts, concern: Concern) -> bool:
    """Tell whether a message may well hold a concern that it is not labelled with.

    An ordinary line that names an opioid may. Where a card comes, nobody labelled what else there was to care about.
    """
    if message.ordinary:
        return concern is Concern.OPIOIDS and any("names-an-opioid" in row for row in found)
    return concern not in message.concerns and not concern.urgent and bool(URGENT & message.concerns)


def _bound(scores: Sequence[float], share: float) -> float:
    """Return what at most that share of the scores is above."""
    ranked = sorted(scores, reverse=True)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else float("-inf")


def _tells(name: str) -> bool:
    """Tell whether a word or two say what is told, and not only that somebody tells of themselves at length."""
    return not _STYLE.issuperset(name.strip("“”").split())


def _score(found: _Texts, weights: Mapping[str, float], intercept: float, *, concern: Concern, book: Book) -> float:
    sums = (
        intercept + sum(weights.get(name, 0.0) for name in row) if concern in spoken_for(row, book) else _NOTHING
        for row in found
    )
    return max(sums)


def _for(row: Sequence[str], concern: Concern, book: Book) -> int:
    return sum(book.about.get(name) == concern for name in set(row))


def _expected(name: str, concern: Concern, book: Book) -> float:
    """Return what a cue is taken to weigh before any message is looked at: what its author says it speaks for."""
    about = book.about[name]
    if about == concern:
        return _WEAK if name.startswith("weak-") else _SPEAKS_FOR
    return _SPEAKS_AGAINST if about == "calm" and concern.urgent else 0.0


def regress(
    rows: Sequence[Iterable[str]],
    labels: Sequence[bool],
    folds: Sequence[int],
    expected: Mapping[str, float],
    *,
    word_pull: float,
) -> list[tuple[dict[str, float], float]]:
    """Return the weights of a logistic regression, drawn towards the expected ones (0 if none), and its intercept.

    The first pair is fitted to all rows. The next ones are fitted without the rows of fold 0, 1, … `_FOLDS` - 1.

    Raises:
        ExtraMissing: scikit-learn, which brings what is needed here, is not installed.
    """
    try:
        import numpy as np
        from scipy.optimize import minimize
        from scipy.sparse import csr_matrix, hstack
        from sklearn.feature_extraction import DictVectorizer
    except ImportError as error:
        raise ExtraMissing(
            "scikit-learn is not installed",
            fix="install ldnbot with its extra `calibrate`, in a checkout: pip install '.[calibrate]'",
        ) from error
    vectorizer = DictVectorizer()
    found: Any = vectorizer.fit_transform([Counter(row) for row in rows])
    whole: Any = hstack([found, csr_matrix(np.ones((len(rows), 1)))]).tocsr()
    names = [str(name) for name in vectorizer.get_feature_names_out()]
    drawn = np.array([*(expected.get(name, 0.0) for name in names), _INTERCEPT])
    pull = np.array([*(word_pull if name.startswith("“") else _PULL for name in names), _FREE])
    signs = np.where(np.array(labels), 1.0, -1.0)

    def fit(chosen: Any, start: Any) -> Any:
        matrix, sides = whole[chosen], signs[chosen]

        def loss(weights: Any) -> Any:
            margins = sides * (matrix @ weights)
            away = weights - drawn
            slope = matrix.T @ (-sides / (1 + np.exp(margins))) + pull * away
            return float(np.logaddexp(0, -margins).sum() + 0.5 * (pull * away * away).sum()), slope

        return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300, "ftol": 1e-7}).x

    def named(fitted: Any) -> tuple[dict[str, float], float]:
        found = {name: float(weight) for name, weight in zip(names, fitted[:-1], strict=True)}
        return {**expected, **found}, float(fitted[-1])

    of_row = np.array(folds)
    every = fit(of_row >= 0, drawn)
    # What fits all rows is near to what fits most of them, so it is quick to start there.
    return [named(every), *(named(fit(of_row != number, every)) for number in range(_FOLDS))]
