"""What a board or a team is called from today on. Reports of earlier days keep the name of then."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for

from course import clock, logs
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.people import directory, merged, organising
from course.store.people.directory import TeamRow
from course.store.people.organising import BoardRow, SchoolAtWork
from course.web.admin import bp
from course.web.admin.deed import deed_moment
from course.web.admin.pages import CalledPage
from course.web.admin.schools import school_in_reach
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, or_404
from course.web.page.fields import Fields
from course.web.page.frame import tell
from course.web.page.parts import FieldError, Link

_TAKEN = "Deze school heeft al een team met deze naam."


@bp.get("/scholen/<code>/teams/<ref>")
@allow(Permission.PEOPLE)
def show_team(code: str, ref: str) -> str:
    """One team, and what can be done with it."""
    school, team = team_in_reach(code, ref)
    return render_template("admin/called.html", page=team_page(school, team, team.name))


@bp.post("/scholen/<code>/teams/<ref>")
@allow(Permission.PEOPLE)
def rename_team(code: str, ref: str) -> Answer:
    """Another name, that no other team of the school has."""
    (school, team), fields = team_in_reach(code, ref), Fields(request.form)
    name = fields.name("naam", "Vul de naam van het team in.")
    if name is None:
        return _team_again(school, team, fields)
    transaction.begin(may_write=True)
    if not organising.rename_team(school.id, team.id, name, deed_moment()):
        transaction.rollback()
        fields.wrong("naam", _TAKEN)
        return _team_again(school, team, fields)
    transaction.commit()
    logs.note("team renamed", school=code)
    tell(f"Het team heet vanaf vandaag {name}.")
    return redirect(url_for("admin.show_school", code=code), 303)


@bp.get("/besturen/<code>")
@allow(Permission.PEOPLE)
def show_board(code: str) -> str:
    """The name of a board, for who keeps all its schools."""
    board = _board(code)
    return render_template("admin/called.html", page=_board_page(board, board.name))


@bp.post("/besturen/<code>")
@allow(Permission.PEOPLE)
def rename_board(code: str) -> Answer:
    """Another name; its code stays."""
    board, fields = _board(code), Fields(request.form)
    name = fields.name("naam", "Vul de naam van het bestuur in.")
    if name is None:
        page = _board_page(board, fields.text("naam"), tuple(fields.errors))
        return render_template("admin/called.html", page=page), 422
    transaction.begin(may_write=True)
    organising.rename_board(board.id, name, deed_moment())
    transaction.commit()
    logs.note("board renamed", board=code)
    tell(f"Het bestuur heet vanaf vandaag {name}.")
    return redirect(url_for("admin.show_board", code=code), 303)


def team_in_reach(code: str, ref: str) -> tuple[SchoolAtWork, TeamRow]:
    """A team with its school; out of reach and not there look the same."""
    school = school_in_reach(code)
    team = or_404(directory.team_by_ref(school.id, ref, clock.today()))
    return school, team


def team_page(
    school: SchoolAtWork, team: TeamRow, typed: str, errors: tuple[FieldError, ...] = ()
) -> CalledPage:
    """The page of a team, with what was typed."""
    return CalledPage(
        kind="team",
        name=team.name,
        typed=typed,
        action=url_for("admin.rename_team", code=school.code, ref=team.ref),
        merge=url_for("admin.show_merge_team", code=school.code, ref=team.ref),
        gone_to=_gone_to(school, team),
        trail=(*_schools(), Link(school.name, url_for("admin.show_school", code=school.code))),
        errors=errors,
    )


def _gone_to(school: SchoolAtWork, team: TeamRow) -> Link | None:
    """The team in which this one went up."""
    into = merged.team_after(school.id, team.ref, clock.today())
    if into is None:
        return None
    return Link(into.name, url_for("admin.show_team", code=school.code, ref=into.ref))


def _team_again(school: SchoolAtWork, team: TeamRow, fields: Fields) -> tuple[str, int]:
    page = team_page(school, team, fields.text("naam"), tuple(fields.errors))
    return render_template("admin/called.html", page=page), 422


def _board(code: str) -> BoardRow:
    board = organising.board_by_code(code)
    if board is None or not current_person().holds_for_board(Permission.PEOPLE, board.id):
        abort(404)
    return board


def _board_page(board: BoardRow, typed: str, errors: tuple[FieldError, ...] = ()) -> CalledPage:
    return CalledPage(
        kind="bestuur",
        name=board.name,
        typed=typed,
        action=url_for("admin.rename_board", code=board.code),
        trail=_schools(),
        errors=errors,
    )


def _schools() -> tuple[Link, ...]:
    return (Link("Scholen", url_for("admin.show_schools")),)
