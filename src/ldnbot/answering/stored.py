"""An assistant as bytes: what takes a second to build is read back in a tenth.

The bytes are msgpack read with full types, so that a damaged or foreign file is found out and never run.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from ldnbot.answering.assistant import Assistant
from ldnbot.corpus.corpus import Corpus
from ldnbot.retrieval.index import PassageIndex
from ldnbot.retrieval.terms import remember_stems, stem, tokens

__all__ = ["StoredFault", "decode_assistant", "encode_assistant"]


@dataclass(frozen=True, slots=True)
class _Stored:
    made_by: str
    corpus: Corpus
    index: PassageIndex
    stems: Mapping[str, str]


class StoredFault(Exception):
    """The bytes are no assistant made by this version of ldnbot."""


def encode_assistant(assistant: Assistant, made_by: str) -> bytes:
    """Return an assistant as bytes, with the mark of the code that built it."""
    # Only words of the corpus and the lexicon: what people asked is never written.
    words = assistant.index.speller.known | {
        token.bare for line in assistant.index.not_covered.texts for token in tokens(line)
    }
    stems = {word: stem(word) for word in sorted(words)}
    return msgspec.msgpack.encode(_Stored(made_by, assistant.corpus, assistant.index, stems))


def decode_assistant(stored: bytes, made_by: str) -> Assistant:
    """Return the assistant in bytes that the same code encoded.

    Raises:
        StoredFault: other code encoded it, or it is damaged.
    """
    try:
        found = msgspec.msgpack.decode(stored, type=_Stored)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise StoredFault(str(error)) from error
    if found.made_by != made_by:
        raise StoredFault("it was made by another version of ldnbot")
    remember_stems(found.stems)
    return Assistant(found.corpus, found.index)
