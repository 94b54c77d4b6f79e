import shutil
import ssl
import stat
import subprocess
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tree
from dulwich.repo import Repo
from dulwich.server import BackendRepo, DictBackend
from dulwich.web import make_wsgi_chain

from histories import ANA, BEN, FIRST, SECOND, THIRD, WRONG, clock, live, started
from ldnbot.moderation.bounded import Limits
from ldnbot.moderation.fetching import FETCHING
from ldnbot.moderation.history import History, Sources, Unpublished, open_history
from ldnbot.moderation.merge import merge
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import State
from ldnbot.moderation.proposals import Proposals
from ldnbot.moderation.publishing import Deed, Published, publish_proposal
from ldnbot.moderation.pulling import (
    Proposed,
    Pulled,
    PullOutcome,
    PullRefused,
    PullRule,
    UpToDate,
    proposals_from_branches,
    pull,
)
from ldnbot.moderation.skeleton import make_repository
from ldnbot.moderation.verifying import find_damage

FILE = stat.S_IFREG | 0o644


class Remote:
    """A bare repository elsewhere, whose commits are made by hand."""

    def __init__(self, place: Path, copy_of: Path | None = None) -> None:
        self.place = place
        if copy_of:
            shutil.copytree(copy_of, place)
        else:
            make_repository(place)
        self.address = f"file://{place}"

    def commit(self, entries: Sequence[tuple[bytes, int, bytes]], parents: Sequence[str], words: str = "Mine") -> str:
        """Make a commit of (name, mode, content) the tip of main and return it."""
        tree = Tree()
        objects: list[ShaFile] = []
        for name, mode, content in entries:
            blob = Blob.from_string(content)
            objects.append(blob)
            tree.add(name, mode, blob.id)
        return self.place_tree(tree, objects, parents, words)

    def place_tree(self, tree: Tree, objects: Sequence[ShaFile], parents: Sequence[str], words: str = "Mine") -> str:
        commit = Commit()
        commit.tree = tree.id
        commit.parents = [ObjectID(parent.encode()) for parent in parents]
        commit.author = commit.committer = b"Dora <dora@example.org>"
        commit.author_time = commit.commit_time = 1_790_000_000
        commit.author_timezone = commit.commit_timezone = 0
        commit.message = words.encode()
        with Repo(str(self.place)) as repo:
            for found in (*objects, tree, commit):
                repo.object_store.add_object(found)
        (self.place / "refs/heads/main").write_text(f"{commit.id.decode()}\n")
        return commit.id.decode()

    def publish(self, sources: Sources, parents: Sequence[str], words: str = "Mine") -> str:
        return self.commit([(name.encode(), FILE, text.encode()) for name, text in sources.items()], parents, words)


class Here:
    """A history that pulls."""

    def __init__(self, state: Path, *, begun: bool = True) -> None:
        self.state = state
        self.history = started(state) if begun else open_history(state, now=clock())
        self.proposals = Proposals(self.history)
        self.deeds: list[Deed] = []

    def pull(
        self, remote: Remote, rule: PullRule = PullRule.PUBLISH, branch: str = "", limits: Limits = FETCHING
    ) -> PullOutcome:
        return pull(
            *(self.proposals, remote.address),
            by=ANA,
            rule=rule,
            record=self.deeds.append,
            branch=branch,
            limits=limits,
        )

    def live_sources(self) -> dict[str, str]:
        return self.history.sources(self.history.live())


@pytest.fixture
def here(tmp_path: Path) -> Here:
    return Here(tmp_path / "state")


@pytest.fixture
def remote(here: Here, tmp_path: Path) -> Remote:
    """A clone of the history as it is."""
    return Remote(tmp_path / "remote.git", here.state / "corpus.git")


def test_a_remote_that_went_on_from_the_live_version_is_followed(here: Here, remote: Remote) -> None:
    assert here.pull(remote) == UpToDate()
    first = live(here.history)
    middle = remote.publish(SECOND, [first.commit], "The price rose")
    tip = remote.publish({**SECOND, "references.yaml": THIRD["references.yaml"]}, [middle], "The name")
    outcome = here.pull(remote)
    assert isinstance(outcome, Pulled)
    assert (outcome.version.commit, outcome.merged) == (tip, False)
    assert [version.reason for version in here.history.log(9)] == ["The name", "The price rose", "The first corpus"]
    assert outcome.version.author == Moderator("dora@example.org", "Dora")
    assert here.pull(remote) == UpToDate()
    assert [deed.action for deed in here.deeds] == ["pull"]
    assert find_damage(here.history.repository) == ()


