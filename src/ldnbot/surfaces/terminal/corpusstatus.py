"""`ldnbot corpus status`: the live version at a glance, and what needs somebody's attention."""

import sys
from collections.abc import Iterator

import click

from ldnbot.corpus.folder import inspect_sources
from ldnbot.moderation.locking import holder_of
from ldnbot.moderation.verifying import find_damage
from ldnbot.surfaces.terminal.options import today
from ldnbot.surfaces.terminal.saying import say, say_json
from ldnbot.surfaces.terminal.state import Office, moment, published, reading

__all__ = ["status"]

_DAMAGED = 1


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@click.option("--verify", is_flag=True, help="Read every object of every version and proposal too.")
def status(*, as_json: bool, verify: bool) -> None:
    """Show the live version, and what waits: overdue reviews, references that nothing cites, open proposals.

    The status is 0, or with --verify 1 if a part of the history is missing or damaged.

    \b
    Examples:
      ldnbot corpus status
      ldnbot corpus status --verify
      ldnbot corpus status --json | jq .overdue_reviews
    """
    with reading() as office:
        found = _figures(office)
        damage = find_damage(office.history.repository) if verify else ()
    if verify:
        found["damage"] = list(damage)
    if as_json:
        say_json(found)
    else:
        for line in _lines(found):
            say(line)
    sys.exit(_DAMAGED if damage else 0)


def _figures(office: Office) -> dict[str, object]:
    live = published(office)
    day = today()
    inspection = inspect_sources(office.history.sources(live), today=day)
    corpus = inspection.corpus
    dues = {article.name: article.front_matter.review_due for article in corpus.articles}
    holder = holder_of(office.settings.state)
    return {
        "version": live.corpus_version,
        "commit": live.commit,
        "published": moment(live.at),
        "publisher": live.publisher.name,
        "passages": sum(1 for _ in corpus.passages),
        "references": len(corpus.references),
        "overdue_reviews": [f"{name} ({due})" for name, due in dues.items() if due and due < day],
        "uncited_references": [key for key in corpus.references if key not in corpus.numbers],
        "open_proposals": [f"{found.id}: {found.title}" for found in office.proposals.open_proposals()],
        "findings": len(inspection.findings),
        "held_by": f"{holder.name} (process {holder.pid}, since {holder.since})" if holder else "",
        "state": str(office.settings.state),
    }


def _lines(found: dict[str, object]) -> Iterator[str]:
    for name, value in found.items():
        label = name.replace("_", " ")
        if isinstance(value, list):
            yield f"{label}: {len(value) or 'none'}"
            yield from (f"  {entry}" for entry in value)
        elif value != "":
            yield f"{label}: {value}"
