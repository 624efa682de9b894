"""Lists of people over schools by what they are called: the course, who, and of which schools."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from course.domain.people.roles import Actor
from course.store.courses import releases
from course.store.duties import schools_then
from course.web.page.formats import long_date
from course.web.page.options import course_titles
from course.web.report import beside

Asked = Mapping[str, Any]


def called_lists(actor: Actor, asked: Iterable[Asked]) -> Callable[[Asked], str]:
    """What each of these lists and bundles of evidence is called. A school or board that the actor
    does not see has its code.
    """
    listed = list(asked)
    titles = course_titles(releases.current_outlines())
    groups = {option.value: option.label.lower() for option in beside.WHO_OPTIONS}
    schools = schools_then.schools_called(actor, {one["school"] for one in listed} - {""})
    boards = schools_then.boards_called(actor, {one["bestuur"] for one in listed} - {""})

    def called(one: Asked) -> str:
        who = groups.get(one.get("wie", ""), "iedereen")
        if one["soort"] == "zip":
            who = f"bewijs van {long_date(date.fromisoformat(one['peildatum']))}"
        where = "alle scholen die u mag zien"
        if one["bestuur"]:
            where = boards.get(one["bestuur"]) or one["bestuur"]
        if one["school"]:
            where = schools.get(one["school"]) or one["school"]
        return f"{titles.get(one['cursus'], one['cursus'])}: {who}, {where}"

    return called
