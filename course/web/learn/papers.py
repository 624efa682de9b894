"""A test that is open, whichever test it is: one question per page, and a page to check before it
is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import abort, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from course import clock
from course.domain.learning.entry import SURE
from course.domain.learning.progress import Reader
from course.domain.learning.sittings import LastAnswer, counting, unanswered
from course.kinds.item import Item
from course.kinds.marking import Form, NotGradable
from course.kinds.registry import kind_of, said, words_of
from course.store import transaction
from course.store.learning import recording, sittings
from course.store.learning.places import LessonPlace
from course.store.learning.sittings import OpenSitting
from course.text.plain import plain
from course.web.http import drawn
from course.web.learn.items import ItemView, blank_view, with_error
from course.web.learn.sitting_pages import TestCheckPage, TestQuestionPage
from course.web.page.frame import explain
from course.web.page.parts import FieldError, Link, SummaryRow

CONFIDENCE = ("gok", "denk", SURE)
OTHER_TEST = "Deze vraag hoort bij een andere toets, of zij is intussen gewijzigd."
WITHDRAWN = "Deze vraag is vervallen. Zij telt niet mee in uw toets."
HANDED_IN = "Deze toets is al ingeleverd."
OLD_DOOR = "U hebt sinds het openen van deze pagina een toets ingeleverd."


@dataclass(frozen=True)
class Paper:
    """An open test with its questions, and what stands around its pages."""

    sitting: OpenSitting
    items: Mapping[str, Item]  # by key; a question that this release lost is not among them
    prints: Mapping[str, str]  # by key: what tells each from any other (`releases.item_print`)
    values: Mapping[str, str]  # the school's words
    url: str  # where the test is
    name: str  # as it stands in the title of a page
    crumbs: tuple[Link, ...]
    afterwards: str  # what handing it in brings, said on the page to check
    sureness: str  # what saying how sure you are changes
    beside: Markup  # what stands at the side, drawn; empty for nothing

    @property
    def size(self) -> int:
        """How many questions it still has; one that was withdrawn asks nothing."""
        return sum(key in self.items for key in self.sitting.items)

    @property
    def first_open(self) -> str:
        """Where to go on: the first question without an answer, or the page to check."""
        return self.next_open(0)

    def next_open(self, after: int) -> str:
        """The first question without an answer that comes later, else the first of all, else the
        page to check.
        """
        left = unanswered(self.sitting.items, self.items, self.answers())
        if not left:
            return f"{self.url}/controle"
        later = [number for number in left if number > after]
        return self.question_url((later or left)[0])

    def answers(self) -> dict[str, LastAnswer]:
        """The answer that counts to each question that has one; one to another release of a
        question is none.
        """
        return counting(self.items, sittings.answers(self.sitting.id))

    def question_url(self, number: int) -> str:
        """The address of a question, counted from 1."""
        return f"{self.url}/vraag/{number}"

    def about(self, number: int) -> str:
        """What the form of a question is about: this very test, and the question as it stands in
        it.
        """
        key = self.sitting.items[number - 1]
        return f"{self.sitting.ref} {key} {self.prints.get(key, '')}"

    def item(self, number: int) -> Item | None:
        """A question by its number; None when it was withdrawn, 404 when there was never one."""
        if not 1 <= number <= len(self.sitting.items):
            abort(404)
        return self.items.get(self.sitting.items[number - 1])


def said_confidence(sent: str) -> str | None:
    """How sure somebody says to be; None when they do not say it."""
    if sent in CONFIDENCE:
        return sent
    return None


def show_question(paper: Paper, number: int) -> str | Response:
    """One question, with the answer that was given; past one that was withdrawn."""
    item = paper.item(number)
    if item is None:
        explain(WITHDRAWN)
        return redirect(paper.next_open(number), 303)
    last = paper.answers().get(paper.sitting.items[number - 1])
    view = _view(paper, item, last)
    if last is None:
        return _question(paper, number, view, "")
    return _question(paper, number, view, last.confidence or "")


def answer_question(
    paper: Paper, place: LessonPlace, number: int
) -> str | Response | tuple[str, int]:
    """Save one answer as it is given, and go to the next question that is open.

    Not in a test that was handed in.
    """
    item = paper.item(number)
    if item is None:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, WITHDRAWN, paper.next_open(number))
    drawn.require_about(paper.about(number), OTHER_TEST, paper.url)
    form: Form = request.form.to_dict(flat=False)
    confidence = request.form.get("zekerheid", "")
    kind = kind_of(item)
    blank = _view(paper, item, None)
    redrawn = kind.adjust(item, form)
    if redrawn is not None:
        return _question(paper, number, with_error(blank, redrawn, ""), confidence)
    response = kind.read(item, form)
    if isinstance(response, NotGradable):
        wrong = with_error(blank, form, said(item, response))
        return _question(paper, number, wrong, confidence), 422
    known = said_confidence(confidence)
    key, token = paper.sitting.items[number - 1], drawn.token()
    given = LastAnswer(response, known)
    transaction.begin(may_write=True)
    is_kept = recording.answer_in_test(
        place, paper.sitting, key, given, submission=token, now=clock.now()
    )
    if not is_kept:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, HANDED_IN, paper.url)
    transaction.commit()
    return redirect(paper.next_open(number), 303)


def show_check(paper: Paper) -> str:
    """Every question with the answer that counts, before handing in."""
    return _check(paper, [])


def hand_in(
    paper: Paper | None, place: LessonPlace, reader: Reader, url: str
) -> tuple[str, list[int]]:
    """Hand in the test of the form: the open one, or the one that the same form handed in a moment
    ago.

    Returns its ref, and the numbers of the questions that still need an answer: then nothing was
    written.

    Errors: NotDrawnHereError for any other test.
    """
    found = sittings.handed_in_sitting(place) if paper is None else paper.sitting
    if found is None or not drawn.is_about(found.ref):
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, HANDED_IN, url)
    if paper is None:
        return found.ref, []
    transaction.begin(may_write=True)
    missing = recording.hand_in(place, reader, found, paper.items, clock.now())
    transaction.commit()
    return found.ref, missing


def show_missing(paper: Paper, missing: list[int]) -> tuple[str, int]:
    """The page to check, which says what is missing."""
    errors = [FieldError(f"vraag-{n}", f"Beantwoord vraag {n} nog.") for n in missing]
    return _check(paper, errors), 422


def _view(paper: Paper, item: Item, last: LastAnswer | None) -> ItemView:
    blank = blank_view(item, paper.values, button="Bewaar mijn antwoord en ga verder")
    if last is None:
        return blank
    return with_error(blank, kind_of(item).fields(item, last.response), "")


def _question(paper: Paper, number: int, view: ItemView, confidence: str) -> str:
    view = replace(view, submission=drawn.stamp(paper.question_url(number), paper.about(number)))
    back = None
    if number > 1:
        back = Link(f"Terug naar vraag {number - 1}", paper.question_url(number - 1))
    page = TestQuestionPage(
        name=paper.name,
        crumbs=paper.crumbs,
        beside=paper.beside,
        number=number,
        total=len(paper.sitting.items),
        view=view,
        confidence=confidence,
        sureness=paper.sureness,
        back=back,
        errors=view.errors,
    )
    return render_template("learn/test_question.html", page=page)


def _check(paper: Paper, errors: list[FieldError]) -> str:
    answered = paper.answers()
    rows = [
        SummaryRow(
            term=f"Vraag {number}: {item.label}",
            text=_words(item, answered[key]) if key in answered else "Nog geen antwoord",
            change_url=paper.question_url(number),
            change_label="Wijzig mijn antwoord" if key in answered else "Geef mijn antwoord",
        )
        for number, key in enumerate(paper.sitting.items, start=1)
        if (item := paper.items.get(key)) is not None
    ]
    page = TestCheckPage(
        paper.name,
        paper.crumbs,
        paper.beside,
        paper.afterwards,
        rows,
        errors,
        f"{paper.url}/inleveren",
        paper.sitting.ref,
    )
    return render_template("learn/test_check.html", page=page)


def _words(item: Item, answer: LastAnswer) -> str:
    """An answer in words, for the page to check."""
    return " · ".join(plain(text) for text in words_of(item, answer.response))
