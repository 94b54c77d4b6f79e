"""Results that are kept, because messages are made of the same words again and again."""

from collections.abc import Callable
from typing import TypeVar

__all__ = ["Kept"]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Kept(dict[_Key, _Value]):
    """Key → what is worked out from it, when it is first asked for. All are forgotten when there are `most`."""

    __slots__ = ("_most", "_work")

    def __init__(self, work: Callable[[_Key], _Value], most: int) -> None:
        super().__init__()
        self._work = work
        self._most = most

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._work(key)
        return value
