"""Sixty phones in one room: `.venv/bin/python -m bench.study_day`. Everybody votes while everybody
keeps looking.

The embedded database and the server as production starts it, with one process. Counts the votes
afterwards.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from itertools import chain
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from bench import people
from bench.asking import production
from bench.load import HOST, share
from bench.serving import serve
from course import clock, create_app
from course.config import Config, read_config
from course.content.outline import ItemOutline, LessonOutline
from course.domain.people.roles import Actor, Grant, Role
from course.domain.study_days import Phase, can_be_asked
from course.kinds.registry import kind_of
from course.models import Membership, Person, RoleGrant, School, StudyVote, db
from course.store import study_days
from course.store.courses import releases
from course.store.signing_in import browsers
from course.store.study_days import Subject

PHONES = 60
LOOK_EVERY = 2.0  # seconds, as static/js/study.js
SECONDS = 20.0  # of looking, with the votes spread over the middle of it
VOTES_WITHIN = 5.0  # seconds in which everybody presses the button, twice


def run() -> int:
    """Returns 1 when a vote was lost or an answer was not what it should be."""
    with tempfile.TemporaryDirectory(prefix="deelwijs-study-") as name:
        settings = production(Path(name))
        config = read_config(settings)
        people.prepare(config)
        people.fill(config, 2)
        ref, tokens, fields = _open(config)
        with serve("course:create_app()", settings, "/inloggen") as server:
            begin, before = time.perf_counter() + 1, server.worker.cpu_times()
            with ThreadPoolExecutor(PHONES) as pool:
                runs = [
                    pool.submit(_phone, server.port, ref, token, fields, begin, place)
                    for place, token in enumerate(tokens)
                ]
                looks, votes, faults = _joined([run.result() for run in runs])
            after = server.worker.cpu_times()
            cpu = after.user + after.system - before.user - before.system
        kept = _kept(config)
    print(
        f"{PHONES} phones, {len(looks)} looks and {len(votes)} presses in {SECONDS:.0f} s; "
        f"{kept} votes kept"
    )
    print(
        f"look p50 {share(looks, 50):.0f} ms, p95 {share(looks, 95):.0f} ms, slowest "
        f"{max(looks) * 1000:.0f} ms"
    )
    print(
        f"vote p50 {share(votes, 50):.0f} ms, p95 {share(votes, 95):.0f} ms, slowest "
        f"{max(votes) * 1000:.0f} ms"
    )
    print(f"CPU of the server: {1000 * cpu / (len(looks) + len(votes)):.1f} ms a request")
    print("\n".join(faults) or "every answer was right")
    return int(kept != PHONES or bool(faults))


def _open(config: Config) -> tuple[str, list[str], dict[str, list[str]]]:
    """A study day in its first vote, with sixty people of the school in it: its ref, their tokens,
    and a vote.
    """
    app = create_app(config)
    with app.app_context():
        now, today = clock.now(), clock.today()
        school = db.session.scalars(select(School).order_by(School.id)).first()
        if school is None:
            raise RuntimeError("the bench has no schools")
        everybody = db.session.scalars(select(Person).order_by(Person.id).limit(PHONES)).all()
        for person in everybody[
            people.SCHOOL :
        ]:  # a school of fifty has visitors from the next one
            begun = today - timedelta(days=1)
            db.session.add(Membership(person_id=person.id, school_id=school.id, starts_on=begun))
        trainer = everybody[0]
        begun = today - timedelta(days=1)
        db.session.add(
            RoleGrant(person_id=trainer.id, role=Role.TRAINER, school_id=school.id, starts_on=begun)
        )
        grants = (Grant(Role.TRAINER, school.id, None),)
        actor = Actor(
            trainer.id, trainer.ref, trainer.name, trainer.email, trainer.audience, grants
        )
        subject, fields = _question(school.sector)
        ref = study_days.open_day(actor, school.id, subject, secrets.token_urlsafe(16), now, today)
        found = study_days.led(actor, ref or "", today)
        if ref is None or found is None:
            raise RuntimeError("the study day was not opened")
        for person in everybody:
            study_days.enter(person.id, found)
        study_days.move(found, Phase.FIRST, now)
        tokens = [browsers.sign_in(person.id, now) for person in everybody]
        db.session.commit()
        return ref, tokens, fields


def _question(sector: str) -> tuple[Subject, dict[str, list[str]]]:
    """The first single choice of the course, and a right answer to it."""
    release = releases.current(releases.published()[0].slug) or ""
    modules = releases.outline(release).modules
    parts = chain.from_iterable(
        ((module.slug, part) for part in module.lessons) for module in modules
    )
    for slug, part in parts:
        asked = (one.key for one in part.items if _is_choice(part, one, sector))
        lesson, key = releases.lesson(release, slug, part.slug), next(asked, "")
        item = lesson.item(key) if lesson else None
        if item is not None:
            right = kind_of(item).examples(item).right
            fields = {name: list(values) for name, values in right.items()}
            return Subject(release, slug, part.slug, key), fields
    raise RuntimeError("the course has no single choice")


def _is_choice(part: LessonOutline, one: ItemOutline, sector: str) -> bool:
    return one.kind == "choice" and can_be_asked(part, one, (), sector)


def _phone(
    port: int, ref: str, token: str, fields: dict[str, list[str]], begin: float, place: int
) -> tuple[list[float], list[float], list[str]]:
    """One person: looks every two seconds, and presses the button twice, close to everybody
    else.
    """
    looks: list[float] = []
    votes: list[float] = []
    faults: list[str] = []
    cookie = {"Cookie": f"__Host-sessie={token}"}
    body = urlencode({**fields, "ronde": "before"}, doseq=True)
    headers = {
        **cookie,
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }

    def press() -> None:
        for again in (0.0, VOTES_WITHIN / 2):
            _wait(begin + SECONDS / 3 + again + place * VOTES_WITHIN / 2 / PHONES)
            votes.append(_ask(port, f"/studiedag/{ref}/stem", headers, body, 303, faults))

    presser = threading.Thread(target=press)
    presser.start()
    moment = begin + place * LOOK_EVERY / PHONES
    while moment < begin + SECONDS:
        _wait(moment)
        looks.append(_ask(port, f"/studiedag/{ref}", cookie, None, 200, faults))
        moment = max(moment + LOOK_EVERY, time.perf_counter())
    presser.join()
    return looks, votes, faults


def _wait(moment: float) -> None:
    time.sleep(max(0.0, moment - time.perf_counter()))


def _ask(
    port: int, path: str, headers: dict[str, str], body: str | None, status: int, faults: list[str]
) -> float:
    begin = time.perf_counter()
    connection = HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("POST" if body else "GET", path, body, headers)
        response = connection.getresponse()
        response.read()
        if response.status != status:
            faults.append(f"{path} answered {response.status}, not {status}")
    except OSError as error:
        faults.append(f"{path}: {error!r}")
    finally:
        connection.close()
    return time.perf_counter() - begin


def _kept(config: Config) -> int:
    with create_app(config).app_context():
        return db.session.scalar(select(func.count()).select_from(StudyVote)) or 0


def _joined(
    parts: list[tuple[list[float], list[float], list[str]]],
) -> tuple[list[float], list[float], list[str]]:
    looks, votes, faults = (list(chain.from_iterable(lists)) for lists in zip(*parts, strict=True))
    return sorted(looks), sorted(votes), faults


if __name__ == "__main__":
    sys.exit(run())
