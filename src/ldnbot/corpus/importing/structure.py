"""Where the article begins and ends in the input, its title, its sections and its reference list."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ldnbot.corpus.importing.cleantext import fold
from ldnbot.corpus.importing.draft import Note, NoteKind
from ldnbot.corpus.importing.headings import guess_headings, guess_levels, looks_like_heading, title_scores
from ldnbot.corpus.importing.piece import Line, Piece, PieceKind, RawArticle
from ldnbot.corpus.importing.referencelist import looks_like_reference
from ldnbot.errors import ManuscriptUnreadable

__all__ = ["Outline", "outline"]

_REFERENCES = re.compile(
    r"(?:\d+[.)]?\s+)?(?:references?(?: list| cited)?|bibliography|works cited|literature(?: cited)?|sources|citations"
    r"|footnotes|endnotes|notes and references|references and notes)",
    re.I,
)
_CALLOUT = re.compile(
    r"(?:key (?:takeaway|point|message|finding|fact)s?|takeaways?|note|tip|warning|caution|important|summary|in short"
    r"|bottom line|the bottom line|tl;dr|remember|did you know\??)\s*[:—–]\s+\S",
    re.I,
)
_NUMBERED = re.compile(r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.)])\s+(?=\S)")
_TITLE_SHARE = 0.6
_SHOWN = 100
_PUT_BACK = "put it back by hand if it belongs to the article"


@dataclass(frozen=True, slots=True)
class Outline:
    """The article's parts. Headings of the body have level 2 or more; references carry their numbers as labels."""

    title: str
    body: tuple[Piece, ...]
    references: tuple[Line, ...]
    notes: tuple[Note, ...]


def outline(article: RawArticle, named: Sequence[str], file_name: str) -> Outline:
    """Return the parts of an article. `named` are its headings as a person gives them, empty to guess.

    Raises:
        ManuscriptUnreadable: nothing is left for a title and a body, or a named heading is not in the input.
    """
    notes: list[Note] = []
    pieces = list(article.pieces)
    if named:
        pieces = _named(pieces, named, file_name)
    end, references, after = _reference_list(pieces, notes)
    dropped = [piece for piece in pieces[:end] if piece.outside and piece.level != 1]
    front = [piece for piece in pieces[:end] if not piece.outside or piece.level == 1]
    if not front:
        raise _no_text(file_name)
    marked = bool(named) or sum(piece.kind is PieceKind.HEADING and piece.level > 1 for piece in front) > 0
    begin, title = _title(front, article, notes, marked=marked)
    notes.extend(_dropped(front[: max(begin - 1, 0)], "before the title"))
    notes.extend(_dropped(dropped, "outside the article's text"))
    notes.extend(_dropped(after, "after the reference list"))
    again = [piece for piece in front[begin:] if piece.kind is PieceKind.HEADING and piece.text == title]
    notes.extend(_dropped(again, "the title once more"))
    body = [piece for piece in front[begin:] if piece not in again]
    if not title or not body:
        raise _no_text(file_name)
    body = _marked_body(body) if marked else _guessed_body(body, notes)
    called_out = [_callout(piece) for piece in body]
    for before, piece in zip(body, called_out, strict=True):
        if before.kind is not piece.kind:
            what = f"“{_shown(piece.text)}” was made a call-out for the label that it begins with"
            notes.append(Note(NoteKind.GUESSED, piece.number, what, "delete the > before it if it is a paragraph"))
    return Outline(title, tuple(called_out), tuple(references), tuple(notes))


def _no_text(file_name: str) -> ManuscriptUnreadable:
    return ManuscriptUnreadable(
        "no title with text below it was found",
        where=file_name,
        fix="give the file a title line and paragraphs, or name its headings with --headings",
    )


def _named(pieces: list[Piece], named: Sequence[str], file_name: str) -> list[Piece]:
    """Return the pieces with the named lines as headings, and no others."""
    levels = {}
    for line in named:
        marks = re.match(r"\s*(#*)", line)
        count = len(marks[1]) if marks else 0
        words = fold(line.strip().lstrip("#"))
        if words:
            levels[words] = count or (3 if line.startswith(("  ", "\t")) else 2)
    present = {piece.text for piece in pieces if len(piece.lines) == 1}
    for words in levels:
        if words not in present:
            raise ManuscriptUnreadable(
                f"the heading “{words}” is no line of the input",
                where=file_name,
                fix="name each heading exactly as its line reads",
            )
    found = []
    for piece in pieces:
        if len(piece.lines) == 1 and piece.text in levels:
            found.append(replace(piece.as_kind(PieceKind.HEADING, level=levels[piece.text]), outside=False))
        elif piece.kind is PieceKind.HEADING:
            found.append(piece.as_kind(PieceKind.PARAGRAPH))
        else:
            found.append(piece)
    return found


