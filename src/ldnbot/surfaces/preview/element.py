"""HTML that cannot hold what was not meant: a text becomes part of it only escaped.

`Html` is made here alone. Whatever else is put into an element is text, and is escaped.
"""

import html
from collections.abc import Iterable

__all__ = ["EMPTY", "Html", "element", "join", "rendered_by_markdown_it"]


class Html(str):
    """Finished HTML."""

    __slots__ = ()


EMPTY = Html()

_VOID = frozenset(("meta",))


def element(name: str, classes: str = "", *inside: str, **attributes: str) -> Html:
    """Return `<name class="…" …>…</name>`. Text inside and in attributes is escaped; `Html` inside stays as it is."""
    if classes:
        attributes = {"class": classes, **attributes}
    written = "".join(f' {key.rstrip("_")}="{html.escape(value)}"' for key, value in attributes.items())
    start = f"<{name}{written}>"
    return Html(start) if name in _VOID else Html(f"{start}{join(inside)}</{name}>")


def join(parts: Iterable[str]) -> Html:
    """Return the parts one after another: text escaped, `Html` as it is."""
    return Html("".join(part if isinstance(part, Html) else html.escape(part) for part in parts))


def rendered_by_markdown_it(text: str) -> Html:
    """Return what markdown-it's renderer made, which escapes every text and attribute by itself."""
    return Html(text)
