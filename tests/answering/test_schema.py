import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asked import generated_answers, shipped_answers
from ldnbot.answering.answer import Answer
from ldnbot.answering.assistant import Assistant
from ldnbot.answering.schema import AnswerFault, encode_answer, read_answer
from ldnbot.answering.wording import DISCLAIMER

ANSWERS = shipped_answers()


@settings(max_examples=25)
@given(generated_answers())
def test_a_generated_answer_is_read_as_it_was(asked: tuple[Assistant, Answer]) -> None:
    assert read_answer(encode_answer(asked[1])) == asked[1]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.question[:40])
def test_a_shipped_answer_is_read_as_it_was(answer: Answer) -> None:
    assert read_answer(encode_answer(answer)) == answer


def changed(answer: Answer, **fields: object) -> bytes:
    return json.dumps({**json.loads(encode_answer(answer)), **fields}).encode()


@pytest.mark.parametrize("stored", ["", "Take as much as you like.", None, 7])
def test_the_disclaimer_is_never_taken_from_the_text(stored: object) -> None:
    assert read_answer(changed(ANSWERS[0], disclaimer=stored)).disclaimer == DISCLAIMER


def test_the_disclaimer_is_there_when_the_text_has_none() -> None:
    plain = json.loads(encode_answer(ANSWERS[0]))
    del plain["disclaimer"]
    assert read_answer(json.dumps(plain).encode()).disclaimer == DISCLAIMER


def test_fields_of_a_later_version_are_left_out() -> None:
    assert read_answer(changed(ANSWERS[0], colour="blue", explanation=["because"])) == ANSWERS[0]


@pytest.mark.parametrize(
    "wrong",
    [{"status": "guessed"}, {"quotes": "none"}, {"quotes": [{}]}, {"corpus_version": None}, {"safety": ["boredom"]}],
)
def test_a_text_with_an_impossible_field_is_a_fault(wrong: dict[str, object]) -> None:
    with pytest.raises(AnswerFault):
        read_answer(changed(ANSWERS[0], **wrong))


def test_a_span_that_ends_before_it_begins_is_a_fault() -> None:
    plain = json.loads(encode_answer(ANSWERS[0]))
    plain["quotes"][0]["span"] = {"start": 9, "end": 2}
    with pytest.raises(AnswerFault):
        read_answer(json.dumps(plain).encode())


@given(st.binary(max_size=40))
def test_bytes_that_are_no_answer_are_a_fault(text: bytes) -> None:
    with pytest.raises(AnswerFault):
        read_answer(text)


@given(st.integers(0), st.integers(0, 255))
def test_a_text_with_one_wrong_byte_is_an_answer_or_a_fault(place: int, byte: int) -> None:
    text = bytearray(encode_answer(ANSWERS[0]))
    text[place % len(text)] = byte
    try:
        read = read_answer(bytes(text))
    except AnswerFault:
        return
    assert read.disclaimer == DISCLAIMER


def test_an_answer_cut_short_or_nested_without_end_is_a_fault() -> None:
    for text in (encode_answer(ANSWERS[0])[:-1], b"[" * 100_000, b'{"quotes":' * 50_000):
        with pytest.raises(AnswerFault):
            read_answer(text)
