"""What is done each night."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from course import clock
from course.domain.signing_in.throttling import Limit
from course.models import Job, Progress, SchoolSummary, SignedInBrowser, SignInLink, Throttle, db
from course.store import transaction
from course.store.duties import summaries
from course.store.messages import jobs, outbox
from course.store.signing_in import accounts, browsers, throttles
from course.store.signing_in.accounts import LinkPurpose
from course.work import registry
from course.work.loop import Worker
from tests import builders


def done(app: Flask, kind: str, monkeypatch: pytest.MonkeyPatch) -> Job:
    """One night's work of this kind."""
    monkeypatch.setattr(registry, "daily", list)
    ref = jobs.queue(kind, {}, clock.now())
    transaction.commit()
    worker = Worker(app)
    assert worker.turn(worker.work)
    row = db.session.query(Job).filter_by(ref=ref).one()
    db.session.expunge(row)
    transaction.rollback()
    return row


@pytest.mark.stirs  # it looks at everybody's progress
def test_progress_that_does_not_follow_is_derived_anew(
    app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = select(func.min(Progress.enrolment_id)).scalar_subquery()
    session.execute(update(Progress).where(Progress.enrolment_id == one).values(done=77))
    session.commit()
    row = done(app, "recount", monkeypatch)
    assert (row.outcome, row.error) == ("done", None)
    assert row.done == row.total
    assert row.message == f"1 van {row.total}"
    assert done(app, "recount", monkeypatch).message == f"0 van {row.total}"


@pytest.mark.stirs  # what is over of everybody goes
def test_what_is_over_is_forgotten(
    app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them is tried at its border where it is kept; here, that the night does all."""
    old, who = clock.now() - timedelta(days=400), builders.person(session, "Lotte de Wit")
    browsers.sign_in(who.id, old)
    accounts.make_link(who.id, LinkPurpose.SIGN_IN, old)
    throttles.count({"oud": Limit(free=3, window=timedelta(minutes=10))}, old)
    outbox.queue("oud", "x@voorbeeld.example", "Oud", "Tekst", old)
    session.commit()
    assert done(app, "retention", monkeypatch).outcome == "done"
    assert session.query(SignedInBrowser).filter_by(person_id=who.id).count() == 0
    assert session.query(SignInLink).filter_by(person_id=who.id).count() == 0
    assert session.get(Throttle, "oud") is None
    assert "oud" not in [mail.key for mail in outbox.latest(50)]


@pytest.mark.stirs  # the study day of the neighbours
def test_study_days_of_the_past_are_closed(
    app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert done(app, "close-study-days", monkeypatch).outcome == "done"


@pytest.mark.stirs  # it counts every school
def test_the_figures_of_schools_are_counted(
    app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.work.nightly.SCHOOLS_AT_ONCE", 2)
    row = done(app, "summaries", monkeypatch)
    assert (row.outcome, row.error) == ("done", None)
    looked_at, differing = summaries.differing()
    assert differing == []
    assert looked_at > 2
    days = db.session.scalars(select(SchoolSummary.day).distinct()).all()
    assert days == [clock.today() - timedelta(days=1)]
