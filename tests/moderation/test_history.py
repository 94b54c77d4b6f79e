import os
import shutil
import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from histories import ANA, BEN, FIRST, SECOND, THIRD, WRONG, clock, live, started
from ldnbot.corpus.folder import corpus_version
from ldnbot.errors import CorpusInvalid, Moved, NotFound, NothingChanged
from ldnbot.moderation.history import History, Unpublished, Version, open_history
from ldnbot.moderation.message import read_message, write_message
from ldnbot.moderation.moderator import Moderator, moderator_of
from ldnbot.moderation.verifying import find_damage

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(*arguments: object, where: Path) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{who}_NAME": "Dora", f"GIT_{who}_EMAIL": "dora@example.org"}
    command = ["git", *map(str, arguments)]
    return subprocess.run(command, cwd=where, env=environment, check=True, capture_output=True, text=True).stdout


def test_nothing_is_live_before_the_first_version_and_reading_writes_nothing(tmp_path: Path) -> None:
    history = open_history(tmp_path / "state", now=clock())
    assert history.live() == Unpublished()
    assert history.log(10) == ()
    assert history.sources(Unpublished()) == {}
    assert not (tmp_path / "state").exists()


def test_a_version_says_who_why_and_when_and_gives_its_files_back(tmp_path: Path) -> None:
    found = live(started(tmp_path))
    assert (found.author, found.publisher, found.reason) == (ANA, ANA, "The first corpus")
    assert found.corpus_version == corpus_version(FIRST)
    assert found.at.tzinfo is UTC
    assert (found.parent, found.proposal) == ("", "")
    assert started(tmp_path / "other").sources(found) == FIRST


def test_versions_are_listed_newest_first_and_page_by_page(tmp_path: Path) -> None:
    history = started(tmp_path)
    history.publish(SECOND, base=live(history), author=BEN, reason="The price rose")
    history.publish(THIRD, base=live(history), author=ANA, reason="The journal's name")
    newest, second = history.log(2)
    assert [newest.reason, second.reason] == ["The journal's name", "The price rose"]
    (first,) = history.log(2, before=second)
    assert first.reason == "The first corpus"
    assert history.log(2, before=first) == ()


def test_a_version_is_found_by_the_beginning_of_either_id(tmp_path: Path) -> None:
    history = started(tmp_path)
    first = live(history)
    history.publish(SECOND, base=first, author=BEN, reason="The price rose")
    assert history.find(first.commit[:8]) == first
    assert history.find(f" {first.corpus_version[:6].upper()} ") == first
    assert history.find(corpus_version(SECOND)) == live(history)


@pytest.mark.parametrize("text", ["", "abc", "zzzz", "0000000000", "../../etc", "refs/heads/main", "a\nb"])
def test_what_is_no_version_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotFound, match="ldnbot corpus history"):
        started(tmp_path).find(text)


def test_a_corpus_with_errors_is_not_published(tmp_path: Path) -> None:
    history = started(tmp_path)
    for sources in (WRONG, {}, {"references.yaml": FIRST["references.yaml"]}):
        with pytest.raises(CorpusInvalid):
            history.publish(sources, base=live(history), author=BEN, reason="Why not")
    assert history.sources(history.live()) == FIRST


@pytest.mark.parametrize(
    "name",
    ["../veltamine.md", ".hidden.md", "a/b.md", "a\\b.md", "README.md", "notes.txt", "a\x00.md", "x" * 200 + ".md"],
)
def test_a_file_name_that_a_corpus_does_not_have_is_refused(tmp_path: Path, name: str) -> None:
    history = started(tmp_path)
    with pytest.raises(CorpusInvalid):
        history.publish({**FIRST, name: FIRST["veltamine.md"]}, base=live(history), author=BEN, reason="Why not")


@pytest.mark.parametrize("text", ["a\r\nb", "a\x00b", "\ufeffa", "a\ud800b"])
def test_a_text_that_would_not_come_back_the_same_is_refused(tmp_path: Path, text: str) -> None:
    history = started(tmp_path)
    with pytest.raises(CorpusInvalid):
        history.publish({**FIRST, "other.md": FIRST["veltamine.md"] + text}, base=live(history), author=BEN, reason="")


