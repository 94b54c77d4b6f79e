"""The fixed cards for urgent messages."""

from ldnbot.answering.answer import Answer, Status
from ldnbot.answering.question import read_question
from ldnbot.answering.regions import Region
from ldnbot.answering.setting import Setting
from ldnbot.answering.triage.concern import Concern, Triage
from ldnbot.answering.wording import in_danger

__all__ = ["card", "urgent_card"]


def card(concern: Concern, region: Region) -> tuple[str, ...]:
    """Return the lines of the card: three on what to do now, then where more help is.

    Raises:
        ValueError: the concern is not urgent, so it has no card.
    """
    match concern:
        case Concern.CRISIS:
            return (
                in_danger(region.emergency),
                "Stay with someone you trust, or ask them to come to you.",
                "Move away from pills, weapons and other things that could hurt you.",
                region.crisis,
            )
        case Concern.POISONING:
            return (
                f"Call {region.emergency} now if anyone is hard to wake, has a fit or cannot breathe well.",
                "Do not wait for signs to show. Do not throw up on purpose, and do not make anyone throw up.",
                "Keep the pack near you, so you can say what was taken, how much and when.",
                region.poison,
            )
        case Concern.SYMPTOM:
            return (
                f"This may need help right now. Call {region.emergency}.",
                "Ask someone to stay with you. If someone else is ill, stay with them.",
                "Keep a list of all medicines near, so you can show what was taken and when.",
                "If you are not sure, call anyway. The people who answer will tell you what to do.",
            )
        case _:
            raise ValueError(concern)


def urgent_card(typed: str, found: Triage, setting: Setting) -> Answer | None:
    """Return the card for what triage found in a message, or None where nothing is urgent. It needs no corpus."""
    if found.urgent is None:
        return None
    lines = card(found.urgent, setting.here)
    if found.urgent is Concern.CRISIS and Concern.POISONING in found.concerns:
        lines = (*lines, setting.here.poison)  # something may have been taken already
    return Answer(
        status=Status.SAFETY,
        question=read_question(typed).text,
        notices=lines,
        safety=found.concerns,
        corpus_version="",
        disclaimer_addition=setting.addition,
    )
