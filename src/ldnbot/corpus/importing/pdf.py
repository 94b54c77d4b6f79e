"""PDF as pieces: printed lines put together to paragraphs, headings told by the size of their letters."""

import io
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ldnbot.corpus.importing.cleantext import clean, fold
from ldnbot.corpus.importing.draft import Note, NoteKind
from ldnbot.corpus.importing.piece import Line, Piece, PieceKind, RawArticle
from ldnbot.corpus.importing.plaintext import pieces_of_lines
from ldnbot.errors import ExtraMissing, ManuscriptUnreadable

__all__ = ["read_pdf"]

_MOST_PAGES = 1_000
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)
_LARGER = 1.08
_WIDE_GAP = 1.25
_SHORT_LINE = 0.75
_LONGEST_HEADING = 200
_ENDS_SENTENCE = re.compile(r"[.?!:][\]\d, )”\"]*$")
_ITEM = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}[.)]|[-•‣▪●])\s+\S")
_HYPHENATED = re.compile(r"(\w+)[-\u2010\xad]$")


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line as printed: its words, the size of its letters and its height on the page, in points."""

    text: str
    size: float
    height: float
    page: int


def read_pdf(raw: bytes, file_name: str) -> RawArticle:
    """Return the pieces of a PDF. Running heads, running feet and page numbers are left out, and noted.

    Raises:
        ExtraMissing: pypdf is not installed.
        ManuscriptUnreadable: the file is broken, locked with a password, or has no text.
    """
    pages, title, author = _printed_pages(raw, file_name)
    if not any(pages):
        what = "the PDF holds no text: it may be a scan"
        raise ManuscriptUnreadable(what, where=file_name, fix="run text recognition (OCR) on it, or paste the text")
    kept, notes = _without_running_lines(pages)
    return RawArticle(tuple(_pieces(kept, notes)), title=title, author=author, notes=tuple(notes))


def _printed_pages(raw: bytes, file_name: str) -> tuple[list[list[_Printed]], str, str]:
    try:
        import pypdf  # an extra, and 150 ms
    except ImportError as error:
        fix = "install ldnbot with its extra `import`, in a checkout: pip install '.[import]'"
        raise ExtraMissing("reading PDF files needs pypdf", where=file_name, fix=fix) from error
    fix = "open it in a PDF reader, copy the article's text, and import that"
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            what = "the PDF is locked with a password"
            raise ManuscriptUnreadable(what, where=file_name, fix="save it without a password, and import that")
        if len(reader.pages) > _MOST_PAGES:
            raise ManuscriptUnreadable(f"the PDF has {len(reader.pages)} pages", where=file_name, fix=fix)
        pages = [_printed(page, number) for number, page in enumerate(reader.pages, start=1)]
        about = reader.metadata
        title, author = (about.title, about.author) if about else ("", "")
        return pages, fold(clean(str(title or ""))), fold(clean(str(author or "")))
    except ManuscriptUnreadable:
        raise
    except Exception as error:  # a broken file breaks the library in any way it can
        raise ManuscriptUnreadable("the PDF is broken", where=file_name, fix=fix) from error


def _printed(page: Any, number: int) -> list[_Printed]:
    """Return the page's lines. What the visitor is handed, put together, is the page's text."""
    text: list[str] = []
    sizes: list[float] = []
    heights: list[float] = []

    def visit(part: str, matrix: Sequence[float], text_matrix: Sequence[float], _font: Any, size: float) -> None:
        scale = (text_matrix[0] ** 2 + text_matrix[1] ** 2) ** 0.5 * (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5
        text.append(part)
        sizes.extend([round(abs(size * scale), 1)] * len(part))
        heights.extend([text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]] * len(part))

    page.extract_text(visitor_text=visit)
    lines, start = [], 0
    for line in "".join(text).split("\n"):
        places = [start + offset for offset, character in enumerate(line) if not character.isspace()]
        if places and fold(clean(line)):
            size = statistics.mode(sizes[place] for place in places)
            lines.append(_Printed(fold(clean(line)), size, heights[places[0]], number))
        start += len(line) + 1
    return lines


def _without_running_lines(pages: list[list[_Printed]]) -> tuple[list[_Printed], list[Note]]:
    """Return the lines but for those that stand at the edge of half of the pages, and page numbers."""
    edges = Counter(key for page in pages for key in {_pattern(line.text) for line in (*page[:2], *page[-2:])})
    often = max(3, -(-len(pages) // 2))
    kept: list[_Printed] = []
    dropped: dict[str, list[int]] = {}
    for page in pages:
        for position, line in enumerate(page):
            at_edge = position < 2 or position >= len(page) - 2
            alone = position in (0, len(page) - 1) and _PAGE_NUMBER.fullmatch(line.text)
            if len(pages) > 1 and ((at_edge and edges[_pattern(line.text)] >= often) or alone):
                dropped.setdefault(_pattern(line.text), []).append(line.page)
            else:
                kept.append(line)
    confirm = "put it back by hand if it belongs to the article"
    notes = [
        Note(
            NoteKind.DROPPED,
            0,
            f"at the edge of page {', '.join(map(str, numbers))}: “{text}” (# is a number)",
            confirm,
        )
        for text, numbers in dropped.items()
    ]
    return kept, notes


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _pieces(lines: list[_Printed], notes: list[Note]) -> list[Piece]:
    characters: Counter[float] = Counter()
    for line in lines:
        characters[line.size] += len(line.text)
    body_size = max(characters, key=lambda size: (characters[size], -size))
    levels = _levels([line for line in lines if line.size > body_size * _LARGER])
    gaps = [
        above.height - below.height
        for above, below in zip(lines, lines[1:], strict=False)
        if above.page == below.page and above.size == below.size == body_size and above.height > below.height
    ]
    usual = statistics.median_low(gaps) if gaps else 0.0
    longest = max((len(line.text) for line in lines if line.size == body_size), default=0)
    words = frozenset(re.findall(r"\w+(?:-\w+)*", " ".join(line.text for line in lines).lower()))
    pieces: list[Piece] = []
    body: list[Line] = []

    def close() -> None:
        pieces.extend(pieces_of_lines(body))
        body.clear()

    before: _Printed | None = None
    for line in lines:
        level = levels.get(line.size, 0) if len(line.text) <= _LONGEST_HEADING else 0
        joins = before is not None and _joins(before, line, usual, longest)
        if (
            level
            and before
            and before.size == line.size
            and pieces
            and pieces[-1].level == level
            and joins
            and not body
        ):
            pieces[-1] = Piece(PieceKind.HEADING, (Line(f"{pieces[-1].text} {line.text}"),), level)
        elif level:
            close()
            pieces.append(Piece(PieceKind.HEADING, (Line(line.text),), level))
        elif joins and body and before and not levels.get(before.size):
            body[-1] = Line(_rejoined(body[-1].text, line.text, words, notes))
        else:
            # An empty line between paragraphs; items of a list stand together.
            if not _ITEM.match(line.text):
                body.append(Line(""))
            body.append(Line(line.text))
        before = line
    close()
    return pieces


def _levels(larger: list[_Printed]) -> dict[float, int]:
    """Return the heading level of each size of letters: the largest is the title's."""
    return {
        size: min(level, 6) for level, size in enumerate(sorted({line.size for line in larger}, reverse=True), start=1)
    }


