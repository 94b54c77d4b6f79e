"""An article as people have it, in the corpus format, with a note of everything guessed, dropped or missing."""

import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO

import yaml
from markdown_it import MarkdownIt

from ldnbot.corpus.article import Caution
from ldnbot.corpus.bibliography import write_references
from ldnbot.corpus.importing.cautions import find_cautions
from ldnbot.corpus.importing.citationkeys import with_keys
from ldnbot.corpus.importing.citationmarks import cite
from ldnbot.corpus.importing.cleantext import decode
from ldnbot.corpus.importing.draft import Draft, Note, NoteKind
from ldnbot.corpus.importing.html import LINE_ATTRIBUTE, read_html
from ldnbot.corpus.importing.markdown import write_pieces
from ldnbot.corpus.importing.pdf import read_pdf
from ldnbot.corpus.importing.piece import Line, Piece, RawArticle
from ldnbot.corpus.importing.plaintext import read_plain_text
from ldnbot.corpus.importing.referencelist import parse_reference, separate_sites
from ldnbot.corpus.importing.structure import Outline, outline
from ldnbot.corpus.importing.studydesign import propose_study
from ldnbot.corpus.importing.word import read_word
from ldnbot.corpus.reader import read_article, slug
from ldnbot.corpus.reference import Reference
from ldnbot.errors import ManuscriptUnreadable

__all__ = ["LARGEST_INPUT", "import_article"]

LARGEST_INPUT = 20_000_000
"""Bytes."""

_LONGEST_NAME = 60
_TAG = re.compile(r"</?(?:p|div|h[1-6]|ul|ol|li|article|section|table|span|body|br)\b[^>]*>", re.I)
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|article)\b", re.I | re.S)
_MANY_TAGS = 6
_ATX = re.compile(r"^ {0,3}#{1,6} \S", re.M)
_DOSE = re.compile(r"\bmg\b|\b(?:dose|dosage)\b", re.I)
_ENGLISH = frozenset("the of and to in is that for it with as are this be or by on not".split())
_RIGHTS = "unknown: confirm that you have the right to use the text"
_BIBLIOGRAPHY = "## References\n\n::: {#refs}\n:::\n"


def import_article(raw: bytes, *, file_name: str, headings: tuple[str, ...] = (), name: str = "") -> Draft:
    """Return the article in `raw` in the corpus format.

    Args:
        raw: pasted text, Markdown, HTML, a Word file (.docx) or a PDF; its content tells which.
        file_name: where it came from, for error messages and as a hint.
        headings: the article's headings, each exactly as its line reads, with `##` or `###` before it for its level
            (or two spaces for a heading below another); `#` is the title. Empty to guess.
        name: the article's name in the corpus; empty for one made of its title.

    Raises:
        ManuscriptUnreadable: there is no article in it that can be read.
        ExtraMissing: its format needs a library that is not installed.
    """
    if len(raw) > LARGEST_INPUT:
        what = f"the file has {len(raw) / 1e6:.0f} MB, and {LARGEST_INPUT / 1e6:.0f} MB is the most that is read"
        raise ManuscriptUnreadable(what, where=file_name, fix="save the article alone, as text or without its images")
    if not raw.strip():
        raise ManuscriptUnreadable("the file is empty", where=file_name, fix="name a file that holds an article")
    if raw.startswith(b"---\n") and re.search(rb"\[@[A-Za-z]", raw):
        fix = "copy it and its references.yaml into a corpus folder, then: ldnbot corpus check --corpus FOLDER"
        raise ManuscriptUnreadable("this article is in the corpus format already", where=file_name, fix=fix)
    article = _read(raw, file_name)
    found = outline(article, headings, file_name)
    chosen = slug(name) or _name(found.title)
    references, notes = _references(found.references)
    keys = {line.label: reference.key for line, reference in zip(found.references, references, strict=True)}
    body, stayed = _body(found, keys)
    fields, about = _front_matter(found, article)
    cautions, warned = _cautions(_fenced(fields) + body, chosen)
    front = _fenced({**fields, "cautions": cautions} if cautions else fields)
    notes = [*article.notes, *found.notes, *notes, *stayed, *about, *warned]
    notes.extend(_uncited(found.references, references, body))
    markdown = front + body + (_BIBLIOGRAPHY if references else "")
    ordered = sorted(notes, key=lambda note: note.line)
    return Draft(
        chosen, markdown.rstrip("\n") + "\n", write_references(references) if references else "", tuple(ordered)
    )


