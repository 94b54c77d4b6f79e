"""Names for references: `parker2018`, or for a page without an author `ldnrt-what-is-low`."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ldnbot.corpus.reader import slug
from ldnbot.corpus.reference import Reference

__all__ = ["with_keys"]

# Letters that Unicode does not take apart into a base and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
)
_TITLE_WORDS = 3
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def with_keys(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """Return the references with a key each. Equal ones get letters in their order: `parker2018a`, `parker2018b`."""
    wanted = [_key(reference) for reference in references]
    total, taken = Counter(wanted), set(wanted)
    given: Counter[str] = Counter()
    keyed = []
    for reference, key in zip(references, wanted, strict=True):
        chosen = key
        while total[key] > 1 and (chosen == key or chosen in taken):
            given[key] += 1
            chosen = key + _suffix(given[key])
        taken.add(chosen)
        keyed.append(replace(reference, key=chosen))
    return tuple(keyed)


def _suffix(count: int) -> str:
    return chr(ord("a") + count - 1) if count <= 26 else f"-{count}"


def _key(reference: Reference) -> str:
    year = str(reference.year or "")
    if reference.authors and reference.type != "webpage":
        first = reference.authors[0]
        name = _plain(first.family).replace("-", "") or _initials(first.literal)
        return _usable(name + year)
    words = _plain(reference.title).split("-")[:_TITLE_WORDS]
    found = _YEAR.search(reference.title)
    if reference.type == "document":
        return _usable(words[0] + (year or (found.group() if found else "")))
    return _usable("-".join(part for part in (_initials(reference.container_title), *words) if part))


def _plain(text: str) -> str:
    return slug(text.translate(_LETTERS))


def _initials(name: str) -> str:
    """Return a body's initials; words in capitals stay whole: `LDN Research Trust – …` → `ldnrt`."""
    words = re.split(r" [–—|-] ", name)[0].split()
    capitals = [word for word in words if word[0].isalnum() and word[0] == word[0].upper()]
    return _plain("".join(word if word.isupper() else word[0] for word in capitals))


def _usable(key: str) -> str:
    return key if key[:1].isalpha() else f"ref-{key}".rstrip("-")
