"""Lines in members' words, made fit to be kept for good: no mention, no link, no name, no way to reach anybody."""

import re
from collections.abc import Callable

from ldnbot.corpus.folder import CONTROL
from ldnbot.errors import EditRefused

__all__ = ["LONGEST_LINE", "clean_line"]

LONGEST_LINE = 250
"""Characters of one line. A member's story is not searched for: its question is."""

_EMOJI = re.compile(r"<a?:\w+:\d+>|:[a-z0-9_+-]{2,32}:")
_FIRST_MENTION = re.compile(r"^(?:(?:hey|hi|hello)\s+)?(?:<[@#][!&]?\d+>|@[\w.]{2,32})[\s,:;!–-]*", re.I)
_LAST_MENTION = re.compile(r"[\s,]*<[@#][!&]?\d+>\s*$")
_MENTION = re.compile(r"<[@#/][^>\s]*>|(?<![\w.])@(?=[^\W\d])|@everyone|@here")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_LINK = re.compile(
    r"https?:|www\.|\bdiscord\.gg\b|\b[\w-]+\.(?:com|org|net|io|gov|edu|uk|de|co|me|info)\b(?:/\S*)?", re.I
)
_PHONE = re.compile(r"(?<!\d)\+?\d(?:[\s().-]?\d){8,}(?!\d)")
_MARKUP = re.compile(r"\|\||\*\*|__|~~|`+|^[#>\-*\s]+")
_TITLED = re.compile(r"\b(?:dr|doctor|prof|professor|mr|mrs|ms|miss|nurse|sister)\.?\s+(?P<name>[A-Z][\w’'-]+)", re.I)
_CALLED = re.compile(
    r"\b(?:my name is|i am called|i’m called|this is|named|called|signed|cheers,?|thanks,?|regards,?)\s+"
    r"(?P<name>[A-Z][a-z’'-]+)\b"
)
_RELATED = re.compile(
    r"\b(?:my|our)\s+(?:husband|wife|partner|son|daughter|mum|mom|mother|dad|father|brother|sister|friend|doctor|doc|gp"
    r"|consultant|neurologist|pharmacist)\s+(?P<name>[A-Z][a-z’'-]+)\b"
)


def clean_line(text: str, *, known: Callable[[str], bool] = lambda _: False) -> str:
    """Return the line without emoji, markup, and mentions at its ends.

    `known` tells whether a capitalised word, in small letters, is one that the corpus or the lexicon uses: it then
    names no member.

    Raises:
        EditRefused: what is left is empty or too long, or would name or reach a person.
    """
    line = _MARKUP.sub("", " ".join(_EMOJI.sub(" ", text).split())).strip()
    line = " ".join(_LAST_MENTION.sub("", _FIRST_MENTION.sub("", line)).split())
    if match := CONTROL.search(line):
        raise EditRefused(f"the line holds an invisible character U+{ord(match.group()):04X}", fix="Type it anew")
    if not any(character.isalpha() for character in line):
        raise EditRefused("there are no words in the line", fix="Write the question as a member would")
    if len(line) > LONGEST_LINE:
        what = f"the line has {len(line)} characters"
        raise EditRefused(what, fix=f"Keep the question and leave the story out: {LONGEST_LINE} is the most")
    for pattern, what in (
        (_MAIL, "an e-mail address"),
        (_LINK, "a link"),
        (_MENTION, "a mention"),
        (_PHONE, "what looks like a telephone number"),
    ):
        if match := pattern.search(line):
            raise _personal(what, match.group())
    for pattern in (_TITLED, _RELATED, _CALLED):
        for match in pattern.finditer(line):
            name = match["name"]
            if name[0].isupper() and not known(name.casefold()):
                raise _personal("what looks like a person’s name", match.group())
    return line


def _personal(what: str, found: str) -> EditRefused:
    fix = "Leave it out, and keep the question alone"
    return EditRefused(f"the line holds {what}, and lines are kept for good", where=found[:60], fix=fix)
