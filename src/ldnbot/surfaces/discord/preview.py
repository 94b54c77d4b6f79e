"""The body of the message that Discord would receive for a question, without Discord."""

from typing import Any

from ldnbot.answering.answer import Status
from ldnbot.answering.assistant import Assistant
from ldnbot.answering.setting import Setting
from ldnbot.errors import NotFound
from ldnbot.surfaces.discord.answercard import answer_message, shown_question
from ldnbot.surfaces.discord.asking import MOST_PASSAGES
from ldnbot.surfaces.discord.layout import Message
from ldnbot.surfaces.discord.replies import safety_message
from ldnbot.surfaces.discord.speech.speech import speech_of

__all__ = ["body_of", "message_body"]

_COMPONENTS_V2, _EPHEMERAL = 1 << 15, 1 << 6
_ID = "preview000"
_NOBODY = 0


def message_body(
    assistant: Assistant,
    setting: Setting,
    question: str,
    *,
    status: Status | None = None,
    language: str = "en",
    private: bool = True,
) -> dict[str, Any]:
    """Return the body of the message that answers a question, as a bot sends it to Discord's HTTP API.

    Raises:
        NotFound: the reply has another status than the one that was wished for.
    """
    reply = assistant.ask(question, quotes=MOST_PASSAGES, setting=setting)
    answer = reply.answer
    if status is not None and answer.status is not status:
        fix = f"Preview another question, or leave the status out to see the card for {answer.status}"
        raise NotFound(f"the reply to this question is {answer.status}, not {status}", fix=fix)
    speech = speech_of(language)
    if answer.status is Status.SAFETY:
        return body_of(safety_message(answer, speech), private=True)
    message = answer_message(
        answer,
        "" if answer.status is Status.SMALLTALK else _ID,
        speech,
        private=private,
        asker=_NOBODY,
        repaired=bool(reply.explanation and reply.explanation.repairs),
        asked="" if private else shown_question(answer),
    )
    return body_of(message, private=private)


def body_of(message: Message, *, private: bool) -> dict[str, Any]:
    """Return a message as Discord's HTTP API takes it."""
    flags = _COMPONENTS_V2 | (_EPHEMERAL if private else 0)
    components = message.view.to_components()  # type: ignore[no-untyped-call]
    return {"flags": flags, "components": components, "allowed_mentions": {"parse": []}}
