"""Every form of the site: sent by somebody else, from another page, about something else, or with
its mark missing.

The list is held against the routes of the application itself, so a new form is tried or the first
test fails.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask

from course.models.base import new_token
from course.web.http import drawn
from course.web.http.access import PUBLIC, allowed_for
from tests.web.http.forms import FORMS, SAYS_ALL
from tests.web.http.forms.site import TYPED, Site, send, stamp_of, stored

# who works at a school is told that it changed, the neighbour there too; norms are those of all
STIRS = {
    "/beheer/scholen/<code>/wijzigen",
    "/beheer/normenkader/<ref>",
    "/beheer/normenkader/<ref>/weg",
}


def marked(rules: Iterable[str]) -> list[Any]:
    return [pytest.param(rule, marks=pytest.mark.stirs if rule in STIRS else ()) for rule in rules]


def test_every_form_is_in_the_list(app: Flask) -> None:
    rules = {
        str(rule)
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or set())
        and PUBLIC not in allowed_for(app.view_functions[rule.endpoint])
    }
    assert rules == set(FORMS)


@pytest.mark.asvs("8.2.2")
@pytest.mark.either
@pytest.mark.parametrize("rule", marked(FORMS))
def test_a_form_is_taken_from_one_person_for_one_place(site: Site, rule: str) -> None:
    role, draw, right = FORMS[rule]
    form = draw(site)
    own, other = site.client(role), site.client(role, 1)
    mark, before = form.fields[drawn.FIELD], stored(site)
    words = mark.split(".")
    refused = [
        (send(other, form), 403, "Deze pagina was van iemand anders"),  # her open tab, his session
        (
            send(own, form, inzending=stamp_of(site, role, 1, form.action)),
            403,
            "Deze pagina was van iemand anders",
        ),
        (
            send(own, form, inzending=stamp_of(site, role, 0, "/elders")),
            409,
            "Deze pagina is verouderd",
        ),
        (
            send(own, form, inzending=".".join([new_token(), *words[1:]])),
            403,
            "Er is niets bewaard",
        ),
        (send(own, form, inzending=None), 422, "Er is niets bewaard"),
        (send(own, form, inzending=""), 422, "Er is niets bewaard"),
        (send(own, form, inzending="een-oude-inzending-van-eerder"), 422, "Er is niets bewaard"),
        (send(own, form, inzending="\x00" * 30), 422, "Er is niets bewaard"),
    ]
    if rule not in SAYS_ALL:
        elsewhere = send(
            own, form, inzending=stamp_of(site, role, 0, form.action, "een andere vraag")
        )
        refused.append((elsewhere, 409, ""))
    for reply, status, heading in refused:
        assert (reply.status_code, heading in reply.text) == (status, True), reply.text
    for reply in refused[:2]:
        assert TYPED not in reply[0].text, "somebody else reads what was typed"
    assert stored(site) == before
    assert send(own, form).status_code == right


@pytest.mark.parametrize("rule", marked(rule for rule in FORMS if FORMS[rule][2] == 303))
def test_the_same_form_twice_is_one_deed(site: Site, rule: str) -> None:
    """A double click, or a reply that got lost: the second answers as the first, or asks to sign in
    again.
    """
    role, draw, _ = FORMS[rule]
    form = draw(site)
    client = site.client(role)
    first = send(client, form)
    once = stored(site)
    again = send(client, form)
    assert again.status_code in (
        (303, 409, 422) if "importeren" in rule or "wachtwoord" in rule else (303,)
    ), again.text
    if again.status_code == 303:
        assert again.location == first.location
    assert stored(site) == once
