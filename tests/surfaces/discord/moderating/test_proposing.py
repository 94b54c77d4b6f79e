"""What `/corpus edit`, `add`, `reference`, `remove`, `reviewed` and `upload` propose, and that none of it is live."""

from pathlib import Path

import discord
import pytest

from chat import Turn
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import Proposal, State
from ldnbot.moderation.uploads import LARGEST_UPLOAD
from moderated import PRICE, SOURCES, Moderated, moderated

BEN = Moderator("9", "Ben")
STUDY = {
    "title": "Veltamine and sleep",
    "study": "randomised-trial",
    "published": "2024-05",
    "authors": "Doe J, Roe KL",
}
PASTED = (
    b"# Sleep\n\nVeltamine helped people sleep [1], and others too [2].\n\n## References\n\n"
    b"1. Brook AL. Veltamine for night cramps. J Invent Med. 2019;4:11-9. doi:10.5555/veltamine.4\n"
    b"2. Roe K. Sleep at last. J Test. 2020;1:2-3.\n"
)


def assert_proposed(chat: Moderated, shown: Turn, title: str, reason: str = "") -> Proposal:
    """Assert that one proposal was made, by Carla and on the live version; that its card is shown to her alone; that
    the audit has it; and that nothing is live."""
    proposal = chat.proposals[-1]
    assert (proposal.title, proposal.author.name, proposal.author.id) == (title, "carla", str(chat.curator.id))
    assert (proposal.base, proposal.state, proposal.reason) == (chat.live.commit, State.OPEN, reason or title)
    assert shown.sent[0].private
    assert f"### {proposal.id} · {title.replace('[', '(').replace(']', ')')}" in shown.text.replace("\\", "")
    assert f"Why: {reason}" in shown.text or not reason
    assert {"p-publish", "p-reject", "p-ask", "p-download"} <= set(shown.sent[-1].actions)
    entry = chat.audited[0]
    assert (entry.what, entry.who, entry.detail) == ("propose", chat.curator.id, f"{proposal.id} {title}")
    assert chat.room.history.sources(chat.live) == SOURCES
    return proposal


