"""One printed reference to a Reference, for the style of biomedical journals (Vancouver).

Source: Patrias K, Wendling D. Citing Medicine, 2nd ed. (NLM).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ldnbot.corpus.bibliography import parse_date
from ldnbot.corpus.identifiers import doi_fault, pmcid_fault, pmid_fault, url_fault
from ldnbot.corpus.importing.cleantext import fold
from ldnbot.corpus.reference import ET_AL, Name, PartialDate, Reference

__all__ = ["ParsedReference", "looks_like_reference", "parse_reference", "separate_sites"]

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s*)(10\.\d{4,9}\S*/\S+)", re.I)
_PMID = re.compile(r"\bPMID:?\s*(\d+)", re.I)
_PMCID = re.compile(r"\b(PMC\d+)", re.I)
_URL = re.compile(r"https?://[^\s<>\"]+")
_CITED = re.compile(
    r"\[?\b(?:cited|accessed|retrieved)(?:\s+on)?:?\s+([^\]\[;]*?\d{4}(?:\s+[A-Z][a-z]+(?:\s+\d{1,2})?)?)\s*[\].;,]?",
    re.I,
)
_FROM = re.compile(r"\bAvailable (?:from|at):?", re.I)
_TAIL = re.compile(
    r"\s*(?:https?://|\bdoi:?\s*10\.|\bPMID:?\s*\d|\bPMCID:?\s*PMC|\bPMC\d{4,}"
    r"|\bAvailable (?:from|at)\b|\[(?:cited|accessed)\b|\bEpub\b|\bAccessed(?: on)?:? [A-Z\d])",
    re.I,
)
_INTERNET = re.compile(r"\s*\[Internet\]\s*\.?", re.I)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_IMPRINT = re.compile(
    r"(?<=[.?!;])\s(?P<date>\d{4}(?:\s[A-Z][a-z]{2,8}\.?(?:[-–][A-Z][a-z]{2,8})?(?:\s\d{1,2})?)?)"
    r"(?:\s*;\s*(?P<volume>[^():;]*?)\s*(?:\((?P<issue>(?:[^()]|\([^()]*\))*)\))?\s*(?::\s*(?P<page>[^:;]+?))?)?\s*\.?$"
)
_INITIALS = r"[^\W\d_a-z]{1,4}(?:-[^\W\d_a-z]{1,2})?"
_PERSON = re.compile(
    rf"(?P<family>[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’-]*){{0,4}}?)\s(?P<given>{_INITIALS}(?:\s(?:Jr|Sr|II|III|IV|2nd|3rd))?)(?=[\s,.;])"
)
_ET_AL = re.compile(r"et\s+al\.?", re.I)
_BOUNDARY = re.compile(r"(?<=[.?!])\s+")
_SHORT_WORD = re.compile(r"[A-Z][a-z]{0,6}\.")
_LONGEST = 3_000
"""Characters. A printed reference has a few hundred; the patterns are for those."""

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class ParsedReference:
    """A reference without its key, and what in its line is for a person to confirm."""

    reference: Reference
    doubts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def looks_like_reference(text: str) -> bool:
    """Tell whether a line has what only references have: an identifier, an imprint, a day of access."""
    if len(text) > _LONGEST:
        return False
    core = _TAIL.split(text, maxsplit=1)[0].strip()
    signs = (_DOI, _PMID, _PMCID, _FROM, _INTERNET)
    return any(sign.search(text) for sign in signs) or (
        _IMPRINT.search(core) is not None or (_URL.search(text) is not None and _YEAR.search(text) is not None)
    )


def parse_reference(text: str) -> ParsedReference:
    """Return the reference that a line prints. One that cannot be taken apart has the whole line as its title."""
    line = fold(text)
    if len(line) > _LONGEST:
        return ParsedReference(Reference("", "document", line), ("the line is too long for a reference",))
    core = _TAIL.split(line, maxsplit=1)[0].strip()
    found = _journal(_INTERNET.sub(".", core).replace("..", "."))
    if found is None and _INTERNET.search(line):
        found = _web_page(_INTERNET.split(core, maxsplit=1)[0].strip())
    if found is None:
        doubt = "the reference could not be taken apart, so its whole line stands as its title"
        found = ParsedReference(Reference("", "document", line), (doubt,))
    return _with_identifiers(found, line)


def separate_sites(references: Sequence[Reference]) -> dict[int, Reference]:
    """Return, by position, the web pages whose title ends in a site's name that other pages of the list name."""
    sites = sorted({page.container_title for page in references if page.type == "webpage" and page.container_title})
    found = {}
    for position, page in enumerate(references):
        if page.type != "webpage" or page.container_title:
            continue
        for site in sites:
            title = page.title.removesuffix(site).rstrip(" |–—-:.")
            if page.title.endswith(site) and title:
                found[position] = replace(page, title=title, container_title=site)
    return found


