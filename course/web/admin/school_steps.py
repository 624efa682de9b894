"""What can be done for a school, as links on its page."""

from __future__ import annotations

from flask import url_for

from course.domain.people.roles import Permission
from course.store.people.organising import SchoolAtWork
from course.web.http.access import current_person
from course.web.page.parts import Link


def next_steps(school: SchoolAtWork) -> tuple[Link, ...]:
    """What can be done for a school, in the order in which it begins."""
    actor = current_person()
    people = Link("Importeer de lijst met mensen", url_for("admin.show_import", school=school.code))
    one = Link("Voeg één medewerker toe", url_for("admin.show_add", school=school.code))
    words = Link(
        "Bekijk de woorden in de lijsten", url_for("admin.show_list_words", code=school.code)
    )
    steps = [people, one, words]
    if actor.holds_at(Permission.SCHOOL_TEXTS, school.id, school.board_id):
        texts = url_for("school.show_words", code=school.code)
        steps.append(Link("Vul de teksten en contacten in", texts))
        conduct = url_for("school.show_conduct", code=school.code)
        steps.append(Link("Lees en wijzig de gedragscode", conduct))
    if actor.holds_for_board(Permission.SCHOOL_TEXTS, school.board_id):
        board = url_for("school.show_board_words", code=school.board_code)
        steps.append(Link("Vul in wat voor elke school van het bestuur geldt", board))
    if actor.holds_for_board(Permission.PEOPLE, school.board_id):
        named = url_for("admin.show_board", code=school.board_code)
        steps.append(Link("Geef het bestuur een andere naam", named))
    if actor.holds_at(Permission.SCHOOL_TEXTS, school.id, school.board_id):
        calendar = url_for("school.show_calendar", code=school.code)
        steps.append(Link("Zet studiedagen in de schoolkalender", calendar))
    merge = url_for("admin.show_merge_school", code=school.code)
    return (*steps, Link("Laat deze school opgaan in een andere school", merge))
