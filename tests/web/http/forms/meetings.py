"""Forms about trainings on a day and calendars: of their trainer, and of who comes."""

from __future__ import annotations

import re

from course import clock
from tests.web.http.forms.site import TYPED, Entry, Form, Site, at, form_on, send

PLANNED = "/trainen/bijeenkomsten"
MEETING = {"titel": TYPED, "begin": "13.30", "einde": "15.00", "plaats": "Aula", "plaatsen": "20"}


def planned(site: Site) -> Form:
    """A meeting of today."""
    page = site.client("trainer").get(PLANNED)
    today = clock.today().isoformat()
    return form_on(page, PLANNED, voor=site.school, dag=today, **MEETING)


def meeting(site: Site) -> tuple[str, str]:
    """The address of a meeting that was just planned, for its trainer and for who comes."""
    led = str(send(site.client("trainer"), planned(site)).location)
    return led, led.removeprefix("/trainen")


def meeting_change(site: Site) -> Form:
    led, _ = meeting(site)
    today = clock.today().isoformat()
    return form_on(site.client("trainer").get(led), led, dag=today, **MEETING)


def meeting_end(site: Site) -> Form:
    led, _ = meeting(site)
    return form_on(site.client("trainer").get(led), f"{led}/afzeggen")


def meeting_reply(site: Site) -> Form:
    _, own = meeting(site)
    return form_on(site.client("learner").get(own), own)


def meeting_code(site: Site) -> Form:
    _, own = meeting(site)
    return form_on(site.client("learner").get(own), f"{own}/aanwezig", code="CDF349")


def meeting_present(site: Site) -> Form:
    led, own = meeting(site)
    send(site.client("learner"), form_on(site.client("learner").get(own), own))
    page = site.client("trainer").get(led)
    (who,) = re.findall(r'name="wie" value="([^"]+)"', page.text)
    return form_on(page, f"{led}/aanwezig", wie=who)


FORMS: dict[str, Entry] = {
    "/agenda": ("learner", at("learner", "/agenda", "/agenda"), 303),
    "/bijeenkomsten/<ref>": ("learner", meeting_reply, 303),
    "/bijeenkomsten/<ref>/aanwezig": ("learner", meeting_code, 422),  # of another day
    "/trainen/bijeenkomsten": ("trainer", planned, 303),
    "/trainen/bijeenkomsten/<ref>": ("trainer", meeting_change, 303),
    "/trainen/bijeenkomsten/<ref>/aanwezig": ("trainer", meeting_present, 303),
    "/trainen/bijeenkomsten/<ref>/afzeggen": ("trainer", meeting_end, 303),
}
