"""Everything that can go wrong for a person, as one tree.

    LdnbotError              what, where and what to do
    ├── CorpusUnreadable     a corpus folder or file that cannot be read at all
    ├── CorpusInvalid        a corpus that was read and has errors: carries how many, and the first of them
    ├── ManuscriptUnreadable an article handed to the importer that cannot be turned into text
    ├── ExtraMissing         a library of an optional extra is not installed
    ├── OutputExists         a file that would be overwritten
    ├── NotFound             a section, passage, reference, version or proposal that there is not
    ├── EditRefused          a change that a moderator asked for and that cannot be made as it was asked
    ├── EffectUnknown        what a change does could not be worked out within its bounds
    ├── PreviewImpossible    a message that cannot be shown as a picture
    ├── QuestionsInvalid     a file of labelled questions that cannot be used
    ├── RecordsUnusable      the database of what must survive a restart cannot be opened, read or written
    ├── HistoryDamaged       the corpus's history lacks what it needs, or holds what cannot be read
    ├── Moved                another version went live since the one that a change was made on
    ├── NothingChanged       what should be published is live already
    ├── StateHeld            another process works with the state folder
    ├── StateUnwritable      the state folder cannot be written to, or its disk is full
    └── SettingsInvalid      config.yaml, the environment or a server's setting says something impossible

They are raised where the fault is known and shown once, by the surface.
"""

__all__ = [
    "CorpusInvalid",
    "CorpusUnreadable",
    "EditRefused",
    "EffectUnknown",
    "ExtraMissing",
    "HistoryDamaged",
    "LdnbotError",
    "ManuscriptUnreadable",
    "Moved",
    "NotFound",
    "NothingChanged",
    "OutputExists",
    "PreviewImpossible",
    "QuestionsInvalid",
    "RecordsUnusable",
    "SettingsInvalid",
    "StateHeld",
    "StateUnwritable",
]


class LdnbotError(Exception):
    """A fault a person can act on: `what` is wrong, `where`, and the `fix`."""

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(what, where, fix)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        fix = self.fix[:1].upper() + self.fix[1:]
        return f"{head}. {fix}." if fix else f"{head}."


class CorpusUnreadable(LdnbotError):
    """A corpus folder or one of its files cannot be read."""


class CorpusInvalid(LdnbotError):
    """A corpus has errors that would make an answer wrong, so nothing is answered from it."""


class ManuscriptUnreadable(LdnbotError):
    """A file handed to the importer holds no text that can be imported."""


class ExtraMissing(LdnbotError):
    """A library that comes with an optional extra is not installed."""


class OutputExists(LdnbotError):
    """A file stands where the output would go."""


class NotFound(LdnbotError):
    """There is no section, passage, reference, version or proposal of that name."""


class EditRefused(LdnbotError):
    """A change to a corpus cannot be made as it was asked for; the corpus is as it was."""


class PreviewImpossible(LdnbotError):
    """A message cannot be read, Discord would refuse it, or the browser cannot draw it."""


class EffectUnknown(LdnbotError):
    """What a change of the corpus does could not be worked out in time or memory."""


class QuestionsInvalid(LdnbotError):
    """A file of labelled questions, or of facts, cannot be used."""


class RecordsUnusable(LdnbotError):
    """The database cannot be opened, read or written. What it holds is as it was."""


class HistoryDamaged(LdnbotError):
    """The history of the corpus lacks an object that it needs, or holds one that cannot be read."""


class Moved(LdnbotError):
    """Another version went live since the one that a change was made on, so the change was not published."""


class NothingChanged(LdnbotError):
    """What should be published is what is live already."""


class StateHeld(LdnbotError):
    """Another process works with the state folder."""


class StateUnwritable(LdnbotError):
    """The state folder cannot be written to, or its disk is full. What was there before is there still."""


class SettingsInvalid(LdnbotError):
    """A setting cannot be used."""
