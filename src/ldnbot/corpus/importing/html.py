"""HTML as pieces, every word of it: what is no part of the article is marked so, and left out by name later.

lxml reads it. A main-content extractor would be shorter, and drops what it takes for boilerplate without saying so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ldnbot.corpus.importing.citationmarks import superscript_mark
from ldnbot.corpus.importing.cleantext import clean, fold
from ldnbot.corpus.importing.piece import Line, Piece, PieceKind, RawArticle
from ldnbot.errors import ExtraMissing, ManuscriptUnreadable

__all__ = ["LINE_ATTRIBUTE", "read_html"]

LINE_ATTRIBUTE = "data-line"
"""Where HTML that was made from another format keeps the line of its input."""

_SILENT = frozenset(["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "img", "rp", "math"])
_FURNITURE = frozenset(["nav", "header", "footer", "aside", "form", "button", "select", "textarea", "dialog"])
_BLOCKS = (
    frozenset(
        "address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3"
        " h4 h5 h6 hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
    )
    | _FURNITURE
)
_MAIN = frozenset(["article", "main"])
_MAIN_SHARE = 0.6
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(text: str, file_name: str) -> RawArticle:
    """Return the pieces of a page and what its head says of it.

    Raises:
        ExtraMissing: lxml is not installed.
        ManuscriptUnreadable: there is no text in it.
    """
    root = _parse(text, file_name)
    walk = _Walk(_main_element(root))
    walk.through(root)
    walk.flush()
    head = _Head(root)
    return RawArticle(
        tuple(walk.pieces),
        title=head.first("//meta[@property='og:title']/@content", "//title/text()"),
        author=head.first("//meta[@name='author']/@content"),
        url=head.first("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"),
        language=head.first("/html/@lang"),
    )


def _parse(text: str, file_name: str) -> Any:
    try:
        from lxml import etree, html  # an extra, and 40 ms
    except ImportError as error:
        raise ExtraMissing(
            "reading HTML and Word files needs lxml",
            where=file_name,
            fix="install ldnbot with its extra `import`, in a checkout: pip install '.[import]'",
        ) from error
    parser = html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(_XML_DECLARATION.sub("", text).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise _unreadable("the HTML holds no text", file_name) from error
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise _unreadable("the HTML is nested too deeply", file_name)
    return root


def _unreadable(what: str, file_name: str) -> ManuscriptUnreadable:
    return ManuscriptUnreadable(what, where=file_name, fix="copy the article's text and import that")


class _Head:
    def __init__(self, root: Any) -> None:
        self._root = root

    def first(self, *paths: str) -> str:
        for path in paths:
            for value in self._root.xpath(path):
                if found := fold(clean(str(value))):
                    return found
        return ""


def _text_length(element: Any) -> int:
    return len(fold("".join(element.itertext())))


def _main_element(root: Any) -> Any:
    """Return the one element that says it holds the article and has most of the page's paragraphs, or None."""
    total = sum(_text_length(paragraph) for paragraph in root.iter("p"))
    for element in root.iter(*_MAIN):
        inside = sum(_text_length(paragraph) for paragraph in element.iter("p"))
        if total and inside >= total * _MAIN_SHARE:
            return element
    return None


