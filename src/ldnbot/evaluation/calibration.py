"""Fits the judgement's weights to labelled questions.

A logistic regression over the features, because a moderator can read it: every feature has one weight. The bounds are
set so that of the near misses at most the wanted share is called answered, by weights fitted without the question at
hand (cross-validation), so that they hold for questions not seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ldnbot.answering.assistant import Assistant
from ldnbot.answering.judgement import Weighing
from ldnbot.errors import ExtraMissing
from ldnbot.evaluation.questionset import LabelledQuestion

__all__ = ["Example", "collect", "fit"]

_FOLDS = 10
_STRENGTH = 0.3
"""Inverse of the regularisation, scikit-learn's C: small, because there are few questions for many features."""

_SEED = 1
_RELATED_SHARE = 0.02
"""The share of answerable questions that may fall below `related`."""


@dataclass(frozen=True, slots=True)
class Example:
    """The features of a question's best passage, and whether the corpus answers the question."""

    features: Mapping[str, float]
    answerable: bool


def collect(assistant: Assistant, questions: Iterable[LabelledQuestion]) -> list[Example]:
    """Return an example of each question that finds anything. Safety questions are another module's matter."""
    examples = []
    for question in questions:
        evidence = assistant.judgement(question.question).evidence
        if evidence is not None and question.kind.judged:
            examples.append(Example(evidence.features, bool(question.gold)))
    return examples


def fit(examples: Sequence[Example], *, false_answers: float) -> Weighing:
    """Return weights and bounds with at most that share of unanswerable questions called answered.

    Raises:
        ExtraMissing: scikit-learn is not installed.
    """
    try:
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import StratifiedKFold, cross_val_predict
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
    except ImportError as error:
        raise ExtraMissing(
            "scikit-learn is not installed",
            fix="install ldnbot with its extra `calibrate`, in a checkout: pip install '.[calibrate]'",
        ) from error
    names = list(examples[0].features)
    rows = [[example.features[name] for name in names] for example in examples]
    labels = [int(example.answerable) for example in examples]
    model: Any = make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, max_iter=1000))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    unseen = cross_val_predict(model, rows, labels, cv=folds, method="predict_proba")[:, 1]
    model.fit(rows, labels)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    negatives = sorted((float(value) for value, label in zip(unseen, labels, strict=True) if not label), reverse=True)
    positives = sorted(float(value) for value, label in zip(unseen, labels, strict=True) if label)
    allowed = int(false_answers * len(negatives))
    return Weighing(
        weights={name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
        intercept=round(float(regression.intercept_[0] - (weights * scaler.mean_).sum()), 4),
        answered_from=round(negatives[allowed] + 1e-3, 4),
        related_from=round(min(0.3, positives[int(_RELATED_SHARE * len(positives))]), 4),
    )
