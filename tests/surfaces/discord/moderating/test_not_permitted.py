"""Who may not use `/inbox`, `/lexicon` and `/insights`: everybody whom config.yaml does not name, whatever they try."""

from pathlib import Path

import discord
import pytest

from chat import Turn
from ldnbot.config import Moderators
from ldnbot.records.openquestions import State
from ldnbot.surfaces.discord.speech.speech import speech_of
from moderated import Moderated, moderated

COMMANDS: dict[str, dict[str, str]] = {
    "inbox list": {},
    "inbox teach": {"question": "1:1:open", "passage": "5"},
    "lexicon list": {"word": "price"},
    "lexicon add": {"word": "outlay", "concept": "price"},
    "lexicon remove": {"concept": "price", "word": "fee"},
    "insights": {},
}
PRESSES = (
    "inbox-list:open:1",
    "inbox-open:",
    "inbox-show:1:1:open",
    "inbox-drop:1:1:open",
    "inbox-task:1:1:open",
    "inbox-reopen:1:1:open",
    "inbox-scope:1:1:open",
    "inbox-out:1:1:open",
    "inbox-teach:1:1:open",
    "inbox-turn:1:1:open:1:t",
    "inbox-search:1:1:open",
    "inbox-find:1:1:open",
    "inbox-pick:1:1:open:00000000",
    "inbox-learn:1:1:open:00000000:5",
)
REFUSAL = speech_of("en").only_moderators


def assert_refused(chat: Moderated, turn: Turn, who: int, what: str) -> None:
    """Assert that a person was told so alone, that the audit keeps it, and that nothing else was done."""
    assert turn.text == REFUSAL, what
    assert turn.only.private
    entry = chat.audited[0]
    assert (entry.who, entry.refused) == (who, True), what
    assert entry.what.split()[0] == what.partition("-")[0].split()[0]
    assert chat.questions[0].state is State.OPEN
    assert chat.questions[0].proposal == ""
    assert chat.proposals == ()


def test_every_press_of_these_commands_is_tried(tmp_path: Path) -> None:
    from ldnbot.surfaces.discord.moderating.inbox import inbox_presses

    presses = inbox_presses(None, None)  # type: ignore[arg-type]
    assert {press.partition(":")[0] for press in PRESSES} == set(presses)


async def test_a_moderator_of_messages_who_is_not_named_may_not_use_a_command(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("where do I park")
        for command, options in COMMANDS.items():
            turn = await chat.slash(chat.moderator, command, **options)
            assert_refused(chat, turn, chat.moderator.id, command)
        assert len(chat.audited) == len(COMMANDS)


async def test_the_administrator_of_the_server_who_is_not_named_may_not_either(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("where do I park")
        for command, options in COMMANDS.items():
            assert_refused(chat, await chat.slash(chat.manager, command, **options), chat.manager.id, command)


async def test_a_member_may_press_nothing(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("where do I park")
        for press in PRESSES:
            assert_refused(chat, await chat.forge(chat.alice, f"ldn:{press}"), chat.alice.id, press)
        assert len(chat.audited) == len(PRESSES)


async def test_members_do_not_see_the_commands(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        seen = set(chat.alice.available_commands(chat.channel))
        assert not seen & set(COMMANDS)
        assert set(COMMANDS) <= set(chat.curator.available_commands(chat.channel))


async def test_a_moderator_is_nobody_on_another_server_even_as_its_administrator(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("where do I park")
        other = chat.env.create_guild()
        boss = other.create_role("boss", permissions=discord.Permissions(administrator=True))
        there = other.add_member(chat.curator.user, roles=[boss])
        place = other.create_text_channel("there")
        for press in PRESSES:
            turn = await chat.forge_in(there, place, f"ldn:{press}")
            assert_refused(chat, turn, there.id, press)
            assert chat.audited[0].server == other.id
        for command, options in COMMANDS.items():
            turn = await chat.turn(there.slash(place, command, **options))
            assert_refused(chat, turn, there.id, command)


async def test_in_a_direct_message_a_moderator_may_press_nothing(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("where do I park")
        user = chat.curator.user
        for press in PRESSES:
            turn = await chat.forge_in(user, user.dm_channel, f"ldn:{press}")
            assert_refused(chat, turn, user.id, press)
        assert not set(COMMANDS) & set(user.available_commands())


async def test_another_bot_may_press_nothing_though_it_has_the_role(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("where do I park")
        bot = chat.guild.add_member(chat.env.create_user("other-bot", bot=True), roles=[chat.curators])
        for press in PRESSES:
            turn = await chat.forge(bot, f"ldn:{press}")
            assert turn.only.private
            assert turn.text == speech_of("en").expired
        assert chat.questions[0].state is State.OPEN
        assert chat.proposals == ()


@pytest.mark.parametrize(
    "action", ["inbox-drop", "inbox-task", "inbox-scope", "inbox-teach", "inbox-show", "inbox-list"]
)
async def test_whose_role_was_taken_away_while_a_card_was_open_may_press_nothing(tmp_path: Path, action: str) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("where do I park")
        opened = await chat.open_question(chat.curator)
        chat.take_role(chat.curator)
        turn = await chat.press(chat.curator, opened.message, action)
        assert_refused(chat, turn, chat.curator.id, action)


async def test_whose_role_was_taken_away_while_a_form_was_open_sends_it_in_vain(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("where do I park")
        opened = await chat.open_question(chat.curator)
        passages = await chat.press(chat.curator, opened.message, "inbox-teach")
        searching = await chat.press(chat.curator, passages.message, "inbox-search")
        form = await chat.choose_from(chat.curator, passages.message, "inbox-pick")
        scope = await chat.forge(chat.curator, "ldn:inbox-scope:1:1:open")
        chat.take_role(chat.curator)
        for shown, values in ((form, {"line": "x"}), (scope, {"line": "x"}), (searching, {"typed": "x"})):
            turn = await chat.send(chat.curator, shown, **values)
            assert_refused(chat, turn, chat.curator.id, "inbox")


async def test_whom_the_configuration_names_no_more_may_do_nothing_after_a_restart(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("where do I park")
        opened = await chat.open_question(chat.curator)
        chat.let(Moderators(people=frozenset({1})))
        await chat.restart()
        turn = await chat.press(chat.curator, opened.message, "inbox-drop")
        assert_refused(chat, turn, chat.curator.id, "inbox")


async def test_whose_trust_ends_proposes_again(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        chat.trust()
        chat.let(Moderators(frozenset({chat.curators.id})))
        await chat.slash(chat.curator, "lexicon add", word="outlay", concept="price")
        assert not chat.proposals[0].decided


async def test_whoever_is_only_trusted_is_no_moderator(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("where do I park")
        chat.trust()
        trusted = chat.desk.settings.moderators[chat.guild.id].trusted
        chat.let(Moderators(people=frozenset({1}), trusted=trusted))
        turn = await chat.slash(chat.curator, "lexicon add", word="outlay", concept="price")
        assert_refused(chat, turn, chat.curator.id, "lexicon")
