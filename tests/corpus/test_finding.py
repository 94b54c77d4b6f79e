from ldnbot.corpus.finding import Finding, Severity, errors_among

ERROR = Finding("a.md", 3, Severity.ERROR, "x", "what", "fix")
WARNING = Finding("a.md", 0, Severity.WARNING, "x", "what", "fix")


def test_a_finding_stands_at_a_line_or_in_a_whole_file() -> None:
    assert (ERROR.where, WARNING.where) == ("a.md:3", "a.md")


def test_errors_are_told_from_warnings() -> None:
    assert errors_among([WARNING, ERROR]) == (ERROR,)


def test_findings_are_in_order_of_file_and_line() -> None:
    assert sorted([ERROR, WARNING]) == [WARNING, ERROR]
