"""The way on: where to begin or go on, and what is said when something is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for

from course.content.outline import LessonOutline
from course.content.slugs import by_slug
from course.content.types import LessonKind
from course.domain.learning.progress import (
    LessonKey,
    ModuleState,
    is_for,
    lessons_for,
    minutes_left,
)
from course.kinds.item import Item
from course.kinds.registry import belongs, kind_of
from course.store.learning.reading import Given
from course.store.proof import certificates
from course.web.learn.around import HOME, go_on_label, lesson_url
from course.web.learn.learner import Learner, OpenLesson
from course.web.learn.pages import NextStep
from course.web.page.formats import by_count, counted, long_date, minutes
from course.web.page.parts import Link, Milestone

JUST_DONE = "klaar"  # in the address of a page: what was sent just now finished a module
CERTIFIED = "Uw certificaat staat klaar. U vindt het terug bij Mijn bewijzen."
STAYS_OPEN = "Gaat u verder, dan blijft deze les openstaan bij ‘Nog te doen’."
STAYS_FREE = "Deze les is niet verplicht. U mag hem zo laten en later terugkomen."


def module_name(learner: Learner, state: ModuleState) -> str:
    """A module by number and title."""
    return f"Module {learner.number(state.module.slug)}: {state.module.title}"


def _in_sentence(learner: Learner, state: ModuleState) -> str:
    return f"module {learner.number(state.module.slug)}: {state.module.title}"


def next_step(learner: Learner) -> NextStep | None:
    """Where to go on in a course; None when everything required is done."""
    at = learner.next()
    if at is None:
        return None
    state = learner.module(at[0])
    lesson = by_slug(state.lessons)[at[1]]
    name, title = module_name(learner, state), lesson.title
    if lesson.kind is LessonKind.OPENER:
        title = state.module.title
    return NextStep(
        title=title,
        module=name.partition(":")[0],
        url=lesson_url(learner.course.slug, *at),
        label=_label(learner, state, lesson, at),
    )


def _label(learner: Learner, state: ModuleState, lesson: LessonOutline, at: LessonKey) -> str:
    """What the button says: where somebody was, or what comes now."""
    if learner.found.started_on is None:
        return "Begin met de eerste les"
    if at == learner.found.at:
        return "Ga verder waar u was"
    return begin_label(learner, state, lesson)


def begin_label(learner: Learner, state: ModuleState, lesson: LessonOutline) -> str:
    """The button to a lesson. The question beforehand opens a module, so it is called so."""
    if lesson.kind is LessonKind.OPENER or not state.done:
        return f"Begin met {_in_sentence(learner, state)}"
    return go_on_label(lesson)


def into_module(learner: Learner, state: ModuleState) -> Link | None:
    """The way into a module from its own page; None while it is locked, or when it is done."""
    if state.locked or state.is_complete:
        return None
    lesson = state.begin
    url = lesson_url(learner.course.slug, state.module.slug, lesson.slug)
    return Link(begin_label(learner, state, lesson), url)


def moment_of(learner: Learner, state: ModuleState) -> Milestone | None:
    """What is said when a module is done, or the course with it; None while it is not."""
    if not state.is_complete:
        return None
    ahead = _ahead(learner, state)
    title = f"Module {learner.number(state.module.slug)} is klaar"
    if ahead is not None:
        left = f"Nog {minutes(minutes_left(learner.states))} voor {_whole(learner)}."
        step = Link(f"Ga verder met {_in_sentence(learner, ahead)}", module_url(learner, ahead))
        return Milestone(title, (_count(learner), left), step)
    if not is_extra(learner, state):
        return course_moment(learner)
    brings = ("Deze module was niet verplicht.", "De cursus zelf had u al klaar.")
    return replace(course_moment(learner), title=title, brings=brings, sign=Milestone.sign)


def course_moment(learner: Learner) -> Milestone:
    """What is said when all that a course requires is done: the certificate, and what is next."""
    brings, step = [], Link("Ga naar Mijn training", HOME)
    if learner.found.completed_on is not None:
        brings.append(f"Dat staat vast sinds {long_date(learner.found.completed_on)}.")
    brings.append("U kunt alles blijven lezen en oefenen.")
    proof, extra = certificate_link(learner), optional_ahead(learner)
    if proof is not None:
        brings.append(CERTIFIED)
    if extra is not None:
        brings.append(f"Wilt u nog iets extra’s doen? {extra.module.title} is niet verplicht.")
        step = Link(f"Begin met: {extra.module.title}", module_url(learner, extra))
    done = Milestone(f"U hebt {_whole(learner)} klaar", tuple(brings), step, sign="award")
    if proof is None:
        return done
    return replace(done, step=proof, also=step)


def certificate_link(learner: Learner) -> Link | None:
    """The certificate of a course that is done; None while there is none that holds."""
    found = certificates.of_enrolment(learner.found.enrolment_id)
    if found is None or found.withdrawn_at is not None:
        return None
    return Link("Bekijk uw certificaat", url_for("proof.show_one", number=found.number))


def optional_ahead(learner: Learner) -> ModuleState | None:
    """A module that completion never needs, open and not done yet; None when there is none."""
    for state in learner.states:
        is_open = not state.locked and not state.is_complete
        if is_open and is_extra(learner, state):
            return state
    return None


def is_extra(learner: Learner, state: ModuleState) -> bool:
    """Whether no cycle asks anything of a module. What this renewal does not ask may be asked by
    the course.
    """
    lessons = lessons_for(state.module, replace(learner.reader, only=None))
    return not any(lesson.required for lesson in lessons)


def _whole(learner: Learner) -> str:
    """All that is asked, in words: a renewal may ask less than the course."""
    if learner.reader.only is None:
        return "de hele cursus"
    return "deze herhaling"


def module_url(learner: Learner, state: ModuleState) -> str:
    """The address of a module."""
    return f"{HOME}/{learner.course.slug}/{state.module.slug}"


def finishes(opened: OpenLesson, done: frozenset[LessonKey]) -> bool:
    """Whether its module is done with these lessons, and was not before."""
    before = opened.state
    here = frozenset(lesson for module, lesson in done if module == before.module.slug)
    return replace(before, done=here).is_complete and not before.is_complete


def closing(opened: OpenLesson, *, just_done: bool) -> Milestone | None:
    """What is said on the page where a module was finished: just now, or the last one it asks."""
    last = (opened.state.required or opened.state.lessons)[-1]
    if just_done or opened.finishes or opened.lesson.slug == last.slug:
        return moment_of(opened.learner, opened.state)
    return None


def left_behind(opened: OpenLesson, given: Sequence[Given]) -> str:
    """What going on leaves behind on a page, and what that does; empty when it leaves nothing.

    Wrong is what was marked; an exercise of which steps are left is not done yet.
    """
    left = _unsettled(opened, given)
    if not left or opened.lesson.slug in opened.state.done:
        return ""
    halfway = sum(kind_of(item).stepwise for item in left)
    stays = STAYS_FREE
    if opened.lesson.slug in by_slug(opened.state.required):
        stays = STAYS_OPEN
    said = (_wrong(len(left) - halfway), _halfway(halfway), stays)
    return " ".join(filter(None, said))


def _unsettled(opened: OpenLesson, given: Sequence[Given]) -> list[Item]:
    """What was answered and asks more. An answer that is drawn no more, to another text of its
    question or by other work, is neither.
    """
    last = {answer.item: answer for answer in given}
    asks_more = last.keys() - {answer.item for answer in given if answer.settled}
    left = []
    for item in opened.lesson.items:
        if item.key not in asks_more or not is_for(item, opened.reader):
            continue
        if belongs(item, last[item.key].response):
            left.append(item)
    return left


def _wrong(answers: int) -> str:
    if not answers:
        return ""
    several = f"{answers} antwoorden zijn nog niet goed."
    return by_count(answers, "Uw antwoord is nog niet goed.", several)


def _halfway(exercises: int) -> str:
    if not exercises:
        return ""
    several = f"{exercises} oefeningen zijn nog niet af."
    return by_count(exercises, "De oefening is nog niet af.", several)


def _ahead(learner: Learner, state: ModuleState) -> ModuleState | None:
    """The module to go on with: the next one with something left, else the first one."""
    number = learner.number(state.module.slug)
    in_order = (*learner.states[number:], *learner.states[:number])
    for one in in_order:
        if one.left and not one.locked:
            return one
    return None


def _count(learner: Learner) -> str:
    compulsory = [state for state in learner.states if state.required]
    done = sum(state.is_complete for state in compulsory)
    total = counted(len(compulsory), "verplichte module", "verplichte modules")
    return f"U hebt nu {done} van de {total} klaar."
