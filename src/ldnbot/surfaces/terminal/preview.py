"""`ldnbot preview`: a card as Discord would show it, as a picture, before members see it."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path

import click
import msgspec

from ldnbot.answering.answer import Status
from ldnbot.errors import PreviewImpossible
from ldnbot.surfaces.opening import open_folder
from ldnbot.surfaces.preview.look import Asked, Look, Theme, Way, Width
from ldnbot.surfaces.terminal.options import corpus_option, load_settings, today

__all__ = ["card_body", "preview"]

_LARGEST = 1_000_000
"""Bytes of a body. Discord takes far less."""


@click.command()
@click.argument("question", required=False, default="")
@click.option(
    "--status",
    type=click.Choice([known.value for known in Status]),
    help="Draw nothing unless the reply is of this kind; say of which it is.",
)
@click.option(
    "--body",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Show this JSON body of a message, a form, choices or commands. A single - is standard input.",
)
@click.option(
    "--width",
    type=click.Choice([known.value for known in Width]),
    default=Width.PHONE.value,
    show_default=True,
    help="The screen.",
)
@click.option(
    "--theme",
    type=click.Choice([known.value for known in Theme]),
    default=Theme.DARK.value,
    show_default=True,
    help="The colours.",
)
@click.option(
    "--way",
    type=click.Choice([known.value for known in Way]),
    default=Way.SLASH.value,
    show_default=True,
    help="How the question came: by the slash command, or as a message that is replied to.",
)
@click.option("--html", "as_html", is_flag=True, help="Write the page itself. It needs no browser.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", required=True, help="The file to write.")
@corpus_option
def preview(
    *,
    question: str,
    status: str | None,
    body: Path | None,
    width: str,
    theme: str,
    way: str,
    as_html: bool,
    out: Path,
    corpus: Path | None,
) -> None:
    """Draw the card that QUESTION gets on Discord, and write it to --out as a PNG.

    Pictures need the extra preview and Chromium. A file that stands at --out is replaced.

    \b
    Examples:
      ldnbot preview "how long until it works?" --out card.png
      ldnbot preview "how long until it works?" --width desktop --theme light --out card.png
      ldnbot preview --body message.json --out card.png
      ldnbot preview --body message.json --html --out card.html
    """
    _refuse(question, status, body, out, as_html=as_html)
    day = today()
    if body is None:
        what: object = card_body(question, Status(status) if status else None, corpus)
        where = ""
    else:
        what, where = _read(body), "stdin" if str(body) == "-" else str(body)

    from ldnbot.surfaces.preview.page import render_page
    from ldnbot.surfaces.preview.reading import read_body  # markdown and all of the page: no other command needs them
    from ldnbot.surfaces.preview.screenshot import draw_pages

    look = Look(Theme(theme), Width(width))
    page = render_page(
        read_body(what, where=where),
        look=look,
        now=datetime.combine(day, time(12), UTC),  # at noon, so that a picture of the same day is the same picture
        asked=_asked(question, Way(way)),
    )
    if as_html:
        _write(out, page.encode("utf-8", "replace"))
    else:
        (picture,) = draw_pages([page], look.width.pixels)
        _write(out, picture.png)
    click.echo(f"wrote {out}")


def card_body(question: str, status: Status | None, corpus: Path | None) -> Mapping[str, object]:
    """Return the message that the bot would send to this question.

    Raises:
        NotFound: the reply is of another kind than `status`.
    """
    from ldnbot.surfaces.discord.preview import message_body  # a third of a second, with discord.py

    settings = load_settings(corpus)
    assistant = open_folder(settings.corpus, today=today())
    return message_body(assistant, settings.setting(today()), question, status=status)


def _refuse(question: str, status: str | None, body: Path | None, out: Path, *, as_html: bool) -> None:
    if body is None and not question.strip():
        raise click.UsageError(
            'What is the question? For example: ldnbot preview "how long until it works?" --out card.png'
        )
    if body is not None and status is not None:
        raise click.UsageError("Give --status or --body, not both.")
    ending = ".html" if as_html else ".png"
    if out.suffix.lower() != ending:  # a slip must not replace another kind of file
        raise click.BadParameter(f"the file's name must end in {ending}.", param_hint="--out")


def _read(path: Path) -> object:
    try:
        with click.open_file(str(path), "rb") as stream:
            raw = stream.read(_LARGEST + 1)
    except OSError as error:
        what = f"the body cannot be read ({error.strerror or error})"
        raise PreviewImpossible(what, where=str(path), fix="name a file that you may read") from error
    if len(raw) > _LARGEST:
        raise PreviewImpossible("the file is too large", where=str(path), fix=f"{_LARGEST} bytes is the most")
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PreviewImpossible(f"this is no JSON: {error}", where=str(path), fix="write the body as JSON") from error


def _asked(question: str, way: Way) -> Asked | None:
    """Return what was asked. A question that begins with a slash names its command itself."""
    if not question:
        return None
    if question.startswith("/") and question[1:2].isalpha():
        command, _, rest = question[1:].partition(" ")
        return Asked(question=rest, way=way, command=command)
    return Asked(question=question, way=way)


def _write(out: Path, content: bytes) -> None:
    from ldnbot.corpus.placing import place_files

    try:
        place_files({out: content})
    except OSError as error:
        what = f"the file cannot be written ({error.strerror or error})"
        raise PreviewImpossible(what, where=str(out), fix="name a file in a folder that you may write to") from error
