"""The one way in which `ldnbot corpus fmt` writes a file, so that a change shows as what changed and nothing else.

Formatting is checked by reading: a file that would read differently afterwards stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.token import Token

from ldnbot.corpus.bibliography import DATES, FIELDS, Plain, date_text, dump_entry, parse_date
from ldnbot.corpus.manuscript import Block, BlockType, Manuscript, parse_manuscript
from ldnbot.corpus.yamltext import YamlFault, YamlList, YamlMapping, YamlNode, YamlScalar, parse_yaml

__all__ = ["normalise_article", "normalise_references"]

_KEY = r"@[A-Za-z][A-Za-z0-9_-]*"
_MARK = re.compile(rf"\[[ \t]*{_KEY}(?:[ \t]*;[ \t]*{_KEY})*[ \t]*\]")
_CODE = ("fence", "code_block", "html_block")
_MOST_ROUNDS = 5
_MARK_OF_ORDER = "\ufeff"


def normalise_article(text: str) -> str:
    """Return an article with line feeds, one empty line between blocks, ATX headings, marks as `[@a; @b]`.

    Nothing is lost: front matter, comments and code stay as they are written, apart from trailing white space. What
    cannot be written so without being read differently stays as it is.
    """
    unix = text.lstrip(_MARK_OF_ORDER).replace("\r\n", "\n").replace("\r", "\n")
    before, after = unix, _article(unix)
    for _ in range(_MOST_ROUNDS):
        if before == after:
            # A byte order mark inside the text would become one that is no text if it came first.
            same = _reading(after) == _reading(unix) and not after.startswith(_MARK_OF_ORDER)
            return after if same else unix
        before, after = after, _article(after)
    return unix


def _article(text: str) -> str:
    manuscript = parse_manuscript(text)
    if manuscript.unclosed:
        return text
    head = "".join(f"{line.rstrip()}\n" for line in manuscript.front_matter.split("\n")[:-1])
    if manuscript.front_matter and not manuscript.front_matter.endswith("\n"):
        head += manuscript.front_matter.split("\n")[-1].rstrip() + "\n"
    blocks = [lines for block in manuscript.blocks if (lines := _checked(block, _body_line(manuscript)))]
    parts = [head] if head else []
    return "\n".join([*parts, *(f"{lines}\n" for lines in blocks)])


def _body_line(manuscript: Manuscript) -> int:
    """Return the file's line of the body's line 0, in which the parser counts."""
    first = manuscript.blocks[0]
    mapped = first.tokens[0].map
    return first.line - (mapped[0] if mapped else 0)


def _checked(block: Block, body_line: int) -> str:
    written, source = _block(block, body_line), block.source.rstrip("\n")
    return written if written == source or _reading(written) == _reading(source) else source


def _block(block: Block, body_line: int) -> str:
    if block.type is BlockType.HEADING:
        words = " ".join(token.content for token in block.tokens if token.type == "inline")
        level = int(block.tokens[0].tag[1:])
        return _spaced(f"{'#' * level} {' '.join(words.split())}".rstrip())
    start = block.line - body_line
    code = _lines_of(block.tokens, _CODE)
    running = _lines_of(block.tokens, ("inline",))
    lines: list[str] = []
    source = block.source.rstrip("\n").split("\n")
    for number, line in enumerate(source, start=start):
        if number in code:
            lines.append(line)
        elif line.strip(" \t") or (lines and lines[-1].strip()):
            # Two spaces at the end of a line break it; a backslash says the same and can be seen.
            breaks = line.endswith("  ") and number in running and number + 1 in running
            lines.append(_spaced(line.rstrip(" \t")) + ("\\" if breaks else ""))
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)


def _lines_of(tokens: Sequence[Token], types: Sequence[str]) -> frozenset[int]:
    return frozenset(line for token in tokens if token.type in types and token.map for line in range(*token.map))


def _spaced(line: str) -> str:
    return _MARK.sub(lambda mark: f"[{'; '.join(re.findall(_KEY, mark.group()))}]", line)


def _reading(text: str) -> tuple[Any, ...]:
    """Return what `text` says to a reader, without where it stands: equal before and after formatting."""
    manuscript = parse_manuscript(text)
    head = [line.rstrip() for line in manuscript.yaml.split("\n")]
    return (
        bool(manuscript.front_matter),
        head,
        [_said(token) for block in manuscript.blocks for token in block.tokens],
    )


def _said(token: Token) -> tuple[Any, ...]:
    content = "" if token.type == "inline" else token.content
    if token.type not in ("fence", "code_block"):
        content = _spaced("\n".join(line.rstrip() for line in content.split("\n"))).strip("\n")
    if token.type.startswith("heading"):
        return (token.type, token.tag)
    return (token.type, token.tag, token.attrs, token.info, content, tuple(_merged(token.children or ())))


def _merged(children: Sequence[Token]) -> Iterator[tuple[Any, ...]]:
    """Yield what inline tokens say, text as one piece: where its lines end says nothing."""
    text = ""
    for child in children:
        if child.type in ("text", "softbreak"):
            text += child.content or " "
            continue
        if text:
            yield ("text", _spaced(text))
            text = ""
        yield _said(child)
    if text:
        yield ("text", _spaced(text))


def normalise_references(text: str) -> str:
    """Return references.yaml with each entry's fields in order, one line a field, dates as quoted ISO text.

    CSL's other fields follow those that ldnbot reads. An entry that holds a comment stays as it is, and so does a file
    that is no list of entries under `references:`.

    Raises:
        YamlFault: the file cannot be read.
    """
    unix = text.lstrip(_MARK_OF_ORDER).replace("\r\n", "\n").replace("\r", "\n")
    root = parse_yaml(unix)
    if not isinstance(root, YamlMapping) or [key.text for key, _ in root.entries] != ["references"]:
        return unix
    entries = root.entries[0][1]
    if not isinstance(entries, YamlList) or not entries.items:
        return unix
    found = "".join(_entries(unix, entries))
    try:
        return found if _same(parse_yaml(found), root) else unix
    except YamlFault:
        return unix


def _entries(text: str, entries: YamlList) -> Iterator[str]:
    """Yield the file's head and then each entry with the comments above it, written anew."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if re.match(r" *-(\s|$)", line)), len(lines))
    indent = len(lines[first]) - len(lines[first].lstrip(" ")) if first < len(lines) else 0
    dash = re.compile(rf" {{{indent}}}-(\s|$)")
    starts = [number for number in range(first, len(lines)) if dash.match(lines[number])]
    if len(starts) != len(entries.items):
        yield text
        return
    yield from (f"{line.strip() if indent else line.rstrip()}\n" for line in lines[:first] if line.strip())
    for start, end, entry in zip(starts, [*starts[1:], len(lines)], entries.items, strict=True):
        body, above_next = _parted([_dedented(line, indent) for line in lines[start:end]])
        own = "\n".join(body) + "\n"
        yield own if _holds_comment(body) else _entry(entry, own)
        yield from (f"{line.strip()}\n" for line in above_next if line.strip())


