"""The report: who may see which school, any day, the same rows on screen and in the file, and few
queries.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Actor, Role
from course.models import Release, School, Team
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon
from tests.store.statements import heard

OWN = ("PRAGMA", "BEGIN", "SELECT set_config")  # what the application says of its connection


def assign(world: World, school: School, day: date, due_on: date, team: Team | None = None) -> None:
    """Give the course to a school or team, as somebody did on a day."""
    trainer = world.actor(Role.TRAINER, school)
    draft = NewAssignment(
        COURSE, school.id, team.id if team else None, None, due_on, f"token-{trainer.ref}"
    )
    assert giving.assign(trainer, draft, at_noon(day), day) is not None


@pytest.fixture
def school(world: World) -> School:
    """A school of eight: three done, two busy, three not started and too late; the course was given
    40 days ago.
    """
    today, school = world.today, world.school("regenboog")
    upper, lower = world.team(school, "Bovenbouw"), world.team(school, "Onderbouw")
    people = [*world.staff(school, 5, upper), *world.staff(school, 3, lower)]
    assign(world, school, today - timedelta(days=40), today - timedelta(days=1))
    for person in people[:3]:
        world.progress(person, 5, today - timedelta(days=30), today - timedelta(days=26))
    world.progress(people[3], 2, today - timedelta(days=10))
    world.progress(people[4], 1, today - timedelta(days=2))
    return school


@pytest.fixture
def manager(world: World, school: School) -> Actor:
    return world.actor(Role.MANAGER, school)


def statuses(html: str) -> list[str]:
    return re.findall(r'<span class="tag[^>]*>(?:<svg.*?</svg>)?([^<]+)</span>', html, re.DOTALL)


def lines(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_school_page_answers_the_question(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    html = client.get("/rapport/scholen/regenboog?cursus=sociale-media").text
    assert "3 van de 8 medewerkers zijn klaar. 5 medewerkers zijn te laat." in html
    assert sorted(statuses(html)) == ["Klaar"] * 3 + ["Te laat"] * 5
    assert "38%" in html  # 3 of 8
    # the team of five is hidden too, or the team of three could be worked out
    assert "60%" not in html


@pytest.mark.parametrize("role", [Role.TRAINER, Role.MANAGER])
def test_other_school_looks_like_no_school(
    world: World, client: CheckingClient, school: School, role: Role
) -> None:
    other = world.school("kompas")
    stranger = world.staff(other, 1)[0].ref
    world.sign_in(client, world.actor(role, school))
    answers = {
        client.get(f"/rapport/scholen/{path}?cursus=sociale-media")
        .text.replace(path, "…")
        .partition("<footer")[0]
        for path in (
            "kompas",
            "bestaat-niet",
            f"kompas/mensen/{stranger}",
            f"regenboog/mensen/{stranger}",
        )
    }
    assert len(answers) == 1
    assert client.get("/rapport/scholen/kompas?cursus=sociale-media").status_code == 404
    assert client.get("/rapport/scholen/kompas.csv").status_code == 404
    assert "De Kompas" not in client.get("/rapport?cursus=sociale-media").text


@pytest.mark.parametrize("role", [Role.LEARNER, Role.ADMINISTRATOR])
def test_other_roles_see_no_report(
    world: World, client: CheckingClient, school: School, role: Role
) -> None:
    world.sign_in(client, world.actor(role, school))
    assert client.get("/rapport?cursus=sociale-media").status_code == 403
    assert client.get("/rapport/scholen/regenboog?cursus=sociale-media").status_code == 403


def test_board_sees_all_its_schools_and_no_other(
    world: World, client: CheckingClient, school: School
) -> None:
    from course.models import Board

    world.school("kompas")
    elsewhere = world.add(Board(code="anders", name="Ander bestuur"))
    world.school("vreemd", elsewhere)
    world.sign_in(client, world.actor(Role.MANAGER, board=world.board))
    html = client.get("/rapport?cursus=sociale-media").text
    assert "De Regenboog" in html
    assert "De Kompas" in html
    assert "De Vreemd" not in html


def test_as_of_day_gives_the_earlier_picture(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    left = world.person("Gaat Weg")
    world.works(left, school, ends_on=world.today - timedelta(days=5))
    trainer = world.actor(Role.TRAINER, school)
    draft = NewAssignment(COURSE, school.id, None, left.id, world.today, "token-of-who-left")
    day = world.today - timedelta(days=20)
    assert giving.assign(trainer, draft, at_noon(day), day) is not None
    world.sign_in(client, manager)

    def at(days_ago: int) -> list[str]:
        day = world.today - timedelta(days=days_ago)
        return sorted(
            statuses(
                client.get(
                    f"/rapport/scholen/regenboog?cursus=sociale-media&peildatum={day.isoformat()}"
                ).text
            )
        )

    assert at(41) == []  # not given yet
    before = {"cursus": COURSE, "peildatum": (world.today - timedelta(days=41)).isoformat()}
    page = client.get("/rapport/scholen/regenboog", query_string=before).text
    assert "Niemand heeft deze cursus als opdracht." in page  # of another day, not of now
    assert at(35) == ["Nog niet begonnen"] * 8
    assert at(28) == ["Bezig"] * 3 + ["Nog niet begonnen"] * 5
    assert at(9) == ["Bezig"] + ["Klaar"] * 3 + ["Nog niet begonnen"] * 5  # with who left later
    html = client.get("/rapport/scholen/regenboog?cursus=sociale-media").text
    assert "Gaat Weg" not in html
    assert "1 medewerker werkt hier niet meer. Die telt niet mee." in html


def test_lessons_are_counted_on_the_day(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    day = world.today - timedelta(days=28)  # three days after the start of who did a lesson a day
    text = client.get(f"/rapport/scholen/regenboog.csv?peildatum={day.isoformat()}").text
    assert sorted(line["Lessen klaar"] for line in lines(text)) == ["0"] * 5 + ["3"] * 3


@pytest.mark.parametrize("word", ["gisteren", "31-2-2026", "2026-13-01", "12-3-26", "9999-99-99"])
def test_nonsense_day_gets_a_message_and_keeps_what_was_typed(
    world: World, client: CheckingClient, school: School, manager: Actor, word: str
) -> None:
    world.sign_in(client, manager)
    for path in ("/rapport", "/rapport/scholen/regenboog"):
        answer = client.get(path, query_string={"cursus": COURSE, "peildatum": word})
        assert answer.status_code == 422
        assert "<title>Fout: " in answer.text
        assert "Vul een datum in, bijvoorbeeld 12-3-2026." in answer.text
        assert f'value="{word}"' in answer.text
    assert (
        client.get("/rapport/scholen/regenboog.csv", query_string={"peildatum": word}).status_code
        == 422
    )


def test_future_day_is_refused(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    tomorrow = (world.today + timedelta(days=1)).isoformat()
    answer = client.get(
        "/rapport/scholen/regenboog", query_string={"cursus": COURSE, "peildatum": tomorrow}
    )
    assert answer.status_code == 422
    assert "Kies een dag tot en met vandaag" in answer.text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("cursus=sociale-media&team=vervalst", "Dit team is er niet op deze school."),
        ("cursus=sociale-media&status=lui", "Deze status bestaat niet."),
        ("cursus=anders", "Deze cursus is er niet."),
    ],
)
def test_unknown_filter_gets_a_message(
    world: World, client: CheckingClient, school: School, manager: Actor, query: str, message: str
) -> None:
    world.sign_in(client, manager)
    answer = client.get(f"/rapport/scholen/regenboog?{query}")
    assert answer.status_code == 422
    assert message in answer.text


def test_file_holds_the_rows_of_the_screen(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    team = world.session.query(Team).filter_by(name="Bovenbouw").one().ref
    world.sign_in(client, manager)
    for query in (
        "",
        f"team={team}",
        "status=te-laat",
        "sorteer=status&richting=af",
        "sorteer=datum",
        "zoek=persoon",
    ):
        html = client.get(f"/rapport/scholen/regenboog?cursus={COURSE}&{query}").text
        answer = client.get(f"/rapport/scholen/regenboog.csv?cursus={COURSE}&{query}")
        names = re.findall(r'role="rowheader"[^>]*><a href="[^"]*">([^<]+)</a>', html)
        assert [line["Naam"] for line in lines(answer.text)] == names
        assert [line["Status"] for line in lines(answer.text)] == statuses(html)
        assert names
    name = f"rapport-regenboog-{world.today.isoformat()}.csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.data.startswith(b"\xef\xbb\xbf")


def test_file_runs_nothing_in_a_spreadsheet(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.works(world.person("=HYPERLINK(1) Kwaad"), school)
    world.works(world.person("\u200b＋1 Kwaad"), school)
    trainer = world.actor(Role.TRAINER, school)
    draft = NewAssignment(COURSE, school.id, None, None, world.today, "token-for-formulas")
    giving.assign(trainer, draft, at_noon(world.today), world.today)
    world.sign_in(client, manager)
    names = [line["Naam"] for line in lines(client.get("/rapport/scholen/regenboog.csv").text)]
    assert {name for name in names if "Kwaad" in name} == {"'=HYPERLINK(1) Kwaad", "'＋1 Kwaad"}


def test_small_school_shows_no_figure(world: World, client: CheckingClient) -> None:
    school = world.school("klein")
    people = world.staff(school, 4)
    assign(world, school, world.today, world.today + timedelta(days=9))
    world.progress(people[0], 5, world.today - timedelta(days=9), world.today)
    world.sign_in(client, world.actor(Role.MANAGER, school))
    for path in ("/rapport", "/rapport/scholen/klein"):
        html = client.get(f"{path}?cursus={COURSE}").text
        assert not re.search(r"\d%", html.split("<main")[1].replace('width="100%"', ""))


def test_work_at_two_schools_counts_at_both(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    other = world.school("kompas")
    person = world.person("Twee Scholen")
    for place in (school, other):
        world.works(person, place)
        assign(world, place, world.today, world.today + timedelta(days=9))
    world.progress(person, 5, world.today - timedelta(days=9), world.today - timedelta(days=5))
    world.sign_in(client, manager)
    assert len(lines(client.get("/rapport/scholen/regenboog.csv").text)) == 9
    world.sign_in(client, world.actor(Role.MANAGER, other))
    assert [line["Status"] for line in lines(client.get("/rapport/scholen/kompas.csv").text)] == [
        "Klaar"
    ]


def test_person_page_shows_status_and_dates(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    html = client.get("/rapport/scholen/regenboog?cursus=sociale-media&status=klaar").text
    path = re.search(r'href="(/rapport/scholen/regenboog/mensen/[^"]+)"', html)
    assert path is not None
    page = client.get(path[1])
    assert page.status_code == 200
    assert statuses(page.text) == ["Klaar", "Klaar"]
    assert "5 van 5" in page.text


@pytest.mark.parametrize("extra", [0, 60])
def test_queries_do_not_grow_with_people(
    app: Any, world: World, client: CheckingClient, school: School, manager: Actor, extra: int
) -> None:
    world.staff(school, extra)
    assign(world, school, world.today, world.today + timedelta(days=9))
    world.sign_in(client, manager)
    # the outline of the release stays in memory from here on
    client.get("/rapport/scholen/regenboog?cursus=sociale-media")
    for path in ("/rapport", "/rapport/scholen/regenboog", "/rapport/scholen/regenboog.csv"):
        with heard() as asked:
            assert client.get(f"{path}?cursus={COURSE}").status_code == 200
        found = [statement for statement, _ in asked if not statement.startswith(OWN)]
        assert len(found) <= 6, "\n".join(found)


def test_long_list_comes_in_pages(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.staff(school, 60)
    assign(world, school, world.today, world.today + timedelta(days=9))
    world.sign_in(client, manager)
    first = client.get("/rapport/scholen/regenboog?cursus=sociale-media").text
    last = client.get(
        "/rapport/scholen/regenboog?cursus=sociale-media&bladzijde=9"
    ).text  # past the end is the last one
    assert (len(statuses(first)), len(statuses(last))) == (20, 8)
    assert "1 tot en met 20 van 68 medewerkers" in first
    assert len(lines(client.get("/rapport/scholen/regenboog.csv").text)) == 68


def test_everybody_stands_on_one_page_to_print(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.staff(school, 60)
    assign(world, school, world.today, world.today + timedelta(days=9))
    world.sign_in(client, manager)
    first = client.get("/rapport/scholen/regenboog?cursus=sociale-media").text
    assert 'href="/rapport/scholen/regenboog?cursus=sociale-media&amp;lijst=alles"' in first
    whole = client.get("/rapport/scholen/regenboog?cursus=sociale-media&lijst=alles").text
    assert len(statuses(whole)) == 68
    assert "bladzijde=" not in whole
    assert "Druk deze lijst af" in whole


def test_an_address_says_which_course(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    """A bookmark keeps its meaning when a course is published, also one that sorts first."""
    world.sign_in(client, manager)
    answer = client.get("/rapport/scholen/regenboog?status=klaar")
    assert answer.headers["Location"] == f"/rapport/scholen/regenboog?status=klaar&cursus={COURSE}"
    world.add(
        Release(
            hash="1" * 64,
            course="aardrijkskunde",
            title="Aardrijkskunde",
            edition=1,
            renderer="test",
            published_at=at_noon(world.today),
            outline="{}",
        )
    )
    world.session.commit()
    for path in ("/rapport", "/rapport/scholen/regenboog"):
        assert client.get(path).headers["Location"] == f"{path}?cursus={COURSE}"


def test_a_figure_leads_to_its_people(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    html = client.get(f"/rapport/scholen/regenboog?cursus={COURSE}").text
    tiles = re.findall(r'figures__value"><a href="([^"#]+)#mensen">([\d%]+)<', html)
    assert [value for _, value in tiles] == ["38%", "5", "0", "0"]
    for url, value in tiles[1:]:
        listed = client.get(url.replace("&amp;", "&")).text
        assert len(statuses(listed)) == int(value)
    done = client.get(tiles[0][0].replace("&amp;", "&")).text
    assert statuses(done) == ["Klaar"] * 3


def test_who_is_late_stands_first(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    html = client.get(f"/rapport/scholen/regenboog?cursus={COURSE}").text
    assert statuses(html) == ["Te laat"] * 5 + ["Klaar"] * 3


def test_people_are_found_by_parts_of_their_name(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    name = world.staff(school, 1)[0].name
    assign(world, school, world.today, world.today + timedelta(days=9))
    world.sign_in(client, manager)
    *_, last = name.split()
    page = f"/rapport/scholen/regenboog?cursus={COURSE}&zoek="
    found = client.get(page + last.upper()).text
    assert "1 van 9 medewerkers" in found
    assert len(statuses(found)) == 1
    assert name in found
    nobody = client.get(page + "%25_").text
    assert "Niemand past bij dit filter." in nobody


@pytest.mark.parametrize(
    "typed", ["kilic", "KILIÇ", "Kılıç", "van 't hof", "van ’t Hof", "’t hof-kilic", "hof, kilic"]
)
def test_people_are_found_however_their_marks_are_typed(
    world: World, client: CheckingClient, school: School, manager: Actor, typed: str
) -> None:
    world.works(world.person("Ayşe van ’t Hof-Kılıç", "ayse@voorbeeld.example"), school)
    assign(world, school, world.today, world.today + timedelta(days=9))
    world.sign_in(client, manager)
    found = client.get("/rapport/scholen/regenboog", query_string={"cursus": COURSE, "zoek": typed})
    assert "van ’t Hof-Kılıç" in found.text
    assert len(statuses(found.text)) == 1
