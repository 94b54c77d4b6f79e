"""config.yaml and the environment, as one frozen settings object.

Looked for in this order: `--config`, the environment variable LDNBOT_CONFIG, the user's own configuration folder.
Every field has a default, so that ldnbot runs without a file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ldnbot.answering.additions import takes_back
from ldnbot.answering.regions import INTERNATIONAL, Region, shipped_regions
from ldnbot.answering.setting import Setting
from ldnbot.corpus.nearest import did_you_mean
from ldnbot.corpus.shipped import shipped_corpus
from ldnbot.corpus.yamltext import YamlFault, YamlList, YamlMapping, YamlNode, YamlScalar, parse_yaml
from ldnbot.errors import SettingsInvalid

__all__ = [
    "CONFIG_VARIABLE",
    "CORPUS_VARIABLE",
    "DEFAULT_QUOTES",
    "LONGEST_ADDITION",
    "MOST_QUOTES",
    "STATE_VARIABLE",
    "TOKEN_VARIABLE",
    "Moderators",
    "Settings",
    "Trusted",
    "read_settings",
    "shipped_corpus",
]

CONFIG_VARIABLE = "LDNBOT_CONFIG"
CORPUS_VARIABLE = "LDNBOT_CORPUS"
STATE_VARIABLE = "LDNBOT_STATE"
TOKEN_VARIABLE = "LDNBOT_TOKEN"  # noqa: S105  (the name of the variable, not what it holds)
MOST_QUOTES = 10
"""The largest number of quotes one answer may hold: more is a page to read, not an answer."""

DEFAULT_QUOTES = 3
"""What fits on a phone without scrolling far."""

LONGEST_ADDITION = 300
"""Characters of the sentence that a server may add below the disclaimer."""

_FIELDS = (
    "corpus",
    "quotes",
    "region",
    "regions",
    "disclaimer_addition",
    "state",
    "keep_days",
    "moderators",
    "approvals",
    "remote",
    "remote_rule",
    "pull_hours",
)
DEFAULT_KEEP_DAYS = 30
MOST_KEEP_DAYS = 365
"""The longest that what a person asked is kept."""

MOST_APPROVALS = 5
MOST_PULL_HOURS = 24 * 7

_MODERATOR_FIELDS = ("roles", "people", "trusted")
_WHO_FIELDS = ("roles", "people")
_ID = re.compile(r"[0-9]{15,20}")
_REGION_FIELDS = ("emergency", "crisis", "poison", "sources", "checked")
_LONGEST_LINE = 200
_UNCHECKED = "no"
_CODE = re.compile(r"[a-z][a-z0-9-]{0,19}")


@dataclass(frozen=True, slots=True)
class Trusted:
    """Those among the moderators of a server who publish at once what they teach, by Discord's ids."""

    roles: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Moderators:
    """Who may change the corpus from one server, by Discord's ids."""

    roles: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    trusted: Trusted = Trusted()


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose."""

    corpus: Path
    """The folder that answers come from."""

    quotes: int = DEFAULT_QUOTES
    """The most quotes of one answer, 1 to 10."""

    region: str = ""
    """The code of the region whose emergency numbers are shown; empty for the international card."""

    regions: Mapping[str, Region] = field(default_factory=dict)
    """Regions that the operator adds, or puts in the place of shipped ones."""

    disclaimer_addition: str = ""
    """A sentence below the disclaimer."""

    state: Path = Path()
    """The folder of what must survive a restart: the records and the history of the corpus."""

    keep_days: int = DEFAULT_KEEP_DAYS
    """Days that answers and open questions of a chat are kept."""

    moderators: Mapping[int, Moderators] = field(default_factory=dict)
    """Server → who may change the corpus there. Nobody may on any other."""

    approvals: int = 0
    """How many moderators other than its author must approve of a proposal before it is published."""

    remote: str = ""
    """The address of the git repository that `ldnbot corpus pull` takes changes from; empty for none."""

    remote_rule: str = "propose"
    """What becomes of a sound change there: propose or publish."""

    pull_hours: int = 0
    """How often the bot pulls by itself; 0 for never."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what an operator should see to, though everything works."""
        here = {**shipped_regions(), **self.regions}.get(self.region)
        if here is None or self.region == INTERNATIONAL or here.checked != _UNCHECKED:
            return ()
        pages = " and ".join(here.sources)
        return (
            f"region {self.region}: nobody has compared the numbers on its cards with the authority's own pages. "
            f"Compare them with {pages}, then write the day below regions: {self.region}: checked: (docs/safety.md).",
        )

    def setting(self, today: date | None = None) -> Setting:
        """Return what answers depend on."""
        return Setting(self.region, self.regions, self.disclaimer_addition, today)


