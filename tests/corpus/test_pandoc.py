"""Pandoc reads the shipped corpus as ldnbot does."""

import re
import shutil
import subprocess

import pytest

from ldnbot.config import shipped_corpus
from ldnbot.corpus.folder import read_corpus
from small import TODAY

pytestmark = [
    pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed"),
    pytest.mark.skipif(not list(shipped_corpus().glob("*.md")), reason="the corpus has no article yet"),
]


def pandoc(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["pandoc", *arguments], capture_output=True, text=True, check=True, timeout=60)


@pytest.mark.parametrize("article", sorted(shipped_corpus().glob("[a-z]*.md")), ids=lambda path: path.stem)
def test_pandoc_resolves_every_citation_of_the_shipped_corpus(article: object) -> None:
    bibliography = str(shipped_corpus() / "references.yaml")
    made = pandoc("--citeproc", f"--bibliography={bibliography}", "--to=html", "--fail-if-warnings", str(article))
    assert "not found" not in made.stderr
    listed = set(re.findall(r'id="ref-([^"]+)"', made.stdout))
    corpus = read_corpus(shipped_corpus(), today=TODAY)
    ours = {
        key
        for passage in corpus.article(str(getattr(article, "stem", ""))).passages
        for citation in passage.citations
        for key in citation.keys
    }
    assert listed == ours
    assert "?</strong>" not in made.stdout