def test_whoever_publishes_on_an_older_version_is_told_who_was_first(tmp_path: Path) -> None:
    history = started(tmp_path)
    base = live(history)
    history.publish(SECOND, base=base, author=BEN, reason="The price rose")
    with pytest.raises(Moved, match="by Ben: The price rose"):
        history.publish(THIRD, base=base, author=ANA, reason="The journal's name")
    with pytest.raises(Moved):
        history.publish(THIRD, base=Unpublished(), author=ANA, reason="The journal's name")
    assert history.sources(history.live()) == SECOND


def test_publishing_what_is_live_makes_no_version(tmp_path: Path) -> None:
    history = started(tmp_path)
    with pytest.raises(NothingChanged):
        history.publish(FIRST, base=live(history), author=BEN, reason="Again")
    assert len(history.log(10)) == 1


def test_a_rollback_is_a_new_version_equal_to_the_old(tmp_path: Path) -> None:
    history = started(tmp_path)
    first = live(history)
    history.publish(SECOND, base=first, author=BEN, reason="The price rose")
    back = history.rollback(first, author=ANA, reason="It did not")
    assert (back.corpus_version, history.sources(back)) == (first.corpus_version, FIRST)
    assert [version.reason for version in history.log(9)] == ["It did not", "The price rose", "The first corpus"]
    with pytest.raises(NothingChanged):
        history.rollback(first, author=ANA, reason="Again")


def test_of_two_publishers_at_the_same_moment_exactly_one_wins(tmp_path: Path) -> None:
    base = live(started(tmp_path))
    barrier = threading.Barrier(2)
    came: list[object] = []

    def publish(sources: dict[str, str], author: Moderator) -> None:
        with open_history(tmp_path, now=clock()) as history:
            barrier.wait()
            try:
                came.append(history.publish(sources, base=base, author=author, reason="Mine"))
            except Moved as moved:
                came.append(moved)

    threads = [threading.Thread(target=publish, args=args) for args in ((SECOND, ANA), (THIRD, BEN))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(outcome, Version) for outcome in came) == 1
    assert sum(isinstance(outcome, Moved) for outcome in came) == 1
    assert len(started(tmp_path / "other").log(9)) == 1
    assert len(open_history(tmp_path, now=clock()).log(9)) == 2


def test_a_clock_that_goes_backwards_changes_no_order(tmp_path: Path) -> None:
    history = started(tmp_path)
    earlier = History(history.repository, clock(datetime(2020, 1, 1, tzinfo=UTC), step=-3600))
    for sources, reason in ((SECOND, "second"), (THIRD, "third")):
        with pytest.raises(CorpusInvalid, match="yet to come"):  # its review date is one that is not there yet
            earlier.publish(sources, base=live(earlier), author=BEN, reason=reason)
    later = History(history.repository, clock(datetime(2026, 11, 20, tzinfo=UTC), step=-3600))
    for sources, reason in ((SECOND, "second"), (THIRD, "third")):
        later.publish(sources, base=live(later), author=BEN, reason=reason)
    log = later.log(9)
    assert [version.reason for version in log] == ["third", "second", "The first corpus"]
    assert log[0].at < log[1].at < log[2].at


@needs_git
def test_plain_git_clones_the_corpus_and_shows_its_log(tmp_path: Path) -> None:
    history = started(tmp_path / "state")
    history.publish(SECOND, base=live(history), author=BEN, reason="The price rose\n\nSays the society.")
    git("clone", "-q", tmp_path / "state/corpus.git", "clone", where=tmp_path)
    clone = tmp_path / "clone"
    assert {path.name: path.read_text() for path in clone.iterdir() if path.is_file()} == SECOND
    log = git("log", "--format=%an|%ae|%s", where=clone).splitlines()
    assert log == ["Ben|222@moderators.invalid|The price rose", "Ana|111@moderators.invalid|The first corpus"]
    fields = git("log", "-1", "--format=%(trailers:key=Corpus-Version,valueonly)", where=clone)
    assert fields.strip() == corpus_version(SECOND)
    assert git("fsck", "--strict", where=tmp_path / "state/corpus.git") == ""


