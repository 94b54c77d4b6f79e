from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ldnbot.errors import EditRefused
from ldnbot.moderation.outline import outline, write_outline
from ldnbot.moderation.yamledit import (
    YamlPath,
    add_item,
    append_entry,
    read_plain,
    remove,
    replace_fields,
    rewrite_scalars,
    set_field,
)
from veltamine import lines_changed

TEXT = """\
# Head.
one:   # about one
  a:
  - first
  # between
  - 'second: 2'
  b: [x, "y, z",
      w]   # after

two:
- id: i1
  words: [p]

# Of the next.
- id: i2
  words:
    - q
three: {k: [v], l: m}
"""


def test_an_item_is_added_where_its_list_ends() -> None:
    assert lines_changed(TEXT, add_item(TEXT, ("one", "a"), "- third", "f")) == ([], ["  - '- third'"])
    assert lines_changed(TEXT, add_item(TEXT, ("one", "b"), "a, b", "f"))[1] == ["      w, 'a, b']   # after"]
    assert lines_changed(TEXT, add_item(TEXT, ("two", 1, "words"), "yes", "f")) == ([], ["    - 'yes'"])
    assert lines_changed(TEXT, add_item(TEXT, ("three", "k"), "n: o", "f"))[1] == ["three: {k: [v, 'n: o'], l: m}"]


def test_a_long_list_in_brackets_goes_on_on_a_new_line() -> None:
    text = f"words: [{', '.join(f'word number {number}' for number in range(8))}]\n"
    longer = add_item(text, ("words",), "one more that is too long for the line", "f")
    assert longer.endswith(",\n  one more that is too long for the line]\n")


def test_what_leads_to_a_list_is_made_with_it() -> None:
    assert add_item("", ("a", "b"), "c", "f") == "a:\n  b:\n  - c\n"
    assert add_item("# only this", ("a",), "c", "f") == "# only this\na:\n- c\n"
    assert lines_changed(TEXT, add_item(TEXT, ("one", "new"), "c", "f")) == ([], ["  new:", "  - c"])
    assert add_item("a:\n", ("a", "b"), "c", "f") == "a:\n  b:\n  - c\n"
    assert add_item("a: x\n", ("a",), "y", "f") == "a: [x, y]\n"
    assert add_item("a: {}  # none\nz: 1\n", ("a", "b"), "c", "f") == "a:  # none\n  b:\n  - c\nz: 1\n"
    assert add_item("a: []\n", ("a",), "c", "f") == "a:\n- c\n"
    assert append_entry("a: []\nz: 1\n", "a", "- id: x\n", "f") == "a:\n- id: x\nz: 1\n"


def test_removing_takes_the_lines_of_what_goes_and_no_comment_of_its_neighbours() -> None:
    assert lines_changed(TEXT, remove(TEXT, [("one", "a", 0)], "f")) == (["  - first"], [])
    assert lines_changed(TEXT, remove(TEXT, [("two", 0)], "f")) == (["- id: i1", "  words: [p]"], [])
    assert "# Of the next." in remove(TEXT, [("two", 0)], "f")
    assert lines_changed(TEXT, remove(TEXT, [("three", "k")], "f"))[1] == ["three: {l: m}"]
    assert lines_changed(TEXT, remove(TEXT, [("one", "b", 1), ("one", "b", 2)], "f"))[1] == ["  b: [x]   # after"]
    assert read_plain(remove(TEXT, [("two", 0), ("two", 1, "words")], "f"), "f")["two"] == [{"id": "i2"}]


def test_fields_are_set_replaced_and_put_in_order() -> None:
    assert set_field("a: 1\nc: 3\n", ("b",), "no", "f", before=("c",)) == "a: 1\nb: 'no'\nc: 3\n"
    assert set_field("a: 1 # why\n", ("a",), "2026-11-22", "f") == "a: 2026-11-22 # why\n"
    text = replace_fields(TEXT, ("two", 0), {"id": "id: i9\n", "kind": "kind: new\n"}, ("id", "kind", "words"), "f")
    assert lines_changed(TEXT, text)[1] == ["- id: i9", "  kind: new"]


