"""`/settings`: where and how ldnbot answers on a server. Who may manage the server is checked at every step."""

from collections.abc import Mapping
from dataclasses import replace

import discord
from discord import app_commands, ui
from discord.app_commands import Choice

from ldnbot.answering.regions import shipped_regions
from ldnbot.errors import SettingsInvalid
from ldnbot.records.audit import Entry
from ldnbot.records.servers import LONGEST_ADDITION, LONGEST_COOLDOWN, ServerSettings
from ldnbot.surfaces.discord.cards.closing import closing
from ldnbot.surfaces.discord.cards.markdown import escape
from ldnbot.surfaces.discord.cards.page import RULE, Page
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.forms import menu_values
from ldnbot.surfaces.discord.layout import Key, Message, lay_out
from ldnbot.surfaces.discord.presses import Press
from ldnbot.surfaces.discord.sending import edit_card, send_card, send_line
from ldnbot.surfaces.discord.speech.speech import LANGUAGES, Speech, speech_of
from ldnbot.surfaces.discord.translating import described, named

__all__ = ["SETTING_PRESSES", "add_settings"]

_MOST_CHANNELS = 25
_COLOUR = 0x3A86C8
_TAKE_AWAY = "-"


def add_settings(tree: app_commands.CommandTree[discord.Client], desk: Desk) -> None:
    """Add the command `/settings` to the tree."""

    @tree.command(**named("settings"))
    @described("settings")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def settings(
        interaction: discord.Interaction,
        private: bool | None = None,  # noqa: FBT001  (Discord hands options over by name)
        mentions: bool | None = None,  # noqa: FBT001
        cooldown: app_commands.Range[int, 0, LONGEST_COOLDOWN] | None = None,
        region: app_commands.Range[str, 1, 20] | None = None,
        language: app_commands.Range[str, 1, 20] | None = None,
        addition: app_commands.Range[str, 1, LONGEST_ADDITION] | None = None,
        alerts: discord.TextChannel | None = None,
        log: discord.TextChannel | None = None,
    ) -> None:
        chosen = await desk.server(interaction.guild_id)
        speech = desk.speech(interaction.locale.value, chosen)
        if not await _may(desk, interaction, speech):
            return
        changes: dict[str, object] = {
            "private": private,
            "mentions": mentions,
            "cooldown": cooldown,
            "region": _region(desk, region),
            "language": _language(language),
            "disclaimer_addition": _addition(addition),
            "alerts": alerts.id if alerts else None,
            "log": log.id if log else None,
        }
        given = {name: value for name, value in changes.items() if value is not None}
        saved = ""
        if given:
            chosen = replace(chosen, **given)  # type: ignore[arg-type]
            await _choose(desk, interaction, chosen, ", ".join(sorted(given)))
            speech = desk.speech(interaction.locale.value, chosen)
            saved = speech.settings_saved
        await send_card(interaction, _panel(chosen, speech, saved), private=True)

    @settings.autocomplete("region")
    async def regions(interaction: discord.Interaction, current: str) -> list[Choice[str]]:
        del interaction
        codes = sorted({*shipped_regions(), *desk.settings.regions})
        return [Choice(name=code, value=code) for code in codes if code.startswith(current.lower().strip())][:25]

    @settings.autocomplete("language")
    async def languages(interaction: discord.Interaction, current: str) -> list[Choice[str]]:
        del interaction
        named_ = [(speech_of(code).language, code) for code in LANGUAGES]
        return [
            Choice(name=name, value=code)
            for name, code in (*named_, (_TAKE_AWAY, _TAKE_AWAY))
            if current.lower().strip() in f"{name} {code}".lower()
        ]


