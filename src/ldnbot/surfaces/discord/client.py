"""ldnbot as a member of a server: what it listens to, and who handles it."""

import logging
from collections.abc import Mapping
from pathlib import Path

import discord
from discord import app_commands

from ldnbot.moderation.history import Unpublished, Version
from ldnbot.moderation.proposal import Proposal
from ldnbot.surfaces.discord.commands import add_commands
from ldnbot.surfaces.discord.controls import read_control
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.faults import report_fault
from ldnbot.surfaces.discord.forms import handed_over
from ldnbot.surfaces.discord.invite import lacking
from ldnbot.surfaces.discord.layout import Message
from ldnbot.surfaces.discord.messages import answer_message_of, forget_message, message_changed
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.moderating.corpuscommands import add_corpus_commands, corpus_presses
from ldnbot.surfaces.discord.moderating.inbox import add_inbox, inbox_presses
from ldnbot.surfaces.discord.moderating.insights import add_insights
from ldnbot.surfaces.discord.moderating.lexicon import add_lexicon
from ldnbot.surfaces.discord.moderating.settling import Settling
from ldnbot.surfaces.discord.moderating.versions import proposed_message, published_message
from ldnbot.surfaces.discord.presses import ANSWER_PRESSES, Press
from ldnbot.surfaces.discord.sending import NO_MENTIONS, send_line
from ldnbot.surfaces.discord.serversettings import SETTING_PRESSES, add_settings
from ldnbot.surfaces.discord.syncing import sync_if_changed
from ldnbot.surfaces.discord.translating import CommandTranslator

__all__ = ["LdnbotClient", "intents"]

_log = logging.getLogger(__name__)


def intents() -> discord.Intents:
    """Return what ldnbot asks Discord to tell it. None of it is privileged.

    The words of a message come only where it mentions ldnbot or is a direct message.
    """
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.dm_messages = True
    return wanted


class LdnbotClient(discord.Client):
    """The connection to Discord. Everything it does is in the handlers."""

    def __init__(self, desk: Desk, state: Path | None, backroom: Backroom | None = None) -> None:
        super().__init__(
            intents=intents(), allowed_mentions=NO_MENTIONS, max_messages=None, chunk_guilds_at_startup=False
        )
        self.desk = desk
        self.tree = _Tree(self)
        self._state = state
        """Where it is written down which commands were synced; None for a client that syncs none."""

        presses = {**ANSWER_PRESSES, **SETTING_PRESSES}
        add_commands(self.tree, desk)
        add_settings(self.tree, desk)
        if backroom is not None:
            add_corpus_commands(self.tree, backroom)
            presses |= corpus_presses(backroom)
            settling = Settling(backroom)
            add_inbox(self.tree, backroom, settling)
            add_lexicon(self.tree, backroom)
            add_insights(self.tree, backroom, settling)
            presses |= inbox_presses(backroom, settling)
        self._presses: Mapping[str, Press] = presses

    async def setup_hook(self) -> None:
        """Tell Discord of the commands, if they have changed."""
        await self.tree.set_translator(CommandTranslator())
        if self._state and await sync_if_changed(self.tree, self.application_id or 0, self._state / "commands.sha256"):
            _log.info("the commands were synced")

    async def on_ready(self) -> None:
        """Say that it is there, and where it may not do its work."""
        _log.info("connected as %s, on %d servers", self.user, len(self.guilds))
        for guild in self.guilds:
            if missing := lacking(guild.me.guild_permissions):
                _log.warning("on the server %s it lacks: %s; see ldnbot doctor", guild.id, ", ".join(missing))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Handle a button that was pressed, a menu that was used, a form that was sent."""
        if interaction.type not in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            return
        control = read_control(str(handed_over(interaction).get("custom_id", "")))
        press = self._presses.get(control.action) if control else None
        speech = self.desk.speech(interaction.locale.value, await self.desk.at_once(interaction.guild_id))
        try:
            if control is None or press is None or interaction.user.bot:
                await send_line(interaction, speech.expired)
                return
            try:
                await press(self.desk, interaction, control, speech)
            except (ValueError, IndexError) as error:  # an argument that no button of ours has
                _log.info("a button could not be read (%s): %s", type(error).__name__, control.action)
                await send_line(interaction, speech.expired)
        except Exception as error:  # noqa: BLE001  (one handler for everything)
            await report_fault(interaction, error, speech)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for ldnbot."""
        if self.user:
            await answer_message_of(self.desk, message, self.user)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer a message anew whose words were changed."""
        if self.user and "content" in payload.data:
            await message_changed(self.desk, payload.message, self.user)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Erase the answer to a message that was deleted."""
        await forget_message(self.desk, self.get_partial_messageable(payload.channel_id), payload.message_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Erase the answers to messages that were deleted together."""
        for message in payload.message_ids:
            await forget_message(self.desk, self.get_partial_messageable(payload.channel_id), message)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that ldnbot was taken from."""
        from ldnbot.records.retention import forget_server

        self.desk.forget(guild.id)
        await self.desk.worker.run(forget_server, self.desk.records.database, guild.id)

    async def announce(self, version: Version, before: Version | Unpublished) -> None:
        """Tell the moderators' log channels of a version that went live."""
        await self._tell_logs(published_message(version, before))

    async def announce_proposal(self, proposal: Proposal) -> None:
        """Tell the moderators' log channels of a proposal that nobody there made."""
        await self._tell_logs(proposed_message(proposal))

    async def _tell_logs(self, message: Message) -> None:
        for server in self.desk.settings.moderators:
            guild = self.get_guild(server)
            chosen = await self.desk.server(server)
            place = guild.get_channel_or_thread(chosen.log) if guild and chosen.log else None
            if isinstance(place, discord.TextChannel | discord.Thread | discord.VoiceChannel):
                try:
                    await place.send(view=message.view, allowed_mentions=NO_MENTIONS)
                except discord.HTTPException as error:
                    _log.warning("the log channel cannot be written to (%s)", error.code)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Write a fault that nobody waits for to the log, without what was typed."""
        del args, kwargs
        _log.exception("a fault in %s", event_method)


class _Tree(app_commands.CommandTree[LdnbotClient]):
    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        desk = self.client.desk
        speech = desk.speech(interaction.locale.value, await desk.at_once(interaction.guild_id))
        await report_fault(interaction, error, speech)
