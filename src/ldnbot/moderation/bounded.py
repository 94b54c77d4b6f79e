"""Work in a process of its own, with bounds on time and memory, so that whoever asked for it cannot suffer from it.

The child gets bytes and gives bytes. Its environment is what Python needs, so that no secret of the bot is in it.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module

__all__ = ["Limits", "Stopped", "run_bounded", "run_child"]

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
_OUT_OF_MEMORY = 83
_FAILED = 84


@dataclass(frozen=True, slots=True)
class Limits:
    """What a piece of work may take."""

    seconds: float
    """Of time on the clock, and as much of the processor's."""

    memory: int
    """Bytes of address space, where the system can bound it (Linux and macOS)."""

    largest_file: int = 0
    """Bytes of the largest file that it may write; 0 for none at all."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The work came to no end: `why` in words that follow "it"."""

    why: str


def run_bounded(
    job: str, request: bytes, limits: Limits, environment: Mapping[str, str] | None = None
) -> bytes | Stopped:
    """Return what the function `job`, named `module:function`, makes of `request` in a process of its own.

    It takes bytes and returns bytes. `environment` adds variables to those that Python needs.
    """
    command = [sys.executable, "-c", "from ldnbot.moderation.bounded import run_child; run_child()", job]
    bounds = [str(limits.seconds), str(limits.memory), str(limits.largest_file)]
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    kept |= {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **(environment or {})}
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
        [*command, *bounds], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept
    ) as child:
        try:
            result, _ = child.communicate(request, timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return Stopped(_too_long(limits))
        except BaseException:
            child.kill()
            raise
    if child.returncode == 0:
        return result
    if child.returncode == _OUT_OF_MEMORY:
        return Stopped(f"needed more than {limits.memory // 1_000_000:,} MB of memory")
    if child.returncode < 0 and -child.returncode == _processor_signal():
        return Stopped(_too_long(limits))
    return Stopped("ended without a result")


def _too_long(limits: Limits) -> str:
    return f"took longer than {limits.seconds:g} seconds"


def _processor_signal() -> int:
    import signal

    return int(getattr(signal, "SIGXCPU", 0))


def run_child() -> None:
    """Do the work that the command line names, within its bounds. Only `run_bounded` starts this."""
    job, seconds, memory, largest_file = sys.argv[1:5]
    with suppress(ImportError):  # Windows has no such bounds: the clock's stays
        import resource

        processor = int(float(seconds)) + 1
        for what, most in (("RLIMIT_CPU", processor), ("RLIMIT_AS", int(memory)), ("RLIMIT_FSIZE", int(largest_file))):
            with suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, what), (most, most))
    given = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no part of the result
    module, _, name = job.partition(":")
    status = _FAILED
    try:
        result = getattr(import_module(module), name)(sys.stdin.buffer.read())
        with os.fdopen(given, "wb") as out:
            out.write(result)
        status = 0
    except MemoryError:
        status = _OUT_OF_MEMORY
    finally:
        os._exit(status)  # nothing is left to tidy, and a full memory could not tidy it
