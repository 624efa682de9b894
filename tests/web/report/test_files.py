"""The list of a school as each kind of file: the same people, and nobody of another school."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from course import clock
from course.content.versioning import to_json
from course.domain.people.roles import Actor, Role
from course.models import Release, School
from course.papers import printing
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.people import organising
from course.store.people.organising import SchoolFacts
from course.web.report import files
from tests import builders
from tests.checking_client import CheckingClient
from tests.papers.checking import check_paper
from tests.staff import COURSE, World, at_noon, outline

CANARY = "Kanarie Elders"
PLACE = "/rapport/scholen/regenboog"


@pytest.fixture
def manager(world: World) -> Actor:
    """Of one school; at another works somebody whose name may be in no file of this one."""
    here, away = world.school("regenboog"), world.school("kompas")
    world.works(world.person("=1+1 Anna"), here)
    world.works(world.person("Łukasz Żak"), here)
    world.works(world.person(CANARY), away)
    for school in (here, away):
        _assign(world, school)
    return world.actor(Role.MANAGER, here)


def _assign(world: World, school: School) -> None:
    trainer = world.actor(Role.TRAINER, school)
    draft = NewAssignment(COURSE, school.id, None, None, world.today, f"token-{school.code}")
    giving.assign(trainer, draft, at_noon(world.today), world.today)


def as_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_a_spreadsheet_says_what_the_text_file_says(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    reply = client.get(f"{PLACE}.xlsx?cursus={COURSE}&sorteer=naam")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(reply.data)).get_sheet_by_index(0).to_python()
    text = as_csv(client.get(f"{PLACE}.csv?cursus={COURSE}&sorteer=naam").text)
    assert rows[0] == text[0]
    due, of_day = rows[0].index("Uiterste datum"), rows[0].index("Stand op")
    for row, line in zip(rows[1:], text[1:], strict=True):
        assert row[0] == line[0].removeprefix("'")
        assert row[due] == date.fromisoformat(line[due])
        assert row[of_day] == world.today
        assert row[rows[0].index("Schoolcode")] == "regenboog"
    assert {row[0] for row in rows[1:]} == {"=1+1 Anna", "Łukasz Żak"}


def test_nobody_of_another_school_is_in_any_file(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    for kind in ("csv", "xlsx", "pdf"):
        assert client.get(f"/rapport/scholen/kompas.{kind}?cursus={COURSE}").status_code == 404
    book = ZipFile(io.BytesIO(client.get(f"{PLACE}.xlsx?cursus={COURSE}").data))
    inside = b"".join(book.read(name) for name in book.namelist())
    assert b"Anna" in inside
    for marker in (b"Kanarie", b"kompas", b"Kompas"):
        assert marker not in inside


@pytest.mark.usefixtures("can_print")
def test_the_paper_is_tagged_and_has_everybody(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    reply = client.get(f"{PLACE}.pdf?cursus={COURSE}")
    paper = check_paper(reply.data)
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))
    for words in ("Anna", "Łukasz Żak", "Schoolcode", "2 medewerkers"):
        assert words in text
    assert "Kanarie" not in text


@pytest.mark.parametrize("why", ["too long", "no press"])
def test_instead_of_paper_the_page_with_everybody(
    world: World,
    client: CheckingClient,
    manager: Actor,
    monkeypatch: pytest.MonkeyPatch,
    why: str,
) -> None:
    def unable(*_: Any) -> bytes:
        raise printing.NoPressError

    monkeypatch.setattr(files, "MOST_ON_PAPER", 1 if why == "too long" else 5)
    monkeypatch.setattr(printing, "pdf", unable)
    world.sign_in(client, manager)
    reply = client.get(f"{PLACE}.pdf?cursus={COURSE}")
    assert reply.status_code == 303
    shown = client.get(str(reply.location)).text
    assert {"too long": "met de knop onder deze lijst", "no press": "kan geen PDF maken"}[
        why
    ] in shown
    assert "Łukasz Żak" in shown
    narrowed = client.get(f"{PLACE}.pdf?cursus={COURSE}&zoek=a")
    assert "/rapport/scholen/" in str(narrowed.location)


def test_a_day_that_is_none_makes_no_file(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    for kind in ("csv", "xlsx", "pdf"):
        assert client.get(f"{PLACE}.{kind}?peildatum=31-2-2026").status_code == 422


def test_lists_of_an_earlier_day_stay_whatever_is_called_otherwise_since(
    world: World, client: CheckingClient
) -> None:
    """The title of the course, its modules, and the order of the schools by name."""
    here = world.school("regenboog")
    for school in (here, world.school("kompas")):
        person = world.person(f"Wie {school.code}")
        world.works(person, school)
        early = world.today - timedelta(days=9)
        draft = NewAssignment(COURSE, school.id, None, None, world.today, f"token-{school.code}")
        giving.assign(world.actor(Role.TRAINER, school), draft, at_noon(early), early)
    asked = f"cursus={COURSE}&peildatum={world.today - timedelta(days=2)}"
    one = f"/rapport/scholen/kompas/mensen/{person.ref}?{asked}"
    lists = [f"{PLACE}.csv?{asked}", f"{PLACE}.xlsx?{asked}", f"/rapport/mensen.csv?{asked}"]
    world.sign_in(client, world.actor(Role.MANAGER, board=world.board))
    before = [client.get(url).data for url in (*lists, one)]
    assert b"Blijft" in before[-1], "a module that is gone soon"
    text = replace(outline(), title="Heel anders", modules=outline().modules[:1])
    moment = DeedMoment(clock.now())
    row = {"hash": "f" * 64, "course": COURSE, "title": text.title, "edition": 1}
    row |= {"renderer": "test", "published_at": moment.now, "outline": to_json(text)}
    builders.current(world.session, Release(**row))
    facts = SchoolFacts("Aan de Kade", here.board_id, here.sector, here.region)
    organising.change_school(here.id, facts, moment)
    transaction.commit()
    assert [client.get(url).data for url in (*lists, one)] == before
    overview = client.get(f"/rapport/overzicht?{asked}").text
    assert "Aan de Kade" not in overview
    assert "Aan de Kade" in client.get(f"/rapport/overzicht?cursus={COURSE}").text
