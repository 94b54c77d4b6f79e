from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated import corpora, markdown, references
from ldnbot.corpus.article import Article
from ldnbot.corpus.bibliography import read_references, write_references
from ldnbot.corpus.citation import find_citations
from ldnbot.corpus.normalform import normalise_article, normalise_references
from ldnbot.corpus.reader import read_article
from ldnbot.corpus.reference import Reference
from ldnbot.corpus.yamltext import YamlFault

HEAD = "---\ntitle: T\n---\n\n"


def said(text: str) -> tuple[object, ...]:
    """What an article says, without where it says it and how its marks are spaced."""
    article: Article = read_article(text, "a", "a.md")[0]
    return (
        article.front_matter,
        [
            (
                section.heading_path,
                section.level,
                [
                    (
                        passage.id,
                        passage.kind,
                        "".join(passage.text.split()),
                        [mark.keys for mark in find_citations(passage.text)],
                        [[mark.keys for mark in sentence.citations] for sentence in passage.sentences],
                    )
                    for passage in section.passages
                ],
            )
            for section in article.sections
        ],
    )


@given(markdown() | st.text() | markdown().map(lambda text: HEAD + text))
@settings(max_examples=300)
def test_an_article_in_normal_form_stays_as_it_is(text: str) -> None:
    once = normalise_article(text)
    assert normalise_article(once) == once


@given(markdown().map(lambda text: HEAD + text))
@settings(max_examples=300)
def test_no_content_of_any_article_is_lost(text: str) -> None:
    assert said(normalise_article(text)) == said(text.replace("\r\n", "\n").replace("\r", "\n"))


@given(corpora(), st.data())
@settings(max_examples=25)
def test_a_valid_article_says_the_same_in_normal_form(texts: dict[str, str], data: st.DataObject) -> None:
    text = texts["first.md"]
    untidy = data.draw(
        st.sampled_from([text, text.replace("\n", "\r\n"), text.replace("\n\n", "\n\n\n"), text.replace("; @", ";@")])
    )
    normal = normalise_article(untidy)
    assert said(normal) == said(untidy.replace("\r\n", "\n"))
    assert normal == text


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("A. \r\nB.\r\n", "A.\nB.\n"),
        ("A.\n\n\n\nB.", "A.\n\nB.\n"),
        ("\n\nA.\n\n\n", "A.\n"),
        ("Head\n====\nA.\n\nOther\n---\n", "# Head\n\nA.\n\n## Other\n"),
        ("## Head ##\nA.\n", "## Head\n\nA.\n"),
        ("A [@a;@b]  [ @c ].\n", "A [@a; @b]  [@c].\n"),
        ("A  \nB\n", "A\\\nB\n"),
        ("<!-- keep -->\nA.\n", "<!-- keep -->\n\nA.\n"),
        ("- a\n\n\n- b\n", "- a\n\n- b\n"),
        ("A [see @a,  p. 3].\n", "A [see @a,  p. 3].\n"),
    ],
)
def test_an_article_is_written_in_one_way(written: str, normal: str) -> None:
    assert normalise_article(HEAD + written) == HEAD + normal


def test_code_keeps_its_white_space() -> None:
    code = "```\na  \n\n\n[@a;@b]\n```\n"
    assert normalise_article(HEAD + code) == HEAD + code


def test_front_matter_is_kept_apart_from_white_space_at_line_ends() -> None:
    head = "---\ntitle:   'T' # why\nauthors: [ A,B ]\n---\n"
    assert normalise_article(head.replace("\n", "  \n") + "A.\n") == f"{head}\nA.\n"


@pytest.mark.parametrize("text", ["---\ntitle: T\n\nA. \n", "\n---\n\n---\n"])
def test_what_would_be_read_differently_stays_as_it_is(text: str) -> None:
    assert normalise_article(text) == text


def values(text: str) -> list[Reference]:
    return [replace(reference, line=0) for reference in read_references(text, "references.yaml")[0]]


@given(st.lists(references("a"), max_size=3))
@settings(max_examples=60)
def test_written_references_are_in_normal_form(some: list[Reference]) -> None:
    text = write_references(some)
    assert normalise_references(text) == text


YAML_PIECES = (
    *("references:\n", "- id: a\n", "  id: b\n", "-\n", "  # c\n", "# c\n", "\n", "  title: x # c\n", "  custom: 12\n"),
    *("  title: 'a # b'\n", "  issued: {year: 2018}\n", "  note: |\n    # x\n\n    y\n", "  author:\n  - family: F\n"),
    *("    - id: z\n", '  title: "a\n- b"\n', "  volume: 4\n", "  - id: d\n    title: x\n"),
)


@given(st.lists(st.sampled_from(YAML_PIECES), max_size=10).map(lambda pieces: "references:\n" + "".join(pieces)))
@settings(max_examples=400)
def test_formatting_references_is_idempotent_and_loses_nothing(text: str) -> None:
    try:
        once = normalise_references(text)
    except YamlFault:
        return
    assert normalise_references(once) == once
    assert values(once) == values(text)
    assert once.count("# c") == text.count("# c")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("- title: T\n  id: a\n", "- id: a\n  title: T\n"),
        ("  - id: a\n    title: T\n", "- id: a\n  title: T\n"),
        ("-\n  id: a\n  title: >\n    T\n    u\n", '- id: a\n  title: "T u\\n"\n'),
        ("- id: a\n  issued: {date-parts: [[2018, 4, 1]]}\n", "- id: a\n  issued: '2018-04-01'\n"),
        ("- id: a\n  issued: 2018-04\n", "- id: a\n  issued: '2018-04'\n"),
        ("- ISSN: 1-2\n  custom: 12\n  id: a\n", "- id: a\n  ISSN: 1-2\n  custom: 12\n"),
        ("- id: a\n  volume: 4\n", "- id: a\n  volume: '4'\n"),
        ("- id: a\n\n\n# about b\n- id: b\n", "- id: a\n# about b\n- id: b\n"),
        ("- title: T # why\n  id: a\n- title: T\n  id: b\n", "- title: T # why\n  id: a\n- id: b\n  title: T\n"),
        ("- title: 'T # 5'\n  id: a\n", "- id: a\n  title: 'T # 5'\n"),
        ("- id: a\n  title: T\n  title: U\n", "- id: a\n  title: T\n  title: U\n"),
    ],
)
def test_references_are_written_in_one_way(written: str, normal: str) -> None:
    assert normalise_references(f"references:\n{written}") == f"references:\n{normal}"


@pytest.mark.parametrize(
    "issued",
    [
        "    date-parts:\n    - - 2018\n    - - 2019\n",
        "    year: 2018\n    season: spring\n",
        "    literal: long ago\n",
    ],
)
def test_a_date_that_says_more_than_iso_can_is_kept(issued: str) -> None:
    assert issued.split()[-1] in normalise_references(f"references:\n- id: a\n  issued:\n{issued}")


def test_references_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(YamlFault):
        normalise_references("references: [\n")
