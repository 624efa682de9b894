"""Is this certificate real? Anybody who has its number may ask; who only guesses has to wait."""

from __future__ import annotations

from datetime import datetime

from flask import render_template, request
from markupsafe import Markup
from werkzeug.exceptions import TooManyRequests

from course import clock
from course.domain.proof.numbers import MOST_TYPED, typed_number
from course.domain.signing_in.throttling import GUESSED_NUMBERS
from course.store import transaction
from course.store.proof import certificates
from course.store.proof.certificates import CertificateRow
from course.store.signing_in import throttles
from course.web.http.access import PUBLIC, allow
from course.web.http.settings import keyed_hash
from course.web.page.answering import Page
from course.web.page.parts import FieldError
from course.web.proof import bp, wording
from course.web.proof.pages import CertificateCheck
from course.web.proof.papers import view_of
from course.web.sign_in.guessing import visitor_address

NOTHING = ""
NO_CODE = Markup()


@bp.get("/bewijs")
@allow(PUBLIC)
def show_check() -> Page:
    """A number to fill in, and what we know of it."""
    if "nummer" not in request.args:
        return render_template("proof/check.html", page=CertificateCheck())
    typed = request.args["nummer"]
    if not typed.strip():
        return _wrong(NOTHING, wording.NO_NUMBER, 422)
    return _checked(typed)


@bp.get("/bewijs/<number>")
@allow(PUBLIC)
def check_number(number: str) -> Page:
    """Where the QR code on a certificate leads."""
    return _checked(number)


def found_by(typed: str) -> CertificateRow | None:
    """The certificate of a number; None: no such number.

    Who guesses too often has to wait. A whole school shares an address, so who has a real number
    never waits for somebody else's guesses; of 94 bits none is guessed.
    """
    number = typed_number(typed)
    row = certificates.checked(number) if number else None
    if row is None:
        _count_guess(clock.now())
    return row


def _count_guess(now: datetime) -> None:
    key = keyed_hash("certificate", "address", visitor_address())
    if throttles.waiting(key, now) is not None:
        raise TooManyRequests
    limits = {key: GUESSED_NUMBERS}
    transaction.beside("guessed number", lambda: throttles.count(limits, now))


def _checked(typed: str) -> Page:
    row = found_by(typed)
    if row is None:
        if typed_number(typed) is None:
            return _wrong(typed, wording.NOT_A_NUMBER, 422)
        return _wrong(typed, wording.NOT_KNOWN, 404)
    today = clock.today()
    view = view_of(row, NO_CODE)
    page = CertificateCheck(
        typed=view.number,
        status=wording.STATUS[row.worth_on(today)],
        said=wording.for_checker(row, today),
        view=view,
    )
    return render_template("proof/check.html", page=page)


def _wrong(typed: str, message: str, status: int) -> Page:
    page = CertificateCheck(typed=typed[:MOST_TYPED], errors=(FieldError("nummer", message),))
    return render_template("proof/check.html", page=page), status