def _reference_list(pieces: list[Piece], notes: list[Note]) -> tuple[int, list[Line], list[Piece]]:
    """Return where the body ends, the references, and the pieces after them."""
    for position in range(len(pieces) - 1, -1, -1):
        if _is_references_heading(pieces[position]):
            references, after = _take_references(pieces[position + 1 :], notes)
            if references and _are_references(pieces[position], references):
                return position, _numbered(references, notes), after
    last = max((number for number, piece in enumerate(pieces) if _is_reference_block(piece)), default=-1)
    if last >= 0:
        first = last
        while first and pieces[last].kind is not PieceKind.LIST and _is_reference_block(pieces[first - 1]):
            first -= 1
        references, after = _take_references(pieces[first:], notes)
        what = "the reference list was told by its lines: no heading stands above it"
        notes.append(Note(NoteKind.GUESSED, pieces[first].number, what, "look whether it begins and ends there"))
        return first, _numbered(references, notes), after
    what = "no reference list was found"
    notes.append(Note(NoteKind.MISSING, 0, what, "add references.yaml and cite its keys as [@key], or leave it so"))
    return len(pieces), [], []


def _is_references_heading(piece: Piece) -> bool:
    words = re.sub(r"^[^\w]+|[^\w]+$", "", piece.text)
    return piece.kind is not PieceKind.LIST and _REFERENCES.fullmatch(words) is not None


def _are_references(heading: Piece, lines: Sequence[Line]) -> bool:
    """Tell a reference list from a list under a heading such as “Sources”, which may be those of a vitamin."""
    likely = sum(looks_like_reference(line.text) for line in lines)
    return "referenc" in heading.text.lower() or "bibliogr" in heading.text.lower() or likely * 2 > len(lines)


def _is_reference_block(piece: Piece) -> bool:
    if piece.kind is PieceKind.LIST:
        return sum(looks_like_reference(line.text) for line in piece.lines) * 2 > len(piece.lines)
    plain = piece.kind in (PieceKind.LINE, PieceKind.PARAGRAPH)
    return plain and _NUMBERED.match(piece.text) is not None and looks_like_reference(piece.text)


def _take_references(pieces: Sequence[Piece], notes: list[Note]) -> tuple[list[Line], list[Piece]]:
    """Return the references at the head of the pieces, and the pieces after them."""
    found: list[Line] = []
    for position, piece in enumerate(pieces):
        number = _NUMBERED.match(piece.text)
        if piece.kind is PieceKind.LIST and (not found or _goes_on(piece, found) or _is_reference_block(piece)):
            found.extend(piece.lines)
        elif piece.kind in (PieceKind.LINE, PieceKind.PARAGRAPH) and number:
            label = int(number[1] or number[2] or number[3])
            found.append(replace(piece.lines[0], text=piece.text[number.end() :], label=label))
        elif piece.kind in (PieceKind.LINE, PieceKind.PARAGRAPH) and looks_like_reference(piece.text):
            if found and found[-1].label:
                # A number for it would make every later number cite another work.
                what = f"“{_shown(piece.text)}” has no number and was read as the end of reference {found[-1].label}"
                notes.append(Note(NoteKind.GUESSED, piece.number, what, "look at the entry in references.yaml"))
                found[-1] = replace(found[-1], text=f"{found[-1].text} {piece.text}")
            else:
                found.extend(piece.lines)
        else:
            return found, list(pieces[position:])
    return found, []


def _goes_on(piece: Piece, found: list[Line]) -> bool:
    return piece.lines[0].label == found[-1].label + 1 > 1


def _numbered(references: list[Line], notes: list[Note]) -> list[Line]:
    """Return the references with the numbers they are cited by: as printed, or counted where none are printed."""
    if not any(line.label for line in references):
        if references:
            what = "the references have no numbers and were counted in their order"
            notes.append(Note(NoteKind.GUESSED, references[0].number, what, "look whether the citations mean these"))
        return [replace(line, label=number) for number, line in enumerate(references, start=1)]
    found: dict[int, Line] = {0: Line("")}
    for line in references:
        label = line.label
        if not label or label in found:
            label = max(*(other.label for other in references), *found) + 1
            what = f"“{_shown(line.text)}” has no number of its own in the reference list and was given {label}"
            notes.append(Note(NoteKind.GUESSED, line.number, what, "look whether a citation means this one"))
        found[label] = replace(line, label=label)
    return [line for label, line in found.items() if label]


