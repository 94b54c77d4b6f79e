"""The review card's buttons, from a proposal to the published version: with two moderators, restarts and mishaps."""

import asyncio
import io
import threading
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from chat import Turn
from ldnbot.moderation.building import Built, NotBuilt, build_index
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import Overtaken, State
from ldnbot.moderation.publishing import Published
from ldnbot.surfaces.discord.moderating import backroom
from moderated import PRICE, SOURCES, Moderated, menus_of, moderated

DOSE = "veltamine/dose/the-usual-starting-dose"
BEN = Moderator("9", "Ben")


async def dearer(chat: Moderated, price: str = "$14") -> Turn:
    """Let Carla propose another price, and return its card."""
    return await chat.change(chat.curator, PRICE, "$12", price, "It rose")


async def unzipped(turn: Turn) -> dict[str, str]:
    """Return the files of the archive that was sent."""
    (attached,) = turn.message.attachments
    with zipfile.ZipFile(io.BytesIO(await attached.read())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


async def test_publish_puts_it_live_tells_the_log_channel_and_undo_brings_the_old_text_back(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        log = chat.log()
        await chat.choose(log=log.id)
        card = await dearer(chat)
        first = chat.live
        done = await chat.press(chat.curator, card.message, "p-publish")
        version = chat.live
        assert version.parent == first.commit
        assert (version.author.name, version.publisher.name, version.proposal) == ("carla", "carla", "p1")
        assert version.reason == f"Change {PRICE}\n\nIt rose"
        told, shown = done.sent
        assert told.path == f"/channels/{log.id}/messages"
        assert f"### Published: Change {PRICE}" in told.text
        assert f"Version {version.corpus_version} by carla, from proposal p1" in told.text
        assert "Published as version" in shown.text
        assert shown.actions == ["p-download"], "nothing more is to be decided"
        assert "$14" in await chat.replies()
        assert chat.proposals[0].state is State.PUBLISHED
        assert [entry.what for entry in chat.audited] == ["publish", "propose"]

        changed = await chat.press(chat.curator, log.last_message, "c-show")
        assert "$~~12~~ **14**" in changed.text
        assert [sent.private for sent in changed.sent] == [True], "what all see stays as it is"
        form = await chat.press(chat.curator, log.last_message, "c-undo")
        undone = await chat.send(chat.curator, form, reason="It fell again")
        assert "is live again" in undone.text
        assert chat.live.parent == version.commit, "a new version, on top"
        assert chat.room.history.sources(chat.live) == SOURCES
        assert "$12" in await chat.replies()
        assert chat.audited[0].what == "rollback"
        assert "### Published: It fell again" in undone.sent[0].text
        again = await chat.forge(chat.curator, f"ldn:c-undo:{first.commit[:12]}:{version.commit[:12]}")
        assert "Other versions went live after this one" in again.text


async def test_undo_takes_no_later_version_with_it(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        log = chat.log()
        await chat.choose(log=log.id)
        first = chat.live
        await chat.press(chat.curator, (await dearer(chat)).message, "p-publish")
        message = log.last_message
        form = await chat.press(chat.curator, message, "c-undo")
        later = await chat.change(chat.curator, DOSE, "2 mg", "3 mg")
        await chat.press(chat.curator, later.message, "p-publish")
        live = chat.live
        for turn in (
            await chat.press(chat.curator, message, "c-undo"),
            await chat.send(chat.curator, form, reason="x"),
        ):
            assert "Other versions went live after this one" in turn.text
            assert f"/corpus rollback version:{first.corpus_version}" in turn.text, "as the history lists it"
            assert turn.only.private
        assert chat.live == live


async def test_a_question_in_flight_ends_with_the_version_it_began_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with moderated(tmp_path) as chat:
        card = await dearer(chat)
        assert chat.desk.shelf.live
        old = chat.desk.shelf.live
        going, go_on = threading.Event(), threading.Event()
        ask = type(old).ask

        def slowly(self: object, *args: object, **more: object) -> object:
            if self is old:
                going.set()
                assert go_on.wait(20)
            return ask(self, *args, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(type(old), "ask", slowly)
        asking = asyncio.create_task(chat.replies())
        assert await asyncio.to_thread(going.wait, 20)
        publishing = asyncio.create_task(chat.room.publish(chat.proposals[0], BEN))
        while chat.live.author.name != "carla":
            await asyncio.sleep(0.01)
        go_on.set()
        await publishing
        assert "$12" in await asking
        assert "$14" in await chat.replies()
        del card


async def test_preview_shows_the_answer_and_download_the_files(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        card = await dearer(chat)
        preview = await chat.press(chat.curator, card.message, "p-preview")
        assert preview.only.private
        assert "costs about $14" in preview.text
        assert "This is not medical advice" in preview.text
        assert preview.only.actions == []
        packed = await chat.press(chat.curator, card.message, "p-download")
        assert await unzipped(packed) == chat.room.proposals.sources(chat.proposals[0])
        assert packed.message.attachments[0].filename == "p1.zip"
        assert await unzipped(await chat.slash(chat.curator, "corpus export")) == SOURCES
        assert "$12" in await chat.replies()


async def test_rejecting_and_asking_for_changes_take_a_reason_that_the_card_shows(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        ben = chat.second()
        card = await dearer(chat)
        form = await chat.press(ben, (await chat.reviewed(ben)).card, "p-ask")
        assert form.form["title"] == "Ask for changes"
        asked = await chat.send(ben, form, reason="Which <@&5> **month**?")
        assert chat.proposals[0].state is State.CHANGES_ASKED
        assert "**Changes asked for by ben**: Which \\<@&5> \\*\\*month\\*\\*?" in asked.text
        assert "Why: It rose" in asked.text
        assert (
            "p1** Change veltamine/price · carla (changes asked)"
            in (await chat.slash(chat.curator, "corpus proposals")).text
        )
        assert "Changes asked for by ben" in (await chat.reviewed(chat.curator)).text
        again = await chat.reviewed(ben)
        form = await chat.press(ben, again.message, "p-reject")
        gone = await chat.send(ben, form, reason="No source")
        assert "**Rejected by ben**: No source" in gone.text
        assert gone.sent[-1].actions == ["p-download"]
        assert (chat.proposals[0].state, chat.proposals[0].reason) == (State.REJECTED, "No source")
        assert [(entry.what, entry.detail) for entry in chat.audited][:2] == [
            ("rejected", "p1 No source"),
            ("changes-asked", "p1 Which <@&5> **month**?"),
        ]
        late = await chat.press(chat.curator, card.message, "p-publish")
        assert "Nothing was done: ben was faster." in late.text
        assert "Rejected by ben" in late.text
        assert chat.room.history.sources(chat.live) == SOURCES
        assert "Nothing waits for a decision." in (await chat.slash(ben, "corpus proposals")).text
        assert "Nothing waits for a decision." in (await chat.forge(ben, "ldn:c-proposals:2:u")).text


async def test_with_approvals_nobody_publishes_alone(tmp_path: Path) -> None:
    async with moderated(tmp_path, approvals=1) as chat:
        ben = chat.second()
        first = chat.live
        card = await dearer(chat)
        assert "1 more moderator must approve" in card.text
        assert "p-approve" not in card.sent[-1].actions, "it is not offered to its author"
        own = await chat.forge(chat.curator, f"ldn:p-approve:p1:{chat.proposals[0].tree[:12]}")
        assert "Nobody approves of their own proposal (p1). Ask another moderator." in own.text
        refused = await chat.press(chat.curator, card.message, "p-publish")
        assert "Not published yet." in refused.text
        assert chat.live == first
        approved = await chat.press(ben, (await chat.reviewed(ben)).card, "p-approve")
        assert "Approved by ben" in approved.text
        assert "must approve" not in approved.text
        await chat.press(chat.curator, card.message, "p-publish")
        assert chat.live.parent == first.commit
        assert [entry.what for entry in chat.audited] == ["publish", "approve", "propose"]

        back = await chat.slash(chat.curator, "corpus rollback", version=first.commit[:12], reason="It fell")
        assert chat.live.parent == first.commit, "going back is a proposal too"
        assert f"Back to version {first.corpus_version}" in back.text
        assert "another moderator must approve or publish it" in back.text
        assert chat.audited[0].what == "propose"
        await chat.press(ben, (await chat.reviewed(ben, "p2")).card, "p-publish")  # whoever publishes it is the second
        assert chat.room.history.sources(chat.live) == SOURCES


async def test_of_two_who_publish_at_the_same_moment_one_is_told_who_was_faster(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        ben = chat.second()
        await dearer(chat)
        card = await chat.reviewed(ben)
        # The simulation takes one press at a time: Carla's goes past it, into the same room.
        carla = Moderator(str(chat.curator.id), "carla")
        pressed, published = await asyncio.gather(
            chat.press(ben, card.card, "p-publish"), chat.room.publish(chat.proposals[0], carla)
        )
        assert len(chat.room.history.log(9)) == 2
        if isinstance(published, Published):
            assert "Nothing was done: carla was faster." in pressed.text
            assert "· published" in pressed.text
        else:
            assert isinstance(published, Overtaken)
            assert "Published as version" in pressed.text
        assert [entry.what for entry in chat.audited] == ["publish", "propose"]


async def test_what_was_published_last_is_answered_from_though_its_index_was_built_sooner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with moderated(tmp_path) as chat:
        await dearer(chat)
        await chat.change(chat.curator, DOSE, "2 mg", "3 mg")

        def slow_at_first(sources: Mapping[str, str], **more: Any) -> Built | NotBuilt:
            if "3 mg" not in sources["veltamine.md"]:
                time.sleep(2)
            return build_index(sources, **more)

        monkeypatch.setattr(backroom, "build_index", slow_at_first)
        first, second = chat.proposals
        await asyncio.gather(chat.room.publish(first, BEN), chat.room.publish(second, BEN))
        assert chat.desk.shelf.live
        assert chat.desk.shelf.live.corpus.version == chat.live.corpus_version
        assert "$14" in await chat.replies()
        assert "3 mg" in await chat.replies("what is the starting dose")


async def test_changes_of_other_words_are_put_together_and_of_the_same_words_are_not(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        price, dose, same = (
            await dearer(chat),
            await chat.change(chat.curator, DOSE, "2 mg", "3 mg"),
            await dearer(chat, "$19"),
        )
        await chat.press(chat.curator, price.message, "p-publish")
        done = await chat.press(chat.curator, dose.message, "p-publish")
        assert "Other changes had gone live meanwhile; both are in it." in done.text
        assert "$14" in chat.article
        assert "3 mg" in chat.article
        live = chat.live
        refused = await chat.press(chat.curator, same.message, "p-publish")
        assert "Not published: others changed the same words meanwhile." in refused.text
        assert "$14" in refused.text.partition("Live now:")[2].partition("This proposal:")[0]
        assert "$19" in refused.text.partition("This proposal:")[2]
        assert chat.live == live
        assert "<!--" not in refused.text
        assert not chat.proposals[-1].decided, "it is kept"
        shown = await chat.slash(chat.curator, "corpus proposals", proposal="p3")
        assert "others changed the same words" in shown.text
        assert shown.sent[-1].disabled == ["Publish"]


async def test_what_was_revised_since_the_card_was_shown_is_not_decided(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        card = await dearer(chat)
        seen = chat.proposals[0]
        sources = {**SOURCES, "veltamine.md": SOURCES["veltamine.md"].replace("$12", "$99")}
        form = await chat.press(chat.curator, card.message, "p-reject")
        chat.room.proposals.revise(seen, sources, by=BEN, reason="Dearer still")
        for action in ("p-publish", "p-reject", "p-ask", "p-preview", "p-download"):
            turn = await chat.press(chat.curator, card.message, action)
            assert turn.only.private
            assert turn.text == "p1 was changed since you saw it. Look again: /corpus proposals p1"
        assert "was changed since" in (await chat.send(chat.curator, form, reason="x")).text
        assert not chat.proposals[0].decided
        assert "**99**" in (await chat.slash(chat.curator, "corpus proposals", proposal="P1")).text


async def test_a_corpus_with_errors_cannot_be_published(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        card = await chat.change(chat.curator, PRICE, "@velta-page", "@velta-pgae")
        assert "It has errors and cannot be published" in card.text
        assert "velta-pgae" in card.text
        assert card.sent[-1].disabled == ["Publish"]
        live = chat.live
        forged = await chat.forge(chat.curator, f"ldn:p-publish:p1:{chat.proposals[0].tree[:12]}")
        assert "Not published: it has errors." in forged.text
        assert chat.live == live


async def test_a_version_whose_index_cannot_be_built_is_said_and_the_old_one_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with moderated(tmp_path) as chat:
        log = chat.log()
        await chat.choose(log=log.id)
        card = await dearer(chat)
        first = chat.live

        def fails(sources: dict[str, str], **more: object) -> object:
            if "$14" in sources["veltamine.md"]:
                return NotBuilt("building the index took longer than **60** seconds")
            return build_index(sources, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(backroom, "build_index", fails)
        done = await chat.press(chat.curator, card.message, "p-publish")
        assert chat.live.parent == first.commit
        assert done.text.count("cannot be answered from: building the index took longer than \\*\\*60\\*\\*") == 2
        assert done.sent[0].path == f"/channels/{log.id}/messages"
        assert "The version before goes on answering" in done.sent[0].text
        assert "$12" in await chat.replies()
        # A new start answers from the newest that can be answered from.
        chat.desk.shelf.live = None
        assert await chat.room.open({}) == first
        assert "$12" in await chat.replies()
        form = await chat.press(chat.curator, log.last_message, "c-undo")
        await chat.send(chat.curator, form, reason="Not built")
        assert chat.room.history.sources(chat.live) == SOURCES


async def test_every_button_of_an_old_card_works_after_a_restart(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        log = chat.log()
        await chat.choose(log=log.id)
        card, other = await dearer(chat), await chat.change(chat.curator, DOSE, "2 mg", "3 mg")
        await chat.restart()
        assert "$14" in (await chat.press(chat.curator, card.message, "p-preview")).text
        assert await unzipped(await chat.press(chat.curator, card.message, "p-download"))
        form = await chat.press(chat.curator, card.message, "p-ask")
        await chat.restart()
        await chat.send(chat.curator, form, reason="Look again")
        assert chat.proposals[0].state is State.CHANGES_ASKED
        form = await chat.press(chat.curator, other.message, "p-reject")
        await chat.send(chat.curator, form, reason="No")
        assert chat.proposals[1].state is State.REJECTED
        form = await chat.press(chat.curator, card.message, "p-change")
        await chat.restart()
        text = form.form["components"][0]["component"]["value"]
        changed = await chat.send(chat.curator, form, text=text.replace("$14", "$15"), reason="It rose")
        await chat.press(chat.curator, changed.card, "p-publish")
        assert "$15" in await chat.replies()
        await chat.restart()
        message = log.last_message
        assert "15" in (await chat.press(chat.curator, message, "c-show")).text
        form = await chat.press(chat.curator, message, "c-undo")
        await chat.restart()
        await chat.send(chat.curator, form, reason="x")
        assert "$12" in await chat.replies()


async def test_what_is_asked_to_be_changed_is_changed_by_its_author_in_the_form_and_only_then_published(
    tmp_path: Path,
) -> None:
    async with moderated(tmp_path) as chat:
        ben = chat.second()
        card = await dearer(chat)
        form = await chat.press(ben, (await chat.reviewed(ben)).card, "p-ask")
        await chat.send(ben, form, reason="Which month?")
        mark = f"p1:{chat.proposals[0].tree[:12]}"
        live = chat.live
        for action in ("p-publish", "p-publish-all"):
            refused = await chat.forge(chat.curator, f"ldn:{action}:{mark}:{live.commit[:12]}")
            assert "Not published: changes are asked for." in refused.text
        assert chat.live == live
        again = await chat.reviewed(chat.curator)
        assert "Publish" in again.sent[-1].disabled
        assert "p-change" not in (await chat.reviewed(ben)).sent[-1].actions
        assert "Only who made a proposal" in (await chat.forge(ben, f"ldn:p-change:{mark}")).text

        form = await chat.press(chat.curator, again.card, "p-change")
        text, why = (part["component"]["value"] for part in form.form["components"])
        assert ("$14" in text, why) == (True, "It rose")
        changed = await chat.send(chat.curator, form, text=text.replace("$14", "$15"), reason=why)
        assert "Why: It rose" in changed.text
        assert "**15**" in changed.text
        (revised,) = chat.proposals
        assert (revised.state, revised.author.name) == (State.OPEN, "carla")
        assert chat.audited[0].what == "revise"
        await chat.press(chat.curator, changed.card, "p-publish")
        assert "$15" in await chat.replies()
        assert (
            "p1 is published already"
            in (await chat.forge(chat.curator, f"ldn:p-change:p1:{chat.proposals[0].tree[:12]}")).text
        )
        del card


async def test_a_refused_change_of_a_proposal_gives_back_what_was_typed(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        card = await dearer(chat)
        form = await chat.press(chat.curator, card.card, "p-change")
        text = form.form["components"][0]["component"]["value"]
        refused = await chat.send(chat.curator, form, text=text, reason="x")
        assert f"```\n{text}\n```" in refused.text
        assert refused.sent[-1].private


async def test_a_proposal_of_more_than_one_passage_has_no_button_to_change_it(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        card = await chat.slash(chat.curator, "corpus remove", section="Side effects")
        assert "p-change" not in card.sent[-1].actions
        forged = await chat.forge(chat.curator, f"ldn:p-change:p1:{chat.proposals[0].tree[:12]}")
        assert "It is not a change of one passage (p1). Propose it anew." in forged.text


async def test_what_takes_much_away_is_published_with_a_second_press_on_that_content(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        emptied = b"questions: []\nalso_asked: {}\nnot_covered: [is it a vitamin]\n"
        card = await chat.slash(chat.curator, "corpus upload", file=("questions.yaml", emptied))
        assert "This takes the place of questions.yaml: " in card.sent[-1].text
        live = chat.live
        asked = await chat.press(chat.curator, card.card, "p-publish")
        assert "Not published yet: it takes much away." in asked.text
        assert asked.sent[-1].actions[-4:-2] != ["p-publish"]
        assert "p-publish" not in asked.sent[-1].actions
        assert chat.live == live
        mark = f"p1:{chat.proposals[0].tree[:12]}"
        for forged in (f"ldn:p-publish-all:{mark}", f"ldn:p-publish-all:{mark}:{'0' * 12}"):
            assert "Not published yet" in (await chat.forge(chat.curator, forged)).text
        assert chat.live == live, "it was meant for what was live then"
        done = await chat.press(chat.curator, asked.card, "p-publish-all")
        assert "Published as version" in done.text
        assert chat.live != live


async def test_a_long_card_is_turned_page_by_page(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        form = await chat.slash(chat.curator, "corpus add", section="Price")
        text = "\n\n".join(f"Passage {place} says {'word ' * 60}[@brook2019]." for place in range(11))
        card = await chat.send(chat.curator, form, text=text)
        assert "page 1 of 2" in card.sent[-1].text
        second = await chat.press(chat.curator, card.card, "p-page")
        assert "page 2 of 2" in second.text
        assert "test question" in card.sent[-1].text, "the verdict comes first"
        shown = card.sent[-1].text + second.text
        assert [place for place in range(11) if f"Passage {place} says" not in shown] == []
        back = await chat.forge(chat.curator, f"ldn:p-page:p1:{chat.proposals[0].tree[:12]}:99:u")
        assert "page 2 of 2" in back.text


async def test_a_name_that_is_markup_breaks_nothing(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        user = chat.env.create_user("rogue", global_name="**@everyone** [9](https://evil.example) \u202e`x`")
        rogue = chat.guild.add_member(user, roles=[chat.curators])
        card = await chat.change(rogue, PRICE, "$12", "$14", "```\n# <@1> [9](https://evil.example) \u202e")
        await chat.change(chat.curator, DOSE, "2 mg", "3 mg")
        await chat.press(rogue, card.message, "p-publish")
        form = await chat.press(rogue, (await chat.reviewed(rogue, "p2")).card, "p-reject")
        await chat.send(rogue, form, reason="**[9](https://evil.example)**")
        forged = f"ldn:p-publish:p1:{chat.proposals[0].tree[:12]}"
        commands = ("proposals", "history", "audit", "status")
        turns = [
            card,
            await chat.forge(chat.curator, forged),
            await chat.reviewed(chat.curator, "p2"),
            *[await chat.slash(chat.curator, f"corpus {command}") for command in commands],
            await chat.slash(chat.curator, "corpus show", version=chat.live.commit[:12]),
        ]
        for text in (turn.text for turn in turns):
            assert "](http" not in text
            assert "\u202e" not in text
            assert "**@everyone" not in text
            assert "```" not in text


async def test_status_history_and_audit_have_their_pages(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        for place in range(25):
            text = SOURCES["veltamine.md"].replace("$12", f"${place}")
            reason = f"Version {place} **" + "*_~" * 60
            chat.room.history.publish({**SOURCES, "veltamine.md": text}, base=chat.live, author=BEN, reason=reason)
        shown = await chat.slash(chat.curator, "corpus history")
        assert "page 1 of" in shown.text
        assert "Version 24" in shown.text
        second = await chat.press(chat.curator, shown.message, "c-history")
        assert "page 2 of" in second.text
        for _ in range(25):
            await chat.room.record("propose", BEN, "p1", "*" * 400)
        audit = await chat.slash(chat.curator, "corpus audit")
        assert audit.text.count("propose") == 10
        older = await chat.press(chat.curator, audit.message, "c-audit")
        assert older.text.count("propose") == 10
        status = (await chat.slash(chat.curator, "corpus status")).text
        assert "**Passages** 5 in 1 article" in status
        assert "**Review** Veltamine in brief: due on 2027-01-01" in status
        chat.clock.seconds += 86_400 * 100
        assert (
            "**Review overdue** Veltamine in brief: since 2027-01-01"
            in (await chat.slash(chat.curator, "corpus status")).text
        )


async def test_a_proposal_is_opened_from_the_menu_of_the_list(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        for _ in range(11):
            chat.room.proposals.propose(SOURCES, title="Nothing", author=BEN, base=chat.live)
        listed = await chat.slash(chat.curator, "corpus proposals")
        assert "page 1 of 2" in listed.text
        (menu,) = menus_of(listed.message, "c-open")
        assert [option["value"] for option in menu["options"]] == [f"p{number}" for number in range(11, 1, -1)]
        opened = await chat.choose_from(chat.curator, listed.message, "c-open", 4)
        assert "### p7 · Nothing" in opened.text
        assert opened.sent[0].private
