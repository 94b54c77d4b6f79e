"""The connection itself: what it asks for, when it tells Discord its commands, and that it lives through a fault."""

from pathlib import Path

import discord

from chat import chatting
from ldnbot.surfaces.discord.client import intents
from ldnbot.surfaces.discord.invite import NEEDED, invite_link


def test_no_intent_is_privileged() -> None:
    wanted = intents()
    assert not (wanted.members or wanted.presences or wanted.message_content)


def test_the_invite_asks_for_exactly_what_is_needed() -> None:
    assert f"permissions={NEEDED.value}" in invite_link(1)
    assert "scope=bot+applications.commands" in invite_link(1)
    assert not (NEEDED.administrator or NEEDED.manage_messages or NEEDED.mention_everyone)


async def test_the_permissions_of_the_invite_are_enough(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        us = chat.guild.me
        assert us is not None
        others = ~NEEDED & discord.Permissions.all()
        narrow = discord.PermissionOverwrite.from_pair(NEEDED, others)
        place = chat.guild.create_text_channel("narrow", overwrites={chat.guild.default_role: narrow})
        turn = await chat.turn(chat.alice.send(place, f"{chat.us} starting dose"))
        assert "2 mg" in turn.only.text


async def test_the_commands_are_synced_only_when_they_have_changed(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        puts = [call for call in chat.env.http_requests if call.method == "PUT"]
        assert len(puts) == 1
        await chat.restart()
        assert len([call for call in chat.env.http_requests if call.method == "PUT"]) == 1
        (chat.state / "commands.sha256").write_text("something else", encoding="utf-8")
        await chat.restart()
        assert len([call for call in chat.env.http_requests if call.method == "PUT"]) == 2


async def test_commands_work_on_servers_in_direct_messages_and_for_people_who_bring_it(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        (put,) = [call.json for call in chat.env.http_requests if call.json and call.method == "PUT"]
        commands = {command["name"]: command for command in put}
        assert set(commands) == {"ask", "read", "reference", "sources", "about", "help", "settings", "Ask ldnbot"}
        for name, command in commands.items():
            if name != "settings":
                assert (sorted(command["contexts"]), sorted(command["integration_types"])) == ([0, 1, 2], [0, 1])
        assert commands["settings"]["contexts"] == [0]
        assert int(commands["settings"]["default_member_permissions"]) == discord.Permissions(manage_guild=True).value


async def test_each_of_many_people_gets_an_answer(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(cooldown=0)
        for number in range(20):
            person = chat.guild.add_member(chat.env.create_user(f"person-{number}"))
            assert "2 mg" in (await chat.slash(person, "ask", question="starting dose")).text
