"""Discord's markdown inside a line: markdown-it with rules of our own in place of CommonMark's."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from ldnbot.surfaces.preview.element import Html, rendered_by_markdown_it

__all__ = ["render_spans"]

_SPECIAL = re.compile(r"[\\`*_~|<\[\]@]|https?://")
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_CODE = re.compile(r"```(?:[A-Za-z0-9_+.#-]*\n)?\n*([^\n][\s\S]*?)\n*```\n?")
_STYLES = (
    ("em", "", re.compile(r"\*(?=\S)((?:\*\*|\s+(?:[^*\s]|\*\*)|[^\s*])+?)\*(?!\*)")),
    ("em", "", re.compile(r"_((?:__|\\[\s\S]|[^\\_])+?)_\b")),
    ("strong", "", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("u", "", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("s", "", re.compile(r"~~([\s\S]+?)~~(?!_)")),
    ("span", "spoiler", re.compile(r"\|\|([\s\S]+?)\|\|")),
)
_BARE_LINK = re.compile(r"https?://[^\s<]+[^<.,:;\"'\]\s]")
_TARGET = re.compile(
    r"\(\s*(?:<(https?://[^<>\s]+)>|(https?://(?:\([^()\s]*\)|[^\s()<>])+))(?:\s+([\"'])[\s\S]*?\3)?\s*\)"
)
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_TIME = re.compile(r"<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>")
_MENTION = re.compile(
    r"<(?:@!?\d{1,20}|(?P<role>@&)\d{1,20}|(?P<channel>#)\d{1,20}|/(?P<command>[\w -]{1,100}):\d{1,20})>"
)
_EMOJI = re.compile(r"<a?(:\w{2,32}:)\d{1,20}>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")

_LARGEST_UNITS = ((365, "year"), (30, "month"), (1, "day"))


def render_spans(text: str, *, now: datetime) -> Html:
    """Return the text with bold, links and the like as HTML, and its line breaks as they are."""
    return rendered_by_markdown_it(_parser().renderInline(text, {"now": now}))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable("backticks")
    rules = parser.inline.ruler
    rules.at("text", _text)
    for name, rule in (
        ("escape", _escape),
        ("code", _code),
        ("style", _style),
        ("link", _link),
        ("bare_link", _bare_link),
        ("angle", _angle),
        ("everyone", _everyone),
    ):
        rules.before("backticks", f"discord_{name}", rule)
    return parser


def _text(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature, here and below
    """Take everything up to the next sign that can begin something."""
    special = _SPECIAL.search(state.src, state.pos, state.posMax)
    end = special.start() if special else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _match(state: StateInline, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return pattern.match(state.src, state.pos, state.posMax)


def _escape(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    match = _match(state, _ESCAPE)
    if match is None:
        return False
    if not silent:
        state.pending += match[1]
    state.pos = match.end()
    return True


def _code(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    match = _match(state, _CODE)
    return match is not None and _push(state, match, "pre", "", match[1], silent=silent)


def _style(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    found = [(match, tag, css) for tag, css, pattern in _STYLES if (match := _match(state, pattern))]
    if not found:
        return False
    match, tag, css = max(found, key=lambda candidate: candidate[0].end())  # Discord takes the longest, too
    if not silent:
        end = state.posMax
        state.pos, state.posMax = match.start(1), match.end(1)
        _open(state, tag, css)
        state.md.inline.tokenize(state)
        state.push(f"discord_{tag}_close", tag, -1)
        state.posMax = end
    state.pos = match.end()
    return True


def _link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if state.src[state.pos] != "[" or state.linkLevel:
        return False
    start = state.pos
    label_end = state.md.helpers.parseLinkLabel(state, start)
    label = state.src[start + 1 : label_end]
    # Discord shows no link whose text looks like another address.
    if label_end < 0 or not label.strip() or "://" in label:
        return False
    target = _TARGET.match(state.src, label_end + 1, state.posMax)
    if target is None:
        return False
    if not silent:
        end = state.posMax
        state.pos, state.posMax = start + 1, label_end
        state.push("discord_a_open", "a", 1).attrs = {"href": target[1] or target[2]}
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("discord_a_close", "a", -1)
        state.posMax = end
    state.pos = target.end()
    return True


def _bare_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    match = _match(state, _BARE_LINK)
    if match is None or state.linkLevel:
        return False
    address = match[0]
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1]
    if not silent:
        _address(state, address)
    state.pos += len(address)
    return True


def _address(state: StateInline, address: str) -> None:
    state.push("discord_a_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = address
    state.push("discord_a_close", "a", -1)


def _angle(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if match := _match(state, _AUTOLINK):
        if not silent:
            _address(state, match[1])
        state.pos = match.end()
        return True
    if match := _match(state, _TIME):
        shown = _shown_time(int(match[1]), match[2] or "f", state.env["now"])
        return bool(shown) and _push(state, match, "span", "time", shown, silent=silent)
    if match := _match(state, _EMOJI):
        return _push(state, match, "span", "emoji", match[1], silent=silent)
    if match := _match(state, _MENTION):
        if match["command"]:
            name = f"/{match['command']}"
        else:
            name = "#channel" if match["channel"] else "@role" if match["role"] else "@member"
        return _push(state, match, "span", "mention", name, silent=silent)
    return False


def _everyone(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    match = _match(state, _EVERYONE)
    return match is not None and _push(state, match, "span", "mention", match[0], silent=silent)


def _push(state: StateInline, match: re.Match[str], tag: str, css: str, text: str, *, silent: bool) -> bool:
    """Put an element with plain text in the place of a match."""
    if not silent:
        _open(state, tag, css)
        state.push("text", "", 0).content = text
        state.push(f"discord_{tag}_close", tag, -1)
    state.pos = match.end()
    return True


def _open(state: StateInline, tag: str, css: str) -> None:
    opened = state.push(f"discord_{tag}_open", tag, 1)
    if css:
        opened.attrs = {"class": css}


def _shown_time(seconds: int, style: str, now: datetime) -> str:
    """Return a point of time in UTC as Discord writes it, or nothing where there is no such time."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    day = f"{moment.day} {moment:%B} {moment.year}"
    match style:
        case "t":
            return f"{moment:%H:%M}"
        case "T":
            return f"{moment:%H:%M:%S}"
        case "d":
            return f"{moment:%d/%m}/{moment.year}"
        case "D":
            return day
        case "F":
            return f"{moment:%A}, {day} {moment:%H:%M}"
        case "s":
            return f"{moment:%d/%m}/{moment.year}, {moment:%H:%M}"
        case "S":
            return f"{moment:%d/%m}/{moment.year}, {moment:%H:%M:%S}"
        case "R":
            return _relative(moment - now)
        case _:
            return f"{day} {moment:%H:%M}"


def _relative(distance: timedelta) -> str:
    """Return "in 3 days" or "2 hours ago": the largest unit that fits, rounded down."""
    length = abs(distance)
    count, unit = length // timedelta(seconds=1), "second"
    if length >= timedelta(days=1):
        count, unit = next((length.days // days, name) for days, name in _LARGEST_UNITS if length.days >= days)
    elif length >= timedelta(hours=1):
        count, unit = length // timedelta(hours=1), "hour"
    elif length >= timedelta(minutes=1):
        count, unit = length // timedelta(minutes=1), "minute"
    words = f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"in {words}" if distance >= timedelta() else f"{words} ago"
