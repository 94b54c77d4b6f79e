"""Changes to questions.yaml: also-asked lines, not-covered lines, and the corpus's own test questions."""

import hashlib
from dataclasses import dataclass

from ldnbot.corpus.folder import QUESTIONS
from ldnbot.corpus.questions import Questions, read_questions
from ldnbot.errors import EditRefused
from ldnbot.moderation.cleanline import clean_line
from ldnbot.moderation.sources import Edited, Sources, find_passage, passage_ids
from ldnbot.moderation.words import knows_word
from ldnbot.moderation.yamledit import YamlPath, add_item, append_entry, read_plain, remove

__all__ = [
    "AddAlsoAsked",
    "AddNotCovered",
    "AddTestQuestion",
    "RemoveAlsoAsked",
    "RemoveNotCovered",
    "RemoveTestQuestion",
    "add_also_asked",
    "add_not_covered",
    "add_test_question",
    "question_id",
    "read_own_questions",
    "remove_also_asked",
    "remove_not_covered",
    "remove_test_question",
    "same_line",
]

_THEME = "from-members"
"""The theme of not-covered lines that were given none."""

ANSWERED_KIND = "answerable-paraphrase"
UNANSWERED_KIND = "unanswerable-near"


@dataclass(frozen=True, slots=True)
class AddAlsoAsked:
    """Let a passage be found by another way to ask for it."""

    passage: str
    line: str


@dataclass(frozen=True, slots=True)
class RemoveAlsoAsked:
    """Take such a line away."""

    passage: str
    line: str


@dataclass(frozen=True, slots=True)
class AddNotCovered:
    """Say of a question around the topic that no passage answers it."""

    line: str
    theme: str = ""


@dataclass(frozen=True, slots=True)
class RemoveNotCovered:
    """Take such a line away."""

    line: str


@dataclass(frozen=True, slots=True)
class AddTestQuestion:
    """Test the corpus with a question from now on. Without passages nothing must answer it."""

    question: str
    passages: tuple[str, ...] = ()
    """Any one of them answers."""

    kind: str = ""
    """Without it: a paraphrase, or a near miss where nothing answers."""


@dataclass(frozen=True, slots=True)
class RemoveTestQuestion:
    """Test the corpus with a question no more, by its id."""

    id: str


def read_own_questions(sources: Sources) -> Questions:
    """Return what questions.yaml holds."""
    return read_questions(sources.get(QUESTIONS, ""), QUESTIONS)[0]


def same_line(one: str, other: str) -> bool:
    """Tell whether two lines differ in nothing but letter case, white space and a mark at the end."""
    return _bare(one) == _bare(other)


def question_id(question: str) -> str:
    """Return the id of a test question: the same for the same words, so that two moderators cannot clash."""
    return f"t{hashlib.sha256(_bare(question).encode()).hexdigest()[:8]}"


def add_also_asked(edit: AddAlsoAsked, sources: Sources) -> Edited:
    """Return the corpus with the line under its passage.

    Raises:
        EditRefused: there is no such passage, the line stands there already, or it would name or reach a person.
    """
    find_passage(sources, edit.passage)
    line = clean_line(edit.line, known=knows_word(sources))
    questions = read_own_questions(sources)
    if any(same_line(line, other) for other in questions.also_asked.get(edit.passage, ())):
        fix = "Ask it, and see with --explain why it is not found"
        raise EditRefused("the line stands there already", where=edit.passage, fix=fix)
    said = [
        f"The same line stands under {other} too: both will be found by it."
        for other, lines in questions.also_asked.items()
        if any(same_line(line, there) for there in lines)
    ]
    if any(same_line(line, other) for other in questions.not_covered):
        said.append("The same line says under not_covered that nothing answers it.")
    text = add_item(sources.get(QUESTIONS, ""), ("also_asked", edit.passage), line, QUESTIONS)
    return Edited({**sources, QUESTIONS: text}, tuple(said))


def remove_also_asked(edit: RemoveAlsoAsked, sources: Sources) -> Edited:
    """Return the corpus without the line.

    Raises:
        EditRefused: it does not stand there.
    """
    data = read_plain(sources.get(QUESTIONS, ""), QUESTIONS) or {}
    lines = (data.get("also_asked") or {}).get(edit.passage)
    return _without(sources, ("also_asked", edit.passage), lines, edit.line)


