"""Facts that were put in at once come to what deeds would have written down, day by day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from course.models import (
    Certificate,
    LessonCompletion,
    ModuleProgress,
    PastModuleProgress,
    PastProgress,
    Progress,
)
from course.store.learning import growing
from tests import builders
from tests.learning import PAGE, learner, publish
from tests.store.learning.test_projecting import RIGHT, START, WRONG, Deeds, do_all
from tests.untriggered import untriggered

DAY = 24 * 60
WORD = "naam_ict_dienst"
UNLIKE = {  # how a row is told from others, and a number that is drawn
    LessonCompletion: (),
    ModuleProgress: (),
    Progress: (),
    PastModuleProgress: ("id",),
    PastProgress: ("id",),
    Certificate: ("id", "number"),
}
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def deeds(session: Any, tmp_path: Path) -> Deeds:
    """Noor, who does everything; Ada has begun as well."""
    release = publish(tmp_path / "modules")
    found = Deeds(learner(session), release)
    Deeds(learner(session, "ada@voorbeeld.example"), release).visit("eigen-leven", 0)
    return found


def kept(session: Any, enrolment_id: int) -> Rows:
    """All that is written down of an enrolment, in the order of its days and its lessons."""
    session.expire_all()
    found: Rows = {}
    for table, unlike in UNLIKE.items():
        query = session.query(table).filter_by(enrolment_id=enrolment_id)
        names = [column.name for column in table.__table__.columns if column.name not in unlike]
        rows = [{name: getattr(row, name) for name in names} for row in query]
        found[table.__name__] = sorted(rows, key=str)
    return found


def forget(session: Any, enrolment_id: int) -> None:
    """Only the facts remain."""
    tables = [table.__tablename__ for table in UNLIKE]
    with untriggered(session, *tables):
        for table in UNLIKE:
            session.query(table).filter_by(enrolment_id=enrolment_id).delete()
    session.expire_all()


def over_five_days(deeds: Deeds) -> None:
    """Nothing is done on the first of them, and something at the last minute of each other."""
    deeds.visit("eigen-leven", 0)
    deeds.answer("eigen-leven", "p1", DAY)
    deeds.wrong("dilemma", "S1", 2 * DAY)
    deeds.answer("dilemma", "S1", 2 * DAY + 2)
    deeds.test(3 * DAY, t1=WRONG, t2=RIGHT, t3=RIGHT)
    deeds.test(3 * DAY + 3, t1=RIGHT, t4=RIGHT, t5=RIGHT)
    deeds.answer("plan", "pl1", 4 * DAY)


def test_what_is_grown_is_what_deeds_wrote_down(deeds: Deeds, session: Any) -> None:
    over_five_days(deeds)
    written = kept(session, deeds.enrolment_id)
    assert [len(rows) for rows in written.values()] == [4, 1, 1, 3, 4, 1]
    forget(session, deeds.enrolment_id)
    growing.grow([deeds.enrolment_id])
    assert kept(session, deeds.enrolment_id) == written


def test_a_day_on_which_nothing_was_finished_changes_no_module(deeds: Deeds, session: Any) -> None:
    deeds.visit("eigen-leven", 0)
    deeds.answer("eigen-leven", "p1", 1)
    deeds.wrong("dilemma", "S1", DAY)
    deeds.wrong("dilemma", "S1", 2 * DAY)
    forget(session, deeds.enrolment_id)
    growing.grow([deeds.enrolment_id])
    (module,) = session.query(ModuleProgress).filter_by(enrolment_id=deeds.enrolment_id)
    assert module.recorded_at == deeds.at(1)
    assert session.query(PastModuleProgress).count() == 0


def test_only_who_is_named_grows_and_who_never_began_has_nothing(
    deeds: Deeds, session: Any
) -> None:
    new = learner(session, "nieuw@voorbeeld.example").enrolment_id
    do_all(deeds)
    forget(session, deeds.enrolment_id)
    growing.grow([new])
    nothing: Rows = {table.__name__: [] for table in UNLIKE}
    assert kept(session, new) == kept(session, deeds.enrolment_id) == nothing


def test_the_reader_is_as_on_the_day_of_the_last_deed(session: Any, tmp_path: Path) -> None:
    """Who came to a school with an ict service has one more question to answer."""
    own = f"::: choice p2\nrequires: {WORD}\n"
    more = PAGE.replace("::: choice p1\n", own).partition("anderen.\n")[2]
    release = publish(tmp_path / "modules", eigen_leven=PAGE + more)
    who = learner(session)
    deeds, came = Deeds(who, release), START.date() + timedelta(days=1)
    builders.word(session, who.school, WORD, "Hulp")
    builders.membership(session, who.person, who.school, starts_on=came, ends_on=came)
    assert deeds.answer("eigen-leven", "p1", 0)
    deeds.visit("plan", DAY)
    forget(session, who.enrolment_id)
    growing.grow([who.enrolment_id])
    assert session.query(LessonCompletion).count() == 0
    assert session.query(Progress).one().recorded_at == deeds.at(DAY)
