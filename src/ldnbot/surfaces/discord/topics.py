"""What a person asked last in a channel, for a follow-up such as "and at night?". Kept in memory for some minutes."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Topics"]

_KEPT = 15 * 60.0
"""Seconds after which a follow-up is a question by itself."""

_MOST = 2_000


@dataclass(slots=True)
class Topics:
    """The last question of each person in each channel."""

    clock: Callable[[], float]
    _last: OrderedDict[tuple[int, int], tuple[float, str, bool]] = field(default_factory=OrderedDict)

    def last(self, channel: int, person: int, *, private: bool) -> str:
        """Return the question before, or an empty string.

        An answer says what it was taken together with, so one that all can see follows no `private` question.
        """
        moment, question, alone = self._last.get((channel, person), (float("-inf"), "", False))
        return question if self.clock() - moment <= _KEPT and private >= alone else ""

    def remember(self, channel: int, person: int, question: str, *, private: bool) -> None:
        """Keep a question in the place of the one before. What is older than some minutes is forgotten."""
        now = self.clock()
        self._last.pop((channel, person), None)
        self._last[channel, person] = (now, question, private)
        while self._last and (len(self._last) > _MOST or now - next(iter(self._last.values()))[0] > _KEPT):
            self._last.popitem(last=False)
