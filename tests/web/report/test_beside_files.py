"""People of several schools as a file: the rows of the screen, as far as each school shows them, and
nobody of a school outside what the reader may see.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from course.domain.people.roles import Actor, Role
from course.domain.people.sight import Sight
from course.models import AuditEntry, Duty, School
from course.papers import printing
from course.store.duties import giving, whole_list
from course.store.duties.giving import NewAssignment
from course.web.report import beside_files
from tests.checking_client import CheckingClient
from tests.papers.checking import check_paper
from tests.staff import COURSE, World, at_noon

CANARY = "Kanarie Elders"
PLACE = "/rapport/mensen"


@pytest.fixture
def schools(world: World) -> tuple[School, School]:
    """Two schools of one board, of which the second shows the least, and one of another board."""
    here, least = world.school("regenboog"), world.school("kompas", sight=Sight.DONE)
    away = world.school("kanarieschool", world.other_board())
    world.works(world.person("=1+1 Anna"), here, number="+31")
    open_one, closed_one = world.person("Łukasz Żak"), world.person("Bo Stil")
    world.works(open_one, here, number="P7")
    world.works(closed_one, least, number="P8")
    world.works(world.person(CANARY), away, number="P9")
    for school in (here, least, away):
        trainer = world.actor(Role.TRAINER, school)
        draft = NewAssignment(COURSE, school.id, None, None, world.today, f"token-{school.code}")
        giving.assign(trainer, draft, at_noon(world.today), world.today)
    for person in (open_one, closed_one):
        world.progress(person, 5, world.today - timedelta(days=9), world.today - timedelta(days=5))
    return here, least


@pytest.fixture
def manager(world: World, schools: tuple[School, School]) -> Actor:
    return world.actor(Role.MANAGER, board=world.board)


def as_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def by_name(text: str) -> dict[str, dict[str, str]]:
    return {row["Naam"]: row for row in as_csv(text)}


def test_the_file_has_every_school_in_scope_with_code_and_number(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    found = by_name(client.get(f"{PLACE}.csv?cursus={COURSE}").text)
    assert set(found) == {"'=1+1 Anna", "Łukasz Żak", "Bo Stil"}
    lukasz, anna = found["Łukasz Żak"], found["'=1+1 Anna"]
    assert (lukasz["School"], lukasz["Schoolcode"]) == ("De Regenboog", "regenboog")
    assert (lukasz["Personeelsnummer"], anna["Personeelsnummer"]) == ("P7", "'+31")
    assert found["Bo Stil"]["Schoolcode"] == "kompas"
    assert lukasz["Stand op"] == world.today.isoformat()


def test_each_school_shows_as_much_as_on_its_own_screen(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    found = by_name(client.get(f"{PLACE}.csv?cursus={COURSE}").text)
    wide, least = found["Łukasz Żak"], found["Bo Stil"]
    assert (wide["Lessen klaar"], wide["Lessen in totaal"]) == ("5", "5")
    assert wide["Klaar op"] == (world.today - timedelta(days=5)).isoformat()
    assert (wide["Wat u ziet"], least["Wat u ziet"]) == ("Ook hoeveel lessen", "Klaar of niet")
    assert wide["Status"] == least["Status"] == "Klaar"
    hidden = ("Lessen klaar", "Lessen in totaal", "Begonnen op", "Klaar op", "Geldig tot en met")
    assert [least[name] for name in hidden] == [""] * 5
    assert all(wide[name] for name in hidden[:4])


def test_who_gives_duties_sees_in_the_file_what_they_see_on_screen(
    world: World, client: CheckingClient, schools: tuple[School, School]
) -> None:
    world.sign_in(client, world.actor(Role.TRAINER, board=world.board))
    found = by_name(client.get(f"{PLACE}.csv?cursus={COURSE}").text)
    assert found["Bo Stil"]["Lessen klaar"] == "5"


def test_how_far_somebody_without_a_duty_is_stays_out(
    world: World, client: CheckingClient, manager: Actor, schools: tuple[School, School]
) -> None:
    person = world.person("Zonder Opdracht")
    away = world.school("bijbaan", world.other_board())
    world.works(person, schools[0])
    world.works(person, away)
    world.progress(person, 5, world.today - timedelta(days=9), world.today - timedelta(days=5))
    assert world.session.query(Duty).filter_by(person_id=person.id).count() == 0
    world.sign_in(client, manager)
    row = by_name(client.get(f"{PLACE}.csv?cursus={COURSE}").text)["Zonder Opdracht"]
    assert row["Status"] == "Geen opdracht"
    assert [row[name] for name in ("Lessen klaar", "Begonnen op", "Klaar op")] == ["", "", ""]


def test_the_filter_of_the_screen_is_that_of_the_file(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    asked = f"cursus={COURSE}&wie=klaar&school=kompas"
    page = client.get(f"{PLACE}?{asked}").text
    (url,) = re.findall(r'href="(/rapport/mensen\.csv[^"]*)"', page)
    assert set(by_name(client.get(url.replace("&amp;", "&")).text)) == {"Bo Stil"}
    assert "Bo Stil" in page
    assert "Łukasz" not in page


def test_a_school_that_was_asked_but_is_out_of_scope_is_in_no_file(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    for kind in ("csv", "xlsx"):
        for narrowed in ("", "&school=kanarieschool", "&school=elders", "&bestuur=elders"):
            reply = client.get(f"{PLACE}.{kind}?cursus={COURSE}{narrowed}")
            inside = reply.data
            if kind == "xlsx":
                book = ZipFile(io.BytesIO(reply.data))
                inside = b"".join(book.read(name) for name in book.namelist())
            assert b"anarie" not in inside
            assert (b"Anna" in inside) is (not narrowed)


def test_a_spreadsheet_says_what_the_text_file_says(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    book = client.get(f"{PLACE}.xlsx?cursus={COURSE}").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    lines = as_csv(client.get(f"{PLACE}.csv?cursus={COURSE}").text)
    assert rows[0] == list(lines[0])
    names = [line["Naam"].removeprefix("'") for line in lines]
    assert [row[0] for row in rows[1:]] == names
    assert rows[1:][names.index("Łukasz Żak")][rows[0].index("Stand op")] == world.today


@pytest.mark.usefixtures("can_print")
def test_the_paper_has_everybody_and_nobody_else(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    paper = check_paper(client.get(f"{PLACE}.pdf?cursus={COURSE}").data)
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))
    for words in ("Anna", "Łukasz Żak", "Bo Stil", "3 medewerkers"):
        assert words in text
    assert "Kanarie" not in text


def test_pages_of_a_row_each_give_every_row_once(
    world: World, client: CheckingClient, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sign_in(client, manager)
    whole = client.get(f"{PLACE}.csv?cursus={COURSE}").text
    for schools_at_once, rows_at_once in ((1, 1), (25, 1), (1, 2), (2, 2)):
        monkeypatch.setattr(whole_list, "SCHOOLS_AT_ONCE", schools_at_once)
        monkeypatch.setattr(whole_list, "ROWS_AT_ONCE", rows_at_once)
        assert client.get(f"{PLACE}.csv?cursus={COURSE}").text == whole


def test_each_school_reads_in_its_trail_that_its_people_were_taken(
    world: World, client: CheckingClient, manager: Actor, schools: tuple[School, School]
) -> None:
    world.sign_in(client, manager)
    client.get(f"{PLACE}.csv?cursus={COURSE}")
    found = world.session.query(AuditEntry).filter_by(action="exported", actor_id=manager.id).all()
    assert {one.school_id: one.detail["rows"] for one in found} == {
        schools[0].id: 2,
        schools[1].id: 1,
    }
    assert len({one.deed for one in found}) == 1


@pytest.mark.parametrize("why", ["too long", "no press"])
def test_instead_of_a_file_the_list_says_why(
    world: World,
    client: CheckingClient,
    manager: Actor,
    monkeypatch: pytest.MonkeyPatch,
    why: str,
) -> None:
    def unable(*_: Any) -> bytes:
        raise printing.NoPressError

    monkeypatch.setattr(beside_files, "MOST_ON_PAPER", 2 if why == "too long" else 5)
    monkeypatch.setattr(printing, "pdf", unable)
    world.sign_in(client, manager)
    reply = client.get(f"{PLACE}.pdf?cursus={COURSE}")
    assert reply.status_code == 303
    shown = client.get(str(reply.location)).text
    assert {"too long": "meer dan 2 mensen", "no press": "kan geen PDF maken"}[why] in shown


@pytest.mark.parametrize(
    ("paper", "at_once", "printed", "quick", "slow"),
    [
        (3, 3, 3, {"xlsx", "csv", "pdf"}, set()),
        (2, 3, 3, {"xlsx", "csv"}, {"PDF"}),
        (2, 2, 3, set(), {"Spreadsheet (XLSX)", "CSV", "PDF"}),
        (2, 2, 2, set(), {"Spreadsheet (XLSX)", "CSV"}),  # too long for paper at all
    ],
)
def test_each_kind_of_file_that_can_be_had_has_one_way(
    world: World,
    client: CheckingClient,
    manager: Actor,
    monkeypatch: pytest.MonkeyPatch,
    paper: int,
    at_once: int,
    printed: int,
    quick: set[str],
    slow: set[str],
) -> None:
    for name, most in {"ON_PAPER": paper, "PRINTED": printed}.items():
        monkeypatch.setattr(beside_files, f"MOST_{name}", most)
    monkeypatch.setattr(beside_files, "AT_ONCE", at_once)
    world.sign_in(client, manager)
    page = client.get(f"{PLACE}?cursus={COURSE}").text
    assert set(re.findall(r"/rapport/mensen\.(\w+)\?", page)) == quick
    assert set(re.findall(r"Laat maken: ([^<]+)<", page)) == slow


def test_a_wrong_question_makes_no_file(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    for kind in ("csv", "xlsx", "pdf"):
        for wrong in ("peildatum=gisteren", "wie=iedereen-die-ik-wil", "cursus=bestaat-niet"):
            assert client.get(f"{PLACE}.{kind}?{wrong}").status_code == 422
