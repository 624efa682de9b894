"""The outcome of an exercise as a picture to keep, for the class."""

from __future__ import annotations

import re

from flask import abort, current_app, render_template
from werkzeug.wrappers import Response

from course.domain.roles import Permission
from course.kinds.spread.item import SpreadItem
from course.kinds.spread.rules import Spreading, Stage, play
from course.store import learning
from course.web.access import allow
from course.web.learn import bp
from course.web.learn.study import Desk, open_desk

# A file stands alone, without our stylesheet: the light colours of tokens.css, as attributes.
_PAINT = {
    "network__round": "",
    "network__line": 'stroke="#6E7783" stroke-width="1"',
    "network__seen": 'fill="#0B5A63"',
    "network__copy": 'fill="#C65A11" stroke="#1C2530" stroke-width="1.5"',
    "network__you": 'fill="#F4B740" stroke="#1C2530" stroke-width="2"',
    "network__gone": 'fill="#F1EDE4" stroke="#6E7783" stroke-width="2"',
}
_CLASS = re.compile(r'class="([\w-]+)"')


@bp.get("/<course>/<module>/<lesson>/plaatje/<item>.svg")
@allow(Permission.LEARN)
def show_picture(course: str, module: str, lesson: str, item: str) -> Response:
    """How a message spread, drawn. Only for who played it to its end; 404 before that."""
    desk = open_desk(course, module, lesson)
    found = desk.lesson.item(item) if desk else None
    if desk is None or not isinstance(found, SpreadItem):
        abort(404)
    now = _played(desk, found)
    if now.stage is not Stage.OVER:
        abort(404)
    drawn = render_template("kinds/spread/picture.svg", item=found, now=now)
    drawn = _CLASS.sub(lambda match: _PAINT[match[1]], drawn)
    response = current_app.response_class(drawn, mimetype="image/svg+xml")
    response.headers["Content-Disposition"] = f'attachment; filename="{module}-{lesson}.svg"'
    return response


def _played(desk: Desk, item: SpreadItem) -> Spreading:
    """Where it stands; at the start when its steps belong to another release."""
    place = desk.place
    given = [one for one in learning.given(place.enrolment_id, place.module, place.lesson) if one.item == item.key]
    try:
        return play(item, given[-1].response if given else ())
    except ValueError:
        return play(item, ())
