"""Rebuilding is of the enrolments that were named, and waits for who is at work in them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from course.domain.learning.progress import Reader
from course.models import Progress
from course.store.learning import recording, recounting
from course.store.learning.places import LessonPlace
from tests.learning import Learner, learner, publish
from tests.store.statements import again, heard

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
READER = Reader("teaching", frozenset({"vo"}))


@pytest.fixture
def three(session: Any, tmp_path: Path) -> list[Learner]:
    """Three people who each read a page that asks nothing, and whose counters were then spoilt."""
    release = publish(tmp_path / "modules")
    names = ("noor", "ada", "bob")
    people = [learner(session, f"{name}@voorbeeld.example") for name in names]
    for who in people:
        recording.visit(LessonPlace(who.enrolment_id, release, "een", "klas"), READER, NOW)
    session.query(Progress).update({"done": 99})
    session.commit()
    return people


def counted(session: Any) -> dict[int, int]:
    """Lessons done by enrolment, as they are kept; nothing is read anew by itself."""
    return {row.enrolment_id: row.done for row in session.query(Progress)}


def test_only_who_is_named_is_counted_again(session: Any, three: list[Learner]) -> None:
    noor, ada, bob = (who.enrolment_id for who in three)
    assert counted(session) == {noor: 99, ada: 99, bob: 99}
    recounting.rebuild([noor, bob], NOW)
    assert counted(session) == {noor: 0, ada: 99, bob: 0}
    assert [one.enrolment_id for one in recounting.verify([noor, ada, bob], NOW.date())] == [ada]
    session.commit()  # whoever else is in this database is looked after by the fixture


@pytest.mark.parametrize(
    "deed",
    [
        lambda named: recounting.rebuild(named, NOW),
        lambda named: recounting.verify(named, NOW.date()),
    ],
    ids=["rebuild", "verify"],
)
def test_who_is_named_waits_and_nobody_else(session: Any, three: list[Learner], deed: Any) -> None:
    named = [three[2].enrolment_id, three[0].enrolment_id]
    with heard(session) as asked:
        deed(named)
    assert again(session, asked[0]) == [(number,) for number in sorted(named)]