def read_settings(
    environment: Mapping[str, str], *, config: Path | None, user_folder: Path, data_folder: Path
) -> Settings:
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
    regions = dict(_regions(fields, path))
    state = environment.get(STATE_VARIABLE) or (_text(fields, "state", path) if path else "")
    beside = path.parent if path and not environment.get(STATE_VARIABLE) else Path()
    return Settings(
        corpus=corpus,
        quotes=_whole(fields, "quotes", path, least=1, most=MOST_QUOTES, default=DEFAULT_QUOTES),
        region=_region(fields, regions, path),
        regions=regions,
        disclaimer_addition=_addition(fields, path),
        state=beside / Path(state).expanduser() if state else data_folder,
        keep_days=_whole(fields, "keep_days", path, least=1, most=MOST_KEEP_DAYS, default=DEFAULT_KEEP_DAYS),
        moderators=dict(_moderators(fields, path)),
        approvals=_whole(fields, "approvals", path, least=0, most=MOST_APPROVALS, default=0),
        remote=_remote(fields, path),
        remote_rule=_remote_rule(fields, path),
        pull_hours=_whole(fields, "pull_hours", path, least=0, most=MOST_PULL_HOURS, default=0),
    )


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


def _region(fields: Mapping[str, YamlNode], added: Mapping[str, Region], path: Path | None) -> str:
    code = _text(fields, "region", path).lower()
    known = sorted({*shipped_regions(), *added})
    if code and code not in known:
        where = f"{path}:{fields['region'].line}"
        fix = f"{did_you_mean(code, known)}The regions are {', '.join(known)}; add one under regions:"
        raise SettingsInvalid(f"there is no region {code}", where=where, fix=fix)
    return code


def _regions(fields: Mapping[str, YamlNode], path: Path | None) -> Iterator[tuple[str, Region]]:
    node = fields.get("regions")
    if node is None:
        return
    if not isinstance(node, YamlMapping):
        fix = "write a region's code, and below it emergency:, crisis: and poison:"
        raise SettingsInvalid("regions has no fields", where=f"{path}:{node.line}", fix=fix)
    for code, entry in node.entries:
        where = f"{path}:{code.line}"
        if not _CODE.fullmatch(code.text.lower()):
            raise SettingsInvalid(f"{code.text} is no region code", where=where, fix="write letters, such as nz")
        found = {key.text: value for key, value in entry.entries} if isinstance(entry, YamlMapping) else {}
        if unknown := next((name for name in found if name not in _REGION_FIELDS), ""):
            fix = f"the fields are {', '.join(_REGION_FIELDS)}"
            raise SettingsInvalid(f"a region has no field {unknown}", where=where, fix=fix)
        shipped = shipped_regions().get(code.text.lower())
        lines = {
            name: _line(found, name, path) or (getattr(shipped, name) if shipped else "")
            for name in ("emergency", "crisis", "poison")
        }
        if missing := next((name for name, text in lines.items() if not text), ""):
            raise SettingsInvalid(f"the region {code.text} has no {missing}", where=where, fix=f"add {missing}: text")
        sources = found.get("sources")
        items = sources.items if isinstance(sources, YamlList) else (sources,)
        addresses = tuple(
            item.text for item in items if isinstance(item, YamlScalar) and item.text.startswith("https://")
        )
        addresses = addresses or (shipped.sources if shipped else ())
        if not addresses:
            fix = "add sources: with the https:// page of the authority that publishes the numbers"
            raise SettingsInvalid(f"the region {code.text} names no source", where=where, fix=fix)
        yield code.text.lower(), Region(**lines, sources=addresses, checked=_checked(found, path))


def _checked(fields: Mapping[str, YamlNode], path: Path | None) -> str:
    text = _text(fields, "checked", path) or _UNCHECKED
    if text != _UNCHECKED:
        try:
            date.fromisoformat(text)
        except ValueError as error:
            fix = "write the day on which the numbers were compared, such as 2026-11-24, or no"
            raise SettingsInvalid(f"checked is {text}", where=f"{path}:{fields['checked'].line}", fix=fix) from error
    return text


def _line(fields: Mapping[str, YamlNode], name: str, path: Path | None) -> str:
    text = " ".join(_text(fields, name, path).split())
    if len(text) > _LONGEST_LINE or not text.isprintable():
        fix = f"write one line of at most {_LONGEST_LINE} characters"
        raise SettingsInvalid(f"{name} is too long for a card", where=f"{path}:{fields[name].line}", fix=fix)
    return text


