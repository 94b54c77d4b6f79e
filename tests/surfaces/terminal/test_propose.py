import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ldnbot.corpus.folder import read_sources
from ldnbot.moderation.history import open_history
from ldnbot.moderation.proposal import Proposal
from ldnbot.moderation.proposals import Proposals
from ldnbot.records.audit import Audit
from ldnbot.records.database import open_database
from ldnbot.surfaces.terminal.state import now
from terminal_run import Ran, Terminal
from veltamine import DOSE, SOURCES

PRICE = "veltamine/price/a-month-of-veltamine"
NEW = "The usual starting dose of veltamine is 3 mg in the evening [@brook2019]."


@pytest.fixture
def state(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, ldnbot: Terminal) -> Path:
    """A state folder in which a corpus with questions of its own was published."""
    (folder / "questions.yaml").write_text(SOURCES["questions.yaml"])
    monkeypatch.setenv("LDNBOT_CORPUS", str(folder))
    monkeypatch.setenv("LDNBOT_STATE", str(tmp_path / "state"))
    assert ldnbot("corpus", "publish", "--corpus", folder, "--reason", "The first").status == 0
    return tmp_path / "state"


def kept(state: Path) -> tuple[Proposal, ...]:
    with open_history(state, now=now) as history:
        return Proposals(history).all_proposals()


def proposed(state: Path, name: str) -> dict[str, str]:
    with open_history(state, now=now) as history:
        proposals = Proposals(history)
        return proposals.sources(proposals.find(name))


def test_a_change_is_shown_and_kept_as_a_proposal(ldnbot: Terminal, state: Path, folder: Path) -> None:
    before = read_sources(folder)[0]
    ran = ldnbot("corpus", "propose", "edit", DOSE, "-", "--reason", "New leaflet", "--as", "Ann", stdin=NEW)
    assert ran.status == 0
    assert "[-2-]{+3+} mg" in ran.out
    assert "Proposal p1: Change veltamine/dose" in ran.out
    assert "ldnbot corpus diff p1 --answers" in ran.out
    (found,) = kept(state)
    assert (found.author.name, found.reason, found.decided) == ("Ann", "New leaflet", False)
    assert NEW in proposed(state, "p1")["veltamine.md"]
    assert read_sources(folder)[0] == before


