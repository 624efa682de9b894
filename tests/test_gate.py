"""What `python3 -m tests` says at its end, read from the report that pytest writes."""

from __future__ import annotations

from pathlib import Path

from tests.__main__ import count, slowest

REPORT = """<testsuites><testsuite tests="4" failures="1" errors="0" skipped="1">
<testcase classname="tests.a" name="test_quick[sqlite]" time="0.5" />
<testcase classname="tests.b" name="test_slow" time="12.34" />
<testcase classname="tests.c" name="test_between" time="3.0"><failure /></testcase>
<testcase classname="tests.d" name="test_skipped" time="0.0"><skipped /></testcase>
</testsuite></testsuites>"""


def test_the_slowest_come_first_and_no_more_than_asked(tmp_path: Path) -> None:
    (tmp_path / "counts.xml").write_text(REPORT, "utf-8")
    assert slowest(tmp_path / "counts.xml", most=2) == [
        "   12.3 s  test_slow  tests.b",
        "    3.0 s  test_between  tests.c",
    ]
    assert len(slowest(tmp_path / "counts.xml")) == 4
    assert count(tmp_path / "counts.xml") == (2, 1, 1)


def test_without_a_report_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert slowest(tmp_path / "counts.xml") == []
    assert count(tmp_path / "counts.xml") == (0, 0, 0)
