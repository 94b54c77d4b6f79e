"""Everything that triage reads by: spellings, patterns, cues and weights, as one value.

People edit patterns.yaml and cues/*.yaml, and `scripts/triage-book --fit` writes weights.json. Reading those takes a
second, so what is shipped is book.json, made from them by `scripts/triage-book`; a test says when it is old.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec
import yaml

from ldnbot.answering.triage.concern import Concern
from ldnbot.answering.triage.finding import Finder
from ldnbot.answering.triage.folding import Spelling, fold
from ldnbot.answering.triage.openings import openings
from ldnbot.answering.triage.patterns import Pattern, PatternBook
from ldnbot.answering.triage.phrasebook import PhraseBook, build_phrase_book
from ldnbot.answering.triage.phrases import read_phrases
from ldnbot.answering.triage.scales import Bound, Scales
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

    bounds: Mapping[Concern, Bound]
    signs: Mapping[str, msgspec.Raw]
    """Sign → (number of a concern, what it weighs for that in hundredths) …, decoded when it is first met."""

    finder: Finder = field(init=False)
    """Finds the cues."""

    scales: Scales = field(init=False)
    """Weighs the signs."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "finder", Finder(self.cues))
        object.__setattr__(self, "scales", Scales(self.signs, self.about))


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
    """A book as it is written."""

    spelling: Spelling
    patterns: tuple[Pattern, ...]
    cues: PhraseBook
    about: Mapping[str, str]
    bounds: Mapping[Concern, Bound]
    signs: Mapping[str, msgspec.Raw]


@cache
def shipped_book() -> Book:
    """Return the book that comes with ldnbot."""
    stored = msgspec.json.decode(_folder().joinpath("book.json").read_bytes(), type=_Stored)
    return Book(stored.spelling, PatternBook(stored.patterns), stored.cues, stored.about, stored.bounds, stored.signs)


def encode_book(book: Book) -> bytes:
    """Return a book as the bytes of book.json."""
    stored = _Stored(book.spelling, book.patterns.patterns, book.cues, book.about, book.bounds, book.signs)
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
        return _NUMBERS if word.startswith("<") else english.get(word, _RARE)

    groups: dict[str, str] = {}
    for name, text in sources.groups.items():
        groups[name] = f"(?:{_expand(text, groups)})"
    patterns = tuple(_pattern(entry, groups) for entry in sources.patterns)
    spellings = {typed: right for right, forms in sources.spellings.items() for typed in forms.split(" | ")}
    joined = tuple((phrase.replace(" ", ""), phrase) for phrase in sources.joined)
    bare = Spelling(spellings, joined, frozenset())
    phrases = read_phrases(
        {cue.name: cue.phrases for cue in sources.cues},
        {**lexicon_sets(lexicon), **dict(sources.sets)},
        lambda word: fold(word, bare),
        frequency,
    )
    cues = build_phrase_book(tuple(phrases), frequency)
    expressions = (f"{pattern.match} {pattern.not_after}" for pattern in patterns)
    vocabulary = {word for expression in expressions for word in _WORD.findall(expression.replace("\\b", " "))}
    vocabulary.update(word for word in cues.words if word.isalpha())
    vocabulary.update(word for pattern in patterns for word in pattern.near)
    plain = frozenset(word for word in english if word not in spellings)
    usual = vocabulary | {word for word in plain if english[word] >= _USUAL}
    ranked = sorted((word for word in usual if word.isalpha()), key=lambda word: (-frequency(word), word))
    return Book(
        Spelling(spellings, joined, frozenset(vocabulary), plain, tuple(ranked)),
        PatternBook(patterns),
        cues,
        {cue.name: cue.about for cue in sources.cues},
        {concern: Bound(_hundredths(one.intercept), _hundredths(one.bound)) for concern, one in weights.items()},
        _signs(weights),
    )


def _pattern(entry: PatternEntry, groups: Mapping[str, str]) -> Pattern:
    match = _expand(" ".join(entry.pattern.split()), groups)
    not_after = _expand(" ".join(entry.not_after.split()), groups)
    firsts: dict[frozenset[str], list[str]] = {}
    for first, seconds in sorted((openings(match) or {}).items()):
        firsts.setdefault(seconds, []).append(first)
    opens = tuple((" ".join(words), " ".join(sorted(seconds))) for seconds, words in firsts.items())
    return Pattern(entry.name, entry.category, tuple(entry.near.split()), match, not_after, opens)


def _signs(weights: Mapping[Concern, Weights]) -> Mapping[str, msgspec.Raw]:
    found: dict[str, list[tuple[int, int]]] = {}
    for number, concern in enumerate(Concern):
        if concern in weights:
            for name, weight in weights[concern].signs.items():
                found.setdefault(name, []).append((number, _hundredths(weight)))
    return {name: msgspec.Raw(msgspec.json.encode(found[name])) for name in sorted(found)}


def _hundredths(weight: float) -> int:
    return round(100 * weight)


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
