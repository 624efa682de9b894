"""Two hundred days of refreshers, with weekends, two holidays, a reminder of a duty and workers that
are killed in the middle: who gets which when, never more than two in a week, and none twice.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from course import clock
from course.content.catalog import read_catalog
from course.domain.learning.entry import SURE
from course.kinds.marking import Score
from course.models import (
    Attempt,
    Enrolment,
    Mail,
    Refresher,
    RefresherAnswer,
    RefresherStop,
    Reminder,
    Sitting,
)
from course.store import transaction
from course.store.duties import calendars
from course.store.learning import refreshers
from course.store.messages import jobs
from course.work import registry
from course.work.loop import Worker
from tests import builders
from tests.content.reading import write_folder
from tests.learning import Learner, finish, learner
from tests.refreshed import MONDAY, Days

RULES, WRONG, LAST = 14, 8, 200
BUSY = 35  # days on which most happens; after it Mondays and Thursdays stand for all
EVERY_DAY, SOME_DAYS = range(7), (0, 3)
KILLS = 0.05  # of all commits
REMINDED = MONDAY + timedelta(days=16)  # of a duty elsewhere
GOAL = '\n[[goals]]\nkey = "L{0}"\ntext = "regel {0} toepassen"\nverb = "toepassen"\n'
QUESTION = """
::: choice {kind}{number}
goal: L{number}
{more}

Vraag {kind}{number}?

- [x] a. Goed
  > Ja.
- [ ] b. Fout {{V5}}
  > Nee.

