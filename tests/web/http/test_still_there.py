"""Every form of the site about a school, a team or an assignment there, sent after the school went
up in another since it was drawn: it says so in plain Dutch and stores nothing.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from course import clock
from course.domain.people.audited import Audited
from course.models import Membership, RoleGrant, School, db
from course.store import audit, dated, transaction
from course.store.audit import AuditNote
from course.store.dated import DeedMoment
from course.web.http import still_there
from tests.web.http.forms import FORMS
from tests.web.http.forms.site import TYPED, Form, Site, send, stored

SAID = (
    "er niets bewaard",
    "Er is niets bewaard",
    "ging op in een andere school",
    "hoort niet meer bij u",
)
# what it asks is shown, or was done by then: nobody works there any more
READS_ONLY = [
    ("while it is answered", rule)
    for rule in (
        "/beheer/mensen/<ref>/vertrek",
        "/trainen/toewijzen/breed/controle",
        "/trainen/toewijzen/controle",
    )
]
# about one person or meeting: no school is chosen, and who is there now sees it still
BY_ADDRESS = re.compile(
    r"/(trainen/toewijzingen|school/(?!besturen)|beheer/scholen/(?!nieuw|lijst))"
)


def goes_up(site: Site, session: Any) -> None:
    """The school goes up in another. Rights stay as they were, so that only this is tried."""
    moment = DeedMoment(clock.now())
    school = session.scalar(select(School.id).where(School.code == site.school))
    detail = {"into": "elders"}
    audit.note([AuditNote(Audited.SCHOOLS_MERGED, school_id=school, detail=detail)], moment)
    there = select(Membership.id).where(Membership.school_id == school, dated.known(Membership))
    dated.end(Membership, list(session.scalars(there)), moment)
    session.commit()


def goes_up_once_looked_at(site: Site, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The school goes up in another just after the form was looked at, before it writes. What is
    stored then stands in what is returned.
    """
    found: dict[str, int] = {}

    def check() -> None:
        looked()
        monkeypatch.setattr(still_there, "check", looked)
        with site.app.app_context():
            transaction.begin(may_write=True)
            goes_up(site, db.session)
        with site.app.app_context():
            found.update(stored(site))

    looked = still_there.check
    monkeypatch.setattr(still_there, "check", check)
    return found


def is_about_a_school(site: Site, rule: str, form: Form) -> bool:
    """Whether its address or a field of its own names the school, or what is there."""
    words = re.split(r"[/:\s]", " ".join((form.action, *form.fields.values())))
    return site.school in words or BY_ADDRESS.match(rule) is not None


@pytest.mark.either
@pytest.mark.parametrize("rule", FORMS)
@pytest.mark.parametrize("when", ["before it is sent", "while it is answered"])
def test_what_went_up_meanwhile_is_no_target(
    site: Site, rule: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    role, draw, _ = FORMS[rule]
    form = draw(site)
    if not is_about_a_school(site, rule, form):
        assert "<code>" not in rule or "besturen" in rule, "a form in a school names it"
        return
    if when == "before it is sent":
        goes_up(site, site.session)
        before = stored(site)
    else:
        before = goes_up_once_looked_at(site, monkeypatch)
    reply = send(site.client(role), form)
    if (when, rule) in READS_ONLY:
        assert reply.status_code in (200, 303, 404, 422)
        assert stored(site) == before
        return
    assert reply.status_code in (404, 409, 422), (form, reply.text)
    assert any(words in reply.text for words in SAID), reply.text
    assert stored(site) == before
    if TYPED in form.fields.values() and not form.files:
        assert TYPED in reply.text, "typed for nothing"


def test_what_left_the_scope_meanwhile_leaves_what_was_typed(site: Site) -> None:
    """The same answer for what ended, for what is not there and for what is another's by now."""
    role, draw, _ = FORMS["/trainen/bijeenkomsten"]
    form, before = draw(site), stored(site)
    nowhere = send(site.client(role), form, voor="nergens")
    other = site.session.scalar(select(School.code).where(School.code != site.school).limit(1))
    site.session.rollback()
    elsewhere = send(site.client(role), form, voor=other)
    assert (nowhere.status_code, nowhere.text) == (404, elsewhere.text.replace(other, "nergens"))
    assert TYPED in elsewhere.text
    assert "Er is niets bewaard" in elsewhere.text
    assert stored(site) == before
    own = select(School.id).where(School.code == site.school).scalar_subquery()
    mine = select(RoleGrant.id).where(RoleGrant.school_id == own, dated.known(RoleGrant))
    dated.end(RoleGrant, list(site.session.scalars(mine)), DeedMoment(clock.now()))
    site.session.commit()
    ended = send(site.client(role), form)
    assert (ended.status_code, TYPED in ended.text) == (403, True)


def test_a_school_that_left_the_scope_is_not_left_out_in_silence(site: Site) -> None:
    """Two schools were ticked and shown; nobody gets the course at one of them alone."""
    role, draw, _ = FORMS["/trainen/toewijzen/breed"]
    form, before = draw(site), stored(site)
    for more in ({"school": f"{site.school} buren"}, {"bestuur": "buren"}):
        reply = send(site.client(role), form, **more)
        assert reply.status_code == 422
        assert "hoort niet meer bij u. Kies opnieuw." in reply.text
        assert stored(site) == before
