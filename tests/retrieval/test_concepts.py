import pytest

from ldnbot.corpus.lexicon import read_lexicon
from ldnbot.retrieval.analysis import KIND_OF, NEAR, build_analyser
from ldnbot.retrieval.concepts import build_matcher

LEXICON, _ = read_lexicon(
    """\
concepts:
- {name: sclerosis, topic: condition, words: [ms, multiple sclerosis]}
- {name: morphine, topic: medicine, kind_of: [opioid], words: [morphine, ms contin]}
- {name: opioid, topic: medicine, words: [opioid]}
- {name: painkiller, topic: medicine, near: [opioid], words: [painkiller], weight: 0.5}
- {name: cfs, topic: condition, words: [chronic fatigue], exact: [ME], misspelt: [cronic fatige]}
- {name: pain, topic: symptom, words: [pain]}
- {name: chronic-pain, topic: condition, words: [chronic pain]}
""",
    "lexicon.yaml",
)
MATCHER = build_matcher(LEXICON)


def named(text: str) -> list[str]:
    return [mention.concept for mention in MATCHER.mentions(text)]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("does it help MS?", ["sclerosis"]),
        ("on ms contin", ["morphine"]),
        ("Opioids and painkillers", ["opioid", "painkiller"]),
        ("tell me about ME", ["cfs"]),
        ("tell me about me", []),
        ("cronic fatige", ["cfs"]),
        ("chronic-pain", ["chronic-pain"]),
        ("Multiple   sclerosis", ["sclerosis"]),
    ],
)
def test_the_longest_phrase_names_the_concept(text: str, concepts: list[str]) -> None:
    assert named(text) == concepts


def test_a_mention_tells_the_words_it_was_known_by() -> None:
    (mention,) = MATCHER.mentions("is it for Chronic Fatigue at all")
    assert (mention.words, mention.first, mention.end) == ("Chronic Fatigue", 3, 5)


def test_in_an_article_a_phrase_inside_a_longer_one_counts_too() -> None:
    assert MATCHER.everything("chronic pain") == {"pain", "chronic-pain"}


def test_a_question_is_looked_up_by_classes_and_near_concepts_with_less_weight() -> None:
    analyser = build_analyser(LEXICON)
    assert analyser.query("morphine").concepts == {"morphine": 1.0, "opioid": KIND_OF}
    assert analyser.query("painkiller").concepts == {"painkiller": 0.5, "opioid": NEAR * 0.5}
    assert analyser.query("opioid").concepts == {"opioid": 1.0}


def test_what_only_the_context_holds_counts_by_its_share() -> None:
    query = build_analyser(LEXICON).query("cost of pain", "opioid pain", 0.5)
    assert (query.stems["cost"], query.stems["pain"], query.stems["opioid"]) == (1.0, 1.0, 0.5)
    assert query.concepts["opioid"] == 0.5
