"""Changes to YAML as text: the lines that a change is about, and no other byte of the file.

A path leads from the file's root to a node: keys of mappings, and places in lists from 0. Every change is proved by
reading the file again: what it says must be what was meant, or the change is refused.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import yaml

from ldnbot.errors import EditRefused
from ldnbot.moderation.yamlnodes import (
    Key,
    YamlPath,
    child_of,
    compose,
    dash_column,
    end_of,
    indented,
    insert_lines,
    is_empty,
    key_of,
    line_end,
    line_start,
    node_at,
    plain,
    scalars,
    unwritable,
)

__all__ = [
    "YamlPath",
    "add_item",
    "append_entry",
    "read_plain",
    "remove",
    "replace_fields",
    "rewrite_scalars",
    "set_field",
]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WIDEST = 120
"""Columns from which an item of a list in brackets begins a new line."""


def read_plain(text: str, file: str) -> Any:
    """Return what the YAML says as dicts, lists and strings; None for an empty file.

    Raises:
        EditRefused: it cannot be read.
    """
    return plain(compose(text, file), file)


def add_item(text: str, path: YamlPath, item: str, file: str) -> str:
    """Return the file with `item` at the end of the list at `path`. The list and what leads to it are made if missing.

    Raises:
        EditRefused: the file cannot be read, or is written in a way that cannot be changed line by line.
    """

    def meant(data: Any) -> Any:
        return _with_item(data, path, item)

    return _proved(text, _add(text, path, item, file), meant, file)


def append_entry(text: str, name: str, entry: str, file: str) -> str:
    """Return the file with an entry, given as the YAML of a list with that one entry, at the end of the list `name`.

    Raises:
        EditRefused: as for `add_item`.
    """
    root = compose(text, file)
    found = child_of(root, name) if root is not None else None
    if isinstance(found, yaml.SequenceNode) and found.value and not found.flow_style:
        new = insert_lines(text, end_of(found, text), indented(entry, dash_column(found.value[-1], text)))
    elif isinstance(root, yaml.MappingNode) and (key := key_of(root, name)) is not None:
        if not is_empty(found):
            raise unwritable(file)
        start = text.index(":", key.end_mark.index) + 1
        new = insert_lines(text[:start] + text[end_of(found, text) if found is not None else start :], start, entry)
    elif root is None or isinstance(root, yaml.MappingNode):
        new = insert_lines(text, len(text), f"{name}:\n{entry}")
    else:
        raise unwritable(file)
    added = plain(compose(entry, file), file)

    def meant(data: Any) -> Any:
        return {**(data or {}), name: [*((data or {}).get(name) or []), *added]}

    return _proved(text, new, meant, file)


def set_field(text: str, path: YamlPath, value: str, file: str, *, before: Sequence[str] = ()) -> str:
    """Return the file with the text `value` in the field at `path`.

    A new field stands before the first of the fields `before` that is there, else last.

    Raises:
        EditRefused: as for `add_item`.
    """
    root = compose(text, file)
    above = node_at(root, path[:-1])
    name = path[-1]
    if not isinstance(above, yaml.MappingNode):
        raise unwritable(file)
    if found := child_of(above, name):
        if not isinstance(found, yaml.ScalarNode):
            raise unwritable(file)
        new = text[: found.start_mark.index] + _field(value, flow=above.flow_style) + text[end_of(found, text) :]
        if found.start_mark.index and text[found.start_mark.index - 1] == ":":  # nothing stood there
            new = f"{text[: found.start_mark.index]} {new[found.start_mark.index :]}"
    else:
        line = f"{name}: {_field(value)}\n"
        following = next((key for field in before if (key := key_of(above, field))), None)
        column = above.value[0][0].start_mark.column
        if following:
            start = line_start(text, following.start_mark.index)
            new = text[:start] + indented(line, column) + text[start:]
        else:
            new = insert_lines(text, end_of(above, text), indented(line, column))

    def meant(data: Any) -> Any:
        return _changed(data, path[:-1], lambda fields: {**fields, name: value})

    return _proved(text, new, meant, file)


def replace_fields(text: str, path: YamlPath, fields: Mapping[str, str | None], order: Sequence[str], file: str) -> str:
    """Return the file with fields of the mapping at `path` replaced by YAML of their own, or removed where it is None.

    The YAML of a field is `name: value`, with further lines indented as below that. A new field stands where `order`
    has it.

    Raises:
        EditRefused: as for `add_item`.
    """
    new = text
    for name, written in fields.items():
        above = node_at(compose(new, file), path)
        if not isinstance(above, yaml.MappingNode) or above.flow_style:
            raise unwritable(file)
        key, value = key_of(above, name), child_of(above, name)
        if written is None:
            new = remove(new, [(*path, name)], file)
            continue
        column = above.value[0][0].start_mark.column
        lines = indented(written, column)
        if key is not None and value is not None:
            end = max(end_of(key, new), end_of(value, new))
            new = new[: key.start_mark.index] + lines.strip() + new[end:]
            continue
        rank = order.index(name)
        later = next((key for key, _ in above.value[1:] if key.value in order and order.index(key.value) > rank), None)
        start = line_start(new, later.start_mark.index) if later else 0
        new = new[:start] + lines + new[start:] if later else insert_lines(new, end_of(above, new), lines)

    def meant(data: Any) -> Any:
        return _changed(data, path, lambda found: _with_fields(found, fields, file))

    return _proved(text, new, meant, file)


def _with_fields(found: Mapping[str, Any], fields: Mapping[str, str | None], file: str) -> Mapping[str, Any]:
    kept = {name: value for name, value in found.items() if fields.get(name, "") is not None}
    for written in fields.values():
        kept.update(plain(compose(written, file), file) if written else {})
    return kept


def remove(text: str, paths: Iterable[YamlPath], file: str) -> str:
    """Return the file without the fields and items at `paths`, none of which may lie inside another.

    Raises:
        EditRefused: as for `add_item`.
    """
    wanted = sorted(set(paths), key=repr)
    if not wanted:
        return text
    root = compose(text, file)
    spans = [
        span for above, keys in _grouped(wanted).items() for span in _removals(node_at(root, above), keys, text, file)
    ]
    new = text
    for start, end in sorted(spans, reverse=True):
        new = new[:start] + new[end:]

    def meant(data: Any) -> Any:
        # The innermost first: what goes from a list moves the places of what comes after.
        for above, keys in sorted(_grouped(wanted).items(), key=lambda group: -len(group[0])):
            data = _changed(data, above, partial(_without, keys))
        return data

    return _proved(text, new, meant, file)


def rewrite_scalars(
    text: str,
    file: str,
    *,
    values: Callable[[YamlPath, str], str] = lambda _, value: value,
    keys: Callable[[YamlPath, str], str] = lambda _, key: key,
) -> str:
    """Return the file with every scalar replaced by what `values` gives for its path and text, or `keys` for a key.

    The path of a key is that of its value. Scalars that stay the same are not touched.

    Raises:
        EditRefused: as for `add_item`.
    """
    new = text
    found = [
        (node, value, flow)
        for node, path, flow, is_key in scalars(compose(text, file))
        if (value := (keys if is_key else values)(path, node.value)) != node.value
    ]
    for node, value, flow in sorted(found, key=lambda entry: -entry[0].start_mark.index):
        new = new[: node.start_mark.index] + _scalar(value, flow=flow) + new[end_of(node, text) :]

    def meant(data: Any, path: YamlPath = ()) -> Any:
        if isinstance(data, dict):
            pairs = ((key, (*path, key), value) for key, value in data.items())
            return {keys(inner, key): meant(value, inner) for key, inner, value in pairs}
        if isinstance(data, list):
            return [meant(item, (*path, place)) for place, item in enumerate(data)]
        return values(path, data) if isinstance(data, str) else data

    return _proved(text, new, meant, file)


def _proved(before: str, after: str, meant: Callable[[Any], Any], file: str) -> str:
    try:
        said = plain(compose(after, file), file)
    except EditRefused as error:
        raise unwritable(file) from error
    if said != meant(plain(compose(before, file), file)):
        raise unwritable(file)
    return after


def _scalar(value: str, *, flow: bool | None = False) -> str:
    dumped = _dumped([value], flow=bool(flow))
    return dumped[1:-2] if flow else dumped[2:-1]


def _field(value: str, *, flow: bool | None = False) -> str:
    # A date is written as docs/corpus-format.md shows it, which no reader of ours takes for anything but text.
    return value if _DATE.fullmatch(value) else _scalar(value, flow=flow)


def _dumped(value: object, *, flow: bool = False) -> str:
    dumped: str = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, sort_keys=False, width=10**9)
    return dumped


def _add(text: str, path: YamlPath, item: str, file: str) -> str:
    root = compose(text, file)
    if root is None:
        return insert_lines(text, len(text), _dumped(_nested(path, [item])))
    node, depth = root, 0
    while depth < len(path) and not is_empty(below := child_of(node, path[depth])) and below is not None:
        node, depth = below, depth + 1
    rest = path[depth:]
    if rest and isinstance(node, yaml.MappingNode) and node.value:
        return _add_below(text, node, rest, item)
    if rest or not isinstance(node, yaml.SequenceNode | yaml.ScalarNode):
        raise unwritable(file)
    if isinstance(node, yaml.ScalarNode):  # one line without a list around it
        begun, end = node.start_mark.index, end_of(node, text)
        return f"{text[:begun]}{_dumped([node.value, item], flow=True)[:-1]}{text[end:]}"
    if not node.flow_style:
        return insert_lines(text, end_of(node, text), f"{' ' * dash_column(node.value[-1], text)}- {_scalar(item)}\n")
    return _add_in_brackets(text, node, item)


def _add_below(text: str, node: yaml.MappingNode, rest: YamlPath, item: str) -> str:
    if node.flow_style:
        end = end_of(node.value[-1][1], text)
        return f"{text[:end]}, {_dumped(_nested(rest, [item]), flow=True).strip()[1:-1]}{text[end:]}"
    column = node.value[0][0].start_mark.column
    key = key_of(node, rest[0])
    if key is None:
        return insert_lines(text, end_of(node, text), indented(_dumped(_nested(rest, [item])), column))
    lines = _dumped(_nested(rest[1:], [item]))
    start = text.index(":", key.end_mark.index) + 1
    bare = text[:start] + text[end_of(child_of(node, rest[0]) or key, text) :] if child_of(node, rest[0]) else text
    return insert_lines(bare, start - 1, indented(lines, column + (2 if len(rest) > 1 else 0)))


def _add_in_brackets(text: str, node: yaml.SequenceNode, item: str) -> str:
    written = _scalar(item, flow=True)
    if not node.value:
        return f"{text[: node.start_mark.index]}[{written}]{text[end_of(node, text) :]}"
    end = end_of(node.value[-1], text)
    line = text[line_start(text, end) : end]
    above = text[line_start(text, node.start_mark.index) : node.start_mark.index]
    margin = " " * (len(above) - len(above.lstrip()) + 2)
    gap = f"\n{margin}" if len(line) + len(written) + 3 > _WIDEST else " "
    return f"{text[:end]},{gap}{written}{text[end:]}"


def _nested(path: YamlPath, value: object) -> object:
    for name in reversed(path):
        value = {name: value}
    return value


def _with_item(data: Any, path: YamlPath, item: str) -> Any:
    if not path:
        return [*(data if isinstance(data, list) else [data] if data else []), item]
    fields = data or {}
    if isinstance(fields, list):
        return _changed(fields, path[:1], lambda found: _with_item(found, path[1:], item))
    return {**fields, path[0]: _with_item(fields.get(path[0]), path[1:], item)}


def _changed(data: Any, path: YamlPath, change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(data)
    name: Any = path[0]
    if isinstance(data, list):
        return [_changed(item, path[1:], change) if place == name else item for place, item in enumerate(data)]
    return {key: _changed(value, path[1:], change) if key == name else value for key, value in data.items()}


def _without(keys: Sequence[Key], data: Any) -> Any:
    if isinstance(data, list):
        return [item for place, item in enumerate(data) if place not in keys] or None
    return {key: value for key, value in data.items() if key not in keys} or None


def _grouped(paths: Iterable[YamlPath]) -> Mapping[YamlPath, list[Key]]:
    groups: dict[YamlPath, list[Key]] = {}
    for path in paths:
        groups.setdefault(path[:-1], []).append(path[-1])
    return groups


@dataclass(frozen=True, slots=True)
class _Part:
    """A field or item of a collection: where it begins and ends."""

    key: Key
    start: int
    end: int


def _removals(node: yaml.Node | None, keys: Sequence[Key], text: str, file: str) -> Iterator[tuple[int, int]]:
    parts = list(_parts(node, text))
    gone = [place for place, part in enumerate(parts) if part.key in keys]
    if not isinstance(node, yaml.CollectionNode) or len(gone) < len(keys):
        raise unwritable(file)
    if not node.flow_style:
        yield from _block_removals(node, parts, gone, text)
        return
    for first, last in _runs(gone):
        if last + 1 < len(parts):
            yield parts[first].start, parts[last + 1].start
        elif first:
            yield parts[first - 1].end, parts[last].end
        else:
            yield parts[first].start, parts[last].end


def _block_removals(
    node: yaml.CollectionNode, parts: Sequence[_Part], gone: Sequence[int], text: str
) -> Iterator[tuple[int, int]]:
    """Yield the lines of the parts that go. What begins on the line of something around it gives its place up."""
    lead = text[line_start(text, parts[0].start) : parts[0].start].strip()
    shared = lead != ("-" if isinstance(node, yaml.SequenceNode) else "")
    for first, last in _runs(gone):
        if shared and first == 0 and last + 1 < len(parts):
            yield parts[0].start, parts[last + 1].start
        else:
            for part in parts[first : last + 1]:
                yield line_start(text, part.start), line_end(text, max(part.end - 1, part.start))


def _parts(node: yaml.Node | None, text: str) -> Iterator[_Part]:
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                yield _Part(key.value, key.start_mark.index, max(end_of(key, text), end_of(value, text)))
        case yaml.SequenceNode():
            for place, item in enumerate(node.value):
                yield _Part(place, item.start_mark.index, end_of(item, text))
        case _:
            pass


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each stretch of neighbouring numbers."""
    begun = 0
    for place in range(len(places)):
        if place + 1 == len(places) or places[place + 1] != places[place] + 1:
            yield places[begun], places[place]
            begun = place + 1
