"""A study day in a browser: the phone follows the screen by itself and loses no choice, and it
works unscripted.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from course import clock
from course.domain.study_days import VoteRound
from course.models import Membership, Person, School, StudyDay, db
from course.store import transaction as transactions
from course.store.study_days import presence, voting
from tests.browser.conftest import Live, Look
from tests.browser.walkers import LISTEN, Keyboard

SignIn = Callable[[Page, str], None]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def screen(page: Page, live: Live, sign_in: SignIn) -> Page:
    """The big screen at the school of Noor, with the first question of the demo course on it."""
    with live.app.app_context():
        code = (
            db.session.query(School)
            .join(Membership)
            .join(Person)
            .filter(Person.email == "noor@demo.example")
            .one()
            .code
        )
    sign_in(page, "tarik")
    page.goto("/trainen")
    page.get_by_role("link", name="Open een studiedag").click()
    page.get_by_label("School").select_option(code)
    page.get_by_role("button", name="Toon de vragen").click()
    page.locator("label.option").first.click()
    page.get_by_role("button", name="Zet de vraag op het grote scherm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Doe mee met deze studiedag")
    return page


def code_on(screen: Page) -> str:
    return screen.locator(".study-code").inner_text().removeprefix("De code is:").strip()


def come_in(page: Page, code: str) -> None:
    page.goto("/leren")
    page.get_by_role("link", name="Doe mee met een studiedag").click()
    page.locator("input[name=code]").fill(code.lower())
    page.get_by_role("button", name="Doe mee").click()
    page.wait_for_url("**/studiedag/*")


def colleagues_vote(live: Live, round_: VoteRound, choice: str, count: int = 6) -> None:
    """So many colleagues come in and vote, behind the screen."""
    with live.app.app_context():
        row = db.session.query(StudyDay).one()
        people = (
            db.session.query(Membership)
            .filter_by(school_id=row.school_id, ends_on=None)
            .limit(count)
            .all()
        )
        today = clock.today()
        for person_id in [membership.person_id for membership in people]:
            found = presence.find_by_code(person_id, row.code, today)
            assert found is not None
            presence.enter(person_id, found)
            assert voting.vote(found.id, person_id, round_, choice, today)
        transactions.commit()


def test_the_phone_follows_the_screen(
    screen: Page,
    live: Live,
    sign_in: SignIn,
    new_page: Callable[..., Page],
    look: Look,
) -> None:
    phone = new_page(viewport=PHONE)
    sign_in(phone, "noor")
    come_in(phone, code_on(screen))
    expect(screen.locator("[data-counts]")).to_have_text("1 persoon doet mee.")  # by itself
    look(screen)
    screen.get_by_role("button", name="Start de eerste stemming").click()
    heading = phone.get_by_role("heading", level=1)
    expect(heading).to_have_text("Eerste stemming")
    expect(phone.locator("[data-live]")).to_have_text("De eerste stemming is open.")
    phone.locator("label.option").first.click()
    colleagues_vote(
        live,
        VoteRound.BEFORE,
        phone.locator("input[name=antwoord]").nth(1).get_attribute("value") or "",
        6,
    )
    expect(phone.locator("[data-counts]")).to_contain_text("6 stemmen")
    expect(
        phone.locator("input[name=antwoord]").first
    ).to_be_checked()  # looking again lost nothing
    phone.get_by_role("button", name="Geef mijn stem").click()
    expect(phone.locator(":focus")).to_have_text("Uw stem is geteld")
    look(phone)
    screen.get_by_role("button", name="Sluit de stemming en start het gesprek").click()
    expect(heading).to_have_text("Praat met elkaar")
    expect(screen.locator(".vote-table")).to_be_visible()
    look(screen)
    screen.get_by_role("button", name="Start de tweede stemming").click()
    screen.get_by_role("button", name="Sluit de stemming en toon de uitkomst").click()
    expect(phone.get_by_role("heading", name="Uitleg")).to_be_visible()
    look(screen)
    look(phone)
    phone.get_by_role("button", name="Ik was erbij en heb meegedaan").click()
    expect(phone.locator(".flash")).to_contain_text("U hebt afgetekend.")
    screen.get_by_role("button", name="Sluit de studiedag").click()
    expect(heading).to_have_text("Deze studiedag is gesloten")


def test_the_same_without_script(
    live: Live, sign_in: SignIn, screen: Page, no_script_page: Page, axe: Callable[..., None]
) -> None:
    phone = no_script_page
    sign_in(phone, "noor")
    come_in(phone, code_on(screen))
    screen.get_by_role("button", name="Start de eerste stemming").click()
    phone.get_by_role("link", name="Ververs deze bladzijde").click()
    phone.locator("label.option").first.click()
    phone.get_by_role("button", name="Geef mijn stem").click()
    expect(phone.get_by_role("heading", name="Uw stem is geteld")).to_be_visible()
    phone.goto("/studiedag")
    expect(phone.get_by_role("heading", name="Uw studiedagen")).to_be_visible()
    for path in ("/trainen/studiedag", "/studiedag"):
        screen.goto(path)
        axe(screen)


def test_voting_by_keyboard(screen: Page, sign_in: SignIn, new_page: Callable[..., Page]) -> None:
    """Trainer and voter with only keys.

    What the phone says when a vote opens, it says once, and focus stays.
    """
    phone = new_page(viewport=PHONE)
    sign_in(phone, "noor")
    trainer, voter = Keyboard(screen), Keyboard(phone)
    phone.goto("/studiedag")
    voter.write("input[name=code]", code_on(screen).lower())
    voter.press("main button.button--primary")
    phone.evaluate(LISTEN)
    trainer.press("main button.button--primary")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Eerste stemming")
    assert phone.evaluate("() => window.spoken") == ["De eerste stemming is open."]
    for place in (0, 1):  # a vote may be changed while the vote is open
        choice = phone.locator("input[name=antwoord]").nth(place).get_attribute("value") or ""
        voter.choose("[name=antwoord]", choice)
        voter.press("#studie .item__form button[type=submit]")
        expect(phone.locator(":focus")).to_have_text("Uw stem is geteld")
    trainer.press("main button.button--primary")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Praat met elkaar")


def test_looking_stops_when_the_study_day_is_closed(screen: Page) -> None:
    screen.get_by_text("Eerder stoppen").click()
    screen.get_by_role("button", name="Sluit deze studiedag nu").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Deze studiedag is gesloten")
    asked: list[str] = []
    screen.on("request", lambda request: asked.append(request.url))
    screen.wait_for_timeout(2_600)
    assert asked == []


@pytest.mark.parametrize("size", [(360, 640), (1280, 720)])
def test_the_outcome_stands_on_one_screen(
    screen: Page, live: Live, new_page: Callable[..., Page], sign_in: SignIn, size: tuple[int, int]
) -> None:
    """With its letters, for the trainer and on every phone; and a next question reaches a phone by
    itself, without a new code.
    """
    phone = new_page(viewport={"width": size[0], "height": size[1]})
    sign_in(phone, "noor")
    come_in(phone, code_on(screen))
    screen.get_by_role("button", name="Start de eerste stemming").click()
    colleagues_vote(live, VoteRound.BEFORE, "a")
    screen.get_by_role("button", name="Sluit de stemming en start het gesprek").click()
    screen.get_by_role("button", name="Start de tweede stemming").click()
    colleagues_vote(live, VoteRound.AFTER, "b")
    screen.get_by_role("button", name="Sluit de stemming en toon de uitkomst").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("De uitkomst")
    screen.set_viewport_size({"width": size[0], "height": size[1]})
    for page in (screen, phone):
        page.evaluate("() => scrollTo(0, 0)")
        letters = page.locator(".vote-table tbody th > strong:first-child").all_inner_texts()
        assert letters == ["A.", "B.", "C."]
        low = page.locator(".vote-table").last.evaluate(
            "node => node.getBoundingClientRect().bottom"
        )
        assert low <= size[1]
    screen.get_by_role("link", name="Stel een volgende vraag").click()
    screen.locator("label.option").nth(1).click()
    screen.get_by_role("button", name="Zet de vraag op het grote scherm").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Eerste stemming")
    phone.locator("label.option").first.click()
    phone.get_by_role("button", name="Geef mijn stem").click()
    expect(phone.get_by_role("heading", name="Uw stem is geteld")).to_be_visible()
