from pathlib import Path

import pytest

from ldnbot.config import Moderators, Settings, Trusted, read_settings
from ldnbot.errors import SettingsInvalid

SERVER, ROLE, PERSON = 123456789012345678, 223456789012345678, 323456789012345678


def settings_of(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    return read_settings({}, config=file, user_folder=tmp_path / "none", data_folder=tmp_path / "data")


def test_nobody_is_trusted_who_is_not_named(tmp_path: Path) -> None:
    found = settings_of(tmp_path, f'moderators:\n  "{SERVER}":\n    roles: ["{ROLE}"]\n')
    assert found.moderators[SERVER] == Moderators(frozenset({ROLE}), frozenset(), Trusted())


def test_roles_and_people_can_be_trusted(tmp_path: Path) -> None:
    text = f"""\
moderators:
  "{SERVER}":
    roles: ["{ROLE}"]
    trusted:
      roles: ["{ROLE}"]
      people: ["{PERSON}"]
"""
    assert settings_of(tmp_path, text).moderators[SERVER].trusted == Trusted(frozenset({ROLE}), frozenset({PERSON}))


@pytest.mark.parametrize(
    ("trusted", "line", "what"),
    [
        ("trusted: yes", 4, "trusted has no fields"),
        ("trusted: {bots: [1]}", 4, "trusted has no field bots"),
        ("trusted: {roles: []}", 4, "nobody is trusted"),
        ("trusted: {roles: [everybody]}", 4, "everybody is no id of Discord's"),
    ],
)
def test_a_mistake_in_who_is_trusted_is_named_with_its_line(tmp_path: Path, trusted: str, line: int, what: str) -> None:
    text = f'moderators:\n  "{SERVER}":\n    roles: ["{ROLE}"]\n    {trusted}\n'
    with pytest.raises(SettingsInvalid) as raised:
        settings_of(tmp_path, text)
    assert raised.value.what == what
    assert raised.value.where.endswith(f"config.yaml:{line}")
    assert raised.value.fix


def test_those_who_are_trusted_alone_are_no_moderators(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="has no moderators"):
        settings_of(tmp_path, f'moderators:\n  "{SERVER}":\n    trusted: {{people: ["{PERSON}"]}}\n')
