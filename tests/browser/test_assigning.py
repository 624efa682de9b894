"""A trainer gives a course and takes it back, by keyboard; the manager's report and its file
follow.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from course.web.page.formats import short_date
from tests.browser import walking
from tests.browser.conftest import Live
from tests.browser.screens.proof_course import PROOF, publish_proof
from tests.browser.walkers import READY, SUBMIT, Keyboard, Pointer

SCHOOL = "demo-baken"
REPORT = f"/rapport/scholen/{SCHOOL}?cursus={PROOF}"
TEAM, IN_TEAM = "Talen", 10
NOBODY = "Niemand past bij dit filter."


@pytest.fixture
def manager(live: Live, new_page: Callable[..., Page]) -> Page:
    """The browser of who reads the report; the course is new, so that nobody has it yet."""
    publish_proof(live)
    page = new_page()
    walking.enter(page, live, "mirjam")
    return page


def listed(manager: Page) -> list[str]:
    """The names in the report as it is now."""
    manager.goto(REPORT)
    return manager.locator("main .report-table").first.locator("tbody th").all_inner_texts()


def assign(trainer: Keyboard, target: str, mail: str = "") -> None:
    """Through the form and the page that asks whether it is right."""
    page = trainer.page
    page.goto(f"/trainen/toewijzen?school={SCHOOL}")
    trainer.pick("#cursus", PROOF)
    option = page.locator("label.option", has_text=target).locator("input")
    trainer.choose('[name="doel"]', option.get_attribute("value") or "")
    if mail:
        trainer.write("#mail", mail)
    trainer.write("#datum", "31-12-2030")
    trainer.press(f"main {SUBMIT}")
    assert "Krijg" in page.locator("h1").inner_text()
    trainer.press(f"main {SUBMIT}")
    assert "De cursus is toegewezen." in page.locator(".flash").inner_text()


def withdraw(trainer: Keyboard) -> None:
    """Asked in a dialog; the first time the trainer thinks better of it."""
    page, ask = trainer.page, "main a[data-enhance=dialog]"
    page.evaluate(READY)
    for key in ("Escape", "Tab"):
        trainer.go_to(ask)
        trainer.key("Enter")
        page.get_by_role("dialog").wait_for()
        assert page.evaluate("() => document.activeElement.matches('dialog h2')"), (
            "focus is on the question"
        )
        if key == "Escape":
            trainer.key(key)
            assert not page.get_by_role("dialog").count()
            assert trainer.look(ask)["wanted"], "focus went back to the link"
    trainer.press("dialog button[type=submit]")
    assert "De opdracht is ingetrokken." in page.locator(".flash").inner_text()


def test_a_team_and_a_person_get_a_course_and_lose_it(
    page: Page, live: Live, manager: Page
) -> None:
    walking.enter(page, live, "tarik")
    trainer = Keyboard(page)
    before = listed(manager)
    assign(trainer, f"Team {TEAM}")
    team = listed(manager)
    assert len(team) == len(before) + IN_TEAM
    assert "0%" in manager.locator(".figures").inner_text()
    withdraw(trainer)
    assert listed(manager) == before
    assign(trainer, "Eén medewerker", "mirjam@demo.example")
    (only,) = [name for name in listed(manager) if name not in before]
    assert only.startswith("Mirjam ")


def test_without_script_withdrawing_asks_on_a_page(
    no_script_page: Page, live: Live, manager: Page
) -> None:
    page = no_script_page
    walking.enter(page, live, "tarik")
    before = listed(manager)
    trainer = Pointer(page, script=False)
    page.goto(f"/trainen/toewijzen?school={SCHOOL}")
    trainer.pick("#cursus", PROOF)
    page.locator("label.option", has_text=f"Team {TEAM}").locator("input").check()
    trainer.write("#datum", "31-12-2030")
    trainer.press(f"main {SUBMIT}")
    trainer.press(f"main {SUBMIT}")
    assert len(listed(manager)) == len(before) + IN_TEAM
    trainer.press("main a[data-enhance=dialog]")
    assert "Bewaar" not in page.locator("h1").inner_text()
    trainer.press("main button.button--danger")
    assert listed(manager) == before


@pytest.mark.parametrize("query", ["", "status=klaar", "sorteer=datum&richting=af", "team"])
def test_the_file_holds_the_rows_on_the_screen(page: Page, live: Live, query: str) -> None:
    walking.enter(page, live, "mirjam")
    page.goto(f"/rapport/scholen/{SCHOOL}")
    if query == "team":
        query = f"team={page.locator('#team option').nth(1).get_attribute('value')}"
    page.goto(f"/rapport/scholen/{SCHOOL}?{query}")
    shown = rows_on(page)
    while (further := page.locator(".pagination a[rel=next]")).count():
        page.goto(further.get_attribute("href") or "")
        shown += rows_on(page)
    assert len(shown) > 1
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download als CSV").click()
    assert SCHOOL in waiting.value.suggested_filename
    text = Path(waiting.value.path()).read_bytes().decode()
    assert text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert header[:3] == ["Naam", "Team", "Status"]
    assert [as_on_screen(dict(zip(header, row, strict=True))) for row in rows] == shown


def rows_on(page: Page) -> list[dict[str, str]]:
    """The rows of the screen, by the names of their columns."""
    table = page.locator("main .report-table").first  # the line of weeks has one too
    names = table.locator("thead th").all_inner_texts()
    return [
        dict(zip(names, row.locator("th, td").all_inner_texts(), strict=True))
        for row in table.locator("tbody tr").all()
    ]


def as_on_screen(row: dict[str, str]) -> dict[str, str]:
    """A row of the file in the words of the page."""
    done, total = row["Lessen klaar"], row["Lessen in totaal"]
    return {
        "Naam": row["Naam"],
        "Team": row["Team"] or "–",
        "Status": row["Status"],
        "Uiterste datum": day(row["Uiterste datum"]),
        "Lessen": f"{done} van {total}" if total else "–",
        "Klaar op": day(row["Klaar op"]),
        "Geldig tot en met": day(row["Geldig tot en met"]),
    }


def day(text: str) -> str:
    return short_date(date.fromisoformat(text)) if text else "–"
