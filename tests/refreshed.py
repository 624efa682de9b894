"""Somebody who did the course `proef` and was sure and wrong about a question of its test, and days that go
by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from course import clock
from course.domain.learning.entry import SURE
from course.models import Attempt, Enrolment, Mail, Sitting
from tests.learning import Learner, finish, learner, publish

COURSE = "proef"
MONDAY = date(2026, 9, 7)
AGAIN = """+++
title = "Opfrissen"
kind = "refresher"
+++
""" + "".join(
    f"""
::: choice r{number}
goal: L1
variant-of: t{number}

Hoe zit het met {number}, in andere woorden?

- [x] a. Zo is het {number}
  > Klopt, want {number}.
- [ ] b. Zo is het niet {number} {{V5}}
  > Klopt niet, want {number}.

hint: Denk na.
refute: Weerlegging van {number}.
:::
"""
    for number in (1, 2, 3)
)


def at(day: date, hour: int = 11) -> datetime:
    return datetime.combine(day, time(hour), clock.AMSTERDAM).astimezone(clock.UTC)


@dataclass
class Days:
    """The clock of a test."""

    patch: Any

    def go(self, day: date, hour: int = 11) -> None:
        moment = at(day, hour)
        self.patch.setattr(clock, "now", lambda: moment)


def done(session: Any, folder: Path, **who: str) -> Learner:
    """Somebody who just did it: sure and wrong about the first question of the test. Commits."""
    publish(folder / "modules", opfrissen=AGAIN)
    found = learner(session, **who)
    err(session, found.enrolment_id)
    finish(session, found)
    return found


def err(session: Any, enrolment_id: int) -> None:
    """A test that was handed in, with a confident error in it."""
    place = {"enrolment_id": enrolment_id, "module": "een", "lesson": "toets"}
    now = clock.now()
    sitting = Sitting(**place, items=["t1"], opened_at=now, handed_in_at=now)
    session.add(sitting)
    session.flush()
    row = {"release": session.get(Enrolment, enrolment_id).release, "item": "t1", "settled": True}
    marks = {"response": ["b"], "earned": 0, "possible": 1, "confidence": SURE}
    own = {"sitting_id": sitting.id, "submission": f"fout-{sitting.id}", "submitted_at": now}
    session.add(Attempt(**place, **row, **marks, **own))
    session.commit()


def mails(session: Any) -> list[Mail]:
    """What was written to somebody about refreshers, the first first."""
    return [row for row in session.query(Mail).order_by(Mail.id) if row.key.startswith("refresher")]
