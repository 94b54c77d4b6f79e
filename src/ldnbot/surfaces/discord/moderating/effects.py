"""What changes do, kept in memory, so that turning a page of a review card does not work it out anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ldnbot.corpus.folder import corpus_version
from ldnbot.moderation.effect import Effect
from ldnbot.moderation.faring import Fares
from ldnbot.moderation.sources import Sources
from ldnbot.moderation.working import work_out_effect
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.worker import Worker

__all__ = ["Effects"]

_MOST_RECENT = 100
"""Open questions that are asked again to see whether a change answers them."""

_MOST_KEPT = 8

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(slots=True)
class Effects:
    """The effects that were worked out last, by the two versions that were compared."""

    desk: Desk
    worker: Worker
    _known: dict[tuple[str, str], Effect] = field(default_factory=dict)
    _fares: dict[str, Fares] = field(default_factory=dict)
    """Corpus version → how its own questions fare, which spares half of the next effect."""

    async def of(self, before: Sources, after: Sources) -> Effect:
        """Return what changes from one corpus to another, worked out in a process beside.

        Raises:
            EffectUnknown: it took too long or too much memory.
        """
        versions = corpus_version(before), corpus_version(after)
        if versions not in self._known:
            waiting = await self.desk.worker.run(self.desk.records.questions.questions)
            questions = tuple(question.text for question in waiting[:_MOST_RECENT])
            known, today = self._fares.get(versions[0]), self.desk.now().date()
            found = await self.worker.run(
                lambda: work_out_effect(before, after, today=today, questions=questions, known=known)
            )
            self._fares = _kept({**self._fares, versions[1]: found.fares})
            self._known = _kept({**self._known, versions: found})
        return self._known[versions]


def _kept(found: Mapping[_Key, _Value]) -> dict[_Key, _Value]:
    return dict(list(found.items())[-_MOST_KEPT:])