async def test_edit_shows_the_text_with_its_citations_and_proposes_what_is_sent(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        form = await chat.slash(chat.curator, "corpus edit", passage=PRICE)
        assert form.form["title"] == "Change a passage"
        text, why = (part["component"] for part in form.form["components"])
        assert text["value"] == "A month of veltamine costs about $12 [@velta-page]. Most insurers do not pay for it."
        assert (text["required"], why["required"]) == (True, False)
        shown = await chat.send(chat.curator, form, text=text["value"].replace("12", "14"), reason="It rose")
        assert_proposed(chat, shown, f"Change {PRICE}", "It rose")
        assert "about $~~12~~ **14** \\[@velta-page]" in shown.text
        assert "1 test question:** answered as before" in shown.sent[-1].text
        assert "<!-- passage: price -->\n\nA month of veltamine costs about $14 [@velta-page]." in chat.proposed(
            "veltamine.md"
        )
        assert "$12" in await chat.replies()


async def test_an_edit_that_says_the_same_is_refused(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        told = await chat.change(chat.curator, PRICE, "$12", "$12")
        assert "What you typed:\n```\nA month of veltamine costs" in told.text
        assert "Nothing is changed" in told.text
        assert chat.proposals == ()


async def test_a_passage_is_chosen_by_some_of_its_words(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        for command, option, typed, value in (
            ("corpus edit", "passage", "month insurers", PRICE),
            ("corpus add", "section", "rare", "4"),
            ("corpus remove", "passage", "dizzy standing", ""),
            ("corpus remove", "reference", "systematic", "marsh2021"),
            ("corpus reviewed", "article", "brief", "veltamine"),
        ):
            offered = await chat.curator.autocomplete(chat.channel, command, option, typed)
            assert offered, command
            assert value in [choice["value"] for choice in offered] or not value
            assert await chat.moderator.autocomplete(chat.channel, command, option, typed) == []
        assert len(await chat.curator.autocomplete(chat.channel, "corpus edit", "passage", "")) == 5


async def test_what_is_typed_and_not_there_is_refused_with_what_to_do(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        for command, options, told in (
            ("corpus edit", {"passage": "veltamine/nowhere"}, "Choose one from the list"),
            ("corpus add", {"section": "nowhere at all"}, "nowhere at all"),
            ("corpus remove", {}, "Choose a passage, a section or a reference"),
            ("corpus remove", {"reference": "nobody1999"}, "nobody1999"),
            ("corpus reviewed", {"article": "veltamine", "reviewer": "R", "due": "soon"}, "Write it as 2027-11-25"),
            ("corpus reviewed", {"article": "nowhere", "reviewer": "R"}, "nowhere"),
            ("corpus reference", {**STUDY, "identifier": "10.5555/veltamine.4"}, "brook2019"),
            ("corpus reference", {**STUDY, "published": "last year"}, "last year"),
            ("corpus show", {"version": "ffffffff"}, "There is no version"),
            ("corpus rollback", {"version": "ffffffff", "reason": "x"}, "There is no version"),
            ("corpus export", {"version": "ffffffff"}, "There is no version"),
            ("corpus proposals", {"proposal": "p99"}, "There is no proposal"),
        ):
            turn = await chat.slash(chat.curator, command, **options)
            assert told in turn.text.replace("\\", ""), (command, turn.text)
            assert turn.sent[-1].private
            assert "ldnbot corpus" not in turn.text, "what only a terminal can do is no help here"
        assert chat.proposals == ()


async def test_add_puts_a_passage_at_the_end_of_a_section_or_a_section_after_it(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        price, *_ = await chat.curator.autocomplete(chat.channel, "corpus add", "section", "price")
        form = await chat.slash(chat.curator, "corpus add", section=price["value"])
        assert [part["label"] for part in form.form["components"]] == ["Text, citations as [@key]", "Why"]
        shown = await chat.send(chat.curator, form, text="It is sent by post [@velta-page].", reason="Asked")
        assert_proposed(chat, shown, "Add a passage: It is sent by post [@velta-page].", "Asked")
        assert chat.proposed("veltamine.md").rstrip().endswith("\n\nIt is sent by post [@velta-page].")
        form = await chat.slash(chat.curator, "corpus add", section="Dose", heading="Sleep")
        shown = await chat.send(chat.curator, form, heading="Sleep", text="People slept [@brook2019].")
        assert_proposed(chat, shown, "Add the section Sleep")
        text = chat.proposed("veltamine.md")
        assert (
            text.index("## Dose")
            < text.index("## Sleep\n\n")
            < text.index("People slept [@brook2019].")
            < text.index("## Side effects")
        )


async def test_reference_and_remove_and_reviewed_propose_what_they_say(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        link = "https://pubmed.ncbi.nlm.nih.gov/7654321/"
        shown = await chat.slash(
            chat.curator,
            "corpus reference",
            **STUDY,
            identifier=link,
            volume="4(2):11-9",
            journal="J Test",
            reason="Asked",
        )
        assert_proposed(chat, shown, "Add a reference: Veltamine and sleep", "Asked")
        kept = chat.proposed("references.yaml")
        for line in ("id: doe2024", "PMID: '7654321'", "volume: '4'", "issue: '2'", "issued: 2024-05", "family: Roe"):
            assert line in kept.replace("'2024-05'", "2024-05")

        shown = await chat.slash(chat.curator, "corpus remove", passage=PRICE, reason="Out of date")
        assert_proposed(chat, shown, f"Remove {PRICE}", "Out of date")
        assert "costs about" not in chat.proposed("veltamine.md")
        assert PRICE not in chat.proposed("questions.yaml"), "what points at it goes with it"
        assert "q1" in shown.text, "and that is said"

        shown = await chat.slash(chat.curator, "corpus remove", section="Side effects")
        assert_proposed(chat, shown, "Remove the section Side effects")
        assert "Rare harm" not in chat.proposed("veltamine.md")

        shown = await chat.slash(
            chat.curator, "corpus reviewed", article="veltamine", reviewer="Dr R", reason="Read it"
        )
        assert_proposed(chat, shown, "Mark veltamine as reviewed on 2026-11-22", "Read it")
        for line in ("reviewed: 2026-11-22", "reviewed_by: Dr R", "review_due: 2027-11-22"):
            assert line in chat.proposed("veltamine.md")
        await chat.slash(chat.curator, "corpus reviewed", article="veltamine", reviewer="Dr R", due="2028-01-02")
        assert "review_due: 2028-01-02" in chat.proposed("veltamine.md")


async def test_an_upload_becomes_an_article_that_cites_what_is_there_whatever_it_is_called(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        shown = await chat.slash(chat.curator, "corpus upload", file=("../../etc/passwd.pdf", PASTED), reason="Sleep")
        assert_proposed(chat, shown, "Upload references.yaml, sleep.md", "Sleep")
        assert "[@brook2019], and others too [@roe2020]" in chat.proposed("sleep.md")
        assert chat.proposed("references.yaml").count("10.5555/veltamine.4") == 1
        assert "confirm that you may use it" in shown.text
        assert sorted(chat.room.proposals.sources(chat.proposals[-1])) == sorted([*SOURCES, "sleep.md"])

        shown = await chat.slash(
            chat.curator, "corpus upload", file=("x.md", SOURCES["lexicon.yaml"].encode() + b"# x\n")
        )
        assert_proposed(chat, shown, "Upload lexicon.yaml")


async def test_an_upload_that_is_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with moderated(tmp_path) as chat:
        read: list[str] = []
        fetch = discord.Attachment.read

        async def noting(attached: discord.Attachment) -> bytes:
            read.append(attached.filename)
            return await fetch(attached)

        monkeypatch.setattr(discord.Attachment, "read", noting)
        turn = await chat.slash(chat.curator, "corpus upload", file=("huge.md", bytes(LARGEST_UPLOAD + 600_000)))
        assert "11 MB, and 10 MB is the most" in turn.text
        assert turn.only.private
        assert read == []
        for name, content, told in (
            ("x.docx", b"PK\3\4 broken", "archive is broken"),
            ("x.md", b"\0\1\2MZ", "no text"),
        ):
            turn = await chat.slash(chat.curator, "corpus upload", file=(name, content))
            assert told in turn.text
        assert chat.proposals == ()


async def test_a_form_proposes_a_change_of_the_version_that_it_was_opened_on(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        form = await chat.slash(chat.curator, "corpus edit", passage=PRICE)
        was = chat.live
        gone = await chat.slash(chat.curator, "corpus remove", section="Dose")
        sure = await chat.press(chat.curator, gone.message, "p-publish")
        await chat.press(chat.curator, sure.card, "p-publish-all")
        assert chat.live != was
        text = form.form["components"][0]["component"]["value"]
        await chat.send(chat.curator, form, text=text.replace("$12", "$14"))
        assert chat.proposals[-1].base == was.commit
        assert chat.proposals[-1].title == f"Change {PRICE}"
        assert "about $14" in chat.proposed("veltamine.md")


async def test_a_form_is_for_the_published_text_where_an_older_one_still_answers(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        # It is published, and not on the shelf yet: the passages of the two have different numbers.
        text = SOURCES["veltamine.md"].replace("## Dose", "## New\n\nVeltamine is blue [@brook2019].\n\n## Dose")
        sources = {**SOURCES, "veltamine.md": text}
        chat.room.history.publish(sources, base=chat.live, author=BEN, reason="Blue")
        shown = await chat.change(chat.curator, PRICE, "$12", "$14")
        assert "about $14" in chat.proposed("veltamine.md")
        assert "blue" in chat.proposed("veltamine.md")
        assert "$~~12~~ **14**" in shown.text
        form = await chat.slash(chat.curator, "corpus add", section="Dose")
        await chat.send(chat.curator, form, text="Nobody takes more [@brook2019].")
        made = chat.proposed("veltamine.md")
        assert made.index("## Dose") < made.index("Nobody takes more") < made.index("## Side effects")


async def test_a_form_works_after_a_restart(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        form = await chat.slash(chat.curator, "corpus edit", passage=PRICE)
        await chat.restart()
        text = form.form["components"][0]["component"]["value"]
        shown = await chat.send(chat.curator, form, text=text.replace("$12", "$14"))
        assert_proposed(chat, shown, f"Change {PRICE}")


async def test_a_passage_too_long_for_a_form_says_where_it_can_be_changed(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        long = SOURCES["veltamine.md"] + "\n\n<!-- passage: long -->\n\n" + "Veltamine helps 🙂 people. " * 160 + "\n"
        sources = {**SOURCES, "veltamine.md": long}
        chat.room.history.publish(sources, base=chat.live, author=BEN, reason="Long")
        told = await chat.slash(chat.curator, "corpus edit", passage="veltamine/long")
        assert "a form holds 4,000" in told.text


async def test_a_form_of_no_place_does_nothing(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        live = chat.live.corpus_version
        for control in (
            f"c-edit:{live}:0",
            f"c-edit:{live}:-1",
            f"c-edit:{live}:99",
            f"c-add:{live}:0",
            "c-edit:x",
            "c-add:",
        ):
            turn = await chat.forge(chat.curator, f"ldn:{control}")
            assert turn.sent[-1].private
        assert chat.proposals == ()