def test_nothing_is_proposed_before_something_is_published(
    ldnbot: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LDNBOT_STATE", str(tmp_path / "state"))
    ran = ldnbot("corpus", "propose", "edit", DOSE, "-", stdin=NEW)
    assert ran.status == 2
    assert "ldnbot corpus publish" in ran.err


def test_a_proposal_made_here_is_in_the_audit(ldnbot: Terminal, state: Path) -> None:
    ldnbot("corpus", "propose", "edit", DOSE, "-", stdin=NEW)
    database = open_database(state / "records.sqlite3")
    try:
        assert {entry.what for entry in Audit(database).page().entries} == {"publish", "propose"}
    finally:
        database.close()


def test_a_proposal_of_a_folder_needs_a_title_and_its_options_stand_before_no_command(
    ldnbot: Terminal, state: Path
) -> None:
    assert "--title" in ldnbot("corpus", "propose").err
    ran = ldnbot("corpus", "propose", "--title", "x", "edit", DOSE, "-", stdin=NEW)
    assert (ran.status, kept(state)) == (2, ())


def test_with_a_folder_its_files_are_changed_and_nothing_is_proposed(
    ldnbot: Terminal, state: Path, folder: Path
) -> None:
    ran = ldnbot("corpus", "propose", "edit", DOSE, "-", "--into", folder, stdin=NEW)
    assert (ran.status, ran.err) == (0, "")
    assert NEW in (folder / "veltamine.md").read_text()
    assert kept(state) == ()
    assert f"Changed {folder}" in ran.out


@pytest.mark.parametrize(
    ("arguments", "stdin", "file", "line"),
    [
        (("add", "-", "--after", DOSE), "Tablets are round.", "veltamine.md", "<!-- passage: tablets-are-round -->"),
        (("add", "-", "--section", "price", "--name", "b c"), "By post.", "veltamine.md", "<!-- passage: b-c -->"),
        (("add", "-", "--heading", "Sleep"), "It helps.", "veltamine.md", "## Sleep"),
        (
            ("add", "-", "--heading", "Mild harm", "--section", "Rare harm"),
            "Mild.",
            "veltamine.md",
            "### Mild harm",
        ),
        (
            ("reference", "--title", "On sleep", "--study", "animal", "--issued", "2025"),
            "",
            "references.yaml",
            "- id: onsleep2025",
        ),
        (("reference", "--change", "brook2019", "--pmcid", "PMC12"), "", "references.yaml", "  PMCID: PMC12"),
        (("reviewed", "veltamine", "--reviewer", "B", "--on", "2026-11-01"), "", "veltamine.md", "reviewed_by: B"),
        (("teach", "whats the moolah", PRICE), "", "questions.yaml", "  - whats the moolah"),
        (("not-covered", "is it vegan"), "", "questions.yaml", "  - is it vegan"),
        (("word", "oxycodone", "zzoxy"), "", "lexicon.yaml", "zzoxy"),
    ],
)  # fmt: skip
def test_every_kind_of_change_is_kept(
    ldnbot: Terminal, state: Path, arguments: tuple[str, ...], stdin: str, file: str, line: str
) -> None:
    ran = ldnbot("corpus", "propose", *arguments, stdin=stdin)
    assert (ran.status, ran.out.count("Proposal p1: ")) == (0, 1)
    text = proposed(state, "p1")[file]
    assert line in text if file == "lexicon.yaml" else line in text.split("\n")


def test_a_passage_a_section_and_a_reference_are_removed_by_their_names(
    ldnbot: Terminal, state: Path, folder: Path
) -> None:
    ran = ldnbot("corpus", "propose", "remove", PRICE)
    assert "1 also-asked line went with it." in ran.out
    assert "A month" not in proposed(state, "p1")["veltamine.md"]
    ldnbot("corpus", "propose", "remove", "side effects")
    assert "Rare harm" not in proposed(state, "p2")["veltamine.md"]
    ran = ldnbot("corpus", "propose", "remove", "marsh2021")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "is cited by" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("edit", "veltamine/dos", "-"), "there is no passage"),
        (("edit", DOSE), "Name a file with the text"),
        (("edit", DOSE, "no-such-file.md"), "cannot be read"),
        (("add", "-"), "Say where"),
        (("add", "-", "--after", DOSE, "--section", "price"), "Say where"),
        (("add", "-", "--section", "nowhere at all"), "there is no section"),
        (("reference", "--title", "On sleep"), "how it was studied"),
        (("reference", "--change", "nobody"), "there is no reference"),
        (("reviewed", "veltamine"), "--reviewer"),
        (("teach", "ring +44 20 7946 0958", PRICE), "telephone"),
        (("teach", "veltamine dose"), "the nearest are"),
        (("teach", "how much", PRICE, "--word", "much"), "WORD=CONCEPT"),
        (("word", "nothing", "x"), "no concept"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_kept(
    ldnbot: Terminal, state: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = ldnbot("corpus", "propose", *arguments, stdin="Text.")
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert kept(state) == ()


def test_an_unknown_word_is_named_and_taught_on_demand(ldnbot: Terminal, state: Path) -> None:
    ran = ldnbot("corpus", "propose", "teach", "how many zorkmids is veltamine", PRICE)
    assert "Nobody knows the word zorkmids. It may mean: " in ran.out
    ran = ldnbot("corpus", "propose", "teach", "how many zorkmids is veltamine", PRICE, "--word", "zorkmids=cost")
    assert "Nobody knows" not in ran.out
    assert "zorkmids" in proposed(state, "p2")["lexicon.yaml"]


def test_a_state_folder_that_the_bot_holds_is_left_alone(ldnbot: Terminal, state: Path) -> None:
    from ldnbot.moderation.locking import hold_state

    with hold_state(state, name="the bot", now=now):
        ran = ldnbot("corpus", "propose", "edit", DOSE, "-", stdin=NEW)
    assert ran.status == 2
    assert "the bot" in ran.err
    assert kept(state) == ()


def at_terminal(*arguments: str, typed: str, editor: Path, state: Path) -> str:
    """Return what a person at a terminal sees."""
    pty = pytest.importorskip("pty")
    reader, writer = pty.openpty()
    environment = {**os.environ, "EDITOR": str(editor), "COLUMNS": "80", "TERM": "xterm-256color"}
    environment.pop("VISUAL", None)
    running = subprocess.Popen(
        [sys.executable, "-m", "ldnbot", "corpus", "propose", *arguments],
        stdin=writer,
        stdout=writer,
        stderr=writer,
        env=environment,
    )
    os.write(reader, typed.encode())
    status = running.wait(timeout=60)
    os.close(writer)
    out = b""
    try:
        while piece := os.read(reader, 10_000):
            out += piece
    except OSError:  # the end, on Linux
        pass
    os.close(reader)
    assert status in (0, 2)
    return out.decode()


def test_at_a_terminal_the_editor_opens_and_the_change_is_asked_about(tmp_path: Path, state: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/2 mg/3 mg/" "$1"\n')
    editor.chmod(0o755)
    shown = at_terminal("edit", DOSE, typed="y\n", editor=editor, state=state)
    assert "Keep this as a proposal?" in shown
    assert "\x1b[1;32m3" in shown
    assert "This line is taken out" not in proposed(state, "p1")["veltamine.md"]
    assert NEW.partition(".")[0] in proposed(state, "p1")["veltamine.md"]
    at_terminal("edit", DOSE, typed="n\n", editor=editor, state=state)
    assert len(kept(state)) == 1


def test_an_editor_left_without_saving_changes_nothing(tmp_path: Path, state: Path) -> None:
    shown = at_terminal("edit", DOSE, typed="", editor=Path("/bin/true"), state=state)
    assert "left without saving" in shown
    assert kept(state) == ()


def diffed(ldnbot: Terminal, *arguments: object) -> Ran:
    return ldnbot("corpus", "diff", *arguments)


def test_diff_shows_a_proposal_against_what_it_was_made_on(ldnbot: Terminal, state: Path) -> None:
    ldnbot("corpus", "propose", "remove", PRICE)
    ran = diffed(ldnbot, "p1")
    assert ran.status == 1
    assert f"removed {PRICE}" in ran.out
    found = json.loads(diffed(ldnbot, "p1", "--json", "--answers").out)
    assert [change["id"] for change in found["passages"]] == [PRICE]
    assert found["asked"] == 2


def test_diff_of_two_folders_asks_further_questions(
    ldnbot: Terminal, folder: Path, tmp_path: Path, state: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name, text in read_sources(folder)[0].items():
        (other / name).write_text(text)
    ldnbot("corpus", "propose", "teach", "whats the zorkmids", PRICE, "--into", other)
    asked = tmp_path / "asked.txt"
    asked.write_text("whats the zorkmids\n\nis it vegan\n")
    out = diffed(ldnbot, folder, other, "--answers", "--ask", asked).out
    assert "1 of 2 unanswered questions is answered now" in out
    assert "How it answers: “whats the zorkmids”" in out
    assert out.rstrip().splitlines()[-1].strip().startswith("This is not medical advice")


def test_two_equal_folders_differ_in_nothing(ldnbot: Terminal, folder: Path, state: Path) -> None:
    ran = diffed(ldnbot, folder, folder)
    assert (ran.status, ran.out) == (0, "Nothing differs.\n")


def test_a_diff_to_a_corpus_with_errors_says_that_it_cannot_be_published(
    ldnbot: Terminal, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name, text in read_sources(folder)[0].items():
        (other / name).write_text(text.replace("[@brook2019]", "[@brok2019]"))
    ran = diffed(ldnbot, folder, other, "--answers")
    assert ran.status == 1
    assert "it cannot be published like this" in ran.out
    assert "the changed corpus has errors" in ran.out


@pytest.mark.parametrize("names", [("p9",), ("nothing-like-it", "other"), ("a", "b", "c"), ("live", "--ask", "x")])
def test_a_diff_of_what_is_not_there_says_what_to_name(ldnbot: Terminal, state: Path, names: tuple[str, ...]) -> None:
    ran = diffed(ldnbot, *names)
    assert ran.status == 2
    assert ran.err
    assert "Traceback" not in ran.err
