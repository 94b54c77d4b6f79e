"""The log: on standard error, without the token and without what people ask."""

import logging
import sys

__all__ = ["Redacted", "start_log"]

_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Redacted(logging.Formatter):
    """Writes entries as usual, but never a secret, wherever in an entry or its traceback it may stand."""

    def __init__(self, secret: str) -> None:
        super().__init__(_FORM)
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry with the secret taken out."""
        written = super().format(record)
        return written.replace(self._secret, "[token]") if self._secret else written


def start_log(token: str, *, verbose: bool) -> None:
    """Begin to log. Below INFO discord.py would log what people write, so it never goes there."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacted(token))
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=[handler], force=True)
    logging.getLogger("discord.client").addFilter(lambda entry: "voice will NOT be" not in entry.getMessage())
    for name in ("discord", "asyncio", "aiohttp"):
        logging.getLogger(name).setLevel(logging.INFO if verbose else logging.WARNING)
