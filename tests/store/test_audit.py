"""The audit trail: what is noted, by whom, and that no more than codes stand in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from course.domain.people.audited import Audited, unfit
from course.models import AuditEntry
from course.store import audit
from course.store.audit import AuditNote
from course.store.dated import DeedMoment
from tests import builders

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)


def test_a_note_says_who_when_about_whom_and_what(session: Any) -> None:
    actor, subject = builders.person(session), builders.person(session)
    moment = DeedMoment(NOW, by=actor.id)
    notes = [AuditNote(Audited.ROLE_GRANTED, subject.id, detail={"role": "manager", "times": 2})]
    audit.note(notes, moment)
    row = session.query(AuditEntry).one()
    assert (row.at, row.actor_id, row.person_id, row.action) == (
        NOW,
        actor.id,
        subject.id,
        "role-granted",
    )
    assert row.detail == {"role": "manager", "times": 2}
    assert row.deed == moment.deed


def test_two_presses_are_two_deeds_and_all_rows_of_one_share_it(session: Any) -> None:
    one, other = DeedMoment(NOW), DeedMoment(NOW)
    audit.note([AuditNote(Audited.BLOCKED), AuditNote(Audited.SIGNED_OUT)], one)
    audit.note([AuditNote(Audited.BLOCKED)], other)
    assert len({row.deed for row in session.query(AuditEntry)}) == 2
    assert one == other, "they are the same moment all the same"


@pytest.mark.parametrize("text", ["Noor de Wit", "noor@school.nl", "a" * 101, "<b>"])
def test_what_is_no_code_is_refused(session: Any, text: str) -> None:
    assert unfit({"role": "manager", "told": text}) == "told"
    with pytest.raises(ValueError, match="told of blocked"):
        audit.note([AuditNote(Audited.BLOCKED, detail={"told": text})], DeedMoment(NOW))
    assert session.query(AuditEntry).count() == 0