def _joins(above: _Printed, below: _Printed, usual: float, longest: int) -> bool:
    """Tell whether `below` goes on with the paragraph of `above`."""
    if above.size != below.size or _ITEM.match(below.text):
        return False
    ends = _ENDS_SENTENCE.search(above.text) is not None
    if above.page != below.page:
        return not ends
    gap = above.height - below.height
    if usual and gap > usual * _WIDE_GAP and gap > above.size * _WIDE_GAP:
        return False
    return not (ends and len(above.text) < longest * _SHORT_LINE)


def _rejoined(above: str, below: str, words: frozenset[str], notes: list[Note]) -> str:
    """Return two lines as one, a hyphen between them kept only where it belongs to the word."""
    match = _HYPHENATED.search(above)
    follows = re.match(r"\w+", below)
    if match is None or follows is None:
        return f"{above} {below}"
    first, second = match[1], follows.group()
    kept, dropped = f"{first}-{second}".lower(), f"{first}{second}".lower()
    if kept in words or not second[0].islower() or first[-1].isdigit():
        return f"{above}{below}"
    if dropped not in words:
        what = f"“{first}-” at a line's end and “{second}” were read as the one word {first}{second}"
        notes.append(Note(NoteKind.GUESSED, 0, what, "write the hyphen back if it belongs there"))
    return f"{above[: match.end() - 1]}{below}"
