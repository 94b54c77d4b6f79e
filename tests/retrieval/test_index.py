from pathlib import Path

from ldnbot.corpus.citation import remove_citations
from ldnbot.corpus.corpus import Corpus
from ldnbot.retrieval.index import build_index
from small import make_corpus


def found(corpus: Corpus, question: str) -> list[str]:
    index = build_index(corpus)
    return [hit.passage.id for hit in index.search(index.analyser.query(question))]


def test_the_passage_that_holds_the_words_comes_first(tmp_path: Path) -> None:
    assert found(make_corpus(tmp_path), "kidney disease")[0] == "veltamine/rare-harm/key-point-people-with"


def test_a_heading_finds_the_passages_below_it(tmp_path: Path) -> None:
    assert found(make_corpus(tmp_path), "price")[0].startswith("veltamine/price/")


def test_a_misspelt_word_still_finds(tmp_path: Path) -> None:
    assert found(make_corpus(tmp_path), "kidny diseese")[0] == "veltamine/rare-harm/key-point-people-with"


def test_a_question_without_a_word_of_the_corpus_finds_nothing(tmp_path: Path) -> None:
    assert found(make_corpus(tmp_path), "zzyzx") == []


def test_equal_scores_stay_in_reading_order(tmp_path: Path) -> None:
    article = "---\ntitle: T\n---\n\nOne zebra.\n\nOne zebra.\n\nOne zebra.\n"
    assert found(make_corpus(tmp_path, article), "zebra") == [
        "veltamine/start/one-zebra",
        "veltamine/start/one-zebra-2",
        "veltamine/start/one-zebra-3",
    ]


def test_citation_keys_are_not_searched(tmp_path: Path) -> None:
    assert found(make_corpus(tmp_path), "brook2019") == []


def test_the_sentence_that_matches_best_is_marked(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path)
    index = build_index(corpus)
    passage = next(passage for passage in corpus.passages if passage.heading_path == ("Dose",))
    sentence = index.best_sentence(passage, index.analyser.query("how far does it rise"))
    assert remove_citations(sentence.span.of(passage.text)) == "It rises to 8 mg over six weeks."
