"""What managers see is what their school chose, the least when it chose nothing; on screen, in files
and in evidence alike.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Actor, Role
from course.domain.people.sight import Consent, Sight, needs_consent, shows
from course.models import AuditEntry, School, SchoolSight
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import giving, summaries
from course.store.duties.giving import NewAssignment
from course.store.people import sight
from tests import builders
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon

PAGE = f"/rapport/scholen/regenboog?cursus={COURSE}"
SETTING = "/school/regenboog/zicht"
HIDDEN = {
    Sight.DONE: ("Lessen klaar", "Begonnen op", "Klaar op", "Geldig tot en met"),
    Sight.DATES: ("Lessen klaar", "Begonnen op"),
    Sight.LESSONS: (),
}


def filled(world: World, seen: Sight | None) -> School:
    """A school of seven: two done, two busy, three who did not begin."""
    today, school = world.today, world.school("regenboog", sight=seen)
    people = world.staff(school, 7)
    trainer = world.actor(Role.TRAINER, school)
    given = today - timedelta(days=40)
    draft = NewAssignment(COURSE, school.id, None, None, today + timedelta(days=9), "token-sight")
    assert giving.assign(trainer, draft, at_noon(given), given) is not None
    for person in people[:2]:
        world.progress(person, 5, today - timedelta(days=30), today - timedelta(days=21))
    for person in people[2:4]:
        world.progress(person, 3, today - timedelta(days=9))
    return school


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.parametrize("seen", [None, *Sight])
def test_screen_and_file_show_what_the_school_chose(
    world: World, client: CheckingClient, seen: Sight | None
) -> None:
    school, level = filled(world, seen), seen or Sight.DONE
    world.sign_in(client, world.actor(Role.MANAGER, school))
    html = client.get(PAGE).text
    assert "2 van de 7 medewerkers zijn klaar." in html
    assert ("Bezig" in html) == (level is Sight.LESSONS)
    assert ("Klaar per module" in html) == (level is Sight.LESSONS)
    assert ("Nog niet klaar" in html) == (level is not Sight.LESSONS)
    told = lines(client.get(f"/rapport/scholen/regenboog.csv?cursus={COURSE}").text)
    assert len(told) == 7
    for head in HIDDEN[level]:
        assert head not in told[0]
    assert ("Klaar op" in told[0]) == shows(level, Sight.DATES)
    assert ("Lessen klaar" in told[0]) == shows(level, Sight.LESSONS)
    ref = html.split("/rapport/scholen/regenboog/mensen/")[1].split("?")[0]
    person = client.get(f"/rapport/scholen/regenboog/mensen/{ref}?cursus={COURSE}").text
    assert ("Hoe ver per module" in person) == (level is Sight.LESSONS)
    assert ("Begonnen op" in person) == (level is Sight.LESSONS)


def test_nobody_finds_who_began_by_asking_for_it(world: World, client: CheckingClient) -> None:
    school = filled(world, None)
    world.sign_in(client, world.actor(Role.MANAGER, school))
    assert "Niemand past bij dit filter." in client.get(f"{PAGE}&status=bezig").text
    assert "Begon" not in client.get(f"{PAGE}&sorteer=status").text
    people = client.get(f"/rapport/mensen?cursus={COURSE}&wie=bezig").text
    assert "Niemand past hierbij." in people
    overview = client.get(f"/rapport/overzicht?cursus={COURSE}").text
    assert "5 nog niet klaar" in overview
    assert "bezig" not in overview.split("<main")[1].split("report-notes")[0]


def test_who_gives_duties_sees_how_far_people_are(world: World, client: CheckingClient) -> None:
    school = filled(world, None)
    world.sign_in(client, world.actor(Role.TRAINER, school))
    html = client.get(PAGE).text
    assert "Bezig" in html
    assert "3 van 5" in html


def test_figures_of_all_schools_are_kept_whole_and_shown_without_who_began(
    world: World, client: CheckingClient
) -> None:
    school, yesterday = filled(world, None), world.today - timedelta(days=1)
    found = summaries.count([school.id], COURSE, yesterday)
    assert (found[school.id]["busy"], found[school.id]["not_started"]) == (2, 3)
    summaries.keep(COURSE, yesterday, found, clock.now())
    world.sign_in(client, world.actor(Role.MANAGER, school))
    html = client.get(f"/rapport/landelijk?cursus={COURSE}").text
    assert "Nog niet klaar" in html
    assert "Bezig" not in html


def test_who_gives_duties_sees_no_state_that_hides(world: World, client: CheckingClient) -> None:
    school = filled(world, None)
    world.sign_in(client, world.actor(Role.TRAINER, school))
    listed = client.get("/trainen").text
    assert "Bezig" in listed
    assert "Nog niet klaar" not in listed


def test_a_wider_setting_needs_the_council_and_a_narrower_does_not(
    world: World, client: CheckingClient, session: Any
) -> None:
    school = filled(world, None)
    manager = world.actor(Role.MANAGER, school, name="Mirjam Kiest")
    world.sign_in(client, manager)
    drawn = client.get(SETTING)
    assert "Nog niemand stelde iets in." in drawn.text
    refused = client.post(SETTING, data={"niveau": "lessons"})
    assert refused.status_code == 422
    assert "Vul in op welke dag de medezeggenschapsraad instemde" in refused.text
    tomorrow = (world.today + timedelta(days=1)).isoformat()
    early = client.post(SETTING, data={"niveau": "lessons", "dag": tomorrow, "door": "MR"})
    assert "Die dag is nog niet geweest." in early.text
    assert session.query(SchoolSight).count() == 0
    transaction.rollback()
    day = world.today.isoformat()
    done = client.post(SETTING, data={"niveau": "lessons", "dag": day, "door": "MR Regenboog"})
    assert done.status_code == 303
    html = client.get(SETTING).text
    for words in ("Mirjam Kiest", "MR Regenboog", "Ook hoeveel lessen"):
        assert words in html
    assert "Bezig" in client.get(PAGE).text
    assert client.post(SETTING, data={"niveau": "done"}).status_code == 303
    assert "Bezig" not in client.get(PAGE).text
    noted = [row.detail for row in session.query(AuditEntry).filter_by(action="sight-changed")]
    assert noted == [{"to": "lessons", "consent": day}, {"to": "done"}]


def test_wider_does_not_reach_back_and_narrower_does(world: World, client: CheckingClient) -> None:
    school = filled(world, None)
    manager, where = world.actor(Role.MANAGER, school), school.id
    world.sign_in(client, manager)
    past = f"{PAGE}&peildatum={(world.today - timedelta(days=5)).isoformat()}"
    _put(where, manager.id, Sight.LESSONS, Consent(world.today, "MR"))
    assert "Bezig" in client.get(PAGE).text
    assert "Bezig" not in client.get(past).text


def test_narrower_hides_the_past_too(world: World, client: CheckingClient) -> None:
    school = filled(world, Sight.LESSONS)
    manager, where = world.actor(Role.MANAGER, school), school.id
    world.sign_in(client, manager)
    past = f"{PAGE}&peildatum={(world.today - timedelta(days=5)).isoformat()}"
    assert "Bezig" in client.get(past).text
    _put(where, manager.id, Sight.DONE, None)
    assert "Bezig" not in client.get(past).text


def _put(school_id: int, by: int, level: Sight, consent: Consent | None) -> None:
    transaction.begin(may_write=True)
    sight.put(school_id, level, consent, DeedMoment(clock.now(), by))
    transaction.commit()


def test_evidence_goes_by_the_setting_of_its_day_and_not_to_who_sees_less_since(
    world: World, client: CheckingClient
) -> None:
    school = filled(world, Sight.DATES)
    where = school.id
    manager, trainer = world.actor(Role.MANAGER, school), world.actor(Role.TRAINER, school)
    day = (world.today - timedelta(days=2)).isoformat()
    asked = f"/rapport/scholen/regenboog/bewijs.zip?cursus={COURSE}&peildatum={day}"
    files = []
    for actor in (manager, trainer):
        world.sign_in(client, actor)
        with zipfile.ZipFile(io.BytesIO(client.get(asked).data)) as found:
            files.append({name: found.read(name) for name in found.namelist()})
    assert files[0] == files[1]
    told = lines(files[0]["lijst.csv"].decode())
    assert "Klaar op" in told[0]
    assert "Lessen klaar" not in told[0]
    settings = files[0]["instellingen.txt"].decode()
    for said, is_there in (("klaar of niet", 1), ("ook op welke dag", 1), ("hoeveel lessen", 0)):
        assert (said in settings) == is_there, "all that they saw, and no more"
    assert "personeelsnummer" in settings, "it is in the list"
    summary = next(body for name, body in files[0].items() if name.startswith("samenvatting"))
    for said, is_there in (("Nog niet klaar", 1), ("Bezig", 0), ("liet die dag niet zien", 1)):
        assert (said in summary.decode()) == is_there, "who began is hidden, which is not nobody"
    _put(where, manager.id, Sight.DONE, None)
    with zipfile.ZipFile(io.BytesIO(client.get(asked).data)) as found:
        assert found.read("lijst.csv") == files[0]["lijst.csv"], "the same day, the same bytes"
    world.sign_in(client, manager)
    refused = client.get(asked)
    assert refused.status_code == 303
    assert "intussen minder zien" in client.get(str(refused.location)).text
    of_board = world.actor(Role.MANAGER, board=world.board)
    world.sign_in(client, of_board)
    whole = asked.replace("scholen/regenboog", "besturen/stichting")
    assert client.get(whole).status_code == 303


def test_what_a_school_hides_is_no_filter_that_finds_nobody(
    world: World, client: CheckingClient
) -> None:
    """A list of who expires soon is empty where days are hidden, and that says nothing."""
    filled(world, Sight.DONE)
    world.sign_in(client, world.actor(Role.MANAGER, board=world.board))
    soon = "verloopt-binnenkort"
    assert soon not in client.get(PAGE).text
    asked = client.get(f"{PAGE}&wie={soon}")
    assert asked.status_code == 422
    assert "laat u niet zien" in asked.text
    told = "elke school laat u dit zien"
    where = f"/rapport/mensen?cursus={COURSE}&wie="
    assert [told in client.get(where + one).text for one in (soon, "bezig", "klaar", "")] == [
        *(True, True, False, False)
    ]
    world.sign_in(client, world.actor(Role.TRAINER, board=world.board))
    assert soon in client.get(PAGE).text
    assert told not in client.get(where + soon).text
    before_anybody = client.get(f"{PAGE}&peildatum=2001-01-01")
    assert soon in before_anybody.text
    assert "Uw school laat u zien" not in before_anybody.text


def test_no_learner_chooses_what_is_seen(world: World, client: CheckingClient) -> None:
    school = filled(world, None)
    person = world.staff(school, 1)[0]
    world.sign_in(client, Actor(person.id, person.ref, person.name, person.email, "teaching"))
    assert client.get(SETTING).status_code == 403


@pytest.mark.parametrize("before", list(Sight))
def test_consent_is_asked_for_more_and_for_nothing_else(before: Sight) -> None:
    more = [after for after in Sight if needs_consent(before, after)]
    assert more == list(Sight)[list(Sight).index(before) + 1 :]


def test_a_builder_says_since_when(session: Any, world: World) -> None:
    school = world.school("anders", sight=None)
    builders.sight(session, school, Sight.DATES, world.today - timedelta(days=3))
    assert sight.now(school.id) is Sight.DATES
    long_ago = world.today - timedelta(days=9)
    assert sight.on(school.id, long_ago, clock.end_of_day(long_ago)) is Sight.DONE
