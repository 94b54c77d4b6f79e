"""What is wrong with a corpus, told so that a person can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Severity", "errors_among"]


class Severity(StrEnum):
    """An error makes an answer wrong or impossible; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: where it is, what it is, and how to mend it. `line` counts from 1; 0 is the whole file."""

    file: str
    line: int
    severity: Severity
    code: str
    """A short fixed name of the kind of fault, such as `unknown-key`."""

    what: str
    fix: str

    @property
    def where(self) -> str:
        """Return `file:line`, or the file alone."""
        return f"{self.file}:{self.line}" if self.line else self.file


def errors_among(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are errors."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)
