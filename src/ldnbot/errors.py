"""Everything that can go wrong for a person, as one tree.

    LdnbotError              what, where and what to do
    ├── CorpusUnreadable     a corpus folder or file that cannot be read at all
    ├── CorpusInvalid        a corpus that was read and has errors: carries how many, and the first of them
    ├── ManuscriptUnreadable an article handed to the importer that cannot be turned into text
    ├── ExtraMissing         a library of an optional extra is not installed
    ├── OutputExists         a file that would be overwritten
    ├── NotFound             a section, passage or reference that the corpus does not have
    ├── PreviewImpossible    a message that cannot be shown as a picture
    ├── QuestionsInvalid     a file of labelled questions that cannot be used
    └── SettingsInvalid      config.yaml or the environment says something impossible

They are raised where the fault is known and shown once, by the surface.
"""

__all__ = [
    "CorpusInvalid",
    "CorpusUnreadable",
    "ExtraMissing",
    "LdnbotError",
    "ManuscriptUnreadable",
    "NotFound",
    "OutputExists",
    "PreviewImpossible",
    "QuestionsInvalid",
    "SettingsInvalid",
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
    """The corpus has no such section, passage or reference."""


class PreviewImpossible(LdnbotError):
    """A message cannot be read, Discord would refuse it, or the browser cannot draw it."""


class QuestionsInvalid(LdnbotError):
    """A file of labelled questions, or of facts, cannot be used."""


class SettingsInvalid(LdnbotError):
    """A setting cannot be used."""
