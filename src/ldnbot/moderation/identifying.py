"""Identifiers as people paste them, `https://doi.org/10.…` or `PMID: 123`, turned into what a reference holds."""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from ldnbot.corpus.identifiers import doi_fault, pmcid_fault, pmid_fault, url_fault
from ldnbot.errors import EditRefused

__all__ = ["IDENTIFIERS", "read_identifiers"]

IDENTIFIERS = ("DOI", "PMID", "PMCID", "URL")
_FAULTS = {"DOI": doi_fault, "PMID": pmid_fault, "PMCID": pmcid_fault, "URL": url_fault}
_DOI_HOSTS = ("doi.org", "dx.doi.org", "www.doi.org")
_LABEL = re.compile(r"^(?:doi|pmid|pmcid|pubmed(?: id)?|pmc id|url)\s*[:=]\s*(?!//)", re.I)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_PUBMED = re.compile(r"/(?:pubmed/)?([1-9][0-9]{0,7})/?")
_PMC = re.compile(r"/(?:pmc/)?articles/(PMC[1-9][0-9]{0,8})(?:/.*)?", re.I)


def read_identifiers(pasted: Mapping[str, str]) -> Mapping[str, str]:
    """Return the identifiers by CSL's names, given what stands in each of the fields DOI, PMID, PMCID and URL.

    An address of a DOI, of PubMed or of PubMed Central is turned into the identifier, whatever field it stands in.

    Raises:
        EditRefused: one of them is malformed, or two of one kind say different things.
    """
    found: dict[str, str] = {}
    for field in IDENTIFIERS:
        text = pasted.get(field, "").strip()
        if not text:
            continue
        kind, value = _recognised(field, text)
        if fault := _FAULTS[kind](value):
            raise EditRefused(f"{text[:80]} is no {kind}", where=field, fix=fault)
        if found.setdefault(kind, value).casefold() != value.casefold():
            what = f"the fields give two {kind}s, {found[kind]} and {value}"
            raise EditRefused(what, where=field, fix="Keep the one of the work itself")
    return found


def _recognised(field: str, text: str) -> tuple[str, str]:
    bare = _LABEL.sub("", text).strip().strip("<>").rstrip(".,;")
    try:
        parts = urlsplit(bare)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return field, bare
    if parts.scheme in ("http", "https"):
        if host in _DOI_HOSTS:
            return "DOI", unquote(parts.path.lstrip("/"))
        of_pubmed = host == "pubmed.ncbi.nlm.nih.gov" or f"{host}{parts.path}".startswith("ncbi.nlm.nih.gov/pubmed/")
        if of_pubmed and (match := _PUBMED.fullmatch(parts.path)):
            return "PMID", match[1]
        if host.endswith("ncbi.nlm.nih.gov") and (match := _PMC.fullmatch(parts.path)):
            return "PMCID", match[1].upper()
        if field == "DOI" and (inside := _DOI.search(unquote(parts.path))):
            return "DOI", inside.group()
        return "URL", bare
    if host in _DOI_HOSTS or bare.casefold().startswith(tuple(f"{host}/" for host in _DOI_HOSTS)):
        return "DOI", unquote(bare.partition("/")[2])
    if _DOI.fullmatch(bare):
        return "DOI", bare
    if field in ("PMID", "PMCID") and re.fullmatch(r"pmc[1-9][0-9]{0,8}", bare, re.I):
        return "PMCID", bare.upper()
    return field, bare
