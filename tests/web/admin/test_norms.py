"""The table of the Normenkader on screen, and in the evidence of the day."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Actor, Role
from course.domain.proof.norms import NormDraft, NormFigure, by_number
from course.models import AuditEntry, NormRow
from course.store.dated import DeedMoment
from course.store.proof import norms
from course.store.submissions import OtherContentsError
from tests.checking_client import CheckingClient
from tests.staff import World, at_noon

pytestmark = pytest.mark.stirs  # the table is that of every school
HERE = "/beheer/normenkader"
RIGHT = {
    "norm": "XX.02",
    "tekst": "De school legt uit hoe zij met gegevens omgaat.",
    "niveau": "3",
    "cijfer": "mailed",
    "gezien": "",
}
DRAFT = NormDraft("XX.02", RIGHT["tekst"], "3", NormFigure.MAILED, None)


@pytest.fixture
def keeper(world: World, client: CheckingClient) -> Actor:
    """Who keeps every school."""
    actor = world.actor(Role.ADMINISTRATOR)
    world.sign_in(client, actor)
    return actor


def send(client: CheckingClient, where: str, form: str = "", **fields: str) -> Any:
    """A form of a page, with these fields in it."""
    page = client.get(where).text
    found = re.search(
        rf'action="{form or where}"[^>]*><input type="hidden" name="inzending" value="([^"]+)"',
        page,
    )
    assert found is not None
    return client.post(form or where, data={"inzending": found[1], **fields})


def table(client: CheckingClient) -> list[str]:
    """The numbers that stand in the table."""
    return re.findall(rf'href="{HERE}/[^"]+">([^<]+)</a></th>', client.get(HERE).text)


def test_the_placeholders_say_that_they_must_be_checked(
    client: CheckingClient, keeper: Actor
) -> None:
    page = client.get(HERE).text
    assert table(client) == [f"CONTROLEREN-{number}" for number in (1, 2, 3, 4)]
    assert "4 normen zijn nog niet vergeleken met de site" in html.unescape(page)
    assert "Normenkader" in client.get("/beheer/scholen").text


def test_a_norm_is_added_changed_and_taken_away(
    world: World, client: CheckingClient, keeper: Actor
) -> None:
    assert send(client, f"{HERE}/nieuw", **RIGHT).status_code == 303
    assert table(client) == [
        "CONTROLEREN-1",
        "CONTROLEREN-2",
        "CONTROLEREN-3",
        "CONTROLEREN-4",
        "XX.02",
    ]
    key = world.session.query(NormRow).filter_by(norm="XX.02").one().key
    world.session.rollback()
    where = f"{HERE}/{key}"
    fields = RIGHT | {"tekst": "Anders gezegd.", "gezien": "1-9-2026"}
    assert send(client, where, **fields).status_code == 303
    page = client.get(where).text
    assert "Anders gezegd." in page
    assert send(client, where, f"{where}/weg").status_code == 303
    assert "XX.02" not in table(client)
    assert client.get(where).status_code == 404
    actions = [
        (row.action, row.detail["norm"], row.actor_id)
        for row in world.session.query(AuditEntry).order_by(AuditEntry.id)
        if row.action.startswith("norm-")
    ]
    assert actions == [
        ("norm-changed", "XX.02", keeper.id),
        ("norm-changed", "XX.02", keeper.id),
        ("norm-removed", "XX.02", keeper.id),
    ]
    world.session.rollback()
    trail = client.get("/beheer/logboek").text
    assert "Norm van het Normenkader weggehaald: XX.02" in trail


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("norm", "", "Vul het nummer van de norm in"),
        ("norm", "XX 02", "letters, cijfers, punten en streepjes"),
        ("norm", "X" * 41, "hooguit 40 tekens"),
        ("norm", "controleren-1", "Deze norm staat al in de tabel."),
        ("tekst", "", "Vul in wat de norm vraagt."),
        ("tekst", "a" * 2001, "Gebruik hooguit 2000 tekens. U hebt er 2001."),
        ("niveau", "", "Vul het niveau in"),
        ("niveau", "a" * 41, "Gebruik hooguit 40 tekens. U hebt er 41."),
        ("cijfer", "", "Kies uit de lijst wat wij over deze norm weten."),
        ("cijfer", "verzonnen", "Kies uit de lijst wat wij over deze norm weten."),
        ("gezien", "gisteren", "Vul een datum in, bijvoorbeeld 12-3-2026, of laat dit veld leeg."),
        ("gezien", "1-1-2999", "Die dag is nog niet geweest."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    world: World, client: CheckingClient, keeper: Actor, name: str, typed: str, message: str
) -> None:
    before = world.session.query(NormRow).count()
    world.session.rollback()
    reply = send(client, f"{HERE}/nieuw", **(RIGHT | {name: typed}))
    assert reply.status_code == 422
    page = html.unescape(reply.text)
    assert f'href="#{name}"' in page
    assert message in page
    for other, value in RIGHT.items():
        if other not in (name, "cijfer"):
            assert value in page
    assert world.session.query(NormRow).count() == before


def test_a_form_of_before_somebody_elses_change_is_not_taken(
    world: World, client: CheckingClient, keeper: Actor
) -> None:
    where = f"{HERE}/eigen-1"
    page = client.get(where).text
    mark = re.search(
        rf'action="{where}"[^>]*><input type="hidden" name="inzending" value="([^"]+)"', page
    )
    assert mark is not None
    assert send(client, where, **RIGHT).status_code == 303
    mine = RIGHT | {"tekst": "Wat ik typte blijft."}
    reply = client.post(where, data={"inzending": mark[1], **mine})
    assert reply.status_code == 409
    assert "Wat ik typte blijft." in reply.text
    assert "Deze norm zegt intussen iets anders." in reply.text


def test_who_keeps_some_schools_does_not_change_the_table_of_all(
    world: World, client: CheckingClient
) -> None:
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, world.school("regenboog")))
    for where in (HERE, f"{HERE}/nieuw", f"{HERE}/eigen-1"):
        assert client.get(where).status_code == 404
    assert "Normenkader" not in client.get("/beheer/scholen").text


def test_a_change_closes_a_line_and_a_day_of_before_keeps_it(session: Any) -> None:
    today = date(2026, 11, 30)
    yesterday = today - timedelta(days=1)
    first = {one.key: one.draft for one in norms.on(yesterday, clock.end_of_day(yesterday))}
    moment = DeedMoment(at_noon(today))
    norms.put("eigen-2", DRAFT, first["eigen-2"], moment)
    norms.put("nieuw", NormDraft("XX.10", "Tien", "2", NormFigure.NONE, today), None, moment)
    norms.take_away("eigen-4", first["eigen-4"], moment)
    told = [one.norm for one in norms.on(today, clock.end_of_day(today))]
    assert told == ["CONTROLEREN-1", "CONTROLEREN-3", "XX.02", "XX.10"]
    kept = {one.key: one.draft for one in norms.on(yesterday, clock.end_of_day(yesterday))}
    assert kept == first
    assert [one.norm for one in norms.history("eigen-2")] == ["XX.02", "CONTROLEREN-2"]


def test_who_changes_what_was_changed_meanwhile_is_told(session: Any) -> None:
    moment = DeedMoment(at_noon(date(2026, 11, 30)))
    first = next(one for one in norms.on(moment.today) if one.key == "eigen-2")
    norms.put("eigen-2", DRAFT, first.draft, moment)
    norms.put("eigen-2", DRAFT, first.draft, moment)  # the same again is nothing
    other = NormDraft("XX.09", "Negen", "1", NormFigure.DONE, None)
    with pytest.raises(OtherContentsError):
        norms.put("eigen-2", other, first.draft, moment)
    with pytest.raises(OtherContentsError):
        norms.take_away("eigen-2", first.draft, moment)
    with pytest.raises(OtherContentsError):  # its number is taken meanwhile, in other letters
        norms.put("nieuw", replace(DRAFT, norm="xx.02"), None, moment)
    assert [one.norm for one in norms.on(moment.today)].count("XX.02") == 1


@pytest.mark.empty  # nobody ever changed the table
def test_the_first_change_keeps_what_came_with_the_program(session: Any) -> None:
    now: datetime = at_noon(date(2026, 11, 30))
    yesterday = now.date() - timedelta(days=1)
    before = norms.on(yesterday, clock.end_of_day(yesterday))
    assert before == list(norms.shipped())
    norms.put("eigen-1", DRAFT, before[0].draft, DeedMoment(now))
    assert [one.norm for one in norms.on(now.date())] == [
        *("CONTROLEREN-2", "CONTROLEREN-3", "CONTROLEREN-4", "XX.02"),
    ]
    assert norms.on(yesterday, clock.end_of_day(yesterday)) == before


def test_norms_stand_by_their_number() -> None:
    assert sorted(["GO.10", "GO.2", "go.1", "BV.3"], key=by_number) == [
        "BV.3",
        "go.1",
        "GO.2",
        "GO.10",
    ]
