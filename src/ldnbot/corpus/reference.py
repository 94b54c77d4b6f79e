"""References: who wrote what, where and when, how it was studied, and where to read it."""

from dataclasses import dataclass
from enum import StrEnum

from ldnbot.corpus.identifiers import doi_url, pmc_url, pubmed_url

__all__ = ["ET_AL", "RETRACTED", "Name", "PartialDate", "Reference", "Study"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

RETRACTED = "retracted"
"""What CSL's `status` says of a withdrawn paper."""

ET_AL = "et al."
"""The literal name that ends an author list when the source names more people than it lists."""


class Study(StrEnum):
    """How a reference came by what it says. A label, not a grade."""

    SYSTEMATIC_REVIEW = "systematic-review"
    RANDOMISED_TRIAL = "randomised-trial"
    OBSERVATIONAL = "observational"
    CASE_REPORT = "case-report"
    ANIMAL = "animal"
    LABORATORY = "laboratory"
    NARRATIVE_REVIEW = "narrative-review"
    WEB_PAGE = "web-page"

    @property
    def label(self) -> str:
        """Return the words a member reads."""
        return self.value.replace("-", " ")


@dataclass(frozen=True, slots=True)
class Name:
    """An author: a person by `family` and `given` (initials as printed), or a body by `literal`."""

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def text(self) -> str:
        """Return the name as biomedical journals print it: `Parker CE`."""
        return self.literal or f"{self.family} {self.given}".strip()


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precise as it is known. `month` and `day` are 0 where they are not."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """Return `2018`, `2018-04` or `2018-04-01`."""
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def text(self) -> str:
        """Return `2018`, `2018 Apr` or `2018 Apr 1`, as biomedical journals print it."""
        parts = [str(self.year)]
        if self.month:
            parts.append(_MONTHS[self.month - 1])
            if self.day:
                parts.append(str(self.day))
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the bibliography. Fields carry CSL's names in Python's spelling; absent text is empty."""

    key: str
    type: str
    title: str
    authors: tuple[Name, ...] = ()
    container_title: str = ""
    publisher: str = ""
    issued: PartialDate | None = None
    accessed: PartialDate | None = None
    volume: str = ""
    issue: str = ""
    page: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    study: Study | None = None
    retracted: bool = False
    """The journal has withdrawn it: CSL's `status: retracted`."""

    note: str = ""
    line: int = 0
    """Where the entry begins in its file, from 1."""

    @property
    def year(self) -> int | None:
        """Return the year of publication, or None where the source gives none."""
        return self.issued.year if self.issued else None

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Return (label, address) of every page the identifiers stand for, the most permanent first."""
        found = []
        if self.doi:
            found.append(("DOI", doi_url(self.doi)))
        if self.pmid:
            found.append(("PubMed", pubmed_url(self.pmid)))
        if self.pmcid:
            found.append(("PMC", pmc_url(self.pmcid)))
        if self.url:
            found.append(("web page", self.url))
        return tuple(found)
