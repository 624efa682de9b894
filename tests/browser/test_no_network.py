"""Nothing typed is lost, also without a network: the page stays, says so, and sends later what was
typed, once, for whom it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, Route, expect
from sqlalchemy import func, select

from course import clock
from course.kinds.registry import kind_of
from course.models import Answer, Attempt, StudyVote, db
from tests.browser import walking
from tests.browser.conftest import Live, Watch
from tests.browser.screens.proof_course import PROOF, PROOF_ITEMS, publish_proof
from tests.browser.test_study import code_on, come_in, screen  # noqa: F401 - a fixture
from tests.browser.walkers import READY, SUBMIT, Pointer

MODULE = f"/leren/{walking.COURSE}/delen"
PLAN, STORY, TEST = f"{MODULE}/als-dan", f"{MODULE}/dilemma", f"{MODULE}/toets"
GONE = "Geen verbinding. Uw antwoord staat er nog."
TYPED = "ik een foto wil delen", "vraag ik eerst wie erop staat"
OLD_SAFARI = """
delete HTMLFormElement.prototype.requestSubmit;
delete SubmitEvent.prototype.submitter;
"""


@pytest.fixture
def noor(page: Page, live: Live, watch: Watch) -> Iterator[Page]:
    """Noor, who begins with a module. What her browser says of a network that is away is no
    fault.
    """
    walking.forget_module(live, "noor", "delen")
    walking.enter(page, live, "noor")
    yield page
    page.context.unroute_all()
    expected = ("net::ERR_", "500 for fetch", "502 for fetch", "503 for fetch")
    watch.complaints[:] = [
        line for line in watch.complaints if not any(word in line for word in expected)
    ]


def stored(live: Live, kind: type[Any] = Attempt) -> int:
    with live.app.app_context():
        return db.session.scalar(select(func.count()).select_from(kind)) or 0


@contextmanager
def away(page: Page, status: int = 0) -> Iterator[list[str]]:
    """No form arrives: its request is broken off, or answered by a server that is away."""
    tried: list[str] = []

    def stop(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        tried.append(route.request.post_data or "")
        return route.fulfill(status=status, body="weg") if status else route.abort()

    page.route("**/*", stop)
    yield tried
    page.unroute("**/*", stop)


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(READY)


def write_plan(page: Page, words: tuple[str, str] = TYPED) -> None:
    page.locator("textarea[name=als], input[name=als]").fill(words[0])
    page.locator("textarea[name=dan], input[name=dan]").fill(words[1])


def plan_on(page: Page) -> tuple[str, str]:
    return tuple(page.locator(f"[name={name}]").input_value() for name in ("als", "dan"))  # type: ignore[return-value]


def press(page: Page) -> None:
    page.locator(f"main .item {SUBMIT}").click()


def test_without_network_and_by_itself_again(noor: Page, live: Live) -> None:
    open_page(noor, PLAN)
    before = stored(live)
    write_plan(noor)
    noor.context.set_offline(True)
    press(noor)
    expect(noor.get_by_text(GONE).first).to_be_visible()
    expect(noor.get_by_role("alert")).to_have_text(GONE)
    assert plan_on(noor) == TYPED
    assert stored(live) == before
    noor.context.set_offline(False)
    expect(noor.get_by_role("heading", name="Uw antwoord is bewaard")).to_be_visible()
    assert noor.get_by_text(GONE).count() == 0
    assert stored(live) == before + 1


@pytest.mark.parametrize("status", [0, 502, 503])
def test_it_waits_longer_each_time_with_the_same_token(noor: Page, live: Live, status: int) -> None:
    noor.clock.install()
    open_page(noor, PLAN)
    before = stored(live)
    write_plan(noor)
    noor.clock.pause_at(clock.now() + timedelta(hours=1))  # a slow machine passes no time
    with away(noor, status) as tried:
        press(noor)
        expect(noor.get_by_text(GONE).first).to_be_visible()
        assert len(tried) == 1
        for pause in (1000, 2000, 4000):
            noor.clock.run_for(pause - 200)
            seen = len(tried)
            with noor.expect_request(lambda request: request.method == "POST"):
                noor.clock.run_for(300)
            noor.wait_for_timeout(100)
            assert len(tried) == seen + 1
        assert len({one.partition("inzending=")[2][:60] for one in tried}) == 1
    noor.get_by_role("button", name="Probeer het nu").click()
    expect(noor.get_by_role("heading", name="Uw antwoord is bewaard")).to_be_visible()
    assert stored(live) == before + 1


def test_an_answer_that_arrived_without_a_reply_is_one_answer(noor: Page, live: Live) -> None:
    open_page(noor, PLAN)
    before = stored(live)
    write_plan(noor)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch()
            return route.abort()
        return route.continue_()

    noor.route("**/*", lose)
    press(noor)
    expect(noor.get_by_role("heading", name="Uw antwoord is bewaard")).to_be_visible()
    assert lost
    assert stored(live) == before + 1


def test_a_slow_answer_and_a_double_press(noor: Page, live: Live) -> None:
    open_page(noor, PLAN)
    before = stored(live)
    write_plan(noor)
    sent: list[str] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
            held.append(route)
        else:
            route.continue_()

    noor.route("**/*", hold)
    press(noor)
    press(noor)
    noor.locator("[name=dan]").press("Control+Enter")
    noor.wait_for_timeout(300)
    assert len(sent) == 1
    held[0].continue_()
    expect(noor.get_by_role("heading", name="Uw antwoord is bewaard")).to_be_visible()
    assert stored(live) == before + 1


def test_an_error_of_ours_is_called_so(noor: Page) -> None:
    open_page(noor, PLAN)
    write_plan(noor)
    with away(noor, 500):
        press(noor)
        mine = noor.get_by_text("Er ging iets mis bij ons. Uw antwoord staat er nog.").first
        expect(mine).to_be_visible()
        assert plan_on(noor) == TYPED


def test_leaving_warns_and_a_reload_brings_it_back(noor: Page, live: Live) -> None:
    open_page(noor, PLAN)
    before = stored(live)
    write_plan(noor)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    with away(noor):
        press(noor)
        expect(noor.get_by_text(GONE).first).to_be_visible()
        noor.once("dialog", stay)
        noor.locator(".main-nav__link").first.click()
        noor.wait_for_timeout(300)
        assert asked == ["beforeunload"]
        assert noor.url.endswith(PLAN)
        noor.once("dialog", lambda dialog: dialog.accept())
        noor.reload()
        expect(noor.get_by_text(GONE).first).to_be_visible()
        assert plan_on(noor) == TYPED
        assert stored(live) == before
        noor.once("dialog", lambda dialog: dialog.accept())
    noor.reload()
    expect(noor.get_by_role("heading", name="Uw antwoord is bewaard")).to_be_visible()
    assert stored(live) == before + 1
    assert noor.evaluate("() => sessionStorage.length") == 0


def test_what_was_left_on_another_page_is_sent(noor: Page, live: Live) -> None:
    open_page(noor, PLAN)
    before = stored(live)
    write_plan(noor)
    with away(noor):
        press(noor)
        expect(noor.get_by_text(GONE).first).to_be_visible()
        noor.once("dialog", lambda dialog: dialog.accept())
        noor.goto("/leren")
        expect(noor.get_by_role("link", name="Ga terug naar die pagina")).to_be_visible()
    noor.goto("/hulp")
    noor.wait_for_function("() => sessionStorage.length === 0")
    assert stored(live) == before + 1


def test_another_person_finds_nothing(noor: Page, live: Live) -> None:
    open_page(noor, PLAN)
    before = stored(live)
    write_plan(noor)
    with away(noor):
        press(noor)
        expect(noor.get_by_text(GONE).first).to_be_visible()
    noor.once("dialog", lambda dialog: dialog.accept())
    noor.goto("about:blank")
    walking.enter(noor, live, "mirjam")
    noor.goto(PLAN)
    noor.wait_for_function("() => sessionStorage.length === 0")
    assert TYPED[0] not in noor.content()
    assert TYPED[0] not in plan_on(noor)
    assert stored(live) == before
    walking.enter(noor, live, "noor")
    noor.goto(PLAN)
    noor.wait_for_load_state("networkidle")
    assert TYPED[0] not in plan_on(noor)


def test_signing_out_takes_it_away(noor: Page, live: Live) -> None:
    open_page(noor, PLAN)
    write_plan(noor)
    with away(noor):
        press(noor)
        expect(noor.get_by_text(GONE).first).to_be_visible()
    noor.evaluate("() => { window.onbeforeunload = null }")
    noor.on("dialog", lambda dialog: dialog.accept())
    with noor.expect_navigation():
        noor.get_by_role("button", name="Uitloggen").click()
    noor.wait_for_function("() => sessionStorage.length === 0")


def test_signed_out_meanwhile_signs_in_and_sends(noor: Page, live: Live) -> None:
    """The session ended while there was no network: the sign-in page holds what was typed."""
    open_page(noor, PLAN)
    write_plan(noor)
    before = stored(live)
    noor.context.clear_cookies()
    press(noor)
    expect(noor.get_by_text("uw antwoord is bewaard")).to_be_visible()
    noor.locator("input[name=email]").fill("noor@demo.example")
    noor.locator("input[name=password]").fill(live.password)
    noor.locator("input[name=password]").press("Enter")
    noor.get_by_role("button", name="Verstuur mijn antwoord").click()
    expect(noor.get_by_text("Uw antwoord is bewaard").first).to_be_visible()
    assert stored(live) == before + 1


@pytest.mark.parametrize("slug", [slug for slug in PROOF_ITEMS if "dilemma" not in slug])
def test_an_item_of_every_kind(noor: Page, live: Live, slug: str) -> None:
    """What was chosen still stands there, comes back after a reload, and arrives once."""
    publish_proof(live)
    open_page(noor, f"/leren/{PROOF}/een/{slug}")
    item = PROOF_ITEMS[slug]
    root, hand = "main .item", Pointer(noor)
    if not kind_of(item).stepwise:
        hand.fill(root, kind_of(item).examples(item).right)
    else:
        hand.first_of_everything(root)
    given = fields_of(noor)
    button = noor.locator(f"{root} button[type=submit]:not([name=move])").first
    before = stored(live)
    with away(noor) as tried:
        button.click()
        expect(noor.get_by_text(GONE).first).to_be_visible()
        assert fields_of(noor) == given
        noor.once("dialog", lambda dialog: dialog.accept())
        noor.reload()
        expect(noor.get_by_text(GONE).first).to_be_visible()
        assert fields_of(noor) == given
        assert len(set(tried)) == 1
    noor.get_by_role("button", name="Probeer het nu").click()
    noor.wait_for_function("() => sessionStorage.length === 0")
    assert stored(live) == before + 1


def fields_of(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(
        "() => [...new FormData(document.querySelector('main .item form'))]"
    )
    return found


def test_a_story_and_a_test(noor: Page, live: Live) -> None:
    open_page(noor, STORY)
    choice = noor.locator("button[name=kies]").first
    words = choice.inner_text()
    with away(noor):
        choice.click()
        expect(noor.get_by_text(GONE).first).to_be_visible()
        expect(noor.get_by_text(f"U koos: {words}")).to_be_visible()
    with noor.expect_navigation():
        noor.get_by_role("button", name="Probeer het nu").click()
    expect(
        noor.get_by_role("button", name="Probeer hier iets anders")
        .or_(noor.locator("button[name=kies]"))
        .first
    ).to_be_visible()

    open_page(noor, TEST)
    with noor.expect_navigation():
        noor.locator(f"main {SUBMIT}").first.click()
    noor.evaluate(READY)
    hand, answers = Pointer(noor), stored(live, Answer)
    hand.first_of_everything("main .item", apart=True)
    given = fields_of(noor)
    with away(noor):
        noor.locator(f"main .item {SUBMIT}").click()
        expect(noor.get_by_text(GONE).first).to_be_visible()
        assert fields_of(noor) == given
    with noor.expect_navigation():
        noor.get_by_role("button", name="Probeer het nu").click()
    assert stored(live, Answer) == answers + 1


def test_a_vote(screen: Page, live: Live, new_page: Callable[..., Page], watch: Watch) -> None:  # noqa: F811
    phone = new_page(viewport={"width": 360, "height": 740})
    walking.enter(phone, live, "noor")
    come_in(phone, code_on(screen))
    screen.get_by_role("button", name="Start de eerste stemming").click()
    phone.locator("label.option").first.click()
    phone.evaluate(READY)
    phone.context.set_offline(True)
    phone.locator(f"main .item {SUBMIT}").click()
    expect(phone.get_by_text(GONE).first).to_be_visible()
    assert stored(live, StudyVote) == 0
    phone.context.set_offline(False)
    expect(phone.get_by_text("Uw stem is geteld").first).to_be_visible()
    assert stored(live, StudyVote) == 1
    watch.complaints[:] = [line for line in watch.complaints if "net::ERR_" not in line]


def test_an_old_browser_sends_it_itself(noor: Page, live: Live) -> None:
    """Without `requestSubmit` and `submitter` the first press is an ordinary one."""
    noor.add_init_script(OLD_SAFARI)
    open_page(noor, PLAN)
    before = stored(live)
    write_plan(noor)
    sent: list[str] = []
    noor.on("request", lambda one: sent.append(one.resource_type) if one.method == "POST" else None)
    with noor.expect_navigation():
        press(noor)
    assert sent == ["document"]
    assert stored(live) == before + 1


CONDUCT = "/school/demo-baken/gedragscode/nieuw"
CLAUSE = "Wij plaatsen geen foto van een leerling zonder toestemming, ook niet in een appgroep."


def test_a_long_text_of_a_school(page: Page, live: Live, watch: Watch) -> None:
    """What a manager writes stays too; what is wrong with it is said under the same address."""
    walking.enter(page, live, "mirjam")
    open_page(page, CONDUCT)
    clause = page.locator("main textarea").first
    clause.fill(CLAUSE)
    with away(page):
        page.locator(f"main {SUBMIT}").click()
        expect(
            page.get_by_text("Geen verbinding. Wat u invulde, staat er nog.").first
        ).to_be_visible()
        assert clause.input_value() == CLAUSE
    page.get_by_role("button", name="Probeer het nu").click()
    expect(page.locator(".error-summary")).to_be_visible()  # a name is missing
    assert clause.input_value() == CLAUSE
    page.locator("[name=naam]").fill("Gedragscode van de proef")
    page.locator("[name=ingang]").fill("2027-01-01")
    page.locator("[name=wijziging]").first.check()
    page.locator("[name=vraagt]").first.check()
    page.evaluate(READY)
    with page.expect_navigation():
        page.locator(f"main {SUBMIT}").click()
    expect(page.get_by_role("status").get_by_text("bewaard").first).to_be_visible()
    watch.complaints[:] = [line for line in watch.complaints if "net::ERR_" not in line]


def test_back_leads_to_the_form(page: Page, live: Live) -> None:
    """A page that came back has the address of the form; back and reload both give the form."""
    walking.enter(page, live, "mirjam")
    open_page(page, CONDUCT)
    page.locator(f"main {SUBMIT}").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.go_back()
    expect(page.locator(".error-summary")).to_have_count(0)
    assert page.url.endswith(CONDUCT)


def test_a_password_is_never_kept(page: Page, live: Live, watch: Watch) -> None:
    walking.enter(page, live, "noor")
    open_page(page, "/account")
    page.locator("[name=old_password]").fill("een-geheim-dat-nergens-staat")
    with page.expect_navigation():
        page.locator("form[action='/account/wachtwoord'] button[type=submit]").click()
    assert page.evaluate("() => sessionStorage.length") == 0
