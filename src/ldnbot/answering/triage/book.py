"""Everything that triage reads by: spellings, patterns, cues and weights, as one value.

People edit patterns.yaml and cues/*.yaml, and `scripts/triage-book --fit` writes weights.json. Reading those takes a
second, so what is shipped is book.json, made from them by `scripts/triage-book`; a test says when it is old.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec
import yaml

from ldnbot.answering.triage.concern import Concern
from ldnbot.answering.triage.folding import Spelling, fold
from ldnbot.answering.triage.patterns import Pattern, PatternBook
from ldnbot.answering.triage.phrases import Phrase, PhraseBook, build_phrase_book
from ldnbot.corpus.lexicon import Lexicon, Topic

__all__ = [
    "Book",
    "Cue",
    "Sources",
    "Weights",
    "build_book",
    "encode_book",
    "lexicon_sets",
    "read_sources",
    "shipped_book",
]

_GROUP = re.compile(r"<(\w+)>")
_GROUP_NAME = re.compile(r"<([\w-]+)>")
_WORD = re.compile(r"[a-z]+")
_USUAL = 2e-5
"""The frequency from which a misspelt word may be read as that word: the five thousand most usual."""

_RARE, _NUMBERS = 1e-6, 0.01
"""The frequency of a word that is not among the common ones, and of numbers."""

_NO_PRESCRIPTION = frozenset(
    """
    naltrexone ldn opioid-antagonist naloxone nsaid non-opioid-painkiller painkiller otc-medicine laxative antacid
    antihistamine vaccine cold-flu-medicine cough-medicine digestive-enzyme peptide wind-medicine smoking-cessation
    generic-drug other-medicine harsh-medicine medical-nutrition stem-cell antidiarrhoeal nasal-spray-allergy
    ultra-low-dose-naltrexone topical-naltrexone dextro-naltrexone addiction-treatment sinclair-method
    """.split()
)
"""Classes of the lexicon that are no prescription medicine of another kind, or are the one the article is about."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How the signs of one concern add up."""

    intercept: float
    bound: float
    """The sum from which the concern is given."""

    signs: Mapping[str, float]
    """The weight of a cue, of a negated one (`not NAME`), or of a word or two in a row (`“word word”`)."""


@dataclass(frozen=True, slots=True)
class Book:
    """What triage reads by."""

    spelling: Spelling
    patterns: PatternBook
    cues: PhraseBook
    about: Mapping[str, str]
    """Cue name → the concern that it speaks for, `calm` or `any`."""

    weights: Mapping[Concern, Weights]
    table: Mapping[str, Sequence[tuple[Concern, float]]] = field(init=False)
    """Sign → what it weighs for each concern."""

    single: Mapping[str, str] = field(init=False)
    """Word → its sign, for words that weigh anything."""

    double: Mapping[str, Mapping[str, str]] = field(init=False)
    """Word → word after it → their sign."""

    def __post_init__(self) -> None:
        table: dict[str, list[tuple[Concern, float]]] = {}
        for concern, weights in self.weights.items():
            for name, weight in weights.signs.items():
                table.setdefault(name, []).append((concern, weight))
        object.__setattr__(self, "table", table)
        single: dict[str, str] = {}
        double: dict[str, dict[str, str]] = {}
        for name in table:
            if name.startswith("“"):
                first, _, second = name.strip("“”").partition(" ")
                if second:
                    double.setdefault(first, {})[second] = name
                else:
                    single[first] = name
        object.__setattr__(self, "single", single)
        object.__setattr__(self, "double", double)


@dataclass(frozen=True, slots=True)
class Cue:
    """A named group of phrases that says one thing, with the examples that it is tested with."""

    name: str
    about: str
    """The concern that it speaks for, `calm` if it speaks against urgency, or `any`."""

    note: str
    source: str
    phrases: tuple[str, ...]
    catches: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatternEntry:
    """A pattern as people write it, with the examples that it is tested with."""

    name: str
    category: Concern
    near: str
    pattern: str
    note: str
    source: str
    catches: tuple[str, ...]
    leaves: tuple[str, ...]
    not_after: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """What people write: the files that the book is made of."""

    groups: Mapping[str, str]
    spellings: Mapping[str, str]
    joined: tuple[str, ...]
    patterns: tuple[PatternEntry, ...]
    sets: tuple[tuple[str, str], ...]
    """Set name → its words, with `/` between. A set may use those before it."""

    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class _Stored:
    """A book as it is written: the phrases of each owner as [anchor, second, place, place …]."""

    spelling: Spelling
    patterns: tuple[Pattern, ...]
    sets: tuple[tuple[str, ...], ...]
    phrases: Mapping[str, Sequence[Sequence[int]]]
    about: Mapping[str, str]
    weights: Mapping[Concern, Weights]


@cache
def shipped_book() -> Book:
    """Return the book that comes with ldnbot."""
    stored = msgspec.json.decode(_folder().joinpath("book.json").read_bytes(), type=_Stored)
    phrases = tuple(
        Phrase(owner, tuple(places), anchor, second)
        for owner, found in stored.phrases.items()
        for anchor, second, *places in found
    )
    cues = PhraseBook(tuple(frozenset(words) for words in stored.sets), phrases)
    return Book(stored.spelling, PatternBook(stored.patterns), cues, stored.about, stored.weights)


