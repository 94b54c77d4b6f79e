"""The nodes of a YAML file, and where in its text they stand."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from ldnbot.corpus.yamltext import YamlFault, parse_yaml
from ldnbot.errors import EditRefused

__all__ = [
    "Key",
    "YamlPath",
    "child_of",
    "compose",
    "dash_column",
    "end_of",
    "indented",
    "insert_lines",
    "is_empty",
    "key_of",
    "line_end",
    "line_start",
    "node_at",
    "plain",
    "scalars",
    "unwritable",
]

Key = str | int
YamlPath = tuple[Key, ...]

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_SUSPECT = re.compile(r"(?:^|[\s\[{,])[&*!]")


def unwritable(file: str) -> EditRefused:
    """Return the refusal of a change that the way in which a file is written does not allow."""
    what = "the file is written in a way that cannot be changed line by line"
    return EditRefused(what, where=file, fix="Make this change in an editor")


def compose(text: str, file: str) -> yaml.Node | None:
    """Return the nodes of a file with their marks, or None where nothing stands in it.

    Raises:
        EditRefused: it cannot be read, or has anchors, aliases or tags, which no corpus has.
    """
    try:
        if _SUSPECT.search(text):
            parse_yaml(text)  # refuses what could stand for gigabytes, or for itself
        node = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, YamlFault) as error:
        what = "the file cannot be read, so nothing in it can be changed"
        raise EditRefused(what, where=file, fix="Mend what corpus check says of it first") from error
    except RecursionError as error:
        raise unwritable(file) from error
    return None if is_empty(node) else node


def is_empty(node: yaml.Node | None) -> bool:
    """Tell whether nothing stands there, or a pair of brackets with nothing inside."""
    return node is None or (not node.value and not (isinstance(node, yaml.ScalarNode) and node.style))


def plain(node: yaml.Node | None, file: str) -> Any:
    """Return what a node says as dicts, lists and strings; None where nothing stands.

    Raises:
        EditRefused: a key of it is no plain text.
    """
    match node:
        case yaml.MappingNode():
            if not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value):
                raise unwritable(file)
            return {key.value: plain(value, file) for key, value in node.value}
        case yaml.SequenceNode():
            return [plain(item, file) for item in node.value]
        case yaml.ScalarNode():
            return None if is_empty(node) else node.value
        case _:
            return None


def scalars(
    node: yaml.Node | None, path: YamlPath = (), *, flow: bool = False
) -> Iterator[tuple[yaml.ScalarNode, YamlPath, bool, bool]]:
    """Yield each scalar with its path, whether it stands in brackets, and whether it is a key."""
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                yield key, (*path, key.value), bool(node.flow_style), True
                yield from scalars(value, (*path, key.value), flow=bool(node.flow_style))
        case yaml.SequenceNode():
            for place, item in enumerate(node.value):
                yield from scalars(item, (*path, place), flow=bool(node.flow_style))
        case yaml.ScalarNode() if not is_empty(node):
            yield node, path, flow, False
        case _:
            pass


def key_of(node: yaml.MappingNode, name: Key) -> yaml.Node | None:
    """Return the node of a key of a mapping, or None."""
    return next((key for key, _ in node.value if key.value == name), None)


def child_of(node: yaml.Node | None, name: Key) -> yaml.Node | None:
    """Return the value of a key or the item at a place, or None."""
    match node, name:
        case yaml.MappingNode(), str():
            return next((value for key, value in node.value if key.value == name), None)
        case yaml.SequenceNode(), int() if 0 <= name < len(node.value):
            found: yaml.Node = node.value[name]
            return found
        case _:
            return None


def node_at(node: yaml.Node | None, path: YamlPath) -> yaml.Node | None:
    """Return the node at a path, or None."""
    for name in path:
        node = child_of(node, name)
    return node


def end_of(node: yaml.Node, text: str) -> int:
    """Return where the last word of a node ends: the mark of a block is where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        if isinstance(last, tuple):
            return max(end_of(last[0], text), end_of(last[1], text))
        return end_of(last, text)
    return max(node.start_mark.index, len(text[: node.end_mark.index].rstrip()))


def line_start(text: str, index: int) -> int:
    """Return where the line that `index` stands on begins."""
    return text.rfind("\n", 0, index) + 1


def line_end(text: str, index: int) -> int:
    """Return where the line that `index` stands on ends, its line feed counted."""
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def dash_column(item: yaml.Node, text: str) -> int:
    """Return how many blanks stand before the dash of an item."""
    line = text[line_start(text, item.start_mark.index) : item.start_mark.index]
    return len(line) - len(line.lstrip(" "))


def insert_lines(text: str, index: int, lines: str) -> str:
    """Return the text with whole lines put below the line that `index` stands on."""
    place = line_end(text, index) if index < len(text) else len(text)
    if place and not text[:place].endswith("\n"):
        lines = f"\n{lines}"
    return text[:place] + lines + text[place:]


def indented(lines: str, columns: int) -> str:
    """Return lines with so many blanks before each that is not empty."""
    return "".join(f"{' ' * columns}{line}" if line.strip() else line for line in lines.splitlines(keepends=True))
