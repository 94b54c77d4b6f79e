"""The documents name everything that there is, and nothing that there is not."""

import re
import runpy
import shlex
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from discord import app_commands

from ldnbot import config
from ldnbot.config import Settings
from ldnbot.corpus.shipped import shipped_corpus
from ldnbot.moderation.history import open_history
from ldnbot.records.database import open_database
from ldnbot.surfaces.discord.client import LdnbotClient
from ldnbot.surfaces.discord.running import make_backroom, make_desk, utc_now
from ldnbot.surfaces.terminal.main import cli

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
GENERATED = runpy.run_path(str(ROOT / "scripts" / "document-commands"))["documents"]()
PAGES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))}
WRITTEN = {name: text for name, text in PAGES.items() if name not in GENERATED}

_FENCE = re.compile(r"^( *)```(?P<language>\w*)\n(?P<text>.*?)^\1```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_VARIABLE = re.compile(r"\bLDNBOT_[A-Z_]+\b")
_JOINED = re.compile(r"\s\d?>&\d")
_ASSIGNMENT = re.compile(r"[A-Z_]+=.*")


def commands(command: click.Command = cli, path: str = "ldnbot") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, f"{path} {name}")


def shown_commands(page: str) -> Iterator[str]:
    """Yield the lines of a page that are typed: those of ```sh blocks, and those after `$ ` in ```console blocks."""
    for block in _FENCE.finditer(page):
        lines = block["text"].replace("\\\n", " ").splitlines()
        match block["language"]:
            case "sh":
                yield from (line.strip() for line in lines)
            case "console":
                yield from (line.strip()[2:] for line in lines if line.strip().startswith("$ "))


