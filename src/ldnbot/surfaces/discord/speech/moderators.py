"""What moderators are told by `/inbox`, `/lexicon` and `/insights`, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass

from ldnbot.records.openquestions import Origin, State

__all__ = ["ModeratorSpeech"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeratorSpeech:
    """Braces stand for what is put in."""

    states: Mapping[State, str]
    """The title of the list of questions in that state."""

    origins: Mapping[Origin, str]
    none_waiting: str
    groups: str
    asked_once: str
    asked_times: str
    last_asked: str
    proposed_as: str
    rejected: str
    still_unanswered: str
    more_wordings: str
    choose_question: str
    # buttons of a question
    teach: str
    task: str
    out_of_scope: str
    dismiss: str
    reopen: str
    show: str
    to_list: str
    search: str
    # what came of it
    gone: str
    decided_meanwhile: str
    set_to: str
    marked_already: str
    # choosing a passage
    choose_passage: str
    passage_title: str
    passage_hint: str
    search_title: str
    search_label: str
    # the form
    teach_title: str
    scope_title: str
    line_label: str
    line_note: str
    word_label: str
    word_hint: str
    # publishing
    published: str
    answered_now: str
    not_answered_yet: str
    not_published: Mapping[str, str]
    reason_taught: str
    reason_scope: str
    # words
    word_title: str
    word_unknown: str
    word_near: str
    words: str
    exact: str
    misspelt: str
    kind_of: str
    near: str
    more_words: str
    reason_word: str
    # insights
    insights_title: str
    looked_up: str
    ratings: str
    sections: str
    in_vain: str
    other_questions: str
    latency: str
    latency_few: str
    helpful: str
    few: str
    times_each: str
    no_picture: str
