"""Fetches what a remote repository has, into a place apart, and checks it there.

It happens in a process of its own with bounds on time, memory and the size of what arrives, so that a remote can
neither hang the bot nor fill its disk. Nothing comes into the history before all of it was checked.
"""

import os
import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec
from dulwich.objects import ShaFile

from ldnbot.moderation.bounded import Limits, Stopped, run_bounded
from ldnbot.moderation.repository import Repository
from ldnbot.moderation.skeleton import make_repository
from ldnbot.moderation.treecheck import Unacceptable, check_arrivals

__all__ = [
    "FETCHING",
    "Fetched",
    "NotFetched",
    "check_in_child",
    "checked",
    "fetch_in_child",
    "fetched",
    "plain_address",
    "take_in",
]

FETCHING = Limits(seconds=180, memory=1_500_000_000, largest_file=100_000_000)
"""Bounds for one fetch: the pack that arrives may have 100 MB."""

_NETWORK = ("SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy")
_FAULTS = {
    "NotGitRepository": "there is no git repository at that address",
    "CERTIFICATE_VERIFY": "its certificate cannot be trusted",
    "Unauthorized": "it lets nobody in without a name and a password; put them into the address",
    "Max retries exceeded": "it cannot be reached",
}
"""What the commonest faults of fetching hold in their names or texts, and what they mean."""

_BRANCHES = (b"HEAD", b"refs/heads/main", b"refs/heads/master")


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Nothing was taken: `why` as a sentence without its full stop."""

    why: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A commit from elsewhere, checked, and all that it brings, in the repository that holds it for now."""

    repository: Repository
    tip: str
    objects: tuple[str, ...]


class _Request(msgspec.Struct):
    place: str
    """The repository that holds what is checked; fetching writes into it."""

    known: list[str]
    address: str = ""
    branch: str = ""
    tip: str = ""


class _Answer(msgspec.Struct):
    tip: str = ""
    objects: tuple[str, ...] = ()
    why: str = ""


