"""The letter of ‘Mag dit?’ that asks for consent: on a page to print, and as a file for Word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.kinds.consent.item import Decider, Purpose
from course.kinds.consent.law import decider
from course.text.names import tidy
from course.text.plain import Html
from course.text.variables import fill
from course.web.http.access import PUBLIC, allow, signed_in
from course.web.page.query import address, filled
from course.web.tools.blueprint import bp
from course.web.tools.checking.desk import (
    Desk,
    asks_consent,
    board_first,
    find_desk,
    next_url,
    url,
)
from course.web.tools.checking.word_file import DOCX, word_file

LONGEST = 120  # characters in a field of the letter


@dataclass(frozen=True)
class LetterPage:
    """A letter that asks for consent. What is empty prints as a line to write on."""

    school: str
    to_pupil: bool
    publishes: bool
    board_first: bool  # the board's agreements come before this letter goes out
    apps: list[str]
    fields: Mapping[str, str]
    hidden: Mapping[str, str]
    back: str
    word_url: str
    officer: Html
    signed_in: bool


@bp.get("/mag-dit/brief")
@allow(PUBLIC)
def show_letter() -> str | Response:
    """A letter that asks for consent, to fill in, print and change; only where somebody's consent
    is the question.
    """
    desk = find_desk()
    return _elsewhere(desk) or render_template("tools/consent_letter.html", page=_letter(desk))


@bp.get("/mag-dit/brief.docx")
@allow(PUBLIC)
def download_letter() -> Response:
    """The same letter as a file for Word."""
    desk = find_desk()
    elsewhere = _elsewhere(desk)
    if elsewhere is not None:
        return elsewhere
    macros: Any = current_app.jinja_env.get_template("tools/_letter.html").module
    response = current_app.response_class(word_file(macros.letter(_letter(desk))), mimetype=DOCX)
    response.headers["Content-Disposition"] = 'attachment; filename="toestemmingsbrief.docx"'
    return response


def _elsewhere(desk: Desk) -> Response | None:
    """Where to go when there is no letter yet, or nothing to ask; None for a letter."""
    if not desk.answers.is_complete:
        return redirect(next_url(desk.answers), 303)
    if not asks_consent(desk.answers):
        return redirect(url("tools.show_outcome", desk.answers), 303)
    return None


def _letter(desk: Desk) -> LetterPage:
    answers = desk.answers
    first = answers.outcome().rules[0]
    decides = decider(first, answers.age)
    names = ("app1", "app2", "waarvoor", "gegevens", "zichtbaar", "tot", "terug", "adres")
    fields = {name: tidy(request.args.get(name, ""))[:LONGEST] for name in names}
    apps = [fields["app1"]]
    if fields["app2"]:
        apps.append(fields["app2"])
    hidden = filled(answers.query)
    return LetterPage(
        school=desk.school_name,
        to_pupil=decides is Decider.PUPIL,
        publishes=answers.purpose is Purpose.PUBLISH,
        board_first=board_first(answers, first),
        apps=apps,
        fields=fields,
        hidden=hidden,
        back=url("tools.show_outcome", answers),
        word_url=address(url_for("tools.download_letter"), hidden | fields),
        officer=_officer(desk.values),
        signed_in=signed_in() is not None,
    )


def _officer(values: Mapping[str, str]) -> Html:
    """The data protection officer, as far as the school filled that in; else nothing, and a line to
    write on.
    """
    named = [f"{{{{{key}}}}}" for key in ("naam_fg", "contact_fg") if key in values]
    return fill(Html(", ".join(named)), values)
