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

LONGEST_ADDITION = 300
"""Characters of the sentence that a server may add below the disclaimer."""

_FIELDS = ("corpus", "quotes", "region", "regions", "disclaimer_addition")
_REGION_FIELDS = ("emergency", "crisis", "poison", "sources", "checked")
_LONGEST_LINE = 200
_UNCHECKED = "no"
_CODE = re.compile(r"[a-z][a-z0-9-]{0,19}")


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
    regions = dict(_regions(fields, path))
    return Settings(
        corpus=corpus,
        quotes=_quotes(fields, path),
        region=_region(fields, regions, path),
        regions=regions,
        disclaimer_addition=_addition(fields, path),
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


def _quotes(fields: Mapping[str, YamlNode], path: Path | None) -> int:
    text = _text(fields, "quotes", path)
    if not text:
        return DEFAULT_QUOTES
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_QUOTES):
        where = f"{path}:{fields['quotes'].line}"
        raise SettingsInvalid(f"quotes is {text}", where=where, fix=f"write a whole number from 1 to {MOST_QUOTES}")
    return int(text)


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
