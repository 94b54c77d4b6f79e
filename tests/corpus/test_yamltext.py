import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldnbot.corpus.yamltext import YamlFault, YamlList, YamlMapping, YamlScalar, parse_yaml

BOMB = "a: &a [x, x]\n" + "".join(
    f"{'abcdefghij'[n + 1]}: &{'abcdefghij'[n + 1]} [*{'abcdefghij'[n]}, *{'abcdefghij'[n]}]\n" for n in range(8)
)


def test_every_scalar_stays_the_text_that_was_written() -> None:
    node = parse_yaml("a: 2018-04\nb: no\nc: 0123\nd: ''\ne:\n")
    assert isinstance(node, YamlMapping)
    assert [value for _, value in node.entries] == [
        YamlScalar("2018-04", 1),
        YamlScalar("no", 2),
        YamlScalar("0123", 3),
        YamlScalar("", 4, quoted=True),
        YamlScalar("", 5),
    ]


def test_every_node_knows_its_line() -> None:
    node = parse_yaml("\na:\n- b\n- c: d\n", first_line=10)
    assert node == YamlMapping(
        (
            (
                YamlScalar("a", 11),
                YamlList((YamlScalar("b", 12), YamlMapping(((YamlScalar("c", 13), YamlScalar("d", 13)),), 13)), 12),
            ),
        ),
        11,
    )


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n"])
def test_nothing_is_none(text: str) -> None:
    assert parse_yaml(text) is None


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        (BOMB, 1, "anchors"),
        ("a: 1\nb: *x\n", 2, "anchors"),
        ("a: !!python/object:os.system x\n", 1, "tag"),
        ("a: 1\n---\nb: 2\n", 2, "second"),
        ("a: " + "[" * 20 + "]" * 20, 1, "nested"),
        ("[" * 100_000, 1, "nested"),
        ("a: b: c\n", 1, "mapping values"),
        ("a: 'b\n", 2, "broken YAML"),
        ("a:\n\t- b\n", 2, "broken YAML"),
        ("a: \x07\n", 1, "control character"),
        ("? [a]\n: b\n", 1, "key"),
    ],
)
def test_a_fault_has_a_line_and_a_fix(text: str, line: int, part: str) -> None:
    with pytest.raises(YamlFault) as fault:
        parse_yaml(text)
    assert part in fault.value.what
    assert fault.value.line == line
    assert fault.value.fix


@given(st.text() | st.text("ab:-[]{}&*!|>'\"#%@`,? \n\t\x00\x85\u2028\ufeff", max_size=40))
@settings(max_examples=500)
def test_any_text_is_a_node_or_a_fault(text: str) -> None:
    try:
        parse_yaml(text)
    except YamlFault as fault:
        assert fault.line >= 1
