"""The small corpus about an invented medicine as texts, with questions of its own, to be changed by tests."""

from ldnbot.corpus.folder import inspect_sources
from ldnbot.moderation.sources import Sources
from small import ARTICLE, REFERENCES, TODAY

DOSE = "veltamine/dose/the-usual-starting-dose"
QUESTIONS = f"""\
also_asked:
  {DOSE}:
  - how much do I take
  veltamine/price/a-month-of-veltamine:
  - what is the damage
not_covered:
  driving:
  - can I drive on it
questions:
- id: q1
  question: how much is a dose
  kind: answerable-paraphrase
  passages:
  - {DOSE}
- id: q2
  question: dose or price
  kind: multi-part
  parts: [[{DOSE}], [veltamine/price/a-month-of-veltamine]]
"""
SOURCES: Sources = {"veltamine.md": ARTICLE, "references.yaml": REFERENCES, "questions.yaml": QUESTIONS}
BALANCED = {
    **SOURCES,
    "veltamine.md": ARTICLE.replace(
        "conflicts_of_interest: none known\n",
        "conflicts_of_interest: none known\nbalance:\n- claims: [dose/the-usual-starting-dose]\n"
        "  limits: price/a-month-of-veltamine\noff_label: start/veltamine-is-an-invented\n",
    ),
}


LEXICON = """\
# Words.
concepts:

# ---- medicine
- name: opioid
  topic: medicine
  words: [opioid, opiate]
- name: oxycodone
  topic: medicine
  kind_of: [opioid]
  words: [oxycodone,
    oxycontin]
  misspelt: [oxycodon]
- name: painkiller
  topic: medicine
  near: [opioid]
  words:
  - painkiller
  - pain med

# Messages.
off_topic:
- tell me a joke
"""


def errors(sources: Sources) -> list[str]:
    return [finding.what for finding in inspect_sources(sources, today=TODAY).findings]


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that went and those that came, between what both begin and end with."""
    old, new = before.split("\n"), after.split("\n")
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return old, new
