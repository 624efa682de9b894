"""A long list as a file of a worker: for who asked it alone, and only while they still may see all of
it.
"""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from course import clock
from course.domain.people.roles import Actor, Role
from course.domain.people.sight import Consent, Sight
from course.models import AuditEntry, Job, JobPiece, RoleGrant, School, db
from course.store import dated, transaction
from course.store.dated import DeedMoment
from course.store.duties import giving, whole_list
from course.store.duties.giving import NewAssignment
from course.store.messages import jobs, workers
from course.store.people import sight
from course.web.report import beside_files
from course.work import making_files, registry
from course.work.loop import Worker
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon

ASKED = {"cursus": COURSE, "peildatum": "", "wie": "", "school": "", "bestuur": "", "soort": "csv"}


@pytest.fixture
def world(session: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """Three schools of one board, one of another, with the course at each."""
    monkeypatch.setattr(registry, "daily", list)
    world = World(session, clock.today())
    for code in ("een", "twee", "drie"):
        world.works(world.person(f"Mens {code}"), world.school(code), number=f"N-{code}")
    away = world.school("ver", world.other_board())
    world.works(world.person("Kanarie Elders"), away)
    for school in session.query(School):
        trainer = world.actor(Role.TRAINER, school)
        draft = NewAssignment(COURSE, school.id, None, None, world.today, f"token-{school.code}")
        giving.assign(trainer, draft, at_noon(world.today), world.today)
    return world


@pytest.fixture
def manager(world: World) -> Actor:
    found = world.actor(Role.MANAGER, board=world.board)
    world.session.commit()
    return found


def asked(owner: Actor, **changes: str) -> str:
    ref = jobs.queue("people-file", ASKED | changes, clock.now(), owner_id=owner.id)
    transaction.commit()
    assert ref is not None
    return ref


def turned(app: Flask) -> bool:
    worker = Worker(app)
    return worker.turn(worker.work)


def row_of(ref: str) -> Job:
    row = db.session.query(Job).filter_by(ref=ref).one()
    db.session.expunge(row)
    transaction.rollback()
    return row


def made(app: Flask, owner: Actor, **changes: str) -> str:
    ref = asked(owner, **changes)
    assert turned(app)
    row = row_of(ref)
    assert (row.outcome, row.error) == ("done", None), row.message
    return ref


def lines(data: bytes) -> list[dict[str, str]]:
    text = data.decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def end_role(session: Any, actor: Actor) -> None:
    grants = session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == actor.id)).all()
    dated.end(RoleGrant, grants, DeedMoment(clock.now()))
    session.commit()


def narrow_sight(world: World, actor: Actor) -> None:
    school = world.session.scalar(select(School).where(School.code == "twee"))
    sight.put(school.id, Sight.DONE, None, DeedMoment(clock.now()))
    world.session.commit()


def move_school(world: World, actor: Actor) -> None:
    school = world.session.scalar(select(School).where(School.code == "twee"))
    world.session.execute(
        School.__table__.update()
        .where(School.id == school.id)
        .values(board_id=world.other_board().id)
    )
    world.session.commit()


