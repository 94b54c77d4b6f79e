"""Threads beside the event loop, for what takes longer than a blink: answering, the database, waiting for processes."""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

__all__ = ["Worker"]

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

_SWITCH = 0.0002
"""Seconds after which Python lets the event loop go on while threads compute; its own 0.005 is felt."""


class Worker:
    """Runs functions in threads of its own: one after another in a single one, unless it has more."""

    def __init__(self, threads: int = 1) -> None:
        sys.setswitchinterval(min(sys.getswitchinterval(), _SWITCH))
        self._thread = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="ldnbot")

    async def run(self, function: Callable[_Given, _Result], *args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        """Return what the function returns, or raise what it raises, without holding up the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: function(*args, **kwargs))

    def close(self) -> None:
        """Let what is running end, and take nothing more."""
        self._thread.shutdown(wait=True, cancel_futures=True)
