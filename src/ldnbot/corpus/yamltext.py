"""YAML as text with line numbers.

Every scalar stays the text that was written (`2018-04` is no date, `no` is no boolean, `0123` no octal number), and
every node knows its lines. Anchors and aliases are refused: a corpus needs none, and a few lines of them can stand for
gigabytes. So are tags and nesting deeper than any corpus file has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

__all__ = ["YamlFault", "YamlList", "YamlMapping", "YamlNode", "YamlScalar", "parse_yaml"]

_DEEPEST = 12
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class YamlScalar:
    """Text as written; `quoted` tells `''` from nothing at all."""

    text: str
    line: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class YamlList:
    """A sequence of nodes."""

    items: tuple["YamlNode", ...]
    line: int


@dataclass(frozen=True, slots=True)
class YamlMapping:
    """Keys in the order written. A key that stands twice is in `entries` twice."""

    entries: tuple[tuple[YamlScalar, "YamlNode"], ...]
    line: int

    def get(self, key: str) -> "YamlNode | None":
        """Return the value of the first `key`, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


YamlNode = YamlScalar | YamlList | YamlMapping


class YamlFault(Exception):
    """Text that is not the YAML a corpus may hold: what is wrong, on which line, and the fix."""

    def __init__(self, what: str, line: int, fix: str) -> None:
        self.what = what
        self.line = line
        self.fix = fix
        super().__init__(what, line, fix)


def parse_yaml(text: str, *, first_line: int = 1) -> YamlNode | None:
    """Return the one document of `text`, or None if it is empty. Lines count from `first_line`.

    Raises:
        YamlFault: broken YAML, more than one document, an anchor, alias or tag, or nesting over 12 levels.
    """
    try:
        events = yaml.parse(text, Loader=_Loader)
        return _document(events, first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        if "nesting depth" in (error.problem or ""):  # PyYAML itself gives up on what is nested a hundred times
            raise _nested(line) from error
        raise YamlFault(f"broken YAML: {error.problem or error.context}", line, _hint(error)) from error
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise YamlFault("broken YAML: a control character", line, "delete the character") from error


def _nested(line: int) -> YamlFault:
    return YamlFault(f"YAML nested more than {_DEEPEST} levels deep", line, "see docs/corpus-format.md")


def _hint(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return "put text that holds a colon in quotes"
    if "\\t" in problem or "tab" in problem:
        return "indent with spaces, not tabs"
    return "look at the indentation and the quotes on this line and the one above"


def _document(events: Iterator[Any], first_line: int) -> YamlNode | None:
    root: YamlNode | None = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise YamlFault("a second YAML document begins here", _line(event, first_line), "delete the line `---`")
        elif isinstance(event, yaml.NodeEvent):
            root = _node(event, events, first_line, 0)
    if isinstance(root, YamlScalar) and not root.text and not root.quoted:
        return None
    return root


def _line(event: Any, first_line: int) -> int:
    return int(first_line + event.start_mark.line)


def _node(event: Any, events: Iterator[Any], first_line: int, depth: int) -> YamlNode:
    line = _line(event, first_line)
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise YamlFault("YAML anchors and aliases are not read", line, "write the value out where it is needed")
    if event.tag and event.tag != "!":
        raise YamlFault(f"the YAML tag {event.tag} is not read", line, "delete the tag")
    if depth > _DEEPEST:
        raise _nested(line)
    if isinstance(event, yaml.ScalarEvent):
        return YamlScalar(event.value, line, quoted=bool(event.style))
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(following := next(events), yaml.SequenceEndEvent):
            items.append(_node(following, events, first_line, depth + 1))
        return YamlList(tuple(items), line)
    entries = []
    while not isinstance(following := next(events), yaml.MappingEndEvent):
        key = _node(following, events, first_line, depth + 1)
        if not isinstance(key, YamlScalar):
            raise YamlFault("a YAML key that is not plain text", key.line, "write `name: value`")
        entries.append((key, _node(next(events), events, first_line, depth + 1)))
    return YamlMapping(tuple(entries), line)
