"""What somebody has done before. Kept in memory alone, and the oldest is forgotten first."""

from collections import OrderedDict
from dataclasses import dataclass, field

__all__ = ["Once"]

_MOST = 10_000


@dataclass(slots=True)
class Once:
    """Tells the first time from the others."""

    _done: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def first(self, what: str) -> bool:
        """Return whether this is the first time, and remember it."""
        if what in self._done:
            return False
        self._done[what] = None
        if len(self._done) > _MOST:
            self._done.popitem(last=False)
        return True

    def forget(self, what: str) -> None:
        """Take it for undone: the next time is the first again."""
        self._done.pop(what, None)
