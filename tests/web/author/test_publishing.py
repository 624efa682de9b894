"""The screen on which a text is published: what it says, what it asks, and who may."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course import clock
from course.content.check import check_folder
from course.domain.people.roles import Role
from course.models import Enrolment, Publication
from course.store.courses import releases
from course.store.learning import enrolling
from tests import builders
from tests.checking_client import CheckingClient
from tests.content import test_check
from tests.staff import World

COURSE = "uitgave"
PAGE = f"/trainen/uitgaven/{COURSE}"
CHANGED = test_check.PAGE.replace("U deelt een foto.", "U deelt een filmpje.")


class Desk:
    """A course with two texts: the one that is current, and another in the folder."""

    def __init__(self, session: Any, app: Flask, client: CheckingClient, path: Path) -> None:
        self.session, self.app, self.client, self.path = session, app, client, path
        self.world = World(session, clock.today())
        self.write(test_check.PAGE)
        self.first = builders.publish(self.course(), clock.now())
        self.person_id = self.world.person("Nog Niet").id
        enrolling.enrol(self.person_id, COURSE, clock.now())
        self.world.sign_in(client, self.world.actor(Role.TRAINER))

    def write(self, page: str, edition: int = 1) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        folder = test_check.folder(self.path, {"les": page})
        listing = folder / "courses.toml"
        text = listing.read_text("utf-8").replace('"proef"', f'"{COURSE}"')
        listing.write_text(f"{text}edition = {edition}\n", "utf-8")

    def course(self) -> Any:
        return check_folder(self.path).courses[0]

    def send(self, **fields: Any) -> Any:
        page = self.client.get(PAGE)
        mark = re.search(r'name="inzending" value="([^"]+)"', page.text)
        assert mark is not None
        return self.client.post(PAGE, data={"inzending": mark[1], **fields})

    @property
    def pinned(self) -> str:
        found = self.session.query(Enrolment.release).filter_by(person_id=self.person_id).scalar()
        self.session.rollback()
        return found


@pytest.fixture
def desk(
    session: Any,
    app: Flask,
    client: CheckingClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    path = tmp_path / "lessen"
    monkeypatch.setitem(app.config, "DEELWIJS", replace(app.config["DEELWIJS"], modules_dir=path))
    return Desk(session, app, client, path)


def test_nothing_is_offered_while_the_text_is_the_current_one(desk: Desk) -> None:
    page = desk.client.get(PAGE)
    assert "Er is niets te publiceren" in page.text
    assert "Publiceer deze tekst" not in page.text


def test_it_says_what_changed_and_for_how_many(desk: Desk) -> None:
    desk.write(CHANGED)
    page = desk.client.get(PAGE)
    assert "1 plek is anders" in page.text
    assert "een/les (gewijzigd)" in page.text
    assert re.search(r"Nog niet begonnen</dt>\s*<dd[^>]*>\s*1\s*<", page.text)


def test_it_is_refused_until_chosen_and_then_everybody_goes_along(desk: Desk) -> None:
    desk.write(CHANGED)
    refused = desk.send()
    assert refused.status_code == 422
    assert "Kies wat er is veranderd." in refused.text
    assert desk.pinned == desk.first
    done = desk.send(wijziging="wording")
    assert done.status_code == 303
    assert "1 medewerker leest nu deze tekst" in desk.client.get(PAGE).text
    assert releases.current(COURSE) != desk.first
    assert desk.pinned == releases.current(COURSE)
    row = desk.session.query(Publication).filter_by(release=desk.pinned).one()
    assert (row.change, row.meant, row.published_by is None) == ("wording", [], False)


def test_other_meaning_names_where(desk: Desk) -> None:
    desk.write(CHANGED)
    assert "Kruis aan waar de betekenis anders is." in desk.send(wijziging="meaning").text
    both = desk.send(wijziging="wording", betekenis="een/les")
    assert both.status_code == 422
    assert desk.send(wijziging="meaning", betekenis="een/les").status_code == 303
    row = desk.session.query(Publication).filter_by(change="meaning", course=COURSE)
    assert [one.meant for one in row if one.release == desk.pinned] == [["een/les"]]


def test_a_higher_edition_asks_a_day(desk: Desk) -> None:
    desk.write(CHANGED, edition=2)
    assert "Kies daarom een nieuwe plicht" in desk.send(wijziging="wording").text
    for day in ("", "gisteren", "1-1-2020"):
        assert desk.send(wijziging="duty", dag=day).status_code == 422, day
    assert desk.send(wijziging="duty", dag="1-6-2099").status_code == 303
    assert desk.session.query(Publication).filter_by(change="duty").one().renew_by is not None


def test_an_earlier_text_is_one_press_away(desk: Desk) -> None:
    desk.write(CHANGED)
    desk.send(wijziging="wording")
    address = f"{PAGE}/{desk.first}"
    assert f'href="{address}"' in desk.client.get(PAGE).text
    page = desk.client.get(address)
    mark = re.search(r'name="inzending" value="([^"]+)"', page.text)
    assert mark is not None
    form = {"inzending": mark[1], "wijziging": "wording"}
    assert desk.client.post(address, data=form).status_code == 303
    assert desk.pinned == desk.first
    assert desk.client.post(address, data=form).status_code == 303, "pressed twice"
    assert releases.current(COURSE) == desk.first
    desk.session.rollback()
    desk.write(CHANGED.replace("filmpje", "bericht"))
    desk.send(wijziging="wording")
    late = desk.client.post(address, data=form)
    assert late.status_code == 409
    assert "intussen anders" in late.text


def test_a_folder_with_an_error_publishes_nothing(desk: Desk) -> None:
    desk.write(test_check.BROKEN["dead-link"][0]["les"])
    assert "staan fouten" in desk.client.get(PAGE).text
    assert "[dead-link]" in desk.client.get("/trainen/uitgaven").text


@pytest.mark.parametrize("address", ["/trainen/uitgaven", PAGE, f"{PAGE}/{'0' * 64}"])
def test_a_trainer_of_one_school_finds_nothing(desk: Desk, address: str) -> None:
    school = desk.world.school("regenboog")
    desk.world.sign_in(desk.client, desk.world.actor(Role.TRAINER, school))
    assert desk.client.get(address).status_code == 404
    assert "Uitgaven" not in desk.client.get("/trainen").text


def test_what_is_not_there_is_404(desk: Desk) -> None:
    for address in ("/trainen/uitgaven/nergens", f"{PAGE}/{'0' * 64}", "/trainen/uitgaven/x/y"):
        assert desk.client.get(address).status_code == 404
