"""The index of a corpus, built in a process of its own, so that the bot goes on answering meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from ldnbot.moderation.bounded import Limits, Stopped, run_bounded

__all__ = ["BUILDING", "Built", "NotBuilt", "build_in_child", "build_index"]

_BUILT = b"\0"
"""What stands before the bytes of an assistant; words for a moderator never begin with it."""

BUILDING = Limits(seconds=120, memory=2_000_000_000)
"""Bounds for one build. The shipped corpus takes a few seconds and 140 MB."""


@dataclass(frozen=True, slots=True)
class Built:
    """The assistant as bytes, for `decode_assistant`."""

    assistant: bytes


@dataclass(frozen=True, slots=True)
class NotBuilt:
    """No index could be built: `why` in words for a moderator."""

    why: str


class _Request(msgspec.Struct):
    sources: dict[str, str]
    today: date
    made_by: str


def build_index(
    sources: Mapping[str, str], *, today: date, made_by: str, limits: Limits = BUILDING
) -> Built | NotBuilt:
    """Return the assistant for a corpus, as bytes with the mark `made_by`, or why there is none.

    It blocks until the child process is done: call it in a thread.
    """
    request = msgspec.msgpack.encode(_Request(dict(sources), today, made_by))
    match run_bounded(f"{__name__}:{build_in_child.__name__}", request, limits):
        case Stopped(why):
            return NotBuilt(f"building the index {why}")
        case raw if raw.startswith(_BUILT):
            return Built(raw.removeprefix(_BUILT))
        case raw:
            return NotBuilt(raw.decode())


def build_in_child(raw: bytes) -> bytes:
    """Return what `build_index` hands over. Runs in the child process."""
    from ldnbot.answering.assistant import open_assistant  # a tenth of a second that the parent need not pay
    from ldnbot.answering.stored import encode_assistant
    from ldnbot.corpus.finding import errors_among
    from ldnbot.corpus.folder import inspect_sources

    request = msgspec.msgpack.decode(raw, type=_Request)
    inspection = inspect_sources(request.sources, today=request.today)
    if errors := errors_among(inspection.findings):
        return f"the corpus has errors: {errors[0].where}: {errors[0].what}".encode()
    return _BUILT + encode_assistant(open_assistant(inspection.corpus), request.made_by)
