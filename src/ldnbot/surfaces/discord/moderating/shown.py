"""What a member typed, fit to be shown to moderators: one line, escaped, without brackets that forge a citation."""

from ldnbot.surfaces.discord.cards.markdown import escape, length

__all__ = ["cut", "plain", "shown"]


def plain(text: str, most: int) -> str:
    """Return text for a menu or a form, which know no Markdown: one line, nothing invisible, at most `most` long."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return cut(" ".join(printable.split()), most)


def shown(text: str, most: int = 200) -> str:
    """Return Markdown that shows what a member typed. Square brackets become round: `[1]` is no citation here."""
    return escape(plain(text, most).replace("[", "(").replace("]", ")"))


def cut(text: str, most: int) -> str:
    """Return text of at most `most` characters as Discord counts them, with a mark where it was longer."""
    if length(text) <= most:
        return text
    kept = text[: most - 1]
    while length(kept) > most - 1:
        kept = kept[: len(kept) - (length(kept) - most + 2) // 2]  # a sign is two at most
    return f"{kept.rstrip()}…"
