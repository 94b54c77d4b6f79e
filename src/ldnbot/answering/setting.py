"""Where a question is asked: what an operator or a server has chosen, and the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ldnbot.answering.regions import INTERNATIONAL, Region, shipped_regions

__all__ = ["Setting"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What an answer depends on apart from the question and the corpus."""

    region: str = ""
    """The code of the region whose emergency numbers are shown; empty, or one not known: the international card."""

    regions: Mapping[str, Region] = field(default_factory=dict)
    """Regions that the operator adds, or puts in the place of shipped ones."""

    addition: str = ""
    """A sentence that stands below the disclaimer. It takes nothing away from it."""

    today: date | None = None
    """The day, to tell whether a review is overdue; without it no answer says so."""

    @property
    def here(self) -> Region:
        """Return the region whose numbers are shown."""
        table = {**shipped_regions(), **self.regions}
        return table.get(self.region.strip().lower()) or table[INTERNATIONAL]