def _title(front: list[Piece], article: RawArticle, notes: list[Note], *, marked: bool) -> tuple[int, str]:
    """Return where the article begins after its title, and the title."""
    tops = [position for position, piece in enumerate(front) if piece.kind is PieceKind.HEADING and piece.level == 1]
    if len(tops) == 1 or (tops and front[tops[0]].text == article.title):
        return tops[0] + 1, front[tops[0]].text
    limit = next((n for n, piece in enumerate(front) if marked and piece.kind is PieceKind.HEADING), len(front))
    text = next((n for n, piece in enumerate(front[:limit]) if _is_text(piece)), limit)
    times = Counter(piece.text for piece in front)
    candidates = [position for position in (tops or range(text)) if tops or times[front[position].text] == 1]
    scores = title_scores((front[n].text for n in candidates), " ".join(piece.text for piece in front[text:]))
    if not candidates:
        if article.title and front:
            what = f"the title “{article.title}” was taken from what the file says about itself"
            notes.append(Note(NoteKind.GUESSED, 0, what, "correct title: in the front matter if it is another"))
            return 0, article.title
        return 0, ""
    best = max(scores)
    chosen = next(n for n, score in zip(candidates, scores, strict=True) if score >= best * _TITLE_SHARE)
    title = front[chosen]
    what = f"the title “{_shown(title.text)}”: of the lines above the text, the first whose words the text keeps using"
    notes.append(Note(NoteKind.GUESSED, title.number, what, "correct title: in the front matter if it is another"))
    return chosen + 1, title.text


def _is_text(piece: Piece) -> bool:
    """Tell whether a piece is running text, which no title is."""
    if piece.kind in (PieceKind.LIST, PieceKind.HEADING):
        return False
    return piece.kind in (PieceKind.TABLE, PieceKind.QUOTE) or not (
        looks_like_heading(piece.text) or (len(piece.text) < 80 and not re.search(r"[.!?]\s|[.]$", piece.text))
    )


def _marked_body(body: list[Piece]) -> list[Piece]:
    """Return the body with its headings' levels as they are, from 2 on and without gaps."""
    levels = sorted({piece.level for piece in body if piece.kind is PieceKind.HEADING})
    return [
        piece.as_kind(PieceKind.HEADING, level=min(2 + levels.index(piece.level), 6))
        if piece.kind is PieceKind.HEADING
        else piece
        for piece in body
    ]


def _guessed_body(body: list[Piece], notes: list[Note]) -> list[Piece]:
    lines = [piece.as_kind(PieceKind.LINE) if piece.kind is PieceKind.PARAGRAPH else piece for piece in body]
    first_text = next((position for position, piece in enumerate(lines) if _is_text(piece)), 0)
    guessed = [False] * first_text + list(guess_headings(lines[first_text:]))
    for piece in lines[:first_text]:
        what = f"“{_shown(piece.text)}” between the title and the text was kept as a paragraph"
        notes.append(Note(NoteKind.GUESSED, piece.number, what, "make it a heading or delete it if it is no paragraph"))
    headings = [piece.text for piece, is_heading in zip(lines, guessed, strict=True) if is_heading]
    levels = iter(guess_levels(headings))
    found = []
    above = ""
    for position, (piece, is_heading) in enumerate(zip(lines, guessed, strict=True)):
        if not is_heading:
            if position >= first_text and piece.kind is PieceKind.LINE and looks_like_heading(piece.text):
                what = f"the short line “{_shown(piece.text)}” was kept as a paragraph"
                notes.append(
                    Note(NoteKind.GUESSED, piece.number, what, "name the headings with --headings if it is one")
                )
            found.append(piece)
            continue
        level = next(levels)
        above = piece.text if level == 2 else above
        what = f"the heading “{piece.text}”" + (f", below “{above}”" if level > 2 else "")
        notes.append(Note(NoteKind.GUESSED, piece.number, what, "name the headings with --headings if it is none"))
        found.append(piece.as_kind(PieceKind.HEADING, level=level))
    return found


def _callout(piece: Piece) -> Piece:
    plain = piece.kind in (PieceKind.LINE, PieceKind.PARAGRAPH)
    return piece.as_kind(PieceKind.QUOTE) if plain and _CALLOUT.match(piece.text) else piece


def _dropped(pieces: Sequence[Piece], where: str) -> Iterator[Note]:
    for piece in pieces:
        for line in piece.lines:
            yield Note(NoteKind.DROPPED, line.number, f"{where}: “{line.text}”", _PUT_BACK)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
