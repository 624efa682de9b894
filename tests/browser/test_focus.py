"""Where focus goes and what is spoken, when somebody answers, makes a mistake, or signs in; all by
keyboard.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walking
from tests.browser.conftest import Live
from tests.browser.screens.training import ASSIGN
from tests.browser.screens.visiting import PAGE
from tests.browser.walkers import LISTEN, READY, SUBMIT, Keyboard

ROLES = {"noor": "/leren", "mirjam": "/rapport", "tarik": "/trainen", "beheer": "/beheer"}
FORM = "form:has(.field)"
FORMS = {"/account": "form[action='/account/wachtwoord']"}  # where the first form is not the one


def spoken(page: Page) -> list[str]:
    page.wait_for_function("() => window.spoken.length")
    found: list[str] = page.evaluate("() => window.spoken")
    return found


@pytest.mark.parametrize("name", ROLES)
def test_signing_in_and_out_by_keyboard(page: Page, live: Live, name: str) -> None:
    keyboard = Keyboard(page)
    page.goto("/")
    keyboard.write("#email", f"{name}@demo.example")
    keyboard.write("#password", live.password)
    with page.expect_navigation():
        keyboard.key("Enter")
    assert page.url.partition("?")[0] == live.address + ROLES[name]
    keyboard.press("form[action='/uitloggen'] button")
    page.goto(ROLES[name])
    assert page.url.startswith(f"{live.address}/inloggen"), "signed out"


def test_a_password_is_shown_by_keyboard(page: Page, live: Live) -> None:
    page.goto("/inloggen")
    page.evaluate(READY)
    keyboard = Keyboard(page)
    keyboard.write("#password", "geheim")
    keyboard.go_to(".password__show")
    keyboard.key("Space")
    assert page.locator("#password").get_attribute("type") == "text"
    assert keyboard.look(".password__show[aria-pressed=true]")["wanted"]


@pytest.mark.parametrize("right", [True, False])
def test_an_answer_moves_focus_to_what_is_told_and_speaks_once(
    page: Page, live: Live, right: bool
) -> None:
    walking.forget_module(live, "noor", "delen")
    walking.enter(page, live, "noor")
    page.goto(PAGE)
    item = walking.lesson_at(live, PAGE).items[0]
    examples = walking.kind_of(item).examples(item)
    keyboard, root = Keyboard(page), walking.root_of(item)
    page.evaluate(LISTEN)
    keyboard.fill(root, examples.right if right else examples.wrong or {})
    keyboard.press(f"{root} {SUBMIT}")
    assert page.evaluate("() => document.activeElement.matches('.feedback__verdict')")
    expected = "Dat klopt." if right else "Nog niet. U kunt het nog een keer proberen."
    assert spoken(page) == [expected]
    assert page.locator("[role=status][data-live]").count() == 1


def test_an_empty_answer_moves_focus_to_what_is_missing(page: Page, live: Live) -> None:
    walking.forget_module(live, "noor", "delen")
    walking.enter(page, live, "noor")
    page.goto(PAGE)
    page.evaluate(LISTEN)
    Keyboard(page).press(f"main .item {SUBMIT}")
    assert page.evaluate("() => document.activeElement.matches('.field__error')")
    assert spoken(page) == ["Kies eerst een antwoord."]
    assert (
        page.title().startswith("Fout: ") or page.locator(".field__error .visually-hidden").count()
    )


@pytest.mark.parametrize(
    ("person", "address"),
    [
        ("", "/inloggen"),
        ("", "/inloggen/link"),
        ("noor", "/account"),
        ("tarik", ASSIGN),
        ("beheer", "/beheer/importeren"),
    ],
)
def test_mistakes_are_summed_up_and_lead_to_the_field(
    page: Page, live: Live, person: str, address: str
) -> None:
    if person:
        walking.enter(page, live, person)
    page.goto(address)
    keyboard = Keyboard(page)
    keyboard.press(f"main {FORMS.get(address, FORM)} button[type=submit]")
    assert page.evaluate("() => document.activeElement.matches('.error-summary')")
    assert page.title().startswith("Fout: ")
    link = page.locator(".error-summary a").first
    wanted = (link.get_attribute("href") or "").removeprefix("#")
    keyboard.key("Tab")
    keyboard.look(".error-summary a")
    keyboard.key("Enter")
    field = page.evaluate(
        "() => ({id: document.activeElement.id, bad: document.activeElement.ariaInvalid})"
    )
    assert field == {"id": wanted, "bad": "true"}
    described = page.locator(f"#{wanted}").evaluate(
        "node => ((node.getAttribute('aria-describedby') ?? "
        "node.closest('fieldset').getAttribute('aria-describedby'))"
        " ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ')"
    )
    assert link.inner_text() in described


def test_typed_words_come_back_after_a_mistake(
    page: Page, live: Live, new_page: Callable[..., Page]
) -> None:
    walking.enter(page, live, "noor")
    page.goto("/leren/sociale-media/delen/als-dan")
    keyboard = Keyboard(page)
    keyboard.write('main [name="als"]', "iemand iets vraagt")
    keyboard.press(f"main .item {SUBMIT}")
    assert page.locator('main [name="als"]').input_value() == "iemand iets vraagt"


def test_a_key_for_the_search_box_that_can_be_switched_off(
    page: Page, sign_in: Callable[[Page, str], None]
) -> None:
    """WCAG 2.1.4: "/" acts only outside fields, and somebody can do without it."""
    sign_in(page, "beheer")
    page.goto("/beheer")
    box, other = page.locator("#zoek"), page.locator("#school")
    expect(page.get_by_text("Druk op / om hier te zoeken")).to_be_visible()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.press("/")
    expect(box).to_have_value("/")
    other.focus()
    page.keyboard.press("/")
    expect(other).to_be_focused()
    page.get_by_role("button", name="Sneltoets / uit").click()
    page.reload()
    expect(page.get_by_role("button", name="Sneltoets / aan")).to_be_visible()
    page.keyboard.press("/")
    expect(box).not_to_be_focused()
