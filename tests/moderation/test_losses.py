"""How much a change takes away."""

from histories import FIRST
from ldnbot.corpus.folder import inspect_sources
from ldnbot.moderation.losses import Loss, file_losses, part_losses
from small import TODAY

QUESTIONS = "not_covered:\n" + "".join(f"- is it number {number}\n" for number in range(20))


def parts(before: dict[str, str], after: dict[str, str]) -> list[Loss]:
    old, new = (inspect_sources(sources, today=TODAY).corpus for sources in (before, after))
    return list(part_losses(old, new, {}))


def test_of_a_file_lines_go_and_lines_that_only_move_do_not() -> None:
    whole = "".join(f"line {number}\n\n" for number in range(10))
    turned = "".join(f"line {number}\n" for number in reversed(range(10)))
    assert list(file_losses({"a.md": whole}, {"a.md": turned})) == []
    assert list(file_losses({"a.md": whole}, {"a.md": turned.replace("line 3", "other")})) == [], "a tenth is not much"
    assert list(file_losses({"a.md": whole}, {})) == [Loss("a.md", 10, 10)]


def test_what_goes_is_counted_by_its_kind() -> None:
    before = {**FIRST, "questions.yaml": QUESTIONS}
    after = {**before, "questions.yaml": "not_covered: [is it number 3, is it new]\n"}
    assert parts(before, after) == [Loss("lines", 19, 20)]
    assert parts(before, before) == []
    text = FIRST["veltamine.md"].partition("## Side effects")[0]
    (passages,) = parts(before, {**before, "veltamine.md": text})
    assert passages.what == "passages"
    assert 0 < passages.gone < passages.there_were
