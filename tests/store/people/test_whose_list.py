"""A list of people reaches whom it names, at this school, and keeps what it does not say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from course.domain.people.roles import Role
from course.domain.people.roster_file import read_people
from course.kinds.item import Audience
from course.models import Mail, Membership, Person, RoleGrant, School, SignInLink, Team
from course.store.dated import DeedMoment
from course.store.messages.outbox import Outgoing
from course.store.people import accounts, roster, roster_rows
from course.store.people.roster_found import Importer, look
from course.store.signing_in import browsers
from course.store.signing_in.accounts import Invitation, LinkPurpose
from tests import builders
from tests.staff import World

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 10, tzinfo=UTC)
HEAD = "personeelsnummer;naam;e-mail;team"


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@dataclass
class Office:
    """Who sends the lists of one school. Ada and Bob work there, Ada in a team and with a number;
    at another school works Cas.
    """

    world: World
    school: School
    team: Team
    ada: Person
    bob: Person

    def ready(self, *rows: str, head: str = HEAD, **more: Any) -> roster_rows.Writing:
        file = read_people("\n".join([head, *rows]).encode())
        importer = Importer(self.school.id, TODAY, None, None)
        proposal = roster_rows.propose(importer, file, complete=more.pop("complete", False))
        assert proposal.plan.problems == ()
        return roster_rows.make_ready(proposal, NOW, **more)

    def send(self, *rows: str, **more: Any) -> None:
        assert roster.apply(self.ready(*rows, **more))
        self.world.session.expire_all()

    def found(self, email: str) -> Person:
        person = self.world.session.query(Person).filter_by(email_key=email).one()
        assert isinstance(person, Person)
        return person

    def links(self, person: Person) -> list[tuple[date, date | None, str | None, str | None]]:
        """First and last day, number and team of every link with this school, the oldest first."""
        teams = dict(self.world.session.query(Team.id, Team.name).all())
        rows = self.world.session.query(Membership).filter_by(
            person_id=person.id, school_id=self.school.id, replaced_at=None
        )
        found = [
            (row.starts_on, row.ends_on, row.staff_number, teams.get(row.team_id)) for row in rows
        ]
        return sorted(found, key=lambda link: link[0])


@pytest.fixture
def office(session: Any) -> Office:
    world = World(session, TODAY)
    school, elsewhere = world.school("regenboog"), world.school("kompas", world.other_board())
    team = world.team(school, "Onderbouw")
    ada, bob = world.person("Ada Bos", "ada@a.nl"), world.person("Bob Bos", "bob@a.nl")
    world.works(ada, school, team, starts_on=day(-90), number="1")
    world.works(bob, school, starts_on=day(-90))
    world.works(world.person("Cas Bos", "cas@a.nl"), elsewhere)
    return Office(world, school, team, ada, bob)


# What a list does not say stays


def test_without_a_column_for_it_number_team_and_work_stay(office: Office) -> None:
    accounts.change_function({office.ada.id: Audience.SUPPORT}, DeedMoment(NOW))
    office.send("Ada de Bos;ada@a.nl", head="naam;e-mail")
    assert office.links(office.ada) == [(day(-90), None, "1", "Onderbouw")]
    assert (office.ada.name, office.ada.sort_name) == ("Ada de Bos", "bos, ada de")
    assert office.ada.audience == Audience.SUPPORT.value
    assert (office.bob.name, office.found("cas@a.nl").name) == ("Bob Bos", "Cas Bos")


def test_a_list_with_work_and_no_team_changes_the_work_only(office: Office) -> None:
    head = "naam;e-mail;functie"
    office.send(
        "Ada Bos;ada@a.nl;ondersteunend", "Eva Fok;eva@a.nl;stagiair", "Gé Iep;ge@a.nl;", head=head
    )
    assert office.links(office.ada) == [(day(-90), None, "1", "Onderbouw")]
    found = [office.found(f"{name}@a.nl").audience for name in ("ada", "eva", "ge", "bob")]
    audiences = (Audience.SUPPORT, Audience.INTERN, Audience.TEACHING, Audience.TEACHING)
    assert found == [one.value for one in audiences]


def test_a_new_number_and_address_are_kept_and_the_rest_stays(office: Office) -> None:
    for person in (office.ada, office.bob):
        browsers.sign_in(person.id, NOW)
    office.send("1;Ada Bos;Nieuw@a.nl;Onderbouw", "7;Bob Bos;bob@a.nl;")
    assert (office.ada.email, office.ada.email_key) == ("Nieuw@a.nl", "nieuw@a.nl")
    assert office.links(office.bob) == [(day(-90), None, "7", None)]
    assert office.links(office.ada) == [(day(-90), None, "1", "Onderbouw")]


# Another team, and coming back


def test_another_team_twice_on_one_day_is_one_link(office: Office) -> None:
    office.send("1;Ada Bos;ada@a.nl;Midden")
    office.send("1;Ada Bos;ada@a.nl;Bovenbouw")
    assert office.links(office.ada) == [
        (day(-90), day(-1), "1", "Onderbouw"),
        (TODAY, None, "1", "Bovenbouw"),
    ]
    assert office.links(office.bob) == [(day(-90), None, None, None)]


def test_who_stands_in_no_team_on_the_list_goes_on_in_none(office: Office) -> None:
    office.send("1;Ada Bos;ada@a.nl;")
    assert office.links(office.ada)[-1] == (TODAY, None, "1", None)


def test_who_stood_in_no_team_gets_the_one_on_the_list(office: Office) -> None:
    office.send("2;Bob Bos;bob@a.nl;Onderbouw")
    assert office.links(office.bob) == [
        (day(-90), day(-1), None, None),
        (TODAY, None, "2", "Onderbouw"),
    ]


@pytest.mark.parametrize("head", [HEAD, "personeelsnummer;naam;e-mail"])
def test_who_left_today_goes_on_in_the_team_of_the_list(office: Office, head: str) -> None:
    link = office.world.session.query(Membership).filter_by(person_id=office.ada.id).one()
    builders.rewrite(office.world.session, link, ends_on=TODAY)
    with_team = head == HEAD
    office.send("8;Ada Bos;ada@a.nl" + (";Midden" if with_team else ""), head=head)
    team = "Midden" if with_team else None
    assert office.links(office.ada) == [
        (day(-90), day(-1), "1", "Onderbouw"),
        (TODAY, None, "8", team),
    ]


@pytest.mark.parametrize("row", ["cas@a.nl;Onderbouw", "eva@a.nl;Onderbouw", "eva@a.nl;"])
def test_who_joins_stands_in_the_team_of_the_list(office: Office, row: str) -> None:
    office.send(f"9;Iemand Nieuw;{row}")
    email, _, team = row.partition(";")
    assert office.links(office.found(email)) == [(TODAY, None, "9", team or None)]


# Leaving


def leave(office: Office, **more: Any) -> None:
    """The list of all who work there; Ada is not on it."""
    office.send(";Bob Bos;bob@a.nl;", complete=True, **more)


def test_who_leaves_keeps_what_was_over_and_what_is_agreed_for_later(office: Office) -> None:
    office.world.works(office.ada, office.school, starts_on=day(-300), ends_on=day(-200))
    office.world.works(office.ada, office.school, starts_on=day(30), ends_on=day(60))
    leave(office)
    assert [link[:2] for link in office.links(office.ada)] == [
        (day(-300), day(-200)),
        (day(-90), day(-1)),
        (day(30), day(60)),
    ]


def test_who_began_today_and_leaves_is_gone_today(office: Office) -> None:
    eva = office.world.person("Eva Fok", "eva@a.nl")
    office.world.works(eva, office.school, starts_on=day(-300), ends_on=day(-200))
    office.world.works(eva, office.school, starts_on=TODAY)
    office.world.works(eva, office.school, starts_on=day(30), ends_on=day(60))
    leave(office)
    assert [link[:2] for link in office.links(eva)] == [
        (day(-300), day(-200)),
        (day(30), day(60)),
    ]


@pytest.mark.parametrize(
    ("ends", "then"), [(None, -1), (30, -1), (0, -1), (-1, -1), (-2, -2), (-40, -40)]
)
def test_a_role_ends_when_that_is_chosen_and_one_that_ended_keeps_its_day(
    office: Office, ends: int | None, then: int
) -> None:
    ends_on = None if ends is None else day(ends)
    office.world.grant(office.ada, Role.TRAINER, office.school, ends_on=ends_on)
    other = office.world.grant(office.bob, Role.TRAINER, office.school)
    leave(office, ends_roles=True)
    rows = office.world.session.query(RoleGrant).filter_by(replaced_at=None)
    assert {row.person_id: row.ends_on for row in rows} == {
        office.ada.id: day(then),
        other.person_id: None,
    }


def test_a_link_that_was_used_keeps_its_moment(office: Office) -> None:
    used = NOW - timedelta(hours=2)
    for token, moment in (("a" * 64, used), ("b" * 64, None)):
        values = {"token_hash": token, "person_id": office.ada.id, "purpose": "sign-in"}
        times = {"created_at": used, "expires_at": NOW + timedelta(hours=2), "used_at": moment}
        office.world.add(SignInLink(**values, **times))
    leave(office)
    links = office.world.session.query(SignInLink.token_hash, SignInLink.used_at)
    assert dict(links.all()) == {"a" * 64: used, "b" * 64: NOW}


# Everything or nothing


def test_everybody_new_gets_their_own_invitation(office: Office) -> None:
    letters = {
        email: Invitation(
            sign * 64, Outgoing(key=f"uitnodiging-{sign}", recipient=email, subject="S", body="B")
        )
        for sign, email in (("c", "eva@a.nl"), ("d", "fay@a.nl"))
    }
    office.send(";Eva Fok;eva@a.nl;", ";Fay Gans;fay@a.nl;", invitations=letters)
    rows = office.world.session.query(SignInLink.token_hash, Person.email, SignInLink.purpose)
    rows = rows.join(Person, Person.id == SignInLink.person_id).order_by(SignInLink.token_hash)
    invitation = LinkPurpose.INVITATION.value
    assert rows.all() == [("c" * 64, "eva@a.nl", invitation), ("d" * 64, "fay@a.nl", invitation)]
    mails = office.world.session.query(Mail.recipient).order_by(Mail.recipient)
    assert mails.all() == [("eva@a.nl",), ("fay@a.nl",)]


def test_an_account_that_somebody_else_adds_at_the_same_moment_is_shown_again(
    office: Office,
) -> None:
    """After it was looked whether anything changed, and before the account is there."""
    writing = office.ready(";Eva Fok;eva@a.nl;")
    connection = office.world.session.connection()

    def overtake(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("INSERT INTO person") and not overtaken:
            overtaken.append(statement)
            office.world.person("Eva Fok", "eva@a.nl")

    overtaken: list[str] = []
    event.listen(connection, "before_cursor_execute", overtake)
    done = roster.apply(writing)
    event.remove(connection, "before_cursor_execute", overtake)
    assert overtaken
    assert not done
    office.world.session.rollback()


@pytest.mark.parametrize("what", ["a new name", "another team", "the next day"])
def test_a_list_is_shown_again_when_it_is_about_another_school_than_was_shown(
    office: Office, what: str
) -> None:
    writing = office.ready(";Eva Fok;eva@a.nl;")
    if what == "a new name":
        office.bob.name = "Bob de Bos"
    elif what == "another team":
        office.world.team(office.school, "Midden")
    else:
        writing = replace(writing, moment=DeedMoment(NOW + timedelta(days=1)))
    office.world.session.flush()
    assert not roster.apply(writing)
    assert office.world.session.query(Person).filter_by(email_key="eva@a.nl").count() == 0


def test_only_who_works_here_or_is_named_is_looked_up_with_their_roles_here(
    office: Office,
) -> None:
    world, school = office.world, office.school
    elsewhere = world.school("vlieger")
    world.grant(office.ada, Role.TRAINER, school)
    later = world.grant(office.ada, Role.TRAINER, school)  # and once more from some day on
    builders.rewrite(world.session, later, starts_on=day(10))
    world.grant(office.ada, Role.MANAGER, elsewhere)
    world.grant(office.bob, Role.ADMINISTRATOR, school, ends_on=day(-1))
    world.grant(office.bob, Role.MANAGER, school, ends_on=TODAY)
    importer = Importer(school.id, TODAY, None, None)
    here = {known.person_id: known.roles for known in look(importer, ()).known}
    assert here == {office.ada.id: (Role.TRAINER,), office.bob.id: (Role.MANAGER,)}
    named = look(importer, ("cas@a.nl", "niemand@a.nl")).known
    assert {known.person_id: known.at_school for known in named} == {
        office.ada.id: True,
        office.bob.id: True,
        office.found("cas@a.nl").id: False,
    }


def test_one_list_at_a_time_at_this_school_and_nobody_waits_elsewhere(office: Office) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    writing, connection = office.ready(";Eva Fok;eva@a.nl;"), office.world.session.connection()
    event.listen(connection, "before_cursor_execute", note)
    assert roster.apply(writing)
    event.remove(connection, "before_cursor_execute", note)
    held = connection.exec_driver_sql(*asked[0]).all()
    assert held == [(office.school.id,)]
