import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated import corpora, paragraphs
from ldnbot.corpus.article import Article, BlockKind
from ldnbot.corpus.reader import read_article, slug

HEAD = "---\ntitle: T\n---\n\n"


def read(body: str) -> Article:
    return read_article(HEAD + body, "a", "a.md")[0]


def codes(body: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in read_article(HEAD + body, "a", "a.md")[1]]


def articles_of(texts: dict[str, str]) -> list[Article]:
    return [read_article(text, name[:-3], name)[0] for name, text in texts.items() if name.endswith(".md")]


@given(corpora())
@settings(max_examples=40)
def test_sentences_tile_their_passage(texts: dict[str, str]) -> None:
    for passage in (passage for article in articles_of(texts) for passage in article.passages):
        covered = [0] * len(passage.text)
        for sentence in passage.sentences:
            for place in range(sentence.span.start, sentence.span.end):
                covered[place] += 1
        outside = "".join(text for text, times in zip(passage.text, covered, strict=True) if not times)
        assert max(covered) == 1
        if passage.kind is BlockKind.LIST:
            outside = "".join(outside.split()).translate(str.maketrans("", "", "-.0123456789"))
        assert not outside.strip()


@given(corpora())
@settings(max_examples=40)
def test_each_citation_stands_in_exactly_one_sentence(texts: dict[str, str]) -> None:
    for passage in (passage for article in articles_of(texts) for passage in article.passages):
        assert tuple(mark for sentence in passage.sentences for mark in sentence.citations) == passage.citations
        for mark in passage.citations:
            assert mark.span.of(passage.text).startswith("[@")


@given(corpora())
@settings(max_examples=40)
def test_ids_are_unique(texts: dict[str, str]) -> None:
    ids = [passage.id for article in articles_of(texts) for passage in article.passages]
    assert len(set(ids)) == len(ids)


@given(corpora(), st.data())
@settings(max_examples=40)
def test_an_id_does_not_change_with_another_section(texts: dict[str, str], data: st.DataObject) -> None:
    before = articles_of(texts)[0]
    section = data.draw(st.sampled_from(before.sections))
    lines = texts["first.md"].split("\n")
    line = section.line if section.heading else section.passages[0].line - 1
    lines[line:line] = ["", data.draw(paragraphs(["zz"])), "", "<!-- end -->", ""]
    after = read_article("\n".join(lines), "first", "first.md")[0]

    def ids(article: Article) -> list[list[str]]:
        return [
            [passage.id for passage in other.passages]
            for other in article.sections
            if other.heading_path != section.heading_path
        ]

    assert ids(before) == ids(after)


def test_ids_stay_unique_where_words_read_like_another_blocks_second_name() -> None:
    ids = [passage.id for passage in read("## S\n\nOne two.\n\nOne two.\n\nOne two 2.\n\nOne two.\n").passages]
    assert ids == ["a/s/one-two", "a/s/one-two-2", "a/s/one-two-2-2", "a/s/one-two-3"]
    ids = [passage.id for passage in read("## S\n\nOne two 2.\n\nOne two.\n\nOne two.\n").passages]
    assert ids == ["a/s/one-two-2", "a/s/one-two", "a/s/one-two-3"]


def test_a_comment_names_the_passage_below_it() -> None:
    (passage,) = read("## S\n\n<!-- passage: morning -->\n\nWhatever it says.\n").passages
    assert passage.id == "a/morning"


def test_a_passage_knows_its_kind_heading_path_and_line() -> None:
    article = read("## S\n\n### T\n\n> Note.\n")
    (passage,) = article.passages
    assert (passage.kind, passage.heading_path, passage.line) == (BlockKind.CALLOUT, ("S", "T"), 9)
    assert [section.heading_path for section in article.sections] == [("S",), ("S", "T")]


@pytest.mark.parametrize("refs", ["::: {#refs}\n:::", "::: {#refs}\n\n:::"])
def test_the_bibliographys_place_is_no_section(refs: str) -> None:
    article = read(f"## S\n\nA.\n\n### References\n\n{refs}\n")
    assert [section.heading for section in article.sections] == ["S"]


def test_a_passage_beside_the_bibliographys_place_keeps_its_section() -> None:
    article = read("## S\n\nA.\n\n::: {#refs}\n:::\n\nB.\n")
    assert [[passage.text for passage in section.passages] for section in article.sections] == [["A.", "B."]]


@pytest.mark.parametrize(
    ("body", "line", "code"),
    [
        ("A.\n\n##\n", 7, "empty-heading"),
        ("## H [@a]\n\nA.\n", 5, "citation-in-heading"),
        ("<!-- passage: Two Words -->\n\nA.\n", 5, "bad-passage-name"),
        ("<!-- passage: -->\n\nA.\n", 5, "bad-passage-name"),
        ("<!-- passage: x -->\n\nA.\n\n<!-- passage: x -->\n\nB.\n", 11, "duplicate-passage"),
        ("A.\n\n```\ncode\n```\n", 7, "unread-block"),
        ("a" * 20_001, 5, "too-long"),
        ("A.\n\n" + ">" * 30 + " B.\n", 7, "too-deep"),
    ],
)
def test_a_fault_is_found_on_its_line(body: str, line: int, code: str) -> None:
    assert (line, code) in codes(body)


def test_a_rule_between_paragraphs_is_no_fault() -> None:
    assert codes("A.\n\n***\n\nB.\n") == []


def test_front_matter_that_does_not_end_is_the_only_finding() -> None:
    _, findings = read_article("---\ntitle: T\n\nA.\n", "a", "a.md")
    assert [(finding.line, finding.code) for finding in findings] == [(1, "unclosed-front-matter")]


@pytest.mark.parametrize(
    ("text", "words"), [("Crohn’s disease", "crohns-disease"), ("Naïve, 4.5 mg!", "naive-4-5-mg"), ("日本", "")]
)
def test_a_slug_is_small_ascii_words(text: str, words: str) -> None:
    assert slug(text) == words
