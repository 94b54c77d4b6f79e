"""What DOIs, PubMed ids and PubMed Central ids look like, and the pages they stand for.

Sources: the DOI Handbook 2.2 (prefix `10.` and a registrant, a slash, a suffix); NLM's PMID (1 to 8 digits) and
PMCID (`PMC` and digits).
"""

import re
from urllib.parse import quote, urlsplit

__all__ = ["doi_fault", "doi_url", "pmc_url", "pmcid_fault", "pmid_fault", "pubmed_url", "url_fault"]

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"<>\[\]]+")
_PMID = re.compile(r"[1-9][0-9]{0,7}")
_PMCID = re.compile(r"PMC[1-9][0-9]{0,8}")


def doi_fault(doi: str) -> str:
    """Return what is wrong with a DOI, or an empty string."""
    if _DOI.fullmatch(doi) and not doi.endswith((".", ",", ";")):
        return ""
    if match := _DOI.search(doi):
        return f"write the bare identifier, {match.group().rstrip('.,;')}"
    return "a DOI is 10., four or more digits, a slash and a suffix, such as 10.3390/medsci6040082"


def pmid_fault(pmid: str) -> str:
    """Return what is wrong with a PubMed id, or an empty string."""
    if _PMID.fullmatch(pmid):
        return ""
    if _PMCID.fullmatch(pmid.strip().upper()):
        return "this is a PubMed Central number: it belongs in the field PMCID"
    return "a PMID is 1 to 8 digits"


def pmcid_fault(pmcid: str) -> str:
    """Return what is wrong with a PubMed Central id, or an empty string."""
    if _PMCID.fullmatch(pmcid):
        return ""
    if _PMID.fullmatch(pmcid):
        return "a PMCID begins with PMC; a bare number is a PMID"
    return "a PMCID is PMC and digits, such as PMC6313374"


def url_fault(url: str) -> str:
    """Return what is wrong with a web address, or an empty string."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "this is not a web address"
    if parts.scheme not in ("http", "https") or "." not in host or re.search(r"[\s<>\"\[\]()]", url):
        return "an address begins with https:// and has no spaces, brackets or quotes (write them as %20, %28 …)"
    return ""


def doi_url(doi: str) -> str:
    """Return the page that a DOI resolves to. Characters that would end a link are percent-encoded."""
    return f"https://doi.org/{quote(doi, safe='/:;.-_~')}"


def pubmed_url(pmid: str) -> str:
    """Return the PubMed record of a PMID."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"


def pmc_url(pmcid: str) -> str:
    """Return the full text of a PMCID at PubMed Central."""
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"
