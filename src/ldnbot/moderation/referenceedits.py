"""Changes to references.yaml: a study or a page that sentences can cite, with typed fields."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from ldnbot.corpus.bibliography import FIELDS, parse_date, read_references, write_references
from ldnbot.corpus.citation import KEY
from ldnbot.corpus.folder import CONTROL, REFERENCES
from ldnbot.corpus.nearest import did_you_mean
from ldnbot.corpus.reader import read_article, slug
from ldnbot.corpus.reference import ET_AL, RETRACTED, Name, PartialDate, Reference, Study
from ldnbot.errors import EditRefused
from ldnbot.moderation.identifying import IDENTIFIERS, read_identifiers
from ldnbot.moderation.sources import Edited, Sources
from ldnbot.moderation.yamledit import append_entry, read_plain, remove, replace_fields

__all__ = [
    "AddReference",
    "RemoveReference",
    "ReplaceReference",
    "add_reference",
    "citing_passages",
    "find_duplicate",
    "reference_source",
    "remove_reference",
    "replace_reference",
    "type_reference",
]

_TITLES_ALIKE = 92
"""Per cent of likeness from which two titles are taken for one."""

_LONGEST_FIELD = 2_000


@dataclass(frozen=True, slots=True)
class AddReference:
    """Add a reference, as `type_reference` makes one. Without a key it gets one: `doe2025`."""

    reference: Reference


@dataclass(frozen=True, slots=True)
class ReplaceReference:
    """Give the reference of that key other fields. The key stays: sentences cite it."""

    key: str
    reference: Reference


@dataclass(frozen=True, slots=True)
class RemoveReference:
    """Take away a reference that nothing cites."""

    key: str


def type_reference(fields: Mapping[str, str]) -> Reference:
    """Return the reference that is meant by texts under CSL's names, such as a form has them.

    `author` is one line: `Doe J, Roe KL, et al.`; names of bodies stand in braces: `{World Health Organization}`.

    Raises:
        EditRefused: a field is unknown, malformed, or missing (title, study, and a date).
    """
    for name, value in fields.items():
        if name not in FIELDS:
            fix = f"{did_you_mean(name, FIELDS)}The fields are {', '.join(FIELDS)}"
            raise EditRefused(f"a reference has no field {name}", fix=fix)
        if CONTROL.search(value) or len(value) > _LONGEST_FIELD:
            raise EditRefused(f"{name} is too long or holds an invisible character", fix="Type it anew")
    text = {name: " ".join(value.split()) for name, value in fields.items()}
    if not text.get("title"):
        raise EditRefused("the reference has no title", fix="Give the title as the journal or page prints it")
    key = text.get("id", "").strip("[]@ ")
    if key and not KEY.fullmatch(key):
        fix = f"Begin with a letter, then letters, digits, - and _: {slug(key).replace('-', '') or 'doe2025'}"
        raise EditRefused(f"{key} cannot be cited", where="id", fix=fix)
    identifiers = read_identifiers({name: text.get(name, "") for name in IDENTIFIERS})
    study = _study(text.get("study", ""))
    issued, accessed = _date("issued", text), _date("accessed", text)
    if issued is None and accessed is None:
        fix = "Give the day it was published (issued), or of a web page the day you read it (accessed)"
        raise EditRefused("the reference has no date", fix=fix)
    page = "webpage" if study is Study.WEB_PAGE else "article-journal"
    return Reference(
        key=key,
        type=text.get("type") or page,
        title=text["title"],
        authors=_authors(text.get("author", "")),
        container_title=text.get("container-title", ""),
        publisher=text.get("publisher", ""),
        issued=issued,
        accessed=accessed,
        volume=text.get("volume", ""),
        issue=text.get("issue", ""),
        page=text.get("page", ""),
        doi=identifiers.get("DOI", ""),
        pmid=identifiers.get("PMID", ""),
        pmcid=identifiers.get("PMCID", ""),
        url=identifiers.get("URL", ""),
        study=study,
        retracted=text.get("status", "").casefold() == RETRACTED,
        note=text.get("note", ""),
    )


def add_reference(edit: AddReference, sources: Sources) -> Edited:
    """Return the corpus with the reference at the end of its bibliography.

    Raises:
        EditRefused: the key is taken, or the work is there already: by an identifier, or by its title.
    """
    there = _references(sources)
    _refuse_duplicate(edit.reference, there)
    keys = {reference.key for reference in there}
    if edit.reference.key in keys:
        fix = f"Choose another key, such as {_free_key(edit.reference, keys)}"
        raise EditRefused(f"the key {edit.reference.key} is taken", where=REFERENCES, fix=fix)
    key = edit.reference.key or _free_key(edit.reference, keys)
    entry = write_references([replace(edit.reference, key=key, line=0)]).removeprefix("references:\n")
    text = append_entry(sources.get(REFERENCES, ""), "references", entry, REFERENCES)
    return Edited({**sources, REFERENCES: text}, (f"It is cited as [@{key}].",))


def replace_reference(edit: ReplaceReference, sources: Sources) -> Edited:
    """Return the corpus with other fields of the reference. Fields that stay, and CSL's others, are not touched.

    Raises:
        EditRefused: there is no such key, nothing changes, or the work is there already under another key.
    """
    there = _references(sources)
    place, old = _place(there, edit.key)
    new = replace(edit.reference, key=old.key, line=old.line)
    if new == old:
        raise EditRefused("nothing is changed", where=edit.key, fix="Change a field, or leave the reference as it is")
    _refuse_duplicate(new, [other for other in there if other is not old])
    before, after = _dumped(old), _dumped(new)
    changed = {name: after.get(name) for name in (*before, *after) if before.get(name) != after.get(name)}
    path = ("references", place) if isinstance(read_plain(sources[REFERENCES], REFERENCES), dict) else (place,)
    text = replace_fields(sources[REFERENCES], path, changed, FIELDS, REFERENCES)
    return Edited({**sources, REFERENCES: text})


def remove_reference(edit: RemoveReference, sources: Sources) -> Edited:
    """Return the corpus without the reference.

    Raises:
        EditRefused: there is no such key, or a passage cites it.
    """
    there = _references(sources)
    place, old = _place(there, edit.key)
    if citing := citing_passages(sources, old.key):
        more = f" and {len(citing) - 3} more" if len(citing) > 3 else ""
        what = f"{old.key} is cited by {', '.join(citing[:3])}{more}"
        raise EditRefused(what, where=REFERENCES, fix=f"Take [@{old.key}] out of them first")
    plain = read_plain(sources[REFERENCES], REFERENCES)
    inside = ("references",) if isinstance(plain, dict) else ()
    gone = (*inside, place) if len(there) > 1 or not inside else inside
    return Edited({**sources, REFERENCES: remove(sources[REFERENCES], [gone], REFERENCES)})


def citing_passages(sources: Sources, key: str) -> tuple[str, ...]:
    """Return the ids of the passages that cite a key."""
    return tuple(
        passage.id
        for file, text in sources.items()
        if file.endswith(".md")
        for passage in read_article(text, file.removesuffix(".md"), file)[0].passages
        if any(key in citation.keys for citation in passage.citations)
    )


def find_duplicate(reference: Reference, others: Sequence[Reference]) -> tuple[Reference, str] | None:
    """Return the reference that is the same work, and by what it is known, or None.

    Titles count unless the two have different identifiers of one kind, or came out in different years.
    """
    for field, label in (("doi", "DOI"), ("pmid", "PMID"), ("pmcid", "PMCID"), ("url", "address")):
        value = str(getattr(reference, field)).casefold().rstrip("/")
        for other in others:
            if value and str(getattr(other, field)).casefold().rstrip("/") == value:
                return other, label
    for other in others:
        told_apart = any(
            getattr(reference, field) and getattr(other, field) for field in ("doi", "pmid", "pmcid", "url")
        ) or (reference.year and other.year and reference.year != other.year)
        alike = fuzz.token_sort_ratio(_plain_title(reference), _plain_title(other))
        if not told_apart and alike >= _TITLES_ALIKE:
            return other, "title"
    return None


def _refuse_duplicate(reference: Reference, others: Sequence[Reference]) -> None:
    if found := find_duplicate(reference, others):
        other, by = found
        fix = f"Cite it as [@{other.key}]"
        if by == "title":
            fix += ", or give an identifier that tells the two apart"
        what = f"the bibliography has this work already, as {other.key} (same {by})"
        raise EditRefused(what, where=REFERENCES, fix=fix)


def _references(sources: Sources) -> tuple[Reference, ...]:
    return read_references(sources.get(REFERENCES, ""), REFERENCES)[0]


def reference_source(sources: Sources, key: str) -> Reference:
    """Return the reference of a key, as a person types it: `kim2020`, `@kim2020` or `[@kim2020]`.

    Raises:
        EditRefused: there is none.
    """
    return _place(_references(sources), key)[1]


def _place(references: Sequence[Reference], key: str) -> tuple[int, Reference]:
    wanted = key.strip("[]@ ")
    for place, reference in enumerate(references):
        if reference.key == wanted:
            return place, reference
    fix = f"{did_you_mean(wanted, [reference.key for reference in references])}See the keys in {REFERENCES}"
    raise EditRefused(f"there is no reference {wanted}", where=REFERENCES, fix=fix)


def _free_key(reference: Reference, taken: set[str]) -> str:
    first = next((name.family or name.literal for name in reference.authors if name.text != ET_AL), "")
    words = slug(first or reference.container_title or reference.title).split("-")
    date = reference.issued or reference.accessed
    stem = re.sub(r"^[^a-z]+", "", "".join(words[: 1 if first else 3])) or "reference"
    made = f"{stem}{date.year if date else ''}"
    return next(key for letter in ("", *"bcdefghijklmnopqrstuvwxyz") if (key := f"{made}{letter}") not in taken)


def _plain_title(reference: Reference) -> str:
    return slug(reference.title).replace("-", " ")


def _dumped(reference: Reference) -> dict[str, str]:
    """Return the YAML of each field as it is written: `name: value`, further lines indented."""
    lines = write_references([reference]).splitlines(keepends=True)[1:]
    fields: dict[str, str] = {}
    name = ""
    for line in (line[2:] for line in lines):
        if not line.startswith((" ", "-")):
            name = line.partition(":")[0]
        fields[name] = fields.get(name, "") + line
    return fields


def _study(text: str) -> Study:
    try:
        return Study(text.casefold().replace(" ", "-").replace("randomized", "randomised"))
    except ValueError:
        what = f"{text} is no study design" if text else "the reference does not say how it was studied"
        fix = f"{did_you_mean(text, Study)}Choose one of {', '.join(Study)}; if unsure, the more cautious one"
        raise EditRefused(what, where="study", fix=fix) from None


def _date(name: str, text: Mapping[str, str]) -> PartialDate | None:
    written = text.get(name, "")
    if not written:
        return None
    if found := parse_date(written):
        return found
    raise EditRefused(f"{name} is {written}, which is no date", where=name, fix="Write 2018, 2018-04 or 2018-04-01")


def _authors(text: str) -> tuple[Name, ...]:
    found = []
    for part in re.findall(r"\{[^{}]*\}|[^,;{}]+", text):
        name = " ".join(part.split())
        if not name:
            continue
        if name.startswith("{"):
            found.append(Name(literal=name.strip("{} ")))
        elif name.casefold().rstrip(".") in ("et al", "and others"):
            found.append(Name(literal=ET_AL))
        else:
            found.append(_person(name))
    return tuple(found)


def _person(name: str) -> Name:
    """Return a person by `Doe JK`; what ends in no initials is taken whole."""
    family, _, given = name.rpartition(" ")
    initials = given.replace(".", "").replace("-", "")
    if family and initials.isalpha() and initials.isupper() and len(initials) <= 4:
        return Name(family=family, given=given.replace(".", ""))
    return Name(literal=name)
