"""What Discord can answer with instead of doing it, on every road that ldnbot takes: nobody is left without a word."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chat import MENU, Chat, Turn, chatting

RESPOND = ("POST", "/interactions/*/callback")
FOLLOW = ("POST", "/webhooks/*/*")
ORIGINAL = ("DELETE", "/webhooks/*/messages/@original")
POST = ("POST", "/channels/*/messages")
REMOVE = ("DELETE", "/channels/*/messages/*")
OPEN = ("POST", "/users/@me/channels")

SERVER = [(500, 0), (503, 0), (502, 0), (429, 0), (400, 50035)]
"""Faults after which a person can be told."""

GONE = [(404, 10062), (400, 40060), (401, 50027), (404, 10015), (404, 10008)]
"""Faults that mean that nobody is there any more, or that the answer has got through."""

SECRET = "zebracrossing"
DOSE = "The usual starting dose of veltamine is 2 mg in the evening"
Story = Callable[[Chat], Awaitable[Turn]]


async def ask(chat: Chat) -> Turn:
    return await chat.slash(chat.alice, "ask", question=f"{SECRET} starting dose")


async def read(chat: Chat) -> Turn:
    return await chat.slash(chat.alice, "read", section="dose")


async def settings(chat: Chat) -> Turn:
    return await chat.slash(chat.manager, "settings", cooldown=7)


async def menu(chat: Chat) -> Turn:
    message = await chat.bob.send(chat.channel, f"{SECRET} starting dose")
    return await chat.turn(chat.alice.context_menu(chat.channel, MENU, message))


async def mention(chat: Chat) -> Turn:
    return await chat.say(chat.bob, f"{chat.us} {SECRET} starting dose")


async def direct(chat: Chat) -> Turn:
    return await chat.turn(chat.bob.send_dm(f"{SECRET} starting dose"))


def pressing(action: str) -> Story:
    async def press(chat: Chat) -> Turn:
        stored = chat.desk.records.database.rows("SELECT id FROM answers")[0]["id"]
        more = {"more": ":1", "refs": ":1", "share": f":{chat.alice.id}", "delete": f":{chat.alice.id}"}.get(action, "")
        return await chat.forge(chat.alice, f"ldn:{action}:{stored}{more}")

    return press


COMMANDS = {"ask": ask, "read": read, "settings": settings, "menu": menu}
PRESSES = {
    action: pressing(action) for action in ("refs", "more", "part", "good", "tell", "bad", "share", "typed", "delete")
}


def assert_discreet(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    """The log has neither what was typed nor what lets somebody answer in ldnbot's name."""
    assert SECRET not in caplog.text
    assert "simcord_interaction_" not in caplog.text
    said = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("ldnbot"))
    assert str(chat.alice.id) not in said
    assert str(chat.bob.id) not in said


async def began(chat: Chat) -> None:
    chat.wait(60)
    await chat.slash(chat.alice, "ask", question="starting dose")
    chat.wait(60)


async def goes_on(chat: Chat) -> None:
    chat.env.backend.faults.clear()
    chat.wait(60)
    assert DOSE in (await chat.slash(chat.bob, "ask", question="starting dose")).text
    chat.wait(60)
    assert DOSE in (await chat.say(chat.bob, f"{chat.us} starting dose")).text


@pytest.mark.parametrize(("status", "code"), SERVER)
async def test_a_response_that_fails_once_is_followed_by_a_plain_line_with_a_number(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    async with chatting(tmp_path) as chat:
        await began(chat)
        for name, story in {**COMMANDS, **PRESSES}.items():
            chat.env.inject_error(*RESPOND, status=status, code=code)
            turn = await story(chat)
            chat.wait(60)
            told = turn.sent[-1]
            number = re.search(r"please give this number: (\w{8})", told.text)
            assert number, name
            assert told.private, name
            assert f"incident {number[1]} in " in caplog.text
        assert_discreet(chat, caplog)
        await goes_on(chat)


@pytest.mark.parametrize(("status", "code"), [*SERVER, *GONE, (403, 50013)])
async def test_where_nobody_can_be_told_the_log_is_and_the_rest_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    caplog.set_level("INFO", "ldnbot")
    async with chatting(tmp_path) as chat:
        await began(chat)
        for route in (RESPOND, FOLLOW):
            chat.env.inject_error(*route, status=status, code=code, times=None)
        for name, story in {**COMMANDS, **PRESSES}.items():
            caplog.clear()
            await story(chat)
            chat.wait(60)
            assert re.search(r"incident|too late|could not be told|not permitted", caplog.text), name
            assert_discreet(chat, caplog)
        await goes_on(chat)


@pytest.mark.parametrize(("status", "code"), [*SERVER, *GONE, (403, 50013)])
@pytest.mark.parametrize("action", ["share", "typed", "bad"])
async def test_a_follow_up_that_fails_leaves_nothing_hanging(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, status: int, code: int, action: str
) -> None:
    async with chatting(tmp_path) as chat:
        await began(chat)
        chat.env.inject_error(*FOLLOW, status=status, code=code)
        turn = await PRESSES[action](chat)
        if action != "bad" and (status, code) in SERVER:
            assert "give this number" in turn.sent[-1].text
        assert_discreet(chat, caplog)
        await goes_on(chat)


@pytest.mark.parametrize("story", [mention, direct])
@pytest.mark.parametrize(("status", "code"), SERVER)
async def test_a_message_whose_answer_cannot_be_sent_once_gets_a_number(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, story: Story, status: int, code: int
) -> None:
    async with chatting(tmp_path) as chat:
        chat.env.inject_error(*POST, status=status, code=code)
        assert "give this number" in (await story(chat)).sent[-1].text
        assert_discreet(chat, caplog)
        await goes_on(chat)


@pytest.mark.parametrize("story", [mention, direct])
@pytest.mark.parametrize(("status", "code"), [*SERVER, (403, 50013), (403, 50001), (404, 10003), (403, 50007)])
async def test_a_message_that_cannot_be_answered_at_all_raises_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, story: Story, status: int, code: int
) -> None:
    caplog.set_level("INFO", "ldnbot")
    async with chatting(tmp_path) as chat:
        chat.env.inject_error(*POST, status=status, code=code, times=None)
        await story(chat)
        assert_discreet(chat, caplog)
        await goes_on(chat)


async def test_a_question_deleted_while_it_is_answered_raises_nothing(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        chat.env.inject_error(*POST, status=400, code=50035, message="message_reference: Unknown message", times=None)
        await mention(chat)
        await goes_on(chat)


@pytest.mark.parametrize(("status", "code"), [*SERVER, *GONE, (403, 50013)])
async def test_an_answer_that_cannot_be_taken_away_is_erased_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    async with chatting(tmp_path) as chat:
        question = await chat.alice.send(chat.channel, f"{chat.us} starting dose")
        chat.env.inject_error(*REMOVE, status=status, code=code)
        await chat.alice.delete(question)
        assert chat.count("answers") == 0
        await began(chat)
        chat.env.inject_error(*ORIGINAL, status=status, code=code)
        await PRESSES["delete"](chat)
        assert chat.count("answers") == 0
        await goes_on(chat)
