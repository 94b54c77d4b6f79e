"""Bytes to characters, and characters to those that a corpus may hold."""

import codecs
import re
from dataclasses import dataclass

from ldnbot.corpus.amount import amount
from ldnbot.corpus.importing.draft import Note, NoteKind
from ldnbot.errors import ManuscriptUnreadable

__all__ = ["DecodedText", "clean", "decode", "fold"]

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 2048


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text with its lines ended by line feeds, and what had to be guessed or dropped to get it."""

    text: str
    notes: tuple[Note, ...] = ()


def fold(text: str) -> str:
    """Return `text` on one line: every stretch of white space, also no-break spaces, as one space."""
    return " ".join(text.split())


def clean(text: str) -> str:
    """Return `text` without characters that nobody sees, which a corpus may not hold."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _INVISIBLE.sub("", text))


def decode(raw: bytes, file_name: str) -> DecodedText:
    """Return the text of a file that should be text: UTF-8, UTF-16 with its mark, what HTML says, or Windows-1252.

    Raises:
        ManuscriptUnreadable: the bytes are no text.
    """
    text, notes = _decoded(raw, file_name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    invisible = len(_INVISIBLE.findall(text))
    if invisible:
        confirm = "nothing to do, unless the text looks wrong where the input looked right"
        notes.append(Note(NoteKind.DROPPED, 0, f"{amount(invisible, 'invisible character')}", confirm))
    return DecodedText(clean(text), tuple(notes))


def _decoded(raw: bytes, file_name: str) -> tuple[str, list[Note]]:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), []
            except UnicodeDecodeError as error:
                raise _no_text(file_name) from error
    if _is_binary(raw):
        raise _no_text(file_name)
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    encoding, why = "cp1252", "the text is not UTF-8 and was read as Windows-1252"
    if declared := _CHARSET.search(raw[:_HEAD]):
        try:
            # A page may name an encoding that is none for text ("hex"): codecs.lookup alone would not tell.
            return raw.decode(declared[1].decode("ascii")), []
        except (LookupError, UnicodeDecodeError):
            pass
    text = raw.decode(encoding, errors="replace")
    confirm = "look at accented letters, quotes and dashes, or save the input as UTF-8 and import it again"
    return text, [Note(NoteKind.GUESSED, 0, why, confirm)]


def _is_binary(raw: bytes) -> bool:
    """Tell whether zero bytes, or many control bytes, say that this was never text."""
    sample = raw[:65536]
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in sample)
    return b"\x00" in sample or controls > max(2, len(sample) // 100)


def _no_text(file_name: str) -> ManuscriptUnreadable:
    return ManuscriptUnreadable(
        "this is no text, HTML, Word or PDF file",
        where=file_name,
        fix="open it in the program it was made with and save it as PDF, Word (.docx), HTML or text",
    )
