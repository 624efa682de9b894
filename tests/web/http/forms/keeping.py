"""Forms that administrators send."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from sqlalchemy import select

from course import clock
from course.domain.people.roles import Role
from course.models import Person, School
from course.models.base import new_token
from course.store.dated import DeedMoment
from course.store.people import accounts, organising
from course.store.people.organising import SchoolFacts
from course.store.signing_in import browsers
from tests import builders
from tests.web.http.forms.site import (
    TYPED,
    Entry,
    Form,
    Site,
    at,
    done,
    form_on,
    send,
)


def board_name(site: Site) -> Form:
    board = organising.board_of_school(
        site.session.scalar(select(School.id).order_by(School.id.desc()))
    )
    site.session.rollback()
    where = f"/beheer/besturen/{board.code}"
    return form_on(site.client("keeper").get(where), where, naam=TYPED)


def opened_team(site: Site) -> str:
    """The address of a team that was just opened, one more each time."""
    where, client = f"/beheer/scholen/{site.school}", site.client("administrator")
    send(client, form_on(client.get(where), f"{where}/teams", team=new_token()))
    return re.findall(rf'href="({where}/teams/[^"]+)"', client.get(where).text)[0]


def team_name(site: Site) -> Form:
    where = opened_team(site)
    return form_on(site.client("administrator").get(where), where, naam=new_token())


def merged_team(site: Site) -> Form:
    """One of two teams, after the other was chosen."""
    opened_team(site)
    where, client = f"{opened_team(site)}/samenvoegen", site.client("administrator")
    other = re.findall(r'<option value="([^"]+)"', client.get(where).text)[-1]
    return form_on(client.get(f"{where}?in={other}"), where)


def merged_school(site: Site) -> Form:
    where = "/beheer/scholen/samen/samenvoegen"
    here = site.session.query(School).filter_by(code=site.school).one()
    organising.open_school("samen", SchoolFacts("Samen", here.board_id, "po", "zuid"))
    site.session.commit()
    client = site.client("keeper")
    return form_on(client.get(f"{where}?in={site.school}"), where)


def newer_school_list(site: Site) -> Form:
    where = "/beheer/scholen/lijst"
    form = form_on(site.client("keeper").get(where), where, sector="po")
    form.files = True
    return form


def newer_holidays(site: Site) -> Form:
    form = form_on(site.client("keeper").get("/beheer/kalender"), "/beheer/kalender", bron=TYPED)
    form.files = True
    return form


def imported(site: Site) -> Form:
    preview = send(site.client("administrator"), upload(site))
    return form_on(preview, "/beheer/importeren/uitvoeren")


def keeping(what: str, **fields: str) -> Callable[[Site], Form]:
    """A form about a colleague, as whoever keeps everything sees it."""

    def draw(site: Site) -> Form:
        where = f"/beheer/mensen/{site.colleague}"
        return at("keeper", where, f"{where}/{what}", **fields)(site)

    return draw


def leaving_together(site: Site) -> Form:
    asked = {"mens": f"{site.colleague}:{site.school}", "wat": "vertrek"}
    page = site.client("keeper").get("/beheer/mensen/samen", query_string=asked)
    return form_on(page, "/beheer/mensen/samen")


def asking(what: str, **asked: str) -> Callable[[Site], Form]:
    """The question about a colleague before a deed, as whoever keeps everything sees it."""

    def draw(site: Site) -> Form:
        where = f"/beheer/mensen/{site.colleague}/{what}"
        sent = {name: value.format(school=site.school) for name, value in asked.items()}
        return form_on(site.client("keeper").get(where, query_string=sent), where)

    return draw


def ending_a_role(site: Site) -> Form:
    where = f"/beheer/mensen/{site.colleague}"
    who = site.session.scalar(select(Person).where(Person.ref == site.colleague))
    grant = builders.grant(site.session, who, Role.TRAINER, None).id
    site.session.commit()
    end = f"{where}/rollen/{grant}/einde"
    return form_on(site.client("keeper").get(end), end)


def uniting_two(site: Site) -> Form:
    other = builders.person(site.session, "Wim Werkers", "wim.oud@voorbeeld.example").email
    site.session.commit()
    return asking("samenvoegen", adres=other)(site)


def undoing_a_block(site: Site) -> Form:
    who = site.session.scalar(select(Person).where(Person.ref == site.colleague))
    moment = DeedMoment(clock.now())
    accounts.block([who.id], moment)
    site.session.commit()
    where = f"/beheer/mensen/{site.colleague}"
    return form_on(site.client("keeper").get(where), f"/beheer/logboek/{moment.deed}/ongedaan")


def withdrawing_a_certificate(site: Site) -> Form:
    """Of the colleague, whose course is done just now."""
    where = f"/beheer/mensen/{site.colleague}/bewijzen"
    done(site, site.colleague)
    return form_on(site.client("keeper").get(where), where, reden=TYPED)


def signed_in_elsewhere(site: Site) -> Form:
    who = site.session.scalar(select(Person).where(Person.ref == site.colleague))
    browsers.sign_in(who.id, clock.now())
    site.session.commit()
    return keeping("uitloggen")(site)


NEW_SCHOOL = {
    "naam": "De Tak",
    "code": "de-tak",
    "bestuur": "nieuw",
    "bestuur_naam": "Stichting Tak",
    "bestuur_code": "tak",
    "sector": "po",
    "regio": "zuid",
}


A_NORM = {"norm": "XX.01", "tekst": TYPED, "niveau": "3", "cijfer": "done"}


def upload(site: Site) -> Form:
    page = site.client("administrator").get("/beheer/importeren")
    form = form_on(page, "/beheer/importeren", school=site.school)
    form.files = True
    return form


def asked(site: Site) -> Form:
    """The page on which somebody says what a list does not say."""
    client = site.client("administrator")
    preview = send(client, upload(site)).text
    where = re.search(r'href="(/beheer/importeren/[^"]+/[^"]+)"', preview)
    assert where is not None
    page = client.get(unescape(where[1]))
    return form_on(page, unescape(where[1]), **{"kolom-1": "naam", "kolom-2": "e-mail"})


FORMS: dict[str, Entry] = {
    "/beheer/importeren": ("administrator", upload, 200),
    "/beheer/importeren/<code>/<ref>": ("administrator", asked, 200),
    "/beheer/importeren/uitvoeren": ("administrator", imported, 303),
    "/beheer/logboek/<deed>/ongedaan": ("keeper", undoing_a_block, 303),
    "/beheer/kalender": ("keeper", newer_holidays, 422),  # a list of people is no calendar
    "/beheer/normenkader/nieuw": (
        "keeper",
        at("keeper", "/beheer/normenkader/nieuw", "/beheer/normenkader/nieuw", **A_NORM),
        303,
    ),
    "/beheer/normenkader/<ref>": (
        "keeper",
        at("keeper", "/beheer/normenkader/eigen-1", "/beheer/normenkader/eigen-1", **A_NORM),
        303,
    ),
    "/beheer/normenkader/<ref>/weg": (
        "keeper",
        at("keeper", "/beheer/normenkader/eigen-1", "/beheer/normenkader/eigen-1/weg"),
        303,
    ),
    "/beheer/mensen/<ref>/bewijzen": ("keeper", withdrawing_a_certificate, 303),
    "/beheer/mensen/<ref>/adres": ("keeper", keeping("adres", email="noor@elders.example"), 303),
    "/beheer/mensen/<ref>/uitloggen": ("keeper", signed_in_elsewhere, 303),
    "/beheer/mensen/<ref>/blokkade": ("keeper", asking("blokkade"), 303),
    "/beheer/mensen/<ref>/gegevens": (
        "keeper",
        keeping("gegevens", naam=TYPED, functie="stagiair"),
        303,
    ),
    "/beheer/mensen/<ref>/rollen": ("keeper", asking("rollen", rol="trainer", waar="overal"), 303),
    "/beheer/mensen/<ref>/rollen/<int:number>/einde": ("keeper", ending_a_role, 303),
    "/beheer/mensen/<ref>/samenvoegen": ("keeper", uniting_two, 303),
    "/beheer/mensen/<ref>/uitnodiging": ("keeper", keeping("uitnodiging"), 303),
    "/beheer/mensen/<ref>/vertrek": ("keeper", asking("vertrek", school="{school}"), 303),
    "/beheer/mensen/<ref>/werk": ("keeper", asking("werk", school="{school}", tot="1-2-2099"), 303),
    "/beheer/mensen/nieuw": (
        "administrator",
        at(
            "administrator",
            "/beheer/mensen/nieuw",
            "/beheer/mensen/nieuw",
            achternaam=TYPED,
            email="een@voorbeeld.example",
            functie="stagiair",
            school="{school}",
        ),
        200,
    ),
    "/beheer/mensen/samen": ("keeper", leaving_together, 303),
    "/beheer/scholen/<code>/lijstwoorden": (
        "administrator",
        at(
            "administrator",
            "/beheer/scholen/{school}/lijstwoorden",
            "/beheer/scholen/{school}/lijstwoorden",
            functie=TYPED,
            soort="stagiair",
        ),
        303,
    ),
    "/beheer/scholen/<code>/teams": (
        "administrator",
        at(
            "administrator",
            "/beheer/scholen/{school}",
            "/beheer/scholen/{school}/teams",
            team=TYPED,
        ),
        303,
    ),
    "/beheer/besturen/<code>": ("keeper", board_name, 303),
    "/beheer/scholen/<code>/teams/<ref>": ("administrator", team_name, 303),
    "/beheer/scholen/<code>/samenvoegen": ("keeper", merged_school, 303),
    "/beheer/scholen/<code>/teams/<ref>/samenvoegen": ("administrator", merged_team, 303),
    "/beheer/scholen/<code>/wijzigen": (
        "administrator",
        at(
            "administrator",
            "/beheer/scholen/{school}/wijzigen",
            "/beheer/scholen/{school}/wijzigen",
            naam=TYPED,
            sector="po",
            regio="zuid",
        ),
        303,
    ),
    "/beheer/scholen/lijst": ("keeper", newer_school_list, 422),  # nor a list of schools
    "/beheer/scholen/nieuw": (
        "keeper",
        at("keeper", "/beheer/scholen/nieuw", "/beheer/scholen/nieuw", **NEW_SCHOOL),
        303,
    ),
}