def _dedented(line: str, indent: int) -> str:
    return line[indent:] if not line[:indent].strip() else line.lstrip()


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return an entry's own lines, and the comments and empty lines after it, which belong to the next."""
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return lines[:end], lines[end:]


def _holds_comment(lines: list[str]) -> bool:
    # A # that can be cut off with the rest of its line without any value changing began a comment.
    if not any("#" in line for line in lines):
        return False
    whole = _parsed(lines)
    for number, line in enumerate(lines):
        for match in re.finditer(r"(?:^|(?<=\s))#", line):
            if whole is None or _same(_parsed([*lines[:number], line[: match.start()], *lines[number + 1 :]]), whole):
                return True
    return False


def _parsed(lines: list[str]) -> YamlNode | None:
    try:
        return parse_yaml("\n".join(lines) + "\n")
    except YamlFault:
        return None


def _entry(entry: YamlNode, written: str) -> str:
    if not isinstance(entry, YamlMapping):
        return written
    names = [name.text for name, _ in entry.entries]
    if len(set(names)) < len(names) or not names:
        return written
    ordered = [name for name in FIELDS if name in names] + [name for name in names if name not in FIELDS]
    values = {name.text: _value(node, name.text) for name, node in entry.entries}
    return dump_entry({name: values[name] for name in ordered})


def _value(node: YamlNode, name: str) -> Any:
    if name in DATES and (date := _iso(node)):
        return date
    match node:
        case YamlScalar(text=text, quoted=quoted):
            # What ldnbot reads is text. What it does not read keeps its kind: a number, say.
            return text if quoted or (name in FIELDS and text) else Plain(text)
        case YamlList(items=items):
            return [_value(item, name) for item in items]
        case YamlMapping(entries=entries):
            return {key.text: _value(value, name) for key, value in entries}


def _iso(node: YamlNode) -> str:
    """Return the ISO text of a date, or an empty string where that would not say all of it (a range, a season)."""
    match node:
        case YamlScalar():
            whole = True
        case YamlList(items=(YamlMapping() as only,)) | (YamlMapping() as only):
            names = {key.text for key, _ in only.entries}
            parts = only.get("date-parts")
            whole = names <= {"year", "month", "day"} or (
                names == {"date-parts"} and isinstance(parts, YamlList) and len(parts.items) == 1
            )
        case _:
            whole = False
    date = parse_date(date_text(node)) if whole else None
    return date.iso if date else ""


def _same(one: YamlNode | None, other: YamlNode | None) -> bool:
    return bool(_shape(one) == _shape(other))


def _shape(node: YamlNode | None, name: str = "") -> Any:
    """Return a value that is equal for nodes that say the same: order of fields and forms of a date do not count."""
    if node is not None and name in DATES and (date := _iso(node)):
        return date
    match node:
        case None:
            return None
        case YamlScalar(text=text, quoted=quoted):
            return (text, quoted and not text)
        case YamlList(items=items):
            return [_shape(item, name) for item in items]
        case YamlMapping(entries=entries):
            return sorted((key.text, repr(_shape(value, key.text))) for key, value in entries)
