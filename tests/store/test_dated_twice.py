"""A change closes what was known and adds rows; nothing else may touch a dated row or a fact."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from course import clock
from course.domain.people.roles import Role
from course.models import Membership, RoleGrant, School, db
from course.models.dated import DatedTwice
from course.store import dated
from course.store.dated import DeedMoment, holds_on
from tests.staff import World, at_noon

TODAY = date(2026, 3, 12)
BEGUN = TODAY - timedelta(days=90)
FACTS = (
    "attempt",
    "answer",
    "lesson_visit",
    "duty",
    "code_of_conduct",
    "code_clause",
    "conduct_signature",
    "signed_text",
    "refresher",
    "refresher_answer",
    "scheduled_mail",
    "lesson_completion",
    "past_progress",
    "past_module_progress",
    "audit_entry",
    "publication",
    "regrade",
    "certificate",
    "certificate_withdrawal",
    "mail_fate",
    "measurement",
    "measurement_answer",
    "measurement_skip",
    "later_mark",
    "meeting_presence",
    "meeting_reply",
    "published_year",
    "release",
    "release_lesson",
    "reminder",
    "seen_report",
)
# facts of which these columns change, and nothing else
CHANGES = {
    "assignment": {"due_on", "withdrawn_at", "withdrawn_by"},
    "enrolment": {"release", "followed"},
    "own_days": {"withdrawn_at", "withdrawn_by"},
    "sitting": {"handed_in_at"},
    "study_presence": {"signed_off_at", "enrolment_id"},
    "study_session": {"phase", "vote_key", "closed_at"},
    "trainer_question": {"closed_at", "closed_by"},
}
# those that end once, with what else is said then
ENDS = {
    "own_days": ("withdrawn_at", ", withdrawn_by = made_by"),
    "sitting": ("handed_in_at", ""),
    "study_presence": ("signed_off_at", ""),
    "study_session": ("closed_at", ""),
    "trainer_question": ("closed_at", ", closed_by = person_id"),
}


def at(days: int) -> DeedMoment:
    return DeedMoment(at_noon(TODAY + timedelta(days=days)))


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def link(session: Any) -> Membership:
    world = World(session, TODAY)
    return world.works(world.person(), world.school("regenboog"), starts_on=BEGUN, number="1")


def rows(session: Any, link: Membership) -> list[tuple[str | None, date, date | None, bool]]:
    """Number, first and last day of each row, and whether it is what we know now."""
    session.expire_all()
    found = session.query(Membership).filter_by(person_id=link.person_id).order_by(Membership.id)
    return [(row.staff_number, row.starts_on, row.ends_on, not row.replaced_at) for row in found]


def known_on(session: Any, link: Membership, on: date, until: DeedMoment | None) -> list[str]:
    instant = until.now if until else None
    query = select(Membership.staff_number).where(
        Membership.person_id == link.person_id, holds_on(Membership, on, instant)
    )
    return list(session.scalars(query))


def test_a_change_leaves_yesterday_and_what_was_known_of_it(session: Any, link: Membership) -> None:
    dated.change(Membership, {link.id: {"staff_number": "2"}}, at(0))
    assert rows(session, link) == [
        ("1", BEGUN, None, False),
        ("1", BEGUN, day(-1), True),
        ("2", TODAY, None, True),
    ]
    assert known_on(session, link, day(-1), None) == ["1"]
    assert known_on(session, link, TODAY, None) == ["2"]
    assert known_on(session, link, TODAY, at(0)) == ["1"], "right before it was known"


def test_a_change_that_changes_nothing_writes_nothing(session: Any, link: Membership) -> None:
    dated.change(Membership, {link.id: {"staff_number": "1"}}, at(0))
    assert rows(session, link) == [("1", BEGUN, None, True)]


def test_a_second_change_on_one_day_is_what_holds_that_day(session: Any, link: Membership) -> None:
    dated.change(Membership, {link.id: {"staff_number": "2"}}, at(0))
    newest = session.query(Membership).order_by(Membership.id.desc()).first()
    dated.change(Membership, {newest.id: {"staff_number": "3"}}, at(0))
    assert [row for row in rows(session, link) if row[3]] == [
        ("1", BEGUN, day(-1), True),
        ("3", TODAY, None, True),
    ]


def test_a_correction_holds_for_the_whole_period_and_was_not_known_before(
    session: Any, link: Membership
) -> None:
    dated.correct(Membership, {link.id: {"staff_number": "9"}}, at(0))
    assert rows(session, link) == [("1", BEGUN, None, False), ("9", BEGUN, None, True)]
    assert known_on(session, link, day(-30), None) == ["9"]
    assert known_on(session, link, day(-30), DeedMoment(clock.end_of_day(day(-30)))) == ["1"]


def test_what_ends_today_held_yesterday_and_what_began_today_never_did(
    session: Any, link: Membership
) -> None:
    dated.end(Membership, [link.id], at(0))
    assert rows(session, link)[1:] == [("1", BEGUN, day(-1), True)]
    row = {"person_id": link.person_id, "school_id": link.school_id, "team_id": None}
    dated.begin(Membership, [{**row, "staff_number": "5"}], at(0))
    newest = session.query(Membership).order_by(Membership.id.desc()).first()
    dated.end(Membership, [newest.id], at(0))
    assert rows(session, link)[2:] == [("5", TODAY, None, False)]
    assert known_on(session, link, TODAY, None) == []


def test_a_clock_that_was_put_back_closes_nothing_before_it_was_opened(
    session: Any, link: Membership
) -> None:
    dated.correct(Membership, {link.id: {"staff_number": "2"}}, at(5))
    newest = session.query(Membership).order_by(Membership.id.desc()).first()
    dated.correct(Membership, {newest.id: {"staff_number": "3"}}, at(0))
    assert [row[0] for row in rows(session, link) if row[3]] == ["3"]


# Nobody else changes or takes away


def dated_tables() -> list[Any]:
    return [one.class_ for one in db.Model.registry.mappers if issubclass(one.class_, DatedTwice)]


def refused(session: Any, statement: Any) -> bool:
    with pytest.raises(DBAPIError) as error, session.begin_nested():
        session.execute(statement)
    return "rows are added and closed" in str(error.value.orig)


def test_which_tables_are_dated_twice() -> None:
    names = {table.__tablename__ for table in dated_tables()}
    about_duties = {"duty_reason", "duty_relief"}
    words = {"school_value", "board_value", "school_code", "school_sight", "school_measuring"}
    called = {"person_details", "board_details", "school_details", "team_details"}
    assert names == about_duties | words | called | {"membership", "role_grant", "norm_row"}


def test_nothing_in_a_dated_row_changes_and_no_row_goes(session: Any) -> None:
    """On the rows of the town: every column of every table, one at a time."""
    for table in dated_tables():
        columns = [column for column in inspect(table).columns if column.key != "id"]
        others = {"starts_on": date(2000, 1, 2), "ends_on": date(2098, 1, 1)}
        others |= {"recorded_at": at_noon(TODAY), "replaced_at": None}
        for column in columns:
            value = others.get(column.key, _another(column))
            if column.key != "replaced_at":
                changed = {column.key: value, "replaced_at": at_noon(date(2099, 1, 1))}
                assert refused(session, update(table).values(changed)), (table, column.key)
            assert refused(session, update(table).values({column.key: value})), column.key
        assert refused(session, delete(table)), table


def _another(column: Any) -> Any:
    kind = column.type.python_type
    return {str: "x", date: date(2000, 1, 3), bool: False}.get(kind, 99)


def test_a_row_is_closed_once(session: Any) -> None:
    world = World(session, TODAY)
    grant = world.grant(world.person(), Role.MANAGER, world.school("regenboog"))
    mine = update(RoleGrant).where(RoleGrant.id == grant.id)
    session.execute(mine.values(replaced_at=at_noon(TODAY)))
    assert refused(session, mine.values(replaced_at=at_noon(day(1))))
    assert refused(session, mine.values(replaced_at=None))


@pytest.mark.parametrize("table", FACTS)
def test_a_fact_stays_as_it_is(session: Any, table: str) -> None:
    """Of the town, which has facts of every kind."""
    count = session.execute(text(f"SELECT count(*) FROM {table}")).scalar()
    name = next(iter(db.metadata.tables[table].primary_key)).name
    statements = (f"UPDATE {table} SET {name} = {name}", f"DELETE FROM {table}")
    assert count, f"the town has no {table}"
    for statement in statements:
        assert refused(session, text(statement)), statement


@pytest.mark.parametrize("table", CHANGES)
def test_of_some_facts_only_what_may_change_does(session: Any, table: str) -> None:
    """Of the town: one column at a time, and no row goes."""
    assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar(), f"no {table}"
    assert refused(session, text(f"DELETE FROM {table}"))
    open_ones = f" WHERE {ENDS[table][0]} IS NULL" if table in ENDS else ""
    for column in CHANGES[table]:
        session.execute(text(f"UPDATE {table} SET {column} = {column}{open_ones}"))
    for column in set(db.metadata.tables[table].columns.keys()) - CHANGES[table]:
        assert refused(session, text(f"UPDATE {table} SET {column} = {column}")), column


@pytest.mark.parametrize("table", ENDS)
def test_what_is_over_stays_so(session: Any, table: str) -> None:
    column, others = ENDS[table]
    ends = f"UPDATE {table} SET {column} = '2026-03-12 12:00:00'{others}"
    session.execute(text(f"{ends} WHERE {column} IS NULL"))
    assert refused(session, text(ends))
    for one in CHANGES[table]:
        assert refused(session, text(f"UPDATE {table} SET {one} = {one}")), one


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_about_the_data_names_every_table_and_what_is_refused(session: Any) -> None:
    page = Path("docs/data-model.md").read_text("utf-8")
    missing = [name for name in db.metadata.tables if f"`{name}`" not in page]
    assert missing == []
    query = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%no_update'"
    told = page.split("and they refuse any update", 1)[1].split("Only `store/dated.py`", 1)[0]
    named = set(re.findall("`([a-z_]+)`", told)) | {one.__tablename__ for one in dated_tables()}
    assert set(session.scalars(text(query))) == named
    assert set(FACTS) | {"record_look"} == named - {one.__tablename__ for one in dated_tables()}
    rows = page.split("What may change of a fact", 1)[1].split("\n\n", 2)[1].splitlines()[2:]
    cells = [re.findall("`([a-z_]+)`", row) for row in rows]
    assert {table: set(columns) for table, *columns in cells} == CHANGES
    query = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_stays'"
    assert set(session.scalars(text(query))) == set(CHANGES)


def test_a_school_that_is_not_dated_may_change(session: Any) -> None:
    school = World(session, TODAY).school("regenboog")
    session.execute(update(School).where(School.id == school.id).values(name="De Nieuwe"))
    assert session.scalar(select(School.name).where(School.id == school.id)) == "De Nieuwe"
