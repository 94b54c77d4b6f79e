"""The cards of `/inbox`: the list of questions, one of them, and the passages that may answer it.

Nobody's name is on them: none is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import ui

from ldnbot.corpus.article import Passage
from ldnbot.corpus.citation import remove_citations
from ldnbot.moderation.proposal import State as ProposalState
from ldnbot.records.openquestions import Group, State
from ldnbot.surfaces.discord.cards.page import Page
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.layout import Key, Message, lay_out
from ldnbot.surfaces.discord.moderating.shown import plain, shown
from ldnbot.surfaces.discord.speech.moderators import ModeratorSpeech
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["PASSAGES_A_PAGE", "Ref", "group_message", "list_message", "passages_message", "ref_of"]

_BLUE, _GREY = 0x3A86C8, 0x5C6370
_GREEN = discord.ButtonStyle.success
_GROUPS_A_PAGE = 6
_MOST_WORDINGS = 6
_LONGEST = 100
"""Characters of a line of a menu, which Discord cuts off."""

PASSAGES_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Ref:
    """A group of questions as a moderator saw it, short enough for a button.

    Questions that joined it later are newer than `seen`: nothing is decided about what nobody saw.
    """

    head: int
    """The id of its first question."""

    seen: int
    """The highest id among its questions."""

    state: State

    def __str__(self) -> str:
        return f"{self.head}:{self.seen}:{self.state.value}"

    @classmethod
    def read(cls, arguments: Sequence[str]) -> "Ref":
        """Return what the first three arguments of a button stand for.

        Raises:
            ValueError, IndexError: they stand for nothing.
        """
        ref = cls(int(arguments[0]), int(arguments[1]), State(arguments[2]))
        if ref.head > ref.seen:
            raise ValueError(f"{ref} is of no group")
        return ref


def ref_of(group: Group) -> Ref:
    """Return what stands for a group in a button."""
    ids = [question.id for question in group.questions]
    return Ref(ids[0], max(ids), group.questions[0].state)


def list_message(groups: Sequence[Group], state: State, number: int, speech: Speech, said: str = "") -> Message:
    """Return a page of the list. A number beyond the last is the last."""
    words = speech.moderators
    pages = max(1, -(-len(groups) // _GROUPS_A_PAGE))
    number = max(1, min(number, pages))
    first = (number - 1) * _GROUPS_A_PAGE
    here = groups[first : first + _GROUPS_A_PAGE]
    head = [f"### {words.states[state]}"]
    if said:
        head.append(f"**{said}**")
    head.append(f"-# {words.groups.format(count=len(groups))} · {speech.page_of.format(number=number, of=pages)}")
    blocks = ["\n".join(head)]
    blocks += [
        f"**{place}.** {shown(group.questions[0].text)}\n-# {_facts(group, words)}"
        for place, group in enumerate(here, start=first + 1)
    ] or [words.none_waiting]
    menus = []
    if here:
        options = [
            discord.SelectOption(
                label=plain(f"{place}. {group.questions[0].text}", _LONGEST),
                value=str(ref_of(group)),
                description=plain(_times(group, words), _LONGEST),
            )
            for place, group in enumerate(here, start=first + 1)
        ]
        menus.append(_menu(Control("inbox-open"), words.choose_question, options))
    keys = []
    if pages > 1:
        back = Control("inbox-list", f"{state.value}:{max(1, number - 1)}:t")
        on = Control("inbox-list", f"{state.value}:{min(pages, number + 1)}:u")
        keys.append((Key(speech.back, back, disabled=number == 1), Key(speech.forward, on, disabled=number == pages)))
    return lay_out(Page(tuple(blocks), _BLUE if groups else _GREY, number, pages), keys, menus=menus)


def group_message(group: Group, proposal: ProposalState | None, speech: Speech, said: str = "") -> Message:
    """Return the card of a group with what can be done about it. `proposal` is how far the one that teaches it is."""
    words = speech.moderators
    head = group.questions[0]
    lines = [f"### {shown(head.text, 500)}", f"-# {_facts(group, words)}"]
    if said:
        lines.insert(1, f"**{said}**")
    match proposal:
        case ProposalState.PUBLISHED if head.state is State.OPEN:
            lines.append(words.still_unanswered.format(proposal=head.proposal))
        case ProposalState.REJECTED | ProposalState.WITHDRAWN:
            lines.append(words.rejected.format(proposal=head.proposal))
        case ProposalState.OPEN | ProposalState.CHANGES_ASKED:
            lines.append(words.proposed_as.format(proposal=head.proposal))
        case _:
            pass
    others = [question.text for question in group.questions[1:]]
    wordings = [f"- {shown(text)}" for text in others[:_MOST_WORDINGS]]
    if len(others) > _MOST_WORDINGS:
        wordings.append(f"-# {words.more_wordings.format(count=len(others) - _MOST_WORDINGS)}")
    blocks = ["\n".join(lines)] + (["\n".join(wordings)] if wordings else [])
    ref = str(ref_of(group))
    answering = [
        Key(words.teach, Control("inbox-teach", ref), _GREEN),
        Key(words.show, Control("inbox-show", ref)),
        Key(words.to_list, Control("inbox-list", f"{head.state.value}:1:b")),
    ]
    buttons = {
        State.TASK: Key(words.task, Control("inbox-task", ref)),
        State.OUT_OF_SCOPE: Key(words.out_of_scope, Control("inbox-scope", ref)),
        State.DISMISSED: Key(words.dismiss, Control("inbox-drop", ref)),
        State.OPEN: Key(words.reopen, Control("inbox-reopen", ref)),
    }
    deciding = [key for state, key in buttons.items() if state is not head.state]
    return lay_out(Page(tuple(blocks), _BLUE), [answering, deciding])


def passages_message(
    ref: Ref,
    question: str,
    passages: Sequence[tuple[int, Passage]],
    number: int,
    version: str,
    speech: Speech,
    *,
    searched: str = "",
) -> Message:
    """Return the passages to choose from, each with its place in the corpus, the likeliest first.

    What was `searched` for does not fit into a button, so only its first page is shown.
    """
    words = speech.moderators
    pages = 1 if searched else max(1, -(-len(passages) // PASSAGES_A_PAGE))
    number = max(1, min(number, pages))
    here = passages[(number - 1) * PASSAGES_A_PAGE : number * PASSAGES_A_PAGE]
    lines = [f"### {words.passage_title}", shown(question, 500), f"-# {words.passage_hint}"]
    if searched:
        lines.append(f"-# {words.search}: {shown(searched, 100)}")
    options = [
        discord.SelectOption(
            label=plain(" › ".join(passage.heading_path) or passage.id, _LONGEST),
            value=str(place),
            description=plain(remove_citations(passage.text), _LONGEST),
        )
        for place, passage in here
    ]
    menu = _menu(Control("inbox-pick", f"{ref}:{version[:8]}"), words.choose_passage, options)
    keys = [Key(words.search, Control("inbox-search", str(ref)))]
    if pages > 1:
        back = Control("inbox-turn", f"{ref}:{max(1, number - 1)}:t")
        on = Control("inbox-turn", f"{ref}:{min(pages, number + 1)}:u")
        keys += [Key(speech.back, back, disabled=number == 1), Key(speech.forward, on, disabled=number == pages)]
    keys.append(Key(words.to_list, Control("inbox-list", f"{ref.state.value}:1:b")))
    return lay_out(Page(("\n".join(lines),), _BLUE, number, pages), [keys], menus=[menu])


def _facts(group: Group, words: ModeratorSpeech) -> str:
    origins = dict.fromkeys(words.origins[question.origin] for question in group.questions)
    day = group.last_at
    facts = [
        _times(group, words),
        *origins,
        words.last_asked.format(day=f"{day.day} {day:%b}"),
    ]
    if waiting := next((question.proposal for question in group.questions if question.proposal), ""):
        facts.append(waiting)
    return " · ".join(facts)


def _times(group: Group, words: ModeratorSpeech) -> str:
    return words.asked_once if group.count == 1 else words.asked_times.format(count=group.count)


def _menu(control: Control, hint: str, options: Sequence[discord.SelectOption]) -> ui.Select[ui.LayoutView]:
    return ui.Select(custom_id=control.custom_id, placeholder=plain(hint, _LONGEST), options=list(options))
