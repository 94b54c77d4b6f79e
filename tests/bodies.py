"""What Discord allows in a body: by its own description of its API, and by limits that this leaves out."""

import fnmatch
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

__all__ = ["DESCRIPTION", "check_body", "components", "faults_of", "message_of", "shown_length"]

DESCRIPTION = Path(__file__).parents[2] / "shared" / "discord" / "openapi.json"
"""Discord's own description. It is no part of the project; without it only the limits below are checked."""

LONGEST_TEXT = 4_000
MOST_COMPONENTS = 40
MOST_BUTTONS = 5
LONGEST_ID = 100
MOST_CHOICES = 25
LONGEST_CHOICE = 100
LONGEST_LABEL = 45
LONGEST_BUTTON = 80

_ID = re.compile(r"\d{15,20}|(?<=:)[A-Za-z0-9]{10}(?=[:\"])")

ACTION_ROW, BUTTON, TEXT_INPUT, TEXT, FORM_LABEL = 1, 2, 4, 10, 18
PRIVATE, LAYOUT = 1 << 6, 1 << 15
RESPOND, CHANGE, CHOICES, FORM = 4, 7, 8, 9
"""Kinds of a response to an interaction."""


def check_body(method: str, path: str, body: Any) -> None:
    """Assert that Discord would take a body."""
    assert not (faults := list(faults_of(method, path, body))), f"{method} {path}: {faults}"


def faults_of(method: str, path: str, body: Any) -> Iterator[str]:
    """Yield what is wrong with a body."""
    if body is None:
        return
    if DESCRIPTION.is_file():
        # Which account, message or answer it is makes no difference, and looking costs more than sending.
        yield from _described_faults(method, _nameless(path), _nameless(json.dumps(body)))
    if (message := message_of(method, path, body)) is not None:
        yield from _faults_of_message(message)
    kind = body.get("type") if path.endswith("/callback") else None
    if kind == FORM:
        yield from _faults_of_form(body["data"])
    if kind == CHOICES:
        yield from _faults_of_choices(body["data"]["choices"])


def message_of(method: str, path: str, body: Any) -> Mapping[str, Any] | None:
    """Return the message in a body that creates or changes one, else None."""
    if method not in ("POST", "PATCH") or not isinstance(body, Mapping):
        return None
    if path.endswith("/callback"):
        return body.get("data") if body.get("type") in (RESPOND, CHANGE) else None
    if fnmatch.fnmatch(path, "/channels/*/messages*") or path.startswith("/webhooks/"):
        return body
    return None


def components(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every component of a message or a form, those inside others too."""
    for child in (*(message.get("components") or ()), message.get("component"), message.get("accessory")):
        if isinstance(child, Mapping):
            yield child
            yield from components(child)


def shown_length(text: str) -> int:
    """Return how long Discord counts a text."""
    return sum(2 if ord(character) > 0xFFFF else 1 for character in text)


def _faults_of_message(message: Mapping[str, Any]) -> Iterator[str]:
    found = list(components(message))
    mentions = message.get("allowed_mentions") or {}
    if mentions.get("parse") != [] or any(mentions.get(kind) for kind in ("users", "roles", "replied_user")):
        yield f"it may notify somebody: {mentions}"
    if found and not message.get("flags", LAYOUT) & LAYOUT:
        yield "its components are not laid out by Discord"
    if found and (message.get("content") or message.get("embeds")):
        yield "it has both a layout and content"
    if not found and not message.get("content"):
        yield "it is empty"
    if (length := shown_length(message.get("content") or "")) > 2_000:
        yield f"its content has {length} characters"
    texts = [str(component["content"]) for component in found if component["type"] == TEXT]
    if (length := sum(map(shown_length, texts))) > LONGEST_TEXT:
        yield f"its texts have {length} characters"
    if any(not text.strip() for text in texts):
        yield "it has an empty text"
    if len(found) > MOST_COMPONENTS:
        yield f"it has {len(found)} components"
    for row in (component for component in found if component["type"] == ACTION_ROW):
        if not 1 <= len(row["components"]) <= MOST_BUTTONS:
            yield f"a row has {len(row['components'])} components"
    yield from _faults_of_ids(found)
    for button in (component for component in found if component["type"] == BUTTON):
        if not 1 <= shown_length(button["label"]) <= LONGEST_BUTTON:
            yield f"a button is called {button['label']!r}"


def _faults_of_ids(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    ids = [component["custom_id"] for component in found if "custom_id" in component]
    if len(ids) != len(set(ids)):
        yield f"a custom_id stands twice: {ids}"
    for id_ in ids:
        if not 1 <= shown_length(id_) <= LONGEST_ID:
            yield f"a custom_id is too long: {id_}"


def _faults_of_form(form: Mapping[str, Any]) -> Iterator[str]:
    found = list(components(form))
    yield from _faults_of_ids([form, *found])
    labels = [str(form["title"]), *(str(part["label"]) for part in found if part["type"] == FORM_LABEL)]
    for label in labels:
        if not 1 <= shown_length(label) <= LONGEST_LABEL:
            yield f"a label of a form is too long: {label}"
    for part in (part for part in found if part["type"] == TEXT_INPUT):
        if shown_length(part.get("placeholder") or "") > 100:
            yield f"a hint is too long: {part['placeholder']}"


def _faults_of_choices(choices: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if len(choices) > MOST_CHOICES:
        yield f"there are {len(choices)} choices"
    for choice in choices:
        for text in (choice["name"], choice["value"], *(choice.get("name_localizations") or {}).values()):
            if not 1 <= shown_length(str(text)) <= LONGEST_CHOICE:
                yield f"a choice is too long or empty: {text!r}"


def _nameless(text: str) -> str:
    """Return a text of the same length with every id the same."""
    return _ID.sub(lambda id_: "1" * len(id_.group()), text)


@cache
def _described_faults(method: str, path: str, body: str) -> Sequence[str]:
    found = _validator(method, path).iter_errors(json.loads(body))
    return [f"{error.json_path}: {error.message[:300]}" for error in found]


@cache
def _description() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    # Discord takes an id as a number too, which the description leaves out.
    snowflake = described["components"]["schemas"]["SnowflakeType"]
    snowflake["type"] = [snowflake["type"], "integer"]
    return described


@cache
def _operations() -> Sequence[tuple[str, str, str]]:
    """Return (method, pattern of the path, path as described); those with fewest blanks first."""
    found = []
    for path, operations in _description()["paths"].items():
        pattern = "/".join("*" if part.startswith("{") else part for part in path.split("/"))
        found += [
            (method.upper(), pattern, path)
            for method, operation in operations.items()
            if isinstance(operation, Mapping) and "requestBody" in operation
        ]
    return sorted(found, key=lambda operation: operation[1].count("*"))


def _validator(method: str, path: str) -> Draft202012Validator:
    parts = path.split("/")
    for known, pattern, described in _operations():
        wanted = pattern.split("/")
        if (known, len(wanted)) != (method, len(parts)):
            continue
        if all(want in ("*", part) for want, part in zip(wanted, parts, strict=True)):
            return _validator_of(known, described)
    raise AssertionError(f"Discord's description has no {method} {path}")


@cache
def _validator_of(method: str, path: str) -> Draft202012Validator:
    described = _description()
    content = described["paths"][path][method.lower()]["requestBody"]["content"]
    return Draft202012Validator({**content["application/json"]["schema"], "components": described["components"]})
