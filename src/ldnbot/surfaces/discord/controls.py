"""What a button, a menu or a form stands for: an action and its argument, written into Discord's `custom_id`.

Nothing else is kept of a card, so that its buttons work after a restart and for as long as Discord shows it. Whoever
handles an action checks again who may do it: a `custom_id` proves nothing.
"""

import re
from dataclasses import dataclass

__all__ = ["Control", "read_control"]

_FORM = re.compile(r"ldn:(?P<action>[a-z-]{1,20}):(?P<argument>[A-Za-z0-9._:/@ -]{0,76})")


@dataclass(frozen=True, slots=True)
class Control:
    """An action that somebody can ask for, and what it is asked for."""

    action: str
    argument: str = ""

    @property
    def custom_id(self) -> str:
        """Return it as Discord keeps it, 100 characters at most.

        Raises:
            ValueError: the action or the argument has a sign that is not allowed, or is too long.
        """
        written = f"ldn:{self.action}:{self.argument}"
        if not _FORM.fullmatch(written):
            raise ValueError(written)
        return written

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the parts of the argument, which colons keep apart."""
        return tuple(self.argument.split(":"))


def read_control(custom_id: str) -> Control | None:
    """Return what a `custom_id` stands for, or None where it is none of ours."""
    match = _FORM.fullmatch(custom_id)
    return Control(match["action"], match["argument"]) if match else None
