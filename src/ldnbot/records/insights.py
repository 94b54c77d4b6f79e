"""How a chat fared over some days, in counts that point at nobody.

A count below five is not told, zero included: whoever saw that one person asked on a quiet day would know what they
asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ldnbot.answering.answer import Status
from ldnbot.records.openquestions import Group
from ldnbot.records.tallies import BUCKETS, Counts, add_up

__all__ = ["FEWEST", "TOLD", "Count", "Few", "Insights", "Period", "SectionAsked", "Unanswered", "make_insights"]

FEWEST = 5
"""The smallest count that is told."""

TOLD = (Status.ANSWERED, Status.RELATED, Status.NOT_COVERED)
"""The replies that are told of. Cards for urgent messages are not: no count of theirs is anybody's business."""

_MOST_SECTIONS = 8
_MOST_GROUPS = 5
_DAYS_SHOWN_SINGLY = 14
_DAYS_SHOWN_BY_WEEK = 112
_WEEK, _FOUR_WEEKS = 7, 28


class Few(StrEnum):
    """Stands for a count that is not told."""

    FEW = "fewer than 5"


Count = int | Few


@dataclass(frozen=True, slots=True)
class Period:
    """Some days in a row, and how many messages got which reply in them."""

    first: date
    last: date
    statuses: Mapping[Status, Count]


@dataclass(frozen=True, slots=True)
class SectionAsked:
    """A section that answers came from."""

    article: str
    section: str
    """The headings, outermost first; empty before the first heading."""

    count: int
    helpful: float | Few
    """The share of its ratings that say helpful, 0 to 1, where there are enough."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Questions that are alike and wait for the moderators."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Insights:
    """What is told of some days."""

    first: date
    last: date
    asked: Count
    """Questions that were looked up."""

    statuses: Mapping[Status, Count]
    periods: Sequence[Period]
    """The days in equal parts, the earliest first; the first of them may be shorter."""

    rated: Count
    helpful: float | Few
    """The share of the ratings that say helpful, 0 to 1."""

    sections: Sequence[SectionAsked]
    """Those asked for most, at most eight."""

    unanswered: Sequence[Unanswered]
    """The groups asked most, at most five."""

    other_groups: Count
    """How many more groups of questions wait."""

    half_within: float | Few
    """Seconds within which half of the answers were worked out: the upper bound of a bucket, `inf` above ten."""

    most_within: float | Few
    """The same for nine in ten."""


def make_insights(days: Mapping[date, Counts], groups: Sequence[Group], *, first: date, last: date) -> Insights:
    """Return what is told of the days from `first` to `last`, and of the groups of questions that wait."""
    there = {day: counts for day, counts in days.items() if first <= day <= last}
    total = add_up(there.values())
    rated = sum(total.helpful.values()) + sum(total.unhelpful.values())
    told = [group for group in groups if group.count >= FEWEST][:_MOST_GROUPS]
    return Insights(
        first=first,
        last=last,
        asked=_told(sum(total.statuses.get(status, 0) for status in TOLD)),
        statuses=_statuses(total),
        periods=[
            Period(start, end, _statuses(add_up(counts for day, counts in there.items() if start <= day <= end)))
            for start, end in _parts(first, last)
        ],
        rated=_told(rated),
        helpful=_share(total.helpful_share(), rated),
        sections=list(_sections(total)),
        unanswered=[Unanswered(group.questions[0].text, group.count) for group in told],
        other_groups=_told(len(groups) - len(told)),
        half_within=_within(total.latencies, 0.5),
        most_within=_within(total.latencies, 0.9),
    )


def _told(count: int) -> Count:
    return count if count >= FEWEST else Few.FEW


def _statuses(counts: Counts) -> Mapping[Status, Count]:
    return {status: _told(counts.statuses.get(status, 0)) for status in TOLD}


def _share(share: float | None, rated: int) -> float | Few:
    return share if share is not None and rated >= FEWEST else Few.FEW


def _parts(first: date, last: date) -> Sequence[tuple[date, date]]:
    """Return the days, weeks or fours of weeks from `first` to `last`, counted from the end: that is looked at most."""
    days = (last - first).days + 1
    length = 1 if days <= _DAYS_SHOWN_SINGLY else _WEEK if days <= _DAYS_SHOWN_BY_WEEK else _FOUR_WEEKS
    ends = [last - timedelta(days=back) for back in range(0, days, length)]
    return [(max(first, end - timedelta(days=length - 1)), end) for end in reversed(ends)]


def _sections(total: Counts) -> Iterable[SectionAsked]:
    asked = sorted(total.sections.items(), key=lambda pair: (-pair[1], pair[0]))
    for section, count in asked[:_MOST_SECTIONS]:
        if count >= FEWEST:
            rated = total.helpful.get(section, 0) + total.unhelpful.get(section, 0)
            yield SectionAsked(*section, count, _share(total.helpful_share(section), rated))


def _within(latencies: Mapping[float, int], share: float) -> float | Few:
    """Return the upper bound of the bucket that holds that quantile."""
    total = sum(latencies.values())
    if total < FEWEST:
        return Few.FEW
    reached = 0
    for bound in BUCKETS:
        reached += latencies.get(bound, 0)
        if reached >= share * total:
            return bound
    return BUCKETS[-1]
