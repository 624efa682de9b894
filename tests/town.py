"""The people who were there already: every test runs among them, so that a query that forgets whose
row it is shows.

`settle` fills a migrated database once a run: two boards with three schools, the older releases of
the two courses that tests publish, and in both of them people with facts of every kind, under the
very names that tests use: the same course, module, lesson and item. `builders.school` adds who
worked at the test's own school before, and who will work there later; `learning.learner` gets a
colleague in the same team.

A test counts its own: `session.query` sees what came after the town. What the town has may not
change; every test is looked after, unless it is marked `stirs` and says why. The application itself
never uses `session.query`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Query

from course import clock
from course.content.outline import CourseOutline
from course.content.versioning import from_json, to_json
from course.domain.duties.holiday_years import shipped
from course.domain.learning.entry import SURE
from course.domain.people.roles import Role
from course.domain.people.school_list import ListedPlace
from course.domain.study_days import Phase, VoteRound, pseudonym
from course.models import (
    AddressChange,
    Answer,
    Assignment,
    Attempt,
    AuditEntry,
    AwaitedPerson,
    Board,
    BoardDetails,
    BoardValue,
    CalendarAddress,
    Certificate,
    CertificateWithdrawal,
    CodeClause,
    CodeOfConduct,
    ConductSignature,
    Duty,
    DutyReason,
    DutyRelief,
    Enrolment,
    FileSchedule,
    Job,
    JobPiece,
    LaterMark,
    LessonVisit,
    ListWord,
    Mail,
    MailFate,
    MailStop,
    Measurement,
    MeasurementAnswer,
    MeasurementSkip,
    Meeting,
    MeetingPresence,
    MeetingReply,
    Membership,
    NormRow,
    OwnDays,
    Password,
    PastModuleProgress,
    PastProgress,
    Person,
    RecordLook,
    Refresher,
    RefresherAnswer,
    RefresherPlan,
    RefresherStop,
    Regrade,
    Release,
    Reminder,
    ScheduledMail,
    School,
    SchoolCode,
    SchoolDetails,
    SchoolMeasuring,
    SeenReport,
    SignedInBrowser,
    SignedText,
    SignInLink,
    Sitting,
    StudyDay,
    StudyPresence,
    StudyVote,
    TeamDetails,
    Throttle,
    TrainerQuestion,
    Unreached,
    WaitingList,
    WorkerLife,
)
from course.models.base import Base
from course.store.duties import calendars, summaries
from course.store.learning import growing
from course.store.people import school_list
from course.store.people.naming import SINCE_EVER
from course.store.proof import norms
from tests import builders, learning, staff
from tests.builders import COLLEAGUE, LEAVER, LONG_AGO, NEIGHBOUR, add
from tests.staff import at_noon

GONE = LONG_AGO + timedelta(days=40)  # the leaver's last day
DUE = LONG_AGO + timedelta(days=60)
BEFORE = LONG_AGO - timedelta(days=1)  # when everybody had begun and nobody was done
NEVER = datetime(2099, 1, 1, tzinfo=UTC)
_TOKENS = count(1)
# the first that a table has
_OWNERS = (
    "person_id",
    "id",
    "enrolment_id",
    "school_id",
    "code_id",
    "session_id",
)
_KEYS = {"enrolment_id": "enrolment", "school_id": "school", "code_id": "code_of_conduct"}
_KEYS |= {"session_id": "study_session", "person_id": "person"}
# by table: the column by which to tell, and the last number or all keys
Settled = dict[str, tuple[str, Any]]


class Newcomers(Query[Any]):
    """What `session.query` gives in a test: the rows that are not the town's."""

    settled: ClassVar[dict[str, Settled]] = {}  # by the address of the database
    anybody: ClassVar[bool] = True  # False while a test runs on an empty database

    def __init__(self, entities: Any, session: Any = None) -> None:
        super().__init__(entities, session)
        limits = (
            self.settled.get(str(self.session.get_bind().engine.url), {}) if self.anybody else {}
        )
        tables = {
            found["entity"] for found in self.column_descriptions if found.get("entity") is not None
        }
        for model in sorted(tables, key=str):
            owner = getattr(model, "id" if model is Enrolment else "enrolment_id", None)
            if owner is not None and builders.ASIDE:
                self._where_criteria += (owner.is_(None) | owner.not_in(builders.ASIDE),)
            if isinstance(model, type) and model.__tablename__ in limits:
                name, last = limits[model.__tablename__]
                column = getattr(model, name)
                mine = column > last if isinstance(last, int) else column.not_in(last)
                self._where_criteria += (mine,)