async def _channels(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    del control
    if not await _may(desk, interaction, speech):
        return
    picked = menu_values(interaction)
    guild = interaction.guild
    known = {channel.id for channel in guild.channels} | {thread.id for thread in guild.threads} if guild else set()
    channels = frozenset(int(value) for value in picked if value.isdigit() and int(value) in known)
    chosen = replace(await desk.server(interaction.guild_id), channels=channels)
    await _choose(desk, interaction, chosen, "channels")
    await edit_card(interaction, _panel(chosen, speech, speech.settings_saved))


async def _unset(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    """Take the channel of alerts or of the log away."""
    if not await _may(desk, interaction, speech):
        return
    before = await desk.server(interaction.guild_id)
    match control.argument:
        case "alerts":
            chosen = replace(before, alerts=None)
        case "log":
            chosen = replace(before, log=None)
        case _:
            raise ValueError(control.argument)
    await _choose(desk, interaction, chosen, f"no {control.argument}")
    await edit_card(interaction, _panel(chosen, speech, speech.settings_saved))


async def _may(desk: Desk, interaction: discord.Interaction, speech: Speech) -> bool:
    """Tell whether the person may manage this server now; if not, they are told, and the audit keeps it."""
    if interaction.guild_id is None:
        await send_line(interaction, speech.only_in_server)
        return False
    if interaction.permissions.manage_guild:
        return True
    await _audit(desk, interaction, "settings", refused=True)
    await send_line(interaction, speech.only_managers)
    return False


async def _choose(desk: Desk, interaction: discord.Interaction, chosen: ServerSettings, what: str) -> None:
    await _audit(desk, interaction, what, refused=False)
    await desk.choose(interaction.guild_id or 0, chosen)


async def _audit(desk: Desk, interaction: discord.Interaction, detail: str, *, refused: bool) -> None:
    entry = Entry(
        at=desk.now(),
        server=interaction.guild_id,
        who=interaction.user.id,
        what="settings",
        detail=detail,
        refused=refused,
    )
    await desk.worker.run(desk.records.audit.add, entry)


def _region(desk: Desk, typed: str | None) -> str | None:
    if typed is None:
        return None
    code = typed.strip().lower()
    if code in ("", _TAKE_AWAY):
        return ""
    known = sorted({*shipped_regions(), *desk.settings.regions})
    if code not in known:
        raise SettingsInvalid(f"there is no region {code}", fix=f"The regions are {', '.join(known)}")
    return code


def _language(typed: str | None) -> str | None:
    if typed is None:
        return None
    code = typed.strip().lower()
    if code in ("", _TAKE_AWAY):
        return ""
    if code not in LANGUAGES:
        raise SettingsInvalid(f"there is no interface in {code}", fix=f"The languages are {', '.join(LANGUAGES)}")
    return code


def _addition(typed: str | None) -> str | None:
    if typed is None:
        return None
    line = " ".join(typed.split())
    return "" if line == _TAKE_AWAY else line


def _panel(chosen: ServerSettings, speech: Speech, saved: str) -> Message:
    """Return the settings as they are, with the menu of channels."""
    rows = {
        "channels": " ".join(f"<#{channel}>" for channel in sorted(chosen.channels)) or speech.settings_everywhere,
        "private": speech.setting_yes if chosen.private else speech.setting_no,
        "mentions": speech.setting_yes if chosen.mentions else speech.setting_no,
        "cooldown": str(chosen.cooldown),
        "region": escape(chosen.region) or speech.setting_none,
        "language": escape(chosen.language) or speech.setting_none,
        "addition": escape(chosen.disclaimer_addition) or speech.setting_none,
        "alerts": f"<#{chosen.alerts}>" if chosen.alerts else speech.setting_none,
        "log": f"<#{chosen.log}>" if chosen.log else speech.setting_none,
    }
    lines = [f"**{speech.settings[name]}:** {value}" for name, value in rows.items()]
    top = f"### {speech.settings_title}" + (f"\n{saved}" if saved else "")
    page = Page((top, "\n".join(lines), RULE, *closing(speech, chosen.disclaimer_addition)), _COLOUR)
    menu: ui.ChannelSelect[ui.LayoutView] = ui.ChannelSelect(
        custom_id=Control("channels").custom_id,
        placeholder=speech.settings_channels,
        min_values=0,
        max_values=_MOST_CHANNELS,
        channel_types=[
            discord.ChannelType.text,
            discord.ChannelType.news,
            discord.ChannelType.forum,
            discord.ChannelType.public_thread,
        ],
        default_values=[
            discord.SelectDefaultValue(id=channel, type=discord.SelectDefaultValueType.channel)
            for channel in sorted(chosen.channels)[:_MOST_CHANNELS]
        ],
    )
    off = [
        Key(speech.settings_off[name], Control("unset", name))
        for name, channel in (("alerts", chosen.alerts), ("log", chosen.log))
        if channel is not None
    ]
    return lay_out(page, [off], menus=[menu])


SETTING_PRESSES: Mapping[str, Press] = {"channels": _channels, "unset": _unset}
"""The actions of the settings."""