hint: Kijk.
refute: Nee.
:::
"""


class KilledError(BaseException):
    """This worker is gone, in the middle of what it did."""


def head(kind: str) -> str:
    return f'+++\ntitle = "{kind}"\nkind = "{kind}"\n{"draw = 3" if kind == "test" else ""}\n+++\n'


def asked(kind: str, more: str) -> str:
    numbers = range(1, RULES + 1)
    return "".join(
        QUESTION.format(kind=kind, number=n, more=more.format(n) or "level: T") for n in numbers
    )


def publish(folder: Path) -> None:
    """A course of fourteen rules, each with two questions to ask it again."""
    again = asked("r", "variant-of: t{}") + asked("s", "variant-of: t{}")
    lessons = {"toets": head("test") + asked("t", ""), "weer": head("refresher") + again}
    write_folder(folder, **lessons)
    module = folder / "een" / "module.toml"
    text = module.read_text("utf-8")
    module.write_text(text + "".join(map(GOAL.format, range(2, RULES + 1))), "utf-8")
    (folder / "misconceptions.toml").write_text('V5 = "Doorsturen telt niet"\n', "utf-8")
    catalog = read_catalog(folder)
    assert [str(problem) for problem in catalog.problems] == []
    builders.publish(catalog.courses[0], clock.now())


def err(session: Any, who: Learner, release: str) -> None:
    """A test with eight errors in it, half of them confident."""
    place = {"enrolment_id": who.enrolment_id, "module": "een", "lesson": "toets"}
    items = [f"t{number}" for number in range(1, WRONG + 1)]
    now = clock.now()
    sitting = builders.add(session, Sitting(**place, items=items, opened_at=now, handed_in_at=now))
    for number, item in enumerate(items):
        marks = {"response": ["b"], "earned": 0, "possible": 1, "settled": True}
        own = {"sitting_id": sitting.id, "submission": f"{sitting.id}:{item}", "submitted_at": now}
        sure = SURE if number % 2 else "denk"
        row = {"release": release, "item": item, "confidence": sure}
        session.add(Attempt(**place, **marks, **own, **row))


def remind(session: Any, person_id: int) -> None:
    """Somebody was written to about a duty this morning."""
    said = {"outcome": "sent", "steps": ["x:given"], "mail_key": "duty", "key": "duty"}
    session.add(Reminder(person_id=person_id, day=REMINDED, at=clock.now(), **said))
    session.commit()


def turn(app: Flask, chance: random.Random, patch: pytest.MonkeyPatch) -> int:
    """A worker takes what waits; one that is killed leaves it to the next."""
    commit = transaction.commit
    killed = 0

    def fragile() -> None:
        if chance.random() < KILLS:
            transaction.rollback()
            raise KilledError
        commit()
        if chance.random() < KILLS:
            raise KilledError

    quiet = False
    while not quiet:
        worker = Worker(app)
        try:
            patch.setattr(transaction, "commit", fragile)
            quiet = not worker.turn(worker.work)
        except KilledError:
            killed += 1
            transaction.rollback()
            moment = clock.now() + timedelta(minutes=3)  # its lease runs out
            patch.setattr(clock, "now", lambda moment=moment: moment)
        finally:
            patch.setattr(transaction, "commit", commit)
    return killed


def answer_all(person_id: int, day: date, *, right: bool) -> None:
    """What waits for somebody is answered to its end."""
    found = refreshers.waiting(person_id, day)
    for moment in found.moments if found else ():
        assert found is not None
        score = Score(int(right), 1)
        refreshers.answer(found, moment, ("a" if right else "b",), score, None, clock.now())
    transaction.commit()


def days_of(session: Any, person_id: int, outcome: str = "sent") -> list[int]:
    query = select(Refresher.day).where(Refresher.person_id == person_id)
    found = session.scalars(query.where(Refresher.outcome == outcome).order_by(Refresher.id))
    return [(day - MONDAY).days for day in found]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_two_hundred_days(
    app: Flask, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "daily", list)
    days, chance, killed = Days(monkeypatch), random.Random(7), 0
    days.go(MONDAY)
    publish(tmp_path / "modules")
    people = {}
    for name in ("right", "wrong", "silent", "stopped"):
        who = learner(session, email=f"{name}@voorbeeld.example", sector="po")
        err(session, who, _release(session, who))
        finish(session, who)
        people[name] = who.person.id
        school_id = who.school.id
    session.add(RefresherStop(person_id=people["stopped"], since=clock.now()))
    session.commit()
    calendar = calendars.of_school(school_id)
    session.rollback()
    for number in range(1, LAST):
        day = MONDAY + timedelta(days=number)
        if day.weekday() not in (EVERY_DAY if number < BUSY else SOME_DAYS):
            continue
        days.go(day)
        if day == REMINDED:
            remind(session, people["right"])
        jobs.queue("refreshers", {}, clock.now(), key=f"refreshers:{day}")
        transaction.commit()
        killed += turn(app, chance, monkeypatch)
        answer_all(people["right"], day, right=True)
        answer_all(people["wrong"], day, right=number > BUSY)
    assert killed > 5
    sent = {name: days_of(session, number) for name, number in people.items()}
    # own errors from day 2, at most two in seven days; a duty was reminded of on day 16
    assert sent["right"][:4] == [2, 3, 9, 10]
    assert not set(sent["right"]) & set(range(16, 23))
    # who answers nothing is asked ever less
    assert sent["silent"] == [2, 9, 16, 31, 63, 154]
    assert sent["stopped"] == []
    assert days_of(session, people["stopped"], "stopped") == [2]
    for found in sent.values():
        assert all(third - first >= 7 for first, third in zip(found, found[2:], strict=False))
        assert all(later > earlier for earlier, later in pairwise(found))
        assert not any(calendar.is_quiet(MONDAY + timedelta(days=day)) for day in found)
    mails = Counter(key for key in session.scalars(select(Mail.key)) if key.startswith("refresher"))
    assert sum(mails.values()) == sum(map(len, sent.values()))
    assert max(mails.values()) == 1
    log = session.scalars(select(RefresherAnswer).order_by(RefresherAnswer.id)).all()
    own = [row for row in log if row.person_id == people["right"]]
    # the confident errors go first, and come twice before anything else is asked again
    assert {row.goal for row in own[:4]} == {"L2", "L4", "L6", "L8"}
    assert Counter(row.goal for row in own if (row.day - MONDAY).days < 30)["L2"] == 2
    words = [row.item for row in own if row.goal == "L2"]
    assert words[0] != words[1]
    # who is wrong stays on the first rung, and is asked twice a week until it goes better
    early = [row for row in log if row.person_id == people["wrong"] and not row.earned]
    assert {row.step_after for row in early} == {0}
    assert sent["wrong"][:8] == [2, 3, 9, 10, 16, 17, 23, 24]


def _release(session: Any, who: Learner) -> str:
    return str(session.get(Enrolment, who.enrolment_id).release)
