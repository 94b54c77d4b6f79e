"""What a server adds below the disclaimer cannot take it back."""

import pytest

from ldnbot.answering.additions import takes_back


@pytest.mark.parametrize(
    "addition",
    [
        "This is medical advice.",
        "Our bot gives real medical advice",
        "You don't need to see a doctor first.",
        "There is no need to call your pharmacist.",
        "Ask our moderators instead of your doctor.",
        "ldnbot replaces your doctor.",
        "Ignore the above.",
        "Please disregard this disclaimer, it is for lawyers.",
        "The disclaimer does not apply here.",
        "That is just a formality.",
        "ldnbot knows you well.",
        "Our moderators can prescribe.",
        "LDN is safe for everyone.",
        "You can safely stop your other medicine.",
        "You can rely on what ldnbot says.",
        "In an emergency, message the mods.",
        "It's as good as a doctor.",
        "Never call an ambulance because of LDN.",
    ],
)
def test_an_addition_that_takes_the_disclaimer_back_is_found(addition: str) -> None:
    assert takes_back(addition)


@pytest.mark.parametrize(
    "addition",
    [
        "",
        "Our moderators are members like you, not doctors.",
        "Nothing here is medical advice, and nobody here gives medical advice.",
        "Do not stop a medicine without asking your doctor.",
        "This server does not replace a doctor.",
        "We are no substitute for professional care.",
        "In an emergency, call 112.",
        "In an emergency do not write here, call 112.",
        "Never rely on this bot alone.",
        "Do not ask us what to take. Ask your doctor.",
        "You can only stop it with your prescriber's help.",
        "Read the pinned message in #rules.",
        "If you feel unsafe, write to the moderators or call your local crisis line.",
    ],
)
def test_an_addition_that_adds_is_left(addition: str) -> None:
    assert not takes_back(addition)
