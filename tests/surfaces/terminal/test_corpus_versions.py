import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from histories import FIRST, SECOND, THIRD
from ldnbot.corpus.folder import corpus_version
from ldnbot.moderation.history import open_history
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import State
from ldnbot.moderation.proposals import Proposals
from ldnbot.records.audit import Audit
from ldnbot.records.database import open_database
from ldnbot.surfaces.terminal.state import now
from small import ARTICLE, REFERENCES, write_corpus
from terminal_run import Ran, Terminal

COMMANDS = (
    *("diff", "propose", "publish", "status", "history", "rollback", "export", "pull"),
    *("proposals", "approve", "reject"),
)


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state folder that the commands use."""
    monkeypatch.setenv("LDNBOT_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def begun(ldnbot: Terminal, state: Path, folder: Path) -> Terminal:
    """The command line, where the folder's corpus is published."""
    assert publish(ldnbot, folder).status == 0
    return ldnbot


def publish(ldnbot: Terminal, folder: Path, reason: str = "The first corpus", *more: object) -> Ran:
    return ldnbot("corpus", "publish", "--corpus", folder, "--reason", reason, "--as", "Ana", *more)


def change(folder: Path, old: str = "about $12", new: str = "about $14") -> None:
    article = folder / "veltamine.md"
    article.write_text(article.read_text().replace(old, new))


def versions(ldnbot: Terminal) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(ldnbot("corpus", "history", "--json").out)
    return found


def audited(state: Path) -> list[tuple[str, str]]:
    database = open_database(state / "records.sqlite3")
    try:
        return [(entry.what, entry.detail) for entry in reversed(Audit(database).page().entries)]
    finally:
        database.close()


def test_a_folder_is_published_and_stands_in_the_history(begun: Terminal, state: Path) -> None:
    (first,) = versions(begun)
    assert (first["version"], first["author"], first["reason"]) == (corpus_version(FIRST), "Ana", "The first corpus")
    assert begun("corpus", "history").out == (
        f"{first['version']}  {first['at'][:16].replace('T', ' ')}  Ana: The first corpus  (live)\n"
    )
    assert audited(state) == [("publish", f"{first['version']} Ana: The first corpus")]


