"""Codes of conduct of the demo: one of a school, one of a board for its schools, and a school
without any.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from course.clock import AMSTERDAM
from course.content.types import Clause
from course.demo.people import Staff
from course.demo.schools import MBO, SO, VO
from course.domain.people.conduct_signing import Asks
from course.store.people import conduct
from course.store.people.conduct import NewVersion

CONSENT, BEGUN = timedelta(days=120), timedelta(days=90)  # so long before today
UNSAID = 2  # clauses about which the board says nothing


def adopt_all(staff: Staff, clauses: Sequence[Clause], today: date) -> None:
    """Put them in."""
    board = staff.schools[MBO].board_id
    leader = staff.of_team(SO, "Directie en administratie")[0].id
    _adopt(staff.person("mirjam").id, clauses, today, school_id=staff.schools[VO].id)
    _adopt(leader, clauses[: len(clauses) - UNSAID], today, board_id=board)


def _adopt(
    made_by: int,
    clauses: Sequence[Clause],
    today: date,
    school_id: int | None = None,
    board_id: int | None = None,
) -> None:
    owner, asks = "bestuur", Asks.NOTHING
    if school_id:
        owner, asks = "school", Asks.SIGNATURE
    words: dict[str, str] = {}
    for clause in clauses:
        words[clause.key] = f"{clause.example} (Dit is de tekst van een demoschool.)"
    draft = NewVersion(
        school_id=school_id,
        board_id=board_id,
        label="Gedragscode van de demo",
        in_force_on=today - BEGUN,
        consent_on=today - CONSENT,
        consent_reference="verslag van de demo, punt 3",
        clauses=words,
        submission=f"demo-gedragscode-{owner}-{school_id or board_id}",
        asks=asks,
    )
    conduct.adopt(draft, made_by, datetime.combine(today - CONSENT, time(12), AMSTERDAM))
