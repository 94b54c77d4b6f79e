"""references.yaml: CSL YAML as pandoc reads it and Zotero writes it, to References and back."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from ldnbot.corpus.citation import KEY
from ldnbot.corpus.finding import Finding, Severity
from ldnbot.corpus.identifiers import doi_fault, pmcid_fault, pmid_fault, url_fault
from ldnbot.corpus.nearest import did_you_mean
from ldnbot.corpus.reference import RETRACTED, Name, PartialDate, Reference, Study
from ldnbot.corpus.yamltext import YamlFault, YamlList, YamlMapping, YamlNode, YamlScalar, parse_yaml

__all__ = ["DATES", "FIELDS", "Plain", "date_text", "dump_entry", "parse_date", "read_references", "write_references"]

FIELDS = (
    "id",
    "type",
    "study",
    "title",
    "author",
    "container-title",
    "publisher",
    "issued",
    "accessed",
    "volume",
    "issue",
    "page",
    "DOI",
    "PMID",
    "PMCID",
    "URL",
    "status",
    "note",
)
"""The fields that ldnbot reads, in the order it writes them. Others are CSL's own and are left in peace."""

_OTHERS = frozenset(
    """
    abstract annote archive archive_collection archive_location archive-place authority available-date
    call-number categories chair chapter-number citation-key citation-label citation-number collection-editor
    collection-number collection-title compiler composer container-author container-title-short contributor
    curator custom dimensions director division edition editor editor-translator editorial-director event
    event-date event-place event-title executive-producer first-reference-note-number genre guest host
    illustrator interviewer ISBN ISSN journalAbbreviation jurisdiction keyword language license locator medium
    narrator number number-of-pages number-of-volumes organizer original-author original-date
    original-publisher original-publisher-place original-title page-first part-number part-title performer
    printing-number producer publisher-place recipient references reviewed-author reviewed-genre
    reviewed-title scale script-writer section series-creator shortTitle source submitted
    supplement-number title-short translator version volume-title volume-title-short year-suffix
    """.split()
)
"""CSL 1.0.2's other variables, https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables."""

DATES = ("issued", "accessed")

_IDENTIFIERS = {"DOI": doi_fault, "PMID": pmid_fault, "PMCID": pmcid_fault, "URL": url_fault}
_DATE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?")


def read_references(text: str, file: str) -> tuple[tuple[Reference, ...], tuple[Finding, ...]]:
    """Return the references in `text` in order, and everything that is wrong with them.

    An entry without a usable key is left out, and found fault with.
    """
    reader = _Reader(file)
    return tuple(reader.read(text)), tuple(reader.findings)


def write_references(references: Iterable[Reference]) -> str:
    """Return the file that `read_references` reads as these references."""
    return "references:\n" + "".join(dump_entry(_fields(reference)) for reference in references)


def dump_entry(fields: dict[str, Any]) -> str:
    """Return one entry of the list as YAML, one line a field however long it is."""
    dated = {
        name: _Quoted(value) if name in DATES and isinstance(value, str) else value for name, value in fields.items()
    }
    return yaml.dump([dated], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)


class Plain(str):
    """A scalar that was written without quotes: dumping it must not make a text of a number."""

    __slots__ = ()


class _Quoted(str):
    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes plain what was plain, dates in quotes, and every text on one line."""


def _plain_node(dumper: yaml.SafeDumper, value: Plain) -> yaml.ScalarNode:
    tag: str = dumper.resolve(yaml.ScalarNode, str(value), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, str(value))


def _quoted_node(dumper: yaml.SafeDumper, value: _Quoted) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style="'")


def _text_node(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    # Text over several lines takes one line in double quotes; y and n are booleans to some readers of YAML.
    style = '"' if "\n" in value else "'" if value.lower() in ("y", "n") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(Plain, _plain_node)
_Dumper.add_representer(_Quoted, _quoted_node)
_Dumper.add_representer(str, _text_node)


def parse_date(text: str) -> PartialDate | None:
    """Return the date in `2018`, `2018-04` or `2018-04-01`, or None if it is none of them."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.group("year", "month", "day"))
    if not 1000 <= year <= 2999 or (match["month"] and not 1 <= month <= 12):
        return None
    if match["day"] and not 1 <= day <= monthrange(year, month)[1]:
        return None
    return PartialDate(year, month, day)


def _fields(reference: Reference) -> dict[str, Any]:
    authors = [
        {"literal": name.literal} if name.literal else {"family": name.family, "given": name.given}
        for name in reference.authors
    ]
    values = {
        "id": reference.key,
        "type": reference.type,
        "study": reference.study.value if reference.study else "",
        "title": reference.title,
        "author": [{part: text for part, text in author.items() if text} for author in authors],
        "container-title": reference.container_title,
        "publisher": reference.publisher,
        "issued": reference.issued.iso if reference.issued else "",
        "accessed": reference.accessed.iso if reference.accessed else "",
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.page,
        "DOI": reference.doi,
        "PMID": reference.pmid,
        "PMCID": reference.pmcid,
        "URL": reference.url,
        "status": RETRACTED if reference.retracted else "",
        "note": reference.note,
    }
    return {name: value for name, value in values.items() if value}


