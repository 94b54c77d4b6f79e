import pytest

from ldnbot.answering.parts import asks, follows_up, take_apart
from ldnbot.answering.smalltalk import small_talk
from ldnbot.answering.wording import (
    ALL_RIGHT,
    ASK_WHOLE,
    FAREWELL,
    GLAD,
    GOOD_LUCK,
    GREETING,
    NO_USE,
    NOT_A_DOCTOR,
    PRIVACY,
    THANKS,
    WHAT_IT_DOES,
    WHO_IT_IS,
)


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("what does it cost and will my insurance pay for it", 2),
        ("do i need a script and where do i fill it", 2),
        ("Is it safe? How long can I stay on it?", 2),
        ("is it safe and effective", 1),
        ("weird dreams", 1),
        ("I have pain and fatigue. does it help", 1),
        ("why? what? how? when? who is it for? where do i get it? how much is it?", 1),
    ],
)
def test_a_message_is_taken_apart_into_what_it_asks(message: str, asked: int) -> None:
    assert len(take_apart(message).asked) == asked


def test_the_story_around_a_question_is_kept_apart_from_it() -> None:
    parts = take_apart("I have had fibro for ten years. My doctor shrugs. Does this help?")
    assert parts.asked == ("Does this help?",)
    assert parts.story == "I have had fibro for ten years. My doctor shrugs."


@pytest.mark.parametrize("message", ["and at night?", "what about kids", "But is it safe?", "how about with food"])
def test_a_follow_up_is_known(message: str) -> None:
    assert follows_up(message)


@pytest.mark.parametrize("message", ["", "is it safe", "and so after all this time I would like to ask what it costs"])
def test_a_question_of_its_own_is_no_follow_up(message: str) -> None:
    assert not follows_up(message)


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("Hello!", GREETING), ("hi there", GREETING), ("good morning everyone", GREETING),
        ("thanks so much", THANKS), ("ty", THANKS), ("Are you a doctor?", NOT_A_DOCTOR),
        ("who are you", WHO_IT_IS), ("are you a bot or a human", WHO_IT_IS),
        ("what can you do?", WHAT_IT_DOES), ("help", WHAT_IT_DOES), ("are you there?", WHAT_IT_DOES),
        ("good morning everyone how are you all", GREETING), ("hallo", GREETING), ("Olá!", GREETING),
        ("salut", GREETING),
        ("hey guys good evening", GREETING), ("merci beaucoup", THANKS), ("danke", THANKS), ("love this bot", THANKS),
        ("you are useless", NO_USE), ("you suck", NO_USE), ("this bot is rubbish", NO_USE), ("no help at all", NO_USE),
        ("ldn saved my life", GLAD), ("LDN is amazing", GLAD), ("good night", FAREWELL), ("bye all", FAREWELL),
        ("ok", ALL_RIGHT), ("lol", ALL_RIGHT), ("sorry", ALL_RIGHT), ("more", ASK_WHOLE), ("why?", ASK_WHOLE),
        ("wish me luck", GOOD_LUCK), ("first day tomorrow, wish me luck", GOOD_LUCK),
        ("is this bot safe, do you save my messages", PRIVACY),
        ("who can read this?", PRIVACY),
        ("are my questions private", PRIVACY),
        ("do you keep logs of what i say", PRIVACY), ("hi! thanks, bye", FAREWELL),
    ],
)  # fmt: skip
def test_small_talk_has_its_fixed_reply(message: str, reply: str) -> None:
    assert small_talk(message) == reply


@pytest.mark.parametrize(
    "message",
    ["hello, does it help fibro", "morning or evening", "thanks, and what does it cost", "can it help",
     "are you sure it is safe", "good for nights?", "help me sleep", "who are the doctors that prescribe it",
     "is it helpful", "is it safe", "is ldn safe to use", "is it bad", "why does it help", "ok for kids",
     "more energy"],
)  # fmt: skip
def test_a_question_with_a_greeting_is_no_small_talk(message: str) -> None:
    assert small_talk(message) == ""


@pytest.mark.parametrize("message", ["i feel down, does ldn help with that", "so low today. what now?", "any hope"])
def test_a_later_clause_may_ask(message: str) -> None:
    assert asks(message)


def test_a_story_asks_nothing() -> None:
    assert not asks("i feel low, my job is hard and i have no energy")
