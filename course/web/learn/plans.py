"""Mijn plannen: every if-then plan that somebody made, and where."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from course import clock
from course.domain.learning.progress import ModuleState
from course.domain.people.roles import Permission
from course.kinds.registry import kind_named
from course.store.learning import reading
from course.store.learning.places import ItemOfModule
from course.web.http.access import allow, current_person
from course.web.learn import bp
from course.web.learn.around import HOME
from course.web.learn.going_on import module_name, module_url
from course.web.learn.learner import Learner, learner_of
from course.web.page.parts import Link


@dataclass(frozen=True)
class MadePlan:
    """One plan: if this happens, then I do that; and the module where it was made."""

    when: str
    then: str
    module: Link


@dataclass(frozen=True)
class PlansPage:
    """The plans of somebody's courses, in the order of the modules."""

    crumbs: list[Link]
    courses: list[tuple[str, list[MadePlan]]]


@bp.get("/mijn-plannen")
@allow(Permission.LEARN)
def show_plans() -> str:
    """Every plan that the signed-in person made. Nobody else sees this page."""
    actor = current_person()
    courses: list[tuple[str, list[MadePlan]]] = []
    for found in reading.all_learning(actor.id, clock.today()):
        learner = learner_of(actor, found)
        plans = plans_of(learner)
        if plans:
            courses.append((learner.course.title, plans))
    page = PlansPage([Link("Mijn training", HOME)], courses)
    return render_template("learn/plans.html", page=page)


def plans_of(learner: Learner) -> list[MadePlan]:
    """The plans that somebody made in a course."""
    found = _made(learner, learner.states)
    plans = []
    for place, state in _asked(learner.states):
        if place in found:
            module = Link(module_name(learner, state), module_url(learner, state))
            plans.append(MadePlan(*found[place], module))
    return plans


def plan_of(learner: Learner, state: ModuleState) -> tuple[str, str] | None:
    """The plan that somebody made in this module, whatever else its page asks."""
    return next(iter(_made(learner, (state,)).values()), None)


def _made(learner: Learner, states: tuple[ModuleState, ...]) -> dict[ItemOfModule, tuple[str, str]]:
    places = [place for place, _ in _asked(states)]
    given = reading.last_responses(learner.found.enrolment_id, places)
    found = {}
    for place in places:
        response = given.get(place, ())
        if len(response) == 2:
            found[place] = response[0], response[1]
    return found


def _asked(states: tuple[ModuleState, ...]) -> list[tuple[ItemOfModule, ModuleState]]:
    """What is shown back, in reading order, each with its module."""
    found: list[tuple[ItemOfModule, ModuleState]] = []
    for state in states:
        for lesson in state.lessons:
            for item in lesson.items:
                if kind_named(item.kind).shown_back:
                    found.append(((state.module.slug, item.key), state))
    return found