def _read(raw: bytes, file_name: str) -> RawArticle:
    if raw.lstrip()[:5] == b"%PDF-":
        return read_pdf(raw, file_name)
    if raw.startswith(b"PK"):
        if not _is_word(raw):
            fix = "save the article as .docx, HTML, PDF or text"
            raise ManuscriptUnreadable("this archive holds no Word file, or a broken one", where=file_name, fix=fix)
        return read_word(raw, file_name)
    decoded = decode(raw, file_name)
    text = decoded.text
    if _PAGE.match(text) or len(_TAG.findall(text[:200_000])) >= _MANY_TAGS:
        article = read_html(text, file_name)
    elif file_name.lower().endswith((".md", ".markdown", ".qmd")) or _ATX.search(text):
        article = read_html(_rendered(text), file_name)
    else:
        article = RawArticle(read_plain_text(text))
    return replace(article, notes=(*decoded.notes, *article.notes))


def _is_word(raw: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            return "word/document.xml" in archive.namelist()
    except Exception:  # noqa: BLE001 - zipfile fails in a dozen ways on a broken archive
        return False


def _rendered(text: str) -> str:
    """Return Markdown as HTML in which every block knows its line."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable(["reference"])
    front = re.match(r"---\n.*?\n---\n", text, re.S)
    skipped = front.end() if front else 0
    first = text.count("\n", 0, skipped) + 1
    tokens = parser.parse(text[skipped:])
    for token in tokens:
        if token.map and token.nesting == 1:
            token.attrSet(LINE_ATTRIBUTE, str(token.map[0] + first))
    return f"<html><body>{parser.renderer.render(tokens, parser.options, {})}</body></html>"


def _name(title: str) -> str:
    words = slug(title) or "article"
    return (
        words if len(words) <= _LONGEST_NAME else words[: _LONGEST_NAME + 1].rpartition("-")[0] or words[:_LONGEST_NAME]
    )


def _references(lines: Sequence[Line]) -> tuple[tuple[Reference, ...], list[Note]]:
    parsed = [parse_reference(line.text) for line in lines]
    sites = separate_sites([found.reference for found in parsed])
    keyed = with_keys([sites.get(position, found.reference) for position, found in enumerate(parsed)])
    notes: list[Note] = []
    complete = []
    for position, (line, found, reference) in enumerate(zip(lines, parsed, keyed, strict=True)):
        where = f"reference {line.label} ({reference.key})"

        def note(kind: NoteKind, what: str, confirm: str, *, line: Line = line, where: str = where) -> None:
            notes.append(Note(kind, line.number, f"{where}: {what}", confirm))

        if position in sites:
            what = f"“{reference.container_title}” was taken for the site's name, as in other references"
            note(NoteKind.GUESSED, what, "correct title: and container-title: if it is not")
        for doubt in () if position in sites else found.doubts:
            note(NoteKind.GUESSED, doubt, "correct the entry in references.yaml")
        if not (reference.url or reference.doi) and len(line.links) == 1:
            reference = replace(reference, url=line.links[0])
            note(NoteKind.GUESSED, f"its link {line.links[0]} was taken for its address", "open it and look")
        elif not reference.url:
            for missing in found.missing:
                note(NoteKind.MISSING, missing, "add URL: if you know it; none was made up")
        proposed = propose_study(reference)
        if proposed is None:
            note(NoteKind.MISSING, "its title says no study design", "add study: to its entry")
        else:
            reference = replace(reference, study=proposed.study)
            if proposed.doubt:
                note(NoteKind.GUESSED, f"study: {proposed.study}, because {proposed.doubt}", "correct study: if not")
        complete.append(reference)
    return tuple(complete), notes


def _body(found: Outline, keys: Mapping[int, str]) -> tuple[str, list[Note]]:
    notes: list[Note] = []

    def write(line: Line) -> str:
        markdown, stayed = cite(line.text, keys)
        for mark in stayed:
            what = f"{mark} was left as it is: the reference list lacks a number of it"
            notes.append(
                Note(NoteKind.MISSING, line.number, what, "add the reference and cite its key, or delete the mark")
            )
        return markdown

    return write_pieces(found.body, write), notes


def _cautions(markdown: str, name: str) -> tuple[dict[str, str], list[Note]]:
    article, _ = read_article(markdown, name, f"{name}.md")
    found = dict(find_cautions(article))
    names = {caution.value: passage.id.partition("/")[2] for caution, passage in found.items()}
    notes = []
    for caution in Caution:
        if caution in found:
            what = f"the caution for {caution} is the passage {names[caution]}"
            notes.append(Note(NoteKind.GUESSED, 0, what, "correct cautions: in the front matter if it is another"))
        elif _DOSE.search(markdown):
            what = f"no passage warns of what {caution} stands for"
            fix = "an article about a medicine needs one: write it, and name it under cautions:"
            notes.append(Note(NoteKind.MISSING, 0, what, fix))
    return names, notes


def _fenced(fields: Mapping[str, object]) -> str:
    return f"---\n{yaml.dump(dict(fields), allow_unicode=True, sort_keys=False, width=10**9)}---\n\n"


def _front_matter(found: Outline, article: RawArticle) -> tuple[dict[str, object], list[Note]]:
    fields: dict[str, object] = {"title": found.title}
    notes = []
    language = re.match(r"[A-Za-z]{2,3}", article.language)
    if language:
        fields["language"] = language.group().lower()
    elif _is_english(found.body):
        fields["language"] = "en"
        notes.append(Note(NoteKind.GUESSED, 0, "the language is English", "correct language: if it is another"))
    else:
        notes.append(Note(NoteKind.MISSING, 0, "the language could not be told", "add language: such as en"))
    fields["licence"] = _RIGHTS
    notes.append(
        Note(NoteKind.MISSING, 0, "the input gives no licence", "confirm that you may use it; correct licence:")
    )
    source = {"title": found.title, "author": article.author, "URL": article.url}
    fields["source"] = {field: value for field, value in source.items() if value}
    if article.author:
        what = f"the source's author {article.author}, as the file says"
        notes.append(Note(NoteKind.GUESSED, 0, what, "correct source: author: if it is another"))
    absent = ("authors", "reviewed", "reviewed_by", "review_due", "conflicts_of_interest")
    notes.extend(Note(NoteKind.MISSING, 0, f"the front matter has no {field}", f"add {field}:") for field in absent)
    return fields, notes


def _is_english(body: Sequence[Piece]) -> bool:
    words = Counter(word for piece in body for word in re.findall(r"[^\W\d_]+", piece.text.lower()))
    return sum(words[word] for word in _ENGLISH) * 8 >= words.total()


def _uncited(lines: Sequence[Line], references: Sequence[Reference], body: str) -> list[Note]:
    return [
        Note(
            NoteKind.MISSING,
            line.number,
            f"reference {line.label} ({reference.key}) is cited nowhere",
            "cite it, or delete it",
        )
        for line, reference in zip(lines, references, strict=True)
        if not re.search(rf"@{re.escape(reference.key)}(?![\w-])", body)
    ]