def settled(session: Any) -> Settled:
    """What there is now, by which `Newcomers` tells what comes after it."""
    tables = Base.metadata.tables
    last = {
        name: session.scalar(select(func.max(table.c.id)))
        for name, table in tables.items()
        if "id" in table.c
    }
    found: Settled = {}
    for name, table in tables.items():
        owner = next((one for one in _OWNERS if one in table.c and not table.c[one].nullable), None)
        if owner is not None:
            found[name] = (owner, last[_KEYS.get(owner, name)] or 0)
        else:
            (key,) = table.primary_key
            found[name] = (key.name, list(session.scalars(select(key))))
    return found


def settle(session: Any, folder: Path) -> None:
    """Everybody, with all that they did.

    Commits. `folder` is where the lessons of a course may be written.
    """
    # so that the numbers of boards, schools and people differ
    builders.board(session, code="zonder-scholen")
    releases = [learning.publish(folder, now=at_noon(LONG_AGO), earlier=True), _released(session)]
    outlines = [
        from_json(session.get(Release, release).outline, CourseOutline) for release in releases
    ]
    board = builders.board(session, code="gemeente", name="Stichting Buren")
    other = builders.board(session, code="gemeente-verderop", name="Stichting Verderop")
    here = _school(session, "buren", board)
    beside = _school(session, "buren-noord", board)
    away = _school(session, "verderop", other)
    people = _people(session, here, beside, away)
    _called(session, board, here)
    boss = people[-1]
    for place in (here, beside, away):
        for outline in outlines:
            _assign(session, place, outline.slug, boss, people)
        _adopt(session, boss, school_id=place.id)
    _adopt(session, boss, board_id=board.id)
    add(
        session, AwaitedPerson(person_id=people[0].id, email_key="wacht@x.example", asked_at=_now())
    )
    for person in people:
        for outline, release in zip(outlines, releases, strict=True):
            _learn(session, person, outline, release)
        _account(session, person)
    _withdraw(session, boss)
    _study(session, here, releases[0], boss, people)
    _meet(session, here, boss, people)
    _calendar(session, here, boss)
    _wait(session)
    _normed(session)
    slug = outlines[0].slug
    counted = summaries.count([here.id], slug, LONG_AGO)
    summaries.keep(slug, LONG_AGO, counted, at_noon(LONG_AGO))
    session.commit()


def _normed(session: Any) -> None:
    """The table of the Normenkader as it comes, since somebody changed it and changed it back."""
    for one in norms.shipped():
        row = {**vars(one.draft), "figure": one.figure.value}
        add(session, NormRow(key=one.key, **row, starts_on=SINCE_EVER.today))


def _called(session: Any, board: Board, school: School) -> None:
    """What a board, a school and a team were called: the same, as was written down once."""
    team = builders.team(session, school, "Buurtteam")
    since = {"starts_on": LONG_AGO}
    told = {"name": school.name, "sector": school.sector, "region": school.region}
    add(session, BoardDetails(board_id=board.id, name=board.name, **since))
    add(session, SchoolDetails(school_id=school.id, board_id=board.id, **told, **since))
    add(session, TeamDetails(team_id=team.id, name=team.name, **since))


def _released(session: Any) -> str:
    """The tiny course of `staff`, as it was before."""
    outline = replace(staff.outline(), title="Veilig online, de vorige uitgave")
    content = to_json(outline)
    release = hashlib.sha256(content.encode()).hexdigest()
    row = {
        "hash": release,
        "course": outline.slug,
        "title": outline.title,
        "edition": 1,
        "renderer": "test",
    }
    published = at_noon(LONG_AGO - timedelta(days=1))
    builders.current(session, Release(**row, published_at=published, outline=content))
    return release


def _school(session: Any, code: str, board: Board) -> School:
    """A school where every question that lessons leave to it is answered, in words of its own."""
    made = builders.school(
        session, code=code, name=f"De {code.capitalize()}", board_id=board.id, sector="mbo"
    )
    builders.word(session, made, "naam_ict_dienst", f"de ict-dienst van {code}")
    return made


