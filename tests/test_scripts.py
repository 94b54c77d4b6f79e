"""scripts/ask with an environment whose pip only notes down what it was asked for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

_PYTHON = """\
#!/bin/sh
if [ "$1" = -m ]; then echo "$@" >> "$PIP_LOG"; exit; fi
shift
PYTHONPATH="$INSTALLED" exec "{python}" "$@"
"""


class Checkout:
    """A checkout with its environment, in which ldnbot runs from the folder `installed`."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.installed = place / "src"
        self._log = place / "pip.log"
        (place / "scripts").mkdir()
        for name in ("ask", "setup"):
            shutil.copy(ROOT / "scripts" / name, place / "scripts" / name)
        (place / "pyproject.toml").write_text("one")
        for package in (place / "src/ldnbot", place / "copy/ldnbot"):
            package.mkdir(parents=True)
            (package / "__init__.py").write_text("")
        (place / ".venv/bin").mkdir(parents=True)
        self._program("python", _PYTHON.format(python=sys.executable))
        self._program("ldnbot", '#!/bin/sh\necho "asked $@"\n')

    def _program(self, name: str, text: str) -> None:
        path = self.place / ".venv/bin" / name
        path.write_text(text)
        path.chmod(0o755)

    def ask(self) -> list[str]:
        """Ask, and return what pip was asked to install for it."""
        self._log.write_text("")
        environment = {**os.environ, "PIP_LOG": str(self._log), "INSTALLED": str(self.installed)}
        environment.pop("LDNBOT_VENV", None)
        ran = subprocess.run(
            [self.place / "scripts/ask", "why"], capture_output=True, text=True, env=environment, check=True
        )
        assert ran.stdout == "asked ask why\n"
        return self._log.read_text().splitlines()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_ask_installs_the_checkout_once(checkout: Checkout) -> None:
    (line,) = checkout.ask()
    assert line.endswith(f"--editable {checkout.place}")
    assert checkout.ask() == []


def test_ask_notices_that_a_copy_took_the_place_of_the_checkout(checkout: Checkout) -> None:
    checkout.ask()
    checkout.installed = checkout.place / "copy"
    assert len(checkout.ask()) == 1


def test_ask_installs_anew_when_the_libraries_changed_and_keeps_the_extras(checkout: Checkout) -> None:
    checkout.ask()
    stamp = checkout.place / ".venv/ldnbot-installed"
    stamp.write_text(f"[dev]{stamp.read_text()}")
    assert checkout.ask() == []
    (checkout.place / "pyproject.toml").write_text("two")
    (line,) = checkout.ask()
    assert line.endswith(f"--editable {checkout.place}[dev]")
