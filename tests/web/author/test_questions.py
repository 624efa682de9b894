"""How questions do, for a trainer: figures from five people up, of their own schools only."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.learning.entry import SURE
from course.domain.people.roles import Role
from course.models import Attempt, Enrolment, School
from course.store.courses import releases
from tests.checking_client import CheckingClient
from tests.learning import publish
from tests.staff import World

LIST = "/trainen/toetsvragen?module=proef/een"
ONE = "/trainen/toetsvragen/proef/een/eigen-leven/p1"
STORY = "/trainen/toetsvragen/proef/een/dilemma/S1"


@pytest.fixture
def world(session: Any, tmp_path: Path) -> World:
    publish(tmp_path / "modules")
    return World(session, clock.today())


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


def answer_all(
    world: World, school: School, place: str, *responses: str, possible: int = 1
) -> None:
    """Each response by another person of the school; b is right, the first of them was sure."""
    lesson, item = place.split("/")
    release = releases.current("proef")
    people = world.staff(school, len(responses))
    for number, (person, given) in enumerate(zip(people, responses, strict=True)):
        made = {"person_id": person.id, "course": "proef", "cycle": 1}
        enrolment = world.add(Enrolment(**made, release=release, enrolled_at=clock.now()))
        world.add(
            Attempt(
                enrolment_id=enrolment.id,
                release=release,
                module="een",
                lesson=lesson,
                item=item,
                response=given.split(),
                earned=int(given == "b") * possible,
                possible=possible,
                confidence=None if number else SURE,
                settled=True,
                submission=f"vraag-{lesson}-{item}-{number:04}-{school.code}",
                submitted_at=clock.now(),
            )
        )
    world.session.commit()


def table(text: str) -> list[list[str]]:
    """The cells of each row, as words."""
    body = text.partition("<tbody")[2].partition("</tbody>")[0]
    found = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [
        [
            html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in found
    ]


def test_a_question_is_counted_by_first_tries(
    world: World, client: CheckingClient, school: School
) -> None:
    answer_all(world, school, "eigen-leven/p1", "a", "b", "b", "b", "a", "a")
    world.sign_in(client, world.actor(Role.TRAINER, school))
    page = client.get(LIST).text
    assert table(page) == [["Wie deelt hier?", "5", "60%", "–", "1", "–"]], "in whole fives"
    assert "Bij 1 vraag valt niets op." in page
    one = client.get(ONE).text
    assert "Cijfers van de eerste 5 medewerkers die deze vraag maakten." in one
    assert [row[::2] for row in table(one)] == [
        ["Wie doorstuurt", "60% · 3 keer"],
        ["De maker", "40% · 2 keer"],
    ]
    assert "60% (tussen 23% en 88%)" in one


def test_four_people_are_too_few_to_count(
    world: World, client: CheckingClient, school: School
) -> None:
    answer_all(world, school, "eigen-leven/p1", "a", "b", "b", "b")
    world.sign_in(client, world.actor(Role.TRAINER, school))
    page = client.get(LIST).text
    assert table(page) == [["Wie deelt hier?", "minder dan 5", "–", "–", "–", "–"]]
    one = client.get(ONE).text
    assert "Minder dan vijf mensen" in one
    assert "%" not in one.partition("<main")[2].partition("</main>")[0]


def test_a_question_that_guessing_beats_stands_first(
    world: World, client: CheckingClient, school: School
) -> None:
    answer_all(world, school, "eigen-leven/p1", *["b"] * 15, *["a"] * 10)
    answer_all(world, school, "toets/t1", *["a"] * 24, "b")
    world.sign_in(client, world.actor(Role.TRAINER, school))
    page = client.get(LIST).text
    first, second = table(page)
    assert (first[0], first[-1]) == ("Vraag 1?", "Minder vaak goed dan bij gokken")
    assert second[-1] == "–"
    assert "Bij 1 van 2 vragen valt iets op. Die staat bovenaan." in page


def test_a_story_is_counted_moment_by_moment(
    world: World, client: CheckingClient, school: School
) -> None:
    answer_all(world, school, "dilemma/S1", "a a1", "a a1", "b", "b", "b", possible=0)
    world.sign_in(client, world.actor(Role.TRAINER, school))
    one = client.get(STORY).text
    assert "Moment 1" in one
    assert [row[::2] for row in table(one)] == [
        ["Wissen.", "40% · 2 keer"],
        ["Bellen.", "60% · 3 keer"],
    ]
    assert "Moment 2" not in one, "two people went there"


def test_the_idea_behind_a_wrong_answer_has_its_name(
    world: World, client: CheckingClient, school: School
) -> None:
    answer_all(world, school, "eigen-leven/p1", "a", "a", "b", "b", "b")
    world.sign_in(client, world.actor(Role.TRAINER, school))
    one = client.get(ONE).text
    assert "Welk idee erachter zit" in one
    assert "2 keer, waarvan 1 zeker" in one


def test_own_words_are_never_counted(world: World, client: CheckingClient, school: School) -> None:
    answer_all(world, school, "plan/pl1", *["ik denk na"] * 6, possible=0)
    world.sign_in(client, world.actor(Role.TRAINER, school))
    assert client.get("/trainen/toetsvragen/proef/een/plan/pl1").status_code == 404
    assert "ik denk na" not in client.get(LIST).text


def test_people_of_other_schools_do_not_count(
    world: World, client: CheckingClient, school: School
) -> None:
    answer_all(world, world.school("kompas"), "eigen-leven/p1", *["b"] * 6)
    world.sign_in(client, world.actor(Role.TRAINER, school))
    assert "Nog niemand van uw scholen" in client.get(LIST).text
    assert "Minder dan vijf mensen" in client.get(ONE).text


@pytest.mark.parametrize("role", [Role.LEARNER, Role.MANAGER, Role.ADMINISTRATOR])
def test_only_trainers_see_how_questions_do(
    world: World, client: CheckingClient, school: School, role: Role
) -> None:
    world.sign_in(client, world.actor(role, school))
    assert client.get(LIST).status_code == 403
    assert client.get(ONE).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["proef/een/eigen-leven/zz", "proef/een/zz/p1", "proef/zz/eigen-leven/p1", "zz/een/toets/t1"],
)
def test_a_question_that_is_not_there(
    world: World, client: CheckingClient, school: School, path: str
) -> None:
    world.sign_in(client, world.actor(Role.TRAINER, school))
    assert client.get(f"/trainen/toetsvragen/{path}").status_code == 404
    answer = client.get("/trainen/toetsvragen?module=zz")
    assert answer.status_code == 422
    assert "Deze module is er niet." in answer.text