def plain_address(address: str) -> str:
    """Return an address as it may be shown: without the password in it."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as https://[bad/
        return address.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


@contextmanager
def fetched(
    repository: Repository, address: str, branch: str, known: Collection[str], limits: Limits = FETCHING
) -> Iterator[Fetched | NotFetched]:
    """Yield what the branch of a remote brings besides the commits in `known`, which the repository has.

    `branch` is a branch or a full reference such as refs/pull/12/head; empty for the remote's own choice.
    """
    if why := _why_not(address):
        yield NotFetched(why)
        return
    with tempfile.TemporaryDirectory(prefix="ldnbot-pull-") as folder:
        place = Path(folder) / "apart.git"
        make_repository(place)
        if repository.path.is_dir():
            (place / "objects/info/alternates").write_text(f"{repository.objects.resolve()}\n", encoding="utf-8")
            for number, commit in enumerate(sorted(repository.references("refs/remotes/").values())):
                (place / f"refs/heads/known-{number}").write_text(f"{commit}\n", encoding="ascii")
            if live := repository.reference("refs/heads/main"):
                (place / "refs/heads/main").write_text(f"{live}\n", encoding="ascii")
        request = _Request(str(place), sorted(known), address=address, branch=branch)
        answer = _ask(fetch_in_child.__name__, request, limits)
        if answer.why:
            yield NotFetched(answer.why)
            return
        with Repository(place) as apart:
            yield Fetched(apart, answer.tip, answer.objects)


def checked(
    repository: Repository, tip: str, known: Collection[str], limits: Limits = FETCHING
) -> Fetched | NotFetched:
    """Return what a commit brings that is in the repository already, such as one that a clone pushed."""
    answer = _ask(check_in_child.__name__, _Request(str(repository.path), sorted(known), tip=tip), limits)
    return NotFetched(answer.why) if answer.why else Fetched(repository, tip, answer.objects)


def take_in(repository: Repository, found: Fetched) -> None:
    """Put what was fetched and checked into the repository.

    Raises:
        StateUnwritable: the disk is full or the folder cannot be written to.
        HistoryDamaged: it has changed since it was checked.
    """
    repository.write(found.repository.read(name, ShaFile) for name in found.objects)


def _ask(job: str, request: _Request, limits: Limits) -> _Answer:
    network = {name: os.environ[name] for name in _NETWORK if name in os.environ}
    match run_bounded(f"{__name__}:{job}", msgspec.msgpack.encode(request), limits, network):
        case Stopped(why):
            return _Answer(why=f"fetching and checking it {why}")
        case raw:
            return msgspec.msgpack.decode(raw, type=_Answer)


def _why_not(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "this is no address"
    if parts.scheme == "https" and parts.hostname:
        return ""
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return "" if Path(parts.path).is_dir() else "there is no such folder"
    return "the address must begin with https:// or file:///"


def fetch_in_child(raw: bytes) -> bytes:
    """Return what `fetched` hands over. Runs in the child process."""
    request = msgspec.msgpack.decode(raw, type=_Request)
    try:
        tip = _fetch(request)
        answer = _checked(request, tip)
    except Unacceptable as error:
        answer = _Answer(why=error.why)
    return msgspec.msgpack.encode(answer)


def check_in_child(raw: bytes) -> bytes:
    """Return what `checked` hands over. Runs in the child process."""
    request = msgspec.msgpack.decode(raw, type=_Request)
    try:
        answer = _checked(request, request.tip)
    except Unacceptable as error:
        answer = _Answer(why=error.why)
    return msgspec.msgpack.encode(answer)


def _checked(request: _Request, tip: str) -> _Answer:
    with Repository(Path(request.place)) as repository:
        return _Answer(tip, check_arrivals(repository, tip, request.known).objects)


def _fetch(request: _Request) -> str:
    """Return the commit at the tip of the remote's branch, having fetched it.

    Raises:
        Unacceptable: it cannot be had.
    """
    from dulwich.client import get_transport_and_path_from_url
    from dulwich.config import ConfigDict
    from dulwich.repo import Repo

    chosen: list[bytes] = []

    def wanted(refs: object, depth: int | None = None) -> list[bytes]:
        del depth
        tip = _tip(refs, request.branch)
        chosen.append(tip)
        return [] if tip.decode() in request.known else [tip]

    try:
        client, path = get_transport_and_path_from_url(request.address, config=ConfigDict(), quiet=True)
        with Repo(request.place) as target:
            client.fetch(path, target, determine_wants=wanted)  # type: ignore[arg-type]
    except (Unacceptable, MemoryError):
        raise
    except Exception as error:  # dulwich, urllib3 and the remote fail in a hundred ways
        raise Unacceptable(_told(error, request.address)) from error
    return chosen[0].decode()


def _tip(refs: object, branch: str) -> bytes:
    found = dict(refs) if isinstance(refs, dict) else {}
    full = branch if branch.startswith("refs/") else f"refs/heads/{branch}"
    for name in (full.encode(),) if branch else _BRANCHES:
        if isinstance(tip := found.get(name), bytes):
            return tip
    raise Unacceptable(f"it has no branch {branch}" if branch else "it has no branch yet")


def _told(error: Exception, address: str) -> str:
    """Return a fault of fetching in words, without the password that the address may hold."""
    if isinstance(error, OSError) and error.errno == 27:  # EFBIG: the bound on a file's size
        return "what it sends is larger than 100 MB"
    if isinstance(error, KeyError):
        return "it is not whole: an object that it needs is missing"
    told = f"{type(error).__name__} {error}"
    for sign, words in _FAULTS.items():
        if sign in told:
            return words
    secret = urlsplit(address).netloc.rpartition("@")[0]
    shown = re.sub(r"\s+", " ", str(error) or type(error).__name__)[:200]
    return f"it cannot be fetched ({shown.replace(secret, '…') if secret else shown})"
