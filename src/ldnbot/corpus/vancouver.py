"""References as biomedical journals print them.

Source: Patrias K, Wendling D. Citing Medicine, 2nd ed. (NLM), and the form PubMed's own "Cite" button gives.
"""

from ldnbot.corpus.reference import ET_AL, Reference

__all__ = ["render_reference", "render_short"]

_MOST_NAMED = 2
"""Authors that the short form names; of more it names the first."""


def render_reference(reference: Reference) -> str:
    """Return one line: authors, title, container, date;volume(issue):pages, identifiers."""
    is_page = reference.type == "webpage"
    title = f"{reference.title} [Internet]" if is_page else reference.title
    if reference.retracted:
        title = f"RETRACTED: {title}"
    parts = [
        _closed(", ".join(name.text for name in reference.authors)),
        _closed(title),
        _closed(reference.container_title),
        _closed(reference.publisher),
        _closed(_imprint(reference)),
    ]
    if reference.accessed:
        parts.append(f"[cited {reference.accessed.text}].")
    if reference.url:
        parts.append(f"Available from: {reference.url}")
    if reference.doi:
        parts.append(f"doi: {reference.doi}.")
    numbers = [f"{label}: {value}" for label, value in (("PMID", reference.pmid), ("PMCID", reference.pmcid)) if value]
    parts.append(_closed("; ".join(numbers)))
    return " ".join(part for part in parts if part)


def render_short(reference: Reference) -> str:
    """Return who and when in a few words, `Parker CE et al. 2018`; a source without authors has its title."""
    names = [name.text for name in reference.authors if name.text != ET_AL]
    if not names:
        who = reference.title
    elif len(names) > _MOST_NAMED or len(names) < len(reference.authors):
        who = f"{names[0]} {ET_AL}"
    else:
        who = ", ".join(names)
    if reference.issued:
        named = f"{who} {reference.issued.year}"
    else:
        named = f"{who} (read {reference.accessed.year})" if reference.accessed else who
    return f"RETRACTED: {named}" if reference.retracted else named


def _imprint(reference: Reference) -> str:
    date = reference.issued.text if reference.issued else ""
    issue = f"({reference.issue})" if reference.issue else ""
    where = f"{reference.volume}{issue}"
    pages = f":{reference.page}" if reference.page else ""
    if where or pages:
        return f"{date};{where}{pages}" if date else f"{where}{pages}"
    return date


def _closed(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
