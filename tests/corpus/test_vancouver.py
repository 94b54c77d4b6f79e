import pytest

from ldnbot.corpus.reference import Name, PartialDate, Reference
from ldnbot.corpus.vancouver import render_reference

ARTICLE = Reference(
    key="a",
    type="article-journal",
    title="Does it help?",
    authors=(Name("Parker", "CE"), Name(literal="et al.")),
    container_title="J Test",
    issued=PartialDate(2018, 4, 1),
    volume="4",
    issue="2",
    page="1–9",
    doi="10.1000/x",
    pmid="12",
    pmcid="PMC3",
)
PAGE = Reference(
    key="b",
    type="webpage",
    title="What it costs",
    container_title="A society",
    accessed=PartialDate(2024, 4),
    url="https://a.b/c",
)


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        (
            ARTICLE,
            "Parker CE, et al. Does it help? J Test. 2018 Apr 1;4(2):1–9. doi: 10.1000/x. PMID: 12; PMCID: PMC3.",
        ),
        (PAGE, "What it costs [Internet]. A society. [cited 2024 Apr]. Available from: https://a.b/c"),
        (Reference("c", "book", "Title"), "Title."),
        (Reference("d", "book", "Title", issued=PartialDate(1999), publisher="House"), "Title. House. 1999."),
        (Reference("e", "book", "Title", page="5"), "Title. :5."),
    ],
)
def test_a_reference_reads_as_biomedical_journals_print_it(reference: Reference, line: str) -> None:
    assert render_reference(reference) == line
