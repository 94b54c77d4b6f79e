import pytest

from ldnbot.corpus.identifiers import doi_fault, doi_url, pmc_url, pmcid_fault, pmid_fault, pubmed_url, url_fault


@pytest.mark.parametrize("doi", ["10.3390/medsci6040082", "10.1002/14651858.CD010410.pub3", "10.1016/0264(94)90012-4"])
def test_a_doi_has_no_fault(doi: str) -> None:
    assert doi_fault(doi) == ""


@pytest.mark.parametrize(
    "doi", ["https://doi.org/10.1000/x", "doi:10.1000/x", "10.1000/x.", "10.10/x", "10.1000", "", "10.1000/a b"]
)
def test_what_is_no_bare_doi_has_a_fault(doi: str) -> None:
    assert doi_fault(doi)


def test_the_fault_of_a_doi_in_an_address_names_the_bare_doi() -> None:
    assert doi_fault("https://doi.org/10.1000/x.") == "write the bare identifier, 10.1000/x"


@pytest.mark.parametrize("pmid", ["1", "29607497"])
def test_a_pmid_has_no_fault(pmid: str) -> None:
    assert pmid_fault(pmid) == ""


@pytest.mark.parametrize("pmid", ["0", "012", "123456789", "12a", "１２", ""])
def test_what_is_no_pmid_has_a_fault(pmid: str) -> None:
    assert pmid_fault(pmid)


@pytest.mark.parametrize("pmid", ["PMC6313374", "pmc6313374 "])
def test_a_pmc_number_is_no_pmid(pmid: str) -> None:
    assert "PMCID" in pmid_fault(pmid)


def test_a_pmid_is_no_pmc_number() -> None:
    assert pmcid_fault("PMC6313374") == ""
    assert "PMID" in pmcid_fault("6313374")
    assert pmcid_fault("PMCx")


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://example.org"])
def test_a_web_address_has_no_fault(url: str) -> None:
    assert url_fault(url) == ""


@pytest.mark.parametrize(
    "url", ["example.org", "javascript:alert(1)", "https://x", "https://a.b/c d", "https://[a.b", "ftp://a.b"]
)
def test_what_is_no_web_address_has_a_fault(url: str) -> None:
    assert url_fault(url)


def test_the_pages_of_identifiers() -> None:
    assert doi_url("10.1016/0264(94)<x>") == "https://doi.org/10.1016/0264%2894%29%3Cx%3E"
    assert pubmed_url("12") == "https://pubmed.ncbi.nlm.nih.gov/12/"
    assert pmc_url("PMC12") == "https://pmc.ncbi.nlm.nih.gov/articles/PMC12/"
