"""The lexicon: the words members use and the words articles use, as concepts and how they are related.

A concept is one meaning. Its words are the *same* thing. What is said of a concept holds for every *kind of* it
(oxycodone is a kind of opioid), never the other way round. *Near* helps finding, and never counts as covered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ldnbot.corpus.finding import Finding, Severity
from ldnbot.corpus.yamltext import YamlFault, YamlList, YamlMapping, YamlNode, YamlScalar, parse_yaml

__all__ = ["Concept", "Lexicon", "Topic", "read_lexicon"]


class Topic(StrEnum):
    """What sort of thing a concept is."""

    MEDICINE = "medicine"
    CONDITION = "condition"
    SYMPTOM = "symptom"
    BODY = "body"
    TEST = "test"
    SUBSTANCE = "substance"
    DOSE = "dose"
    FORM = "form"
    TIME = "time"
    COST = "cost"
    PERSON = "person"
    PLACE = "place"
    EVIDENCE = "evidence"
    EFFECT = "effect"
    MECHANISM = "mechanism"
    LIFE = "life"
    ACTION = "action"
    ORGANISATION = "organisation"
    CHATTER = "chatter"


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning: the words for it, and the concepts it belongs to or is near."""

    name: str
    topic: Topic
    words: tuple[str, ...]
    exact: tuple[str, ...] = ()
    """Forms that count only in this letter case: ME is an illness, me is not."""

    misspelt: tuple[str, ...] = ()
    kind_of: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    weight: float = 1.0
    """How surely somebody who types one of the words means this, over 0 to 1."""

    note: str = ""
    """Why it is so, where that is not obvious."""

    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Concepts by name. Compared by identity: what is worked out from one is kept as long as it lives."""

    concepts: Mapping[str, Concept]
    off_topic: tuple[str, ...] = ()
    """Messages that have nothing to do with any article, such as people send to any bot."""

    def classes_of(self, name: str) -> tuple[str, ...]:
        """Return every concept that `name` is a kind of, nearest first, `name` itself left out."""
        found: dict[str, None] = {}
        waiting = list(self.concepts[name].kind_of)
        while waiting:
            above = waiting.pop(0)
            if above not in found and above != name and above in self.concepts:
                found[above] = None
                waiting.extend(self.concepts[above].kind_of)
        return tuple(found)


_FIELDS = ("name", "topic", "words", "exact", "misspelt", "kind_of", "near", "weight", "note", "reviewer")


def read_lexicon(text: str, file: str) -> tuple[Lexicon, tuple[Finding, ...]]:
    """Return the lexicon in `text` and everything that is wrong with it. Faulty concepts are left out."""
    reader = _Reader(file)
    concepts: dict[str, Concept] = {}
    for concept in reader.read(text):
        if earlier := concepts.get(concept.name):
            what = f"the concept {concept.name} stands on line {earlier.line} too"
            reader.add(concept.line, Severity.ERROR, "duplicate-concept", what, "put the words of the two together")
        concepts.setdefault(concept.name, concept)
    lexicon = Lexicon(concepts, reader.off_topic)
    faults = (*_relations(lexicon, file), *_clashes(lexicon, file), *_silent(lexicon, file))
    return lexicon, (*reader.findings, *faults)


class _Reader:
    def __init__(self, file: str) -> None:
        self._file = file
        self.findings: list[Finding] = []
        self.off_topic: tuple[str, ...] = ()

    def add(self, line: int, severity: Severity, code: str, what: str, fix: str) -> None:
        self.findings.append(Finding(self._file, line, severity, code, what, fix))

    def read(self, text: str) -> Iterator[Concept]:
        try:
            root = parse_yaml(text)
        except YamlFault as fault:
            self.add(fault.line, Severity.ERROR, "broken-yaml", fault.what, fault.fix)
            return
        entries = root.get("concepts") if isinstance(root, YamlMapping) else None
        if isinstance(root, YamlMapping):
            self.off_topic = tuple(self._texts(root.get("off_topic")))
        if root is None or entries is None:
            return
        for entry in entries.items if isinstance(entries, YamlList) else (entries,):
            if isinstance(entry, YamlMapping):
                if concept := self._concept(entry):
                    yield concept
            else:
                self.add(entry.line, Severity.ERROR, "not-fields", "a concept without fields", "write - name: …")

    def _concept(self, entry: YamlMapping) -> Concept | None:
        for key, _ in entry.entries:
            if key.text not in _FIELDS:
                what, fix = f"{key.text} is not read", f"the fields are {', '.join(_FIELDS)}"
                self.add(key.line, Severity.WARNING, "unknown-field", what, fix)
        name = "".join(self._texts(entry.get("name")))
        topic = self._topic(entry, name)
        if not name or topic is None:
            if not name:
                self.add(entry.line, Severity.ERROR, "no-name", "a concept without a name", "add name: …")
            return None
        words, exact = tuple(self._texts(entry.get("words"))), tuple(self._texts(entry.get("exact")))
        if not words and not exact:
            what = f"the concept {name} has no words"
            self.add(entry.line, Severity.ERROR, "no-words", what, "add words: [...], or delete it")
        return Concept(
            name=name,
            topic=topic,
            words=words,
            exact=exact,
            misspelt=tuple(self._texts(entry.get("misspelt"))),
            kind_of=tuple(self._texts(entry.get("kind_of"))),
            near=tuple(self._texts(entry.get("near"))),
            weight=self._weight(entry, name),
            note=" ".join(self._texts(entry.get("note"))),
            line=entry.line,
        )

    def _topic(self, entry: YamlMapping, name: str) -> Topic | None:
        text = "".join(self._texts(entry.get("topic")))
        try:
            return Topic(text)
        except ValueError:
            what = f"the concept {name} has the topic {text or 'nothing'}"
            self.add(entry.line, Severity.ERROR, "unknown-topic", what, f"write one of {', '.join(Topic)}")
            return None

    def _weight(self, entry: YamlMapping, name: str) -> float:
        text = "".join(self._texts(entry.get("weight"))) or "1"
        try:
            weight = float(text)
        except ValueError:
            weight = 0.0
        if not 0 < weight <= 1:
            what = f"the concept {name} has the weight {text}"
            self.add(entry.line, Severity.ERROR, "bad-weight", what, "write a number over 0, at most 1")
            return 1.0
        return weight

    def _texts(self, node: YamlNode | None) -> Iterator[str]:
        items: Sequence[YamlNode] = node.items if isinstance(node, YamlList) else (node,) if node else ()
        for item in items:
            if isinstance(item, YamlScalar):
                if text := " ".join(item.text.split()):
                    yield text
            else:
                self.add(item.line, Severity.ERROR, "not-text", "this is not plain text", "write a word or phrase")


def _relations(lexicon: Lexicon, file: str) -> Iterator[Finding]:
    for concept in lexicon.concepts.values():
        for other in (*concept.kind_of, *concept.near):
            if other not in lexicon.concepts:
                what = f"{concept.name} is related to {other}, which is no concept"
                yield Finding(file, concept.line, Severity.ERROR, "unknown-concept", what, "correct the name")
        if any(concept.name in lexicon.classes_of(above) for above in concept.kind_of if above in lexicon.concepts):
            what = f"{concept.name} is, by way of others, a kind of itself"
            yield Finding(file, concept.line, Severity.ERROR, "lexicon-cycle", what, "take one kind_of out of the ring")
        for other in concept.near:
            if other in concept.kind_of:
                what = f"{concept.name} is both a kind of {other} and near it"
                yield Finding(file, concept.line, Severity.WARNING, "lexicon-clash", what, "keep kind_of")


def _silent(lexicon: Lexicon, file: str) -> Iterator[Finding]:
    for concept in lexicon.concepts.values():
        for word in (*concept.words, *concept.exact, *concept.misspelt):
            if not any(character.isalnum() for character in word):
                what = f"{word!r} in {concept.name} has no letter and no digit, so no text matches it"
                yield Finding(file, concept.line, Severity.ERROR, "matches-nothing", what, "delete it")


def _clashes(lexicon: Lexicon, file: str) -> Iterator[Finding]:
    holders: dict[str, Concept] = {}
    for concept in lexicon.concepts.values():
        for word in dict.fromkeys((*concept.words, *concept.misspelt)):
            other = holders.setdefault(word.casefold(), concept)
            if other is not concept and not (concept.note or other.note):
                what = f"{word!r} stands in {concept.name} and in {other.name}"
                fix = "keep it where it is meant; where it means both, keep both and say so in a note"
                yield Finding(file, concept.line, Severity.WARNING, "lexicon-clash", what, fix)
