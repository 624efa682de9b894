"""A long list is brought in by a worker: what was shown, all of it or nothing, and its result
waits for who asked.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from course import clock
from course.domain.people.lists.columns import is_known
from course.domain.people.lists.tables import ListTable, read_csv
from course.domain.people.roles import Actor, Role
from course.models import Job, Person, School, db
from course.store import transaction
from course.store.messages import jobs
from course.store.people.directory import school_by_code
from course.web.admin.list_desk import hold
from course.work import registry
from course.work.loop import Worker
from tests.staff import World

TEXT = "naam;e-mail;team\nNoor van den Berg;noor@a.nl;1-2\nPiet Smit;piet@a.nl;3/4\n"


def asked(actor: Actor, **changes: Any) -> str:
    """A list that was sent, shown and said yes to."""
    table = read_csv(TEXT.encode(), is_known)
    assert isinstance(table, ListTable)
    school = school_by_code("regenboog")
    assert school is not None
    transaction.rollback()
    sent = hold(actor, school, [table], complete=False)
    told = {
        "list": sent.held.ref,
        "school": "regenboog",
        "fingerprint": sent.proposal.plan.fingerprint,
        "roles": False,
        "invite": True,
        "same": [],
    }
    transaction.rollback()
    ref = jobs.queue("people-list", told | changes, clock.now(), owner_id=actor.id)
    transaction.commit()
    assert ref is not None
    return ref


def done(app: Flask, ref: str) -> Job:
    worker = Worker(app)
    assert worker.turn(worker.work)
    row = db.session.query(Job).filter_by(ref=ref).one()
    db.session.expunge(row)
    transaction.rollback()
    return row


def people(session: Any) -> list[str]:
    rows = session.query(Person.name).filter(Person.email_key.in_(["noor@a.nl", "piet@a.nl"]))
    found = sorted(name for (name,) in rows)
    transaction.rollback()
    return found


@pytest.fixture
def world(session: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(registry, "daily", list)
    return World(session, clock.today())


def administrator(world: World) -> tuple[School, Actor]:
    school = world.school("regenboog")
    actor = world.actor(Role.ADMINISTRATOR, school)
    world.session.commit()
    return school, actor


def test_what_was_shown_is_done_and_the_result_waits(app: Flask, world: World) -> None:
    _, actor = administrator(world)
    row = done(app, asked(actor))
    assert (row.outcome, row.error) == ("done", None)
    assert row.message is not None
    assert ": 2 nieuw, 0 gewijzigd, 2 uitnodigingen" in row.message
    assert (row.done, row.total, row.owner_id) == (3, 3, actor.id)
    assert people(world.session) == ["Noor van den Berg", "Piet Smit"]


def test_something_else_than_was_shown_is_not_done(app: Flask, world: World) -> None:
    _, actor = administrator(world)
    row = done(app, asked(actor, fingerprint="iets anders"))
    assert row.outcome == "refused"
    assert row.message is not None
    assert "Er is niets bewaard." in row.message
    assert people(world.session) == []


def test_who_may_no_longer_do_it_brings_nobody_in(app: Flask, world: World) -> None:
    school = world.school("regenboog")
    actor = world.actor(Role.ADMINISTRATOR, world.school("kompas"))
    world.session.commit()
    assert school.id
    assert done(app, asked(actor)).outcome == "refused"
    assert people(world.session) == []
