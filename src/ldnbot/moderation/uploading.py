"""An upload put into a corpus: its articles, and its references beside those that are there."""

import re
from datetime import date

from ldnbot.corpus.article import Caution
from ldnbot.corpus.bibliography import read_references
from ldnbot.corpus.check import UNDECLARED_CAUTION
from ldnbot.corpus.finding import Finding
from ldnbot.corpus.folder import REFERENCES, inspect_sources
from ldnbot.corpus.reference import Reference
from ldnbot.moderation.edits import apply
from ldnbot.moderation.referenceedits import AddReference, find_duplicate
from ldnbot.moderation.sources import Sources

__all__ = ["missing_cautions", "with_upload"]

_WARNED_OF = {Caution.OPIOIDS: "opioids", Caution.PREGNANCY: "pregnancy"}


def with_upload(sources: Sources, uploaded: Sources) -> dict[str, str]:
    """Return the corpus with the files of an upload.

    A YAML file by itself takes the place of the one that is there. References that come with an article are added; one
    that the corpus has already, by its identifier or title, is cited by the key that it has there.
    """
    articles = {name: text for name, text in uploaded.items() if name.endswith(".md")}
    if not articles:
        return {**sources, **uploaded}
    there = read_references(sources.get(REFERENCES, ""), REFERENCES)[0]
    keys: dict[str, str] = {}
    added: list[Reference] = []
    for reference in read_references(uploaded.get(REFERENCES, ""), REFERENCES)[0]:
        if found := find_duplicate(reference, there):
            keys[reference.key] = found[0].key
        else:
            added.append(reference)
    texts = {name: _renamed(text, keys) for name, text in articles.items()}
    others = {name: text for name, text in uploaded.items() if name not in articles and name != REFERENCES}
    together: Sources = {**sources, **others, **texts}
    for reference in added:
        together = apply(AddReference(reference), together).sources
    return dict(together)


def missing_cautions(together: Sources, uploaded: Sources, *, today: date) -> tuple[str, ...]:
    """Return what to write into the articles of an upload, where they are about a medicine and warn of too little."""
    said: list[str] = []
    findings = [found for found in inspect_sources(together, today=today).findings if found.code == UNDECLARED_CAUTION]
    for name in sorted(uploaded):
        missing = [caution for caution in Caution if any(_is_of(found, name, caution) for found in findings)]
        if missing:
            warned = " and of ".join(_WARNED_OF[caution] for caution in missing)
            lines = ", ".join(f"{caution}: NAME" for caution in missing)
            said.append(
                f"{name} does not say which passage warns of {warned}. "
                f"Write into its head, between the two lines ---, a line cautions: and below it, indented: {lines}"
            )
    if said:
        said.append(
            "NAME is the name of a passage of that article. A line <!-- passage: NAME --> above it gives it one. "
            "Then upload the file again"
        )
    return tuple(said)


def _is_of(finding: Finding, name: str, caution: Caution) -> bool:
    return finding.file == name and finding.what.endswith(f" {caution}")


def _renamed(text: str, keys: dict[str, str]) -> str:
    """Return an article that cites by other keys."""
    if not keys:
        return text
    cited = re.compile(rf"(?<![\w@])@({'|'.join(map(re.escape, sorted(keys, key=len, reverse=True)))})(?![\w-])")
    return cited.sub(lambda key: f"@{keys[key[1]]}", text)