def test_a_state_folder_without_a_corpus_takes_the_remotes(here: Here, remote: Remote, tmp_path: Path) -> None:
    empty = Here(tmp_path / "empty", begun=False)
    assert empty.history.live() == Unpublished()
    outcome = empty.pull(remote)
    assert isinstance(outcome, Pulled)
    assert outcome.version == live(here.history)


def test_both_sides_are_kept_where_they_changed_different_things(here: Here, remote: Remote) -> None:
    first = live(here.history)
    tip = remote.publish(SECOND, [first.commit], "The price rose")
    published = here.history.publish(THIRD, base=first, author=BEN, reason="The name")
    outcome = here.pull(remote)
    assert isinstance(outcome, Pulled)
    assert outcome.merged
    assert here.live_sources() == {**SECOND, "references.yaml": THIRD["references.yaml"]}
    assert outcome.version.parent == published.commit
    assert tip in here.history.ancestors(outcome.version.commit)
    assert here.pull(remote) == UpToDate()


def test_both_sides_are_proposed_where_they_disagree(here: Here, remote: Remote) -> None:
    first = live(here.history)
    remote.publish({**FIRST, "veltamine.md": FIRST["veltamine.md"].replace("$12", "$15")}, [first.commit], "It fell")
    here.history.publish(SECOND, base=first, author=BEN, reason="The price rose")
    outcome = here.pull(remote)
    assert isinstance(outcome, Proposed)
    assert "change the same things" in outcome.because
    assert here.live_sources() == SECOND
    assert (outcome.proposal.base, outcome.proposal.title, outcome.proposal.author.name) == (
        first.commit,
        "It fell",
        "Dora",
    )
    assert here.pull(remote) == UpToDate()


def test_by_the_rule_to_propose_a_remote_has_one_proposal_that_follows_it(here: Here, remote: Remote) -> None:
    first = live(here.history)
    middle = remote.publish(SECOND, [first.commit], "The price rose")
    made = here.pull(remote, PullRule.PROPOSE)
    assert isinstance(made, Proposed)
    assert here.live_sources() == FIRST
    tip = remote.publish({**SECOND, "references.yaml": THIRD["references.yaml"]}, [middle], "And the name")
    again = here.pull(remote, PullRule.PROPOSE)
    assert isinstance(again, Proposed)
    assert (again.proposal.id, again.proposal.taken_from) == (made.proposal.id, tip)
    published = publish_proposal(here.proposals, again.proposal, by=ANA, merge=merge, record=here.deeds.append)
    assert isinstance(published, Published)
    assert tip in here.history.ancestors(live(here.history).commit)
    assert here.pull(remote, PullRule.PROPOSE) == UpToDate()


def test_a_rejected_remote_is_not_proposed_again_until_it_changes(here: Here, remote: Remote) -> None:
    middle = remote.publish(SECOND, [live(here.history).commit])
    made = here.pull(remote, PullRule.PROPOSE)
    assert isinstance(made, Proposed)
    here.proposals.decide(made.proposal, State.REJECTED, by=ANA, reason="No")
    assert here.pull(remote, PullRule.PROPOSE) == UpToDate()
    remote.publish(THIRD, [middle])
    again = here.pull(remote, PullRule.PROPOSE)
    assert isinstance(again, Proposed)
    assert again.proposal.id == "p2"


def test_a_remote_with_nothing_in_common_is_proposed_and_never_published(here: Here, tmp_path: Path) -> None:
    stranger = Remote(tmp_path / "stranger.git")
    stranger.publish(SECOND, [])
    outcome = here.pull(stranger)
    assert isinstance(outcome, Proposed)
    assert "no version in common" in outcome.because
    assert here.live_sources() == FIRST


def test_a_pull_request_is_taken_by_its_reference(here: Here, remote: Remote) -> None:
    tip = remote.publish(SECOND, [live(here.history).commit], "The price rose")
    (remote.place / "refs/pull/12").mkdir(parents=True)
    (remote.place / "refs/pull/12/head").write_text(f"{tip}\n")
    (remote.place / "refs/heads/main").write_text(f"{live(here.history).commit}\n")
    assert here.pull(remote) == UpToDate()
    outcome = here.pull(remote, PullRule.PROPOSE, branch="refs/pull/12/head")
    assert isinstance(outcome, Proposed)
    assert here.proposals.sources(outcome.proposal) == SECOND
    refused = here.pull(remote, branch="nowhere")
    assert isinstance(refused, PullRefused)
    assert "has no branch nowhere" in refused.why


