"""Effects, proposals and conflicts for property tests, in words that a chat could take for markup."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from ldnbot.answering.answer import Status
from ldnbot.corpus.finding import Finding, Severity
from ldnbot.moderation.differences import Change, LineChange, LineKind, PassageChange, ReferenceChange, Renumbered
from ldnbot.moderation.effect import Effect, NowAnswered
from ldnbot.moderation.faring import AnswerChange, Fared, Verdict
from ldnbot.moderation.merge import Conflict, Conflicts
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import Proposal, State
from ldnbot.moderation.worddiff import Run, word_diff

__all__ = ["conflicts", "effects", "proposals", "words"]

_NASTY = (
    *("@everyone", "<@123456789012345678>", "<@&5>", "<#12>", "</ask:1>", "[9]", "[9](https://evil.example)"),
    *("```", "`", "**", "*", "~~", "__", "||", "\\", "# head", "-# small", "> quote", ">>> all", "- item", "1. item"),
    *(
        "\n",
        "\n\n",
        "\n# head",
        "\n> x",
        "\u202eevil\u202c",
        "\u2067x\u2069",
        "\u200f",
        "أهلا بك",
        "שלום",
        "🙂",
        "👩‍👩‍👧",
        "𝔘",
    ),
    *("[@brook2019; @marsh2021]", "https://a.example/x_y", "<https://a.example>", "2 mg", "the dose", "was", "told"),
)
_TIME = datetime(2026, 11, 22, 9, tzinfo=UTC)


@st.composite
def words(draw: st.DrawFn, most: int = 8) -> str:
    """Return a text, now and then of 5,000 characters or of one endless word."""
    chosen = draw(st.lists(st.sampled_from(_NASTY), min_size=1, max_size=most))
    joint = draw(st.sampled_from([" ", " ", " ", ""]))
    text = joint.join(chosen)
    return (text * (5_000 // len(text) + 1))[:5_000] if draw(st.integers(0, 30)) == 7 else text


@st.composite
def _runs(draw: st.DrawFn) -> tuple[Run, ...]:
    return word_diff(draw(words()), draw(words()))


_CHANGES = st.sampled_from(list(Change))
_PASSAGES = st.builds(PassageChange, words(), _CHANGES, st.lists(words(3), max_size=3).map(tuple), _runs())
_FINDINGS = st.builds(
    Finding, words(2), st.integers(0, 9), st.sampled_from(list(Severity)), st.just("made-up"), words(), words()
)
_FARED = st.builds(lambda status, first: Fared(status, (first,)), st.sampled_from(list(Status)), words(2))


def _many(made: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    """Return tuples of a few, repeated to as many as are wanted: what is long costs a test nothing to make."""
    return st.tuples(st.lists(made, max_size=4), st.sampled_from([1, 1, 1, most // 4])).map(
        lambda t: tuple(t[0] * t[1])
    )


def effects() -> st.SearchStrategy[Effect]:
    """Return effects with up to 200 changed passages."""
    answer = st.builds(AnswerChange, words(2), words(), st.sampled_from(list(Verdict)), _FARED, _FARED)
    return st.builds(
        Effect,
        before=st.just("0123456789ab"),
        after=st.just("ba9876543210"),
        passages=_many(_PASSAGES, 200),
        references=_many(st.builds(ReferenceChange, words(2), _CHANGES, _runs()), 40),
        renumbered=_many(st.builds(Renumbered, words(1), st.integers(0, 400), st.integers(0, 400)), 400),
        lines=_many(st.builds(LineChange, st.sampled_from(list(LineKind)), _CHANGES, words(), words()), 200),
        new_findings=_many(_FINDINGS, 60),
        gone_findings=_many(_FINDINGS, 8),
        asked=st.integers(0, 800),
        not_asked=st.sampled_from(["", "", "", "it took <@1> **too** long"]),
        answers=_many(answer, 100),
        recent=st.integers(0, 100),
        now_answered=_many(st.builds(NowAnswered, words(), st.just(Status.NOT_COVERED), words(1), words()), 40),
    )


def conflicts() -> st.SearchStrategy[Conflicts]:
    """Return what two changes disagree on."""
    return _many(st.builds(Conflict, words(2), words(), words(), words(), words()), 20).map(Conflicts)  # type: ignore[arg-type]


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    """Return a proposal in any state, by people of any names."""
    person = st.builds(Moderator, st.just("7"), words(4))
    return Proposal(
        id="p12",
        commit="a" * 40,
        tree="b" * 40,
        title=draw(words()),
        author=draw(person),
        base="c" * 40,
        state=draw(st.sampled_from(list(State))),
        approvals=tuple(draw(st.lists(person, max_size=5))),
        reason=draw(words()),
        by=draw(person),
        created=_TIME,
        changed=_TIME,
    )
