"""The outcome of an exercise as a picture to keep, for the class."""

from __future__ import annotations

import re

from flask import abort, current_app, render_template
from werkzeug.wrappers import Response

from course.domain.people.roles import Permission
from course.kinds.registry import belongs, folder_of, kind_of
from course.store.learning import reading
from course.web.http.access import allow
from course.web.learn import bp
from course.web.learn.learner import open_lesson
from course.web.page.answering import or_404

_CLASS = re.compile(r'class="([\w-]+)"')


@bp.get("/<course>/<module>/<lesson>/plaatje/<item>.svg")
@allow(Permission.LEARN)
def show_picture(course: str, module: str, lesson: str, item: str) -> Response:
    """What came of an exercise, drawn. Only for who did it to its end; 404 before that."""
    opened = open_lesson(course, module, lesson)
    found = opened.lesson.item(item) if opened else None
    if opened is None or found is None:
        abort(404)
    kind, place = kind_of(found), opened.place
    given = [
        one
        for one in reading.given(place.enrolment_id, place.module, place.lesson)
        if one.item == item
    ]
    if not given or not belongs(found, given[-1].response):
        abort(404)
    now = or_404(kind.pictured(found, given[-1].response))
    drawn = render_template(f"kinds/{folder_of(found.kind)}/{kind.picture}", item=found, now=now)
    drawn = _CLASS.sub(lambda match: kind.paint[match[1]], drawn)
    response = current_app.response_class(drawn, mimetype="image/svg+xml")
    response.headers["Content-Disposition"] = f'attachment; filename="{module}-{lesson}.svg"'
    return response