def test_keys_and_values_are_rewritten_each_by_its_own_rule() -> None:
    text = rewrite_scalars(
        "a: a\nb: [a, c]\n", "f", values=lambda _, value: value.replace("a", "x"), keys=lambda _, key: key.upper()
    )
    assert text == "A: x\nB: [x, c]\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("- name: x\n  topic: y\n", (0, "name")),
        ("-\n  name: x\n- b\n", (0,)),
        ("- - x\n  - y\n", (0, 0)),
        ("a: {b: c, d: e}\n", ("a", "none")),
        ("? a\n: b\nc: d\n", ("a",)),
    ],
)
def test_what_cannot_be_taken_out_line_by_line_is_refused_or_right(text: str, path: YamlPath) -> None:
    meant = read_plain(text, "f")
    try:
        left = remove(text, [path], "f")
    except EditRefused as refused:
        assert "line by line" in refused.what
        return
    holder: Any = meant
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    assert read_plain(left, "f") == meant


@pytest.mark.parametrize(
    "text",
    ["a: &x [*x]\n", "a: &x\n  - *x\n", "a: !!python/name:os.system ''\n", "? [a]\n: b\n", "{[a]: b}\n", "[" * 3000],
)
def test_what_no_corpus_holds_is_refused_and_read_as_one_piece(text: str) -> None:
    with pytest.raises(EditRefused):
        add_item(text, ("new",), "b", "f")
    whole = outline("questions.yaml", text)
    assert write_outline(whole, text[len(text.rstrip("\n")) :]) == text


def test_what_shares_its_line_with_the_list_around_it_gives_its_place_up() -> None:
    assert remove("- name: x\n  topic: y\n", [(0, "name")], "f") == "- topic: y\n"
    assert remove("a:\n- - x\n  - y\n  - z\n- - w\n", [("a", 0, 0), ("a", 0, 1)], "f") == "a:\n- - z\n- - w\n"
    with pytest.raises(EditRefused, match="line by line"):
        remove("- - x\n- - y\n", [(0, 0)], "f")


def test_a_file_that_cannot_be_read_is_not_changed() -> None:
    with pytest.raises(EditRefused, match="cannot be read"):
        add_item("a: [\n", ("a",), "b", "f")
    with pytest.raises(EditRefused, match="line by line"):
        append_entry("a: b\n", "a", "- id: x\n", "f")


_TEXTS = (
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=12).map(str.strip).filter(bool)
)
_DATA = st.dictionaries(
    st.sampled_from(["a", "b", "c d", "e/f"]), st.lists(_TEXTS, min_size=1, max_size=4), min_size=1, max_size=4
)


@settings(max_examples=150)
@given(_DATA, _TEXTS, st.booleans(), st.sampled_from([2, 80]), st.data())
def test_in_any_form_of_yaml_an_item_is_added_and_removed_again_and_nothing_else_changes(
    data: dict[str, list[str]], item: str, flow: bool, width: int, draw: st.DataObject
) -> None:
    text = yaml.safe_dump({"root": data}, default_flow_style=flow, allow_unicode=True, width=width, sort_keys=False)
    key = draw.draw(st.sampled_from(sorted(data)))
    added = add_item(text, ("root", key), item, "f")
    assert read_plain(added, "f")["root"] == {**data, key: [*data[key], item]}
    gone = remove(added, [("root", key, len(data[key]))], "f")
    assert read_plain(gone, "f")["root"] == data
    place = draw.draw(st.integers(0, len(data[key]) - 1))
    if len(data[key]) > 1:
        left = read_plain(remove(text, [("root", key, place)], "f"), "f")["root"][key]
        assert left == [*data[key][:place], *data[key][place + 1 :]]
