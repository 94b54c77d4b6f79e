import logging

import pytest

from ldnbot.surfaces.discord.logs import Redacted, start_log

SECRET = "MTIzNDU2.abc.def"


def entry(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    told = (type(error), error, None) if error else None
    return logging.LogRecord("ldnbot", logging.ERROR, "", 0, message, arguments, told)


@pytest.mark.parametrize(
    "record",
    [
        entry(f"the token is {SECRET}"),
        entry("the token is %s", SECRET),
        entry("it failed", error=ValueError(f"Authorization: Bot {SECRET}")),
    ],
)
def test_the_token_is_taken_out_wherever_it_stands(record: logging.LogRecord) -> None:
    written = Redacted(SECRET).format(record)
    assert SECRET not in written
    assert "[token]" in written


def test_discord_s_own_log_never_goes_below_info(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        start_log(SECRET, verbose=True)
        assert logging.getLogger("discord.gateway").getEffectiveLevel() >= logging.INFO
        start_log(SECRET, verbose=False)
        assert logging.getLogger("discord.gateway").getEffectiveLevel() >= logging.WARNING
    finally:
        root.handlers[:] = before
        root.setLevel(level)
