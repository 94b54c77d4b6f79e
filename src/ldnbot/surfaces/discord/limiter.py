"""How often a person may ask. Kept in memory alone, and forgotten as soon as the wait is over."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Limiter"]

_TIDY_ABOVE = 1_000


@dataclass(slots=True)
class Limiter:
    """When each person may ask again, by server."""

    clock: Callable[[], float]
    """Seconds that never go backwards."""

    _free_at: dict[tuple[int, int], float] = field(default_factory=dict)

    def wait(self, server: int, person: int, seconds: int) -> int:
        """Return how many seconds the person must wait, rounded up. If 0, the question counts from now."""
        now = self.clock()
        free_at = self._free_at.get((server, person), now)
        if free_at > now:
            return math.ceil(free_at - now)
        if seconds > 0:
            if len(self._free_at) >= _TIDY_ABOVE:
                self._free_at = {key: moment for key, moment in self._free_at.items() if moment > now}
            self._free_at[server, person] = now + seconds
        return 0