@needs_git
def test_a_clone_may_push_to_incoming_alone(tmp_path: Path) -> None:
    started(tmp_path / "state")
    git("clone", "-q", tmp_path / "state/corpus.git", "clone", where=tmp_path)
    clone = tmp_path / "clone"
    (clone / "veltamine.md").write_text(SECOND["veltamine.md"])
    git("commit", "-qam", "The price rose", where=clone)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git("push", "-q", "origin", "HEAD:main", where=clone)
    assert "git push origin HEAD:incoming/my-change" in refused.value.stderr
    git("push", "-q", "origin", "HEAD:incoming/price", where=clone)
    assert open_history(tmp_path / "state", now=clock()).live() == live(started(tmp_path / "other"))


@needs_git
def test_the_history_is_read_the_same_after_git_has_packed_it(tmp_path: Path) -> None:
    history = started(tmp_path)
    history.publish(SECOND, base=live(history), author=BEN, reason="The price rose")
    before = history.log(9)
    git("gc", "-q", "--prune=now", where=tmp_path / "corpus.git")
    assert not (tmp_path / "corpus.git/refs/heads/main").exists()
    with open_history(tmp_path, now=clock()) as packed:
        assert packed.log(9) == before
        packed.publish(THIRD, base=live(packed), author=ANA, reason="The journal's name")
        assert packed.sources(packed.live()) == THIRD
    assert git("rev-list", "--count", "main", where=tmp_path / "corpus.git").strip() == "3"


@needs_git
def test_a_history_that_is_open_goes_on_while_git_packs_it_again_and_again(tmp_path: Path) -> None:
    with started(tmp_path) as history:
        first = live(history)
        for number in range(3):
            sources = {**FIRST, "veltamine.md": FIRST["veltamine.md"].replace("$12", f"${number + 20}")}
            history.publish(sources, base=live(history), author=BEN, reason=f"Price {number}")
            git("gc", "-q", "--prune=now", where=tmp_path / "corpus.git")
            assert history.sources(live(history)) == sources
            assert history.sources(first) == FIRST
        assert find_damage(history.repository) == ()


@needs_git
def test_files_beside_the_corpus_stay_when_ldnbot_publishes(tmp_path: Path) -> None:
    history = started(tmp_path / "state")
    git("clone", "-q", tmp_path / "state/corpus.git", "clone", where=tmp_path)
    clone = tmp_path / "clone"
    (clone / "README.md").write_text("About this corpus\n")
    (clone / "figures").mkdir()
    (clone / "figures/one.svg").write_text("<svg/>\n")
    git("add", "-A", where=clone)
    git("commit", "-qm", "Say what this is", where=clone)
    git("push", "-q", "origin", "HEAD:incoming/readme", where=clone)
    base = history.adopt(history.repository.reference("refs/heads/incoming/readme"), base=live(history))
    assert base.author == Moderator("dora@example.org", "Dora")
    history.publish(SECOND, base=base, author=BEN, reason="The price rose")
    names = git("ls-tree", "-r", "--name-only", "main", where=tmp_path / "state/corpus.git").split()
    assert names == ["README.md", "figures/one.svg", "references.yaml", "veltamine.md"]


_NAMES = st.text(max_size=40)


@given(_NAMES, _NAMES)
def test_no_name_breaks_out_of_an_author_line(id_: str, name: str) -> None:
    identity = Moderator(id_, name).identity
    assert identity.count(b"<") == identity.count(b">") == 1
    assert identity.endswith(b">")
    assert b"\n" not in identity
    assert b"\0" not in identity
    read = moderator_of(identity)
    assert moderator_of(read.identity) == read


@given(st.text(max_size=200), st.lists(st.tuples(st.sampled_from(["State", "Base"]), st.text(max_size=30)), max_size=3))
def test_no_words_are_taken_for_a_field(words: str, fields: list[tuple[str, str]]) -> None:
    written = write_message(words, fields)
    read = read_message(written)
    assert [name for name, _ in read.fields] == [name for name, value in fields if read_value(value)]
    assert write_message(read.text, read.fields) == written


def read_value(value: str) -> str:
    return read_message(write_message("x", [("Value", value)])).field("Value")


def test_words_that_imitate_the_fields_stay_words() -> None:
    words = "Publish it\n\nLdnbot-Record: 1\nState: published\nProposal: p1"
    read = read_message(write_message(words, [("State", "open")]))
    assert (read.text, read.fields) == (words, (("State", "open"),))
