"""Forms that learners send."""

from __future__ import annotations

from sqlalchemy import select

from course import clock
from course.models import Person, School, SchoolMeasuring
from course.store.dated import DeedMoment
from course.store.people import accounts
from course.store.people.accounts import FullName
from tests import measured
from tests.learning import answer, press, token_in
from tests.web.http.forms.site import (
    COURSE,
    TYPED,
    Entry,
    Form,
    Site,
    at,
    done,
    form_on,
    screen,
    send,
)

MEASURING = f"{COURSE}/een/meting"
TEST, ENTRY, STORY = f"{COURSE}/een/toets", f"{COURSE}/instaptoets", f"{COURSE}/een/verhaal"


def plan(site: Site) -> Form:
    page = site.client("learner").get(f"{COURSE}/een/plan")
    return form_on(page, f"{COURSE}/een/plan", als=TYPED, dan=TYPED)


def begun(site: Site, test: str = TEST) -> str:
    """The address of the first question of a test that is open now."""
    return str(press(site.client("learner"), test, f"{test}/begin").location)


def question(site: Site, test: str = TEST) -> Form:
    first = begun(site, test)
    return form_on(site.client("learner").get(first), first, antwoord="a")


def hand_in(site: Site, test: str = TEST) -> Form:
    client, where = site.client("learner"), begun(site, test)
    while not where.endswith("/controle"):
        form = form_on(client.get(where), where, antwoord="a")
        where = str(client.post(where, data=form.fields).location)
    return form_on(client.get(where), f"{test}/inleveren")


def measuring(site: Site, question: bool = False) -> Form:
    """Of a school that measures, in a module that was not begun."""
    if not site.session.query(SchoolMeasuring).count():
        school = site.session.query(School).filter_by(code=site.school).one()
        measured.switch_on(site.session, school)
    site.session.commit()
    client = site.client("learner")
    begin = form_on(client.get(MEASURING), f"{MEASURING}/begin")
    if not question:
        return begin
    asked = str(client.post(begin.action, data=begin.fields).location)
    return form_on(client.get(asked), asked, antwoord="a")


def skipping(site: Site) -> Form:
    measuring(site)
    return form_on(site.client("learner").get(MEASURING), f"{MEASURING}/overslaan")


def practice(site: Site) -> Form:
    client = site.client("learner")
    for path, choice in (((), "ma1"), (("ma1",), "di2")):
        answer(client, STORY, "week", pad=list(path), kies=choice)
    page = client.get(STORY)
    key = next(f"v{number}" for number in range(1, 5) if f'id="item-v{number}"' in page.text)
    return Form(
        f"{STORY}/opfrissen?verhaal=week",
        {"vraag": key, "inzending": token_in(page, key), "antwoord": "b"},
    )


def vote(site: Site) -> Form:
    form = screen(site)
    site.client("trainer").post(form.action, data=form.fields)
    return form_on(site.client("learner").get(site.study), f"{site.study}/stem", antwoord="b")


def signing_off(site: Site) -> Form:
    form = screen(site)
    for phase in ("first", "talk", "second", "result"):
        site.client("trainer").post(form.action, data=form.fields | {"naar": phase})
        form = form_on(site.client("trainer").get(form.action), form.action)
    return form_on(site.client("learner").get(site.study), f"{site.study}/aftekenen")


def signing(site: Site) -> Form:
    """Again, after the school asked for it and then agreed otherwise: with a question about that."""
    where, client = f"/gedragscode/ondertekenen/{site.school}", site.client("learner")
    if client.get(where).status_code == 404:
        adopted(site, {"naam": "Eerste", "ingang": "1-9-2020", "afspraak-kanalen": "Per mail."})
        send(client, form_on(client.get(where), where, antwoord="refused"))
        adopted(site, {"naam": "Tweede", "ingang": "1-9-2021", "afspraak-kanalen": "Per brief."})
    page = client.get(where)
    assert 'name="vraag-kanalen"' in page.text
    return form_on(page, where, antwoord="signed", **{"vraag-kanalen": "now"})


def adopted(site: Site, version: dict[str, str]) -> None:
    """By the manager of the school."""
    address = f"/school/{site.school}/gedragscode/nieuw"
    asks = version | {"vraagt": "signature", "wijziging": "meaning"}
    send(site.client("manager"), at("manager", address, address, **asks)(site))


def renamed_certificate(site: Site) -> Form:
    """Noor's, whose course is done under another name."""
    noor = site.session.scalar(select(Person).where(Person.email == "noor@voorbeeld.example"))
    number = done(site, noor.ref)
    accounts.rename({noor.id: FullName("Noor Anders", "Anders, Noor")}, DeedMoment(clock.now()))
    site.session.commit()
    where = f"/mijn-bewijzen/{number}"
    return form_on(site.client("learner").get(where), f"{where}/nieuwe-naam")


FORMS: dict[str, Entry] = {
    "/leren/<course>/<module>/<lesson>": ("learner", plan, 303),
    "/leren/<course>/<module>/<lesson>/begin": (
        "learner",
        at("learner", TEST, f"{TEST}/begin"),
        303,
    ),
    "/leren/<course>/<module>/<lesson>/inleveren": ("learner", hand_in, 303),
    "/leren/<course>/<module>/<lesson>/opfrissen": ("learner", practice, 303),
    "/leren/<course>/<module>/<lesson>/vraag/<int:number>": ("learner", question, 303),
    "/leren/<course>/<module>/meting/begin": ("learner", measuring, 303),
    "/leren/<course>/<module>/meting/vraag": (
        "learner",
        lambda site: measuring(site, question=True),
        303,
    ),
    "/leren/<course>/<module>/meting/overslaan": ("learner", skipping, 303),
    "/hulp/vraag": ("learner", at("learner", "/hulp/vraag", "/hulp/vraag", tekst=TYPED), 303),
    "/leren/mijn-kennis/opfrissers": (
        "done",
        at("done", "/leren/mijn-kennis", "/leren/mijn-kennis/opfrissers"),
        303,
    ),
    "/leren/<course>/begin": ("trainer", at("trainer", COURSE, f"{COURSE}/begin"), 303),
    "/leren/<course>/opnieuw": ("done", at("done", COURSE, f"{COURSE}/opnieuw"), 303),
    "/leren/<course>/instaptoets/begin": ("learner", at("learner", ENTRY, f"{ENTRY}/begin"), 303),
    "/leren/<course>/instaptoets/inleveren": ("learner", lambda site: hand_in(site, ENTRY), 303),
    "/leren/<course>/instaptoets/vraag/<int:number>": (
        "learner",
        lambda site: question(site, ENTRY),
        303,
    ),
    "/mijn-bewijzen/<number>/nieuwe-naam": ("learner", renamed_certificate, 303),
    "/gedragscode/ondertekenen/<code>": ("learner", signing, 303),
    "/studiedag": ("learner", at("learner", "/studiedag", "/studiedag", code="CDF349"), 422),
    "/studiedag/<ref>/aftekenen": ("learner", signing_off, 303),
    "/studiedag/<ref>/stem": ("learner", vote, 303),
}