def refused(here: Here, remote: Remote, limits: Limits = FETCHING) -> str:
    """Return why a remote is refused, having seen that nothing changed and nothing of it came in."""
    before = sorted(path.name for path in here.history.repository.path.rglob("*"))
    outcome = here.pull(remote, limits=limits)
    assert isinstance(outcome, PullRefused)
    assert here.live_sources() == FIRST
    assert here.proposals.all_proposals() == ()
    assert sorted(path.name for path in here.history.repository.path.rglob("*")) == before
    return outcome.why


def corpus_entries() -> list[tuple[bytes, int, bytes]]:
    return [(name.encode(), FILE, text.encode()) for name, text in SECOND.items()]


@pytest.mark.parametrize(
    ("name", "mode", "content", "why"),
    [
        (b"secret.md", stat.S_IFLNK, b"/etc/passwd", "'secret.md' is a symbolic link"),
        (b"module", 0o160000, b"x", "'module' is another repository"),
        (b"..", FILE, b"x", "is a trick"),
        (b".git", FILE, b"x", "is a trick"),
        (b".GiT. ", FILE, b"x", "is a trick"),
        (b"GIT~1", FILE, b"x", "is a trick"),
        (b"a\\..\\b.md", FILE, b"x", "is a trick"),
        (b"c:x.md", FILE, b"x", "is a trick"),
        (b"a\x1b[2J.md", FILE, b"x", "is a trick"),
        (b"a\xff.md", FILE, b"x", "is not UTF-8"),
        (b"Veltamine.MD", FILE, b"x", "both called 'veltamine.md'"),
        (b"picture.png", FILE, bytes(2_000_001), "'picture.png' has 2.0 MB, and 2 MB is the most"),
    ],
)
def test_what_must_not_be_in_a_tree_is_refused_in_plain_words(
    here: Here, remote: Remote, name: bytes, mode: int, content: bytes, why: str
) -> None:
    entries = sorted([*corpus_entries(), (name, mode, content)], key=lambda entry: entry[0])
    remote.commit(entries, [live(here.history).commit])
    assert why in refused(here, remote)


def test_what_was_in_an_earlier_commit_alone_is_refused_too(here: Here, remote: Remote) -> None:
    middle = remote.commit([*corpus_entries(), (b"x.md", stat.S_IFLNK, b"/etc")], [live(here.history).commit])
    remote.commit(corpus_entries(), [middle])
    assert "symbolic link" in refused(here, remote)


def test_too_many_files_are_refused_also_when_they_are_few_folders_many_times(here: Here, remote: Remote) -> None:
    blob, tree = Blob.from_string(b"x"), Tree()
    objects: list[ShaFile] = [blob]
    for number in range(10):
        tree.add(b"%d" % number, FILE, blob.id)
    for _ in range(5):  # 10, 100, … 1,000,000 files in six small objects
        above = Tree()
        for number in range(10):
            above.add(b"%d" % number, stat.S_IFDIR, tree.id)
        objects.append(tree)
        tree = above
    remote.place_tree(tree, objects, [live(here.history).commit])
    assert "more than 2,000 files" in refused(here, remote)


def test_a_file_that_unpacks_to_gigabytes_is_refused_before_it_fills_the_memory(here: Here, remote: Remote) -> None:
    bomb = Blob.from_string(bytes(80_000_000))
    tree = Tree()
    tree.add(b"bomb.md", FILE, bomb.id)
    remote.place_tree(tree, [bomb], [live(here.history).commit])
    assert "needed more than 200 MB of memory" in refused(here, remote, Limits(60, 200_000_000, 100_000_000))


def test_a_remote_that_rewrote_its_history_is_refused(here: Here, remote: Remote) -> None:
    first = live(here.history)
    remote.publish(SECOND, [first.commit], "The price rose")
    assert isinstance(here.pull(remote, PullRule.PROPOSE), Proposed)
    remote.publish(THIRD, [first.commit], "Never mind")
    outcome = here.pull(remote)
    assert isinstance(outcome, PullRefused)
    assert "rewritten" in outcome.why
    assert here.live_sources() == FIRST


@pytest.mark.parametrize("missing", ["blob", "tree", "parent"])
def test_a_remote_that_lacks_an_object_is_refused(here: Here, remote: Remote, missing: str) -> None:
    middle = remote.publish(SECOND, [live(here.history).commit])
    tip = remote.publish(THIRD, [middle])
    with Repo(str(remote.place)) as repo:
        commit = repo[tip.encode()]
        assert isinstance(commit, Commit)
        tree = repo[commit.tree]
        assert isinstance(tree, Tree)
        lost = {"blob": tree[b"references.yaml"][1], "tree": commit.tree, "parent": commit.parents[0]}[missing].decode()
    (remote.place / "objects" / lost[:2] / lost[2:]).unlink()
    assert "is not whole" in refused(here, remote)