def test_the_press_makes_a_file_with_a_bar_and_its_maker_fetches_it(
    app: Flask,
    world: World,
    manager: Actor,
    client: CheckingClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beside_files, "AT_ONCE", 2)
    monkeypatch.setattr(whole_list, "SCHOOLS_AT_ONCE", 1)
    world.sign_in(client, manager)
    page = client.get(f"/rapport/mensen?cursus={COURSE}").text
    assert "Laat maken: CSV" in page
    assert "/rapport/mensen.csv" not in page
    assert client.get(f"/rapport/mensen.csv?cursus={COURSE}").status_code == 303
    fields = {"cursus": COURSE, "soort": "csv"}
    silent = client.post("/rapport/mensen/bestand", data=fields)
    assert "staat nu stil" in client.get(str(silent.location)).text
    workers.seen("een", clock.now(), clock.now(), None)
    transaction.commit()
    reply = client.post("/rapport/mensen/bestand", data=fields)
    again = client.post("/rapport/mensen/bestand", data=fields)
    where = str(reply.location)
    assert where.startswith("/bezig/")
    assert again.location == where
    assert client.post("/rapport/mensen/bestand", data=fields | {"soort": "pdf"}).location != where
    assert "Hier wordt aan gewerkt" in client.get(where).text
    seen = []
    keep = making_files.Work.keep

    def noted(work: Any, done: int, total: int | None = None, **place: object) -> None:
        keep(work, done, total, **place)
        seen.append((done, total))

    monkeypatch.setattr(making_files.Work, "keep", noted)
    assert turned(app)
    assert seen[0] == (0, 3)
    assert seen[-1] == (3, 3)
    page = client.get(where).text
    assert "Het bestand is klaar: 3 medewerkers, 3 scholen." in page
    file = client.get(f"{where}/bestand")
    found = {row["Naam"]: row for row in lines(file.data)}
    assert set(found) == {"Mens een", "Mens twee", "Mens drie"}
    assert (found["Mens twee"]["Schoolcode"], found["Mens twee"]["Personeelsnummer"]) == (
        "twee",
        "N-twee",
    )
    assert b"anarie" not in file.data
    trail = world.session.query(AuditEntry).filter_by(action="exported", actor_id=manager.id)
    assert sorted(one.detail["rows"] for one in trail) == [1, 1, 1]
    transaction.rollback()
    assert "Klaar, tot en met" in client.get("/rapport/bestanden").text


def test_no_more_than_three_are_made_for_one_person_at_once(
    world: World, manager: Actor, client: CheckingClient
) -> None:
    workers.seen("een", clock.now(), clock.now(), None)
    world.sign_in(client, manager)
    for school in ("een", "twee", "drie"):
        asked(manager, school=school)
    reply = client.post("/rapport/mensen/bestand", data={"cursus": COURSE, "soort": "csv"})
    assert "al drie bestanden" in client.get(str(reply.location)).text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda world, actor: end_role(world.session, actor), "niet meer zien"),
        (move_school, "waarvan u het rapport niet meer mag zien"),
        (narrow_sight, "intussen minder zien"),
    ],
    ids=["role ended", "scope narrowed", "sight narrowed"],
)
def test_who_may_see_less_gets_the_file_no_more(
    app: Flask,
    world: World,
    manager: Actor,
    client: CheckingClient,
    change: Callable[[World, Actor], None],
    words: str,
) -> None:
    ref = made(app, manager)
    world.sign_in(client, manager)
    assert client.get(f"/bezig/{ref}/bestand").status_code == 200
    change(world, manager)
    page = client.get(f"/bezig/{ref}")
    assert words in page.text
    assert "/bestand" not in page.text.replace("/rapport/bestanden", "")
    refused = client.get(f"/bezig/{ref}/bestand")
    assert refused.status_code == 403
    assert words in refused.text
    assert "Mens" not in refused.text


def test_a_wider_sight_takes_nothing_away(
    app: Flask, world: World, manager: Actor, client: CheckingClient
) -> None:
    narrow_sight(world, manager)
    ref = made(app, manager)
    school = world.session.scalar(select(School).where(School.code == "twee"))
    consent = Consent(world.today, "De raad")
    sight.put(school.id, Sight.LESSONS, consent, DeedMoment(clock.now()))
    world.sign_in(client, manager)
    assert client.get(f"/bezig/{ref}/bestand").status_code == 200


def test_nobody_else_gets_it_also_not_with_the_same_right(
    app: Flask, world: World, manager: Actor, client: CheckingClient
) -> None:
    ref = made(app, manager)
    world.sign_in(client, world.actor(Role.MANAGER, board=world.board))
    assert client.get(f"/bezig/{ref}/bestand").status_code == 404
    assert ref not in client.get("/rapport/bestanden").text