def _people(session: Any, here: School, beside: School, away: School) -> list[Person]:
    """A neighbour, a leaver, somebody at two schools, and who leads them all."""
    team = builders.team(session, here, "De buren")
    neighbour = builders.person(session, "Buur Buurman", NEIGHBOUR)
    builders.membership(session, neighbour, here, team_id=team.id, staff_number="1")
    leaver = builders.person(session, "Weg Gegaan", LEAVER)
    builders.membership(session, leaver, here, team_id=team.id, staff_number="2", ends_on=GONE)
    builders.grant(session, leaver, Role.TRAINER, here, ends_on=GONE)
    both = builders.person(session, "Bij Beide", COLLEAGUE, audience="support")
    for place in (beside, away):
        builders.membership(session, both, place)
        builders.grant(session, both, Role.TRAINER, place)
    boss = builders.person(session, "Bas Baas", "baas@buren.example")
    builders.membership(session, boss, away)
    builders.grant(session, boss, Role.MANAGER, away)
    for role in (Role.ADMINISTRATOR, Role.MANAGER, Role.TRAINER):
        builders.grant(session, boss, role, session.get(Board, here.board_id))
    return [neighbour, leaver, both, boss]


def _assign(session: Any, school: School, course: str, boss: Person, people: list[Person]) -> None:
    """A course for the whole school, and everybody owes it there; for who left that is over."""
    values = {"course": course, "school_id": school.id, "due_on": DUE, "made_by": boss.id}
    made = add(session, Assignment(**values, made_at=at_noon(LONG_AGO), submission=_token()))
    for person in people:
        duty = add(session, Duty(person_id=person.id, school_id=school.id, course=course))
        ends_on = GONE if person.email == LEAVER else None
        days = {"due_on": DUE, "starts_on": LONG_AGO, "ends_on": ends_on}
        add(session, DutyReason(duty_id=duty.id, assignment_id=made.id, **days))
        relief = {"kind": "exempt", "category": "decision", "made_by": boss.id}
        add(session, DutyRelief(duty_id=duty.id, starts_on=LONG_AGO, ends_on=ends_on, **relief))


def _adopt(session: Any, boss: Person, **place: int) -> None:
    """A code of conduct, in words that no test uses."""
    values = {
        "label": "Van de buren",
        "in_force_on": LONG_AGO,
        "consent_reference": "",
        "made_by": boss.id,
    }
    made = add(
        session, CodeOfConduct(**values, **place, made_at=at_noon(LONG_AGO), submission=_token())
    )
    add(
        session,
        CodeClause(code_id=made.id, clause="kanalen", text="Bij de buren gaat alles per brief."),
    )
    if "school_id" not in place:
        return
    hashed = f"{made.id:064}"
    add(session, SignedText(hash=hashed, text="Wat de buren tekenden"))
    signed = {"person_id": boss.id, "name": "Van de buren", "answer": "signed"}
    signed |= {"code_id": made.id, "text_hash": hashed, "submission": _token()}
    add(session, ConductSignature(**place, **signed, answered_at=at_noon(LONG_AGO)))


def _calendar(session: Any, school: School, boss: Person) -> None:
    """A day and a word of the neighbours, and a year as it came with the application."""
    made = {"made_by": boss.id, "made_at": at_noon(LONG_AGO)}
    days = {"first_on": LONG_AGO, "last_on": NEVER.date(), "kind": "dicht", "name": "Nooit open"}
    add(session, OwnDays(school_id=school.id, **days, **made, submission=_token()))
    boards = {"board_id": school.board_id, "starts_on": LONG_AGO}
    add(session, BoardValue(**boards, key="naam_fg", text="De FG van de buren"))
    add(session, SchoolMeasuring(school_id=school.id, is_on=True, starts_on=LONG_AGO))
    said = {"kind": "column", "word": "oud", "name": "Oud", "meaning": ""}
    add(session, ListWord(school_id=school.id, **said))
    sent = {"ref": _token(), "person_id": boss.id, "school_id": school.id, "answers": {}}
    add(session, WaitingList(**sent, created_at=NEVER, content=b""))
    code = {"school_id": school.id, "starts_on": LONG_AGO}
    add(session, SchoolCode(**code, system="brin", code="98ZZ"))
    place = ListedPlace("98ZZ00", "98ZZ", "Basisschool De Buren", "Verweg", "Zeeland", "", "")
    school_list.keep_places([place], "mbo")
    school_list.keep_boards({"98989": "Stichting Buren"})
    asked = {"kind": "vraag", "about": "", "text": "Van de buren", "made_at": at_noon(LONG_AGO)}
    add(
        session,
        TrainerQuestion(person_id=boss.id, school_id=school.id, **asked, submission=_token()),
    )
    add(session, SeenReport(person_id=boss.id, seen_at=at_noon(LONG_AGO)))
    calendars.keep_years(shipped()[:1], boss.id, at_noon(LONG_AGO))


