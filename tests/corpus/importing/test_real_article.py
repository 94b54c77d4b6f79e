"""The acceptance input, where it is there: it is not ours to copy into the repository."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from ldnbot.corpus.citation import render_citations
from ldnbot.corpus.finding import errors_among
from ldnbot.corpus.folder import Inspection, inspect_corpus
from ldnbot.corpus.importing.citationmarks import find_marks
from ldnbot.corpus.importing.cleantext import fold
from ldnbot.corpus.importing.importer import import_article
from ldnbot.corpus.importing.output import write_draft
from ldnbot.corpus.sentences import split_sentences
from ldnbot.corpus.vancouver import render_reference

SHARED = Path(__file__).resolve().parents[4] / "shared"
ARTICLE = SHARED / "article" / "article.txt"

pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason="the acceptance input ../shared/article is not there")


@pytest.fixture(scope="module")
def inspection(tmp_path_factory: pytest.TempPathFactory) -> Inspection:
    folder = tmp_path_factory.mktemp("real")
    write_draft(import_article(ARTICLE.read_bytes(), file_name=ARTICLE.name), folder, force=False)
    return inspect_corpus(folder, today=date(2026, 11, 22))


def lines() -> list[str]:
    return [fold(line) for line in ARTICLE.read_text(encoding="utf-8").split("\n") if line.strip()]


def body() -> list[str]:
    found = lines()
    return found[7 : next(number for number, line in enumerate(found) if line.endswith("References"))]


def printed_references() -> list[str]:
    return [re.sub(r"^\d+\. ", "", line) for line in lines() if re.match(r"\d+\. ", line)]


def numbered(text: str) -> str:
    """The words with every mark as the importer's reader shows it: ranges spelt out."""
    for mark in reversed(find_marks(text)):
        shown = ", ".join(map(str, sorted(mark.numbers)))
        text = f"{text[: mark.span.start]}[{shown}]{text[mark.span.end :]}"
    return text


def test_it_is_a_corpus_without_errors(inspection: Inspection) -> None:
    assert errors_among(inspection.findings) == ()


def test_every_line_of_the_body_is_a_passage_or_a_heading_in_its_order(inspection: Inspection) -> None:
    numbers = inspection.corpus.numbers
    found = []
    for _, section in inspection.corpus.sections:
        found += [section.heading] if section.heading else []
        found += [render_citations(passage.text, numbers) for passage in section.passages]
    assert found == [numbered(line) for line in body()]
    assert len(list(inspection.corpus.passages)) == 39


def test_the_hierarchy_has_four_sections_below_the_second(inspection: Inspection) -> None:
    paths = [section.heading_path for _, section in inspection.corpus.sections if section.heading]
    assert len(paths) == 11
    assert [len(path) for path in paths] == [1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 1]
    assert {path[0] for path in paths if len(path) == 2} == {paths[1][0]}
    assert inspection.corpus.articles[0].title == lines()[6]


def test_numbers_are_those_of_the_input(inspection: Inspection) -> None:
    assert list(inspection.corpus.numbers.values()) == list(range(1, 27))
    assert list(inspection.corpus.numbers) == list(inspection.corpus.references)


def test_every_sentence_has_the_citations_it_had(inspection: Inspection) -> None:
    numbers = inspection.corpus.numbers
    found = [
        (render_citations(sentence.span.of(passage.text), numbers),
         sorted({numbers[key] for citation in sentence.citations for key in citation.keys}))
        for passage in inspection.corpus.passages
        for sentence in passage.sentences
    ]  # fmt: skip
    headings = {section.heading for _, section in inspection.corpus.sections}
    expected = []
    for line in body():
        if line not in headings:
            text = numbered(line)
            for span in split_sentences(text, ()):
                words = span.of(text)
                expected.append((words, sorted({n for mark in find_marks(words) for n in mark.numbers})))
    assert found == expected


def test_every_reference_is_exact(inspection: Inspection) -> None:
    references = list(inspection.corpus.references.values())
    assert len(references) == 26
    for reference, line in zip(references, printed_references(), strict=True):
        doi, pmid, pmcid = (
            re.search(pattern, line) for pattern in (r"DOI: (\S+)\.(?: |$)", r"PMID: (\d+)", r"PMCID: (PMC\d+)")
        )
        assert (reference.doi, reference.pmid, reference.pmcid) == tuple(m[1] if m else "" for m in (doi, pmid, pmcid))
        if reference.type == "webpage":
            cited = re.search(r"\[cited (.*?)\]", line)
            assert reference.accessed
            assert cited
            assert reference.accessed.text == cited[1]
            site = "LDN Research Trust – The Low Dose Naltrexone Charity"
            assert reference.container_title == site
            assert re.sub(r"\W", "", line).startswith(re.sub(r"\W", "", reference.title + site))
            assert reference.url == ""
        else:
            assert render_reference(reference).startswith(re.split(r" (?:DOI|PMID):", line)[0])


def test_every_answer_of_the_question_set_is_in_one_passage(inspection: Inspection) -> None:
    questions = (SHARED / "questions" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = {gold["must_contain"] for question in questions for gold in json.loads(question).get("gold", ())}
    texts = [render_citations(passage.text, inspection.corpus.numbers) for passage in inspection.corpus.passages]
    assert wanted
    assert [words for words in sorted(wanted) if not any(words in text for text in texts)] == []
