"""The name a person probably meant."""

from collections.abc import Iterable

__all__ = ["did_you_mean", "nearest"]

_LIKE = 75
"""Per cent of likeness from which a name is worth proposing."""


def nearest(word: str, names: Iterable[str]) -> str:
    """Return the one of `names` that is most like `word`, or an empty string where none is."""
    from rapidfuzz import fuzz, process  # only a mistake needs it

    found = process.extractOne(word.lower(), sorted(names), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_LIKE)
    return found[0] if found else ""


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return `did you mean NAME? ` to put before a fix, or an empty string."""
    name = nearest(word, names)
    return f"did you mean {name}? " if name else ""
