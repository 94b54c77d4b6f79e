from pathlib import Path

from ldnbot.moderation.proposal import State
from moderated import moderated


async def test_a_word_is_shown_with_its_concept_and_what_that_is_related_to(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        shown = await chat.slash(chat.curator, "lexicon list", word="CKD")
        assert shown.only.private
        assert "**kidney-disease** · condition" in shown.text
        assert "-# Words: kidney disease" in shown.text
        assert "-# Only in these capitals: CKD" in shown.text
        assert "-# Near: price" in shown.text


async def test_a_word_is_found_in_any_inflection(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        shown = await chat.slash(chat.curator, "lexicon list", word="payments")
        assert "**payment** · cost\n-# Words: payment\n-# A kind of: price" in shown.text


async def test_of_a_word_that_nobody_knows_those_spelt_like_it_are_shown(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        shown = await chat.slash(chat.curator, "lexicon list", word="paymint")
        assert "Nothing knows it. Spelt like it are words of these." in shown.text
        assert "**payment**" in shown.text
        assert "nothing is spelt like it" in (await chat.slash(chat.curator, "lexicon list", word="zebra")).text


async def test_a_word_that_is_looked_up_cannot_break_out_of_the_card(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        shown = await chat.slash(chat.curator, "lexicon list", word="**x** [1](https://evil.example)")
        assert r"“\*\*x\*\* (1)(https\://evil.example)”" in shown.text


async def test_a_word_is_proposed_and_its_effect_shown(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        review = await chat.slash(chat.curator, "lexicon add", word="outlay", concept="price")
        assert "p1 · Add the word outlay to price" in review.text
        assert "+ word (price): outlay" in review.text
        assert "words: [price, cost, fee, outlay]" in chat.proposed("lexicon.yaml")
        assert chat.proposals[0].state is State.OPEN


async def test_a_concept_that_is_not_there_is_added_where_its_topic_is_named(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        options = {"word": "haulage", "concept": "haulage", "topic": "cost", "kind_of": "price"}
        await chat.slash(chat.curator, "lexicon add", **options)
        added = "- name: haulage\n  topic: cost\n  kind_of: [price]\n  words: [haulage]\n"
        assert added in chat.proposed("lexicon.yaml")


async def test_a_concept_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        told = await chat.slash(chat.curator, "lexicon add", word="outlay", concept="prise")
        assert "There is no concept prise" in told.text
        assert "price" in told.text
        assert told.only.private
        assert chat.proposals == ()


async def test_a_word_or_a_whole_concept_is_taken_away_as_a_proposal(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.slash(chat.curator, "lexicon remove", concept="price", word="fee")
        assert "words: [price, cost]" in chat.proposed("lexicon.yaml")
        await chat.slash(chat.curator, "lexicon remove", concept="payment")
        assert "payment" not in chat.proposed("lexicon.yaml")
        assert [proposal.state for proposal in chat.proposals] == [State.OPEN, State.OPEN]


async def test_names_and_words_are_offered_while_typing(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        names = await chat.curator.autocomplete(chat.channel, "lexicon add", "concept", "kidny")
        assert [choice["value"] for choice in names] == ["kidney-disease"]
        words = await chat.curator.autocomplete(chat.channel, "lexicon remove", "word", "", concept="price")
        assert [choice["value"] for choice in words] == ["price", "cost", "fee"]


async def test_a_trusted_moderator_changes_words_at_once(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        chat.trust()
        told = await chat.slash(chat.curator, "lexicon add", word="outlay", concept="price")
        assert "Published as version" in told.text
        assert chat.desk.shelf.live
        assert "outlay" in chat.desk.shelf.live.corpus.lexicon.concepts["price"].words