class _Reader:
    def __init__(self, file: str) -> None:
        self._file = file
        self.findings: list[Finding] = []

    def read(self, text: str) -> Iterator[Reference]:
        try:
            root = parse_yaml(text)
        except YamlFault as fault:
            self._add(fault.line, Severity.ERROR, "broken-yaml", fault.what, fault.fix)
            return
        entries = root.get("references") if isinstance(root, YamlMapping) else root
        if root is None or (isinstance(entries, YamlScalar) and not entries.text):
            return
        if not isinstance(entries, YamlList):
            self._add(
                root.line,
                Severity.ERROR,
                "no-references",
                "there is no list of references",
                "begin with references: and one entry a dash",
            )
            return
        for entry in entries.items:
            if isinstance(entry, YamlMapping):
                if reference := self._reference(entry):
                    yield reference
            else:
                self._add(
                    entry.line,
                    Severity.ERROR,
                    "not-fields",
                    "an entry without fields",
                    "write - id: …, then title: … below it",
                )

    def _add(self, line: int, severity: Severity, code: str, what: str, fix: str) -> None:
        self.findings.append(Finding(self._file, line, severity, code, what, fix))

    def _reference(self, entry: YamlMapping) -> Reference | None:
        seen: set[str] = set()
        for name, _ in entry.entries:
            if name.text in seen:
                what = f"{name.text} stands twice in one entry"
                self._add(name.line, Severity.ERROR, "duplicate-field", what, "keep one of the two")
            seen.add(name.text)
            if name.text not in _OTHERS and name.text not in FIELDS:
                fix = did_you_mean(name.text, (*FIELDS, *_OTHERS)) + "CSL has no field of that name"
                self._add(name.line, Severity.WARNING, "unknown-field", f"{name.text} is not read", fix)
        key, title = self._text(entry, "id"), self._text(entry, "title")
        if not KEY.fullmatch(key):
            what = f"{key!r} cannot be cited" if key else "an entry without an id"
            fix = "give it an id that begins with a letter and holds letters, digits, - and _, such as parker2018"
            self._add(entry.line, Severity.ERROR, "bad-key", what, fix)
            return None
        if not title:
            self._add(entry.line, Severity.ERROR, "no-title", f"{key} has no title", "add title: …")
        return Reference(
            key=key,
            type=self._text(entry, "type") or "document",
            title=title,
            authors=tuple(self._authors(entry, key)),
            container_title=self._text(entry, "container-title"),
            publisher=self._text(entry, "publisher"),
            issued=self._date(entry, key, "issued"),
            accessed=self._date(entry, key, "accessed"),
            volume=self._text(entry, "volume"),
            issue=self._text(entry, "issue"),
            page=self._text(entry, "page"),
            doi=self._identifier(entry, key, "DOI"),
            pmid=self._identifier(entry, key, "PMID"),
            pmcid=self._identifier(entry, key, "PMCID"),
            url=self._identifier(entry, key, "URL"),
            study=self._study(entry, key),
            retracted=self._text(entry, "status").casefold() == RETRACTED,
            note=self._text(entry, "note"),
            line=entry.line,
        )

    def _text(self, entry: YamlMapping, name: str) -> str:
        node = entry.get(name)
        if node is None or isinstance(node, YamlScalar):
            return " ".join(node.text.split()) if node else ""
        self._add(node.line, Severity.ERROR, "not-text", f"{name} is not plain text", f"write {name}: text")
        return ""

    def _identifier(self, entry: YamlMapping, key: str, name: str) -> str:
        text, node = self._text(entry, name), entry.get(name)
        if not text or node is None:
            return ""
        if fault := _IDENTIFIERS[name](text):
            what = f"{key} has the {name} {text}"
            self._add(node.line, Severity.ERROR, f"malformed-{name.lower()}", what, fault)
            return ""
        return text

    def _study(self, entry: YamlMapping, key: str) -> Study | None:
        text, node = self._text(entry, "study"), entry.get("study")
        if not text or node is None:
            what = f"{key} does not say how it was studied"
            self._add(entry.line, Severity.WARNING, "no-study", what, f"add study: one of {', '.join(Study)}")
            return None
        try:
            return Study(text)
        except ValueError:
            what = f"{key} has the study design {text}"
            fix = f"{did_you_mean(text, Study)}Write one of {', '.join(Study)}"
            self._add(node.line, Severity.ERROR, "unknown-study", what, fix)
            return None

    def _authors(self, entry: YamlMapping, key: str) -> Iterator[Name]:
        node = entry.get("author")
        if node is None:
            return
        for item in node.items if isinstance(node, YamlList) else (node,):
            name = (
                Name(self._text(item, "family"), self._text(item, "given"), self._text(item, "literal"))
                if isinstance(item, YamlMapping)
                else Name()
            )
            if name.text:
                yield name
            else:
                what = f"an author of {key} has no name"
                self._add(
                    item.line, Severity.ERROR, "bad-author", what, "write - family: … and given: …, or literal: …"
                )

    def _date(self, entry: YamlMapping, key: str, name: str) -> PartialDate | None:
        node = entry.get(name)
        if node is None:
            return None
        found = parse_date(date_text(node))
        if found is None:
            what = f"the date {name} of {key} is none"
            self._add(node.line, Severity.ERROR, "bad-date", what, "write '2018', '2018-04' or '2018-04-01'")
        return found


def date_text(node: YamlNode) -> str:
    """Return the ISO text of any of the forms in which pandoc and Zotero write a date, or something that is no date."""
    match node:
        case YamlScalar(text=text):
            return text
        case YamlList(items=(YamlMapping() as only,)) | (YamlMapping() as only):
            parts = only.get("date-parts")
            if isinstance(parts, YamlList) and parts.items and isinstance(parts.items[0], YamlList):
                return "-".join(_number(part) for part in parts.items[0].items)
            named = (only.get("year"), only.get("month"), only.get("day"))
            return "-".join(_number(part) for part in named if part is not None)
        case _:
            return ""


def _number(node: YamlNode) -> str:
    return node.text if isinstance(node, YamlScalar) else "?"