def _learn(session: Any, person: Person, outline: CourseOutline, release: str) -> None:
    """One whole course: every lesson visited, every item settled, a test handed in, one open,
    everything done.
    """
    enrolled = {"person_id": person.id, "course": outline.slug, "release": release}
    enrolment = add(session, Enrolment(**enrolled, enrolled_at=at_noon(LONG_AGO))).id
    rows: list[Any] = []
    for module in outline.modules:
        for lesson in module.lessons:
            at = {"enrolment_id": enrolment, "module": module.slug, "lesson": lesson.slug}
            rows.append(LessonVisit(**at, visited_at=at_noon(LONG_AGO)))
            items = [item.key for item in lesson.items]
            if lesson.draw:
                rows += _tests(session, at, release, items)
            else:
                rows += _attempts(at, release, items)
    session.add_all(rows)
    session.flush()
    growing.grow([enrolment])
    row = {"enrolment_id": enrolment, "done": 0, "total": 1}
    times = {"recorded_at": at_noon(BEFORE), "replaced_at": at_noon(LONG_AGO)}
    add(session, PastProgress(**row, **times, started_on=BEFORE))
    add(session, PastModuleProgress(**row, **times, module=outline.modules[0].slug))
    _measure(session, person, enrolment, outline, release)


def _measure(
    session: Any, person: Person, enrolment: int, outline: CourseOutline, release: str
) -> None:
    """What was asked before and after a module at the first school of somebody, all answered; and
    the next module, which they skipped.
    """
    first = select(func.min(Membership.school_id)).where(Membership.person_id == person.id)
    at = {"school_id": session.scalar(first), "release": release}
    what = {"course": outline.slug, "module": outline.modules[0].slug, "forms": "f" * 64}
    asked = {"first": "a", "before": ["t1"], "after": ["t2"], "size": 1}
    row = {"enrolment_id": enrolment, "audience": person.audience, "drawn_at": at_noon(LONG_AGO)}
    made = add(session, Measurement(**row, **at, **what, **asked))
    for part, item in (("before", "t1"), ("after", "t2")):
        to = {"measurement_id": made.id, "part": part, "item": item, "goal": "L1"}
        marks = {"earned": 0, "possible": 1, "given_at": at_noon(LONG_AGO)}
        given = add(session, MeasurementAnswer(**to, **marks))
        again = {"earned": 0, "possible": 0, "reason": "", "made_at": at_noon(DUE)}
        row = {"measurement_answer_id": given.id, "release": made.release}
        add(session, LaterMark(**row, **again))
    skipped = {"enrolment_id": enrolment, "module": outline.modules[-1].slug}
    add(session, MeasurementSkip(**skipped, skipped_at=at_noon(LONG_AGO)))


def _attempts(
    at: dict[str, Any], release: str, items: list[str], sitting: int | None = None
) -> Iterator[Attempt]:
    """Every item right, the first time."""
    for key in items:
        values = {
            "release": release,
            "item": key,
            "response": ["b"],
            "earned": 1,
            "possible": 1,
            "settled": True,
        }
        marks = {"confidence": SURE, "sitting_id": sitting}
        yield Attempt(**at, **values, **marks, submission=_token(), submitted_at=at_noon(LONG_AGO))


def _tests(session: Any, at: dict[str, Any], release: str, items: list[str]) -> Iterator[Any]:
    """One test handed in, and one open with an answer to each question."""
    values = {**at, "items": items, "opened_at": at_noon(LONG_AGO)}
    closed = add(session, Sitting(**values, handed_in_at=at_noon(DUE)))
    opened = add(session, Sitting(**values))
    for attempt in _attempts(at, release, items, closed.id):
        add(session, attempt)
        mark = {"earned": attempt.earned, "possible": attempt.possible, "settled": True}
        yield Regrade(
            attempt_id=attempt.id, release=release, **mark, reason="", made_at=at_noon(DUE)
        )
    for sitting in (closed, opened):
        for key in items:
            given = {"sitting_id": sitting.id, "item": key, "response": ["b"], "confidence": SURE}
            yield Answer(**given, submission=_token(), given_at=at_noon(LONG_AGO))


