"""Sixteen equal submissions at once are one attempt; sixteen different ones are sixteen, and none
is lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course.models import Attempt, LessonCompletion, Progress
from tests.checking_client import CheckingClient
from tests.databases import ALL_THREE, BOTH_SQLITES, SqliteDatabase
from tests.learning import Learner, answer, learner, publish, token_in

PAGE = "/leren/proef/een/eigen-leven"
AT_ONCE = 16


@pytest.fixture
def noor(session: Any, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules")
    found = learner(session)
    session.remove()
    return found


def together(app: Flask, noor: Learner, send: Callable[[CheckingClient, int], int]) -> list[int]:
    """What every client got back when all sent at the same moment."""
    barrier, replies = threading.Barrier(AT_ONCE), [0] * AT_ONCE

    def run(number: int) -> None:
        client = CheckingClient(app)
        client.checking = False
        noor.sign_in(client)
        barrier.wait(timeout=30)
        replies[number] = send(client, number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return replies


def counted(app: Flask, model: Any) -> int:
    from course.models import db

    with app.app_context():
        total = db.session.query(model).count()
        db.session.remove()
    return int(total or 0)


@ALL_THREE
def test_equal_submissions_are_one_attempt(app: Flask, noor: Learner) -> None:
    first = CheckingClient(app)
    token = token_in(noor.sign_in(first).get(PAGE))
    replies = together(
        app, noor, lambda client, _: answer(client, PAGE, "p1", token, antwoord="b").status_code
    )
    assert replies == [303] * AT_ONCE
    assert counted(app, Attempt) == counted(app, LessonCompletion) == counted(app, Progress) == 1


@ALL_THREE
def test_different_submissions_are_all_kept(app: Flask, noor: Learner) -> None:
    noor.sign_in(CheckingClient(app)).get(PAGE)
    replies = together(
        app,
        noor,
        lambda client, _: answer(client, PAGE, "p1", antwoord="b").status_code,
    )
    assert replies == [303] * AT_ONCE
    assert counted(app, Attempt) == AT_ONCE
    assert counted(app, LessonCompletion) == counted(app, Progress) == 1


@BOTH_SQLITES
def test_only_what_is_saved_waits_for_another_writer(
    app: Flask, database: SqliteDatabase, noor: Learner
) -> None:
    client = noor.sign_in(CheckingClient(app))
    token = token_in(client.get(PAGE))
    writer = database.outsider()
    writer.execute("BEGIN IMMEDIATE")
    try:
        assert answer(client, PAGE, "p1", token, antwoord="bestaat-niet").status_code == 422
        assert client.post("/trainen/studiedag/niet-van-haar").status_code == 403
    finally:
        writer.close()
    assert answer(client, PAGE, "p1", token, antwoord="b").status_code == 303
