"""Runs the command line as a person would, inside the test's process."""

import io
import sys
from dataclasses import dataclass

import pytest

from ldnbot.surfaces.terminal.main import run


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


class Terminal:
    """Runs commands; `Terminal("ask", "…")` returns what they printed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capfd = capfd

    def __call__(self, *arguments: object, stdin: str | bytes = "") -> Ran:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        self._monkeypatch.setattr(sys, "argv", ["ldnbot", *map(str, arguments)])
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        self._capfd.readouterr()
        with pytest.raises(SystemExit) as leaving:
            run()
        sys.stdout.flush()
        captured = self._capfd.readouterr()
        return Ran(int(leaving.value.code or 0), captured.out, captured.err)
