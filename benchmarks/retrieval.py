"""Prints what each part of the retrieval is worth, on questions about the corpus and on COVID-QA.

    python benchmarks/retrieval.py ablation QUESTIONS.jsonl --facts FACTS.tsv [--corpus DIR]
    python benchmarks/retrieval.py covidqa FOLDER

FOLDER holds corpus.jsonl, queries.jsonl and qrels.tsv of COVID-QA (Apache-2.0): 98 articles in passages, and 1,380
questions by experts, each about one of the articles. The right passage is looked for in the right article.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ldnbot.answering.assistant import Assistant, open_assistant
from ldnbot.corpus.article import Article, BlockKind, FrontMatter, Passage, Section, Sentence
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.folder import read_corpus, shipped_lexicon
from ldnbot.corpus.lexicon import Lexicon
from ldnbot.corpus.sentences import split_sentences
from ldnbot.corpus.shipped import shipped_corpus
from ldnbot.evaluation.questionset import LabelledQuestion, read_facts, read_questions
from ldnbot.retrieval.index import WEIGHTS, FieldName, PassageIndex, build_index

_ASKED = (FieldName.ASKED_WORDS, FieldName.ASKED_GRAMS, FieldName.ASKED_CONCEPTS)
_CONCEPTS = (FieldName.CONCEPTS, FieldName.ASKED_CONCEPTS)
_LEFT_OUT: Mapping[str, Sequence[FieldName]] = {
    "everything": (),
    "without words": (FieldName.WORDS, FieldName.ASKED_WORDS),
    "without pairs of words": (FieldName.PAIRS,),
    "without n-grams": (FieldName.GRAMS, FieldName.SENTENCES, FieldName.ASKED_GRAMS),
    "without the best sentence": (FieldName.SENTENCES,),
    "without the lexicon": _CONCEPTS,
    "without also-asked lines": _ASKED,
    "without lexicon and lines": (*_CONCEPTS, *_ASKED),
    "words alone": tuple(name for name in FieldName if name is not FieldName.WORDS),
    "n-grams alone": tuple(name for name in FieldName if name is not FieldName.GRAMS),
}


def main() -> None:
    """Run one of the two measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    ablation = commands.add_parser("ablation")
    ablation.add_argument("questions", type=Path, nargs="+")
    ablation.add_argument("--facts", type=Path)
    ablation.add_argument("--corpus", type=Path, default=shipped_corpus())
    ablation.set_defaults(run=_ablation)
    covidqa = commands.add_parser("covidqa")
    covidqa.add_argument("folder", type=Path)
    covidqa.set_defaults(run=_covidqa)
    options = parser.parse_args()
    options.run(options)


def _weights(left_out: Sequence[FieldName]) -> Mapping[FieldName, float]:
    return {name: 0.0 if name in left_out else weight for name, weight in WEIGHTS.items()}


def _ablation(options: argparse.Namespace) -> None:
    assistant = open_assistant(read_corpus(options.corpus, today=datetime.now(UTC).date()))
    facts = read_facts(options.facts) if options.facts else {}
    questions = [
        question
        for path in options.questions
        for question in read_questions(path)
        if question.kind.answerable and len(question.parts) == 1
    ]
    print(f"{len(questions)} answerable questions in one part; ranking alone, before the judgement")
    print(f"{'':28} hit@1  hit@3")
    for name, left_out in _LEFT_OUT.items():
        ranks = [_rank(assistant, question, facts, _weights(left_out)) for question in questions]
        print(f"{name:28} {_share(ranks, 1):.3f}  {_share(ranks, 3):.3f}")


def _rank(
    assistant: Assistant,
    question: LabelledQuestion,
    facts: Mapping[str, tuple[str, ...]],
    weights: Mapping[FieldName, float],
) -> int:
    index = assistant.index
    read, _ = index.speller.repair(question.question)
    for place, hit in enumerate(index.search(index.query(read), weights), start=1):
        if any(entry.met_by(hit.passage.id, hit.passage.text, facts) for entry in question.parts[0]):
            return place
    return len(index.passages) + 1


def _share(ranks: Sequence[int], places: int) -> float:
    return sum(rank <= places for rank in ranks) / len(ranks)


def _covidqa(options: argparse.Namespace) -> None:
    folder: Path = options.folder
    articles: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        articles[document["id"].split("#")[0]].append((document["id"], document["text"]))
    right: defaultdict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, _ = line.split("\t")
        right[query].add(document)
    asked: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines():
        query = json.loads(line)
        asked[query["id"].split(":")[0]].append((query["id"], query["text"]))
    for label, lexicon in (("with the shipped lexicon", shipped_lexicon()), ("without", Lexicon({}))):
        ranks: list[int] = []
        seconds = 0.0
        for name, documents in articles.items():
            index = build_index(_corpus(name, documents, lexicon))
            for key, text in asked[name]:
                begun = time.perf_counter()
                ranks.append(_place(index, text, right[key]))
                seconds += time.perf_counter() - begun
        print(
            f"{label:26} hit@1 {_share(ranks, 1):.3f}  hit@3 {_share(ranks, 3):.3f}  "
            f"({len(ranks)} questions, {1000 * seconds / len(ranks):.1f} ms each)"
        )


def _place(index: PassageIndex, question: str, right: set[str]) -> int:
    for place, hit in enumerate(index.search(index.query(question)), start=1):
        if hit.passage.id in right:
            return place
    return len(index.passages) + 1


def _corpus(name: str, documents: Sequence[tuple[str, str]], lexicon: Lexicon) -> Corpus:
    passages = tuple(
        Passage(
            id=key,
            kind=BlockKind.PARAGRAPH,
            text=text,
            sentences=tuple(Sentence(span) for span in split_sentences(text, ())),
            citations=(),
            heading_path=(),
            article=name,
            line=number,
        )
        for number, (key, text) in enumerate(documents, start=1)
    )
    article = Article(name, FrontMatter(title=name), (Section((), 0, passages, 1),))
    return Corpus((article,), {}, "0" * 12, lexicon)


if __name__ == "__main__":
    main()
