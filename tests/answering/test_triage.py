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

FRESH_CATCH: dict[str, tuple[str, ...]] = {
    "crisis-self-harm": (
        "dont really want to be here any more tbh",
        "I do not want to be here tomorrow",
        "everyone would have it easier if i didn't wake up",
        "ive lined up all my tablets on the bed",
        "got the whole bottle on my desk and I'm just looking at it",
        "would the whole bottle do it",
        "how many would it take, asking for me",
        "gonna cut again tonight",
        "I relapsed with cutting after eight months clean",
        "nobody knows but this is my last night, thank you all for being kind",
        "Haven't told anyone but I've picked a date",
        "my brother says he doesn't see a reason to carry on",
        "They'd all cope better with me gone",
        "my mate's been giving his stuff away and saying bye to people",
        "cant go on",
        "I've been saving up my pills for when it gets too much",
        "if I took the lot would it be painless",
        "my wife said she'd rather not wake up in the morning",
        "I just want to go to sleep for good",
        "there is no way out of this for me except one",
        "sat in the bathroom with a razor blade and my phone",
        "mum keeps saying she's had enough of life and wants it finished",
        "is 60 capsules enough to do the job. nobody would find me til monday",
        "i dont see myself being around next week",
        "please look after my dog when im gone, i cant keep fighting",
    ),
    "emergency-poisoning": (
        "pharmacy made it 10x too strong and he's taken it, he's grey and shaking",
        "took 45 instead of 4.5 by accident",
        "my 2 yr old got in my purse and chewed up like 5 of my capsules",
        "baby opened the bottle and there's capsules all over the floor, some missing",
        "toddler has one of my tablets in his mouth just now",
        "the puppy chewed through my pill bottle, its empty",
        "our cat licked up the ldn powder and is wobbling",
        "Grandad took his whole pill organiser by mistake and he's ever so drowsy",
        "my husband won't wake up properly and he's making a gurgling noise",
        "she is grey and clammy and not breathing right",
        "took all of em",
        "gave my cat 4.5",
        "i've swallowed about thirty of these",
        "my flatmate took a load of pills and now he's slurring and wont stay awake",
        "nan took eight of her ldn thinking they were paracetamol",
        "kid drank my liquid naltrexone, maybe half the bottle",
        "took two doses by mistake and now I keep being sick and cant stand up",
        "measured 5ml instead of 0.5ml and drank it, feel really ill",
        "injected my ldn powder and now my arm's on fire and i feel faint",
        "found my son on the floor with an empty pill bottle",
        "my 18 month old grabbed my ldn off the nightstand and put it in her mouth",
        "compounding mixup, i got 30mg caps and ive had one, heart racing and shaking all over",
        "boyfriend used heroin on top of his naltrexone and hes gone blue",
        "necked a whole strip of them",
        "swallowed six at once, should I be worried",
    ),
    "emergency-symptom": (
        "chest feels like someone's stood on it and left arm tingly",
        "face and throat swelling after taking ldn",
        "eyes have gone yellow and my wee is like cola",
        "my skin is turning yellow and I'm so confused and sleepy",
        "passing bright red blood, loads of it, feel faint",
        "throwing up stuff that looks like coffee grounds",
        "my poo is black and tarry and I'm dizzy as anything",
        "tight band round my chest and sweating",
        "feels like an elephant is sitting on my chest",
        "lips swelled up like balloons 20 min after my first capsule",
        "hives everywhere and can't get my breath",
        "one side of my husband's face is drooping and he's talking funny",
        "my speech is slurred all of a sudden and my right arm won't move",
        "took it while I was still on oxy and now my skin is crawling and I can't stop being sick",
        "took my first ldn with suboxone in my system, shaking, sweating, puking everywhere",
        "hubby on methadone took one of my ldn and he's in a terrible state, vomiting and cramps",
        "he's fitting on the kitchen floor",
        "my daughter's whole body is jerking and her eyes rolled back",
        "tongue feels too big for my mouth since the dose",
        "throat feels like its closing",
        "worst headache of my life came on like a thunderclap, cant see properly",
        "pain in my jaw and down my arm, cold sweat",
        "wheezing and struggling for air since taking the pill",
        "whites of my eyes are yellow, pee dark brown, itching",
        "my mum fell down and can't talk or move her left side",
    ),
}

FRESH_LEAVE = (
    "chest tightness listed as a side effect?",
    "does it turn you yellow",
    "my cat ate my homework",
    "I want to be here for my kids",
    "I don't want to be here in winter, too cold",
    "lined up my appointments for the month",
    "I cut my dose again tonight",
    "cut my finger chopping onions",
    "took 4.5 instead of 3 as told by my doctor",
    "whole bottle cost $30",
    "is vomiting a side effect",
    "swelling in my ankle",
    "bright red rash on my arms",
    "how many would it take to last three months",
    "how many capsules are in the whole bottle",
    "would the whole bottle do for a month",
    "my toddler chewed my phone charger",
    "the dog opened the door and got into the bin",
    "my son opened the bottle for me because my hands hurt",
    "my 8 year old takes one capsule at night, can he chew it",
    "my pills are yellow, is that normal",
    "dark urine on the side effect list?",
    "is jaundice possible on ldn",
    "my capsules are blue and grey",
    "feeling blue today",
    "the skin on my face is dry",
    "does it help with facial drooping from bells palsy",
    "I had a stroke in 2015, can I take it",
    "can I take it while on suboxone",
    "took it while on prednisone and slept fine",
    "I was on oxy until March and now take ldn, a bit of sweating at night",
    "goodbye for now, thanks for the help",
    "saying bye to gluten, wish me luck",
    "I cant go on ldn because of my opioids",
    "I haven't told anyone at work about my illness",
    "saving up my pills for the holiday so I don't run out",
    "had enough of life admin for one day",
    "my sister relapsed with ms last year",
    "I don't want to be on it any more",
    "wake up at 3am and can't go back to sleep",
    "took two capsules by mistake, should I skip tomorrow",
    "took one pill at 9 and one at 10",
    "started 1.5 in May, took 3 in June and 4.5 in July",
    "black coffee with my dose ok?",
    "my throat feels dry since starting",
    "does it help with hives",
    "my headache is the worst part of fibro",
    "my arm feels heavy with ms most days",
    "they look like an elephant sized pill lol",
    "how many would it take before i notice anything",
    "will the pharmacy make it 10x too strong by mistake",
    "my cat takes 0.5 mg for her bowel disease",
    "gave my dog 1 mg as the vet said",
    "can i open the capsules and chew the powder",
    "I have had 4 bottles so far and no change",
    "ate 10 almonds with my dose",
    "I'm done fighting with my insurance",
    "cant stop laughing",
    "is blood in stool listed anywhere",
    "vivid dreams, swelling music, strange nights",
)
# fmt: on

FRESH_MISSES: set[str] = set()

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


def test_every_fresh_urgent_message_is_caught() -> None:
    missed = {line for kind, lines in FRESH_CATCH.items() for line in lines if not _is(line, kind)}
    assert missed == FRESH_MISSES


def test_no_fresh_near_miss_is_caught() -> None:
    assert [line for line in FRESH_LEAVE if triage(line)] == []


def test_messages_about_nothing_raise_no_alarm() -> None:
    text = (shipped_corpus() / "lexicon.yaml").read_text(encoding="utf-8")
    lines = [line.removeprefix("- ") for line in text.split("\noff_topic:\n")[1].splitlines()]
    assert len(lines) > 500
    assert [line for line in lines if triage(line)] == []


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