def add_not_covered(edit: AddNotCovered, sources: Sources) -> Edited:
    """Return the corpus with the line among those that nothing answers.

    Raises:
        EditRefused: it stands there already, or as an also-asked line of a passage, or would name or reach a person.
    """
    line = clean_line(edit.line, known=knows_word(sources))
    questions = read_own_questions(sources)
    if any(same_line(line, other) for other in questions.not_covered):
        raise EditRefused("the line stands there already", where=QUESTIONS, fix="Nothing has to be done")
    for passage, lines in questions.also_asked.items():
        if any(same_line(line, other) for other in lines):
            fix = f"Remove it there first, if {passage} does not answer it"
            raise EditRefused(f"the line is also asked for {passage}", where=QUESTIONS, fix=fix)
    data = read_plain(sources.get(QUESTIONS, ""), QUESTIONS) or {}
    plain = isinstance(data.get("not_covered"), list | str)
    path: YamlPath = ("not_covered",) if plain else ("not_covered", edit.theme.strip() or _THEME)
    return Edited({**sources, QUESTIONS: add_item(sources.get(QUESTIONS, ""), path, line, QUESTIONS)})


def remove_not_covered(edit: RemoveNotCovered, sources: Sources) -> Edited:
    """Return the corpus without the line.

    Raises:
        EditRefused: it does not stand there.
    """
    data = read_plain(sources.get(QUESTIONS, ""), QUESTIONS) or {}
    found = data.get("not_covered")
    themes = found.items() if isinstance(found, dict) else ()
    for theme, lines in themes:
        if any(same_line(edit.line, other) for other in _listed(lines)):
            return _without(sources, ("not_covered", theme), lines, edit.line)
    return _without(sources, ("not_covered",), found if isinstance(found, list | str) else None, edit.line)


def add_test_question(edit: AddTestQuestion, sources: Sources) -> Edited:
    """Return the corpus with the question among its own.

    Raises:
        EditRefused: it is among them already, a passage of it does not exist, or it would name or reach a person.
    """
    import yaml

    question = clean_line(edit.question, known=knows_word(sources))
    own = read_own_questions(sources).questions
    for other in own:
        if same_line(other.question, question):
            fix = "Change that one in an editor, if another passage answers it now"
            raise EditRefused(f"the corpus is tested with it already, as {other.id}", where=QUESTIONS, fix=fix)
    known = set(passage_ids(sources)) if edit.passages else set()
    for passage in edit.passages:
        if passage not in known:
            find_passage(sources, passage)  # says which one was meant
    entry: dict[str, object] = {
        "id": question_id(question),
        "question": question,
        "kind": edit.kind or (ANSWERED_KIND if edit.passages else UNANSWERED_KIND),
    }
    if edit.passages:
        entry["passages"] = list(edit.passages)
    written = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=10**9)
    return Edited({**sources, QUESTIONS: append_entry(sources.get(QUESTIONS, ""), "questions", written, QUESTIONS)})


def remove_test_question(edit: RemoveTestQuestion, sources: Sources) -> Edited:
    """Return the corpus without that question of its own.

    Raises:
        EditRefused: there is none.
    """
    data = read_plain(sources.get(QUESTIONS, ""), QUESTIONS) or {}
    entries = data.get("questions") or []
    place = next((n for n, entry in enumerate(entries) if isinstance(entry, dict) and entry.get("id") == edit.id), None)
    if place is None:
        raise EditRefused(f"there is no test question {edit.id}", where=QUESTIONS, fix="See questions.yaml for the ids")
    gone: YamlPath = ("questions", place) if len(entries) > 1 else ("questions",)
    return Edited({**sources, QUESTIONS: remove(sources[QUESTIONS], [gone], QUESTIONS)})


def _without(sources: Sources, path: YamlPath, lines: object, line: str) -> Edited:
    listed = _listed(lines)
    place = next((n for n, other in enumerate(listed) if same_line(line, other)), None)
    if place is None:
        where = str(path[-1])
        raise EditRefused("the line does not stand there", where=where, fix="See questions.yaml for the lines")
    gone = (*path, place) if isinstance(lines, list) and len(listed) > 1 else path
    return Edited({**sources, QUESTIONS: remove(sources[QUESTIONS], [gone], QUESTIONS)})


def _listed(lines: object) -> list[str]:
    if isinstance(lines, str):
        return [lines]
    return [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []


def _bare(line: str) -> str:
    return " ".join(line.casefold().replace("’", "'").split()).rstrip(" ?.!")
