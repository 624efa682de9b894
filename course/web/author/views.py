"""Which text of a course is current: what publishing would change, and publishing it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.content.slugs import by_slug, with_slug
from course.domain.courses.publishing import PublishChoice
from course.domain.people.roles import Actor, Permission
from course.store import transaction
from course.store.courses import publishing
from course.store.courses.publishing import Issued, PastRelease, TextProposal
from course.store.dated import DeedMoment
from course.web.author import bp, wording
from course.web.author.forms import CHANGE, CHOICES, DAY, KNOWN, PublishForm, read_choice
from course.web.author.pages import CoursesPage, PublishPage
from course.web.author.reading import lessons
from course.web.http import drawn
from course.web.http.access import allow, current_person, proved_lately
from course.web.page.answering import Answer, Page, answer, or_404
from course.web.page.frame import tell
from course.web.page.lists import Field, columns, day, linked, rows_of, told, words
from course.web.page.parts import Cell, FormOption, Link, SummaryRow

MOST_PROBLEMS, MOST_PLACES = 10, 60
MOST_PAST = 1000  # more releases than a course ever has
EMPTY = PublishForm({}, (), PublishChoice(None), ())
OTHER = "De tekst of de huidige uitgave is intussen anders. Kijk opnieuw wat er verandert."


def _url(one: TextProposal) -> str:
    return url_for("author.show_course", course=one.course)


_COURSES: tuple[Field[TextProposal], ...] = (
    linked("Cursus", "title", _url),
    words("Tekst in de map", wording.summary),
)


@dataclass(frozen=True)
class TextPlace:
    """Where a text stands: its name, the page above it, and whether its folder has an error."""

    title: str
    back: Link
    is_broken: bool = False


def past_fields(course: str) -> tuple[Field[PastRelease], ...]:
    """The releases of a course as a list."""

    def name(row: PastRelease) -> Cell:
        return Cell(row.hash[:12], url_for("author.show_release", course=course, release=row.hash))

    def by(row: PastRelease) -> str:
        return row.by or "een commando"

    return (
        Field("Uitgave", cell=name),
        day("Gepubliceerd op", "published_at"),
        told("Wat er veranderde", "change", wording.change),
        words("Door", by),
    )


@bp.get("")
@allow(Permission.PUBLISH)
def show_courses() -> str:
    """Every course of the folder, and whether its text is the current one."""
    author()
    catalog = lessons()
    problems: tuple[str, ...] = ()
    if not catalog.publishable:
        problems = tuple(map(str, catalog.problems))
    page = CoursesPage(
        columns=columns(_COURSES),
        rows=rows_of(_COURSES, map(publishing.propose, catalog.courses)),
        problems=problems[:MOST_PROBLEMS],
        more_problems=max(0, len(problems) - MOST_PROBLEMS),
    )
    return render_template("author/courses.html", page=page)


@bp.get("/<course>")
@allow(Permission.PUBLISH)
def show_course(course: str) -> Page:
    """What the text in the folder would change, for whom, and the releases of before."""
    author()
    return _page(_proposed(course), EMPTY)


@bp.post("/<course>")
@allow(Permission.PUBLISH)
def publish(course: str) -> Answer:
    """Make the text in the folder current. Nothing is written while something is not settled."""
    actor, proposal = author(), _proposed(course)
    found = by_slug(lessons().courses)[course]
    if not lessons().publishable:
        abort(404)  # the page offers no such form
    if proposal.is_current:
        return _back(course)  # pressed twice
    form = _read(proposal)
    if form.errors:
        return _page(proposal, form)
    transaction.begin(may_write=True)
    issued = publishing.publish(found, form.decision, DeedMoment(clock.now(), by=actor.id))
    return _published(course, issued)


@bp.get("/<course>/<release>")
@allow(Permission.PUBLISH)
def show_release(course: str, release: str) -> Page:
    """What it would change to make an earlier text current again."""
    author()
    return _page(_earlier(course, release), EMPTY)


@bp.post("/<course>/<release>")
@allow(Permission.PUBLISH)
@proved_lately
def publish_again(course: str, release: str) -> Answer:
    """Make an earlier text current again."""
    actor, proposal = author(), _earlier(course, release)
    if proposal.is_current:
        return _back(course)  # pressed twice
    form = _read(proposal)
    if form.errors:
        return _page(proposal, form)
    transaction.begin(may_write=True)
    moment = DeedMoment(clock.now(), by=actor.id)
    return _published(course, publishing.publish_again(course, release, form.decision, moment))


def author() -> Actor:
    """Who may publish. A text is for every school, so the grant must be for everywhere."""
    actor = current_person()
    if not actor.holds_everywhere(Permission.PUBLISH):
        abort(404)
    return actor


def _proposed(course: str) -> TextProposal:
    found = or_404(with_slug(lessons().courses, course))
    return publishing.propose(found)


def _earlier(course: str, release: str) -> TextProposal:
    return or_404(publishing.propose_again(course, release))


def _read(proposal: TextProposal) -> PublishForm:
    drawn.require_about(_about(proposal), OTHER, request.path)
    names = [one.name for one in proposal.differences[:MOST_PLACES]]
    meant = request.form.getlist("betekenis")
    return read_choice(request.form, meant, proposal.text, names, clock.today())


def _about(proposal: TextProposal) -> str:
    """What a form is about: from which text to which."""
    return f"{proposal.current} {proposal.release}"


def _published(course: str, issued: Issued) -> Response:
    transaction.commit()
    tell(wording.published(issued.moved))
    return _back(course)


def _back(course: str) -> Response:
    return redirect(url_for("author.show_course", course=course), 303)


def _place(proposal: TextProposal) -> TextPlace:
    """By the address: a course is the text of its folder, a release an earlier one."""
    if request.endpoint in ("author.show_course", "author.publish"):
        back = Link("Uitgaven", url_for("author.show_courses"))
        return TextPlace(proposal.title, back, is_broken=not lessons().publishable)
    back = Link(proposal.title, url_for("author.show_course", course=proposal.course))
    return TextPlace(f"Uitgave {proposal.release[:12]}", back)


def _page(proposal: TextProposal, form: PublishForm) -> Page:
    place = _place(proposal)
    fields = past_fields(proposal.course)
    page = PublishPage(
        title=place.title,
        lead=wording.BROKEN if place.is_broken else wording.summary(proposal),
        back=place.back.url,
        back_label=place.back.label,
        may_publish=not proposal.is_current and not place.is_broken,
        asks=proposal.text.is_other or proposal.text.asks_renewal,
        action=request.path,
        about=_about(proposal),
        people=tuple(
            SummaryRow(name, str(count)) for name, count in wording.people(proposal.affected)
        ),
        changes=tuple(
            FormOption(one.value, wording.CHANGES[one], wording.HINTS[one])
            for one in CHOICES.values()
        ),
        chosen=form.sent.get(CHANGE, ""),
        places=tuple(
            FormOption(one.name, wording.place(one)) for one in proposal.differences[:MOST_PLACES]
        ),
        more_places=max(0, len(proposal.differences) - MOST_PLACES),
        meant=form.meant,
        day=form.sent.get(DAY, ""),
        asks_renewal=proposal.text.asks_renewal,
        answered=tuple(map(str, proposal.answered)),
        known=bool(form.sent.get(KNOWN)),
        known_options=(FormOption("ja", wording.KNOWN),),
        columns=columns(fields),
        past=rows_of(fields, publishing.past(proposal.course, limit=MOST_PAST)),
        errors=form.errors,
    )
    return answer("author/publish.html", page, form.errors)
