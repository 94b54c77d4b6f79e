"""Settings that are read from config.yaml: what is refused, and what an operator is told."""

from pathlib import Path

import pytest

from ldnbot.answering.regions import shipped_regions
from ldnbot.config import Moderators, Settings, Trusted, read_settings
from ldnbot.errors import SettingsInvalid
from terminal_run import Terminal

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


def test_an_addition_that_contradicts_the_disclaimer_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"contradicts the disclaimer \(“is medical advice”\)") as raised:
        settings_of(tmp_path, "quotes: 2\ndisclaimer_addition: Here this is medical advice.\n")
    assert raised.value.where.endswith("config.yaml:2")
    assert settings_of(tmp_path, "disclaimer_addition: Our moderators are no doctors.\n").disclaimer_addition


def test_a_region_that_nobody_checked_is_told_when_the_configuration_is_checked(tmp_path: Path) -> None:
    assert "region us" in settings_of(tmp_path, "region: us\n").warnings[0]
    assert settings_of(tmp_path, "").warnings == ()
    assert settings_of(tmp_path, "region: international\n").warnings == ()


def test_a_day_below_a_shipped_region_is_all_that_it_takes_to_say_that_it_was_checked(tmp_path: Path) -> None:
    read = settings_of(tmp_path, "region: us\nregions:\n  us:\n    checked: 2026-11-24\n")
    assert read.warnings == ()
    assert read.regions["us"].crisis == shipped_regions()["us"].crisis
    with pytest.raises(SettingsInvalid, match="checked is yesterday"):
        settings_of(tmp_path, "regions:\n  us:\n    checked: yesterday\n")


def test_corpus_check_tells_it_on_standard_error_and_ask_does_not(
    ldnbot: Terminal, tmp_path: Path, folder: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("region: us\n", encoding="utf-8")
    ran = ldnbot("--config", config, "corpus", "check", "--json", "--corpus", folder)
    assert "region us" in ran.err
    assert ran.out.startswith("{")
    assert "region us" not in ldnbot("--config", config, "ask", "starting dose", "--corpus", folder).err
