"""A large bundle of evidence is made by a worker: the bytes of one that is made at once, for who
asked it alone, and only while they may have it.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import AuditEntry, JobPiece, Person, School, db
from course.store import transaction
from course.store.messages import jobs, workers
from course.web.report import evidence_asked
from course.work import evidence_files, registry
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World
from tests.web.report.test_board_evidence import _given
from tests.web.report.test_evidence import inside
from tests.work.test_people_files import end_role, move_school, narrow_sight, row_of, turned

BOARD, SCHOOL = "/rapport/besturen/stichting/bewijs", "/rapport/scholen/een/bewijs"


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


@pytest.fixture
def manager(world: World, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Of a board with two schools, by whom more than two people are many; a worker lives."""
    monkeypatch.setattr(registry, "daily", list)
    for code in ("een", "twee"):
        _given(world, world.school(code), [f"Mens {code} {one}" for one in "ABC"])
    found = world.actor(Role.MANAGER, board=world.board)
    workers.seen("een", clock.now(), clock.now(), None)
    monkeypatch.setattr(evidence_asked, "AT_ONCE", 2)
    return found


def fields(world: World) -> dict[str, str]:
    return {"cursus": COURSE, "peildatum": (world.today - timedelta(days=1)).isoformat()}


def asked(client: CheckingClient, world: World, where: str = BOARD) -> str:
    return str(client.post(where, data=fields(world)).location)


@pytest.mark.parametrize("where", [BOARD, SCHOOL])
def test_the_press_makes_it_with_a_bar_and_the_same_bytes(
    app: Flask,
    world: World,
    manager: Actor,
    client: CheckingClient,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    world.sign_in(client, manager)
    door = client.get(f"{where}.zip", query_string=fields(world))
    assert str(door.location).startswith(f"{where}?cursus=")
    assert "Laat het bewijs maken" in client.get(str(door.location)).text
    waiting = asked(client, world, where)
    assert asked(client, world, where) == waiting
    assert "Hier wordt aan gewerkt" in client.get(waiting).text
    seen: list[tuple[int, int | None]] = []
    keep = evidence_files.Work.keep

    def noted(work: Any, done: int, total: int | None = None, **place: object) -> None:
        keep(work, done, total, **place)
        seen.append((work.done, work.total))

    monkeypatch.setattr(evidence_files.Work, "keep", noted)
    assert turned(app)
    schools = 2 if where == BOARD else 1
    assert (seen[0], seen[-1]) == ((0, 2 * schools), (2 * schools, 2 * schools))
    assert f"{3 * schools} medewerkers" in client.get(waiting).text
    file = client.get(f"{waiting}/bestand")
    monkeypatch.setattr(evidence_asked, "AT_ONCE", 99)
    at_once = client.get(f"{where}.zip", query_string=fields(world))
    assert inside(file) == inside(at_once)
    assert file.data == at_once.data
    trail = world.session.query(AuditEntry).filter_by(action="exported", actor_id=manager.id)
    hashed = hashlib.sha256(file.data).hexdigest()
    told = [(one.detail["sha256"], one.detail["rows"]) for one in trail]
    assert told == [(hashed, 3)] * schools * 2  # by the worker, and at once
    transaction.rollback()
    assert "bewijs van" in client.get("/rapport/bestanden").text


@pytest.mark.parametrize("ends", [True, False], ids=["role ended", "one school of it only"])
def test_who_may_have_it_no_more_gets_nothing(
    app: Flask, world: World, manager: Actor, client: CheckingClient, ends: bool
) -> None:
    world.sign_in(client, manager)
    waiting = asked(client, world)
    assert turned(app)
    assert client.get(f"{waiting}/bestand").status_code == 200
    end_role(world.session, manager)
    if not ends:
        school = world.session.scalar(select(School).where(School.code == "een"))
        world.grant(world.session.get(Person, manager.id), Role.MANAGER, school)
        world.session.commit()
    refused = client.get(f"{waiting}/bestand")
    assert refused.status_code == 403
    assert "niet meer zien" in refused.text
    assert "Mens" not in refused.text


def test_a_right_that_ends_while_it_waits_makes_nothing(
    app: Flask, world: World, manager: Actor, client: CheckingClient
) -> None:
    world.sign_in(client, manager)
    ref = asked(client, world).removeprefix("/bezig/")
    end_role(world.session, manager)
    assert turned(app)
    row = row_of(ref)
    assert (row.outcome, row.file_name) == ("refused", None)
    pieces = select(func.count()).select_from(JobPiece).where(JobPiece.job_id == row.id)
    assert db.session.scalar(pieces) == 0


def test_a_school_that_went_to_another_board_stays_in_it(
    app: Flask, world: World, manager: Actor, client: CheckingClient
) -> None:
    """Of that day it was theirs, as when it is made at once."""
    world.sign_in(client, manager)
    waiting = asked(client, world)
    assert turned(app)
    move_school(world, manager)
    assert client.get(f"{waiting}/bestand").status_code == 200


def test_who_sees_less_since_then_gets_it_no_more(
    app: Flask, world: World, manager: Actor, client: CheckingClient
) -> None:
    world.sign_in(client, manager)
    waiting = asked(client, world)
    assert turned(app)
    narrow_sight(world, manager)
    refused = client.get(f"{waiting}/bestand")
    assert refused.status_code == 403
    assert "intussen minder zien" in refused.text
    assert "Mens" not in refused.text


def test_no_worker_and_nobody_else(
    app: Flask, world: World, manager: Actor, client: CheckingClient
) -> None:
    world.sign_in(client, manager)
    waiting = asked(client, world)
    assert turned(app)
    world.sign_in(client, world.actor(Role.MANAGER, board=world.board))
    assert client.get(f"{waiting}/bestand").status_code == 404
    workers.stopped("een", clock.now())
    transaction.commit()
    silent = asked(client, world)
    assert "staat nu stil" in client.get(silent).text
    assert jobs.claim(["evidence-file"], clock.now()) is None
    transaction.rollback()
