"""How questions do: of a module all of them, and of one what people chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask import abort, render_template, request, url_for

from course import clock
from course.domain.learning.gain import gain_of
from course.domain.learning.item_analysis import is_shown
from course.domain.people.roles import Actor, Permission
from course.kinds.item import Item
from course.store.courses import releases
from course.store.learning.gained import author_gains
from course.store.learning.statistics import ItemTotals, module_statistics, response_statistics
from course.web.author import figures
from course.web.author import questions_bp as bp
from course.web.author.pages import QuestionFigures, QuestionList
from course.web.author.reading import lessons
from course.web.http.access import allow, current_person
from course.web.page import gains
from course.web.page.answering import Page, answer, or_404
from course.web.page.lists import columns, rows_of
from course.web.page.parts import FormOption, SummaryRow
from course.web.page.query import address, choice_from_query


@dataclass(frozen=True)
class ModulePlace:
    """A module of a published course, by its newest release."""

    course: str
    release: str
    module: str
    title: str
    label: str  # with the name of the course


@bp.get("")
@allow(Permission.ASSIGN)
def show_questions() -> Page:
    """The questions of one module, as people at the trainer's schools did them at first."""
    places = _places()
    message = "Deze module is er niet. Kies een module uit de lijst."
    asked = request.args.get("module", "")
    chosen, errors = choice_from_query(asked, "module", places, message)
    place = chosen or next(iter(places.values()), None)
    if place is None:
        return render_template("author/questions.html", page=QuestionList())
    found = module_statistics(current_person(), place.course, place.module, clock.today())
    rows = figures.rows(place.release, place.module, found)
    fields = figures.fields(place.course, place.module)
    page = QuestionList(
        module=place.title,
        chosen=f"{place.course}/{place.module}",
        modules=tuple(FormOption(key, one.label) for key, one in places.items()),
        finding=figures.finding(rows),
        columns=columns(fields),
        rows=rows_of(fields, rows),
        errors=errors,
    )
    return answer("author/questions.html", _with_gains(page, place), errors)


@bp.get("/<course>/<module>/<lesson>/<item>")
@allow(Permission.ASSIGN)
def show_question(course: str, module: str, lesson: str, item: str) -> str:
    """What people chose first at one question, and which idea stands behind it."""
    place, one = place_and_item(course, module, lesson, item)
    actor, today = current_person(), clock.today()
    given = response_statistics(actor, course, module, (lesson, item), today)
    page = QuestionFigures(
        module=place.title,
        back=address(url_for("questions.show_questions"), {"module": f"{course}/{module}"}),
        question=one.label,
        regrade_url=regrade_url(actor, course, module, lesson, item),
    )
    people = sum(row.people for row in given)
    if is_shown(people):
        found = module_statistics(actor, course, module, today)
        page = replace(
            page,
            people=people,
            summary=_summary(found, lesson, item),
            groups=figures.chosen(one, given),
            ideas=figures.ideas(one, given, lessons().misconceptions),
        )
    return render_template("author/question.html", page=page)


def regrade_url(actor: Actor, course: str, module: str, lesson: str, item: str) -> str:
    """Where this stands; empty for who publishes no text."""
    if not actor.holds_everywhere(Permission.PUBLISH):
        return ""
    view = "questions.show_regrading"
    return url_for(view, course=course, module=module, lesson=lesson, item=item)


def _with_gains(page: QuestionList, place: ModulePlace) -> QuestionList:
    """What people gained, where the module has two forms to measure it by."""
    module = releases.outline(place.release).module(place.module)
    if module is None or module.forms is None:
        return page
    found = author_gains(current_person(), place.course, place.module)
    whole, fields = gain_of(found.whole), gains.fields("Leerdoel")
    rows = gains.goal_rows(module, found) if whole else ()
    return replace(
        page,
        gained=gains.finding(whole),
        no_claim=gains.NO_CLAIM,
        gain_columns=columns(fields),
        gains=rows_of(fields, rows),
    )


def place_and_item(course: str, module: str, lesson: str, item: str) -> tuple[ModulePlace, Item]:
    """A question that may be counted, and its module. Anything else is not there."""
    place = or_404(_places().get(f"{course}/{module}"))
    found = releases.lesson(place.release, module, lesson)
    one = None if found is None else found.item(item)
    if one is None or not figures.is_counted(one):
        abort(404)
    return place, one


def _summary(found: Iterable[ItemTotals], lesson: str, item: str) -> tuple[SummaryRow, ...]:
    """What is known of one question of a module; nothing of one that is not marked."""
    marked = {(row.lesson, row.item): row.sums for row in found}
    sums = marked.get((lesson, item))
    return figures.summary(sums) if sums else ()


def _places() -> Mapping[str, ModulePlace]:
    """Every module of every published course, by course/module."""
    found: dict[str, ModulePlace] = {}
    for course in releases.published():
        for module in releases.outline(course.release).modules:
            found[f"{course.slug}/{module.slug}"] = ModulePlace(
                course.slug,
                course.release,
                module.slug,
                module.title,
                f"{course.title}: {module.title}",
            )
    return found
