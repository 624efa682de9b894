"""The key of a question was wrong and is mended: its answers are marked again, on screen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import redirect, request, url_for

from course import clock
from course.domain.learning.regrading import Way
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.learning import regrading
from course.store.learning.regrading import SecondMarks
from course.web.author import questions_bp as bp
from course.web.author import wording
from course.web.author.pages import RegradePage
from course.web.author.questions import place_and_item
from course.web.author.views import author
from course.web.http import drawn
from course.web.http.access import allow, current_person, proved_lately
from course.web.page.answering import Answer, Page, answer
from course.web.page.fields import Fields
from course.web.page.frame import explain, tell
from course.web.page.parts import FieldError, FormOption

LOWER, REASON = "omlaag", "reden"
LONGEST = 500
OTHER = "Er zijn intussen andere antwoorden. Kijk opnieuw wat er verandert."
LOWER_OPTION = FormOption("ja", "Verlaag ook antwoorden die nu te veel punten hebben")
_RULE = "/<course>/<module>/<lesson>/<item>/herbeoordelen"


@dataclass(frozen=True)
class RegradeForm:
    """What was chosen, and what still stands in the way."""

    lowers: bool
    reason: str
    errors: tuple[FieldError, ...]

    @property
    def ways(self) -> Collection[Way]:
        """Which answers get another mark."""
        return (Way.UP, Way.DOWN) if self.lowers else (Way.UP,)


@bp.get(_RULE)
@allow(Permission.PUBLISH)
def show_regrading(course: str, module: str, lesson: str, item: str) -> Page:
    """What marking all answers again by the current text would change. Writes nothing."""
    return _page(_proposed(course, module, lesson, item), RegradeForm(False, "", ()))


@bp.post(_RULE)
@allow(Permission.PUBLISH)
@proved_lately
def regrade(course: str, module: str, lesson: str, item: str) -> Answer:
    """Mark them again: what rises by itself, what falls only with a reason."""
    seen, form, actor = _proposed(course, module, lesson, item), _read(), current_person()
    if form.errors:
        return _page(seen, form)
    transaction.begin(may_write=True)
    found = regrading.propose(course, (module, lesson, item))
    assert found is not None  # it was there, and a text never changes
    if found.count(form.ways):  # pressed twice there is nothing more to do
        drawn.require_about(_about(found), OTHER, request.path)
    moment = DeedMoment(clock.now(), by=actor.id)
    count = regrading.regrade(found, tuple(form.ways), form.reason, moment)
    transaction.commit()
    (tell if count else explain)(wording.regraded(count))
    return redirect(url_for("questions.show_question", **request.view_args or {}), 303)


def _proposed(course: str, module: str, lesson: str, item: str) -> SecondMarks:
    author()
    place_and_item(course, module, lesson, item)
    found = regrading.propose(course, (module, lesson, item))
    assert found is not None  # that question is in the current text
    return found


def _read() -> RegradeForm:
    fields = Fields(request.form)
    lowers, reason = fields.ticked(LOWER), fields.text(REASON)
    if lowers and not reason:
        fields.wrong(REASON, wording.NO_REASON)
    if len(reason) > LONGEST:
        fields.wrong(REASON, wording.LONG_REASON)
    return RegradeForm(lowers, reason if lowers else "", tuple(fields.errors))


def _about(found: SecondMarks) -> str:
    """What a form is about: by which text, and which answers."""
    numbers = [str(found.count((way,))) for way in (Way.UP, Way.DOWN)]
    return " ".join((found.release, *numbers))


def _page(found: SecondMarks, form: RegradeForm) -> Page:
    module, lesson, item = found.place
    _, one = place_and_item(found.course, module, lesson, item)
    back = "questions.show_question"
    page = RegradePage(
        question=one.label,
        back=url_for(back, course=found.course, module=module, lesson=lesson, item=item),
        rows=wording.second_marks(found),
        rises=bool(found.count((Way.UP,))),
        falls=bool(found.count((Way.DOWN,))),
        action=request.path,
        about=_about(found),
        lowers=form.lowers,
        lower_options=(LOWER_OPTION,),
        reason=form.reason or request.form.get(REASON, "")[:LONGEST],
        most=LONGEST,
        errors=form.errors,
    )
    return answer("author/regrade.html", page, form.errors)
