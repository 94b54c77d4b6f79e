"""What points at a passage: its also-asked lines, the corpus's own questions, and the front matter of its article.

When a passage gets another id they follow it; when it goes they go.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from ldnbot.corpus.amount import amount
from ldnbot.corpus.folder import QUESTIONS
from ldnbot.corpus.manuscript import parse_manuscript, write_manuscript
from ldnbot.moderation.sources import Edited, Sources
from ldnbot.moderation.yamledit import YamlPath, read_plain, remove, rewrite_scalars

__all__ = ["follow", "forget", "with_front_matter"]

_NAMING = ("cautions", "balance", "off_label", "comments")
"""Fields of the front matter that name passages."""

_ANSWERING = ("passages", "parts")


def follow(sources: Sources, renamed: Mapping[str, str]) -> Sources:
    """Return the corpus with everything that points at the old ids pointing at the new ones."""
    if not renamed:
        return sources
    found = dict(sources)
    if QUESTIONS in found:
        found[QUESTIONS] = rewrite_scalars(
            found[QUESTIONS],
            QUESTIONS,
            values=lambda path, text: renamed.get(text, text) if _answering(path) else text,
            keys=lambda path, key: renamed.get(key, key) if path == ("also_asked", key) else key,
        )
    for article in {old.partition("/")[0] for old in renamed}:
        names = {
            old.partition("/")[2]: new.partition("/")[2]
            for old, new in renamed.items()
            if old.partition("/")[0] == article
        }
        file = f"{article}.md"
        yaml = rewrite_scalars(parse_manuscript(found[file]).yaml, file, values=partial(_renamed, names))
        found[file] = with_front_matter(found[file], yaml)
    return found


def with_front_matter(article: str, yaml: str) -> str:
    """Return an article's text with other YAML between its fences."""
    manuscript = parse_manuscript(article)
    if not manuscript.front_matter or manuscript.yaml == yaml:
        return article
    inside = manuscript.front_matter.index(manuscript.yaml, manuscript.front_matter.index("\n") + 1)
    end = inside + len(manuscript.yaml)
    head = manuscript.front_matter[:inside] + yaml + manuscript.front_matter[end:]
    return write_manuscript(replace(manuscript, front_matter=head))


def forget(sources: Sources, gone: Collection[str]) -> Edited:
    """Return the corpus without anything that points at the passages `gone`, and what went."""
    found = dict(sources)
    said: list[str] = []
    if QUESTIONS in found:
        data = read_plain(found[QUESTIONS], QUESTIONS) or {}
        paths = tuple(_pointing(data, gone))
        found[QUESTIONS] = remove(found[QUESTIONS], paths, QUESTIONS)
        said.extend(_told(data, paths))
    for article in sorted({passage.partition("/")[0] for passage in gone}):
        names = {passage.partition("/")[2] for passage in gone if passage.partition("/")[0] == article}
        file = f"{article}.md"
        yaml = parse_manuscript(found[file]).yaml
        data = read_plain(yaml, file) or {}
        leaving = _named(data, names)
        found[file] = with_front_matter(found[file], remove(yaml, leaving, file))
        said.extend(_warned(data, leaving))
    return Edited(found, tuple(said))


def _answering(path: YamlPath) -> bool:
    return len(path) > 2 and path[0] == "questions" and path[2] in _ANSWERING


def _renamed(names: Mapping[str, str], path: YamlPath, text: str) -> str:
    return names.get(text, text) if path[:1] and path[0] in _NAMING else text


def _pointing(data: Any, gone: Collection[str]) -> Iterator[YamlPath]:
    asked = data.get("also_asked") or {}
    leaving = [passage for passage in asked if passage in gone]
    yield from [("also_asked",)] if asked and len(leaving) == len(asked) else [("also_asked", key) for key in leaving]
    questions = data.get("questions") or []
    removed = []
    for place, question in enumerate(questions):
        paths = tuple(_answers(question, gone))
        if paths == ((),):
            removed.append(("questions", place))
        else:
            yield from (("questions", place, *path) for path in paths)
    yield from [("questions",)] if questions and len(removed) == len(questions) else removed


def _answers(question: Any, gone: Collection[str]) -> Iterator[YamlPath]:
    """Yield the paths that go within one of the own questions; the empty path where the whole question does."""
    if not isinstance(question, dict):
        return
    for field in _ANSWERING:
        match question.get(field):
            case str() as only if only in gone:
                yield ()
            case [*items] if field == "passages":
                yield from _list_without((field,), items, gone)
            case [*parts]:
                found = [path for n, part in enumerate(parts) for path in _list_without((field, n), part, gone)]
                yield from [()] if () in found else found
            case _:
                pass


def _list_without(path: YamlPath, items: Any, gone: Collection[str]) -> Iterator[YamlPath]:
    listed = items if isinstance(items, list) else [items]
    leaving = [n for n, item in enumerate(listed) if item in gone]
    if leaving and len(leaving) == len(listed):
        yield ()
    elif leaving:
        yield from ((*path, n) for n in leaving)


def _told(data: Any, paths: Collection[YamlPath]) -> Iterator[str]:
    lines = sum(
        len(found if isinstance(found, list) else [found])
        for key, found in (data.get("also_asked") or {}).items()
        if ("also_asked", key) in paths or ("also_asked",) in paths
    )
    if lines:
        yield f"{amount(lines, 'also-asked line')} went with it."
    questions = data.get("questions") or []
    whole = [
        question
        for place, question in enumerate(questions)
        if ("questions", place) in paths or (("questions",) in paths and isinstance(question, dict))
    ]
    if whole:
        named = ", ".join(str(question.get("id")) for question in whole[:5]) + (" …" if len(whole) > 5 else "")
        yield f"{amount(len(whole), 'own test question')} that nothing else answers went with it: {named}."
    if others := Counter(path[1] for path in paths if path[:1] == ("questions",) and len(path) > 2):
        yield f"{amount(len(others), 'own test question')} can still be answered by another passage."


def _named(data: Any, names: Collection[str]) -> tuple[YamlPath, ...]:
    return tuple(path for field in _NAMING for path in _leaving(data.get(field), (field,), names))


def _leaving(node: Any, path: YamlPath, names: Collection[str]) -> Iterator[YamlPath]:
    """Yield the paths that go below one field: as high up as nothing else is left."""
    match node:
        case str() if node in names:
            yield path
        case {"limits": limits} if path[0] == "balance" and limits in names:
            yield path
        case {"claims": claims} if path[0] == "balance":
            inner = tuple(_leaving(claims, (*path, "claims"), names))
            yield from (path,) if inner == ((*path, "claims"),) else inner
        case dict() | list():
            pairs = list(node.items()) if isinstance(node, dict) else list(enumerate(node))
            found = [inner for key, value in pairs for inner in _leaving(value, (*path, key), names)]
            whole = pairs and all((*path, key) in found for key, _ in pairs)
            yield from (path,) if whole else found
        case _:
            pass


def _warned(data: Any, leaving: Collection[YamlPath]) -> Iterator[str]:
    for path in leaving:
        match path:
            case ("cautions",):
                yield f"The article names no cautions any more: it had {', '.join(data['cautions'])}."
            case ("cautions", caution):
                yield f"It was the passage that warns of {caution}: name another one in the article's head."
            case ("off_label",):
                yield "It was the passage that says that the use is off-label."
            case ("balance", *_):
                yield "The balance of claims and limits at the head of the article has changed."
            case _:
                yield "The article's head named it as a comment, and does so no more."