def test_a_remote_with_an_object_that_is_not_what_it_says_is_refused(here: Here, remote: Remote) -> None:
    remote.publish(SECOND, [live(here.history).commit])
    forged = Blob.from_string(SECOND["veltamine.md"].replace("2 mg", "20 mg").encode())
    name = Blob.from_string(SECOND["veltamine.md"].encode()).id.decode()
    path = remote.place / "objects" / name[:2] / name[2:]
    path.chmod(0o644)
    path.write_bytes(forged.as_legacy_object())
    assert refused(here, remote)


def test_a_corpus_with_errors_is_refused_with_the_first_of_them(here: Here, remote: Remote) -> None:
    remote.publish(WRONG, [live(here.history).commit])
    assert "its corpus has errors (veltamine.md:" in refused(here, remote)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://example.org/x.git", "https:// or file:///"),
        ("ssh://git@example.org/x.git", "https:// or file:///"),
        ("git@example.org:x.git", "https:// or file:///"),
        ("ext::sh -c id", "https:// or file:///"),
        ("--upload-pack=id", "https:// or file:///"),
        ("https://user:hunter2@[bad/x.git", "this is no address"),
        ("file:///no/such/folder", "there is no such folder"),
        ("https://user:hunter2@127.0.0.1:1/x.git", "cannot be reached"),
        ("file:///tmp", "there is no git repository"),
    ],
)
def test_an_address_that_cannot_be_pulled_from_is_said_so_without_its_password(
    here: Here, address: str, why: str
) -> None:
    outcome = pull(*(here.proposals, address), by=ANA, rule=PullRule.PUBLISH, record=here.deeds.append)
    assert isinstance(outcome, PullRefused)
    assert why in outcome.why
    assert "hunter2" not in f"{outcome}"


def test_pushed_branches_become_proposals_once(here: Here) -> None:
    tip = Remote(here.history.repository.path / "../pushed.git", here.history.repository.path)
    made = tip.publish(SECOND, [live(here.history).commit], "The price rose\n\nI asked them.")
    wrong = tip.publish(WRONG, [live(here.history).commit], "Wrong")
    (tip.place / "refs/heads/other").write_text(f"{made}\n")
    with Repo(str(tip.place)) as pushed, Repo(str(here.history.repository.path)) as bare:
        pushed.fetch(bare)
    for name, commit in (("price", made), ("dora/wrong", wrong)):
        path = here.history.repository.path / "refs/heads/incoming" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{commit}\n")
    refused, proposed = proposals_from_branches(here.proposals, by=ANA, record=here.deeds.append)
    assert isinstance(refused, PullRefused)
    assert (refused.source, "has errors" in refused.why) == ("incoming/dora/wrong", True)
    assert isinstance(proposed, Proposed)
    assert (proposed.proposal.title, proposed.proposal.author.name) == ("The price rose", "Dora")
    assert "I asked them." in proposed.proposal.reason
    (refused_again,) = proposals_from_branches(here.proposals, by=ANA, record=here.deeds.append)
    assert refused_again == refused


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def https(remote: Remote, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a server with the remote, and the certificate that proves it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    about = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "2"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *about], check=True, capture_output=True)
    with Repo(str(remote.place)) as repo:
        repositories: dict[str, BackendRepo] = {"/": repo}
        application = make_wsgi_chain(DictBackend(repositories))
        server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"https://127.0.0.1:{server.server_port}/", certificate
        server.shutdown()
        serving.join()
        server.server_close()


def test_a_remote_is_pulled_over_https_when_its_certificate_is_good(
    here: Here, remote: Remote, https: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, certificate = https
    remote.address = address
    remote.publish(SECOND, [live(here.history).commit], "The price rose")
    refused = here.pull(remote)
    assert isinstance(refused, PullRefused)
    assert "certificate" in refused.why.lower()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    outcome = here.pull(remote)
    assert isinstance(outcome, Pulled)
    assert here.live_sources() == SECOND


def test_a_history_of_many_versions_is_pulled_in_part(here: Here, remote: Remote) -> None:
    tip = live(here.history).commit
    for number in range(30):
        sources = {**FIRST, "veltamine.md": FIRST["veltamine.md"].replace("$12", f"${number + 20}")}
        tip = remote.publish(sources, [tip], f"Price {number}")
        if number == 20:
            assert isinstance(here.pull(remote), Pulled)
    assert isinstance(here.pull(remote), Pulled)
    assert len(here.history.log(99)) == 31
    assert isinstance(here.history, History)
