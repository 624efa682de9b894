"""Withdrawing an assignment, alone or with all that were given with the same press."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import assignments, giving
from course.store.duties.assignments import AssignmentRow
from course.web.http.access import allow, current_person
from course.web.page.answering import or_404
from course.web.page.formats import by_count, counted
from course.web.page.frame import tell
from course.web.train import bp, wording
from course.web.train.pages import WithdrawPage

TOGETHER = "samen"  # in an address or a form: also the others that were given with one press


@bp.get("/toewijzingen/<ref>/intrekken")
@allow(Permission.ASSIGN)
def ask_withdraw(ref: str) -> str:
    """The last question before withdrawing."""
    found = named(ref, together=bool(request.args.get(TOGETHER)))
    title = f"Wilt u de opdracht voor {wording.who_of(found[0])} intrekken?"
    if len(found) > 1:
        title = f"Wilt u {counted(len(found), 'opdracht', 'opdrachten')} intrekken?"
    page = WithdrawPage(
        title=title,
        people=sum(row.people for row in found),
        action=request.path,
        hidden={TOGETHER: "1"} if len(found) > 1 else {},
        back=url_for("train.show_assignment", ref=ref),
    )
    return render_template("train/withdraw.html", page=page)


@bp.post("/toewijzingen/<ref>/intrekken")
@allow(Permission.ASSIGN)
def withdraw(ref: str) -> Response:
    """End the assignment today."""
    actor = current_person()
    found = named(ref, together=bool(request.form.get(TOGETHER)))
    transaction.begin(may_write=True)
    moment = DeedMoment(clock.now(), actor.id)
    if not all(giving.withdraw(actor, row.ref, moment) for row in found):
        abort(404)
    transaction.commit()
    told = by_count(len(found), "De opdracht is", f"{len(found)} opdrachten zijn")
    tell(f"{told} ingetrokken. De voortgang is bewaard.")
    return redirect(url_for("train.show_assignment", ref=ref), 303)


def named(ref: str, *, together: bool, withdrawn: bool = False) -> tuple[AssignmentRow, ...]:
    """The assignment of the address, first, and with it the others of the same press that stand, or
    that were withdrawn. Out of reach and not there look the same.
    """
    row = or_404(assignments.assignment(current_person(), ref, clock.today()))
    if not together:
        return (row,)
    others = assignments.given_together(current_person(), ref, clock.today(), withdrawn=withdrawn)
    return (row, *(one for one in others if one.ref != ref))
