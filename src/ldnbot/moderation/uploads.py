"""What somebody uploads, as files of a corpus: read in a process of its own, whatever it is and whatever it holds.

What it is, its content says: an article in any format that the importer reads, an article in the corpus format, or one
of the YAML files of a corpus. Of its name nothing is used but letters, digits and hyphens, to name an article; and its
ending, where its content is broken.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import msgspec

from ldnbot.corpus.importing.draft import Note
from ldnbot.moderation.bounded import Limits, Stopped, run_bounded

__all__ = ["IMPORTING", "LARGEST_UPLOAD", "Refused", "Uploaded", "import_in_child", "import_upload"]

LARGEST_UPLOAD = 10_000_000
"""Bytes. What Discord lets a member without a subscription upload, and more than any article without its pictures."""

IMPORTING = Limits(seconds=60, memory=1_000_000_000)
"""Bounds for reading one upload. The longest real articles take a few seconds."""

_OFFICE = b"\xd0\xcf\x11\xe0"
_YAML_FILES = {
    "references.yaml": {"references"},
    "lexicon.yaml": {"concepts"},
    "questions.yaml": {"also_asked", "questions", "not_covered"},
}
_TOP = re.compile(r"^([A-Za-z_]+):", re.MULTILINE)
_FRONT = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_CITED = re.compile(r"\[[^\]\n]*@[A-Za-z]")
_YAML_NAME = re.compile(r"\.ya?ml\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """An upload as files of a corpus, checked for nothing yet but that they can be read."""

    sources: Mapping[str, str]
    """Articles and YAML files by name. The references are those of the upload alone."""

    notes: tuple[Note, ...]
    """What the importer guessed, left out or missed, for a person to confirm."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The upload is not taken: `why` as a whole sentence for a moderator."""

    why: str


class _Request(msgspec.Struct):
    name: str
    content: bytes


class _Answer(msgspec.Struct):
    sources: dict[str, str]
    notes: tuple[Note, ...] = ()
    why: str = ""


def import_upload(name: str, content: bytes, limits: Limits = IMPORTING) -> Uploaded | Refused:
    """Return an upload as files of a corpus, or why it is refused.

    It blocks until the child process is done: call it in a thread.
    """
    if len(content) > LARGEST_UPLOAD:
        return Refused(
            f"The file has {len(content) / 1e6:.0f} MB, and {LARGEST_UPLOAD / 1e6:.0f} MB is the most that is read. "
            "Save the article without its pictures."
        )
    request = msgspec.msgpack.encode(_Request(name, content))
    match run_bounded(f"{__name__}:{import_in_child.__name__}", request, limits):
        case Stopped(why):
            return Refused(f"Reading the file {why}. Save the article as plain text and try again.")
        case raw:
            answer = msgspec.msgpack.decode(raw, type=_Answer)
            return Refused(answer.why) if answer.why else Uploaded(answer.sources, answer.notes)


def import_in_child(raw: bytes) -> bytes:
    """Return what `import_upload` hands over. Runs in the child process."""
    from ldnbot.errors import LdnbotError

    request = msgspec.msgpack.decode(raw, type=_Request)
    try:
        answer = _imported(request.name, request.content)
    except LdnbotError as error:
        # What can be done at a terminal alone is no help to whoever uploads.
        fix = ", or ".join(part for part in error.fix.split(", or ") if "--" not in part and "ldnbot" not in part)
        told = [part[:1].upper() + part[1:] for part in (error.what, fix) if part]
        answer = _Answer({}, why=f"{'. '.join(told)}.")
    return msgspec.msgpack.encode(answer)


def _imported(name: str, content: bytes) -> _Answer:
    from ldnbot.corpus.importing.importer import import_article
    from ldnbot.corpus.reader import slug

    if why := _why_not(content):
        return _Answer({}, why=why)
    text = _text(content)
    kept = _yaml_file(text, name)
    if isinstance(kept, Refused):
        return _Answer({}, why=kept.why)
    if kept:
        return _Answer({kept: text})
    stem = slug(name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0])[:60].strip("-") or "article"
    if _is_native(text):
        return _Answer({f"{stem}.md": text})
    draft = import_article(content, file_name="the upload")
    sources = {f"{slug(draft.name) or 'article'}.md": draft.markdown}
    if draft.references:
        sources["references.yaml"] = draft.references
    return _Answer(sources, draft.notes)


def _why_not(content: bytes) -> str:
    """Return why bytes are no article, as a sentence; nothing if they may be one."""
    if content.startswith(_OFFICE):
        return "This is an old Office file. Save it as .docx or as text."
    if content.startswith(b"PK"):
        return _why_not_archive(content)
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # the marks of UTF-16, which has zero bytes
    if b"\0" in content and not wide and content.lstrip()[:5] != b"%PDF-":
        return "This is no text and no document. Upload .md, .txt, .html, .docx, .pdf or .yaml."
    return ""


def _why_not_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            types = archive.getinfo("[Content_Types].xml") if "[Content_Types].xml" in names else None
            listed = archive.open(types).read(1_000_000) if types else b""
    except Exception:  # noqa: BLE001 - zipfile fails in a dozen ways on a broken archive
        return "The archive is broken. Save the document as .docx again, or as text."
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroenabled" in listed.lower():
        return "The document holds macros, which are programs. Save it as .docx without macros, or as text."
    return ""


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return ""


def _is_native(text: str) -> bool:
    """Tell whether a text is an article in the corpus format: by its head, of which nothing may be lost."""
    from ldnbot.corpus.frontmatter import read_front_matter

    front = _FRONT.match(text)
    if front is None:
        return False
    return bool(_CITED.search(text, front.end()) or read_front_matter(front[1], "")[0].title)


def _yaml_file(text: str, name: str) -> str | Refused:
    """Return which of a corpus's YAML files a text is; nothing if it is none; why it is refused if it is broken."""
    from ldnbot.corpus.yamltext import YamlFault, YamlMapping, parse_yaml

    tops = set(_TOP.findall(text))
    likely = [name for name, keys in _YAML_FILES.items() if tops & keys]
    file = name.replace("\\", "/").rpartition("/")[2].strip().lower()
    if file in _YAML_FILES:
        likely = [file, *(other for other in likely if other != file)]
    if not likely or _FRONT.match(text):
        return ""
    try:
        root = parse_yaml(text)
    except YamlFault as fault:
        if not _YAML_NAME.search(file):
            return ""  # an article may have such a line too
        what, fix = (part[:1].upper() + part[1:].rstrip(".") for part in (fault.what, fault.fix))
        return Refused(f"This is a broken {likely[0]}, on line {fault.line}. {what}. {fix}.")
    keys = {key.text for key, _ in root.entries} if isinstance(root, YamlMapping) else set()
    return next((name for name in likely if keys and keys & _YAML_FILES[name]), "")
