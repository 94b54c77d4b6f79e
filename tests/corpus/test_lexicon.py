import pytest

from ldnbot.corpus.lexicon import Lexicon, Topic, read_lexicon

GOOD = """\
concepts:
- name: opioid
  topic: medicine
  words: [opioid, opiate]
- name: oxycodone
  topic: medicine
  kind_of: [opioid]
  words: [oxycodone, oxy]
  misspelt: [oxycodon]
- name: painkiller
  topic: medicine
  near: [opioid]
  words: [painkiller]
  exact: [PK]
  weight: 0.5
off_topic: [tell me a joke]
"""


def read(text: str) -> Lexicon:
    return read_lexicon(text, "lexicon.yaml")[0]


def codes(text: str) -> list[str]:
    return sorted(finding.code for finding in read_lexicon(text, "lexicon.yaml")[1])


def test_a_lexicon_is_read_with_its_relations() -> None:
    lexicon, findings = read_lexicon(GOOD, "lexicon.yaml")
    assert findings == ()
    oxycodone = lexicon.concepts["oxycodone"]
    assert (oxycodone.topic, oxycodone.words, oxycodone.misspelt) == (
        Topic.MEDICINE,
        ("oxycodone", "oxy"),
        ("oxycodon",),
    )
    assert (lexicon.concepts["painkiller"].weight, lexicon.concepts["painkiller"].exact) == (0.5, ("PK",))
    assert lexicon.off_topic == ("tell me a joke",)


def test_what_a_concept_is_a_kind_of_is_found_upwards_and_never_downwards() -> None:
    lexicon = read(GOOD)
    assert lexicon.classes_of("oxycodone") == ("opioid",)
    assert lexicon.classes_of("opioid") == ()
    assert lexicon.classes_of("painkiller") == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("kind_of: [opioid]", "kind_of: [opium]"), "unknown-concept"),
        (("words: [opioid, opiate]", "words: [opioid, oxy]"), "lexicon-clash"),
        (("words: [opioid, opiate]", "kind_of: [oxycodone]\n  words: [opioid]"), "lexicon-cycle"),
        (("name: painkiller", "name: opioid"), "duplicate-concept"),
        (("topic: medicine\n  near", "topic: pill\n  near"), "unknown-topic"),
        (("weight: 0.5", "weight: 2"), "bad-weight"),
        (("weight: 0.5", "weigth: 0.5"), "unknown-field"),
        (("words: [painkiller]\n  exact: [PK]", "words: []"), "no-words"),
        (("words: [painkiller]", "words: ['...']"), "matches-nothing"),
        (("concepts:", "concepts: ["), "broken-yaml"),
        (("near: [opioid]", "kind_of: [opioid]\n  near: [opioid]"), "lexicon-clash"),
    ],
)
def test_each_fault_is_found(change: tuple[str, str], code: str) -> None:
    assert change[0] in GOOD
    assert code in codes(GOOD.replace(*change))


def test_a_word_that_truly_means_two_things_is_no_clash_once_a_note_says_so() -> None:
    ambiguous = GOOD.replace("words: [opioid, opiate]", "words: [opioid, oxy]\n  note: oxy is used for both")
    assert codes(ambiguous) == []


def test_a_ring_of_classes_ends() -> None:
    one, other = "{name: a, topic: body, kind_of: [b], words: [x]}", "{name: b, topic: body, kind_of: [a], words: [y]}"
    ring = f"concepts:\n- {one}\n- {other}\n"
    assert read(ring).classes_of("a") == ("b",)
