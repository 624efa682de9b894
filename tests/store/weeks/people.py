"""What happens to one person: work, name, function, role, account."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from course.domain.people.roles import Role
from course.domain.people.together import ChosenPlace
from course.kinds.item import Audience
from course.models import Duty, DutyReason, Membership, School
from course.store import dated
from course.store.dated import holds_on
from course.store.people import (
    accounts,
    deeds,
    granting,
    renaming,
    together,
    undoing,
    uniting,
)
from course.store.people.accounts import FullName
from course.store.people.deeds import Workplace
from course.store.people.granting import NewGrant
from tests.store.weeks.whole import WHERE, WHICH, WHO, TwoSchools

FUNCTIONS = st.sampled_from((Audience.TEACHING, Audience.LEADER, Audience.SUPPORT))
NAMES = st.sampled_from(("Ada Bos", "Ada de Wit", "Tenzin"))


class PeopleDeeds(TwoSchools):
    """One function of the store for each deed, as screens, commands and lists call it."""

    def number(self, who: int) -> str:
        return str(self.people[who].ref[:9])

    @rule(who=WHO, where=WHERE, which=WHERE)
    def join(self, who: int, where: int, which: int) -> None:
        team = self.teams[which].id if where == 0 else None
        place = Workplace(self.id_of(who), team, self.number(who))
        deeds.join(self.schools[where].id, [place], self.at())

    @rule(who=WHO, where=WHERE, roles=st.booleans())
    def leave(self, who: int, where: int, roles: bool) -> None:
        school = self.schools[where].id
        deeds.leave(school, [self.id_of(who)], self.at(), roles_too=roles)

    @rule(who=WHO, which=WHERE)
    def move(self, who: int, which: int) -> None:
        place = Workplace(self.id_of(who), self.teams[which].id, self.number(who))
        deeds.move_team(self.schools[0].id, [place], self.at())

    @rule(who=WHO, where=WHERE, days=st.sampled_from((None, 0, 1, 30)))
    def last_day(self, who: int, where: int, days: int | None) -> None:
        """Somebody works there up to a day, or on and on after all."""
        moment = self.at()
        until = None if days is None else moment.today + timedelta(days=days)
        deeds.set_end(self.schools[where].id, [self.id_of(who)], until, moment)

    @rule(who=WHO, number=st.sampled_from("78"))
    def other_number(self, who: int, number: str) -> None:
        place = Workplace(self.id_of(who), None, f"{self.people[who].ref[:8]}{number}")
        deeds.renumber(self.schools[0].id, [place], self.at())

    @rule(who=WHO, function=FUNCTIONS)
    def other_work(self, who: int, function: Audience) -> None:
        accounts.change_function({self.id_of(who): function}, self.at())

    @rule(who=WHO, name=NAMES)
    def other_name(self, who: int, name: str) -> None:
        accounts.rename({self.id_of(who): FullName(name, name.lower())}, self.at())

    @rule(who=WHO, name=NAMES, days=st.sampled_from((-40, -1, 1, 3)))
    def name_from(self, who: int, name: str, days: int) -> None:
        """Since a day that is past, or from one that is to come."""
        moment, called = self.by_keeper(), FullName(name, name.lower())
        day = moment.today + timedelta(days=days)
        renaming.rename_from(self.id_of(who), called, day, moment)
        self.pressed.append(moment.deed)

    @rule(who=WHO, own=st.booleans())
    def own_name(self, who: int, own: bool) -> None:
        """Somebody chooses what they are called, or no longer does."""
        change = accounts.choose_name if own else accounts.drop_choice
        change(self.id_of(who), FullName("Bijnaam", "bijnaam"), self.at())

    @rule(who=WHO)
    def other_address(self, who: int) -> None:
        moment = self.at()
        to = f"{self.people[who].ref[:8]}.{moment.now:%d%H%M%S}@voorbeeld.example".lower()
        accounts.change_address({self.id_of(who): to}, moment)

    @rule(who=WHO, where=WHERE)
    def role(self, who: int, where: int) -> None:
        wanted = NewGrant(self.id_of(who), Role.MANAGER, school_id=self.schools[where].id)
        moment = self.at()
        if not granting.grant(wanted, moment):
            granting.end(deeds.roles_at(self.schools[where].id, [wanted.person_id], moment), moment)

    @rule(who=WHO, team=WHERE)
    def put_right(self, who: int, team: int) -> None:
        """Somebody was in another team all along, and had to be done sooner: nobody knew it."""
        moment, person = self.at(), self.id_of(who)
        links = self.session.query(Membership).filter_by(person_id=person, replaced_at=None)
        here = links.filter_by(school_id=self.schools[0].id)
        ids = {row.id: {"team_id": self.teams[team].id} for row in here}
        dated.correct(Membership, ids, moment)
        reasons = self.session.query(DutyReason).join(Duty, Duty.id == DutyReason.duty_id)
        mine = reasons.filter(Duty.person_id == person, DutyReason.replaced_at.is_(None))
        sooner = {row.id: {"due_on": row.due_on - timedelta(days=1)} for row in mine}
        dated.correct(DutyReason, sooner, moment)

    @rule(who=WHO, roles=st.booleans())
    def leave_together(self, who: int, roles: bool) -> None:
        """As from the list of people: it can be taken back."""
        moment = self.by_keeper()
        together.leave(self.chosen(who, moment.today), moment, roles_too=roles)
        self.pressed.append(moment.deed)

    @rule(who=WHO, which=WHERE)
    def move_together(self, who: int, which: int) -> None:
        moment = self.by_keeper()
        here = [one for one in self.chosen(who, moment.today) if self.is_first(one)]
        together.move(here, self.teams[which].id, moment)
        self.pressed.append(moment.deed)

    @rule(who=WHO, block=st.booleans())
    def block(self, who: int, block: bool) -> None:
        moment = self.by_keeper()
        (accounts.block if block else accounts.unblock)([self.id_of(who)], moment)
        self.pressed.append(moment.deed)

    @rule(which=WHICH)
    def take_it_back(self, which: int) -> None:
        """One of the last presses is undone, as far as it can be."""
        for deed in self.pressed[-1 - which :][:1]:
            undoing.undo(self.keeper, deed, self.by_keeper())
            self.session.expire_all()

    @rule(gone=WHO, stays=WHO)
    def unite(self, gone: int, stays: int) -> None:
        """Two of them were one person; somebody else comes in the place of the account that
        went.
        """
        moment = self.by_keeper()
        if gone == stays:
            return
        both = [self.id_of(gone), self.id_of(stays)]
        granting.lock(both)
        uniting.unite(*both, moment)
        self.session.expire_all()
        self.people[gone] = self.world.person(f"Nieuw {moment.now:%d%H%M%S}")
        self.everybody.append(self.id_of(gone))

    def is_first(self, place: ChosenPlace) -> bool:
        return bool(place.school_id == self.schools[0].id)

    def chosen(self, who: int, today: date) -> list[ChosenPlace]:
        """Where somebody works, as the list of people has it."""
        query = self.session.query(School.code).join(Membership, Membership.school_id == School.id)
        here = query.filter(Membership.person_id == self.id_of(who))
        codes = here.filter(holds_on(Membership, today)).order_by(School.id)
        keys = tuple(f"{self.people[who].ref}:{code}" for (code,) in codes)
        if not keys:
            return []
        return together.chosen_places(self.keeper, together.ChosenPlaces(keys), today)
