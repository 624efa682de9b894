"""What a school gained, on screen and in a file: from ten people up, with an interval, and with what
it does not say.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.learning.gain import Gain
from course.domain.learning.item_analysis import Interval
from course.domain.people.roles import Role
from course.models import AuditEntry, School
from course.store.courses import releases
from course.web.page.gains import NO_CLAIM, NO_FORMS, shares
from tests import measured
from tests.checking_client import CheckingClient
from tests.learning import publish
from tests.staff import World

PAGE = "/rapport/scholen/regenboog/leerwinst?cursus=proef"
FILE = "/rapport/scholen/regenboog/leerwinst.csv?cursus=proef"
PLACE = {"course": "proef", "module": "een"}


@pytest.fixture
def world(session: Any, tmp_path: Path) -> World:
    publish(tmp_path / "modules", entry=("een/t2",))
    return World(session, clock.today())


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


def fill(world: World, school: School, *audiences: str) -> None:
    release = releases.current("proef")
    assert release is not None
    measured.whole_school(world.session, school, release, audiences, **PLACE)


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TRAINER])
def test_from_ten_people_up_with_an_interval(
    world: World, school: School, client: CheckingClient, role: Role
) -> None:
    fill(world, school, *["teaching"] * 9)
    world.sign_in(client, world.actor(role, school))
    page = client.get(PAGE).text
    assert "Nog geen cijfer" in page
    assert "procentpunt (" not in page
    assert lines(client.get(FILE).text) == []
    fill(world, school, "teaching")
    world.session.commit()
    page = client.get(PAGE).text
    assert "bij 10 mensen: +67 procentpunt (95%" in page
    assert "95%-betrouwbaarheidsinterval: +" in page
    assert "Iets uitleggen" in page
    assert "Per functie" not in page


def test_what_it_does_not_say_stands_with_every_figure(
    world: World, school: School, client: CheckingClient
) -> None:
    fill(world, school, *["teaching", "teaching", "support", "support"] * 5)
    world.sign_in(client, world.actor(Role.MANAGER, school))
    page = client.get(PAGE).text
    assert page.count("<table") == 2
    assert page.count(f"{NO_CLAIM}</caption>") == 2
    told = lines(client.get(FILE).text)
    assert [line["Waarover"] for line in told] == [
        "Alle leerdoelen samen",
        "Iets uitleggen",
        "Onderwijzend",
        "Andere functies",
    ]
    assert {line["Wat dit cijfer niet zegt"] for line in told} == {NO_CLAIM}
    assert {line["Mensen"] for line in told} == {"20", "10"}
    entry = world.session.query(AuditEntry).filter_by(action="exported").one()
    assert entry.detail["list"] == "gains"


def test_no_group_is_told_while_the_rest_is_small(
    world: World, school: School, client: CheckingClient
) -> None:
    fill(world, school, *["teaching"] * 11, *["support"] * 9)
    world.sign_in(client, world.actor(Role.MANAGER, school))
    assert "Andere functies" not in client.get(PAGE).text
    assert "Onderwijzend" not in client.get(FILE).text


def test_a_share_near_none_or_all_says_no_more_than_that(
    world: World, school: School, client: CheckingClient
) -> None:
    """Of the second goal nobody had anything right before: that would be said of each of them."""
    fill(world, school, *["teaching"] * 10)
    world.sign_in(client, world.actor(Role.MANAGER, school))
    page = client.get(PAGE).text
    assert ">0%<" not in page
    assert ">100%<" not in page
    assert "boven 95%" in page


@pytest.mark.parametrize("before", [0.0, 0.02, 0.3, 0.76, 0.97])
@pytest.mark.parametrize("after", [0.03, 0.5, 0.96, 1.0])
def test_what_is_hidden_is_not_told_by_the_gain_beside_it(before: float, after: float) -> None:
    """Who has one share and the gain has the other share too."""
    gain = Gain(10, before, after, Interval(after - before, -1.0, 1.0))
    shown = [words for words in shares(gain) if words[0].isdigit()]
    near = [share for share in (before, after) if not 0.05 <= share <= 0.95]
    assert len(shown) == (0 if near else 2)


def test_nobody_of_another_school_reads_it(
    world: World, school: School, client: CheckingClient
) -> None:
    fill(world, school, *["teaching"] * 10)
    world.sign_in(client, world.actor(Role.MANAGER, world.school("kompas")))
    assert client.get(PAGE).status_code == 404
    assert client.get(FILE).status_code == 404


def test_the_page_says_whether_the_school_measures_and_who_switches_it(
    world: World, school: School, client: CheckingClient
) -> None:
    world.sign_in(client, world.actor(Role.TRAINER, school))
    page = client.get(PAGE).text
    assert "Deze school meet nu niet" in page
    assert "/school/regenboog/leerwinst" not in page
    measured.switch_on(world.session, school)
    world.sign_in(client, world.actor(Role.MANAGER, school))
    page = client.get(PAGE).text
    assert "Deze school meet wat" in page
    assert "/school/regenboog/leerwinst" in page
    assert PAGE in client.get("/rapport/scholen/regenboog?cursus=proef").text


def test_a_course_that_is_not_there(world: World, school: School, client: CheckingClient) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, school))
    assert client.get(PAGE.replace("proef", "weg")).status_code == 422
    assert client.get(FILE.replace("proef", "weg")).status_code == 404


def test_an_author_sees_it_with_the_questions(
    world: World, school: School, client: CheckingClient
) -> None:
    fill(world, school, *["teaching"] * 10)
    world.sign_in(client, world.actor(Role.TRAINER, school))
    page = client.get("/trainen/toetsvragen?module=proef/een").text
    assert "bij 10 mensen: +60 procentpunt (95%" in page
    assert f"{NO_CLAIM}</caption>" in page
    world.sign_in(client, world.actor(Role.TRAINER, world.school("kompas")))
    page = client.get("/trainen/toetsvragen?module=proef/een").text
    assert "Er is nog geen cijfer" in page
    assert NO_CLAIM in page


def test_a_text_of_before_the_forms_says_that_it_asks_nothing(
    world: World, school: School, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = releases.current("proef")
    assert release is not None
    outline = releases.outline(release)
    bare = replace(outline, modules=tuple(replace(one, forms=None) for one in outline.modules))
    monkeypatch.setattr(releases, "outline", lambda _release: bare)
    measured.switch_on(world.session, school)
    world.sign_in(client, world.actor(Role.MANAGER, school))
    page = client.get(PAGE).text
    assert NO_FORMS in page
    assert "Nog geen cijfer" not in page
