"""Messages that are no question about the corpus: a greeting, thanks, "are you a doctor"."""

import re

from ldnbot.answering.wording import GREETING, NOT_A_DOCTOR, THANKS, WHAT_IT_DOES, WHO_IT_IS

__all__ = ["small_talk"]

_HAIL = r"(?:hi+|hello+|hey+|heya|hiya|howdy|yo|good (?:morning|afternoon|evening|day|night)|greetings|morning|evening)"
_NAME = r"(?:there|all|everyone|everybody|bot|ldn ?bot|you|mate|folks|guys)"
_YOU = r"(?:you|u)"
_ARE = rf"(?:are|r) {_YOU} (?:a |an )?(?:real |qualified |actual |proper )?"
_DONE = r"(?:thanks?(?: you| u)?|thx|ty|tysm|cheers|ta|much appreciated)"
_REPLIES = (
    (rf"{_HAIL}(?: {_NAME})*(?: how are you(?: doing| today)*)?", GREETING),
    (r"how are you(?: doing| today)*|(?:wh?at'?s|whats) up", GREETING),
    (rf"(?:ok |okay |great |cool )?{_DONE}(?: so much| a lot| very much| {_NAME})*", THANKS),
    (rf"(?:that'?s |that is |very |really )*(?:helpful|great|perfect|good bot)(?: {_DONE})?", THANKS),
    (rf"{_ARE}(?:doctor|dr|nurse|pharmacist|medic|physician)", NOT_A_DOCTOR),
    (rf"(?:{_HAIL} )?(?:who|what) (?:are|r) {_YOU}(?: exactly| then)?|who made {_YOU}", WHO_IT_IS),
    (rf"{_ARE}(?:bot|robot|human|person|ai|real|chatgpt|gpt|machine)(?: or (?:a )?\w+)?", WHO_IT_IS),
    (rf"(?:what|wat) can {_YOU} do(?: for me)?|help(?: me)?|how do(?:es)? (?:{_YOU}|this|this bot) work", WHAT_IT_DOES),
    (rf"what (?:can|do) i ask(?: {_YOU}| here)?|how do i use (?:{_YOU}|this|this bot|the bot)", WHAT_IT_DOES),
)
_COMPILED = tuple((re.compile(pattern), reply) for pattern, reply in _REPLIES)
_NOISE = re.compile(r"[^\w' ]+")


def small_talk(text: str) -> str:
    """Return the fixed reply to a message that is small talk from end to end, or an empty string."""
    plain = " ".join(_NOISE.sub(" ", text.casefold().replace("’", "'")).split())
    return next((reply for pattern, reply in _COMPILED if pattern.fullmatch(plain)), "")
