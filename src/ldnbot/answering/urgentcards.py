"""The fixed cards for urgent messages, and the table of regions that their numbers come from.

Sources of the numbers are in docs/safety.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ldnbot.answering.answer import Answer, Status
from ldnbot.answering.question import read_question
from ldnbot.answering.triage import Urgent, triage

__all__ = ["REGIONS", "Region", "card", "urgent_answer"]


@dataclass(frozen=True, slots=True)
class Region:
    """Where help is in one part of the world, each as the middle of a sentence."""

    emergency: str
    crisis: str
    """A full sentence."""

    poison: str
    """A full sentence."""


REGIONS: Mapping[str, Region] = {
    "": Region(
        emergency="your local emergency number",
        crisis="Your local crisis line or a doctor can also help you, day or night.",
        poison="Your local poison center or a doctor can also help you.",
    ),
    "us": Region(
        emergency="911",
        crisis="Call or text 988, the Suicide & Crisis Lifeline. It is open day and night.",
        poison="Call Poison Help at 1-800-222-1222. It is open day and night.",
    ),
}
"""Region code in lower case → its numbers; an empty code or one not listed gets the international card."""


def card(category: Urgent, region: str) -> tuple[str, ...]:
    """Return the lines of the card: three on what to do now, then where more help is."""
    here = REGIONS.get(region.strip().lower(), REGIONS[""])
    match category:
        case Urgent.CRISIS:
            return (
                f"If you or someone else may be in danger now, call {here.emergency}.",
                "Stay with someone you trust, or ask them to come to you.",
                "Move away from pills, weapons and other things that could hurt you.",
                here.crisis,
            )
        case Urgent.POISONING:
            return (
                f"If the person is hard to wake, has a fit or cannot breathe well, call {here.emergency} now.",
                "Do not wait for signs to show. Do not try to make the person throw up.",
                "Keep the pack near you, so you can say what was taken, how much and when.",
                here.poison,
            )
        case Urgent.SYMPTOM:
            return (
                f"This may need help right now. Call {here.emergency}.",
                "Stay with the person, or ask someone to stay with you.",
                "Keep your list of medicines near, so you can show what was taken and when.",
                "If you are not sure, call anyway. The people who answer will tell you what to do.",
            )


def urgent_answer(typed: str, *, region: str = "") -> Answer | None:
    """Return the card for a crisis, a poisoning or an emergency, or None. It needs no corpus."""
    found = triage(typed)
    if found is None:
        return None
    return Answer(
        status=Status.SAFETY,
        question=read_question(typed).text,
        notices=card(found.category, region),
        corpus_version="",
    )
