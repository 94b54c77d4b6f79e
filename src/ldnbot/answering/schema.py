"""The JSON form of an answer, described by JSON Schema made from the types."""

from typing import Any

import msgspec

from ldnbot.answering.answer import Answer

__all__ = ["AnswerFault", "answer_schema", "decode_answer", "encode_answer", "read_answer"]


class AnswerFault(Exception):
    """The text is no encoded answer."""


def encode_answer(answer: Answer) -> bytes:
    """Return an answer as one line of JSON."""
    return msgspec.json.encode(answer)


def decode_answer(text: bytes) -> dict[str, Any]:
    """Return an encoded answer as plain values."""
    return msgspec.json.decode(text, type=dict[str, Any])


def read_answer(text: bytes) -> Answer:
    """Return the answer in an encoded one. Fields that this version does not know are left out.

    The disclaimer is this version's own, whatever the text says.

    Raises:
        AnswerFault: the text is damaged, or is no answer.
    """
    try:
        fields = decode_answer(text)
        fields.pop("disclaimer", None)  # msgspec would take it, though nobody else can set it
        return msgspec.convert(fields, Answer)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise AnswerFault(str(error)) from error


def answer_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every encoded answer meets."""
    (root,), definitions = msgspec.json.schema_components((Answer,), ref_template="#/$defs/{name}")
    # The disclaimer is not taken from a caller, so msgspec does not know it as a field.
    answer = definitions["Answer"]
    answer["properties"]["disclaimer"] = {"type": "string", "const": Answer.__dataclass_fields__["disclaimer"].default}
    for definition in definitions.values():
        if "properties" in definition:
            definition["required"] = list(definition["properties"])
            definition["additionalProperties"] = False
    answer["properties"]["explanation"] = {
        "type": "array",
        "items": {"type": "string"},
        "description": "Why this answer, in plain words; only where it was asked for.",
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": definitions}
