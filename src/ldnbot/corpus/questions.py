"""questions.yaml: other ways to ask for a passage, and the corpus's own test questions.

Lines of `also_asked` are searched together with their passage and never quoted. Lines of `not_covered` are questions
around the topic that nothing answers: they teach the judgement where the corpus ends. `questions` say which passage
answers a question, or that none does; `ldnbot eval` asks them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ldnbot.corpus.finding import Finding, Severity
from ldnbot.corpus.yamltext import YamlFault, YamlList, YamlMapping, YamlNode, YamlScalar, parse_yaml

__all__ = ["CorpusQuestion", "Questions", "check_questions", "read_questions"]


@dataclass(frozen=True, slots=True)
class CorpusQuestion:
    """A question whose answer is known."""

    id: str
    question: str
    kind: str
    passages: tuple[tuple[str, ...], ...] = ()
    """For each part of the question, the ids of the passages that answer it; any one does. Empty: nothing answers."""

    safety: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Questions:
    """What questions.yaml holds."""

    also_asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Passage id → the lines."""

    not_covered: tuple[str, ...] = ()
    """Questions around the topic that no passage answers. A new question like one of them is not answered."""

    questions: tuple[CorpusQuestion, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    """Passage id → where its also-asked lines begin in the file."""

    @property
    def asked(self) -> tuple[str, ...]:
        """Return every line that somebody may ask, answered or not."""
        return (*(line for lines in self.also_asked.values() for line in lines), *self.not_covered)


def read_questions(text: str, file: str) -> tuple[Questions, tuple[Finding, ...]]:
    """Return the questions in `text` and everything that is wrong with them."""
    reader = _Reader(file)
    return reader.read(text), tuple(reader.findings)


def check_questions(questions: Questions, passages: frozenset[str], file: str) -> Iterator[Finding]:
    """Yield what is wrong with the questions, given the passages that there are."""
    for passage, line in questions.lines.items():
        if passage not in passages:
            what = f"also-asked lines stand under {passage}, and there is no such passage"
            yield Finding(file, line, Severity.ERROR, "unknown-passage", what, "see ldnbot corpus list for the ids")
    for question in questions.questions:
        for part in question.passages:
            for passage in part:
                if passage not in passages:
                    what = f"{question.id} is answered by {passage}, and there is no such passage"
                    fix = "see ldnbot corpus list for the ids"
                    yield Finding(file, question.line, Severity.ERROR, "unknown-passage", what, fix)


class _Reader:
    def __init__(self, file: str) -> None:
        self._file = file
        self.findings: list[Finding] = []

    def read(self, text: str) -> Questions:
        try:
            root = parse_yaml(text)
        except YamlFault as fault:
            self._add(fault.line, "broken-yaml", fault.what, fault.fix)
            return Questions()
        if root is None:
            return Questions()
        if not isinstance(root, YamlMapping):
            self._add(root.line, "not-fields", "there are no questions", "write also_asked: and questions:")
            return Questions()
        asked = root.get("also_asked")
        entries = asked.entries if isinstance(asked, YamlMapping) else ()
        return Questions(
            also_asked={key.text: tuple(self._texts(node)) for key, node in entries},
            not_covered=tuple(self._themes(root.get("not_covered"))),
            questions=tuple(self._questions(root.get("questions"))),
            lines={key.text: key.line for key, _ in entries},
        )

    def _add(self, line: int, code: str, what: str, fix: str, severity: Severity = Severity.ERROR) -> None:
        self.findings.append(Finding(self._file, line, severity, code, what, fix))

    def _themes(self, node: YamlNode | None) -> Iterator[str]:
        """Yield the lines of a list, or of a mapping of themes to lists."""
        if isinstance(node, YamlMapping):
            for _, lines in node.entries:
                yield from self._texts(lines)
        else:
            yield from self._texts(node)

    def _questions(self, node: YamlNode | None) -> Iterator[CorpusQuestion]:
        seen: set[str] = set()
        for entry in node.items if isinstance(node, YamlList) else ():
            if not isinstance(entry, YamlMapping):
                self._add(entry.line, "not-fields", "a question without fields", "write - id: …, question: …, kind: …")
                continue
            field_texts = {name: "".join(self._texts(entry.get(name))) for name in ("id", "question", "kind", "safety")}
            if not field_texts["id"] or not field_texts["question"] or not field_texts["kind"]:
                self._add(entry.line, "no-question", "a question without id, question or kind", "add what is missing")
                continue
            if field_texts["id"] in seen:
                self._add(entry.line, "duplicate-question", f"the id {field_texts['id']} stands twice", "rename one")
            seen.add(field_texts["id"])
            parts = entry.get("parts")
            passages = (
                tuple(tuple(self._texts(part)) for part in parts.items)
                if isinstance(parts, YamlList)
                else (tuple(self._texts(entry.get("passages"))),)
            )
            yield CorpusQuestion(
                id=field_texts["id"],
                question=field_texts["question"],
                kind=field_texts["kind"],
                passages=tuple(part for part in passages if part),
                safety=field_texts["safety"],
                line=entry.line,
            )

    def _texts(self, node: YamlNode | None) -> Iterator[str]:
        items = node.items if isinstance(node, YamlList) else (node,) if node else ()
        for item in items:
            if isinstance(item, YamlScalar):
                if text := " ".join(item.text.split()):
                    yield text
            else:
                self._add(item.line, "not-text", "this is not plain text", "write one line of text")
