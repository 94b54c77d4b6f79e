"""References as lines of a page: short beside an answer, whole on a page of their own."""

from collections.abc import Iterator

from ldnbot.answering.answer import CitedReference
from ldnbot.corpus.identifiers import doi_url, pmc_url, pubmed_url
from ldnbot.corpus.reference import Study
from ldnbot.surfaces.discord.cards.markdown import escape, link
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["reference_line", "whole_reference"]

_NOT_IN_PEOPLE = (Study.ANIMAL, Study.LABORATORY)


def reference_line(reference: CitedReference, speech: Speech) -> str:
    """Return one line: number, who and when, study design, links."""
    parts = [escape(reference.short)]
    if label := _label(reference, speech):
        parts.append(label)
    parts.extend(_links(reference, speech))
    return f"[{reference.number}] {' · '.join(parts)}"


def whole_reference(reference: CitedReference, speech: Speech) -> str:
    """Return the whole reference: as journals print it, what such a study can show, what the editors note, links."""
    lines = [f"[{reference.number}] {escape(reference.text, addresses=True)}"]
    if reference.study and reference.study_meaning:
        lines.append(f"-# {speech.studies[reference.study]}: {escape(reference.study_meaning)}")
    if reference.note:
        lines.append(f"-# {speech.note}: {escape(reference.note, addresses=True)}")
    lines.append(" · ".join(_links(reference, speech)) or f"-# {speech.no_address}")
    return "\n".join(lines)


def _label(reference: CitedReference, speech: Speech) -> str:
    if not reference.study:
        return ""
    label = speech.studies[reference.study]
    return f"{label}, {speech.not_in_people}" if Study(reference.study) in _NOT_IN_PEOPLE else label


def _links(reference: CitedReference, speech: Speech) -> Iterator[str]:
    addresses = [
        ("DOI", doi_url(reference.doi) if reference.doi else ""),
        ("PubMed", pubmed_url(reference.pmid) if reference.pmid else ""),
        ("PMC", pmc_url(reference.pmcid) if reference.pmcid else ""),
    ]
    named = [(label, address) for label, address in addresses if address]
    if not named and reference.url:
        named = [(speech.web_page, reference.url)]
    return (link(label, address) for label, address in named)
