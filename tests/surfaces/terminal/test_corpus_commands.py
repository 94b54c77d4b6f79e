import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from small import ARTICLE, REFERENCES, write_corpus
from terminal_run import Terminal

WRONG = ARTICLE.replace("[@brook2019; @marsh2021]", "[@brok2019]")


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir() if path.is_file()}


def test_a_sound_corpus_is_said_to_be_sound(ldnbot: Terminal, folder: Path) -> None:
    ran = ldnbot("corpus", "check", "--corpus", folder)
    assert (ran.status, ran.out, ran.err) == (0, f"{folder}: 0 errors, 0 warnings.\n", "")


def test_an_error_is_shown_with_its_place_code_and_fix(ldnbot: Terminal, folder: Path) -> None:
    write_corpus(folder, WRONG)
    ran = ldnbot("corpus", "check", "--corpus", folder)
    assert ran.status == 1
    name = next(folder.glob("*.md")).name
    line = WRONG.split("\n").index("- Dry mouth was the commonest complaint [@brok2019].") + 1
    assert f"{name}:{line}: error: [@brok2019] is cited and references.yaml has no such key [unknown-key]\n" in ran.out
    assert "    did you mean [@brook2019]? Correct the key, or add the reference\n" in ran.out
    assert ran.out.endswith("1 error, 0 warnings.\n")


def test_a_warning_counts_only_when_strict(ldnbot: Terminal, folder: Path) -> None:
    write_corpus(folder, ARTICLE.replace("licence: CC-BY-4.0\n", ""))
    assert ldnbot("corpus", "check", "--corpus", folder).status == 0
    assert ldnbot("corpus", "check", "--corpus", folder, "--strict").status == 1


def test_findings_are_one_json_object_for_other_programs(ldnbot: Terminal, folder: Path) -> None:
    write_corpus(folder, WRONG)
    ran = ldnbot("corpus", "check", "--json", "--corpus", folder)
    found = json.loads(ran.out)
    assert ran.status == 1
    assert set(found) == {"corpus", "version", "errors", "warnings", "findings"}
    assert (found["corpus"], found["errors"], found["warnings"]) == (str(folder), 1, 0)
    assert set(found["findings"][0]) == {"file", "line", "severity", "code", "what", "fix"}
    assert [finding["code"] for finding in found["findings"]] == ["unknown-key"]


@pytest.mark.parametrize("command", ["check", "fmt", "list", "stats"])
def test_a_folder_that_is_not_there_is_one_line_and_status_2(ldnbot: Terminal, tmp_path: Path, command: str) -> None:
    ran = ldnbot("corpus", command, "--corpus", tmp_path / "missing")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "no such corpus folder" in ran.err


def test_a_folder_that_is_empty_is_one_line_and_status_2(ldnbot: Terminal, tmp_path: Path) -> None:
    ran = ldnbot("corpus", "check", "--corpus", tmp_path)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "ldnbot corpus import" in ran.err


def test_fmt_check_names_the_files_and_changes_nothing(ldnbot: Terminal, folder: Path) -> None:
    write_corpus(folder, ARTICLE.replace("\n\n", "\n\n\n"))
    before = snapshot(folder)
    ran = ldnbot("corpus", "fmt", "--check", "--corpus", folder)
    assert ran.status == 1
    assert ran.out.splitlines() == [f"would format {next(folder.glob('*.md'))}"]
    assert snapshot(folder) == before


def test_fmt_writes_the_normal_form_and_is_then_content(ldnbot: Terminal, folder: Path) -> None:
    write_corpus(folder, ARTICLE.replace("\n\n", "\n\n\n"), REFERENCES.replace("issued: '2021'", "issued: 2021"))
    assert ldnbot("corpus", "fmt", "--corpus", folder).status == 0
    assert next(folder.glob("*.md")).read_text() == ARTICLE
    assert (folder / "references.yaml").read_text() == REFERENCES
    ran = ldnbot("corpus", "fmt", "--check", "--corpus", folder)
    assert (ran.status, ran.out) == (0, "Everything is in its normal form.\n")


