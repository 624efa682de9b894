"""The certificates of one person, for who keeps accounts: one that should not count is
withdrawn.
"""

from __future__ import annotations

from datetime import date

from flask import abort, redirect, render_template, request, url_for

from course import clock, logs
from course.domain.people.roles import Permission
from course.domain.proof.numbers import written
from course.domain.proof.worth import Worth
from course.store import transaction
from course.store.people import person
from course.store.proof import certificates, issuing
from course.store.proof.certificates import CertificateRow
from course.store.proof.issuing import Withdrawal
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer, or_404
from course.web.page.fields import Fields
from course.web.page.frame import explain, tell
from course.web.page.looked import note_look
from course.web.page.parts import Link, SummaryRow
from course.web.proof import bp, wording
from course.web.proof.pages import KeptCertificate, KeptCertificates

LONGEST = 500


@bp.get("/beheer/mensen/<ref>/bewijzen")
@allow(Permission.PEOPLE)
def show_of_person(ref: str) -> str:
    """Every certificate of somebody, and why one was withdrawn."""
    html = render_template("proof/of_person.html", page=_page(ref, Fields({}), ""))
    note_look(ref)
    return html


@bp.post("/beheer/mensen/<ref>/bewijzen")
@allow(Permission.PEOPLE)
def withdraw(ref: str) -> Answer:
    """A certificate no longer counts, with a reason, for good."""
    fields, actor = Fields(request.form), current_person()
    number, reason = fields.text("nummer"), fields.text("reden")
    row = next(
        (one for one in certificates.in_reach(actor, ref, clock.today()) if one.number == number),
        None,
    )
    if row is None:
        abort(404)
    if not reason:
        fields.wrong("reden", wording.REASON_MISSING)
    elif len(reason) > LONGEST:
        fields.wrong("reden", wording.REASON_TOO_LONG)
    if fields.errors:
        return answer("proof/of_person.html", _page(ref, fields, number), fields.errors)
    transaction.begin(may_write=True)
    if issuing.withdraw(row.id, Withdrawal(reason, actor.id, clock.now())):
        logs.note("certificate withdrawn", person=ref, by=actor.ref)
        tell(wording.WITHDRAWN_NOW)
    else:
        explain(wording.WITHDRAWN_BEFORE)
    transaction.commit()
    return redirect(url_for("proof.show_of_person", ref=ref), 303)


def _page(ref: str, fields: Fields, at: str) -> KeptCertificates:
    actor = current_person()
    account = or_404(person.find(actor, ref, clock.now()))
    today = clock.today()
    return KeptCertificates(
        crumbs=(
            Link("Beheer", url_for("admin.show_people")),
            Link(account.name, url_for("admin.show_person", ref=ref)),
        ),
        name=account.name,
        action=url_for("proof.withdraw", ref=ref),
        certificates=tuple(
            _kept(row, today) for row in certificates.in_reach(actor, ref, clock.today())
        ),
        typed=fields.text("reden"),
        at=at,
        errors=tuple(fields.errors),
    )


def _kept(row: CertificateRow, today: date) -> KeptCertificate:
    found = row.worth_on(today)
    return KeptCertificate(
        number=row.number,
        title=row.title,
        status=wording.STATUS[found],
        rows=(
            SummaryRow("Op naam van", row.name),
            SummaryRow("Nummer", written(row.number)),
            SummaryRow("Wat dat betekent", wording.for_owner(row, today)),
        ),
        may_end=found not in (Worth.WITHDRAWN, Worth.REPLACED),  # the newest is what counts
    )
