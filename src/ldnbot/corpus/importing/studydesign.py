"""The study design that a reference's title speaks of. Nothing is proposed where the title is silent."""

import re
from dataclasses import dataclass

from ldnbot.corpus.reference import Reference, Study

__all__ = ["ProposedStudy", "propose_study"]

_DESIGNS = (
    (Study.SYSTEMATIC_REVIEW, re.compile(r"\bsystem(?:at)?ic\b(?:\W+\w+){0,2}\W+review|\bmeta-?\s?analys[ie]s", re.I)),
    (Study.ANIMAL, re.compile(r"\b(?:mice|mouse|murine|rats?)\b", re.I)),
    (Study.LABORATORY, re.compile(r"\bin vitro\b", re.I)),
    (
        Study.RANDOMISED_TRIAL,
        re.compile(r"(?<!non-)(?<!non)(?<!un)randomi[sz]ed|\bRCTs?\b|\bplacebo-controlled\b.*\b(?:trial|study)", re.I),
    ),
    (Study.CASE_REPORT, re.compile(r"\bcase (?:reports?|series)\b", re.I)),
    (
        Study.OBSERVATIONAL,
        re.compile(
            r"\b(?:before-(?:and-)?after|before and after|cohort|cross-sectional|observational|retrospective"
            r"|case-control)\b",
            re.I,
        ),
    ),
)
_REVIEW = re.compile(r"\breview\b", re.I)
_COCHRANE = re.compile(r"^Cochrane Database (?:of )?Syst", re.I)


@dataclass(frozen=True, slots=True)
class ProposedStudy:
    """A design, and why it was proposed if the title does not say it outright."""

    study: Study
    doubt: str = ""


def propose_study(reference: Reference) -> ProposedStudy | None:
    """Return the design of a reference, or None where nothing in it says one."""
    if reference.type == "webpage":
        return ProposedStudy(Study.WEB_PAGE)
    for study, said in _DESIGNS:
        if said.search(reference.title):
            return ProposedStudy(study)
    if _COCHRANE.search(reference.container_title):
        return ProposedStudy(Study.SYSTEMATIC_REVIEW, "it stands in the Cochrane Database of Systematic Reviews")
    if _REVIEW.search(reference.title):
        return ProposedStudy(Study.NARRATIVE_REVIEW, "its title says review and not which kind")
    return None
