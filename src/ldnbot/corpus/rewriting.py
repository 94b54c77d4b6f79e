"""The files of a corpus folder that formatting would change, and writing them so that nothing is ever half-written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ldnbot.corpus.finding import Finding, Severity
from ldnbot.corpus.folder import REFERENCES, read_sources
from ldnbot.corpus.normalform import normalise_article, normalise_references
from ldnbot.corpus.placing import place_files
from ldnbot.corpus.yamltext import YamlFault
from ldnbot.errors import CorpusUnreadable

__all__ = ["Rewriting", "find_rewritings", "write_rewritings"]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A file that is not in its normal form, and the text that is."""

    path: Path
    text: str


def find_rewritings(folder: Path) -> tuple[tuple[Rewriting, ...], tuple[Finding, ...]]:
    """Return the files of `folder` that are not in normal form, and why others cannot be told.

    Raises:
        CorpusUnreadable: there is no such folder.
    """
    sources, findings = read_sources(folder)
    found = []
    for name, text in sources.items():
        path = folder / name
        try:
            normal = _normal(name, text)
        except YamlFault as fault:
            findings.append(Finding(name, fault.line, Severity.ERROR, "broken-yaml", fault.what, fault.fix))
            continue
        if normal.encode() != path.read_bytes():
            found.append(Rewriting(path, normal))
    return tuple(found), tuple(findings)


def _normal(name: str, text: str) -> str:
    if name == REFERENCES:
        return normalise_references(text)
    return normalise_article(text) if name.endswith(".md") else text


def write_rewritings(rewritings: Sequence[Rewriting]) -> None:
    """Put each text in the place of its file, whole or not at all.

    Raises:
        CorpusUnreadable: a file cannot be written; it is left as it was.
    """
    for rewriting in rewritings:
        try:
            place_files({rewriting.path.resolve(): rewriting.text.encode()})
        except OSError as error:
            what = f"the file cannot be written ({error.strerror or error})"
            raise CorpusUnreadable(what, where=str(rewriting.path), fix="Allow writing to it and its folder") from error
