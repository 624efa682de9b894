"""Forms of a school, and of one's own account."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from course import clock
from course.models import RoleGrant, School
from course.store.people import organising
from tests import builders
from tests.web.http.forms.site import TYPED, Entry, Form, Site, at, form_on, send

NEXT_YEAR = f"{clock.today().year + 1}-02-01"


def board_words(site: Site) -> Form:
    board = organising.board_of_school(
        site.session.scalar(select(School.id).order_by(School.id.desc()))
    )
    site.session.rollback()
    where = f"/school/besturen/{board.code}/teksten"
    return form_on(site.client("keeper").get(where), where, naam_ict_dienst=TYPED)


def first_report(site: Site) -> Form:
    """The list of first steps is there for who has a role lately."""
    yesterday = clock.today() - timedelta(days=1)
    mine = site.session.query(RoleGrant).filter_by(role="manager", replaced_at=None)
    for grant in mine.filter(RoleGrant.starts_on != yesterday).all():
        builders.rewrite(site.session, grant, clock.now(), starts_on=yesterday)
    site.session.commit()
    return form_on(site.client("manager").get("/eerste-stappen"), "/eerste-stappen/rapport")


def day_taken_back(site: Site) -> Form:
    where = f"/school/{site.school}/kalender"
    day = {"soort": "dicht", "naam": "Studiedag", "eerste": NEXT_YEAR}
    page = site.client("manager").get(where)
    if "/weg" not in page.text:
        send(site.client("manager"), form_on(page, where, **day))
        page = site.client("manager").get(where)
    found = re.findall(rf'action="({where}/\d+/weg)"', page.text)
    return form_on(page, found[0])


FORMS: dict[str, Entry] = {
    "/account/apparaten": ("trainer", at("trainer", "/account", "/account/apparaten"), 303),
    "/account/naam": ("trainer", at("trainer", "/account", "/account/naam", naam=TYPED), 303),
    "/account/wachtwoord": (
        "trainer",
        at(
            "trainer",
            "/account",
            "/account/wachtwoord",
            old_password="vier-losse-woorden-samen",
            new_password="vijf-andere-woorden-naast-elkaar",
            new_password_again="vijf-andere-woorden-naast-elkaar",
        ),
        303,
    ),
    "/eerste-stappen/rapport": ("manager", first_report, 303),
    "/school/<code>": (
        "manager",
        at("manager", "/school/{school}", "/school/{school}", naam_ict_dienst=TYPED),
        303,
    ),
    "/school/besturen/<code>/teksten": ("keeper", board_words, 303),
    "/school/<code>/leerwinst": (
        "manager",
        at("manager", "/school/{school}/leerwinst", "/school/{school}/leerwinst", meten="aan"),
        303,
    ),
    "/school/<code>/zicht": (
        "manager",
        at("manager", "/school/{school}/zicht", "/school/{school}/zicht", niveau="done"),
        303,
    ),
    "/school/<code>/kalender": (
        "manager",
        at(
            "manager",
            "/school/{school}/kalender",
            "/school/{school}/kalender",
            soort="dicht",
            naam=TYPED,
            eerste=NEXT_YEAR,
        ),
        303,
    ),
    "/school/<code>/kalender/<int:number>/weg": ("manager", day_taken_back, 303),
    "/school/<code>/gedragscode/nieuw": (
        "manager",
        at(
            "manager",
            "/school/{school}/gedragscode/nieuw",
            "/school/{school}/gedragscode/nieuw",
            **{
                "naam": "Versie 1",
                "ingang": "1-9-2026",
                "afspraak-kanalen": TYPED,
                "vraagt": "signature",
                "wijziging": "meaning",
            },
        ),
        303,
    ),
}