def encode_book(book: Book) -> bytes:
    """Return a book as the bytes of book.json."""
    phrases: dict[str, list[list[int]]] = {}
    for phrase in book.cues.phrases:
        phrases.setdefault(phrase.owner, []).append([phrase.anchor, phrase.second, *phrase.places])
    sets = tuple(tuple(sorted(words)) for words in book.cues.sets)
    stored = _Stored(book.spelling, book.patterns.patterns, sets, phrases, book.about, book.weights)
    return msgspec.json.encode(stored, order="deterministic") + b"\n"


def read_sources() -> Sources:
    """Return what stands in the files that people write.

    Raises:
        msgspec.ValidationError: a field is missing or has another type than it should.
    """
    raw = yaml.safe_load(_folder().joinpath("patterns.yaml").read_text(encoding="utf-8"))
    sets: list[tuple[str, str]] = []
    cues: list[Cue] = []
    for file in sorted(_folder().joinpath("cues").iterdir(), key=lambda path: path.name):
        if file.name.endswith(".yaml"):
            part = yaml.safe_load(file.read_text(encoding="utf-8"))
            prefix = file.name.removesuffix(".yaml")
            own = frozenset(part.get("sets") or {})
            sets.extend(
                (f"{prefix}:{name}", _own_sets(str(text), own, prefix))
                for name, text in (part.get("sets") or {}).items()
            )
            for entry in part["cues"]:
                entry["phrases"] = [_own_sets(str(phrase), own, prefix) for phrase in entry["phrases"]]
                cues.append(msgspec.convert(entry, Cue, strict=False))
    return Sources(
        groups={name: " ".join(text.split()) for name, text in raw["groups"].items()},
        spellings={str(right): str(forms) for right, forms in raw["spellings"].items()},
        joined=tuple(raw["joined"]),
        patterns=tuple(msgspec.convert(entry, PatternEntry, strict=False) for entry in raw["patterns"]),
        sets=tuple(sets),
        cues=tuple(cues),
    )


def build_book(
    sources: Sources, weights: Mapping[Concern, Weights], lexicon: Lexicon, english: Mapping[str, float]
) -> Book:
    """Return the book of what people wrote.

    `english` has words that are read as they are, each with how often people use it, 0 to 1.

    Raises:
        KeyError, ValueError: a pattern or a phrase names a group or set that there is none of.
    """

    def frequency(word: str) -> float:
        return english.get(word, _RARE)

    groups: dict[str, str] = {}
    for name, text in sources.groups.items():
        groups[name] = f"(?:{_expand(text, groups)})"
    patterns = tuple(
        Pattern(
            entry.name,
            entry.category,
            tuple(entry.near.split()),
            _expand(" ".join(entry.pattern.split()), groups),
            _expand(" ".join(entry.not_after.split()), groups),
        )
        for entry in sources.patterns
    )
    spellings = {typed: right for right, forms in sources.spellings.items() for typed in forms.split(" | ")}
    joined = tuple((phrase.replace(" ", ""), phrase) for phrase in sources.joined)
    bare = Spelling(spellings, joined, frozenset())
    cues = build_phrase_book(
        {cue.name: cue.phrases for cue in sources.cues},
        {**lexicon_sets(lexicon), **dict(sources.sets)},
        lambda word: fold(word, bare),
        lambda word: _NUMBERS if word.startswith("<") else frequency(word),
    )
    expressions = (f"{pattern.match} {pattern.not_after}" for pattern in patterns)
    vocabulary = {word for expression in expressions for word in _WORD.findall(expression.replace("\\b", " "))}
    vocabulary.update(word for words in cues.sets for word in words if word.isalpha())
    vocabulary.update(word for pattern in patterns for word in pattern.near)
    plain = frozenset(word for word in english if word not in spellings)
    usual = vocabulary | {word for word in plain if english[word] >= _USUAL}
    ranked = sorted((word for word in usual if word.isalpha()), key=lambda word: (-frequency(word), word))
    return Book(
        Spelling(spellings, joined, frozenset(vocabulary), plain, tuple(ranked)),
        PatternBook(patterns),
        cues,
        {cue.name: cue.about for cue in sources.cues},
        weights,
    )


def lexicon_sets(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the sets that come from the lexicon: opioids by name, words for opioids, other prescription medicines."""
    opioids: list[str] = []
    general: list[str] = []
    others: list[str] = []
    for concept in lexicon.concepts.values():
        if concept.topic is not Topic.MEDICINE:
            continue
        family = {concept.name, *lexicon.classes_of(concept.name)}
        words = [word.casefold() for word in (*concept.words, *concept.misspelt, *concept.exact)]
        if concept.name == "opioid":
            general.extend(words)
        elif "opioid" in family:
            opioids.extend(words)
        elif not family & _NO_PRESCRIPTION:
            others.extend(words)
    return {"opioid": _joined(opioids), "opioid-word": _joined(general), "prescription": _joined(others)}


def _joined(words: Iterable[str]) -> str:
    return "/".join(word.replace("/", " ").replace(" ", "_") for word in words)


def _own_sets(text: str, own: frozenset[str], prefix: str) -> str:
    return _GROUP_NAME.sub(lambda name: f"<{prefix}:{name[1]}>" if name[1] in own else name[0], text)


def _expand(pattern: str, groups: Mapping[str, str]) -> str:
    return _GROUP.sub(lambda name: groups[name[1]], pattern)


def _folder() -> Traversable:
    return files("ldnbot.answering.triage")
