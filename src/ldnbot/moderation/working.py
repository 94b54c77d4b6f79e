"""The effect of a change, worked out in a process of its own, within bounds."""

from collections.abc import Sequence
from datetime import date

from ldnbot.errors import EffectUnknown
from ldnbot.moderation.bounded import Limits, Stopped, run_bounded
from ldnbot.moderation.effect import Effect, decode_effect, effect_in_child, encode_request
from ldnbot.moderation.faring import Fares
from ldnbot.moderation.sources import Sources

__all__ = ["EFFECT", "work_out_effect"]

EFFECT = Limits(seconds=300, memory=3_000_000_000)
"""Bounds for one effect. The shipped corpus's 800 questions take some 20 seconds and 300 MB."""


def work_out_effect(
    before: Sources,
    after: Sources,
    *,
    today: date,
    questions: Sequence[str] = (),
    known: Fares | None = None,
    limits: Limits = EFFECT,
) -> Effect:
    """Return what changes from one corpus to another. It blocks: call it in a thread.

    `questions` and `known` are as `effect` takes them.

    Raises:
        EffectUnknown: it took too long or too much memory.
    """
    request = encode_request(before, after, today=today, questions=questions, known=known)
    match run_bounded(f"{effect_in_child.__module__}:{effect_in_child.__name__}", request, limits):
        case Stopped(why):
            fix = "look at it with: ldnbot corpus diff"
            raise EffectUnknown(f"what the change does could not be worked out: it {why}", fix=fix)
        case raw:
            return decode_effect(raw)
