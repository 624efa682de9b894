"""A bundle of evidence about a whole board: every school of that day, whatever happens later."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest

from course import clock
from course.domain.duties import weekly
from course.domain.messages.fates import MailEnd
from course.domain.people.roles import Actor, Role
from course.models import AuditEntry, Board, Duty, Person, Reminder, School
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.messages import fates, outbox, reminders
from course.store.messages.reminders import SENT, LedgerEntry
from course.store.people import organising
from course.store.people.organising import SchoolFacts
from course.store.signing_in import browsers
from course.web.report.evidence_tables import ENDS
from tests.checking_client import CheckingClient
from tests.papers.checking import check_paper
from tests.staff import COURSE, World, at_noon
from tests.web.report.test_evidence import inside

CANARY = "Kanarie Elders"


def _given(world: World, school: School, names: list[str]) -> None:
    day = world.today - timedelta(days=5)
    for number, name in enumerate(names):
        world.works(world.person(name), school, number=f"{school.code}-{number}")
    trainer = world.actor(Role.TRAINER, school)
    draft = NewAssignment(COURSE, school.id, None, None, day, f"token-{school.code}")
    giving.assign(trainer, draft, at_noon(day), day)


@pytest.fixture
def manager(world: World) -> Actor:
    """Of a board of two schools; another board has one too."""
    _given(world, world.school("regenboog"), [f"Regen {one}" for one in "ABCDEF"])
    _given(world, world.school("kompas"), ["Łukasz Żak"])
    _given(world, world.school("elders", world.other_board()), [CANARY])
    return world.actor(Role.MANAGER, board=world.board)


def asked(client: CheckingClient, day: Any, board: str = "stichting") -> Any:
    where = f"/rapport/besturen/{board}/bewijs.zip?cursus={COURSE}&peildatum={day.isoformat()}"
    return client.get(where)


def lines(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.usefixtures("can_print")
def test_every_school_of_the_board_in_one_list_and_nothing_of_another(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    found = inside(asked(client, world.today - timedelta(days=1)))
    check_paper(found["samenvatting.pdf"])
    people = lines(found["lijst.csv"])
    told = [(one["Naam"], one["Schoolcode"], one["Personeelsnummer"]) for one in people]
    assert told[0] == ("Łukasz Żak", "kompas", "kompas-0")
    assert told[1:] == [
        (f"Regen {one}", "regenboog", f"regenboog-{n}") for n, one in enumerate("ABCDEF")
    ]
    assert {"scholen/kompas/instellingen.txt", "scholen/regenboog/instellingen.txt"} <= set(found)
    norms = lines(found["normenkader.csv"])
    assert {one["Schoolcode"] for one in norms} == {"kompas", "regenboog"}
    assert "0 van 6" in {one["Cijfer"] for one in norms}
    book = ZipFile(io.BytesIO(found["lijst.xlsx"]))
    found |= {f"xlsx/{name}": book.read(name) for name in book.namelist()}
    for name, body in found.items():
        for marker in (b"Kanarie", b"elders"):
            assert marker not in body, name


def test_who_sees_one_school_of_a_board_does_not_get_its_bundle(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    school = world.session.query(School).filter_by(code="kompas").one()
    leader = world.actor(Role.MANAGER, school)
    other = world.session.query(School).filter_by(code="elders").one().board_id
    elsewhere = world.session.get(Board, other).code
    world.sign_in(client, leader)
    day = world.today - timedelta(days=1)
    assert asked(client, day).status_code == 404
    assert (
        "bewijs van het hele bestuur" not in client.get(f"/rapport/overzicht?cursus={COURSE}").text
    )
    world.sign_in(client, manager)
    assert asked(client, day, elsewhere).status_code == 404
    assert asked(client, day, "bestaat-niet").status_code == 404
    page = client.get(f"/rapport/overzicht?cursus={COURSE}").text
    assert f"/rapport/besturen/stichting/bewijs.zip?cursus={COURSE}&amp;peildatum={day}" in page


def test_a_day_without_evidence_says_why(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    for day, why in (
        (world.today, "nog niet voorbij"),
        (world.today.replace(year=2001), "nog niets van een school van dit bestuur"),
    ):
        reply = asked(client, day)
        assert reply.status_code == 303
        assert why in client.get(str(reply.location)).text
    wrong = "/rapport/besturen/stichting/bewijs.zip?peildatum=31-2-2026"
    assert client.get(wrong).status_code == 422


def _mail_to(world: World, school: School, day: Any) -> list[str]:
    """Everybody of a school hears that the course was given; the keys of those mails."""
    keys = []
    duties = world.session.query(Duty).filter_by(school_id=school.id).order_by(Duty.id).all()
    for duty in duties:
        entry = LedgerEntry(duty.person_id, SENT, [f"{duty.ref}:given"])
        key = reminders.write(entry, day, at_noon(day))
        assert key is not None
        email = world.session.get(Person, duty.person_id).email
        outbox.queue(key, email, "Training", "Tekst", at_noon(day))
        keys.append(key)
    return keys


def test_the_ledger_of_mail_in_figures_as_it_was_known_that_day(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    day = world.today - timedelta(days=2)
    school = world.session.query(School).filter_by(code="regenboog").one()
    first, second, third, *_ = _mail_to(world, school, day)
    duty = world.session.query(Duty).filter_by(school_id=school.id).order_by(Duty.id).first()
    silent = LedgerEntry(duty.person_id, "day-off", [f"{duty.ref}:{day}:-3"])
    reminders.write(silent, day, at_noon(day))
    later = at_noon(day + timedelta(days=1))
    fates.note([first, second], MailEnd.HANDED, at_noon(day))
    fates.note([second], MailEnd.RETURNED, later)
    fates.note([third], MailEnd.GIVEN_UP, later)
    world.sign_in(client, manager)
    told = lines(inside(asked(client, day))["herinneringen.csv"])
    figures = [
        (one["Schoolcode"], one["Soort mail"], one["Wat ermee gebeurde"], one["Aantal"])
        for one in told
    ]
    given, before = "Over een nieuwe opdracht", "Voor de uiterste datum"
    assert figures == [
        ("regenboog", given, "Verstuurd", "2"),
        ("regenboog", given, "Klaargezet, nog niet zeker verstuurd", "4"),
        ("regenboog", before, "Niet verstuurd: geen gewone schooldag", "1"),
    ]
    told = lines(inside(asked(client, day + timedelta(days=1)))["herinneringen.csv"])
    ends = {(one["Soort mail"], one["Wat ermee gebeurde"]): one["Aantal"] for one in told}
    assert ends[given, "Verstuurd"] == "1"
    assert ends[given, ENDS[MailEnd.RETURNED]] == "1"
    assert ends[given, "Niet verstuurd: onze mailserver nam de mail niet aan"] == "1"


def test_the_mail_of_a_week_to_who_leads_is_told_and_of_few_readers_no_reason(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    """One went out at each school of the board; at one of them somebody who leads it alone got
    none.
    """
    day = world.today - timedelta(days=1)
    kompas = world.session.query(School).filter_by(code="kompas").one()
    alone = world.actor(Role.MANAGER, kompas)
    step = weekly.step_of(day)
    key = reminders.write(LedgerEntry(manager.id, SENT, [step]), day, at_noon(day))
    reminders.write(LedgerEntry(alone.id, "stopped", [step]), day, at_noon(day))
    fates.note([key or ""], MailEnd.HANDED, at_noon(day))
    world.sign_in(client, manager)
    told = lines(inside(asked(client, day))["herinneringen.csv"])
    assert [(one["Schoolcode"], one["Wat ermee gebeurde"], one["Aantal"]) for one in told] == [
        ("kompas", "Verstuurd", "1"),
        ("kompas", "Niet verstuurd, of niet zeker aangekomen", "1"),
        ("regenboog", "Verstuurd", "1"),
    ]
    assert {one["Soort mail"][:8] for one in told} == {"Weekmail"}
    assert lines(inside(asked(client, day - timedelta(days=1)))["herinneringen.csv"]) == []


def test_mail_to_a_few_people_is_in_no_figure(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    day = world.today - timedelta(days=1)
    school = world.session.query(School).filter_by(code="kompas").one()
    _mail_to(world, school, day)
    world.sign_in(client, manager)
    (one,) = lines(inside(asked(client, day))["herinneringen.csv"])
    assert (one["Schoolcode"], one["Aantal"]) == ("kompas", "")
    assert "Mail over minder dan vijf medewerkers" in one["Soort mail"]


def test_the_same_day_gives_the_same_bytes_whatever_happens_in_a_year(
    world: World, client: CheckingClient, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A school goes to another board, another comes, one is renamed, mail comes back, people come
    and the outbox forgets.
    """
    day = world.today - timedelta(days=1)
    here = world.session.query(School).filter_by(code="regenboog").one()
    away = world.session.query(School).filter_by(code="kompas").one()
    other = world.session.query(School).filter_by(code="elders").one()
    keys = _mail_to(world, here, day)
    fates.note(keys, MailEnd.HANDED, at_noon(day))
    world.sign_in(client, manager)
    first = asked(client, day)
    assert "lijst.csv" in inside(first)
    later: datetime = clock.now() + timedelta(days=366)
    now = DeedMoment(clock.now(), manager.id)
    facts = SchoolFacts("Anders", other.board_id, away.sector, away.region)
    organising.change_school(away.id, facts, now)
    organising.rename_board(world.board.id, "Stichting Anders", now)
    made = organising.open_school("nieuw", SchoolFacts("Nieuw", world.board.id, "po", "zuid"))
    world.works(world.person("Later"), world.session.get(School, made), starts_on=world.today)
    world.works(world.person("Nieuw"), here, starts_on=world.today)
    fates.note(keys[:2], MailEnd.RETURNED, clock.now())
    monkeypatch.setattr(clock, "now", lambda: later)
    outbox.tidy(later)
    client.set_cookie("sessie", browsers.sign_in(manager.id, later))
    transaction.commit()
    again = asked(client, day)
    before, after = inside(first), inside(again)
    assert {name for name in before | after if before.get(name) != after.get(name)} == set()
    assert again.data == first.data
    assert world.session.query(Reminder).count() == len(keys)


def test_what_was_downloaded_stands_in_the_audit_trail_with_its_hash(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    reply = asked(client, world.today - timedelta(days=1))
    hashed = hashlib.sha256(reply.data).hexdigest()
    world.session.rollback()
    exported = world.session.query(AuditEntry).filter_by(action="exported").order_by(AuditEntry.id)
    codes = {school.id: school.code for school in world.session.query(School)}
    told = {codes[row.school_id]: (row.detail["rows"], row.detail["sha256"]) for row in exported}
    assert told == {"regenboog": (6, hashed), "kompas": (1, hashed)}