def _with_identifiers(parsed: ParsedReference, line: str) -> ParsedReference:
    doubts, missing = list(parsed.doubts), list(parsed.missing)
    doi = _identifier(_DOI, line)
    if doi and doi_fault(doi):
        doubts.append(f"the DOI {doi} is not well formed and was left out")
        doi = ""
    pmid, pmcid = _identifier(_PMID, line), _identifier(_PMCID, line).upper()
    if pmid and pmid_fault(pmid):
        doubts.append(f"the PMID {pmid} is not well formed and was left out")
        pmid = ""
    if pmcid and pmcid_fault(pmcid):
        pmcid = ""
    url = next((_trimmed(match) for match in _URL.findall(line) if "doi.org/" not in match), "")
    if url and url_fault(url):
        doubts.append(f"the address {url} is not well formed and was left out")
        url = ""
    if not url and _FROM.search(line):
        missing.append("the line says “Available from” and gives no address")
    accessed = None
    if cited := _CITED.search(line):
        accessed = _date(cited[1])
        if accessed is None:
            doubts.append(f"the day of access “{cited[1]}” is no date and was left out")
    reference = replace(parsed.reference, doi=doi, pmid=pmid, pmcid=pmcid, url=url, accessed=accessed)
    return ParsedReference(reference, tuple(doubts), tuple(missing))


def _identifier(pattern: re.Pattern[str], line: str) -> str:
    match = pattern.search(line)
    return _trimmed(match[1]) if match else ""


def _trimmed(text: str) -> str:
    """Return an identifier or address without the punctuation of the sentence around it."""
    text = text.rstrip(".,;")
    while text.endswith((")", "]")) and text.count(")") + text.count("]") > text.count("(") + text.count("["):
        text = text[:-1].rstrip(".,;")
    return text


def _journal(core: str) -> ParsedReference | None:
    imprint = _IMPRINT.search(core)
    if imprint is None or imprint.start() == 0:
        return None
    date = _date(imprint["date"])
    parts = _joined_abbreviations(_BOUNDARY.split(core[: imprint.start()].strip()))
    authors: tuple[Name, ...] = ()
    doubts: list[str] = []
    if date is None:
        doubts.append(f"the date “{imprint['date']}” was read as its year")
        date = PartialDate(int(imprint["date"][:4]))
    head = _author_list(core[: imprint.start()].strip())
    if head is not None:
        authors, rest = head
        parts = _joined_abbreviations(_BOUNDARY.split(rest))
    elif len(parts) > 2:
        authors = (Name(literal=parts[0].rstrip(".")),)
        doubts.append(f"“{authors[0].literal}” was taken for the author")
        parts = parts[1:]
    if len(parts) < 2 or not all(part.strip(" .") for part in (parts[0], parts[-1])):
        return None
    reference = Reference(
        key="",
        type="article-journal",
        title=_unstopped(" ".join(parts[:-1])),
        authors=authors,
        container_title=_unstopped(parts[-1]),
        issued=date,
        volume=imprint["volume"] or "",
        issue=imprint["issue"] or "",
        page=imprint["page"] or "",
    )
    if not reference.volume and not reference.page:
        doubts.append("no volume or pages were found, so it may be no journal article")
    return ParsedReference(reference, tuple(doubts))


def _author_list(text: str) -> tuple[tuple[Name, ...], str] | None:
    """Return the authors at the head of a line and what follows them, or None if it does not begin with authors."""
    names: list[Name] = []
    rest = text
    while True:
        if ended := _ET_AL.match(rest):
            names.append(Name(literal=ET_AL))
            after = rest[ended.end() :].lstrip(" .")
            return (tuple(names), after) if len(names) > 1 else None
        person = _PERSON.match(rest)
        if person is None:
            return None
        names.append(Name(person["family"], person["given"]))
        rest = rest[person.end() :]
        if rest.startswith(". "):
            return tuple(names), rest[2:].strip()
        if not rest.startswith((", ", "; ")):
            if rest.lstrip(",").lower().startswith(" et al"):
                rest = rest.lstrip(", ")
                continue
            return None
        rest = rest[2:].removeprefix("and ").removeprefix("& ")


def _joined_abbreviations(parts: list[str]) -> list[str]:
    """Return sentence-like parts with a container's abbreviated words (`J. Am. Dent. Assoc.`) as one part."""
    joined = list(parts)
    while len(joined) > 2 and _SHORT_WORD.fullmatch(joined[-2]):
        joined[-2:] = [f"{joined[-2]} {joined[-1]}"]
    return joined


def _web_page(core: str) -> ParsedReference | None:
    if not core:
        return None
    title, bar, site = core.rpartition(" | ")
    if bar and title.strip():
        return ParsedReference(
            Reference("", "webpage", _unstopped(title.strip()), container_title=_unstopped(site.strip()))
        )
    doubt = "the page's title and the name of its site could not be told apart"
    return ParsedReference(Reference("", "webpage", _unstopped(core)), (doubt,))


def _unstopped(text: str) -> str:
    return text.strip().removesuffix(".").strip()


def _date(text: str) -> PartialDate | None:
    """Return the date in `2018 Apr 1`, `April 1, 2018`, `1 April 2018` or `2018-04-01`."""
    if exact := parse_date(text):
        return exact
    words = re.findall(r"[A-Za-z]+|\d+", text)
    year = next((word for word in words if len(word) == 4 and word.isdigit()), "")
    months = [_MONTHS[word[:3].lower()] for word in words if word[:3].lower() in _MONTHS]
    days = [int(word) for word in words if word.isdigit() and len(word) <= 2]
    if (
        not year
        or len(months) > 1
        or len(days) > 1
        or (days and not months)
        or len(words) != 1 + len(months) + len(days)
    ):
        return None
    return parse_date("-".join([year, *(f"{part:02d}" for part in (*months, *days))]))
