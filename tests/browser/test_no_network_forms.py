"""Forms other than answers, without a network: what was typed stays, comes back after a reload, and
nobody else finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from course import clock
from course.domain.people.conduct_signing import Asks, ConductChange
from course.models import School, db
from course.store import transaction
from course.store.people import conduct
from course.store.people.conduct import NewVersion
from tests.browser import walking
from tests.browser.conftest import Live, Watch
from tests.browser.test_no_network import away, open_page
from tests.browser.walkers import READY, Pointer

GONE = "Geen verbinding. Wat u invulde, staat er nog."
TEXT = "Een zin die niemand kwijt wil"


class Form(NamedTuple):
    """Where somebody types, in which field, and who."""

    person: str
    address: str
    field: str
    text: str = TEXT


FORMS = (
    Form("noor", "/hulp/vraag", "tekst"),
    Form("noor", "/account", "naam", "Noor van den Nieuwe"),
    Form("tarik", "/trainen/toewijzen/breed", "namen"),
    Form("tarik", "/trainen/bijeenkomsten", "titel"),
    Form("mirjam", "/school/demo-baken", "naam_ict_dienst"),
    Form("mirjam", "/school/demo-baken/kalender", "naam"),
    Form("mirjam", "/school/demo-baken/gedragscode/nieuw", "naam"),
    Form("beheer", "/beheer/mensen/nieuw", "achternaam"),
    Form("beheer", "/beheer/scholen/nieuw", "naam"),
)


@pytest.fixture
def quiet(page: Page, watch: Watch) -> Iterator[Page]:
    """What the browser says of a network that is away is no fault."""
    yield page
    page.context.unroute_all()
    watch.complaints[:] = [line for line in watch.complaints if "net::ERR_" not in line]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.address)
def test_what_was_typed_stays(quiet: Page, live: Live, form: Form) -> None:
    walking.enter(quiet, live, form.person)
    open_page(quiet, form.address)
    field = quiet.locator(f"main form[method=post] [name={form.field}]").first
    field.fill(form.text)
    with away(quiet):
        field.locator("xpath=ancestor::form").locator("button[type=submit]").last.click()
        expect(quiet.get_by_text(GONE).first).to_be_visible()
        assert field.input_value() == form.text
        quiet.once("dialog", lambda dialog: dialog.accept())
        quiet.reload()
        expect(field).to_have_value(form.text)
        quiet.once("dialog", lambda dialog: dialog.accept())
        quiet.goto("about:blank")
    walking.enter(quiet, live, "mirjam" if form.person == "noor" else "noor")
    quiet.goto("/hulp")
    quiet.wait_for_function("() => sessionStorage.length === 0")
    assert form.text not in quiet.content()


def test_a_code_of_conduct_that_asks_a_password(quiet: Page, live: Live) -> None:
    """The answer comes back; the password is never kept, and nothing goes without it."""
    walking.enter(quiet, live, "noor")
    with live.app.app_context():
        school = db.session.scalars(select(School).where(School.code == "demo-baken")).one()
        last = conduct.in_force(school.id, clock.today())
        named = "Gedragscode met wachtwoord", clock.today(), None, ""
        asked = {"asks": Asks.PASSWORD, "change": ConductChange.MEANING}
        draft = NewVersion(school.id, None, *named, last.clauses, "met-wachtwoord", **asked)
        conduct.adopt(draft, walking.person_id("mirjam"), clock.now())
        transaction.commit()
    open_page(quiet, "/gedragscode/ondertekenen/demo-baken")
    quiet.locator("main [name=antwoord]").last.check()
    given = quiet.locator("main [name=antwoord]:checked").input_value()
    secret = quiet.locator("main [name=wachtwoord]")
    secret.fill(live.password)
    with away(quiet) as tried:
        quiet.locator("main form[method=post] button[type=submit]").last.click()
        expect(quiet.get_by_text(GONE).first).to_be_visible()
        assert (secret.input_value(), len(tried)) == (live.password, 1)
        assert live.password not in quiet.evaluate("() => sessionStorage.onverzonden")
        quiet.once("dialog", lambda dialog: dialog.accept())
        quiet.reload()
        expect(quiet.locator("main [name=antwoord]:checked")).to_have_value(given)
        assert secret.input_value() == ""
        quiet.wait_for_timeout(500)
        sent = len(tried)
    secret.fill(live.password)
    quiet.evaluate(READY)
    quiet.locator("main form[method=post] button[type=submit]").last.click()
    quiet.wait_for_function("() => !location.pathname.includes('ondertekenen')")
    assert sent == 1, "nothing goes without the password"
    assert quiet.evaluate("() => sessionStorage.length") == 0


def test_a_refresher_of_who_is_not_signed_in(quiet: Page, live: Live) -> None:
    """It comes back under its own link, and under no other address."""
    walking.enter(quiet, live, "mirjam")
    quiet.goto("/leren")
    quiet.get_by_role("button", name="Doe de opfrisser").or_(
        quiet.get_by_role("link", name="Doe de opfrisser")
    ).first.click()
    quiet.wait_for_url("**/opfrissen/**")
    link = quiet.url
    quiet.evaluate(READY)
    quiet.context.clear_cookies()
    quiet.reload()
    quiet.evaluate(READY)
    Pointer(quiet).first_of_everything("main .item")
    with away(quiet):
        quiet.locator("main .item button[type=submit]").first.click()
        expect(
            quiet.get_by_text("Geen verbinding. Uw antwoord staat er nog.").first
        ).to_be_visible()
        quiet.once("dialog", lambda dialog: dialog.accept())
        quiet.goto("/hulp")
        quiet.wait_for_timeout(300)
        expect(quiet.get_by_role("link", name="Ga terug naar die pagina")).to_have_count(0)
    quiet.goto(link)
    quiet.wait_for_function("() => sessionStorage.length === 0")
    expect(quiet.locator("#gezegd")).to_be_visible()