@pytest.mark.parametrize(
    "arguments", [["history"], ["status"], ["export", "out"], ["rollback", "abcd", "--reason", "x"]]
)
def test_without_a_version_every_command_says_how_to_publish_one(
    ldnbot: Terminal, state: Path, arguments: list[str]
) -> None:
    ran = ldnbot("corpus", *arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "ldnbot corpus publish" in ran.err or "ldnbot corpus history" in ran.err


@pytest.mark.parametrize("command", ["publish", "rollback", "reject"])
def test_a_reason_must_be_given(begun: Terminal, command: str) -> None:
    what = {"publish": [], "rollback": ["abcd"], "reject": ["p1"]}[command]
    for reason in ([], ["--reason", "  "]):
        ran = begun("corpus", command, *what, *reason)
        assert ran.status == 2
        assert "--reason" in ran.err


def test_a_changed_folder_is_compared_and_published_again(begun: Terminal, folder: Path) -> None:
    assert begun("corpus", "diff", "--corpus", folder).out == "Nothing differs.\n"
    change(folder)
    ran = begun("corpus", "diff", "--corpus", folder)
    assert ran.status == 1
    assert "\nchanged veltamine/" in ran.out
    assert "[-$12-]{+$14+}" in ran.out or "$[-12-]{+14+}" in ran.out
    assert publish(begun, folder, "The price rose").out == f"Version {corpus_version(SECOND)} is live.\n"
    assert publish(begun, folder, "Again").out == "Nothing to publish: the folder is what is live already.\n"
    assert [version["reason"] for version in versions(begun)] == ["The price rose", "The first corpus"]


def test_a_folder_with_errors_is_not_published(begun: Terminal, folder: Path) -> None:
    change(folder, "[@brook2019; @marsh2021]", "[@brok2019]")
    ran = publish(begun, folder, "Wrong")
    assert ran.status == 2
    assert f"{folder}/veltamine.md:" in ran.err
    assert f"ldnbot corpus check --corpus {folder}" in ran.err
    (folder / "bad.md").write_bytes(b"\xff")
    assert "not UTF-8" in publish(begun, folder, "Worse").err
    assert len(versions(begun)) == 1


def test_an_old_copy_keeps_what_was_published_since(begun: Terminal, folder: Path, tmp_path: Path) -> None:
    assert begun("corpus", "export", tmp_path / "copy").status == 0
    change(folder)
    publish(begun, folder, "The price rose")
    references = tmp_path / "copy/references.yaml"
    references.write_text(THIRD["references.yaml"])
    ran = publish(begun, tmp_path / "copy", "The name")
    assert ran.status == 0
    assert f"ldnbot corpus export --force {tmp_path / 'copy'}" in ran.out
    assert begun("corpus", "export", "--force", tmp_path / "copy").status == 0
    assert (tmp_path / "copy/veltamine.md").read_text() == SECOND["veltamine.md"]
    assert references.read_text() == THIRD["references.yaml"]


def test_an_old_copy_that_changes_the_same_passage_is_not_published(
    begun: Terminal, folder: Path, tmp_path: Path
) -> None:
    begun("corpus", "export", tmp_path / "copy")
    change(folder)
    publish(begun, folder, "The price rose")
    change(tmp_path / "copy", "about $12", "about $9")
    ran = publish(begun, tmp_path / "copy", "It fell")
    assert ran.status == 1
    assert "published: " in ran.out
    assert "$14" in ran.out
    assert "$9" in ran.out
    assert len(versions(begun)) == 2


def test_a_folder_from_nowhere_must_say_what_it_was_made_on(begun: Terminal, tmp_path: Path) -> None:
    other = write_corpus(tmp_path / "other", ARTICLE.replace("about $12", "about $14"))
    ran = publish(begun, other, "The price rose")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "--base" in ran.err
    assert publish(begun, other, "The price rose", "--base", corpus_version(FIRST)[:6]).status == 0
    third = write_corpus(tmp_path / "third", ARTICLE, THIRD["references.yaml"])
    assert publish(begun, third, "All anew", "--base", "live").status == 0
    assert versions(begun)[0]["version"] == corpus_version(THIRD)


def test_a_version_is_shown_with_what_it_changed(begun: Terminal, folder: Path) -> None:
    change(folder)
    publish(begun, folder, "The price rose")
    newest, first = versions(begun)
    out = begun("corpus", "history", newest["version"][:6]).out
    assert "Written by Ana, published by Ana" in out
    assert "{+" in out
    assert "It is the first version." in begun("corpus", "history", first["commit"][:8]).out


def test_the_history_says_where_there_is_more(begun: Terminal, folder: Path) -> None:
    for number in range(3):
        change(folder, f"about ${12 + number}", f"about ${13 + number}")
        publish(begun, folder, f"Rise {number}")
    out = begun("corpus", "history", "--limit", "2").out
    assert out.count("\n") == 3
    assert "--limit 4" in out


def test_a_rollback_makes_the_old_version_live_again(begun: Terminal, folder: Path, state: Path) -> None:
    change(folder)
    publish(begun, folder, "The price rose")
    wanted = corpus_version(FIRST)
    ran = begun("corpus", "rollback", wanted, "--reason", "It did not", "--as", "Ben")
    assert (ran.status, ran.out.startswith(f"Version {wanted} is live again")) == (0, True)
    assert [version["version"] for version in versions(begun)] == [wanted, corpus_version(SECOND), wanted]
    assert audited(state)[-1] == ("rollback", f"{wanted} Ben: It did not")
    assert begun("corpus", "rollback", wanted, "--reason", "Again").status == 2


def test_a_version_is_exported_as_a_folder_or_an_archive(begun: Terminal, folder: Path, tmp_path: Path) -> None:
    change(folder)
    publish(begun, folder, "The price rose")
    assert begun("corpus", "export", tmp_path / "out").status == 0
    assert {path.name: path.read_text() for path in (tmp_path / "out").iterdir()} == SECOND
    archive = tmp_path / "old.zip"
    assert begun("corpus", "export", "--version", corpus_version(FIRST), archive).status == 0
    with zipfile.ZipFile(archive) as opened:
        assert {name: opened.read(name).decode() for name in opened.namelist()} == FIRST
    first = archive.read_bytes()
    refused = begun("corpus", "export", archive)
    assert (refused.status, "--force" in refused.err, archive.read_bytes()) == (2, True, first)
    assert begun("corpus", "export", "--version", corpus_version(FIRST), "--force", archive).status == 0
    assert archive.read_bytes() == first  # the same version is the same archive


def test_a_proposal_goes_its_way(begun: Terminal, folder: Path, state: Path) -> None:
    change(folder)
    made = begun(*("corpus", "propose", "--corpus", folder, "--title", "Price", "--reason", "It rose", "--as", "Ben"))
    assert made.out.startswith("Proposal p1: Price\n")
    assert "  Ben: Price\n" in begun("corpus", "proposals").out
    shown = begun("corpus", "proposals", "p1").out
    assert "Ben: It rose" in shown
    assert "{+" in shown
    assert begun("corpus", "diff", "p1").status == 1
    own = begun("corpus", "approve", "p1", "--as", "Ben")
    assert (own.status, "nobody approves of their own proposal" in own.err) == (2, True)
    assert begun("corpus", "approve", "p1", "--as", "Ana").out == "Proposal p1: Ana approves.\n"
    published = begun("corpus", "publish", "P1", "--reason", "Is so", "--as", "Ana")
    assert published.out == f"Version {corpus_version(SECOND)} is live: proposal p1.\n"
    assert "Ben, published by Ana [p1]: Price" in begun("corpus", "history").out
    again = begun("corpus", "publish", "p1", "--reason", "Is so")
    assert (again.status, "proposal p1 is published, by Ana" in again.out) == (1, True)
    assert [what for what, _ in audited(state)] == ["publish", "propose", "approve", "publish"]


def test_a_rejected_proposal_is_kept_with_the_reason(begun: Terminal, folder: Path) -> None:
    change(folder)
    begun("corpus", "propose", "--corpus", folder, "--title", "Price", "--as", "Ben")
    assert begun("corpus", "reject", "p1", "--reason", "It did not", "--as", "Ana").status == 0
    assert begun("corpus", "proposals").out == "Nothing waits for a decision.\n"
    (found,) = json.loads(begun("corpus", "proposals", "--all", "--json").out)
    assert (found["state"], found["reason"], found["by"]) == ("rejected", "It did not", "Ana")
    assert begun("corpus", "reject", "p1", "--reason", "Again").status == 1


def test_a_proposal_whose_changes_are_asked_for_is_not_published(begun: Terminal, folder: Path, state: Path) -> None:
    change(folder)
    begun("corpus", "propose", "--corpus", folder, "--title", "Price", "--as", "Ben")
    with open_history(state, now=now) as history:
        proposals = Proposals(history)
        proposals.decide(proposals.find("p1"), State.CHANGES_ASKED, by=Moderator("1", "Ana"), reason="Which month?")
    ran = begun("corpus", "publish", "p1", "--reason", "Is so", "--as", "Ana")
    assert ran.status == 1
    assert "Not published: Ana asks for changes: Which month?" in ran.out
    assert "Ben, published by" not in begun("corpus", "history").out


def test_with_the_setting_for_a_second_moderator_nobody_publishes_alone(
    begun: Terminal, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.yaml").write_text("approvals: 1\n")
    monkeypatch.setenv("LDNBOT_CONFIG", str(tmp_path / "config.yaml"))
    change(folder)
    alone = publish(begun, folder, "The price rose")
    assert (alone.status, "one more moderator must approve" in alone.out) == (1, True)
    begun("corpus", "propose", "--corpus", folder, "--title", "Price", "--as", "Ben")
    own = begun("corpus", "publish", "p1", "--reason", "Mine", "--as", "Ben")
    assert (own.status, "one more moderator must approve" in own.out) == (1, True)
    assert begun("corpus", "publish", "p1", "--reason", "Is so", "--as", "Ana").status == 0


def test_the_status_says_what_needs_attention(begun: Terminal, folder: Path) -> None:
    change(folder, "review_due: 2027-01-01", "review_due: 2026-02-01")
    change(folder, " [@velta-page]", "")
    publish(begun, folder, "Due")
    begun("corpus", "export", folder.with_name("copy"))
    change(folder.with_name("copy"))
    begun("corpus", "propose", "--corpus", folder.with_name("copy"), "--title", "Price", "--as", "Ben")
    found = json.loads(begun("corpus", "status", "--json", "--verify").out)
    assert (found["passages"], found["references"]) == (5, 3)
    assert found["overdue_reviews"] == ["veltamine (2026-02-01)"]
    assert found["uncited_references"] == ["velta-page"]
    assert found["open_proposals"] == ["p1: Price"]
    assert found["damage"] == []
    assert "open proposals: 1\n  p1: Price\n" in begun("corpus", "status").out


def test_damage_is_found_and_named(begun: Terminal, folder: Path, state: Path) -> None:
    change(folder)
    publish(begun, folder, "The price rose")
    parent = versions(begun)[1]["commit"]
    path = state / "corpus.git/objects" / parent[:2] / parent[2:]
    path.chmod(0o644)
    path.write_bytes(b"")
    ran = begun("corpus", "status", "--verify")
    assert ran.status == 1
    assert f"the commit {parent[:12]} cannot be read" in ran.out


def test_a_clone_is_pulled_from(begun: Terminal, folder: Path, state: Path, tmp_path: Path) -> None:
    shutil.copytree(state, tmp_path / "elsewhere")
    change(folder)
    with pytest.MonkeyPatch.context() as there:
        there.setenv("LDNBOT_STATE", str(tmp_path / "elsewhere"))
        publish(begun, folder, "The price rose")
    remote = f"file://{tmp_path}/elsewhere/corpus.git"
    proposed = begun("corpus", "pull", remote)
    assert (proposed.status, proposed.out.startswith("Proposal p1: The price rose (the rule says so)")) == (0, True)
    assert begun("corpus", "pull", remote).out == "Nothing new.\n"
    assert begun("corpus", "pull", "--incoming").out == "No branch below incoming/ has anything new.\n"
    refused = begun("corpus", "pull", "http://example.org/x.git")
    assert (refused.status, "https:// or file:///" in refused.out) == (1, True)
    assert "set remote:" in begun("corpus", "pull").err
    (tmp_path / "config.yaml").write_text(f"remote: {remote}\nremote_rule: publish\n")
    begun("corpus", "reject", "p1", "--reason", "At once instead")
    ran = begun("--config", tmp_path / "config.yaml", "corpus", "pull", "--branch", "main")
    assert ran.out == f"Version {corpus_version(SECOND)} is live: The price rose\n"


@pytest.mark.parametrize("line", ["remote: git@example.org:x", "remote_rule: maybe"])
def test_a_remote_that_cannot_be_is_refused_with_its_line(begun: Terminal, tmp_path: Path, line: str) -> None:
    (tmp_path / "config.yaml").write_text(f"{line}\n")
    ran = begun("--config", tmp_path / "config.yaml", "corpus", "history")
    assert (ran.status, "config.yaml:1: remote" in ran.err) == (2, True)


_HOLDING = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from ldnbot.moderation.locking import hold_state
with hold_state(Path(sys.argv[1]), name="the bot", now=lambda: datetime.now(UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


def test_while_the_bot_runs_a_change_is_refused_in_a_line_and_looking_is_not(
    begun: Terminal, folder: Path, state: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", _HOLDING, str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as bot:
        assert bot.stdout
        assert bot.stdout.readline() == "held\n"
        change(folder)
        ran = publish(begun, folder, "The price rose")
        looked = begun("corpus", "history"), begun("corpus", "status"), begun("corpus", "proposals")
        bot.kill()
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert re.search(r"the bot \(process \d+, since [\d -]+:\d\d UTC\) is working with the state folder", ran.err)
    assert [look.status for look in looked] == [0, 0, 0]
    assert "held by: the bot" in looked[1].out
    assert publish(begun, folder, "The price rose").status == 0


def test_two_commands_at_the_same_moment_publish_one_after_the_other(
    begun: Terminal, folder: Path, tmp_path: Path
) -> None:
    begun("corpus", "export", tmp_path / "copy")
    change(folder)
    change(tmp_path / "copy", "Nobody fell", "Nobody fell down")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "ldnbot", "corpus", "publish", "--reason", "Mine", "--corpus"]
    running = [
        subprocess.Popen(
            [*command, str(place)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        for place in (folder, tmp_path / "copy")
    ]
    ended = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], ended
    assert len(versions(begun)) == 3
    begun("corpus", "export", tmp_path / "after")
    text = (tmp_path / "after/veltamine.md").read_text()
    assert "about $14" in text
    assert "Nobody fell down" in text


def test_what_is_done_stays_done_when_the_audit_cannot_be_written(begun: Terminal, folder: Path, state: Path) -> None:
    (state / "records.sqlite3").unlink()
    (state / "records.sqlite3").mkdir()
    change(folder)
    ran = publish(begun, folder, "The price rose")
    assert (ran.status, ran.err.count("\n")) == (0, 1)
    assert "it is done, but the audit could not be written" in ran.err
    assert len(versions(begun)) == 2


def test_the_author_is_who_git_says_and_never_a_discord_account(
    begun: Terminal, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = Dora Díaz\n")
    change(folder)
    begun("corpus", "publish", "--corpus", folder, "--reason", "The price rose")
    assert versions(begun)[0]["author"] == "Dora Díaz"
    change(folder, "about $14", "about $15")
    begun("corpus", "publish", "--corpus", folder, "--reason", "Again", "--as", "123456789012345678")
    if shutil.which("git"):
        log = ["git", "-C", str(tmp_path / "state/corpus.git"), "log", "--format=%ae"]
        found = subprocess.run(log, check=True, capture_output=True, text=True).stdout.splitlines()
        assert found[0] == "terminal-123456789012345678@moderators.invalid"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_teaches_with_an_example(ldnbot: Terminal, command: str) -> None:
    assert f"ldnbot corpus {command}" in ldnbot("corpus", command, "--help").out.split("Examples:")[1]


def test_the_references_of_a_corpus_are_compared_too(begun: Terminal, folder: Path) -> None:
    (folder / "references.yaml").write_text(REFERENCES.replace("Rev Invent", "Reviews Invented"))
    out = begun("corpus", "diff", "--corpus", folder).out
    assert "changed reference marsh2021" in out
    assert "{+" in out
