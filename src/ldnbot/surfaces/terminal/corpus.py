"""`ldnbot corpus`: check, format, look at, import and change a corpus."""

import click

from ldnbot.surfaces.terminal.corpuscheck import check, fmt
from ldnbot.surfaces.terminal.corpusdiff import diff
from ldnbot.surfaces.terminal.corpusimport import import_article_file
from ldnbot.surfaces.terminal.corpuslook import list_passages, show, stats
from ldnbot.surfaces.terminal.corpuspropose import propose

__all__ = ["corpus"]


@click.group()
def corpus() -> None:
    """Check, format, look at, import and change a corpus: the folder of articles that answers are quoted from.

    \b
    Examples:
      ldnbot corpus check
      ldnbot corpus list
      ldnbot corpus import article.html --out my-corpus
    """


for command in (check, fmt, list_passages, show, stats, import_article_file, propose, diff):
    corpus.add_command(command)
