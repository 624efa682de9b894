"""What a school wrote about its lead times: read when it is plain, left alone when it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.duties.calendars import MOST_DAYS
from course.domain.duties.lead_times import read_lead_times, total
from course.kinds.consent.item import Lead

EXAMPLE = """Brief maken: 2
- Reactietijd ouders = 2 weken
Herinnering (5 werkdagen)

3 schooldagen verwerken
Check van FG en bestuur: 15
Samen: 35"""


def test_steps_and_the_check_beforehand() -> None:
    found = read_lead_times(EXAMPLE)
    assert found is not None
    assert found.letter == (
        Lead("Brief maken", 2),
        Lead("Reactietijd ouders", 10),
        Lead("Herinnering", 5),
        Lead("verwerken", 3),
    )
    assert found.check == (Lead("Check van FG en bestuur", 15),)
    assert total(found.steps(with_check=False)) == 20
    assert total(found.steps(with_check=True)) == 35


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("20 werkdagen", 20),
        ("Samen: 20", 20),
        ("4 weken", 20),
        ("Totaal 7", 7),
        ("1 dag", 1),
        ("400 dagen", 400),
        ("00020 dagen", 20),
        ("Samen: 20\nTotaal: 20", 20),
    ],
)
def test_one_number_is_enough(text: str, days: int) -> None:
    found = read_lead_times(text)
    assert found is not None
    assert total(found.steps(with_check=True)) == days


def test_a_number_alone_is_a_step_without_a_text() -> None:
    found = read_lead_times("20 werkdagen")
    assert found is not None
    assert found.letter == (Lead("", 20),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "Vraag het de administratie",
        "Brief maken: 2\nDaarna overleggen",
        "Tussen 5 en 10 dagen",
        "1 maand",
        "2,5 weken",
        "0 dagen",
        "401 dagen",
        "999999999999 weken",
        "12345 dagen",
        "Brief versie 2b: 3 dagen",
        "Check FG: 15",
    ],
)
def test_what_is_not_plain_is_not_guessed(text: str) -> None:
    assert read_lead_times(text) is None


@given(st.text(alphabet="abc0159 :-=\n.weknFG", max_size=60))
def test_anything_typed_is_read_or_refused(text: str) -> None:
    found = read_lead_times(text)
    assert found is None or 0 < total(found.steps(with_check=True)) <= MOST_DAYS
