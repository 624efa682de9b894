"""The schools where the reader works, in pages: who works everywhere gets no page without end."""

from __future__ import annotations

from flask import request

from course import clock
from course.domain.people.roles import Actor
from course.models import School
from course.store.people import words
from course.web.page.parts import Paging
from course.web.page.query import page_from_query, paging

ON_A_PAGE = 5  # schools, each with everything it filled in


def own_schools(actor: Actor | None) -> tuple[list[School], Paging]:
    """The schools of the page that the address asks for, the longest first, and where that is.

    None for a visitor, who has none.
    """
    if actor is None:
        return [], Paging(current=1, total=1, words="")
    today, asked = clock.today(), page_from_query(request.args.get("bladzijde", ""))
    total = words.school_count(actor.id, today)
    place = paging(request.path, {}, asked, total, "scholen", size=ON_A_PAGE)
    offset = (place.current - 1) * ON_A_PAGE
    return words.schools_of(actor.id, today, ON_A_PAGE, offset), place
