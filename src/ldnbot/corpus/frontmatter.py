"""What an article says about itself, read from the YAML at its head."""

import re
from collections.abc import Iterator
from datetime import date

from ldnbot.corpus.article import Balance, Caution, FrontMatter, Source
from ldnbot.corpus.finding import Finding, Severity
from ldnbot.corpus.nearest import did_you_mean
from ldnbot.corpus.yamltext import YamlFault, YamlList, YamlMapping, YamlNode, YamlScalar, parse_yaml

__all__ = ["read_front_matter"]

_FIELDS = (
    "title",
    "language",
    "licence",
    "authors",
    "source",
    "reviewed",
    "reviewed_by",
    "review_due",
    "conflicts_of_interest",
    "cautions",
    "balance",
    "off_label",
    "comments",
)
_BALANCE_FIELDS = ("claims", "limits")
_SOURCE_FIELDS = ("title", "author", "URL", "accessed")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_front_matter(text: str, file: str) -> tuple[FrontMatter, tuple[Finding, ...]]:
    """Return the front matter in `text`, the YAML between the fences, with everything that is wrong with it."""
    if not text.strip():
        finding = Finding(
            file,
            1,
            Severity.ERROR,
            "no-front-matter",
            "the article has no front matter",
            "begin the file with a line ---, then title: …, then a line ---",
        )
        return FrontMatter(title=""), (finding,)
    try:
        node = parse_yaml(text, first_line=2)
    except YamlFault as fault:
        finding = Finding(file, fault.line, Severity.ERROR, "broken-yaml", fault.what, fault.fix)
        return FrontMatter(title=""), (finding,)
    if not isinstance(node, YamlMapping):
        finding = Finding(
            file, 2, Severity.ERROR, "broken-yaml", "the front matter is no list of fields", "write title: …"
        )
        return FrontMatter(title=""), (finding,)
    reader = _Reader(node, file)
    front_matter = reader.read()
    return front_matter, tuple(reader.findings)


class _Reader:
    """Takes the fields out of a mapping and remembers what was wrong on the way."""

    def __init__(self, node: YamlMapping, file: str) -> None:
        self._node = node
        self._file = file
        self.findings: list[Finding] = []

    def read(self) -> FrontMatter:
        self._check_names(self._node, _FIELDS)
        front_matter = FrontMatter(
            title=self._text("title"),
            language=self._text("language"),
            licence=self._text("licence"),
            authors=tuple(self._texts("authors")),
            source=self._source(),
            reviewed=self._date("reviewed"),
            reviewed_by=self._text("reviewed_by"),
            review_due=self._date("review_due"),
            conflicts_of_interest=self._text("conflicts_of_interest"),
            cautions=tuple(self._cautions()),
            balance=tuple(self._balance()),
            off_label=self._text("off_label"),
            comments=tuple(self._texts("comments")),
        )
        if not front_matter.title:
            self._add(self._node.line, Severity.ERROR, "no-title", "the article has no title", "add title: …")
        return front_matter

    def _add(self, line: int, severity: Severity, code: str, what: str, fix: str) -> None:
        self.findings.append(Finding(self._file, line, severity, code, what, fix))

    def _check_names(self, node: YamlMapping, fields: tuple[str, ...], within: str = "") -> None:
        seen = set()
        for key, _ in node.entries:
            if key.text in seen:
                what = f"{within}{key.text} stands twice"
                self._add(key.line, Severity.ERROR, "duplicate-field", what, "keep one of the two")
            seen.add(key.text)
            if key.text not in fields:
                fix = f"{did_you_mean(key.text, fields)}The fields are {', '.join(fields)}"
                self._add(key.line, Severity.WARNING, "unknown-field", f"{within}{key.text} is not read", fix)

    def _text(self, name: str) -> str:
        return self._plain(self._node.get(name), name)

    def _plain(self, node: YamlNode | None, name: str) -> str:
        if node is None or isinstance(node, YamlScalar):
            return " ".join(node.text.split()) if node else ""
        self._add(node.line, Severity.ERROR, "not-text", f"{name} is not plain text", f"write {name}: text")
        return ""

    def _texts(self, name: str) -> Iterator[str]:
        node = self._node.get(name)
        items = node.items if isinstance(node, YamlList) else (node,)
        for item in items:
            if text := self._plain(item, name):
                yield text

    def _source(self) -> Source | None:
        node = self._node.get("source")
        if node is None:
            return None
        if not isinstance(node, YamlMapping):
            self._add(node.line, Severity.ERROR, "not-fields", "source has no fields", "write title: … below it")
            return None
        self._check_names(node, _SOURCE_FIELDS, "source.")
        field = {name: self._plain(node.get(name), f"source.{name}") for name in _SOURCE_FIELDS}
        return Source(field["title"], field["author"], field["URL"], field["accessed"])

    def _cautions(self) -> Iterator[tuple[Caution, str]]:
        node = self._node.get("cautions")
        if node is None:
            return
        if not isinstance(node, YamlMapping):
            fix = "write a line opioid-interaction: and a passage's name below it"
            self._add(node.line, Severity.ERROR, "not-fields", "cautions has no fields", fix)
            return
        self._check_names(node, tuple(Caution), "cautions.")
        for caution in Caution:
            if name := self._plain(node.get(caution), f"cautions.{caution}"):
                yield caution, name

    def _balance(self) -> Iterator[Balance]:
        node = self._node.get("balance")
        for entry in node.items if isinstance(node, YamlList) else (node,) if node is not None else ():
            if not isinstance(entry, YamlMapping):
                fix = "write a list of entries, each with claims: [names] and limits: name"
                self._add(entry.line, Severity.ERROR, "not-fields", "balance has no fields", fix)
                continue
            self._check_names(entry, _BALANCE_FIELDS, "balance.")
            claims = entry.get("claims")
            items = claims.items if isinstance(claims, YamlList) else (claims,)
            names = tuple(name for item in items if (name := self._plain(item, "balance.claims")))
            limits = self._plain(entry.get("limits"), "balance.limits")
            if not names or not limits:
                fix = "write claims: with the names of passages, and limits: with the name of one"
                self._add(entry.line, Severity.ERROR, "empty-balance", "an entry of balance is not whole", fix)
                continue
            yield Balance(names, limits)

    def _date(self, name: str) -> date | None:
        node = self._node.get(name)
        text = self._text(name)
        if node is None or not text:
            return None
        try:
            found = date.fromisoformat(text) if _ISO.fullmatch(text) else None
        except ValueError:
            found = None
        if found is None:
            what = f"{name} is {text}, which is no date"
            fix = "write it as year-month-day, such as 2026-11-22"
            self._add(node.line, Severity.ERROR, "bad-date", what, fix)
        return found
