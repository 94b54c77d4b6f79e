"""An upload put into a corpus: its articles, and its references beside those that are there."""

import re

from ldnbot.corpus.bibliography import read_references
from ldnbot.corpus.folder import REFERENCES
from ldnbot.corpus.reference import Reference
from ldnbot.moderation.edits import apply
from ldnbot.moderation.referenceedits import AddReference, find_duplicate
from ldnbot.moderation.sources import Sources

__all__ = ["with_upload"]


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


def _renamed(text: str, keys: dict[str, str]) -> str:
    """Return an article that cites by other keys."""
    if not keys:
        return text
    cited = re.compile(rf"(?<![\w@])@({'|'.join(map(re.escape, sorted(keys, key=len, reverse=True)))})(?![\w-])")
    return cited.sub(lambda key: f"@{keys[key[1]]}", text)
