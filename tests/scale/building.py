"""A country: schools, people, and how far each is with a course of eight modules.

Each table is one INSERT … SELECT from a list of numbers, so that half a million people are there in
minutes, on both databases. All people are made up, and everybody is somewhere else in the course.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    null,
    select,
    text,
)

from course import clock
from course.content.outline import CourseOutline
from course.content.versioning import to_json
from course.domain.courses.publishing import TextChange
from course.domain.learning.progress import text_of_key
from course.models import (
    Assignment,
    Board,
    Duty,
    DutyReason,
    DutyRelief,
    Enrolment,
    LessonCompletion,
    Membership,
    ModuleProgress,
    PastModuleProgress,
    PastProgress,
    Person,
    PersonDetails,
    Progress,
    Publication,
    Release,
    RoleGrant,
    School,
    Team,
)
from course.models.base import UtcDateTime
from tests import staff

COURSE, RELEASE_TITLE = "schaal", "Veilig online, op schaal"
MODULES, LESSONS = 8, 2  # lessons of each module
STEPS = MODULES * LESSONS
BOARD, TEAMS = 30, 4  # schools of a board, teams of a school
PAUSED, LEFT = 50, 25  # one of so many is paused, was at another school until last month
MANAGER, TRAINER = 1, 2  # of the first board, of everywhere
BATCH = 100_000  # people in one statement


@dataclass(frozen=True)
class Size:
    """How large: the first school is a large one, and the others have so many people each."""

    schools: int
    each: int = 49
    first: int = 10_000

    @property
    def people(self) -> int:
        """All of them."""
        return self.first + (self.schools - 1) * self.each


@dataclass(frozen=True)
class Days:
    """When all of it was."""

    now: datetime
    today: date

    @property
    def begun(self) -> date:
        """Since when everybody works where they work."""
        return self.today - timedelta(days=300)

    @property
    def due(self) -> date:
        """By when half of the schools had to be done: a few days ago, so that there are late ones."""
        return self.today - timedelta(days=4)

    def at(self, step: int) -> datetime:
        """When somebody did a lesson: one a week, and the last ones this month."""
        return self.now - timedelta(days=10 + 7 * (STEPS - step))


_OWN = MetaData()


def _columns(model: Any) -> list[Column[Any]]:
    """What a table says of an enrolment."""
    told = (column for column in model.__table__.c if column.name != "enrolment_id")
    return [Column(column.name, column.type) for column in told]


_WHO = Table(
    "scale_person",
    _OWN,
    Column("number", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("school", Integer),
    Column("team", Integer),
    Column("level", Integer),
)
_WHOLE = Table(
    "scale_whole",
    _OWN,
    Column("level", Integer),
    *_columns(Progress),
)
_PART = Table(
    "scale_part",
    _OWN,
    Column("level", Integer),
    *_columns(ModuleProgress),
)
_STEP = Table(
    "scale_step",
    _OWN,
    Column("level", Integer),
    *_columns(LessonCompletion),
)


def outline() -> CourseOutline:
    """Eight modules of two lessons."""
    text_ = staff.outline()
    lessons = text_.modules[0].lessons[:LESSONS]
    modules = (
        replace(text_.modules[0], slug=f"module-{number}", lessons=lessons)
        for number in range(1, MODULES + 1)
    )
    return replace(text_, slug=COURSE, title=RELEASE_TITLE, modules=tuple(modules))


def build(connection: Connection, size: Size) -> None:
    """All of it, in a database without people. Whoever calls it commits."""
    days = Days(clock.now(), clock.today())
    _OWN.create_all(connection)
    release = _release(connection, days)
    _levels(connection, days)
    _numbers(connection, size)
    _places(connection, size, days)
    for first in range(1, size.people + 1, BATCH):
        _people(connection, range(first, first + BATCH), days, release)
    _readers(connection, size, days)
    _OWN.drop_all(connection)
    if connection.dialect.name == "postgresql":
        _ready_postgresql(connection)


def _release(connection: Connection, days: Days) -> str:
    content = to_json(outline())
    release = hashlib.sha256(content.encode()).hexdigest()
    said = {"course": COURSE, "published_at": days.at(0) - timedelta(days=9)}
    row = {"title": RELEASE_TITLE, "edition": 1, "renderer": "scale", "outline": content}
    connection.execute(insert(Release), {**said, **row, "hash": release})
    change = {"release": release, "change": TextChange.FIRST.value, "meant": []}
    connection.execute(insert(Publication), {**said, **change})
    return release


def _levels(connection: Connection, days: Days) -> None:
    """What progress says of who did so many lessons."""
    for level in range(1, STEPS + 1):
        connection.execute(insert(_WHOLE), _whole(level, days))
        connection.execute(insert(_PART), list(_parts(level, days)))
        connection.execute(insert(_STEP), [_step(level, step, days) for step in range(level)])


def _place(step: int) -> tuple[str, str]:
    return f"module-{step // LESSONS + 1}", f"les-{step % LESSONS + 1}"


def _when(done: int, total: int, at: datetime) -> dict[str, Any]:
    """Done of how many, and since when it is all of it."""
    ended = {"completed_at": at, "completed_on": clock.day_of(at)} if done == total else {}
    return {"done": done, "total": total, "completed_at": None, "completed_on": None, **ended}


def _whole(level: int, days: Days) -> dict[str, Any]:
    lessons = [text_of_key(_place(step)) for step in range(level)]
    when = {"recorded_at": days.at(level), "started_on": clock.day_of(days.at(1))}
    row = {"level": level, "lessons": lessons, "short": [], "valid_until": None}
    return {**row, **when, **_when(level, STEPS, days.at(level))}


def _parts(level: int, days: Days) -> Iterator[dict[str, Any]]:
    for number in range(-(-level // LESSONS)):
        done = min(LESSONS, level - number * LESSONS)
        at = days.at(number * LESSONS + done)
        row = {"level": level, "module": f"module-{number + 1}", "recorded_at": at}
        yield row | _when(done, LESSONS, at)


def _step(level: int, step: int, days: Days) -> dict[str, Any]:
    module, lesson = _place(step)
    at = days.at(step + 1)
    when = {"completed_at": at, "completed_on": clock.day_of(at)}
    return {"level": level, "module": module, "lesson": lesson, "required": True, **when}


def _up_to(count: int) -> Any:
    """The numbers from 1 on."""
    one = select(cast(literal(1), Integer).label("number")).cte("numbers", recursive=True)
    return one.union_all(select(one.c.number + 1).where(one.c.number < count))


def _text(before: str, number: ColumnElement[int], after: str = "") -> ColumnElement[str]:
    found: ColumnElement[str] = literal(before) + cast(number, String) + literal(after)
    return found


def _fill(connection: Connection, table: Any, values: Mapping[str, Any], source: list[Any]) -> None:
    """Rows of a table, a column for each value. `source`: what to select from, and which of it."""
    rows = select(*(_value(table, name, value) for name, value in values.items()))
    rows = rows.select_from(source[0]).where(*source[1:])
    connection.execute(insert(table).from_select(list(values), rows))


def _value(table: Any, name: str, value: Any) -> Any:
    if hasattr(value, "compile"):
        return value
    columns = table.c if isinstance(table, Table) else table.__table__.c
    return literal(value, columns[name].type)


def _numbers(connection: Connection, size: Size) -> None:
    """Who works where, and how far they are. A large school is followed by small ones."""
    number = _up_to(size.people).c.number
    later = (number - size.first - 1) // size.each + 2
    school = case((number > size.first, later), else_=1)
    values = {
        "number": number,
        "school": school,
        "team": (school - 1) * TEAMS + number % TEAMS + 1,
        "level": number * 7 % (STEPS + 1),
    }
    _fill(connection, _WHO, values, [number.table])


def _places(connection: Connection, size: Size, days: Days) -> None:
    number = _up_to(-(-size.schools // BOARD)).c.number
    board = {"id": number, "code": _text("bestuur-", number), "name": _text("Bestuur ", number)}
    _fill(connection, Board, board, [number.table])
    number = _up_to(size.schools).c.number
    named = {"id": number, "code": _text("school-", number), "name": _text("School ", number)}
    kind = {"sector": "po", "region": "midden", "entry_test": False}
    of_board = {"board_id": (number - 1) // BOARD + 1}
    _fill(connection, School, named | of_board | kind, [number.table])
    number = _up_to(size.schools * TEAMS).c.number
    of_school = {"ref": _text("team-", number), "school_id": (number - 1) // TEAMS + 1}
    named = {"id": number, "name": _text("Team ", (number - 1) % TEAMS + 1)}
    _fill(connection, Team, named | of_school, [number.table])


def _people(connection: Connection, some: range, days: Days, release: str) -> None:
    """Some of them, with all that is known of each."""
    who = _WHO.c
    here = who.number.between(some.start, some.stop - 1)
    _accounts(connection, [_WHO, here], days)
    _owing(connection, here, days)
    enrolled = {"enrolled_at": days.at(0) - timedelta(days=8), "release": release, "cycle": 1}
    ids = {"id": who.number, "person_id": who.number, "course": COURSE, "followed": 0}
    _fill(connection, Enrolment, ids | enrolled, [_WHO, here])
    for table, levels in ((Progress, _WHOLE), (ModuleProgress, _PART), (LessonCompletion, _STEP)):
        of_level = [_WHO.join(levels, levels.c.level == who.level), here]
        told = {column.name: column for column in levels.c if column.name != "level"}
        _fill(connection, table, {"enrolment_id": who.number, **told}, of_level)
    _past(connection, here, days)


def _accounts(connection: Connection, source: list[Any], days: Days) -> None:
    number, who = _WHO.c.number, _WHO.c
    name, sort_name = _text("Voornaam Achternaam ", number), _text("Achternaam ", number, ", V")
    mail = _text("mens", number, "@school.example")
    called = {"name": name, "sort_name": sort_name, "audience": "teaching"}
    account = {"id": number, "ref": _text("mens-", number), "email": mail, "email_key": mail}
    signed_in = case((who.level > 0, literal(days.at(0), UtcDateTime())))
    known = {"is_demo": False, "first_signed_in_at": signed_in}
    _fill(connection, Person, account | called | known, source)
    since = {"starts_on": days.begun, "recorded_at": days.at(0) - timedelta(days=60)}
    _fill(connection, PersonDetails, {"person_id": number} | called | since, source)
    works = {"person_id": number, "school_id": who.school, "team_id": who.team}
    _fill(connection, Membership, works | {"staff_number": _text("P", number)} | since, source)
    elsewhere = {"person_id": number, "school_id": who.school - 1, "team_id": null()}
    over = {"ends_on": days.today - timedelta(days=30)}
    left = [source[0], *source[1:], number % LEFT == 0, who.school > 1]
    _fill(connection, Membership, elsewhere | over | since, left)


def _due(days: Days) -> ColumnElement[date]:
    """At every second school the day is still to come, so that not everybody is late."""
    later = literal(days.due + timedelta(days=60), Date())
    return case((_WHO.c.school % 2 == 0, later), else_=literal(days.due, Date()))


def _owing(connection: Connection, here: ColumnElement[bool], days: Days) -> None:
    number, who = _WHO.c.number, _WHO.c
    given = {"ref": _text("toewijzing-", who.school), "course": COURSE, "functions": ""}
    made = {"made_by": number, "made_at": days.at(0), "due_on": _due(days)}
    ids = {"id": who.school, "school_id": who.school, "submission": _text("schaal-", who.school)}
    ids["batch"] = _text("schaal-", who.school)
    first = select(func.min(number)).group_by(who.school)
    _fill(connection, Assignment, ids | given | made, [_WHO, here, number.in_(first)])
    duty = {"id": number, "ref": _text("plicht-", number), "person_id": number}
    place = {"school_id": who.school, "course": COURSE}
    _fill(connection, Duty, duty | place, [_WHO, here])
    since = {"starts_on": days.begun, "recorded_at": days.at(0)}
    reason = {"duty_id": number, "assignment_id": who.school, "due_on": _due(days)}
    _fill(connection, DutyReason, reason | since, [_WHO, here])
    relief = {"duty_id": number, "kind": "paused", "until": days.today + timedelta(days=30)}
    _fill(
        connection,
        DutyRelief,
        relief | {"made_by": number} | since,
        [_WHO, here, number % PAUSED == 0],
    )


def _past(connection: Connection, here: ColumnElement[bool], days: Days) -> None:
    """How far everybody was a month ago, when that was less: what a report of that day reads."""
    who, whole = _WHO.c, _WHOLE.c
    before = _WHO.join(_WHOLE, (whole.level == who.level - 4) & (whole.level > 0))
    told = {"done": whole.done, "total": whole.total, "started_on": whole.started_on}
    ids = {"enrolment_id": who.number, "recorded_at": whole.recorded_at}
    until = {"replaced_at": days.at(STEPS - 1)}
    source = [before, here, whole.recorded_at < literal(days.at(STEPS - 1), UtcDateTime())]
    _fill(connection, PastProgress, ids | told | until, source)
    part = _PART.c
    of_module = _WHO.join(_PART, (part.level == who.level - 1) & (part.done == 1))
    half = {"module": part.module, "done": part.done, "total": part.total}
    ids = {"enrolment_id": who.number, "recorded_at": part.recorded_at}
    source = [of_module, here, part.recorded_at < literal(days.at(STEPS - 1), UtcDateTime())]
    _fill(connection, PastModuleProgress, ids | half | until, source)


def _readers(connection: Connection, size: Size, days: Days) -> None:
    since = {"starts_on": days.begun, "recorded_at": days.at(0)}
    rows = [
        {"person_id": MANAGER, "role": "manager", "board_id": min(2, -(-size.schools // BOARD))},
        {"person_id": TRAINER, "role": "trainer", "board_id": None},
    ]
    connection.execute(insert(RoleGrant), [row | since for row in rows])


def _ready_postgresql(connection: Connection) -> None:
    """Numbers go on after those that were given; and what ANALYZE finds is there from the start."""
    for table in (Board, School, Team, Person, Assignment, Duty, Enrolment):
        name = table.__tablename__
        last = f"SELECT max(id) FROM {name}"
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), ({last}))"))
    connection.execute(text("ANALYZE"))
