"""Words are found whatever their capitals, the same on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from course.models import School
from course.store.people.searching import holding_words
from tests import builders


@pytest.mark.parametrize("typed", ["élan", "Élan", "ÉLAN", "college él", "lan c", "ûlo"])
def test_a_school_is_found_whatever_its_capitals(session: Any, typed: str) -> None:
    builders.school(session, name="Élan College ÛLO")
    builders.school(session, name="De Regenboog")
    found = session.scalars(holding_words(select(School.name), typed, [School.name]))
    assert list(found) == ["Élan College ÛLO"]


@pytest.mark.parametrize("typed", ["%", "_", "Elan"])
def test_a_sign_stands_for_itself(session: Any, typed: str) -> None:
    builders.school(session, name="Élan College")
    assert list(session.scalars(holding_words(select(School.name), typed, [School.name]))) == []
