"""Whatever list a school sends: what the preview says is what is stored, field by field, and the
same list again changes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.domain.people.roles import Permission, Role
from course.domain.people.roster_details import Details
from course.domain.people.roster_file import PeopleFile, read_people
from course.domain.people.roster_plan import RosterPlan
from course.kinds.item import Audience
from course.models import Membership, Person, School, Team
from course.store.people import roster, roster_rows
from course.store.people.roster_found import Importer
from course.store.people.roster_rows import Proposal
from course.store.scope import schools_for
from tests.staff import World, at_noon

TODAY = date(2026, 3, 12)
HEADS = ("personeelsnummer", "naam", "voornaam", "achternaam", "e-mail", "team", "functie")
NAMES = ("Ada Bos", "ADA BOS", "Ada de Bos", "Piet Smit", "Tenzin")
ADDRESSES = ("ada@a.nl", "Ada@A.nl", "piet@a.nl", "nieuw@a.nl")
CELLS = {
    "personeelsnummer": st.sampled_from(("", "1", "2")),
    "naam": st.sampled_from(NAMES),
    "voornaam": st.sampled_from(("Ada", "Piet")),
    "achternaam": st.sampled_from(("Bos", "Smit")),
    "e-mail": st.sampled_from(ADDRESSES),
    "team": st.sampled_from(("", "Onderbouw", "onderbouw", "Midden", "midden")),
    "functie": st.sampled_from(("", "stagiair", "ondersteunend")),
}


@st.composite
def lists(draw: st.DrawFn) -> PeopleFile:
    """A list with some of the columns, and a name and an address always."""
    name = draw(st.sampled_from((("naam",), ("voornaam", "achternaam"), HEADS[1:4])))
    extra = draw(st.sets(st.sampled_from(("personeelsnummer", "team", "functie"))))
    heads = [head for head in HEADS if head in {*name, *extra, "e-mail"}]
    rows = draw(st.lists(st.tuples(*(CELLS[head] for head in heads)), min_size=1, max_size=4))
    return read_people("\n".join(";".join(row) for row in (heads, *rows)).encode())


def _world(session: Any) -> tuple[School, Importer]:
    """Ada in a team, Piet under a number, somebody with a role, and Ed who works elsewhere too."""
    world = World(session, TODAY)
    school, other = world.school("regenboog"), world.school("kompas", world.other_board())
    team = world.team(school, "Onderbouw")
    ada = world.person("Ada Bos", "ada@a.nl")
    world.works(ada, school, team, number="1")
    world.works(world.person("Piet Smit", "piet@a.nl"), other)
    boss = world.person("Tenzin", "tenzin@a.nl")
    world.works(boss, school, number="2")
    world.grant(boss, Role.MANAGER, school)
    actor = world.actor(Role.ADMINISTRATOR, school)
    scope = schools_for(actor, Permission.PEOPLE)
    # by a command on the server, which alone writes a new address at once
    return school, Importer(school.id, TODAY, None, scope)


def _stored(session: Any, school: School) -> dict[str, Details]:
    """Everybody who works at the school today, by folded address."""
    session.expire_all()
    teams = dict(session.query(Team.id, Team.name).all())
    rows = session.query(Person, Membership)
    rows = rows.join(Membership, Membership.person_id == Person.id)
    rows = rows.filter(Membership.school_id == school.id, Membership.starts_on <= TODAY)
    rows = rows.filter(Membership.replaced_at.is_(None))
    return {
        person.email_key: Details(
            name=person.name,
            sort_name=person.sort_name,
            email=person.email,
            audience=Audience(person.audience),
            staff_number=link.staff_number,
            team=teams.get(link.team_id),
        )
        for person, link in rows.filter(Membership.ends_on.is_(None))
    }


def _expected(before: dict[str, Details], plan: RosterPlan) -> dict[str, Details]:
    """What the preview says that will stand there."""
    after = dict(before)
    for known in plan.leaving:
        del after[known.email_key]
    for change in plan.changed:
        if change.known is not None:
            del after[change.known.email_key]
    both = (*plan.changed, *plan.added)
    return after | {change.after.email.lower(): change.after for change in both}


def _propose(importer: Importer, file: PeopleFile, complete: bool) -> Proposal:
    return roster_rows.propose(importer, file, complete=complete)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(file=lists(), complete=st.booleans(), agrees=st.booleans())
def test_what_is_shown_is_stored_and_the_same_list_again_changes_nothing(
    session: Any, file: PeopleFile, complete: bool, agrees: bool
) -> None:
    session.rollback()
    school, importer = _world(session)
    proposal = _propose(importer, file, complete)
    if proposal.plan.problems:
        return
    before = _stored(session, school)
    rows = [change.row for change in proposal.plan.asked] if agrees else []
    writing = roster_rows.make_ready(proposal, at_noon(TODAY), same=rows)
    assert roster.apply(writing)
    assert _stored(session, school) == _expected(before, writing.proposal.plan)
    again = _propose(importer, file, complete).plan
    assert (again.added, again.changed, again.leaving, again.new_teams) == ((), (), (), ())
    assert again.asked == writing.proposal.plan.asked