def _account(session: Any, person: Person) -> None:
    """A password, a browser that is signed in and one that was, a link that works and one that was
    used, two mails.
    """
    now = _now()
    rows: list[Any] = [
        Password(person_id=person.id, hash="geen wachtwoord", changed_at=at_noon(LONG_AGO))
    ]
    for seen in (now, at_noon(LONG_AGO)):
        rows.append(
            SignedInBrowser(token_hash=_hash(), person_id=person.id, created_at=seen, seen_at=seen)
        )
    for expires, used in ((NEVER, None), (at_noon(DUE), at_noon(LONG_AGO))):
        link = {
            "token_hash": _hash(),
            "person_id": person.id,
            "purpose": "sign-in",
            "created_at": at_noon(LONG_AGO),
        }
        rows.append(SignInLink(**link, expires_at=expires, used_at=used))
    for sent, tries in ((at_noon(LONG_AGO), 1), (None, 99)):
        mail = {
            "key": _token(),
            "recipient": person.email,
            "subject": "Van de buren",
            "body": "Dag buur",
        }
        when = {"created_at": NEVER, "next_try_at": NEVER, "sent_at": sent, "attempts": tries}
        rows.append(Mail(**mail, **when))
    rows.append(
        AuditEntry(at=now, deed=_token(), action="signed-out", person_id=person.id, detail={})
    )
    session.add_all(rows)
    session.flush()
    _asked(session, person)
    add(session, _waiting(person, _now()))


def _waiting(person: Person, now: datetime) -> AddressChange:
    """A new address that waits for a yes."""
    links = {"confirm_hash": _hash(), "stop_hash": _hash(), "needs_old": False}
    both = {"email": f"nieuw-{person.email}", "email_key": f"nieuw-{person.email}"}
    times = {"asked_at": now, "expires_at": NEVER}
    return AddressChange(person_id=person.id, old_email=person.email, **links, **both, **times)


def _asked(session: Any, person: Person) -> None:
    """A file that was made for somebody, by a worker whose clock ran ahead."""
    done = {"ended_at": NEVER, "outcome": "done", "done": 2, "total": 2, "place": {}}
    file = {"file_name": "buren.csv", "file_type": "text/csv"}
    when = {"queued_at": NEVER, "run_at": NEVER, "started_at": NEVER, "attempts": 1}
    row = Job(ref=_token(), kind="buren", arguments={}, owner_id=person.id, **when, **done, **file)
    made = add(session, row)
    add(session, JobPiece(job_id=made.id, role="made", number=0, content=b"buren"))
    said = {"outcome": "sent", "steps": ["buren:given"], "mail_key": _token()}
    handed = {"fate": "handed", "at": at_noon(LONG_AGO)}
    add(session, MailFate(mail_key=said["mail_key"], **handed))
    when_said = {"day": LONG_AGO, "at": at_noon(LONG_AGO)}
    add(session, Reminder(key=_token(), person_id=person.id, **when_said, **said))
    add(session, MailStop(person_id=person.id, since=at_noon(LONG_AGO)))
    _refresh(session, person)
    _list_again(session, person)
    gone = {"since": at_noon(LONG_AGO), "code": "550"}
    add(session, Unreached(email_key=f"oud-{person.email_key}", **gone))
    life = {"started_at": NEVER, "seen_at": NEVER, "trouble": "behind"}
    add(session, WorkerLife(name=f"buren:{person.id}", **life))


def _list_again(session: Any, person: Person) -> None:
    """A list that came once, long ago, and was ended."""
    asked = {"cursus": staff.COURSE, "wie": "", "school": "", "bestuur": "", "soort": "csv"}
    ended = {"made_at": at_noon(LONG_AGO), "ended_at": NEVER, "ended_by": "mail"}
    row = FileSchedule(person_id=person.id, every="week", asked=asked, submission=_token(), **ended)
    made = add(session, row)
    said = {"day": LONG_AGO, "at": at_noon(LONG_AGO), "outcome": "sent", "mail_key": _token()}
    add(session, ScheduledMail(schedule_id=made.id, **said))


