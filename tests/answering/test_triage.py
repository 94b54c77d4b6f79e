"""What is routed before retrieval, and what is not.

The labelled messages below were written before the patterns, and are kept as they were written.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from ldnbot.answering.triage import Urgent, shipped_patterns, triage
from ldnbot.answering.urgentcards import REGIONS, card
from ldnbot.corpus.questions import read_questions
from ldnbot.corpus.shipped import shipped_corpus

# fmt: off
CATCH: dict[str, tuple[str, ...]] = {
    "crisis-self-harm": (
        "I want to kill myself",
        "i dont want to be alive anymore",
        "honestly everyone would be better off without me",
        "been thinking about ending it all tonight",
        "I'm going to hang myself",
        "my friend wants to kill himself, what do I do",
        "my husband says he wants to die and he has his pills next to him",
        "i cant do this anymore, i just want it to be over. goodbye everyone",
        "LDN stopped working and i have nothing left to live for",
        "kms tonight fr",
        "I am suicidal right now",
        "thinking about suicide again, the pain is too much",
        "how many ldn capsules would it take to kill me",
        "i keep cutting myself and cant stop",
        "I wrote my goodbye letters today",
        "wish i was dead",
        "I wish I could go to sleep and never wake up",
        "i have a plan to end my life this weekend",
        "she texted me that she's going to end it, she took her meds with her",
        "im gonna jump off the bridge",
        "My daughter is self harming and says she wants to die",
        "i wnat to die",
        "life isn't worth living with this pain",
        "what's the point of living, I should just disappear forever",
        "I bought a gun and I'm ready to use it on myself",
        "want to unalive myself",
        "i tried to kill myself last night",
        "thinking of taking all my pills and not waking up",
    ),
    "emergency-poisoning": (
        "took 10 of my pills",
        "just took 50mg by mistake",
        "I took 45 mg instead of 4.5",
        "my toddler swallowed one of my LDN capsules",
        "my 2 year old got into my pills",
        "think i overdosed",
        "I've taken the whole bottle",
        "he took a whole bottle of naltrexone and wont wake up",
        "mixed my ldn with vodka and oxy and i feel really bad",
        "my wife is unconscious and her lips are blue",
        "she's not breathing",
        "swallowed like 20 tablets help",
        "accidentally gave my kid my naltrexone",
        "my son ate my pills",
        "the dog ate my ldn",
        "took way too much and now i'm throwing up",
        "i drank the entire bottle of my liquid ldn",
        "took my whole weeks worth of pills at once",
        "hubby ODed on fentanyl, does he need more naltrexone",
        "i took double the dose by accident and feel awful",
    ),
    "emergency-symptom": (
        "I have chest pain and my left arm is numb",
        "cant breath after my first dose",
        "my throat is closing up",
        "my tongue and lips are swelling since I took it",
        "having a seizure right now my brother is shaking on the floor",
        "I took ldn while on oxycodone and now I'm vomiting, shaking and sweating",
        "my mom just collapsed",
        "coughing up blood since this morning",
        "he is having trouble breathing",
        "my face is swollen and i have hives all over",
        "she passed out and we can't wake her",
        "crushing pressure in my chest, is that LDN",
    ),
}

LEAVE = (
    "this dosage form is killing me",
    "died laughing at that last reply",
    "is overdose possible according to the article",
    "dying to try it",
    "my back is killing me",
    "can it cause seizures?",
    "does it help with suicidal thoughts",
    "naltrexone for overdose",
    "I was suicidal years ago, LDN helped",
    "my grandma died of cancer",
    "does ldn kill the pain",
    "shortness of breath as a side effect?",
    "what happens if you take too much",
    "I'd kill for a coffee",
    "lol my character died again",
    "nice headshot bro",
    "I'm not suicidal, just asking",
    "took 4.5 mg last night and slept badly",
    "I took my first pill today, when does it work",
    "can I take two capsules if I missed one",
    "is it safe to drink alcohol with LDN",
    "what is the maximum dose",
    "can children take it",
    "does LDN cause chest pain",
    "is difficulty breathing listed as a side effect",
    "how do opioids and naltrexone interact",
    "can I start LDN after stopping oxycodone",
    "does naltrexone reverse an overdose like naloxone",
    "I have 30 pills left in the bottle",
    "the whole bottle costs 60 dollars",
    "LDN saved my life",
    "this disease is ruining my life",
    "I want to live a normal life again",
    "my dog takes LDN for allergies",
    "my son has autism, could it help",
    "I gave up on gluten and feel dead tired",
    "dead on, thanks",
    "I'm dying of curiosity",
    "this heat is gonna kill me lol",
    "kill two birds with one stone",
    "I took 50mg for years for alcohol before switching to low dose",
    "is 50 mg the same as LDN",
    "how is 4.5 mg different from 50 mg",
    "can it be mixed with water in the bottle",
    "does it cut down on inflammation",
    "I cut my tablets in half myself, is that ok",
    "are there suicides reported in the studies",
    "the article says overdose was not observed, right?",
    "does it help with depression",
    "my mother passed away last year and I was diagnosed after",
    "jumping on the LDN bandwagon",
    "hang on let me read that myself",
    "I can't sleep since I started",
    "I wish I was still on it, it was great",
    "nausea and vomiting on LDN, normal?",
    "end it with a tapering dose or stop cold turkey?",
    "does it make you breathe better if you have asthma",
    "has anyone had hives on ldn",
    "what are the symptoms of opioid withdrawal",
    "is it true that endorphins kill cancer cells",
    "I took ten weeks off and restarted",
    "my doctor took me off all my pills",
    "I'm tired of living with fibromyalgia, what does the article say",
)
# fmt: on

KNOWN_MISSES = {"she passed out and we can't wake her"}
"""Caught, in another category: as a poisoning, whose card says to call for help at once."""
KNOWN_ALARMS: set[str] = set()

CAUGHT = tuple(message for messages in CATCH.values() for message in messages if triage(message))
FILLER = (
    "I have been on LDN since March. ",
    "My doctor is kind. ",
    "The weather is nice today. ",
    "We use a pharmacy in town. ",
)
SIGNS = {"i": "1", "e": "3", "o": "0", "s": "5"}
MUTATED = ("i want to kill myself", "i am suicidal right now", "i wish i was dead", "i dont want to be alive anymore")


def test_every_example_of_a_pattern_is_caught_in_its_category() -> None:
    wrong = [line for one in shipped_patterns() for line in one.catches if not _is(line, one.category)]
    assert wrong == []


def test_no_near_miss_of_a_pattern_is_caught() -> None:
    assert [line for one in shipped_patterns() for line in one.leaves if triage(line)] == []


def test_every_pattern_has_two_examples_of_both_kinds_and_a_name_of_its_own() -> None:
    patterns = shipped_patterns()
    assert all(len(one.catches) >= 2 and len(one.leaves) >= 2 for one in patterns)
    assert len({one.name for one in patterns}) == len(patterns)


def test_every_labelled_urgent_message_is_caught() -> None:
    missed = {line for kind, lines in CATCH.items() for line in lines if not _is(line, kind)}
    assert missed == KNOWN_MISSES


def test_no_labelled_near_miss_is_caught() -> None:
    assert {line for line in LEAVE if triage(line)} == KNOWN_ALARMS


def test_ordinary_questions_of_the_corpus_raise_almost_no_alarm() -> None:
    text = (shipped_corpus() / "questions.yaml").read_text(encoding="utf-8")
    questions, _ = read_questions(text, "questions.yaml")
    lines = [*questions.not_covered, *(line for lines in questions.also_asked.values() for line in lines)]
    alarms = [line for line in lines if triage(line)]
    assert len(alarms) <= 0.005 * len(lines), alarms


@settings(deadline=None)
@given(
    st.sampled_from(CAUGHT),
    st.sampled_from([str.upper, str.title, lambda text: text.replace(" ", "  "), lambda text: f"...{text}!!"]),
    st.lists(st.sampled_from(FILLER), max_size=60),
    st.lists(st.sampled_from(FILLER), max_size=60),
)
def test_case_spaces_punctuation_and_filler_lose_no_crisis(message, change, before, after) -> None:  # type: ignore[no-untyped-def]
    assert triage("".join(before) + change(message) + ". " + "".join(after)) is not None


@settings(deadline=None)
@given(st.sampled_from(MUTATED), st.sampled_from(sorted(SIGNS)), st.integers(0, 30))
def test_one_letter_as_a_digit_loses_no_crisis(message: str, letter: str, turn: int) -> None:
    places = [place for place, one in enumerate(message) if one == letter and place > 0]
    if places:
        place = places[turn % len(places)]
        assert triage(message[:place] + SIGNS[letter] + message[place + 1 :]) is not None


def test_spaced_dotted_joined_and_hidden_letters_are_read() -> None:
    for typed in (
        "k i l l  m y s e l f",
        "i feel s.u.i.c.i.d.a.l",
        "iwanttodie",
        "i want to diiie",
        "k\u200bill myself",
    ):
        assert triage(typed), typed


def test_the_end_of_a_very_long_message_is_read() -> None:
    assert triage("word " * 50_000 + "i want to kill myself")


def test_the_cards_are_calm_and_short() -> None:
    for category in Urgent:
        for region in REGIONS:
            lines = card(category, region)
            assert len(lines) == 4
            assert not set("!?%") & set(" ".join(lines))


def _is(line: str, category: str) -> bool:
    found = triage(line)
    return found is not None and found.category == category
