"""Moments as the database keeps them: UTC, as text of one width, so that the order of the texts is that of time."""

from datetime import UTC, datetime

__all__ = ["read_moment", "write_moment"]


def write_moment(moment: datetime) -> str:
    """Return a moment as text, such as `2026-11-25T22:33:36.000000+00:00`.

    Raises:
        ValueError: it has no time zone, so nobody can say when it was.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {moment}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_moment(text: str) -> datetime:
    """Return the moment of a text."""
    return datetime.fromisoformat(text)
