"""The wheel carries all that a person needs: it is installed for real, into an environment of its own."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(place.glob("*.whl"))


def test_the_wheel_holds_the_corpus_and_nothing_of_the_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for file in sorted((ROOT / "corpus").iterdir()):
        assert f"ldnbot/shipped/{file.name}" in names
    assert "ldnbot/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "shared"))]


def test_the_installed_wheel_answers_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    programs = tmp_path / "venv" / "bin"
    install = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, text=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    command = [str(programs / "ldnbot"), "ask", "how much does LDN cost per month", "--json"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, cwd=empty)
    answer = json.loads(ran.stdout)
    assert answer["status"] == "answered"
    assert "$20–$30 per month" in answer["quotes"][0]["text"]
    assert answer["references"]
    assert not list(empty.iterdir())
