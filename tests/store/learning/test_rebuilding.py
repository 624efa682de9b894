"""Rebuilding is of the enrolments that were named, and waits for who is at work in them; what follows
from nothing goes, and what was done stays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from course.content.versioning import to_json
from course.domain.learning.progress import Reader
from course.models import (
    Enrolment,
    ModuleProgress,
    PastModuleProgress,
    Progress,
    Release,
)
from course.store.courses import releases
from course.store.learning import recording, recounting
from course.store.learning.places import LessonPlace
from tests.builders import add
from tests.learning import Learner, finish, learner, publish
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


def test_who_began_in_another_outline_follows_a_publication(
    session: Any, three: list[Learner]
) -> None:
    """Whoever is in a text with the same outline need not, nor who did not begin."""
    noor, ada, bob = (who.enrolment_id for who in three)
    new = learner(session, "nieuw@voorbeeld.example").enrolment_id
    was = session.get(Release, session.get(Enrolment, noor).release)
    other = to_json(replace(releases.outline(was.hash), title="Andere titel"))
    said = {"course": was.course, "title": was.title, "edition": 1, "renderer": "test"}
    for name, text, whose in (("zo", was.outline, [bob]), ("anders", other, [ada, new])):
        add(session, Release(**said, hash=name, outline=text, published_at=NOW))
        for one in whose:
            session.get(Enrolment, one).release = name
    session.flush()
    assert recounting.begun_in_another([new, noor, ada, bob], was.hash) == [ada]
    assert recounting.begun_in_another([noor, bob], was.hash) == []
    assert recounting.begun_in_another([bob, noor, ada], "anders") == [noor, bob]


def test_who_follows_a_change_is_told_by_another_number(session: Any, three: list[Learner]) -> None:
    """A page that was read before sees that it is late; one of somebody else is not."""
    noor, ada, bob = (who.enrolment_id for who in three)
    recounting.follow([noor, bob], NOW)
    session.expire_all()
    told = {one: session.get(Enrolment, one).followed for one in (noor, ada, bob)}
    assert told == {noor: 1, ada: 0, bob: 1}
    session.commit()


def test_what_is_done_stays_done_without_an_answer(session: Any, three: list[Learner]) -> None:
    new = learner(session, "nieuw@voorbeeld.example")
    finish(session, new, NOW)
    assert recounting.verify([new.enrolment_id], NOW.date()) == []
    done = {
        key for one in recounting.stays_done([new.enrolment_id], NOW.date()) for key in one.lessons
    }
    assert ("een", "plan") in done


def test_a_module_that_was_done_stays_also_when_nothing_of_it_is_known(
    session: Any, three: list[Learner]
) -> None:
    new = learner(session, "nieuw@voorbeeld.example").enrolment_id
    said = {"done": 1, "total": 1, "completed_on": NOW.date(), "recorded_at": NOW}
    add(session, ModuleProgress(enrolment_id=new, module="een", completed_at=NOW, **said))
    add(session, ModuleProgress(enrolment_id=new, module="twee", done=1, total=2, recorded_at=NOW))
    recounting.rebuild([new], NOW)
    rows = session.query(ModuleProgress.module).filter_by(enrolment_id=new)
    assert [one for (one,) in rows] == ["een"]
    session.commit()


def test_a_module_that_nobody_began_goes_and_one_that_was_done_stays(
    session: Any, three: list[Learner]
) -> None:
    noor, ada, _ = (who.enrolment_id for who in three)
    said = {"done": 1, "total": 1, "recorded_at": NOW - timedelta(days=1)}
    done = {"completed_at": NOW, "completed_on": NOW.date()}
    for one in (noor, ada):
        add(session, ModuleProgress(enrolment_id=one, module="twee", **said))
        add(session, ModuleProgress(enrolment_id=one, module="drie", **said, **done))
    recounting.rebuild([noor], NOW)
    rows = session.query(ModuleProgress.enrolment_id, ModuleProgress.module)
    left = [sorted(module for one, module in rows if one == who) for who in (noor, ada)]
    assert left == [["drie", "een"], ["drie", "een", "twee"]]
    past = session.query(PastModuleProgress.enrolment_id, PastModuleProgress.module)
    assert list(map(tuple, past)) == [(noor, "twee")]
    session.commit()