def test_fmt_leaves_a_file_that_it_cannot_read_alone(ldnbot: Terminal, folder: Path) -> None:
    (folder / "references.yaml").write_text("references: [\n")
    ran = ldnbot("corpus", "fmt", "--corpus", folder)
    assert ran.status == 1
    assert "[broken-yaml]" in ran.out
    assert (folder / "references.yaml").read_text() == "references: [\n"


def test_list_shows_each_passage_with_its_first_words(ldnbot: Terminal, folder: Path) -> None:
    ran = ldnbot("corpus", "list", "--corpus", folder)
    assert ran.status == 0
    assert "Side effects › Rare harm" in ran.out
    assert "    The usual starting dose of veltamine is 2 … (2 citations)\n" in ran.out
    rows = json.loads(ldnbot("corpus", "list", "--json", "--corpus", folder).out)
    assert [row["citations"] for row in rows] == [0, 2, 2, 1, 1]
    assert all(row["id"] in ran.out for row in rows)


def test_every_listed_id_can_be_shown(ldnbot: Terminal, folder: Path) -> None:
    for row in json.loads(ldnbot("corpus", "list", "--json", "--corpus", folder).out):
        ran = ldnbot("corpus", "show", row["id"], "--corpus", folder)
        assert ran.status == 0
        assert ran.out.startswith(f"{row['id']}\n{row['file']}:{row['line']}, ")


def test_show_gives_each_sentence_with_its_keys_and_the_references(ldnbot: Terminal, folder: Path) -> None:
    ids = [row["id"] for row in json.loads(ldnbot("corpus", "list", "--json", "--corpus", folder).out)]
    out = ldnbot("corpus", "show", ids[1], "--corpus", folder).out
    assert "1. The usual starting dose of veltamine is 2 mg in the evening.\n   brook2019\n" in out
    assert "2. It rises to 8 mg over six weeks.\n   marsh2021\n" in out
    assert "[1] brook2019: Brook AL. Veltamine for night cramps." in out
    assert (
        "2. Most insurers do not pay for it.\n   no citation\n"
        in ldnbot("corpus", "show", ids[4], "--corpus", folder).out
    )


def test_show_takes_a_heading_or_a_key(ldnbot: Terminal, folder: Path) -> None:
    assert "starting dose" in ldnbot("corpus", "show", "dose", "--corpus", folder).out
    out = ldnbot("corpus", "show", "@marsh2021", "--corpus", folder).out
    assert "https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/" in out
    assert "Cited by" in out


@pytest.mark.parametrize(
    ("wanted", "meant"), [("marsh2012", "marsh2021"), ("side efects", "Side effects"), ("harm", "Rare harm")]
)
def test_show_guesses_what_an_unknown_id_means(ldnbot: Terminal, folder: Path, wanted: str, meant: str) -> None:
    ran = ldnbot("corpus", "show", wanted, "--corpus", folder)
    assert (ran.status, ran.out) == (2, "")
    assert f"Did you mean {meant}." in ran.err


@pytest.mark.parametrize("wanted", ["zzz", "", "日本", "a\nb"])
def test_show_says_where_all_ids_are(ldnbot: Terminal, folder: Path, wanted: str) -> None:
    ran = ldnbot("corpus", "show", wanted, "--corpus", folder)
    assert ran.status == 2
    assert "See all with: ldnbot corpus list." in ran.err
    assert ran.err.count("\n") == 1


def test_stats_count_the_corpus(ldnbot: Terminal, folder: Path) -> None:
    found = json.loads(ldnbot("corpus", "stats", "--json", "--corpus", folder).out)
    counts = ("articles", "sections", "passages", "sentences", "sentences_without_citation", "citations")
    assert [found[name] for name in counts] == [1, 5, 5, 9, 3, 6]
    assert found["references_cited"] == {"all": 3, "randomised-trial": 1, "systematic-review": 1, "web-page": 1}
    assert found["references_uncited"] == {"all": 0}
    assert list(found["reviews"].values()) == [{"reviewed": "2026-01-01", "review_due": "2027-01-01"}]
    out = ldnbot("corpus", "stats", "--corpus", folder).out
    assert f"version: {found['version']}\n" in out
    assert "  randomised-trial: 1\n" in out