def _refresh(session: Any, person: Person) -> None:
    """A refresher that was answered long ago, and no more of them."""
    release = session.scalar(select(func.min(Release.hash)).where(Release.course == "proef"))
    of = {"person_id": person.id, "course": "proef"}
    plan = {"learned_on": LONG_AGO, "origins": {}, "look_on": NEVER.date()}
    for course in ("proef", staff.COURSE):
        add(session, RefresherPlan(person_id=person.id, course=course, **plan))
    when = {"day": LONG_AGO, "at": at_noon(LONG_AGO)}
    row = {"key": _token(), "release": release, "outcome": "sent", "mail_key": _token()}
    asked = {"moments": ["een/toets/t1/L1"], "open_until": LONG_AGO}
    made = add(session, Refresher(**of, **when, **row, **asked))
    about = {"module": "een", "lesson": "toets", "item": "t1", "goal": "L1", "response": ["b"]}
    marks = {"earned": 1, "possible": 1, "confidence": SURE, "step_before": 0, "step_after": 1}
    answered = of | when | about | marks | {"refresher_id": made.id, "scheduler": "buren"}
    given = add(session, RefresherAnswer(**answered))
    again = {"earned": 1, "possible": 1, "reason": "", "made_at": at_noon(DUE)}
    add(session, LaterMark(refresher_answer_id=given.id, release=made.release, **again))
    add(session, RefresherStop(person_id=person.id, since=at_noon(LONG_AGO)))


def _study(session: Any, school: School, release: str, boss: Person, people: list[Person]) -> None:
    """A study day that is over, and one that is in its first vote today.

    Everybody was there and voted.
    """
    for day, phase in ((LONG_AGO, Phase.CLOSED), (clock.day_of(_now()), Phase.FIRST)):
        key = "k" * 64 if phase is not Phase.CLOSED else None
        where = {
            "release": release,
            "module": "een",
            "lesson": "eigen-leven",
            "item": "p1",
            "school_id": school.id,
        }
        when = {"day": day, "phase": phase.value, "opened_at": at_noon(day), "vote_key": key}
        row = StudyDay(**where, **when, code="BUREN1", opened_by=boss.id, submission=_token())
        made = add(session, row)
        for person in people:
            signed = at_noon(day) if key is None else None
            presence = {"session_id": made.id, "person_id": person.id, "day": day}
            add(session, StudyPresence(**presence, signed_off_at=signed))
            voter = pseudonym("k" * 64, VoteRound.BEFORE, person.id)
            add(
                session,
                StudyVote(
                    session_id=made.id, round=VoteRound.BEFORE.value, voter=voter, choice="a"
                ),
            )


def _meet(session: Any, school: School, boss: Person, people: list[Person]) -> None:
    """A training of the neighbours, to which everybody came; and a calendar of somebody."""
    plan = {"title": "Van de buren", "begins": "13.00", "ends": "14.00", "place": "Bij de buren"}
    made = {"made_by": boss.id, "made_at": at_noon(LONG_AGO), "submission": _token()}
    row = Meeting(school_id=school.id, code="BUREN2", day=LONG_AGO, capacity=2, **plan, **made)
    meeting = add(session, row)
    for person in people:
        at = {"meeting_id": meeting.id, "person_id": person.id}
        add(session, MeetingReply(**at, comes=True, said_at=at_noon(LONG_AGO)))
        add(session, MeetingPresence(**at, noted_at=at_noon(LONG_AGO), items=[]))
    add(session, CalendarAddress(person_id=boss.id, kind="own", made_at=at_noon(LONG_AGO)))


def _withdraw(session: Any, boss: Person) -> None:
    """One of the certificates no longer counts; who saw to that looked at whose it is."""
    first = session.scalar(select(func.min(Certificate.id)))
    row = {"certificate_id": first, "withdrawn_by": boss.id, "withdrawn_at": at_noon(DUE)}
    add(session, CertificateWithdrawal(**row, reason="Van de buren"))
    whose = session.scalar(select(Certificate.person_id).where(Certificate.id == first))
    add(session, RecordLook(person_id=whose, viewer_id=boss.id, day=DUE))


def _wait(session: Any) -> None:
    """Somebody who guessed too often, and has to wait."""
    row = {"key": _hash(), "misses": 50, "since": _now()}
    add(session, Throttle(**row, wait_until=_now() + timedelta(days=1)))


def _token() -> str:
    return f"buren-{next(_TOKENS)}"


def _hash() -> str:
    return hashlib.sha256(_token().encode()).hexdigest()


def _now() -> datetime:
    """Not of `clock`: the town is made once, and the test that comes first may have set that."""
    return datetime.now(UTC)
