"""What signs weigh, packed so that many are added up at once.

The signs of a block are summed as one long number with a field for each concern and, above those, one for how many of
the signs speak for it. Weights are hundredths and whole numbers, so a sum that meets its bound meets it whatever the
order in which it was added up.
"""

from collections.abc import Iterable, Mapping
from struct import Struct
from typing import NamedTuple

import msgspec

from ldnbot.answering.triage.concern import Concern
from ldnbot.answering.triage.kept import Kept

__all__ = ["Bound", "Scales", "unpack"]

_CONCERNS = tuple(Concern)
_BITS = 32
_FIELD = (1 << _BITS) - 1
_FIELDS = Struct(f"<{2 * len(_CONCERNS)}I")
_ZERO = 1 << (_BITS - 1)
"""What a field of weights holds for a sum of 0: sums may be negative, fields may not."""

_EMPTY = sum(_ZERO << (_BITS * number) for number in range(len(_CONCERNS)))
_MOST_KEPT = 50_000


class Bound(NamedTuple):
    """Where the sum of a concern begins, and from what sum on it is given; in hundredths."""

    intercept: int
    bound: int


class Scales:
    """Weighs signs: the names of cues, `not NAME`, and a word or two in a row as `“word word”`."""

    def __init__(self, signs: Mapping[str, msgspec.Raw], about: Mapping[str, str]) -> None:
        self._signs = signs
        self._about = about
        self.single = Kept[str, str | None](self._single, _MOST_KEPT)
        """Word → its sign, if it weighs anything."""

        self.double = Kept[tuple[str, str], str | None](self._double, 4 * _MOST_KEPT)
        """Two words in a row → their sign, if they weigh anything together."""

        self._packed = Kept[str, int](self._pack, _MOST_KEPT)

    def weigh(self, signs: Iterable[str]) -> int:
        """Return the packed sum of the signs. Packed sums can be added."""
        return sum(map(self._packed.__getitem__, signs))

    def weight(self, sign: str, concern: Concern) -> int:
        """Return what one sign weighs for a concern, in hundredths."""
        return ((self._packed[sign] + _EMPTY) >> (_BITS * _CONCERNS.index(concern)) & _FIELD) - _ZERO

    def _pack(self, sign: str) -> int:
        raw = self._signs.get(sign)
        weights = () if raw is None else msgspec.json.decode(raw, type=tuple[tuple[int, int], ...])
        packed = sum(weight << (_BITS * number) for number, weight in weights)
        about = self._about.get(sign)
        for number, concern in enumerate(_CONCERNS):
            if concern == about:
                packed += 1 << (_BITS * (number + len(_CONCERNS)))
        return packed

    def _single(self, word: str) -> str | None:
        sign = f"“{word}”"
        return sign if sign in self._signs else None

    def _double(self, words: tuple[str, str]) -> str | None:
        sign = f"“{words[0]} {words[1]}”"
        return sign if sign in self._signs else None


def unpack(packed: int) -> Mapping[Concern, int]:
    """Return the sum for each concern that a cue speaks for, and for the urgent ones, in hundredths.

    For an urgent concern words alone may speak too.
    """
    fields = _FIELDS.unpack((packed + _EMPTY).to_bytes(_FIELDS.size, "little"))
    return {
        concern: weight - _ZERO
        for concern, weight, spoken in zip(_CONCERNS, fields, fields[len(_CONCERNS) :], strict=False)
        if spoken or concern.urgent
    }
