import pytest

from ldnbot.corpus.nearest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("word", "name"), [("parkr2018", "parker2018"), ("PARKER2018", "parker2018"), ("zzz", ""), ("", "")]
)
def test_the_name_most_like_a_word_is_found(word: str, name: str) -> None:
    assert nearest(word, ["toljan2018", "parker2018"]) == name


def test_nothing_is_proposed_where_nothing_is_alike() -> None:
    assert did_you_mean("zzz", ["parker2018"]) == ""
    assert did_you_mean("parker", ["parker1"]) == "did you mean parker1? "
