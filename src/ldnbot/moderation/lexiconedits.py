"""Changes to lexicon.yaml: the words of a concept, and concepts."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ldnbot.corpus.folder import LEXICON
from ldnbot.corpus.lexicon import Concept, Lexicon, Topic
from ldnbot.corpus.nearest import did_you_mean
from ldnbot.corpus.reader import slug
from ldnbot.corpus.shipped import shipped_corpus
from ldnbot.errors import EditRefused
from ldnbot.moderation.sources import Edited, Sources, one_line
from ldnbot.moderation.words import lexicon_of
from ldnbot.moderation.yamledit import add_item, append_entry, read_plain, remove, replace_fields, set_field

__all__ = [
    "AddConcept",
    "AddWord",
    "RemoveConcept",
    "RemoveWord",
    "WordForm",
    "add_concept",
    "add_word",
    "find_concept",
    "remove_concept",
    "remove_word",
]

_ORDER = ("name", "topic", "kind_of", "near", "words", "exact", "misspelt", "weight", "note", "reviewer")


class WordForm(StrEnum):
    """How a word counts."""

    WORDS = "words"
    """It says the same thing, in any inflection."""

    EXACT = "exact"
    """It counts only in this letter case."""

    MISSPELT = "misspelt"
    """It is a known wrong spelling."""


@dataclass(frozen=True, slots=True)
class AddWord:
    """Let a word or phrase stand for a concept."""

    concept: str
    word: str
    form: WordForm = WordForm.WORDS
    note: str = ""
    """Why the word stands in two concepts, where it does."""


@dataclass(frozen=True, slots=True)
class RemoveWord:
    """Take a word away from a concept."""

    concept: str
    word: str


@dataclass(frozen=True, slots=True)
class AddConcept:
    """Add a meaning with its words."""

    name: str
    topic: Topic
    words: tuple[str, ...]
    kind_of: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    note: str = ""
    form: WordForm = WordForm.WORDS
    """How all of its words count."""


@dataclass(frozen=True, slots=True)
class RemoveConcept:
    """Take a concept away; others that were a kind of it or near it are so no more."""

    name: str


def find_concept(lexicon: Lexicon, name: str) -> Concept:
    """Return the concept of that name.

    Raises:
        EditRefused: there is none.
    """
    if name in lexicon.concepts:
        return lexicon.concepts[name]
    holders = [concept.name for concept in lexicon.concepts.values() if name.casefold() in _folded(concept)]
    meant = f"It is a word of {', '.join(holders)}. " if holders else did_you_mean(name, lexicon.concepts)
    fix = f"{meant}See {LEXICON} for the names"
    raise EditRefused(f"there is no concept {name}", where=LEXICON, fix=fix)


def add_word(edit: AddWord, sources: Sources) -> Edited:
    """Return the corpus with the word in its lexicon.

    A corpus without a lexicon of its own gets a copy of the shipped one.

    Raises:
        EditRefused: there is no such concept, or the word stands there, or in another without a note that says why.
    """
    found, said = _own_lexicon(sources)
    lexicon = lexicon_of(found)
    concept = find_concept(lexicon, edit.concept)
    word = _word(edit.word)
    if word.casefold() in _folded(concept):
        raise EditRefused(f"{word} stands in {concept.name} already", where=LEXICON, fix="Nothing has to be done")
    others = [other.name for other in lexicon.concepts.values() if word.casefold() in _folded(other)]
    if others and not (edit.note or concept.note):
        fix = "Remove it there, or keep both and say why in a note"
        raise EditRefused(f"{word} is a word of {', '.join(others)}", where=LEXICON, fix=fix)
    place = _place(found, concept.name)
    text = add_item_or_field(found[LEXICON], place, edit.form, word)
    if edit.note and not concept.note:
        note = one_line(edit.note, "the note")
        text = set_field(text, ("concepts", place, "note"), note, LEXICON, before=("reviewer",))
    return Edited({**found, LEXICON: text}, said)


def add_item_or_field(text: str, place: int, form: WordForm, word: str) -> str:
    """Return the lexicon with the word in that list of the concept at `place`, written in brackets as all are."""
    there = read_plain(text, LEXICON)["concepts"][place]
    if form.value in there:
        return add_item(text, ("concepts", place, form.value), word, LEXICON)
    import yaml

    written = f"{form.value}: {yaml.safe_dump([word], default_flow_style=True, allow_unicode=True, width=10**9)}"
    return replace_fields(text, ("concepts", place), {form.value: written}, _ORDER, LEXICON)


def remove_word(edit: RemoveWord, sources: Sources) -> Edited:
    """Return the corpus without the word.

    Raises:
        EditRefused: there is no such concept, or no such word in it, or it is the only one.
    """
    found, said = _own_lexicon(sources)
    concept = find_concept(lexicon_of(found), edit.concept)
    place = _place(found, concept.name)
    there = read_plain(found[LEXICON], LEXICON)["concepts"][place]
    wanted = " ".join(edit.word.split()).casefold()
    for form in WordForm:
        words = there.get(form.value) or []
        listed = words if isinstance(words, list) else [words]
        for number, word in enumerate(listed):
            if " ".join(word.split()).casefold() != wanted:
                continue
            if len(concept.words) + len(concept.exact) == 1 and form is not WordForm.MISSPELT:
                raise EditRefused(f"{word} is the only word of {concept.name}", where=LEXICON, fix="Remove the concept")
            whole = len(listed) == 1 or not isinstance(words, list)
            path = ("concepts", place, form.value) if whole else ("concepts", place, form.value, number)
            return Edited({**found, LEXICON: remove(found[LEXICON], [path], LEXICON)}, said)
    fix = f"{did_you_mean(edit.word, _folded(concept))}Its words are {', '.join((*concept.words, *concept.exact)[:12])}"
    raise EditRefused(f"{edit.word} is no word of {concept.name}", where=LEXICON, fix=fix)


def add_concept(edit: AddConcept, sources: Sources) -> Edited:
    """Return the corpus with the concept at the end of its lexicon.

    Raises:
        EditRefused: the name or a word is taken, a relation leads nowhere, or there is no word.
    """
    found, said = _own_lexicon(sources)
    lexicon = lexicon_of(found)
    name = slug(edit.name)
    if not name or name in lexicon.concepts:
        what = f"there is a concept {name} already" if name else "the concept has no name"
        raise EditRefused(what, where=LEXICON, fix="Add the word to it, or choose another name")
    words = tuple(dict.fromkeys(_word(word) for word in edit.words))
    if not words:
        raise EditRefused("the concept has no words", where=LEXICON, fix="Give at least one")
    for word in words:
        others = [other.name for other in lexicon.concepts.values() if word.casefold() in _folded(other)]
        if others and not edit.note:
            fix = f"Add the words to {others[0]}, or say in a note why it means both"
            raise EditRefused(f"{word} is a word of {', '.join(others)}", where=LEXICON, fix=fix)
    for other in (*edit.kind_of, *edit.near):
        find_concept(lexicon, other)
    entry = "".join(_entry_lines(edit, name, words))
    return Edited({**found, LEXICON: append_entry(found[LEXICON], "concepts", entry, LEXICON)}, said)


def remove_concept(edit: RemoveConcept, sources: Sources) -> Edited:
    """Return the corpus without the concept.

    Raises:
        EditRefused: there is no such concept.
    """
    found, said = _own_lexicon(sources)
    concept = find_concept(lexicon_of(found), edit.name)
    concepts = read_plain(found[LEXICON], LEXICON)["concepts"]
    paths: list[tuple[str | int, ...]] = [("concepts", _place(found, concept.name))]
    related = []
    for place, other in enumerate(concepts):
        for field in ("kind_of", "near"):
            names = other.get(field) or []
            listed = names if isinstance(names, list) else [names]
            if concept.name in listed and other.get("name") != concept.name:
                related.append(str(other.get("name")))
                inside = () if len(listed) == 1 else (listed.index(concept.name),)
                paths.append(("concepts", place, field, *inside))
    if related:
        said = (*said, f"{', '.join(dict.fromkeys(related))} pointed at it, and do so no more.")
    return Edited({**found, LEXICON: remove(found[LEXICON], paths, LEXICON)}, said)


def _own_lexicon(sources: Sources) -> tuple[Sources, tuple[str, ...]]:
    if LEXICON in sources:
        return sources, ()
    text = (shipped_corpus() / LEXICON).read_text(encoding="utf-8")
    said = ("The corpus used the lexicon that comes with ldnbot. It now has a copy of its own, which you keep.",)
    return {**sources, LEXICON: text}, said


def _place(sources: Sources, name: str) -> int:
    concepts = (read_plain(sources[LEXICON], LEXICON) or {}).get("concepts") or []
    return next(n for n, concept in enumerate(concepts) if " ".join(concept.get("name", "").split()) == name)


def _folded(concept: Concept) -> frozenset[str]:
    return frozenset(word.casefold() for word in (*concept.words, *concept.exact, *concept.misspelt))


def _word(text: str) -> str:
    word = one_line(text, "the word", most=80)
    if not any(character.isalnum() for character in word):
        raise EditRefused(f"{word} has no letter and no digit, so no text matches it", fix="Write a word or phrase")
    return word


def _entry_lines(edit: AddConcept, name: str, words: tuple[str, ...]) -> Iterator[str]:
    import yaml

    def written(values: tuple[str, ...]) -> str:
        return yaml.safe_dump(list(values), default_flow_style=True, allow_unicode=True, width=10**9).strip()

    yield f"- name: {name}\n  topic: {edit.topic}\n"
    for field, values in (("kind_of", edit.kind_of), ("near", edit.near), (edit.form.value, words)):
        if values:
            yield f"  {field}: {written(values)}\n"
    if edit.note:
        yield f"  note: {written((one_line(edit.note, 'the note'),))[1:-1]}\n"
