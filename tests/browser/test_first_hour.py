"""From an empty installation to the first mail about a course, and to a learner of an imported list
who opens the first lesson, with nothing but the first command and presses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from course import clock
from course.config import Mode
from course.domain.duties.calendars import Region, calendar_of
from course.models import Mail, db
from course.store import transaction
from course.store.messages import jobs
from course.work import registry
from course.work.loop import Worker
from tests.browser.conftest import STEP_MS, Live, Watch, running
from tests.databases import Database

MOST_PRESSES = 40
LIST = "naam;e-mail;team;functie\nEva Trainer;eva@boom.example;Staf;ondersteunend\n"
LEARNERS = "Lot Leerkracht;lot@boom.example;Groep 7;onderwijzend\n"


class Presses:
    """Somebody at a screen, whose presses are counted. What is typed counts as one for its field."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def fill(self, name: str, value: str) -> None:
        """A text in a field."""
        self.count += 1
        self.page.locator(f"main [name={name}]").first.fill(value)

    def pick(self, name: str, label: str) -> None:
        """A line of a select."""
        self.count += 1
        self.page.locator(f"main select[name={name}]").first.select_option(label=label)

    def choose(self, label: str) -> None:
        """A radio or a box, by its words."""
        self.count += 1
        self.page.locator("main label.option", has_text=label).first.locator("input").check()

    def open(self, words: str) -> None:
        """What is folded."""
        self.count += 1
        self.page.locator("main summary", has_text=words).first.click()

    def press(self, words: str) -> None:
        """A button or a link, and the next page."""
        self.count += 1
        named = self.page.locator(":is(main, nav) :is(a, button)", has_text=words).first
        with self.page.expect_navigation():
            named.click()


@pytest.fixture
def empty(database: Database, tmp_path: Path) -> Iterator[Live]:
    """A server on a database in which nothing but the courses was put."""
    with running(database, tmp_path, Mode.TEST) as live:
        assert _command(live, "content", "publish").startswith("sociale-media")
        yield live


def _command(live: Live, *words: str) -> str:
    done = live.app.test_cli_runner().invoke(args=[*words])
    assert done.exit_code == 0, done.output
    return done.output


def _link_for(live: Live, address: str) -> str:
    """The newest link that was mailed there."""
    with live.app.app_context():
        query = select(Mail.body).where(
            Mail.recipient == address, Mail.body.contains("/inloggen/link/")
        )
        query = query.order_by(Mail.id.desc())
        body = db.session.scalars(query).first() or ""
    found = re.search(r"https?://\S+/inloggen/link/\S+", body)
    assert found is not None, f"no link in {body!r}"
    return found[0]


@pytest.fixture
def somebody(browser: Browser, watch: Watch) -> Iterator[Presses]:
    """One browser for all of them, after each other; what they press is counted together."""
    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    context.set_default_timeout(STEP_MS)
    watch.follow(context)
    yield Presses(context.new_page())
    context.close()


@pytest.mark.empty  # it is about the first hour
def test_the_first_hour(
    empty: Live, somebody: Presses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _command(empty, "admin", "create", "jan@its.example", "--name", "Jan Beheer")
    link = re.search(r"http\S+", made)
    assert link is not None
    people = tmp_path / "mensen.csv"
    people.write_text(LIST + LEARNERS, "utf-8")
    begin(somebody, link[0], empty)
    open_school(somebody)
    bring_in(somebody, people)
    make_trainer(somebody)
    somebody.page.context.clear_cookies()
    give_course(somebody, _link_for(empty, "eva@boom.example"))
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", next_school_day)
        patch.setattr(registry, "daily", list)  # nothing else that the day asks for
        work_once(empty)
    first_mail(somebody)
    somebody.page.context.clear_cookies()
    open_lesson(somebody, _link_for(empty, "lot@boom.example"))
    assert somebody.count < MOST_PRESSES


def begin(jan: Presses, link: str, live: Live) -> None:
    jan.page.goto(link)
    jan.press("Log mij in")
    jan.page.goto(f"{live.address}/beheer")


def open_school(jan: Presses) -> None:
    jan.press("Scholen")
    jan.press("Voeg een school toe")
    jan.fill("naam", "De Boom")
    jan.fill("code", "de-boom")
    jan.choose("Een nieuw bestuur")
    jan.fill("bestuur_naam", "Stichting Bos")
    jan.fill("bestuur_code", "bos")
    jan.choose("Primair onderwijs")
    jan.choose("Midden")
    jan.press("Voeg deze school toe")


def bring_in(jan: Presses, people: Path) -> None:
    jan.press("Importeer de lijst")
    jan.page.set_input_files("input[type=file]", people)
    jan.press("Bekijk wat er verandert")
    jan.choose("Stuur 2 uitnodigingen per mail")
    jan.press("Voeg deze 2 mensen toe")


def make_trainer(jan: Presses) -> None:
    jan.press("Eva Trainer")
    jan.open("Geef een rol")
    jan.choose("Trainer")
    jan.pick("waar", "De Boom")
    jan.press("Bekijk wat deze rol geeft")
    jan.press("Geef deze rol")


def give_course(eva: Presses, link: str) -> None:
    eva.page.goto(link)
    eva.press("Log mij in")
    eva.press("Toewijzen")
    eva.press("Wijs een cursus toe")
    eva.page.locator("select[name=cursus]").select_option(index=1)
    eva.count += 1
    eva.choose("De hele school")
    eva.fill("datum", "31-12-2030")
    eva.press("Bekijk wie de cursus krijgt")
    eva.press("Wijs toe aan 2 medewerkers")


def next_school_day() -> datetime:
    """At eleven on the next day on which mail may go out anywhere."""
    calendar, day = calendar_of(Region), datetime.now(clock.AMSTERDAM).date() + timedelta(days=1)
    while calendar.is_quiet(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(11), clock.AMSTERDAM).astimezone(clock.UTC)


def work_once(live: Live) -> None:
    """What a worker does when it is time for mail."""
    with live.app.app_context():
        jobs.queue("reminders", {}, clock.now())
        transaction.commit()
    worker = Worker(live.app)
    while worker.turn(worker.work):
        pass


def first_mail(eva: Presses) -> None:
    eva.press("Toewijzen")
    eva.press("Mail")
    eva.press("Wat er verstuurd is")
    line = eva.page.locator("main tbody tr", has_text="Lot Leerkracht").inner_text()
    assert "Herinnering, wacht" in line


def open_lesson(lot: Presses, link: str) -> None:
    lot.page.goto(link)
    lot.press("Log mij in")
    lot.press("Begin")
    assert "/leren/sociale-media" in lot.page.url
    assert lot.page.locator("main h1").inner_text()
