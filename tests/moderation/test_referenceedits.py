import pytest

from ldnbot.corpus.bibliography import read_references
from ldnbot.corpus.reference import Name, Reference, Study
from ldnbot.errors import EditRefused
from ldnbot.moderation.edits import apply
from ldnbot.moderation.identifying import read_identifiers
from ldnbot.moderation.referenceedits import AddReference, RemoveReference, ReplaceReference, type_reference
from ldnbot.moderation.sources import Sources
from small import REFERENCES
from veltamine import SOURCES, errors, lines_changed

FORM = {
    "title": "Veltamine and sleep",
    "study": "observational",
    "issued": "2025-03",
    "author": "Doe J, Roe KL, et al.",
}


def form(**fields: str) -> Reference:
    return type_reference({**FORM, **{name.replace("_", "-"): text for name, text in fields.items()}})


def entry(sources: Sources, key: str) -> Reference:
    return next(found for found in read_references(sources["references.yaml"], "")[0] if found.key == key)


def test_a_reference_stands_at_the_end_with_a_key_of_its_own() -> None:
    edited = apply(AddReference(form(DOI="https://doi.org/10.5555/Sleep.1")), SOURCES)
    assert edited.sources["references.yaml"].startswith(REFERENCES)
    found = entry(edited.sources, "doe2025")
    assert (found.doi, found.study, found.authors[-1]) == (
        "10.5555/Sleep.1",
        Study.OBSERVATIONAL,
        Name(literal="et al."),
    )
    assert "[@doe2025]" in edited.said[0]
    assert errors(edited.sources) == ["nothing cites doe2025"]


def test_a_second_work_of_the_same_year_gets_a_letter() -> None:
    sources = apply(AddReference(form()), SOURCES).sources
    other = form(title="Something quite different, by the same", PMID="7654321")
    assert entry(apply(AddReference(other), sources).sources, "doe2025b").pmid == "7654321"


def test_the_list_keeps_its_indentation_and_a_missing_file_is_made() -> None:
    indented = "references:\n" + "".join(f"  {line}\n" for line in REFERENCES.split("\n")[1:-1])
    edited = apply(AddReference(form()), {**SOURCES, "references.yaml": indented}).sources["references.yaml"]
    assert edited.startswith(indented)
    assert "\n  - id: doe2025\n    type: article-journal\n" in edited
    alone = apply(AddReference(form()), {"veltamine.md": "x"}).sources["references.yaml"]
    assert alone.startswith("references:\n- id: doe2025\n")