def calls(line: str) -> Iterator[list[str]]:
    """Yield the arguments of each call of ldnbot in a line of shell, without pipes, redirections and assignments."""
    lexer = shlex.shlex(_JOINED.sub("", line), posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    words: list[str] = []
    redirected = False
    for token in (*lexer, ";"):
        if redirected:
            redirected = False
        elif token.strip("<>") == "":
            redirected = True
        elif token.strip("|&;") == "":
            while words and _ASSIGNMENT.fullmatch(words[0]):
                words.pop(0)
            if words and words[0].rpartition("/")[2] == "ldnbot":
                yield words[1:]
            words = []
        else:
            words.append(token)


def parse(command: click.Command, arguments: list[str], parent: click.Context | None = None) -> None:
    """Parse a call as click would, without running it or opening files.

    Raises:
        click.UsageError: there is no such command or option, a value is impossible, or something is missing.
    """
    context = click.Context(
        command, info_name=command.name, parent=parent, help_option_names=["-h", "--help"] if parent is None else None
    )
    given, rest, _ = command.make_parser(context).parse_args(list(arguments))
    if given.get("help") or given.get("version"):
        return
    for parameter in command.get_params(context):
        value = given.get(parameter.name or "")
        if parameter.required and not value:
            raise click.MissingParameter(ctx=context, param=parameter)
        if isinstance(value, str) and not isinstance(parameter.type, click.File | click.Path):
            parameter.type_cast_value(context, value)
    if isinstance(command, click.Group) and (rest or not command.invoke_without_command):
        _, below, rest = command.resolve_command(context, rest)
        assert below is not None
        parse(below, rest, context)
    elif rest:
        raise click.UsageError(f"Got unexpected extra arguments ({' '.join(rest)})", context)


def fault_of(line: str) -> str:
    """Return why a line of shell is no real call of ldnbot, or nothing."""
    try:
        for arguments in calls(line):
            parse(cli, arguments)
    except click.UsageError as error:
        return error.format_message()
    except ValueError as error:  # a quotation mark without its other
        return str(error)
    return ""


def slash_commands(folder: Path) -> set[str]:
    """Return every command of the bot as it is typed, with the moderators' ones."""
    settings = Settings(corpus=shipped_corpus(), state=folder)
    with closing(open_database(folder / "records.sqlite3")) as database, open_history(folder, now=utc_now) as history:
        desk = make_desk(settings, database)
        room = make_backroom(desk, history)
        commands = LdnbotClient(desk, None, room).tree.walk_commands()
        found = {f"/{command.qualified_name}" for command in commands if isinstance(command, app_commands.Command)}
        desk.worker.close()
        room.close()
        return found


def test_every_slash_command_is_explained_by_hand(tmp_path: Path) -> None:
    written = "\n".join(WRITTEN.values())
    found = slash_commands(tmp_path)
    assert len(found) > 15
    assert not [command for command in sorted(found) if f"`{command}" not in written]


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_the_generated_documents_are_what_the_script_makes(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == GENERATED[name], "run scripts/document-commands"


def test_every_command_is_explained_by_hand() -> None:
    written = "\n".join(WRITTEN.values())
    missing = [path for path, _ in commands() if not re.search(rf"\b{path}\b", written)]
    assert not missing


def test_every_option_stands_under_its_command() -> None:
    sections = dict(re.findall(r"^## (ldnbot[^\n]*)\n(.*?)(?=^## |\Z)", PAGES["commands.md"], re.MULTILINE | re.DOTALL))
    for path, command in commands():
        for parameter in command.get_params(click.Context(command)):
            if isinstance(parameter, click.Option):
                for name in parameter.opts:
                    assert re.search(rf"(?<![\w-]){name}(?![\w-])", sections[path]), f"{path} {name}"


def test_every_setting_stands_on_the_operators_page_and_in_the_example() -> None:
    example = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    for setting in config._FIELDS:
        assert f"`{setting}`" in PAGES["operators.md"], setting
        assert re.search(rf"^(?:# )?{setting}:", example, re.MULTILINE), setting


def test_every_environment_variable_stands_on_the_operators_page() -> None:
    sources = [*(ROOT / "src").rglob("*.py"), *(path for path in (ROOT / "scripts").iterdir() if path.is_file())]
    used = {name for path in sources for name in _VARIABLE.findall(path.read_text(encoding="utf-8"))}
    assert {config.CONFIG_VARIABLE, config.CORPUS_VARIABLE} <= used
    assert not [name for name in sorted(used) if f"`{name}`" not in PAGES["operators.md"]]


def test_every_extra_stands_on_the_operators_page() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert not [extra for extra in project["optional-dependencies"] if f"| `{extra}` |" not in PAGES["operators.md"]]


def test_every_relative_link_points_to_a_file() -> None:
    broken = []
    for name, text in PAGES.items():
        folder = ROOT if name == "README.md" else DOCS
        for link in _LINK.finditer(_FENCE.sub("", text)):
            target = link["target"].partition("#")[0]
            if target and not re.match(r"[a-z]+:", target) and not (folder / target).exists():
                broken.append(f"{name}: {link['target']}")
    assert not broken


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_command_line_shown_is_a_real_one(name: str) -> None:
    faults = {line: fault_of(line) for line in shown_commands(PAGES[name])}
    assert not {line: fault for line, fault in faults.items() if fault}


def test_every_example_in_a_help_text_is_a_real_one() -> None:
    examples = [line.strip() for _, command in commands() for line in (command.help or "").splitlines()]
    faults = {line: fault_of(line) for line in examples if re.match(r"ldnbot |[a-z]+ .*\| ldnbot ", line)}
    assert len(faults) > len(list(commands()))
    assert not {line: fault for line, fault in faults.items() if fault}


@pytest.mark.parametrize(
    "line",
    [
        "ldnbot aks why",
        'ldnbot ask "why" --explian',
        'ldnbot ask "why" --top 11',
        "ldnbot read two words",
        'cat file | ldnbot corpus import - --name "x"',
        "LDNBOT_CORPUS=x .venv/bin/ldnbot corpus lst",
        'ldnbot ask "why',
    ],
)
def test_a_command_line_that_ldnbot_would_refuse_is_found(line: str) -> None:
    assert fault_of(line)


@pytest.mark.parametrize(
    "line",
    [
        'ldnbot ask "why?" --top 2 > answer.json 2>&1',
        "ldnbot --config my.yaml corpus check --strict && ldnbot --version",
        "echo why | LDNBOT_CORPUS=x ldnbot ask - | jq .status",
        "ls; rm -r folder",
    ],
)
def test_a_command_line_that_ldnbot_takes_is_not_found(line: str) -> None:
    assert not fault_of(line)


def test_the_page_of_commands_is_the_same_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert runpy.run_path(str(ROOT / "scripts" / "document-commands"))["commands_page"]() == GENERATED["commands.md"]
