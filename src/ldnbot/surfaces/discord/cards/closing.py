"""What stands at the end of every page."""

from ldnbot.answering.wording import DISCLAIMER
from ldnbot.surfaces.discord.cards.markdown import escape
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["closing"]


def closing(speech: Speech, addition: str = "") -> tuple[str, ...]:
    """Return the disclaimer, what a server adds to it, and, in another language, which language the quotes are in."""
    lines = [escape(DISCLAIMER)]
    if addition:
        lines.append(escape(addition))
    if speech.quotes_language:
        lines.append(f"-# {speech.quotes_language}")
    return ("\n".join(lines),)
