"""What may not stand below the disclaimer: a sentence of a server's own that takes the disclaimer back.

A small reviewed list of sayings, not a reader of minds: it stops what somebody writes in good faith or as a joke.
"""

import re

__all__ = ["takes_back"]

_HELPER = r"(?:doctors?|gps?|pharmacists?|prescribers?|nurses?|specialists?|medical (?:help|care)|professionals?)"
_NUMBER = r"(?:911|999|112|000|988|an ambulance|emergency (?:services|number)|for help)"
_CONSULT = r"(?:talk|speak|ask|see|call|consult|contact|check|tell|phone|visit|bother|involve)(?:ing)?"
_CHANGE = r"(?:start|stop|change|raise|lower|double|skip|take|quit)"

_SOME = r"(?:a |an |your |any |the |real )*"

_SAYINGS = tuple(
    re.compile(pattern)
    for pattern in (
        # It is advice after all.
        r"\b(?:is|are|as|counts? as|gives?|giving|provides?|offers?|get) "
        r"(?:you |real |actual |your |proper |expert |good |a )*"
        r"(?:medical|health|clinical|professional|treatment|dosing) advice\b",
        # No doctor is needed.
        r"\b(?:no need|not necessary|unnecessary|no reason|do not need|need not|do not have|never) ?(?:to )?"
        rf"{_CONSULT}\b[^.,;]{{0,30}}\b(?:{_HELPER}|{_NUMBER})",
        rf"\bdo not {_CONSULT}\b[^.,;]{{0,20}}\b(?:{_HELPER}|{_NUMBER})",
        r"\b(?:do not need|need no|without|instead of|rather than|better than|as good as) "
        rf"(?:to see |asking |seeing |calling )?{_SOME}(?:{_HELPER}|{_NUMBER})",
        rf"\b(?:replaces?|replacement for|substitutes? for) {_SOME}(?:{_HELPER}|medical advice)",
        # What stands above does not count.
        r"\b(?:ignore|disregard|forget|skip|overlook|scratch) (?:all |everything )?(?:of )?"
        r"(?:the |this |that |what is )*(?:above|disclaimer|warning|notice|sentences?|lines?|previous|small print)",
        r"\b(?:above|disclaimer|warning|notice|small print)\b[^.;]{0,30}\b"
        r"(?:does not (?:apply|count|hold|matter)|is (?:wrong|false|nonsense|untrue|not true|not meant)|formality)",
        r"\b(?:just|only|mere|merely) (?:a |here )?(?:for )?(?:formality|legal reasons|the lawyers|legalese)",
        # It knows the reader.
        r"\b(?:ldnbot|the bot|this bot|it|we|our (?:moderators|mods|team|staff|members)) (?:really |does |do )?"
        r"(?:knows? you\b|can (?:diagnose|prescribe|treat|advise)|diagnoses?|prescribes?"
        r"|(?:will|can) tell you (?:what|how much|which|whether))",
        rf"\b(?:safe|fine|ok|okay) (?:for (?:everyone|everybody|anyone|anybody|all)|to {_CHANGE}\b)",
        rf"\byou (?:can|may|should) (?:safely |just |always )*{_CHANGE}\b",
        r"\b(?:trust|rely on|follow|act on|do) (?:what )?(?:these |this |the |its |ldnbot s |our )?"
        r"(?:ldnbot|bot|answers?|advice|quotes?) ?(?:says?|tells you)?\b",
        # Help in an emergency is here.
        r"\bemergency\b(?:(?! not )[^.;]){0,25}\b(?:ask|message|post|dm|ping|write|mention|tag)\b",
    )
)

_NEGATION = re.compile(r"\b(?:not|never|no|nor|neither|cannot|nobody|nothing|without|only)\b")
_BESIDE = 40
"""Characters before a saying, in its sentence, in which a negation turns it round: "this is not medical advice"."""


def takes_back(addition: str) -> str:
    """Return the words of an addition that contradict the disclaimer, or an empty string."""
    text = " ".join(
        re.sub(r"[^\w.,;:?! ]+", " ", addition.casefold().replace("n't", " not").replace("n’t", " not")).split()
    )
    for saying in _SAYINGS:
        for found in saying.finditer(text):
            sentence = re.split(r"[.;:?!]", text[: found.start()])[-1]
            if not _NEGATION.search(sentence[-_BESIDE:]):
                return found.group()
    return ""
