"""`/settings`: who may choose, what can be chosen, and that it holds."""

from pathlib import Path
from typing import Any

import discord
import pytest

from chat import BREAKAGES, Chat, chatting
from ldnbot.answering.answer import Status
from ldnbot.answering.wording import DISCLAIMER
from ldnbot.records.servers import ServerSettings
from ldnbot.surfaces.discord.speech.speech import speech_of

DOSE = "The usual starting dose of veltamine is 2 mg in the evening"


async def choose(chat: Chat, **options: Any) -> str:
    turn = await chat.slash(chat.manager, "settings", **options)
    assert turn.only.private
    assert DISCLAIMER in turn.only.text or "give this number" in turn.only.text
    return turn.only.text


async def chosen(chat: Chat) -> ServerSettings:
    """Return what the database itself has."""
    return chat.desk.records.servers.settings(chat.guild.id)


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"private": False}, {"private": False}),
        ({"mentions": False}, {"mentions": False}),
        ({"cooldown": 0}, {"cooldown": 0}),
        ({"cooldown": 3600}, {"cooldown": 3600}),
        ({"region": " US "}, {"region": "us"}),
        ({"language": "de"}, {"language": "de"}),
        ({"addition": "  We are\u00a0no doctors. "}, {"disclaimer_addition": "We are no doctors."}),
    ],
)
async def test_each_setting_is_kept_shown_and_audited(
    tmp_path: Path, options: dict[str, Any], kept: dict[str, Any]
) -> None:
    async with chatting(tmp_path) as chat:
        await choose(chat, **options)
        assert await chosen(chat) == ServerSettings(**kept)
        (entry,) = chat.desk.records.audit.page(server=chat.guild.id).entries
        assert (entry.who, entry.detail, entry.refused) == (chat.manager.id, next(iter(kept)), False)
        await chat.restart()
        assert await chat.desk.server(chat.guild.id) == ServerSettings(**kept)


async def test_the_panel_shows_the_settings_and_changes_nothing(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        text = await choose(chat)
        assert "**Answers mentions:** yes" in text
        assert "Saved" not in text
        assert chat.desk.records.audit.page(server=chat.guild.id).entries == []


async def test_a_channel_for_alerts_and_one_for_changes_can_be_chosen(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        place = chat.guild.create_text_channel("mods")
        assert f"<#{place.id}>" in await choose(chat, alerts=place, log=place)
        assert ((await chosen(chat)).alerts, (await chosen(chat)).log) == (place.id, place.id)


async def test_a_single_dash_takes_a_choice_away(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(region="us", language="de", disclaimer_addition="x")
        for option in ("region", "language", "addition"):
            await choose(chat, **{option: "-"})
        assert await chosen(chat) == ServerSettings()


async def test_channels_are_chosen_from_the_menu(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        other = chat.guild.create_text_channel("ldn")
        panel = await chat.slash(chat.manager, "settings")
        turn = await chat.turn(chat.manager.select(panel.message, [other]))
        assert f"<#{other.id}>" in turn.only.text
        assert (await chosen(chat)).channels == {other.id}
        assert "answers here" in (await chat.slash(chat.alice, "ask", question="starting dose")).text
        again = await chat.slash(chat.manager, "settings")
        assert "all" in (await chat.turn(chat.manager.select(again.message, []))).only.text
        assert (await chosen(chat)).channels == frozenset()


@pytest.mark.parametrize(
    "options", [{"region": "atlantis"}, {"language": "xx"}, {"addition": "a\u202eb"}, {"region": "../etc"}]
)
async def test_an_impossible_choice_is_refused_in_plain_words_and_changes_nothing(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    async with chatting(tmp_path) as chat:
        text = await choose(chat, **options)
        assert "Saved" not in text
        assert "give this number" not in text
        assert await chosen(chat) == ServerSettings()


async def test_who_may_not_manage_the_server_is_refused_at_every_step_and_audited(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        panel = await chat.slash(chat.manager, "settings")
        (command,) = [found for found in await chat.client.tree.fetch_commands() if found.name == "settings"]
        chat.guild.set_command_permissions(command, {chat.alice: True, chat.moderator: True})
        for person in (chat.alice, chat.moderator):
            turn = await chat.slash(person, "settings", private=False)
            assert (turn.only.private, "may manage the server" in turn.only.text) == (True, True)
        place = chat.client.get_channel(chat.channel.id)
        assert isinstance(place, discord.TextChannel)
        shown = await place.send(view=panel_view(panel.message), allowed_mentions=discord.AllowedMentions.none())
        turn = await chat.turn(chat.alice.select(shown, [chat.channel]))
        assert "may manage the server" in turn.only.text
        assert await chosen(chat) == ServerSettings()
        entries = chat.desk.records.audit.page(server=chat.guild.id).entries
        assert [entry.refused for entry in entries] == [True, True, True]


def panel_view(message: discord.Message) -> discord.ui.LayoutView:
    """Return the menu of the panel as somebody else could be shown it."""
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.ActionRow(discord.ui.ChannelSelect(custom_id="ldn:channels:", max_values=25)))
    view.stop()
    return view


@pytest.mark.parametrize("how", BREAKAGES)
async def test_what_cannot_be_kept_is_said_and_does_not_hold(tmp_path: Path, how: str) -> None:
    async with chatting(tmp_path) as chat:
        chat.break_records(how)
        assert "give this number" in await choose(chat, private=False)
        if how == "unwritable":
            assert (await chat.desk.server(chat.guild.id)).private


@pytest.mark.parametrize(
    ("option", "typed", "value"), [("region", "u", "us"), ("language", "de", "de"), ("language", "", "-")]
)
async def test_typing_offers_regions_and_languages(tmp_path: Path, option: str, typed: str, value: str) -> None:
    async with chatting(tmp_path) as chat:
        choices = await chat.manager.autocomplete(chat.channel, "settings", option, typed)
        assert value in [choice["value"] for choice in choices]


async def test_the_language_of_the_server_and_its_sentence_stand_on_every_answer(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await choose(chat, language="es", addition="No somos médicos.", private=False)
        shown = (await chat.slash(chat.alice, "ask", question="starting dose")).only
        assert DOSE in shown.text
        assert f"{DISCLAIMER}\nNo somos médicos." in shown.text
        assert shown.text.startswith(f"### {speech_of('es').titles[Status.ANSWERED]}")
        assert speech_of("es").helpful in shown.ids


async def test_a_channel_of_alerts_or_of_the_log_can_be_taken_away_again(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        shown = await chat.slash(chat.manager, "settings", alerts=chat.channel, log=chat.channel)
        assert shown.only.actions == ["unset", "unset"]
        for name in ("alerts", "log"):
            await chat.turn(chat.manager.click(shown.message, custom_id=f"ldn:unset:{name}"))
            assert getattr(await chat.desk.server(chat.guild.id), name) is None
        await chat.forge(chat.alice, "ldn:unset:alerts")
        await chat.forge(chat.manager, "ldn:unset:everything")
