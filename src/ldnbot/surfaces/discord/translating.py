"""Names and descriptions of the commands in the languages that Discord asks for."""

from collections.abc import Callable
from typing import TypedDict, TypeVar

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as Location

from ldnbot.surfaces.discord.speech.speech import LANGUAGES, CommandSpeech, speech_of

__all__ = ["CommandTranslator", "described", "named", "title"]

_Command = TypeVar("_Command")


class Named(TypedDict):
    """How a command is called and described."""

    name: app_commands.locale_str
    description: app_commands.locale_str


def named(command: str) -> Named:
    """Return the name and the description of a command, in English and to be translated."""
    return {"name": title(command), "description": _text(_english(command).description, command)}


def title(command: str) -> app_commands.locale_str:
    """Return the name of a command, in English and to be translated."""
    return _text(_english(command).name, command)


def described(command: str) -> Callable[[_Command], _Command]:
    """Return a decorator that names and describes the options of a command."""
    options = _english(command).options

    def decorate(function: _Command) -> _Command:
        renamed = {option: _text(name, f"{command}#{option}") for option, (name, _) in options.items()}
        texts = {option: _text(text, f"{command}#{option}") for option, (_, text) in options.items()}
        return app_commands.rename(**renamed)(app_commands.describe(**texts)(function))

    return decorate


def _english(command: str) -> CommandSpeech:
    return speech_of(LANGUAGES[0]).commands[command]


def _text(text: str, key: str) -> app_commands.locale_str:
    return app_commands.locale_str(text, key=key)


class CommandTranslator(app_commands.Translator):
    """Looks the words of commands up in the language files. English is what stands in the command itself."""

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return a name or description in a language, or None where that language has no words of its own."""
        code = locale.value.partition("-")[0]
        if code not in LANGUAGES[1:]:
            return None
        command, _, rest = str(string.extras.get("key", "")).partition("#")
        spoken = speech_of(code).commands.get(command)
        if spoken is None:
            return None
        match context.location:
            case Location.command_name | Location.group_name:
                return spoken.name
            case Location.command_description | Location.group_description:
                return spoken.description
            case Location.parameter_name | Location.parameter_description if rest in spoken.options:
                name, description = spoken.options[rest]
                return name if context.location is Location.parameter_name else description
            case _:
                return None
