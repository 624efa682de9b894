"""Rows that are valid as they come: a test names only what it is about.

Everything is flushed, nothing committed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select

from course.content.types import Course
from course.domain.courses.publishing import TextChange
from course.domain.duties.calendars import Region, calendar_of
from course.domain.duties.states import earliest_for_joiner
from course.domain.people.roles import Role
from course.domain.people.sight import Sight
from course.models import (
    Board,
    Membership,
    Person,
    PersonDetails,
    Publication,
    Release,
    RoleGrant,
    School,
    SchoolSight,
    SchoolValue,
    Team,
    db,
)
from course.models.base import Base
from course.store import dated
from course.store.courses import releases
from course.store.dated import DeedMoment
from course.text.names import fold_email, sort_name

COLLEAGUE = "beide@buren.example"  # who lives there too, and works at two schools
EVER = date(2000, 1, 1)
LONG_AGO, FAR_AHEAD = date(2025, 8, 1), date(2099, 8, 1)
# who lives in `town`, and who lived there
NEIGHBOUR, LEAVER = (
    "buur@buren.example",
    "weg@buren.example",
)
ASIDE: set[int] = set()  # enrolments that a test did not ask for; `session.query` leaves them out
RowT = TypeVar("RowT", bound=Base)
_NUMBERS = count(1)


def add(session: Any, row: RowT) -> RowT:
    """Put a row in the database, and give it back with its id."""
    session.add(row)
    session.flush()
    return row


def board(session: Any, **given: Any) -> Board:
    """A board of a made-up name."""
    code = f"bestuur-{next(_NUMBERS)}"
    return add(session, Board(**{"code": code, "name": "Stichting Voorbeeld", **given}))


def school(session: Any, seen: Sight | None = Sight.LESSONS, **given: Any) -> School:
    """A primary school; with a board of its own unless one is given. Its managers see what there is
    to see, unless `seen` says less; None: it never said anything.
    """
    code = given.get("code", f"school-{next(_NUMBERS)}")
    if "board_id" not in given:
        given["board_id"] = board(session).id
    values = {
        "code": code,
        "name": f"De {code.capitalize()}",
        "sector": "po",
        "region": "midden",
        **given,
    }
    made = add(session, School(**values))
    if seen is not None:
        sight(session, made, seen)
    neighbours(session, made)
    return made


def neighbours(session: Any, at: School) -> None:
    """Who left this school long ago, and who will work there one day.

    In an empty database there is neither.
    """
    for email, starts_on, ends_on in ((LEAVER, LONG_AGO, LONG_AGO), (NEIGHBOUR, FAR_AHEAD, None)):
        if (who := session.scalar(select(Person.id).where(Person.email == email))) is not None:
            add(
                session,
                Membership(person_id=who, school_id=at.id, starts_on=starts_on, ends_on=ends_on),
            )


def colleague(session: Any, at: School, team: Team) -> None:
    """Somebody of `town` who works in this team as well, and did everything long ago."""
    if (who := session.scalar(select(Person.id).where(Person.email == COLLEAGUE))) is not None:
        add(
            session, Membership(person_id=who, school_id=at.id, team_id=team.id, starts_on=LONG_AGO)
        )


def team(session: Any, at: School, name: str = "Onderbouw") -> Team:
    """A team at a school."""
    return add(session, Team(school_id=at.id, name=name))


def person(session: Any, name: str = "", email: str = "", **given: Any) -> Person:
    """Somebody with an account, who works nowhere and may nothing special."""
    number = next(_NUMBERS)
    name = name or f"Persoon Nummer{number:03}"
    email = email or f"persoon{number}@voorbeeld.example"
    values = {
        "name": name,
        "sort_name": sort_name(name),
        "email": email,
        "email_key": fold_email(email),
        **given,
    }
    made = add(session, Person(**values))
    describe(session, made)
    return made


def joiner_due(joined_on: date) -> date:
    """The first due day of who joins on a day, at a school of `school`."""
    return earliest_for_joiner(joined_on, calendar_of([Region.MIDDLE]))


def describe(session: Any, who: Person) -> PersonDetails:
    """What somebody is called and does, since before anything was written down."""
    return add(
        session,
        PersonDetails(
            person_id=who.id,
            name=who.name,
            sort_name=who.sort_name,
            audience=who.audience,
            starts_on=EVER,
        ),
    )


def word(session: Any, at: School, key: str, text: str, since: date | None = None) -> SchoolValue:
    """A word that a school filled in, long ago."""
    return add(
        session,
        SchoolValue(school_id=at.id, key=key, text=text, starts_on=since or LONG_AGO),
    )


def rewrite(session: Any, row: Any, now: datetime | None = None, **values: Any) -> Any:
    """A dated row as it should have been; gives back the row that is known now."""
    table = type(row)
    session.flush()
    moment = DeedMoment(now or row.recorded_at + timedelta(seconds=1))
    dated.correct(table, {row.id: values}, moment)
    session.refresh(row)
    if row.replaced_at is None:
        return row  # it was so already
    return session.scalars(select(table).order_by(table.id.desc())).first()


def membership(session: Any, who: Person, at: School, **given: Any) -> Membership:
    """Somebody who works at a school, since long ago, in no team."""
    values = {"person_id": who.id, "school_id": at.id, "starts_on": LONG_AGO, **given}
    return add(session, Membership(**values))


def sight(session: Any, at: School, level: Sight, since: date = LONG_AGO) -> SchoolSight:
    """What managers of a school see, by the choice of somebody."""
    row = {"school_id": at.id, "level": level.value, "starts_on": since, "consent_by": ""}
    return add(session, SchoolSight(**row))


def grant(
    session: Any, who: Person, role: Role, at: School | Board | None, **given: Any
) -> RoleGrant:
    """A role at a school, at a board or everywhere, since long ago."""
    place: dict[str, int] = {}
    if at is not None:
        place["school_id" if isinstance(at, School) else "board_id"] = at.id
    values = {"person_id": who.id, "role": role.value, "starts_on": LONG_AGO, **place, **given}
    return add(session, RoleGrant(**values))


def publish(course: Course, now: datetime) -> str:
    """This text is the current one of its course; nobody goes along, so that the town stays."""
    kept = releases.keep(course, now)
    row = {"course": course.slug, "release": kept, "change": TextChange.MEANING.value, "meant": []}
    add(db.session, Publication(**row, published_at=now))
    return kept


def current(session: Any, release: Release, change: TextChange = TextChange.MEANING) -> Release:
    """A release that is put in as a row, and the current one of its course since it was kept."""
    add(session, release)
    row = {"course": release.course, "release": release.hash, "change": change.value, "meant": []}
    add(session, Publication(**row, published_at=release.published_at))
    return release
