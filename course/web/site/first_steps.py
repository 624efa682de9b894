"""Eerste stappen: what is done and what is next, for who just got a role. It goes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.people.roles import Actor, Permission
from course.store import transaction
from course.store.people import first_steps
from course.store.people.first_steps import Begun
from course.web.http.access import allow, current_person
from course.web.page.formats import counted
from course.web.page.parts import Task
from course.web.site.blueprint import bp

LASTS = timedelta(days=90)  # since the first day of a role
DONE, TO_DO = "Klaar", "Nog te doen"


@dataclass(frozen=True)
class StepGroup:
    """The steps of one role."""

    title: str
    tasks: tuple[Task, ...]

    @property
    def left(self) -> int:
        """How many are still to be done."""
        return sum(task.status == TO_DO for task in self.tasks)


@dataclass(frozen=True)
class FirstStepsPage:
    """What is done and what is next; until when it stands here."""

    groups: tuple[StepGroup, ...]
    until: date
    left: int
    asks_report: bool  # a report is there, and was not opened from here


@bp.get("/eerste-stappen")
@allow(Permission.LEARN)
def show_first_steps() -> str:
    """The list of who has a role for less than ninety days."""
    actor, today = current_person(), clock.today()
    since = first_steps.has_role_since(actor.id, today)
    if since is None or today >= since + LASTS:
        abort(404)
    groups = tuple(_groups(actor, today))
    left = sum(group.left for group in groups)
    page = FirstStepsPage(
        groups=groups,
        until=since + LASTS,
        left=left,
        asks_report=actor.may(Permission.SCHOOL_REPORT) and not first_steps.saw_report(actor.id),
    )
    return render_template("site/first_steps.html", page=page)


@bp.post("/eerste-stappen/rapport")
@allow(Permission.SCHOOL_REPORT)
def open_first_report() -> Response:
    """The report, and the step is done."""
    transaction.begin(may_write=True)
    first_steps.see_report(current_person().id, clock.now())
    transaction.commit()
    return redirect(url_for("report.show_schools"), 303)


def has_steps(actor: Actor, today: date) -> bool:
    """Whether somebody's list is there, and not finished."""
    if not any(map(actor.may, (Permission.PEOPLE, Permission.SCHOOL_REPORT))):
        return False
    since = first_steps.has_role_since(actor.id, today)
    if since is None or today >= since + LASTS:
        return False
    return any(group.left for group in _groups(actor, today))


def _groups(actor: Actor, today: date) -> Iterator[StepGroup]:
    if actor.may(Permission.PEOPLE):
        found = first_steps.begun(actor, Permission.PEOPLE, today)
        yield StepGroup("Als beheerder", tuple(_of_administrator(actor, found, today)))
    if actor.may(Permission.ASSIGN):
        found = first_steps.begun(actor, Permission.ASSIGN, today)
        yield StepGroup("Als trainer", tuple(_of_trainer(actor, found)))
    if actor.may(Permission.SCHOOL_REPORT) and actor.may(Permission.SCHOOL_TEXTS):
        found = first_steps.begun(actor, Permission.SCHOOL_TEXTS, today)
        yield StepGroup("Als leidinggevende", tuple(_of_manager(actor, found)))


def _of_administrator(actor: Actor, found: Begun, today: date) -> Iterator[Task]:
    schools = url_for("admin.show_schools")
    yield _step("Zet de eerste school erin", schools, found.schools > 0)
    first = found.without_people or found.first
    where = url_for("admin.show_import", school=first) if first else schools
    yield _of_all("Zet mensen erin", where, found.with_people, found)
    yield _step(
        "Geef iemand de rol van trainer",
        url_for("admin.show_people"),
        first_steps.has_trainer(actor, today),
    )
    yield from _texts(actor, found, schools)


def _of_trainer(actor: Actor, found: Begun) -> Iterator[Task]:
    home = url_for("train.show_assignments")
    yield _step(
        "Er werken mensen op uw scholen", home, found.with_people > 0, "Dat doet de beheerder."
    )
    yield _step("Geef de eerste cursus", url_for("train.show_form"), found.with_course > 0)
    yield _report(actor)


def _of_manager(actor: Actor, found: Begun) -> Iterator[Task]:
    yield from _texts(actor, found, url_for("report.show_schools"))
    report = url_for("report.show_schools")
    yield _step(
        "De eerste cursus is gegeven", report, found.with_course > 0, "Dat doet een trainer."
    )
    yield _report(actor)


def _texts(actor: Actor, found: Begun, otherwise: str) -> Iterator[Task]:
    """Words and code of conduct of the first school without them."""
    if not actor.may(Permission.SCHOOL_TEXTS):
        return
    words, conduct = found.without_words or found.first, found.without_conduct or found.first
    where = url_for("school.show_words", code=words) if words else otherwise
    yield _of_all("Vul de teksten en contacten in", where, found.with_words, found)
    where = url_for("school.show_conduct", code=conduct) if conduct else otherwise
    yield _of_all("Zet de gedragscode erin", where, found.with_conduct, found)


def _report(actor: Actor) -> Task:
    done = first_steps.saw_report(actor.id)
    return _step("Bekijk het eerste rapport", url_for("report.show_schools"), done)


def _of_all(title: str, url: str, done: int, found: Begun) -> Task:
    """A step that each school takes."""
    meta = f"{done} van {counted(found.schools, 'school', 'scholen')}"
    return _step(title, url, 0 < found.schools == done, meta if found.schools else "")


def _step(title: str, url: str, done: bool, meta: str = "") -> Task:
    return Task(title, url, meta, DONE if done else TO_DO)
