import asyncio
import inspect
from pathlib import Path

import pytest
from hypothesis import settings

from small import write_corpus
from terminal_run import Terminal

settings.register_profile("ldnbot", deadline=None)  # the first example of a run loads nltk
settings.load_profile("ldnbot")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small corpus about an invented medicine."""
    return write_corpus(tmp_path / "corpus")


@pytest.fixture
def ldnbot(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    """The command line, with no configuration of the machine's in its way."""
    monkeypatch.delenv("LDNBOT_CONFIG", raising=False)
    monkeypatch.delenv("LDNBOT_CORPUS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return Terminal(monkeypatch, capfd)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine to its end."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True
