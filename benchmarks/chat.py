"""How the bot bears many who ask at once, and how long its event loop is held up meanwhile.

    python benchmarks/chat.py [--askers 200] [--rounds 3] [--questions FILE.jsonl]

Everything runs as in `ldnbot bot` but for the network: triage, the database, the worker's thread, the card, the body
that Discord would receive. Half-way another version of the corpus is indexed in a process beside and put live, as after
a publish. They ask within a quarter of a second, so that all wait at the same time. Discord itself (its rate limits,
its network) is not in the figures.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from ldnbot.answering.answer import Status
from ldnbot.config import Settings
from ldnbot.corpus.folder import read_sources
from ldnbot.corpus.shipped import shipped_corpus
from ldnbot.moderation.history import open_history
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.questionedits import AddNotCovered
from ldnbot.records.database import open_database
from ldnbot.records.servers import ServerSettings
from ldnbot.surfaces.discord.answercard import answer_message
from ldnbot.surfaces.discord.asking import Asked, Given, Urgent, look_up
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.preview import body_of
from ldnbot.surfaces.discord.replies import safety_message
from ldnbot.surfaces.discord.running import make_backroom, make_desk, utc_now
from ldnbot.surfaces.discord.speech.speech import speech_of

_TICK = 0.005
_WITHIN = 0.25
"""Seconds in which all of them begin: Discord tells of one after the other, over one connection."""
_SERVER = 1


async def _lag(held: list[float]) -> None:
    while True:
        wanted = time.perf_counter() + _TICK
        await asyncio.sleep(_TICK)
        held.append(max(0.0, time.perf_counter() - wanted))


async def _ask(desk: Desk, question: str, person: int) -> tuple[float, str]:
    """Return the seconds from the question to the body of its card, and what went wrong, if anything."""
    began = time.perf_counter()
    asked = Asked(text=question, person=person, server=_SERVER, channel=1, private=True)
    outcome = await look_up(desk, asked, ServerSettings(cooldown=0))
    match outcome:
        case Given(answer, id_):
            body = body_of(answer_message(answer, id_, speech_of("en"), private=True, asker=person), private=True)
            fault = "" if id_ or answer.status is Status.SMALLTALK else "not kept"
        case Urgent(answer):
            body, fault = body_of(safety_message(answer, speech_of("en")), private=True), ""
        case _:
            return time.perf_counter() - began, type(outcome).__name__
    json.dumps(body)
    return time.perf_counter() - began, fault


async def _crowd(desk: Desk, questions: Sequence[str], askers: int, chance: random.Random) -> list[tuple[float, str]]:
    """Let so many ask within a quarter of a second, and wait until all have their card."""

    async def one(person: int) -> tuple[float, str]:
        await asyncio.sleep(chance.uniform(0, _WITHIN))
        return await _ask(desk, chance.choice(questions), person)

    return await asyncio.gather(*(one(person) for person in range(askers)))


async def _measure(folder: Path, questions: Sequence[str], askers: int, rounds: int) -> None:
    database = open_database(folder / "records.sqlite3")
    desk = make_desk(Settings(corpus=shipped_corpus(), state=folder), database)
    history = open_history(folder, now=utc_now)
    room = make_backroom(desk, history)
    await room.open(read_sources(shipped_corpus())[0])
    chance = random.Random(1)  # noqa: S311  (the same crowd each time)
    await _crowd(desk, questions, 20, chance)
    for name, beside in (("asking alone", False), ("asking while another version is indexed and put live", True)):
        held: list[float] = []
        ticking = asyncio.create_task(_lag(held))
        publishing = asyncio.create_task(_publish(room)) if beside else None
        took: list[tuple[float, str]] = []
        while len(took) < askers * rounds or (publishing is not None and not publishing.done()):
            took += await _crowd(desk, questions, askers, chance)
        if publishing is not None:
            print(f"published and live after {await publishing:.1f} s")
        ticking.cancel()
        faults = [fault for _, fault in took if fault]
        print(f"{name}: {askers} at once, {len(took)} questions, {len(faults)} failures {sorted(set(faults))}")
        _print("  from question to card", [seconds for seconds, _ in took])
        _print("  event loop held up", held)
    desk.worker.close()
    room.close()
    history.close()
    database.close()


async def _publish(room: Backroom) -> float:
    began = time.perf_counter()
    who = Moderator("1", "A moderator")
    made = await room.propose((AddNotCovered("does it come as a purple spray"),), who)
    await room.publish(made.proposal, who)
    return time.perf_counter() - began


def _print(name: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)

    def at(share: float) -> str:
        return f"{ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000:.1f}"

    print(f"{name}: p50 {at(0.5)} ms, p90 {at(0.9)} ms, p99 {at(0.99)} ms, most {ordered[-1] * 1000:.1f} ms")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--askers", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--questions", type=Path)
    given = parser.parse_args()
    if given.questions:
        lines = given.questions.read_text(encoding="utf-8").splitlines()
        questions = [json.loads(line)["question"] for line in lines]
    else:
        questions = ["how long until it works?", "what are the side effects", "does it help MS", "what does it cost"]
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(_measure(Path(place), questions, given.askers, given.rounds))


if __name__ == "__main__":
    main()
