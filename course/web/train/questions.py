"""What people asked the trainers of their school, and what they say is wrong in lessons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.messages import questions
from course.store.messages.questions import AskedRow, QuestionKind
from course.web.http.access import allow, current_person
from course.web.page.formats import counted, long_date
from course.web.page.frame import tell
from course.web.page.parts import Paging
from course.web.page.query import PAGE_SIZE, address, page_of, paging
from course.web.train import bp

KINDS = {
    QuestionKind.HELP: "Vraag",
    QuestionKind.LESSON: "Over een les",
    QuestionKind.TRAINING: "Verzoek om een training of advies",
}


@dataclass(frozen=True)
class QuestionView:
    """One question, in words."""

    title: str
    lines: tuple[str, ...]
    about: str
    email: str
    who: str
    close: str  # where the button goes; empty: it is closed


@dataclass(frozen=True)
class QuestionsPage:
    """A page of the list."""

    finding: str
    closed: bool
    other: str  # what is closed, or what is open
    whole: str  # all messages; empty: these are all
    lessons: str  # only those about lessons; empty: these are
    questions: tuple[QuestionView, ...]
    paging: Paging


@bp.get("/vragen")
@allow(Permission.ASSIGN)
def show_questions() -> str:
    """What is open, or what was dealt with."""
    chosen = {"toon": "klaar", "over": "lessen"}
    values = {name: word for name, word in chosen.items() if request.args.get(name) == word}
    closed, lessons = "toon" in values, "over" in values
    number, found = page_of(
        request.args.get("bladzijde", ""),
        partial(
            questions.questions,
            current_person(),
            closed=closed,
            about_lessons=lessons,
            limit=PAGE_SIZE,
        ),
    )
    state = "afgehandeld" if closed else "open"
    kind = " over lessen" if lessons else ""
    page = QuestionsPage(
        finding=f"{counted(found.total, f'bericht{kind} is', f'berichten{kind} zijn')} {state}.",
        closed=closed,
        other=_list(values, toon="" if closed else "klaar"),
        whole=_list(values, over="") if lessons else "",
        lessons="" if lessons else _list(values, over="lessen"),
        questions=tuple(map(_view, found.rows)),
        paging=paging(request.path, values, number, found.total, "berichten"),
    )
    return render_template("train/questions.html", page=page)


@bp.post("/vragen/<ref>/klaar")
@allow(Permission.ASSIGN)
def close_question(ref: str) -> Response:
    """It was dealt with."""
    transaction.begin(may_write=True)
    if not questions.close(current_person(), ref, clock.now()):
        transaction.rollback()
        abort(404)
    transaction.commit()
    tell("Het bericht staat bij Afgehandeld.")
    return redirect(url_for("train.show_questions"), 303)


def _list(values: dict[str, str], **changed: str) -> str:
    """The address of the list with something else chosen."""
    return address(request.path, values | changed)


def _view(row: AskedRow) -> QuestionView:
    return QuestionView(
        title=f"{KINDS[QuestionKind(row.kind)]} van {row.person}, {row.school}",
        lines=tuple(filter(None, row.text.splitlines())),
        about=row.about,
        email=row.email,
        who=long_date(row.made_at),
        close="" if row.closed_at else url_for("train.close_question", ref=row.ref),
    )