@dataclass
class _Walk:
    """Goes through a page in reading order. Text is gathered until a block begins or ends, then made a piece."""

    main: Any
    pieces: list[Piece] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _links: list[str] = field(default_factory=list)
    _line: int = 0
    _silent: int = 0
    _furniture: int = 0
    _main_depth: int = 0
    _heading: int = 0
    _quote: list[Line] | None = None
    _quotes: int = 0
    _lists: list[int] = field(default_factory=list)
    """For each open list the next item's number, 0 for bullets."""

    _items: list[Line] = field(default_factory=list)
    _label: int = -1
    """The number of the item that has just begun, -1 once its first words are taken."""

    _rows: list[Line] | None = None
    _cells: list[str] | None = None
    _raised: tuple[int, bool] | None = None

    def through(self, root: Any) -> None:
        from lxml import etree

        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                self._open(element.tag, element)
                self._add(element.text)
            else:
                self._close(element.tag, element)
                self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text and not self._silent:
            self._text.append(text)

    def _open(self, tag: str, element: Any) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self.flush()
            self._line = int(element.get(LINE_ATTRIBUTE) or element.sourceline or 0)
        if element is self.main:
            self._main_depth = 1
        if _is_furniture(tag, element):
            self._furniture += 1
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._heading = int(tag[1])
            case "ul" | "ol" if self._rows is None:
                start = element.get("start") or "1"
                self._lists.append((int(start) if start.isdigit() else 1) if tag == "ol" else 0)
            case "li" if self._lists:
                self._label = self._lists[-1]
                self._lists[-1] += 1 if self._lists[-1] else 0
            case "blockquote":
                self._quotes += 1
                self._quote = self._quote if self._quote is not None else []
            case "table" if self._rows is None and _is_data(element):
                self._rows = []
            case "tr" if self._rows is not None:
                self._cells = []
            case "sup" if self._raised is None:
                self._raised = (
                    len(self._text),
                    bool(element.xpath(".//a[starts-with(@href, '#')]") or _in_page(element)),
                )
            case "a":
                if (href := element.get("href") or "").startswith(("http://", "https://")):
                    self._links.append(href)
            case "br":
                self._text.append("\n" if self._heading or self._cells is not None else "\v")
            case _:
                pass

    def _close(self, tag: str, element: Any) -> None:
        if tag in _SILENT:
            self._silent -= 1
        if tag == "sup" and self._raised is not None:
            self._end_raised()
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append(self._taken())
        elif tag in _BLOCKS:
            self.flush()
        if _is_furniture(tag, element):
            self._furniture -= 1
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._heading = 0
            case "ul" | "ol" if self._lists and self._rows is None:
                self._lists.pop()
                if not self._lists:
                    self._emit(PieceKind.LIST, self._items)
                    self._items = []
            case "blockquote" if self._quotes:
                self._quotes -= 1
                if not self._quotes:
                    self._emit(PieceKind.QUOTE, self._quote or [])
                    self._quote = None
            case "tr" if self._rows is not None and self._cells is not None:
                if any(self._cells):
                    self._rows.append(Line(" ".join(filter(None, self._cells)), self._line, cells=tuple(self._cells)))
                self._cells = None
            case "table" if self._rows is not None and _is_data(element):
                self._emit(PieceKind.TABLE, self._rows)
                self._rows = None
            case _:
                pass
        if element is self.main:
            self._main_depth = 0

    def _end_raised(self) -> None:
        assert self._raised is not None  # noqa: S101 - the caller asked
        start, linked = self._raised
        raised = "".join(self._text[start:])
        self._text[start:] = [superscript_mark(raised, "".join(self._text[max(0, start - 8) : start]), linked=linked)]
        self._raised = None

    def _taken(self) -> str:
        words = fold(clean("".join(self._text)))
        self._text = []
        self._raised = None
        return words

    def flush(self) -> None:
        """Make a piece, an item or a quote's line of the text gathered so far."""
        if self._cells is not None:
            self._text.append(" ")
            return
        # Two line breaks in a row are how many editors part paragraphs.
        for part in re.split(r"\v\s*\v[\s\v]*", "".join(self._text)):
            self._place(Line(fold(clean(part)), self._line, links=tuple(self._links)))
        self._text, self._links, self._raised = [], [], None

    def _place(self, line: Line) -> None:
        if not line.text:
            return
        if self._quote is not None:
            self._quote.append(line)
        elif self._lists and self._label >= 0:
            self._items.append(replace(line, label=self._label, depth=len(self._lists) - 1))
            self._label = -1
        elif self._lists and self._items:
            last = self._items[-1]
            self._items[-1] = replace(last, text=f"{last.text} {line.text}", links=last.links + line.links)
        elif self._heading:
            self._emit(PieceKind.HEADING, [line])
        else:
            self._emit(PieceKind.PARAGRAPH, [line])

    def _emit(self, kind: PieceKind, lines: list[Line]) -> None:
        if lines:
            outside = bool(self._furniture) or (self.main is not None and not self._main_depth)
            level = self._heading if kind is PieceKind.HEADING else 0
            self.pieces.append(Piece(kind, tuple(lines), level, outside))


def _is_data(table: Any) -> bool:
    """Tell a table of facts from one that lays out a page."""
    return (
        next(table.iter("h1", "h2", "h3", "h4", "table"), None) in (None, table) and len(list(table.iter("table"))) == 1
    )


def _is_furniture(tag: str, element: Any) -> bool:
    """Tell whether a page's element is navigation and the like. One that holds headings or much text is not."""
    if tag not in _FURNITURE and element.get("role") != "navigation":
        return False
    if tag in ("nav", "button", "select", "textarea") or element.get("role") == "navigation":
        return True
    if tag == "aside":
        linked = sum(_text_length(link) for link in element.iter("a"))
        return linked * 2 > _text_length(element) or next(_ancestors(element), None) is None
    return next(element.iter("h1"), None) is None and sum(_text_length(p) for p in element.iter("p")) < 500


def _ancestors(element: Any) -> Iterator[Any]:
    yield from element.iterancestors(*_MAIN)


def _in_page(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "a" and (parent.get("href") or "").startswith("#")
