"""Questions leave the list when a version of the corpus answers them, whoever published it and by whatever way."""

from dataclasses import dataclass, field

from ldnbot.answering.answer import Status
from ldnbot.answering.assistant import Assistant
from ldnbot.errors import HistoryDamaged, NotFound
from ldnbot.moderation.proposal import State as ProposalState
from ldnbot.records.openquestions import OpenQuestion, Origin, State
from ldnbot.surfaces.discord.moderating.backroom import Backroom

__all__ = ["Settling"]

_ASKED_IN_VAIN = (Origin.NOT_COVERED, Origin.RELATED)
_MOST_REMEMBERED = 2_000


@dataclass(slots=True)
class Settling:
    """Asks open questions again after the corpus has changed, each once for a version."""

    room: Backroom
    _asked: dict[int, str] = field(default_factory=dict)
    """Question → the version that it was asked of last."""

    async def settle(self, server: int) -> int:
        """Take the questions of a server off the list that are answered by now, and return how many there were.

        One that was called unhelpful or sent in goes only when the proposal that teaches it is published: it may have
        been answered before, and not well.

        Raises:
            RecordsUnusable: the records cannot be read or written.
        """
        desk = self.room.desk
        assistant = desk.shelf.live
        if assistant is None:
            return 0
        version = assistant.corpus.version
        answered = []
        waiting = await desk.worker.run(desk.records.questions.questions, server=server)
        for question in waiting:
            if question.corpus_version == version or self._asked.get(question.id) == version:
                continue
            if question.origin not in _ASKED_IN_VAIN and await self.state_of(question) is not ProposalState.PUBLISHED:
                continue
            # One after another, so that members' questions come between.
            if await desk.worker.run(_is_answered, assistant, question.text):
                answered.append(question.id)
            else:
                self._asked[question.id] = version
        if len(self._asked) > _MOST_REMEMBERED:
            self._asked.clear()  # it costs asking them once more
        if not answered:
            return 0
        at = desk.now()
        return await desk.worker.run(
            desk.records.questions.decide, answered, State.TAUGHT, by=None, server=server, at=at
        )

    async def state_of(self, question: OpenQuestion) -> ProposalState | None:
        """Return how far the proposal that teaches a question has come; None where there is none."""
        if not question.proposal:
            return None
        try:
            return (await self.room.find(question.proposal)).state
        except (NotFound, HistoryDamaged):
            return None


def _is_answered(assistant: Assistant, text: str) -> bool:
    return assistant.ask(text, quotes=1).answer.status is Status.ANSWERED
