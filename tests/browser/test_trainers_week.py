"""A trainer of forty schools: one course to all of them in a dozen presses, every school on one page,
and one person who gets more time, on every page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy import func, select

from course import clock
from course.content.types import Variable
from course.demo.more import load_more
from course.demo.people import Staff
from course.models import Assignment, Person, School, db
from course.store import demo, transaction
from course.web.page.formats import long_date
from tests.browser.conftest import Live
from tests.browser.screens.proof_course import PROOF, publish_proof

FORTY = 40
COURSE = "sociale-media"
NO_WORDS: tuple[Variable, ...] = ()


class Presses:
    """A page, and how often somebody pressed, chose or typed."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, name: str) -> None:
        self.count += 1
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        self.count += 1
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def tick(self, selector: str) -> None:
        for box in self.page.locator(selector).all():
            self.count += 1
            box.check()

    def pick(self, selector: str, value: str) -> None:
        self.count += 2  # open the list, choose
        self.page.locator(selector).select_option(value)

    def write(self, selector: str, text: str) -> None:
        self.count += 1
        self.page.locator(selector).fill(text)


@pytest.fixture
def forty(live: Live) -> None:
    """Boards and schools enough, of which Tarik is the trainer."""
    with live.app.app_context():
        tarik = db.session.scalars(select(Person).where(Person.email == "tarik@demo.example")).one()
        load_more(Staff(people=[tarik]), COURSE, NO_WORDS, FORTY, clock.today())
        demo.signed_in()
        transaction.commit()


@pytest.mark.usefixtures("forty")
def test_one_course_to_forty_schools_in_a_dozen_presses(
    live: Live, page: Page, sign_in: Callable[[Page, str], None]
) -> None:
    publish_proof(live)
    sign_in(page, "tarik")
    page.goto("/trainen")
    trainer = Presses(page)
    trainer.follow("Aan meer groepen tegelijk")
    trainer.pick("select[name=cursus]", PROOF)
    trainer.tick("input[name=bestuur]")
    trainer.write("input[name=datum]", (clock.today() + timedelta(days=90)).isoformat())
    trainer.press("Bekijk wat dit doet")
    told = page.locator("main .lead").inner_text()
    trainer.press("Wijs toe op")
    assert told.partition(". ")[2] in page.locator(".flash").inner_text()
    assert trainer.count <= 12
    assert standing(live) == FORTY - 4
    page.goto("/trainen?bladzijde=9")
    page.locator("main tbody tr", has_text="Proef").first.get_by_role("link").first.click()
    page.get_by_role("link", name=f"Trek alle {FORTY - 4} opdrachten in").click()
    page.get_by_role("button", name="Trek deze opdrachten in").click()
    assert standing(live) == 0
    page.get_by_role("link", name=f"Draai alle {FORTY - 4} opdrachten terug").click()
    page.get_by_role("button", name="Draai de intrekking terug").click()
    assert standing(live) == FORTY - 4


def standing(live: Live) -> int:
    """How many assignments of that course hold."""
    with live.app.app_context():
        assert db.session.scalar(select(func.count(School.id))) == FORTY
        given = select(func.count()).where(Assignment.course == PROOF)
        return db.session.scalar(given.where(Assignment.withdrawn_at.is_(None))) or 0


@pytest.mark.usefixtures("forty")
def test_forty_schools_stand_on_one_page_and_figures_lead_to_people(
    page: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(page, "tarik")
    page.goto("/rapport/overzicht?sorteer=te-laat")
    assert page.locator(".school-bars > li").count() == FORTY - 2, "two of the first four are his"
    first = page.locator(".school-bars > li").first
    late = first.get_by_role("link", name="te laat")
    number = int(late.inner_text().split()[0])
    late.click()
    assert page.locator("main tbody tr").count() == number
    assert page.locator("h1").inner_text() == "Te laat"


def test_one_person_gets_more_time_and_every_page_says_so(
    page: Page, new_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    later = clock.today() + timedelta(days=150)
    sign_in(page, "tarik")
    page.goto(f"/rapport/scholen/demo-baken?cursus={COURSE}&zoek=noor+van+den+berg")
    trainer = Presses(page)
    trainer.tick("main tbody tr:first-child input[type=checkbox]")
    trainer.press("Pas aan voor wie is aangevinkt")
    page.get_by_label("Een andere uiterste datum").check()
    trainer.write("input[name=datum]", later.isoformat())
    trainer.press("Bekijk wat er verandert")
    told = page.locator(".confirm li").first.inner_text()
    assert told == f"1 medewerker krijgt {long_date(later)} als uiterste datum."
    trainer.press("Verander de datum")
    assert told in page.locator(".flash").inner_text()
    assert long_date(later) in page.locator("main").inner_text()
    page.get_by_role("link", name="Stuur een mail").click()
    assert "Noor van den Berg" in page.locator("main").inner_text()
    page.goto("/trainen/mail")
    page.get_by_role("link", name="Noor van den Berg").click()
    assert f"klaar uiterlijk op {long_date(later)}" in page.locator("main").inner_text()
    learner = new_page()
    sign_in(learner, "noor")
    learner.goto("/leren")
    assert f"Uiterlijk {long_date(later)}" in learner.locator("main").inner_text()
