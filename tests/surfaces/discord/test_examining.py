import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import discord
import pytest
import simcord

from ldnbot.config import Moderators, Settings
from ldnbot.corpus.folder import read_sources
from ldnbot.moderation.history import Unpublished, Version, open_history
from ldnbot.moderation.moderator import LDNBOT
from ldnbot.moderation.ownership import look_at_owners
from ldnbot.records.database import open_database
from ldnbot.surfaces.discord.client import LdnbotClient
from ldnbot.surfaces.discord.examining import Check, Verdict, check_server, examine_connection, examine_here
from ldnbot.surfaces.discord.invite import NEEDED
from ldnbot.surfaces.discord.running import make_desk, utc_now
from small import TODAY, write_corpus

TOKEN = "a-token.that-nobody.may-see"


def here(settings: Settings, today: date = TODAY) -> dict[str, Check]:
    return {check.name: check for check in examine_here(settings, "records.sqlite3", today)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(corpus=write_corpus(tmp_path / "corpus"), state=tmp_path / "state")


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[tuple[LdnbotClient, simcord.Env]]:
    settings.state.mkdir(parents=True, exist_ok=True)
    with closing(open_database(settings.state / "records.sqlite3")) as database:
        desk = make_desk(settings, database)
        client = LdnbotClient(desk, settings.state)
        async with simcord.run(client) as env:
            yield client, env
        desk.worker.close()


async def said(client: LdnbotClient) -> list[Check]:
    return [check async for check in examine_connection(client, TOKEN)]


def test_a_sound_installation_has_nothing_bad(settings: Settings) -> None:
    found = here(replace(settings, region="us", moderators={1: Moderators(people=frozenset({2}))}))
    assert not [check for check in found.values() if check.verdict is Verdict.BAD]
    assert found["corpus"].verdict is Verdict.GOOD
    assert "5 passages" in found["corpus"].what


def test_a_region_that_nobody_has_checked_is_named_with_its_sources(settings: Settings) -> None:
    region = here(replace(settings, region="us"))["region"]
    assert region.verdict is Verdict.ODD
    assert "988lifeline.org" in region.fix


def test_a_faulty_corpus_and_an_overdue_review_are_told_apart(settings: Settings) -> None:
    assert here(settings, date(2028, 1, 1))["corpus"].verdict is Verdict.ODD
    (settings.corpus / "references.yaml").unlink()
    assert here(settings)["corpus"].verdict is Verdict.BAD
    assert here(replace(settings, corpus=settings.corpus / "nowhere"))["corpus"].verdict is Verdict.BAD


def test_a_state_folder_that_cannot_be_written_is_bad(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert here(replace(settings, state=tmp_path / "file"))["state"].verdict is Verdict.BAD


def test_a_foreign_database_is_bad_and_stays_as_it_was(settings: Settings) -> None:
    settings.state.mkdir()
    path = settings.state / "records.sqlite3"
    path.mkdir()
    assert here(settings)["records"].verdict is Verdict.BAD
    assert path.is_dir()


def test_the_connection_is_told_with_servers_commands_and_the_link(settings: Settings) -> None:
    async def look() -> tuple[list[Check], int]:
        async with connected(settings) as (client, env):
            env.create_guild("Ours")
            return await said(client), client.application_id or 0

    found, application = asyncio.run(look())
    by_name = {check.name: check for check in found}
    assert by_name["commands"].verdict is Verdict.GOOD
    assert "server Ours" in by_name
    link = by_name["link"].what
    assert f"client_id={application}" in link
    assert f"permissions={NEEDED.value}" in link
    assert not [check for check in found if TOKEN in f"{check.what} {check.fix}"]


def test_a_permission_that_is_missing_on_a_server_is_named() -> None:
    some = discord.Permissions(view_channel=True, attach_files=True)
    found = check_server("Ours", str(some.value))
    assert found.verdict is Verdict.BAD
    assert "send messages" in found.what
    assert "view channel" not in found.what
    assert check_server("Ours", str(NEEDED.value)).verdict is Verdict.GOOD
    assert check_server("Ours", str(discord.Permissions(administrator=True).value)).verdict is Verdict.GOOD
    assert check_server("Ours", None).verdict is Verdict.ODD


def test_a_refused_token_says_how_to_get_another(settings: Settings) -> None:
    async def look() -> list[Check]:
        async with connected(settings) as (client, env):
            env.inject_error("GET", "/oauth2/applications/@me", status=401)
            return await said(client)

    found = asyncio.run(look())
    assert [check.verdict for check in found] == [Verdict.BAD]


def publish(settings: Settings) -> Version:
    with open_history(settings.state, now=utc_now) as history:
        return history.publish(read_sources(settings.corpus)[0], base=Unpublished(), author=LDNBOT, reason="First")


def test_the_live_version_is_told_and_a_folder_that_differs_from_it(settings: Settings) -> None:
    assert "none yet" in here(settings)["versions"].what
    version = publish(settings)
    found = here(settings)
    assert found["versions"].verdict is Verdict.GOOD
    assert f"{version.corpus_version} is live" in found["versions"].what
    assert found["corpus"].verdict is Verdict.GOOD
    (settings.corpus / "another.md").write_text("---\ntitle: Another\n---\n\nA word.\n")
    assert here(settings)["corpus"].verdict is Verdict.ODD


def test_a_broken_folder_is_nothing_bad_while_a_published_version_is_answered_from(settings: Settings) -> None:
    version = publish(settings)
    (settings.corpus / "references.yaml").unlink()
    found = here(settings)["corpus"]
    assert found.verdict is Verdict.ODD
    assert f"answers from the published version {version.corpus_version}" in found.what


def test_damaged_versions_are_bad(settings: Settings) -> None:
    version = publish(settings)
    loose = settings.state / "corpus.git/objects" / version.commit[:2] / version.commit[2:]
    loose.chmod(0o600)
    loose.write_bytes(b"nonsense")
    found = here(settings)
    assert found["versions"].verdict is Verdict.BAD
    assert found["versions"].fix


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc")
def test_a_folder_that_nobody_can_make_is_bad_for_root_too(settings: Settings) -> None:
    assert here(replace(settings, state=Path("/proc/nope")))["state"].verdict is Verdict.BAD


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")
def test_a_file_of_another_user_in_the_state_folder_is_named_with_its_owner(settings: Settings) -> None:
    publish(settings)
    assert here(settings)["state"].verdict is Verdict.GOOD
    os.chown(settings.state / "corpus.git/objects", 1, 1)
    found = here(settings)["state"]
    assert found.verdict is Verdict.ODD
    assert "root, " in found.what
    assert "chown -R root:" in found.fix
    for path in (settings.state, *settings.state.rglob("*")):
        os.chown(path, 1, 1)
    found = here(settings)["state"]
    assert found.verdict is Verdict.ODD
    assert "this is root" in found.what


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_another_user_is_told_what_cannot_be_used() -> None:
    with TemporaryDirectory(dir="/tmp") as place:
        state = Path(place) / "state"
        publish(Settings(corpus=write_corpus(Path(place) / "corpus"), state=state))
        for path in (Path(place), state, *state.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o666)
        (state / "corpus.git/objects").chmod(0o755)
        child = os.fork()
        if not child:
            os.setuid(1)
            os._exit(0 if look_at_owners(state).unusable == (state / "corpus.git/objects",) else 1)
        assert os.waitpid(child, 0)[1] == 0
