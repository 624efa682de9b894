"""`flask demo prepare`: people who are clearly not real, in every state, and nothing happens
twice.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func

from course import clock, create_app
from course.config import Config, ConfigError, Mode
from course.content.outline import CourseOutline
from course.demo.history import modules_in_order
from course.demo.schools import PO
from course.domain.duties.states import SEEN_WHOLE, DutyState, state_of
from course.domain.learning.gain import SMALLEST, gain_of
from course.models import (
    Assignment,
    Attempt,
    Board,
    Duty,
    DutyReason,
    DutyRelief,
    Enrolment,
    LessonVisit,
    Membership,
    ModuleProgress,
    Password,
    Person,
    Progress,
    Release,
    RoleGrant,
    School,
    SchoolValue,
    Sitting,
    Team,
    db,
)
from course.store.courses import releases
from course.store.learning import gained
from course.store.signing_in import passwords
from course.text.names import sort_name
from tests.checking_client import CheckingClient
from tests.content.reading import write_folder
from tests.databases import Database, config_on, release
from tests.learning import DILEMMA, PAGE, PLAN, TEST

PASSWORD = "alleen-voor-de-proef-8d1a"
EVERYBODY = ("noor", "mirjam", "tarik", "beheer")


def prepare(app: Flask) -> str:
    """Run the command; what it printed."""
    done = app.test_cli_runner().invoke(args=["demo", "prepare"])
    assert done.exit_code == 0, f"{done.output} {done.exception!r}"
    return done.output


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo with the real lessons, on an empty SQLite file: the command makes the tables too."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(
        config_on(
            f"sqlite:///{folder / 'demo.sqlite3'}", folder, mode=Mode.DEMO, demo_password=PASSWORD
        )
    )
    app.test_client_class = CheckingClient
    prepare(app)
    yield app
    release(app)


@pytest.fixture
def demo(prepared: Flask) -> Iterator[Any]:
    """The session of the prepared demo, for looking only."""
    with prepared.app_context():
        yield db.session
        db.session.rollback()


def person(demo: Any, local: str) -> Person:
    found: Person = demo.query(Person).filter_by(email_key=f"{local}@demo.example").one()
    return found


def test_everybody_is_clearly_a_demo(demo: Any) -> None:
    people = demo.query(Person).all()
    assert 140 <= len(people) <= 160
    assert all(one.is_demo and one.email.endswith("@demo.example") for one in people)
    assert all(
        one.email == one.email_key and one.sort_name == sort_name(one.name) for one in people
    )
    assert all("emo" in school.name for school in demo.query(School))
    assert all("emo" in board.name for board in demo.query(Board))


def test_two_boards_with_four_kinds_of_school_and_their_teams(demo: Any) -> None:
    assert demo.query(Board).count() == 2
    assert sorted(school.sector for school in demo.query(School)) == ["mbo", "po", "so", "vo"]
    size = func.count(Membership.id.distinct())
    sizes = (
        demo.query(Team.school_id, size)
        .join(Membership, Membership.team_id == Team.id)
        .group_by(Team.id)
        .all()
    )
    for school in demo.query(School):
        here = [count for school_id, count in sizes if school_id == school.id]
        assert 4 <= len(here) <= 6
        assert min(here) < 5 <= max(here)


def test_names_as_they_are_today(demo: Any) -> None:
    names = [one.name for one in demo.query(Person)]
    assert len(set(names)) == len(names)
    assert any(" " not in name for name in names)  # one word
    assert sum(" van " in name or " de " in name for name in names) >= 10
    assert sum(not name.isascii() for name in names) >= 5


def test_dates_of_memberships_tell_a_story(demo: Any) -> None:
    today = clock.today()
    rows = demo.query(Membership).all()
    assert any(row.ends_on and row.ends_on < today - timedelta(days=7) for row in rows)  # left
    assert any(today - timedelta(days=30) < row.starts_on <= today for row in rows)  # joined later
    boards = {school.id: school.board_id for school in demo.query(School)}
    works = [(row.person_id, boards[row.school_id]) for row in rows if row.ends_on is None]
    # at two boards
    assert Counter(person_id for person_id, _ in set(works)).most_common(1)[0][1] == 2


def test_who_may_what(demo: Any) -> None:
    def roles(local: str) -> list[tuple[str, str | None, str | None]]:
        rows = (
            demo.query(RoleGrant.role, School.sector, Board.code)
            .outerjoin(School, School.id == RoleGrant.school_id)
            .outerjoin(Board, Board.id == RoleGrant.board_id)
            .filter(RoleGrant.person_id == person(demo, local).id)
        )
        return [tuple(row) for row in rows]

    assert roles("noor") == []
    assert roles("mirjam") == [("manager", "vo", None)]
    assert {role for role, _, _ in roles("tarik")} == {"trainer"}
    assert len(roles("tarik")) >= 2
    assert [role for role, _, _ in roles("beheer")] == ["administrator", "administrator"]
    assert len({board for _, _, board in roles("beheer")}) == 2


def states(demo: Any) -> Counter[tuple[str, DutyState]]:
    """How many duties there are in each state, by sector."""
    today = clock.today()
    rows = (
        demo.query(School.sector, DutyReason.due_on, Progress.started_on, Progress.completed_on)
        .select_from(DutyReason)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .join(School, School.id == Duty.school_id)
        .join(
            Enrolment, (Enrolment.person_id == Duty.person_id) & (Enrolment.course == Duty.course)
        )
        .outerjoin(Progress, Progress.enrolment_id == Enrolment.id)
        .filter(DutyReason.starts_on <= today, DutyReason.ends_on.is_(None))
    )
    return Counter(
        (sector, state_of(due, started, done, today)) for sector, due, started, done in rows
    )


def test_every_state_occurs(demo: Any) -> None:
    found = Counter[DutyState]()
    for (_, state), count in states(demo).items():
        found[state] += count
    assert all(found[state] >= 8 for state in SEEN_WHOLE), found


def test_somebody_is_paused_and_somebody_is_exempt(demo: Any) -> None:
    rows = demo.query(DutyRelief.kind, DutyRelief.until, DutyRelief.category)
    assert sorted((kind, category) for kind, _, category in rows) == [
        ("exempt", "short-stay"),
        ("paused", None),
    ]
    (until,) = (until for kind, until, _ in rows if kind == "paused")
    assert until > clock.today()


def test_due_days_behind_and_ahead_for_school_team_and_person(demo: Any) -> None:
    today = clock.today()
    rows = demo.query(Assignment).all()
    standing = [row.due_on for row in rows if row.withdrawn_at is None]
    assert min(standing) < today - timedelta(days=5)
    assert any(today < due <= today + timedelta(days=9) for due in standing)
    assert max(standing) > today + timedelta(days=50)
    assert {(row.team_id is not None, row.person_id is not None) for row in rows} == {
        (False, False),
        (True, False),
        (False, True),
    }
    assert all(row.due_on.weekday() < 5 for row in rows)


def test_noor_is_halfway_in_module_two_and_in_time(demo: Any) -> None:
    today = clock.today()
    enrolment = demo.query(Enrolment).filter_by(person_id=person(demo, "noor").id).one()
    progress = {
        row.module: row for row in demo.query(ModuleProgress).filter_by(enrolment_id=enrolment.id)
    }
    outline: CourseOutline = releases.outline(enrolment.release)
    first, second, *_ = [module.slug for module in modules_in_order(outline)]
    assert set(progress) == {first, second}
    assert progress[first].completed_on is not None
    assert progress[second].completed_on is None
    assert 0 < progress[second].done == (progress[second].total - 1) // 2
    due = (
        demo.query(func.min(DutyReason.due_on))
        .join(Duty)
        .filter(Duty.person_id == enrolment.person_id)
        .scalar()
    )
    assert due > today
    last = (
        demo.query(func.max(LessonVisit.visited_at)).filter_by(enrolment_id=enrolment.id).scalar()
    )
    assert last > clock.now() - timedelta(days=14)


def test_one_school_measures_what_its_people_gain(demo: Any) -> None:
    schools = {school.id: school.code for school in demo.query(School)}
    found = {code: gained.school_gains(key, "sociale-media") for key, code in schools.items()}
    assert [code for code, modules in found.items() if modules] == [PO]
    for module in found[PO].values():
        told = gain_of(module.whole)
        assert told is not None
        assert told.people >= 2 * SMALLEST
        assert told.difference.value > 0


def test_histories_are_plausible(demo: Any) -> None:
    now = clock.now()
    instants = [at for (at,) in demo.query(Attempt.submitted_at)]
    assert now - timedelta(weeks=9) < min(instants) < max(instants) < now
    local = [at.astimezone(clock.AMSTERDAM) for at in instants]
    assert all(at.weekday() < 5 and 7 <= at.hour < 22 for at in local)
    assert (
        demo.query(Attempt)
        .filter(Attempt.sitting_id.is_(None), Attempt.earned < Attempt.possible)
        .count()
        > 50
    )
    failed = demo.query(Sitting.enrolment_id, Sitting.module).filter(
        Sitting.handed_in_at.is_not(None)
    )
    # a second test after a first
    assert Counter(tuple(row) for row in failed).most_common(1)[0][1] >= 2
    assert (
        len(
            {
                row.completed_on
                for row in demo.query(Progress).filter(Progress.completed_on.is_not(None))
            }
        )
        > 5
    )
    assert all(
        visited > enrolled
        for visited, enrolled in demo.query(LessonVisit.visited_at, Enrolment.enrolled_at).join(
            Enrolment, Enrolment.id == LessonVisit.enrolment_id
        )
    )


def test_progress_follows_from_the_answers(prepared: Flask) -> None:
    checked = prepared.test_cli_runner().invoke(args=["projections", "verify"])
    assert checked.exit_code == 0, checked.output
    assert " 0 verschillen" in checked.output


def test_school_words_are_filled_in_by_some(demo: Any) -> None:
    counts = dict(
        demo.query(SchoolValue.school_id, func.count()).group_by(SchoolValue.school_id).all()
    )
    filled = sorted(counts.get(school.id, 0) for school in demo.query(School))
    assert filled[0] == 0 < filled[1] < filled[2] == filled[3]
    for (text,) in demo.query(SchoolValue.text):
        assert "oorbeeld" in text or "demo.example" in text
        assert sum(sign.isdigit() for sign in text) < 8  # nothing that anybody could call


@pytest.mark.parametrize("local", EVERYBODY)
def test_signing_in_with_the_form(local: str, prepared: Flask) -> None:
    client = prepared.test_client()
    response = client.post(
        "/inloggen", data={"email": f"{local}@demo.example", "password": PASSWORD, "next": ""}
    )
    assert response.status_code == 303
    assert client.get("/leren").status_code == 200


def test_again_changes_no_people_and_sets_the_new_password(prepared: Flask) -> None:
    def all_people() -> list[Any]:
        with prepared.app_context():
            rows = [
                tuple(row)
                for row in db.session.query(Person.id, Person.ref, Person.email).order_by(Person.id)
            ]
            counts = [
                db.session.query(table).count()
                for table in (Membership, Duty, Attempt, Release, Progress)
            ]
            db.session.rollback()
            return [*rows, counts]

    before = all_people()
    config: Config = prepared.config["DEELWIJS"]
    other = create_app(
        config_on(
            config.database_url, config.data_dir, mode=Mode.DEMO, demo_password="een-ander-woord-9"
        )
    )
    output = prepare(other)
    assert all_people() == before
    assert "een-ander-woord-9" in output
    assert [line.split()[0] for line in output.splitlines() if "@" in line] == [
        f"{x}@demo.example" for x in EVERYBODY
    ]
    with other.app_context():
        hashes = {hashed for (hashed,) in db.session.query(Password.hash)}
        db.session.rollback()
    release(other)
    assert len(hashes) == 1
    assert passwords.matches(hashes.pop(), "een-ander-woord-9")
    prepare(prepared)  # as the other tests expect it


@pytest.mark.empty  # the demo comes into a database of its own
def test_production_refuses(database: Database, tmp_path: Path) -> None:
    safe = {"base_url": "https://deelwijs.example", "trusted_hosts": ("deelwijs.example",)}
    app = create_app(config_on(database.url, tmp_path, mode=Mode.PRODUCTION, **safe))
    done = app.test_cli_runner().invoke(args=["demo", "prepare"])
    assert done.exit_code == 1
    assert "productie" in done.output
    with app.app_context():
        assert db.session.query(Person).count() == 0
        db.session.rollback()
    release(app)


def small(folder: Path, title: str = "Een eigen leven") -> Path:
    """A content folder of one module: the demo may know no lesson by name."""
    write_folder(
        folder,
        eigen_leven=PAGE.replace("Een eigen leven", title),
        dilemma=DILEMMA,
        toets=TEST,
        plan=PLAN,
    )
    (folder / "facts.toml").write_text(
        '[facts.F1]\ntext = "Feit"\ncertainty = "B"\nsources = ["S1"]\n\n[sources.S1]\ntext = '
        '"Een bron, 2024."\n',
        "utf-8",
    )
    (folder / "misconceptions.toml").write_text('V5 = "Doorsturen telt niet"\n', "utf-8")
    (folder / "clauses.toml").write_text(
        '[kanalen]\ntitle = "Kanalen"\nexample = "U gebruikt de schoolapp."\n', "utf-8"
    )
    return folder


@pytest.mark.empty  # the demo comes into a database of its own
def test_any_lessons_will_do_and_changed_ones_make_a_new_release(
    database: Database, tmp_path: Path
) -> None:
    modules = small(tmp_path / "modules")
    app = create_app(
        config_on(
            database.url, tmp_path, mode=Mode.DEMO, demo_password=PASSWORD, modules_dir=modules
        )
    )
    prepare(app)
    shutil.rmtree(modules)
    small(modules, "Een nieuw begin")
    assert "gepubliceerd" in prepare(app)
    with app.app_context():
        pinned = {hash_ for (hash_,) in db.session.query(Enrolment.release).distinct()}
        published = [
            hash_ for (hash_,) in db.session.query(Release.hash).order_by(Release.published_at)
        ]
        assert len(published) == 2
        assert pinned == {published[1]}
        assert db.session.query(Progress).filter(Progress.completed_on.is_not(None)).count() > 20
        db.session.rollback()
    checked = app.test_cli_runner().invoke(args=["projections", "verify"])
    assert checked.exit_code == 0, checked.output
    with pytest.raises(ConfigError, match="demo-accounts"):
        create_app(
            config_on(
                database.url,
                tmp_path,
                mode=Mode.PRODUCTION,
                base_url="https://deelwijs.example",
                trusted_hosts=("deelwijs.example",),
            )
        )
    release(app)


@pytest.mark.empty  # the demo comes into a database of its own
def test_lessons_with_an_error_are_not_published(database: Database, tmp_path: Path) -> None:
    modules = small(tmp_path / "modules")
    (modules / "courses.toml").write_text("[[course]\n", "utf-8")
    app = create_app(
        config_on(
            database.url, tmp_path, mode=Mode.DEMO, demo_password=PASSWORD, modules_dir=modules
        )
    )
    done = app.test_cli_runner().invoke(args=["demo", "prepare"])
    assert done.exit_code == 1
    assert "courses.toml" in done.output
    with app.app_context():
        assert db.session.query(Person).count() == 0
        db.session.rollback()
    release(app)
