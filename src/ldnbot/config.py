"""config.yaml and the environment, as one frozen settings object.

Looked for in this order: `--config`, the environment variable LDNBOT_CONFIG, the user's own configuration folder.
Every field has a default, so that ldnbot runs without a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ldnbot.corpus.shipped import shipped_corpus
from ldnbot.corpus.yamltext import YamlFault, YamlMapping, YamlNode, YamlScalar, parse_yaml
from ldnbot.errors import SettingsInvalid

__all__ = [
    "CONFIG_VARIABLE",
    "CORPUS_VARIABLE",
    "DEFAULT_QUOTES",
    "MOST_QUOTES",
    "Settings",
    "read_settings",
    "shipped_corpus",
]

CONFIG_VARIABLE = "LDNBOT_CONFIG"
CORPUS_VARIABLE = "LDNBOT_CORPUS"
MOST_QUOTES = 10
"""The largest number of quotes one answer may hold: more is a page to read, not an answer."""

DEFAULT_QUOTES = 3
"""What fits on a phone without scrolling far."""

_FIELDS = ("corpus", "quotes")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose."""

    corpus: Path
    """The folder that answers come from."""

    quotes: int = DEFAULT_QUOTES
    """The most quotes of one answer, 1 to 10."""


def read_settings(environment: Mapping[str, str], *, config: Path | None, user_folder: Path) -> Settings:
    """Return the settings of `config`, or of the file that the environment or the user's folder has.

    Raises:
        SettingsInvalid: the file is missing where one was named, is not YAML, or a field has an impossible value.
    """
    named = config or (Path(environment[CONFIG_VARIABLE]) if environment.get(CONFIG_VARIABLE) else None)
    usual = user_folder / "config.yaml"
    path = named or (usual if usual.is_file() else None)
    fields = _fields(path) if path else {}
    folder = environment.get(CORPUS_VARIABLE) or (_text(fields, "corpus", path) if path else "")
    if not folder:
        corpus = shipped_corpus()
    elif environment.get(CORPUS_VARIABLE) or path is None:
        corpus = Path(folder).expanduser()
    else:
        corpus = path.parent / Path(folder).expanduser()
    return Settings(corpus=corpus, quotes=_quotes(fields, path))


def _fields(path: Path) -> dict[str, YamlNode]:
    try:
        node = parse_yaml(path.read_text(encoding="utf-8"))
    except YamlFault as fault:
        raise SettingsInvalid(fault.what, where=f"{path}:{fault.line}", fix=fault.fix) from fault
    except UnicodeDecodeError as error:
        raise SettingsInvalid("the file is not UTF-8 text", where=str(path), fix="save it as UTF-8") from error
    except OSError as error:
        what = f"the configuration cannot be read ({error.strerror})"
        raise SettingsInvalid(what, where=str(path), fix="copy config.example.yaml there") from error
    if node is None:
        return {}
    if not isinstance(node, YamlMapping):
        raise SettingsInvalid("there are no settings", where=str(path), fix="see config.example.yaml")
    for key, _ in node.entries:
        if key.text not in _FIELDS:
            fix = f"the settings are {', '.join(_FIELDS)}; see config.example.yaml"
            raise SettingsInvalid(f"there is no setting {key.text}", where=f"{path}:{key.line}", fix=fix)
    return {key.text: value for key, value in node.entries}


def _text(fields: Mapping[str, YamlNode], name: str, path: Path | None) -> str:
    node = fields.get(name)
    if node is None:
        return ""
    if not isinstance(node, YamlScalar):
        raise SettingsInvalid(f"{name} is not plain text", where=f"{path}:{node.line}", fix=f"write {name}: value")
    return node.text.strip()


def _quotes(fields: Mapping[str, YamlNode], path: Path | None) -> int:
    text = _text(fields, "quotes", path)
    if not text:
        return DEFAULT_QUOTES
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_QUOTES):
        where = f"{path}:{fields['quotes'].line}"
        raise SettingsInvalid(f"quotes is {text}", where=where, fix=f"write a whole number from 1 to {MOST_QUOTES}")
    return int(text)