@pytest.mark.parametrize(
    ("field", "pasted", "kind", "value"),
    [
        ("DOI", "https://doi.org/10.1002/14651858.CD010410.pub3", "DOI", "10.1002/14651858.CD010410.pub3"),
        ("DOI", "doi:10.1002/x", "DOI", "10.1002/x"),
        ("DOI", "DOI: https://dx.doi.org/10.1016%2F0264(94)-1", "DOI", "10.1016/0264(94)-1"),
        ("DOI", "doi.org/10.1002/x.", "DOI", "10.1002/x"),
        ("DOI", "https://onlinelibrary.wiley.com/doi/10.1002/x", "DOI", "10.1002/x"),
        ("URL", "https://doi.org/10.1002/x", "DOI", "10.1002/x"),
        ("URL", "https://pubmed.ncbi.nlm.nih.gov/29607497/", "PMID", "29607497"),
        ("URL", "https://www.ncbi.nlm.nih.gov/pubmed/29607497", "PMID", "29607497"),
        ("PMID", "PMID: 29607497", "PMID", "29607497"),
        ("PMID", "https://pubmed.ncbi.nlm.nih.gov/29607497/?term=x", "PMID", "29607497"),
        ("PMID", "pmc6494424", "PMCID", "PMC6494424"),
        ("URL", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6494424/", "PMCID", "PMC6494424"),
        ("URL", "https://pmc.ncbi.nlm.nih.gov/articles/PMC6494424/pdf/x.pdf", "PMCID", "PMC6494424"),
        ("URL", "https://example.org/a?b=c", "URL", "https://example.org/a?b=c"),
    ],
)
def test_a_pasted_address_is_turned_into_the_identifier(field: str, pasted: str, kind: str, value: str) -> None:
    assert read_identifiers({field: pasted}) == {kind: value}


@pytest.mark.parametrize(
    "pasted",
    [
        {"DOI": "11.1002/x"},
        {"PMID": "abc"},
        {"PMCID": "6494424"},
        {"URL": "example"},
        {"URL": "javascript:alert(1)"},
        {"DOI": "10.1002/x", "URL": "https://doi.org/10.1002/y"},
    ],
)
def test_a_malformed_identifier_is_refused_with_its_field(pasted: dict[str, str]) -> None:
    with pytest.raises(EditRefused) as refused:
        read_identifiers(pasted)
    assert refused.value.where in pasted
    assert refused.value.fix


@pytest.mark.parametrize(
    "fields",
    [
        {"DOI": "10.5555/VELTAMINE.4"},
        {"PMID": "1234567"},
        {"URL": "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7654321/"},
        {"title": "Veltamine for Night Cramps.", "issued": "2019"},
    ],
)
def test_a_work_that_is_there_already_is_refused_with_its_key(fields: dict[str, str]) -> None:
    with pytest.raises(EditRefused) as refused:
        apply(AddReference(form(**fields)), SOURCES)
    assert "[@brook2019]" in refused.value.fix or "[@marsh2021]" in refused.value.fix


def test_the_same_title_with_another_identifier_is_another_work() -> None:
    update = form(title="Veltamine for night cramps", issued="2019", DOI="10.5555/veltamine.4.update")
    assert entry(apply(AddReference(update), SOURCES).sources, "doe2019").doi == "10.5555/veltamine.4.update"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title": " "}, "title"),
        ({"study": ""}, "studied"),
        ({"study": "vibes"}, "study design"),
        ({"issued": ""}, "no date"),
        ({"issued": "last year"}, "no date"),
        ({"id": "2doe"}, "cannot be cited"),
        ({"id": "brook2019"}, "is taken"),
        ({"doi": "x"}, "no field"),
    ],
)
def test_a_reference_that_is_not_whole_is_refused(fields: dict[str, str], where: str) -> None:
    with pytest.raises(EditRefused, match=where):
        apply(AddReference(form(**fields)), SOURCES)


def test_authors_are_people_bodies_and_others() -> None:
    found = form(author="Doe J, {World Health Organization}, van der Berg K.L.; Veltamine Society; and others")
    assert [name.text for name in found.authors] == [
        "Doe J",
        "World Health Organization",
        "van der Berg KL",
        "Veltamine Society",
        "et al.",
    ]


def test_only_the_fields_that_change_are_written_anew() -> None:
    text = REFERENCES.replace("  page: 11–9\n", "  page: 11–9 # as printed\n  language: en\n")
    sources = {**SOURCES, "references.yaml": text}
    old = entry(sources, "brook2019")
    new = form(
        title=old.title, author="Brook AL, Hill T", study="randomised trial", issued="2019-03-02", volume="4",
        page="11–9", DOI=old.doi, PMCID="PMC1", container_title=old.container_title,
    )  # fmt: skip
    edited = apply(ReplaceReference("@brook2019", new), sources).sources["references.yaml"]
    assert lines_changed(text, edited)[1] == [
        "  - family: Hill", "    given: T", *text.split("\n")[8:13], "  DOI: 10.5555/veltamine.4", "  PMCID: PMC1"
    ]  # fmt: skip
    assert "# as printed\n  language: en\n" in edited
    assert "1234567" not in edited


def test_nothing_is_replaced_by_itself_or_by_another_work() -> None:
    old = entry(SOURCES, "brook2019")
    with pytest.raises(EditRefused, match="nothing is changed"):
        apply(ReplaceReference("brook2019", old), SOURCES)
    with pytest.raises(EditRefused, match="as brook2019"):
        apply(ReplaceReference("marsh2021", old), SOURCES)
    with pytest.raises(EditRefused) as refused:
        apply(ReplaceReference("brok2019", old), SOURCES)
    assert "brook2019" in refused.value.fix


def test_a_reference_goes_only_when_nothing_cites_it() -> None:
    with pytest.raises(EditRefused, match="is cited by veltamine/dose"):
        apply(RemoveReference("brook2019"), SOURCES)
    sources = apply(AddReference(form()), SOURCES).sources
    assert apply(RemoveReference("doe2025"), sources).sources == SOURCES
