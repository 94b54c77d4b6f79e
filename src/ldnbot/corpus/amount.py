"""How many of something, in words."""

__all__ = ["amount"]


def amount(count: int, noun: str) -> str:
    """Return `1 error` or `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