def test_a_corpus_with_errors_can_be_looked_at(ldnbot: Terminal, folder: Path) -> None:
    write_corpus(folder, WRONG)
    ran = ldnbot("corpus", "show", "side effects", "--corpus", folder)
    assert ran.status == 0
    assert "brok2019: not in references.yaml" in ran.out
    assert ran.err == "This corpus has errors (1): see ldnbot corpus check.\n"


def test_the_environment_names_the_corpus(ldnbot: Terminal, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LDNBOT_CORPUS", str(folder))
    assert ldnbot("corpus", "check").out.startswith(f"{folder}: ")


@pytest.mark.parametrize("command", ["check", "fmt", "list", "show", "stats", "import"])
def test_the_help_of_each_command_teaches_with_an_example(ldnbot: Terminal, command: str) -> None:
    assert f"ldnbot corpus {command}" in ldnbot("corpus", command, "--help").out.split("Examples:")[1]


def test_import_writes_a_draft_and_lists_what_to_confirm(ldnbot: Terminal, tmp_path: Path) -> None:
    pytest.importorskip("ldnbot.corpus.importing.importer")
    (tmp_path / "sleep.md").write_text(
        "# Sleep\n\nVeltamine helped people sleep [1].\n\n## References\n\n1. Brook AL. Sleep. J Test. 2019.\n"
    )
    ran = ldnbot("corpus", "import", tmp_path / "sleep.md", "--out", tmp_path / "out")
    assert ran.status == 0
    written = re.findall(r"^wrote (.+)$", ran.out, re.MULTILINE)
    assert sorted(written) == sorted(str(path) for path in (tmp_path / "out").iterdir())
    assert "Missing: please add (" in ran.out
    assert ran.out.endswith(f"\nNext: ldnbot corpus check --corpus {tmp_path / 'out'}\n")
    again = ldnbot("corpus", "import", tmp_path / "sleep.md", "--out", tmp_path / "out")
    assert (again.status, again.err.count("\n")) == (2, 1)
    assert "--force" in again.err
    assert ldnbot("corpus", "import", tmp_path / "sleep.md", "--out", tmp_path / "out", "--force").status == 0


def test_import_reads_standard_input(ldnbot: Terminal, tmp_path: Path) -> None:
    pytest.importorskip("ldnbot.corpus.importing.importer")
    ran = ldnbot(
        "corpus", "import", "-", "--name", "nap", "--out", tmp_path / "out", stdin="# Nap\n\nVeltamine helped.\n"
    )
    assert ran.status == 0
    assert (tmp_path / "out" / "nap.md").is_file()


def test_colour_is_kept_from_pipes_and_from_those_who_want_none(folder: Path) -> None:
    write_corpus(folder, WRONG)
    ran = subprocess.run(
        [sys.executable, "-m", "ldnbot", "corpus", "check", "--corpus", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "60", "TERM": "xterm-256color"},
    )
    assert ran.returncode == 1
    assert "\x1b" not in ran.stdout
    assert "[unknown-key]" in ran.stdout


@pytest.mark.parametrize("colour", [True, False])
def test_a_terminal_of_60_columns_is_readable(folder: Path, colour: bool) -> None:
    pty = pytest.importorskip("pty")
    write_corpus(folder, WRONG)
    environment = {**os.environ, "COLUMNS": "60", "TERM": "xterm-256color", **({} if colour else {"NO_COLOR": "1"})}
    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "ldnbot", "corpus", "check", "--corpus", str(folder)]
    running = subprocess.Popen(command, stdout=writer, stderr=writer, env=environment)
    assert running.wait(timeout=60) == 1
    os.close(writer)
    out = os.read(reader, 100_000).decode()
    os.close(reader)
    assert ("\x1b[31m" in out) == colour
    findings = re.sub(r"\x1b\[[0-9;]*m", "", out).split(str(folder))[0]
    assert max(len(line.rstrip()) for line in findings.splitlines()) <= 60
