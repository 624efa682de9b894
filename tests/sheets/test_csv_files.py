"""No cell of a file is a formula, whatever a name holds."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.sheets.csv_files import csv_text, safe_cell

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("start", [*DANGEROUS, "\u200b=", "\ufeff+", " =", "\x00@", "\u00a0-"])
def test_a_dangerous_start_gets_an_apostrophe(start: str) -> None:
    assert safe_cell(f"{start}1").startswith("'")


@pytest.mark.parametrize(
    "text", ["", "Noor", "a=b", "Noor van den Berg-Smit", "’s Hertogenbosch", "12"]
)
def test_ordinary_text_stays(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text(max_size=30))
def test_no_text_starts_a_formula(text: str) -> None:
    assert not safe_cell(text).lstrip(" \u00a0").startswith(DANGEROUS)


@given(
    st.lists(
        st.lists(st.text(alphabet='ab;"\n =é', max_size=8), min_size=2, max_size=2), max_size=5
    )
)
def test_a_spreadsheet_reads_back_every_cell(rows: list[list[str]]) -> None:
    text = "".join(csv_text(["=Kop", "B"], rows))
    assert text.startswith("\ufeff'=Kop;B\r\n")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert read[1:] == [[safe_cell(cell) for cell in row] for row in rows]


@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.text(alphabet='ab;"\n\r =¶é', max_size=4), min_size=width, max_size=width),
            max_size=6,
        )
    )
)
def test_lines_that_need_no_quotes_are_those_of_the_library(rows: list[list[str]]) -> None:
    """They are put together here, in a third of the time."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerows([safe_cell(cell) for cell in row] for row in [["Kop"], *rows])
    assert "".join(csv_text(["Kop"], rows)) == f"\ufeff{written.getvalue()}"


def test_a_long_list_comes_in_pieces() -> None:
    assert len(list(csv_text(["A"], (["x"] for _ in range(1000))))) > 3
