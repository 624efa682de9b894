"""Weeks in which lists come again: a school, its trainer and a worker."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from course import clock
from course.domain.messages.schedules import Every
from course.domain.people.roles import Actor, Role
from course.models import FileSchedule, Mail, RoleGrant, ScheduledMail
from course.store import dated, transaction
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.messages import schedules
from course.work.loop import Worker
from tests.staff import COURSE, World, at_noon

MONDAY = date(2026, 9, 7)  # the first Monday of its month


ASKED = {"cursus": COURSE, "peildatum": "", "wie": "", "school": "", "bestuur": "", "soort": "csv"}


class KilledError(BaseException):
    """This worker is gone, in the middle of what it did."""


class Weeks:
    """A school with a course, its manager, and the clock."""

    def __init__(self, app: Flask, session: Any, patch: pytest.MonkeyPatch) -> None:
        self.app, self.session, self.patch = app, session, patch
        self.go(MONDAY - timedelta(days=4))
        self.world = World(session, clock.today())
        self.school = self.world.school("regenboog")
        self.away = self.world.school("ver", self.world.other_board())
        for school, name in ((self.school, "Mens Hier"), (self.away, "Kanarie Elders")):
            self.world.works(self.world.person(name), school)
            trainer = self.world.actor(Role.TRAINER, school)
            due_on = MONDAY + timedelta(days=60)
            draft = NewAssignment(COURSE, school.id, None, None, due_on, f"token-{school.code}")
            giving.assign(trainer, draft, at_noon(clock.today()), clock.today())
        self.manager = self.world.actor(Role.MANAGER, self.school, name="Mirjam")
        session.commit()

    def go(self, day: date, hour: int = 8) -> None:
        moment = datetime.combine(day, time(hour), clock.AMSTERDAM).astimezone(clock.UTC)
        self.patch.setattr(clock, "now", lambda: moment)

    def ask(self, actor: Actor | None = None, every: Every = Every.WEEK, **changes: str) -> str:
        whose = (actor or self.manager).id
        ref = schedules.ask(
            whose, every, ASKED | changes, f"inzending-{whose}-{every}", clock.now()
        )
        transaction.commit()
        assert ref is not None
        return ref

    def work(self) -> None:
        """All that waits, by two workers in turn."""
        both = Worker(self.app), Worker(self.app)
        while any(worker.turn(worker.work) for worker in both):
            pass

    def days(self, first: date, last: date) -> None:
        day = first
        while day <= last:
            self.go(day)
            self.work()
            day += timedelta(days=1)

    def mails(self) -> list[Mail]:
        rows = self.session.query(Mail).order_by(Mail.id)
        found = [row for row in rows if row.key.startswith("people-file:")]
        self.session.expunge_all()
        transaction.rollback()
        return found

    def told(self) -> list[str]:
        return [mail.key.rpartition(":")[2] for mail in self.mails()]

    def end_role(self, actor: Actor | None = None) -> None:
        whose = RoleGrant.person_id == (actor or self.manager).id
        grants = self.session.scalars(select(RoleGrant.id).where(whose)).all()
        dated.end(RoleGrant, grants, DeedMoment(clock.now()))
        self.session.commit()

    def schedule(self, ref: str) -> FileSchedule:
        row: FileSchedule = self.session.query(FileSchedule).filter_by(ref=ref).one()
        self.session.refresh(row)
        self.session.expunge(row)
        transaction.rollback()
        return row

    def ledger(self) -> list[tuple[str, str]]:
        rows = self.session.query(ScheduledMail).order_by(ScheduledMail.id)
        found = [(row.day.isoformat(), row.outcome) for row in rows]
        transaction.rollback()
        return found