def _addition(fields: Mapping[str, YamlNode], path: Path | None) -> str:
    text = " ".join(_text(fields, "disclaimer_addition", path).split())
    if len(text) > LONGEST_ADDITION or not text.isprintable():
        fix = f"write one or two sentences of at most {LONGEST_ADDITION} characters"
        where = f"{path}:{fields['disclaimer_addition'].line}"
        raise SettingsInvalid("disclaimer_addition is too long", where=where, fix=fix)
    if against := takes_back(text):
        where = f"{path}:{fields['disclaimer_addition'].line}"
        fix = "leave these words out: an addition may add to the disclaimer, and never take it back"
        raise SettingsInvalid(f"disclaimer_addition contradicts the disclaimer (“{against}”)", where=where, fix=fix)
    return text


def _whole(fields: Mapping[str, YamlNode], name: str, path: Path | None, *, least: int, most: int, default: int) -> int:
    text = _text(fields, name, path)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        where = f"{path}:{fields[name].line}"
        raise SettingsInvalid(f"{name} is {text}", where=where, fix=f"write a whole number from {least} to {most}")
    return int(text)


def _moderators(fields: Mapping[str, YamlNode], path: Path | None) -> Iterator[tuple[int, Moderators]]:
    node = fields.get("moderators")
    if node is None:
        return
    if not isinstance(node, YamlMapping):
        fix = "write a server's id, and below it roles: or people:"
        raise SettingsInvalid("moderators has no fields", where=f"{path}:{node.line}", fix=fix)
    for server, entry in node.entries:
        where = f"{path}:{server.line}"
        found = {key.text: value for key, value in entry.entries} if isinstance(entry, YamlMapping) else {}
        if unknown := next((name for name in found if name not in _MODERATOR_FIELDS), ""):
            fix = f"the fields are {', '.join(_MODERATOR_FIELDS)}"
            raise SettingsInvalid(f"moderators of a server have no field {unknown}", where=where, fix=fix)
        roles, people = (frozenset(_ids(found.get(name), path)) for name in _WHO_FIELDS)
        if not roles and not people:
            fix = "add roles: or people: with ids, or take the server out"
            raise SettingsInvalid(f"the server {server.text} has no moderators", where=where, fix=fix)
        yield _id(server, path), Moderators(roles, people, _trusted(found.get("trusted"), path))


def _trusted(node: YamlNode | None, path: Path | None) -> Trusted:
    if node is None:
        return Trusted()
    where = f"{path}:{node.line}"
    if not isinstance(node, YamlMapping):
        fix = "write roles: or people: with ids below it"
        raise SettingsInvalid("trusted has no fields", where=where, fix=fix)
    found = {key.text: value for key, value in node.entries}
    if unknown := next((name for name in found if name not in _WHO_FIELDS), ""):
        fix = f"the fields are {', '.join(_WHO_FIELDS)}"
        raise SettingsInvalid(f"trusted has no field {unknown}", where=where, fix=fix)
    roles, people = (frozenset(_ids(found.get(name), path)) for name in _WHO_FIELDS)
    if not roles and not people:
        fix = "add roles: or people: with ids, or take trusted out"
        raise SettingsInvalid("nobody is trusted", where=where, fix=fix)
    return Trusted(roles, people)


def _ids(node: YamlNode | None, path: Path | None) -> Iterator[int]:
    for item in node.items if isinstance(node, YamlList) else (node,) if node else ():
        yield _id(item, path)


def _id(node: YamlNode, path: Path | None) -> int:
    text = node.text.strip() if isinstance(node, YamlScalar) else ""
    if not _ID.fullmatch(text):
        fix = "copy it in Discord with developer mode on: right-click, Copy ID. It has 17 to 19 digits"
        raise SettingsInvalid(f"{text[:40] or 'this'} is no id of Discord's", where=f"{path}:{node.line}", fix=fix)
    return int(text)


def _remote(fields: Mapping[str, YamlNode], path: Path | None) -> str:
    address = _text(fields, "remote", path)
    if address and not address.startswith(("https://", "file:///")):
        where = f"{path}:{fields['remote'].line}"
        fix = "write an address that begins with https:// or file:///"
        raise SettingsInvalid("remote is no address that can be pulled from", where=where, fix=fix)
    return address


def _remote_rule(fields: Mapping[str, YamlNode], path: Path | None) -> str:
    rule = _text(fields, "remote_rule", path) or "propose"
    if rule not in ("propose", "publish"):
        where = f"{path}:{fields['remote_rule'].line}"
        raise SettingsInvalid(f"remote_rule is {rule}", where=where, fix="write propose or publish")
    return rule