@pytest.mark.stirs  # what is over of everybody goes
def test_after_seven_days_it_is_gone_and_says_so(
    app: Flask,
    world: World,
    manager: Actor,
    client: CheckingClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ref = made(app, manager)
    job_id = row_of(ref).id
    world.sign_in(client, manager)
    assert client.get(f"/bezig/{ref}/bestand").status_code == 200
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    world.sign_in(client, manager, later)
    refused = client.get(f"/bezig/{ref}/bestand")
    assert (refused.status_code, "het wachtte zeven dagen" in refused.text) == (403, True)
    pieces = select(func.count()).select_from(JobPiece).where(JobPiece.job_id == job_id)
    assert db.session.scalar(pieces) == 1
    transaction.rollback()
    jobs.queue("retention", {}, later)
    transaction.commit()
    assert turned(app)
    assert db.session.scalar(pieces) == 0


def test_who_lost_the_right_before_it_was_made_gets_none(
    app: Flask, world: World, manager: Actor
) -> None:
    ref = asked(manager)
    end_role(world.session, manager)
    assert turned(app)
    row = row_of(ref)
    assert row.outcome == "refused"
    assert "niet meer zien" in str(row.message)
    pieces = select(func.count()).select_from(JobPiece).where(JobPiece.job_id == row.id)
    assert db.session.scalar(pieces) == 0


def test_a_right_that_ends_while_it_is_made_leaves_nothing(
    app: Flask, world: World, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_list, "SCHOOLS_AT_ONCE", 1)
    ref, ask = asked(manager), whole_list.pages
    schools: list[int] = []

    def pages(actor: Actor, moment: Any, chosen: Any, batch: Any) -> Any:
        schools.extend(batch)
        yield from ask(actor, moment, chosen, batch)
        if len(schools) == 1:
            transaction.begin(may_write=True)
            end_role(world.session, manager)
            transaction.begin(may_write=False)

    monkeypatch.setattr(whole_list, "pages", pages)
    assert turned(app)
    row = row_of(ref)
    assert (row.outcome, row.file_name) == ("refused", None)


def test_a_file_that_always_breaks_off_is_given_up(
    app: Flask, world: World, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = asked(manager)

    def full(*_: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(making_files, "write_file", full)
    now = clock.now()
    for turn in range(10):
        monkeypatch.setattr(clock, "now", lambda at=now + timedelta(hours=3 * turn): at)
        if not turned(app):
            break
    row = row_of(ref)
    assert row.outcome == "refused"
    assert "brak te vaak af" in str(row.message)


def test_a_paper_that_is_too_long_says_what_to_do(
    app: Flask, world: World, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making_files, "MOST_PRINTED", 2)
    ref = asked(manager, soort="pdf")
    assert turned(app)
    row = row_of(ref)
    assert row.outcome == "refused"
    assert "meer dan 2 mensen" in str(row.message)


@pytest.mark.usefixtures("can_print")
def test_a_worker_prints_without_a_page_that_asked(
    app: Flask, world: World, manager: Actor
) -> None:
    row = row_of(made(app, manager, soort="pdf"))
    assert row.file_type == "application/pdf"


def test_memory_does_not_grow_with_the_list(
    app: Flask, world: World, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is let go before the next is asked: ten times the rows, the same peak."""
    page = whole_list.page_after
    peaks = {}
    for times in (3, 60):
        left = [times]

        def again(*asked: Any, left: list[int] = left) -> Any:
            found = page(*asked[:4], None)
            left[0] -= 1
            return found * 400 if left[0] >= 0 else []

        monkeypatch.setattr(whole_list, "page_after", again)
        monkeypatch.setattr(whole_list, "ROWS_AT_ONCE", 1200)
        ref = asked(manager)
        tracemalloc.start()
        assert turned(app)
        peaks[times] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert f"{1200 * times:,}".replace(",", ".") in str(row_of(ref).message)
    assert peaks[60] < 2 * peaks[3] + 2_000_000


def test_a_list_of_today_is_of_the_day_on_which_it_is_made(
    app: Flask, world: World, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = asked(manager)
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert turned(app)
    day: date = clock.day_of(tomorrow)
    assert row_of(ref).file_name == f"mensen-{COURSE}-{day.isoformat()}.csv"
