"""A list of one school changes nothing of another: the people, teams, duties and names there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from course.domain.people.roles import Permission, Role
from course.domain.people.roster_details import ChangedField
from course.domain.people.roster_file import read_people
from course.models import (
    Membership,
    Person,
    RoleGrant,
    SignedInBrowser,
    SignInLink,
    Team,
)
from course.store.people import roster, roster_rows
from course.store.people.roster_found import Importer
from course.store.scope import schools_for
from course.store.signing_in import accounts, browsers
from course.store.signing_in.accounts import LinkPurpose
from tests import builders
from tests.store.two_schools import (
    NOW,
    TODAY,
    YESTERDAY,
    TwoSchools,
)


def send(two: TwoSchools, *rows: str, complete: bool = False, on: date = TODAY) -> None:
    """What the administrator of the first school does with a list."""
    file = read_people("\n".join(["personeelsnummer;naam;e-mail;team", *rows]).encode())
    proposal = roster_rows.propose(Importer(two.here.id, on, None, None), file, complete=complete)
    assert roster.apply(roster_rows.make_ready(proposal, NOW, ends_roles=True))
    two.world.session.expire_all()


def test_one_leaver_keeps_the_others_and_their_own_work_elsewhere(two: TwoSchools) -> None:
    world = two.world
    for person in (two.ada, two.bob):
        for place in (two.here, two.there):
            world.grant(person, Role.TRAINER, place)
        world.grant(person, Role.MANAGER, two.here, ends_on=TODAY - timedelta(days=30))
        browsers.sign_in(person.id, NOW)
        accounts.make_link(person.id, LinkPurpose.SIGN_IN, NOW)
    two.give("hier")
    two.give_there("daar")
    send(two, f";{two.bob.name};{two.bob.email};Onderbouw", complete=True)
    ends = {
        (row.person_id, row.school_id): row.ends_on
        for row in world.session.query(Membership).filter_by(replaced_at=None)
    }
    assert ends[two.ada.id, two.here.id] == YESTERDAY
    assert ends[two.ada.id, two.there.id] is None
    assert ends[two.bob.id, two.here.id] is ends[two.bob.id, two.there.id] is None
    grants = world.session.query(RoleGrant).filter(
        RoleGrant.replaced_at.is_(None), RoleGrant.person_id.in_([two.ada.id, two.bob.id])
    )
    found = {(row.person_id, row.role, row.school_id): row.ends_on for row in grants}
    assert found.pop((two.ada.id, "trainer", two.here.id)) == YESTERDAY
    assert found.pop((two.ada.id, "manager", two.here.id)) == TODAY - timedelta(days=30)
    assert found.pop((two.bob.id, "manager", two.here.id)) == TODAY - timedelta(days=30)
    assert set(found.values()) == {None}
    assert two.reasons(two.ada, two.here) == [], "given today and gone today"
    assert two.reasons(two.ada, two.there) == [("daar", None)]
    assert two.reasons(two.bob, two.here) == [("hier", None)]
    assert [row.person_id for row in world.session.query(SignedInBrowser)] == [two.bob.id]
    links = {row.person_id: row.used_at for row in world.session.query(SignInLink)}
    assert links == {two.ada.id: NOW, two.bob.id: None}


def test_a_team_of_the_same_name_elsewhere_is_another_team(two: TwoSchools) -> None:
    two.world.team(two.there, "Onderbouw")
    two.world.team(two.there, "Bovenbouw")
    send(two, ";Cas Bos;cas@a.nl;onderbouw", ";Dirk Bos;dirk@a.nl;Bovenbouw")
    rows = two.world.session.query(Team.school_id, Team.name).join(
        Membership, Membership.team_id == Team.id
    )
    rows = rows.join(Person, Person.id == Membership.person_id).filter(
        Person.email.in_(["cas@a.nl", "dirk@a.nl"])
    )
    assert sorted(rows.all()) == [(two.here.id, "Bovenbouw"), (two.here.id, "Onderbouw")]


def test_another_team_here_changes_nothing_there_and_keeps_what_is_agreed(two: TwoSchools) -> None:
    link = (
        two.world.session.query(Membership)
        .filter_by(person_id=two.ada.id, school_id=two.here.id)
        .one()
    )
    builders.rewrite(two.world.session, link, ends_on=TODAY + timedelta(days=90), staff_number="7")
    send(two, f"7;{two.ada.name};{two.ada.email};Bovenbouw")
    rows = (
        two.world.session.query(Membership)
        .filter_by(person_id=two.ada.id, replaced_at=None)
        .order_by(Membership.starts_on, Membership.id)
        .all()
    )
    here = [row for row in rows if row.school_id == two.here.id]
    assert [(row.starts_on, row.ends_on) for row in here[1:]] == [
        (TODAY, TODAY + timedelta(days=90))
    ]
    assert here[0].ends_on == YESTERDAY
    assert {row.staff_number for row in here} == {"7"}
    assert [(row.ends_on, row.team_id) for row in rows if row.school_id == two.there.id] == [
        (None, None)
    ]
    bob = two.world.session.query(Membership).filter_by(person_id=two.bob.id, replaced_at=None)
    assert {row.ends_on for row in bob} == {None}


def test_who_left_another_school_today_begins_anew_here(two: TwoSchools) -> None:
    cas = two.world.person("Cas Bos", "cas@a.nl")
    two.world.works(cas, two.there, ends_on=TODAY)
    two.world.works(cas, two.here, ends_on=TODAY - timedelta(days=20))
    send(two, ";Cas Bos;cas@a.nl;")
    rows = two.world.session.query(Membership).filter_by(person_id=cas.id).order_by(Membership.id)
    found = [(row.school_id, row.starts_on == TODAY, row.ends_on) for row in rows]
    assert found == [
        (two.there.id, False, TODAY),
        (two.here.id, False, TODAY - timedelta(days=20)),
        (two.here.id, True, None),
    ]


@pytest.mark.parametrize("past", ["membership", "grant"])
def test_what_somebody_had_elsewhere_and_ended_is_no_obstacle(two: TwoSchools, past: str) -> None:
    administrator = two.world.actor(Role.ADMINISTRATOR, two.here)
    cas = two.world.person("Cas Bos", "cas@a.nl")
    two.world.works(cas, two.here, number="9")
    if past == "membership":
        two.world.works(cas, two.there, ends_on=YESTERDAY)
    else:
        two.world.grant(cas, Role.MANAGER, two.there, ends_on=YESTERDAY)
    file = read_people(b"personeelsnummer;naam;e-mail\n9;Cas de Bos;nieuw@a.nl")
    scope = schools_for(administrator, Permission.PEOPLE)
    plan = roster_rows.propose(Importer(two.here.id, TODAY, None, scope), file, complete=False).plan
    assert plan.problems == ()
    assert [change.after.email for change in plan.asked] == ["nieuw@a.nl"]


def test_the_same_list_again_does_nothing_where_there_are_more_teams(two: TwoSchools) -> None:
    two.world.team(two.here, "Bovenbouw")
    rows = [
        "naam;e-mail;team",
        *(f"{one.name};{one.email};Onderbouw" for one in (two.ada, two.bob)),
    ]
    file = read_people("\n".join(rows).encode())
    assert roster_rows.propose(
        Importer(two.here.id, TODAY, None, None), file, complete=True
    ).plan.does_nothing


def test_who_runs_the_installation_may_rename_somebody_with_a_role(two: TwoSchools) -> None:
    two.world.grant(two.ada, Role.MANAGER, two.there)
    send(two, f";Ada de Bos;{two.ada.email};Onderbouw")
    assert two.world.session.get(Person, two.ada.id).name == "Ada de Bos"


@pytest.mark.parametrize("days", [0, 9])
def test_a_role_that_ends_today_or_later_still_keeps_others_from_the_name(
    two: TwoSchools, days: int
) -> None:
    administrator = two.world.actor(Role.ADMINISTRATOR, two.here)
    cas = two.world.person("Cas Bos", "cas@a.nl")
    two.world.works(cas, two.here, number="9")
    two.world.grant(cas, Role.MANAGER, two.there, ends_on=TODAY + timedelta(days=days))
    file = read_people(b"personeelsnummer;naam;e-mail\n9;Cas de Bos;nieuw@a.nl")
    scope = schools_for(administrator, Permission.PEOPLE)
    plan = roster_rows.propose(Importer(two.here.id, TODAY, None, scope), file, complete=False).plan
    assert plan.problems == ()
    (change,) = plan.changed
    assert change.changed == (ChangedField.EMAIL,), "the name stays, the address asks its owner"
