"""What a certificate is worth on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from course.domain.proof.worth import Fate, Worth, worth_on

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("until", "replaced", "withdrawn", "expected"),
    [
        (None, False, False, Worth.VALID),
        (DAY, False, False, Worth.VALID),  # the last day counts
        (DAY - timedelta(days=1), False, False, Worth.EXPIRED),
        (DAY - timedelta(days=1), True, False, Worth.REPLACED),
        (DAY, True, True, Worth.WITHDRAWN),
        (None, False, True, Worth.WITHDRAWN),
    ],
)
def test_standing(until: date | None, replaced: bool, withdrawn: bool, expected: Worth) -> None:
    assert worth_on(Fate(until, replaced, withdrawn), DAY) is expected
