"""Word files as pieces: mammoth makes HTML of the styles, which is read as any other HTML."""

import io
import zipfile
from dataclasses import replace

from ldnbot.corpus.importing.html import read_html
from ldnbot.corpus.importing.piece import RawArticle
from ldnbot.errors import ExtraMissing, ManuscriptUnreadable

__all__ = ["LARGEST_UNPACKED", "read_word"]

LARGEST_UNPACKED = 100_000_000
"""Bytes that all parts of the file may have together."""

_LARGEST_PART = 20_000_000
_MOST_PARTS = 5_000
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
_FIX = "open it in a word processor and save it as .docx again, or as text"


def read_word(raw: bytes, file_name: str) -> RawArticle:
    """Return the pieces of a .docx file. Images, macros and whatever lies outside the file are not looked at.

    Raises:
        ExtraMissing: mammoth is not installed.
        ManuscriptUnreadable: the file is broken, or unpacks to more than 100 MB.
    """
    _check(raw, file_name)
    try:
        import mammoth  # an extra
    except ImportError as error:
        fix = "install ldnbot with its extra `import`, in a checkout: pip install '.[import]'"
        raise ExtraMissing("reading Word files needs mammoth", where=file_name, fix=fix) from error
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(raw), style_map=_STYLES, convert_image=mammoth.images.img_element(lambda _: {})
        )
    except Exception as error:  # a broken file breaks the library in any way it can
        raise ManuscriptUnreadable("the Word file is broken", where=file_name, fix=_FIX) from error
    return _without_lines(read_html(f"<html><body>{result.value}</body></html>", file_name))


def _without_lines(article: RawArticle) -> RawArticle:
    """Return the article with no line numbers: those of the HTML between are nobody's."""
    pieces = (replace(piece, lines=tuple(replace(line, number=0) for line in piece.lines)) for piece in article.pieces)
    return replace(article, pieces=tuple(pieces))


def _check(raw: bytes, file_name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                what = f"the Word file unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB"
                raise ManuscriptUnreadable(what, where=file_name, fix=_FIX)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(archive, part, file_name)
    except ManuscriptUnreadable:
        raise
    except Exception as error:  # zipfile and zlib fail in a dozen ways on a broken archive
        raise ManuscriptUnreadable("the Word file is broken", where=file_name, fix=_FIX) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file_name: str) -> None:
    if part.file_size > _LARGEST_PART:
        what = f"a part of the Word file has {part.file_size // 1_000_000} MB of markup"
        raise ManuscriptUnreadable(what, where=file_name, fix=_FIX)
    content = archive.read(part).replace(b"\x00", b"")  # a declaration in UTF-16 is one as well
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        what = "the Word file declares XML entities, which no word processor writes"
        raise ManuscriptUnreadable(what, where=file_name, fix=_FIX)
