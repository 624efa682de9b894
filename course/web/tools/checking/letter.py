"""The letter of ‘Mag dit?’ that asks for consent, to fill in, print and change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from course.kinds.consent.item import Decider, Purpose
from course.kinds.consent.law import decider
from course.text.names import tidy
from course.text.plain import Html
from course.text.variables import fill
from course.web.http.access import PUBLIC, allow, signed_in
from course.web.tools.blueprint import bp
from course.web.tools.checking.desk import asks_consent, board_first, find_desk, next_url, url

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
    officer: Html
    signed_in: bool


@bp.get("/mag-dit/brief")
@allow(PUBLIC)
def show_letter() -> str | Response:
    """A letter that asks for consent, to fill in, print and change; only where somebody's consent
    is the question.
    """
    desk = find_desk()
    answers = desk.answers
    if not answers.is_complete:
        return redirect(next_url(answers), 303)
    first = answers.outcome().rules[0]
    decides = decider(first, answers.age)
    if not asks_consent(answers):
        return redirect(url("tools.show_outcome", answers), 303)
    names = ("app1", "app2", "waarvoor", "gegevens", "zichtbaar", "tot", "terug", "adres")
    fields = {name: tidy(request.args.get(name, ""))[:LONGEST] for name in names}
    apps = [fields["app1"]]
    if fields["app2"]:
        apps.append(fields["app2"])
    page = LetterPage(
        school=desk.school_name,
        to_pupil=decides is Decider.PUPIL,
        publishes=answers.purpose is Purpose.PUBLISH,
        board_first=board_first(answers, first),
        apps=apps,
        fields=fields,
        hidden={name: value for name, value in answers.query.items() if value},
        back=url("tools.show_outcome", answers),
        officer=_officer(desk.values),
        signed_in=signed_in() is not None,
    )
    return render_template("tools/consent_letter.html", page=page)


def _officer(values: Mapping[str, str]) -> Html:
    """The data protection officer, as far as the school filled that in; else nothing, and a line to
    write on.
    """
    named = [f"{{{{{key}}}}}" for key in ("naam_fg", "contact_fg") if key in values]
    return fill(Html(", ".join(named)), values)
