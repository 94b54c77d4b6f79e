"""Small corpora for tests, made by hand about an invented medicine."""

from datetime import date
from pathlib import Path

from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.folder import read_corpus

TODAY = date(2026, 11, 22)

REFERENCES = """\
references:
- id: brook2019
  type: article-journal
  study: randomised-trial
  title: Veltamine for night cramps
  author:
  - family: Brook
    given: AL
  container-title: J Invent Med
  issued: '2019-03-02'
  volume: '4'
  page: 11–9
  DOI: 10.5555/veltamine.4
  PMID: '1234567'
- id: marsh2021
  type: article-journal
  study: systematic-review
  title: 'Veltamine: a systematic review'
  author:
  - family: Marsh
    given: T
  - literal: et al.
  container-title: Rev Invent
  issued: '2021'
  PMCID: PMC7654321
- id: velta-page
  type: webpage
  study: web-page
  title: What does veltamine cost?
  container-title: Veltamine Society
  accessed: '2024-05-01'
"""

ARTICLE = """\
---
title: Veltamine in brief
language: en
licence: CC-BY-4.0
authors: [A tester]
source:
  title: None
reviewed: 2026-01-01
reviewed_by: A tester
review_due: 2027-01-01
conflicts_of_interest: none known
---

Veltamine is an invented medicine for night cramps.

## Dose

The usual starting dose of veltamine is 2 mg in the evening [@brook2019]. It rises to 8 mg over six weeks [@marsh2021].

## Side effects

- Dry mouth was the commonest complaint [@brook2019; @marsh2021].
- Some people felt dizzy on standing up. Nobody fell [@brook2019].

### Rare harm

> **Key point:** People with kidney disease were told to avoid veltamine [@marsh2021].

## Price

A month of veltamine costs about $12 [@velta-page]. Most insurers do not pay for it.
"""


def write_corpus(folder: Path, article: str = ARTICLE, references: str = REFERENCES) -> Path:
    """Write a corpus of one article into `folder` and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "veltamine.md").write_text(article, encoding="utf-8")
    (folder / "references.yaml").write_text(references, encoding="utf-8")
    return folder


def make_corpus(folder: Path, article: str = ARTICLE, references: str = REFERENCES) -> Corpus:
    """Write a corpus of one article and read it."""
    return read_corpus(write_corpus(folder, article, references), today=TODAY)
