"""Deeds for `test_bytes_of_yesterday.py` beside those of who works where and who owes and reads
what: about schools as a whole, words, last days, names of one's own, proof, the code of conduct,
study days, and taking back.
"""

from __future__ import annotations

from abc import abstractmethod
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from course.domain.learning.progress import Reader
from course.domain.people.conduct_signing import Asks, ConductChange, SignAnswer
from course.domain.people.roles import Actor
from course.domain.people.together import ChosenPlace
from course.kinds.item import Audience
from course.models import Assignment, Certificate, Membership, School, StudyDay, StudyPresence
from course.store.dated import DeedMoment, holds_on
from course.store.duties import giving
from course.store.duties.targets import ByWhen, TargetPlace, Targets
from course.store.learning import reading, recording
from course.store.learning.places import LessonPlace
from course.store.people import (
    accounts,
    conduct,
    conduct_signing,
    deeds,
    filling,
    merging,
    organising,
    together,
    undoing,
)
from course.store.people.accounts import FullName
from course.store.people.conduct import NewVersion
from course.store.people.conduct_signing import NewSignature
from course.store.people.deeds import Workplace
from course.store.people.organising import SchoolFacts
from course.store.proof import certificates, issuing
from course.store.proof.issuing import Withdrawal
from tests.staff import World

COURSE, WORD = "bewaard", "coordinator"
WHO = st.sampled_from((0, 0, 0, 1, 1, 2, 3))  # Ada most of all: what happens to one person meets
WHERE, WHICH = st.sampled_from((0, 0, 1)), st.integers(0, 5)


class OtherDeeds(RuleBasedStateMachine):
    """Four people, two schools, two boards; `Weeks` begins it, and looks whether all stays."""

    world: World
    session: Any
    schools: list[Any]
    teams: list[Any]
    people: list[Any]
    given: list[str]
    trainer: Actor  # of everywhere
    keeper: Actor  # keeps every account

    @abstractmethod
    def at(self) -> DeedMoment:
        """A moment later than all before it."""

    def by_keeper(self) -> DeedMoment:
        """The same, of a deed that can be taken back."""
        return DeedMoment(self.at().now, self.keeper.id)

    @rule(gone=WHERE)
    def merge_schools(self, gone: int) -> None:
        merging.merge_schools(self.schools[gone].id, self.schools[1 - gone].id, self.at())

    @rule(where=WHERE)
    def other_board(self, where: int) -> None:
        """A school goes to the other board, and owes what that gave to all its schools."""
        school = self.session.get(School, self.schools[where].id)
        boards = [self.world.board.id, self.second_board()]
        other = boards[boards.index(school.board_id) - 1]
        facts = SchoolFacts(school.name, other, school.sector, school.region)
        organising.change_school(school.id, facts, self.at())

    @abstractmethod
    def second_board(self) -> int:
        """The id of a board beside the first."""

    @rule(days=st.sampled_from((0, 5, 50)), leading=st.booleans(), first=st.booleans())
    def give_broadly(self, days: int, leading: bool, first: bool) -> None:
        """The course for every school of a board at once, or for who leads there."""
        moment = self.at()
        board = self.world.board.id if first else self.second_board()
        schools = self.session.query(School.id).filter_by(board_id=board).order_by(School.id)
        mine = {one.id for one in self.schools}
        places = tuple(TargetPlace(id_, board_id=board) for (id_,) in schools if id_ in mine)
        if not places:
            return
        functions = (Audience.LEADER,) if leading else ()
        when = ByWhen(moment.today + timedelta(days=days), weeks=2)
        wanted = Targets(COURSE, places, functions, when)
        made = giving.assign_broadly(self.trainer, wanted, f"breed-{moment.now}", moment)
        assert made is not None
        refs = self.session.query(Assignment.ref).filter_by(batch=made.ref)
        self.given += [ref for (ref,) in refs.order_by(Assignment.id)]

    @rule(who=WHO, where=WHERE, days=st.sampled_from((None, 0, 1, 30)))
    def last_day(self, who: int, where: int, days: int | None) -> None:
        """Somebody works there up to a day, or on and on after all."""
        moment = self.at()
        until = None if days is None else moment.today + timedelta(days=days)
        deeds.set_end(self.schools[where].id, [self.people[who].id], until, moment)

    @rule(who=WHO, number=st.sampled_from("78"))
    def other_number(self, who: int, number: str) -> None:
        place = Workplace(self.people[who].id, None, f"{self.people[who].ref[:8]}{number}")
        deeds.renumber(self.schools[0].id, [place], self.at())

    @rule(who=WHO, own=st.booleans())
    def own_name(self, who: int, own: bool) -> None:
        """Somebody chooses what they are called, or no longer does."""
        change = accounts.choose_name if own else accounts.drop_choice
        change(self.people[who].id, FullName("Bijnaam", "bijnaam"), self.at())

    @rule(where=WHERE, text=st.sampled_from(("", "Mirjam")), of_board=st.booleans())
    def word(self, where: int, text: str, of_board: bool) -> None:
        """A question is asked only where this word was filled in."""
        if of_board:
            filling.fill_in_for_board(self.world.board.id, {WORD: text}, self.at())
            return
        filling.fill_in(self.schools[where].id, {WORD: text}, self.at())

    @rule(who=WHO)
    def withdraw_certificate(self, who: int) -> None:
        moment, (found, _) = self.at(), self.certificates_of(who)
        for one in found[:1]:
            issuing.withdraw(one.id, Withdrawal("vergissing", self.keeper.id, moment.now))

    @rule(who=WHO)
    def reissue_certificate(self, who: int) -> None:
        moment, (found, person) = self.at(), self.certificates_of(who)
        for one in found[:1]:
            issuing.reissue(person, one.number, moment.now)

    def certificates_of(self, who: int) -> tuple[list[certificates.CertificateRow], int]:
        person = self.people[who].id
        return certificates.of_person(person), person

    @rule(where=WHERE, change=st.sampled_from(ConductChange), of_board=st.booleans())
    def adopt(self, where: int, change: ConductChange, of_board: bool) -> None:
        """A code of conduct for one school, or for those of the board without one."""
        moment, school = self.at(), self.schools[where].id
        owner = (None, self.world.board.id) if of_board else (school, None)
        said = moment.today, None, "", {"foto": f"Tekst {moment.now}"}, f"code-{moment.now}"
        draft = NewVersion(*owner, "Versie", *said, change=change, asks=Asks.SIGNATURE)
        conduct.adopt(draft, self.keeper.id, moment.now)

    @rule(who=WHO, where=WHERE, answer=st.sampled_from(SignAnswer))
    def sign(self, who: int, where: int, answer: SignAnswer) -> None:
        moment, school, person = self.at(), self.schools[where].id, self.people[who]
        holds = conduct.in_force(school, moment.today)
        if holds is not None:
            said = holds.id, person.name, str(holds.clauses), answer, f"antwoord-{moment.now}"
            conduct_signing.sign(NewSignature(person.id, school, *said), moment.now)

    @rule(who=WHO, lesson=st.sampled_from(("les-1", "les-2")))
    def study_day(self, who: int, lesson: str) -> None:
        """Somebody was there when a question was shown, and signs that off the same day."""
        moment, person = self.at(), self.people[who].id
        found = reading.learning(person, COURSE, moment.today)
        if found is None:
            return
        of_day = {"code": f"{moment.now:%H%M%S}", "day": moment.today, "phase": "closed"}
        made = {"opened_by": self.keeper.id, "opened_at": moment.now, "closed_at": moment.now}
        shown = {"release": found.release, "module": "delen", "lesson": lesson, "item": "p1"}
        key = {"submission": f"dag-{moment.now}", "school_id": self.schools[0].id}
        day = self.world.add(StudyDay(**of_day, **made, **shown, **key))
        there = {"session_id": day.id, "person_id": person, "day": moment.today}
        presence = self.world.add(StudyPresence(**there))
        place = LessonPlace(found.enrolment_id, found.release, "delen", lesson, found.followed)
        recording.sign_off_lesson(presence.id, place, self.reader(found), {"p1"}, moment.now)

    @abstractmethod
    def reader(self, found: reading.Learning) -> Reader:
        """For whom somebody's course is shown."""

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
        (accounts.block if block else accounts.unblock)([self.people[who].id], moment)
        self.pressed.append(moment.deed)

    @rule(which=WHICH)
    def take_it_back(self, which: int) -> None:
        """One of the last presses is undone, as far as it can be."""
        for deed in self.pressed[-1 - which :][:1]:
            undoing.undo(self.keeper, deed, self.by_keeper())
            self.session.expire_all()

    pressed: list[str]

    def is_first(self, place: ChosenPlace) -> bool:
        return place.school_id == self.schools[0].id

    def chosen(self, who: int, today: date) -> list[ChosenPlace]:
        """Where somebody works, as the list of people has it."""
        query = self.session.query(School.code).join(Membership, Membership.school_id == School.id)
        here = query.filter(Membership.person_id == self.people[who].id)
        codes = here.filter(holds_on(Membership, today)).order_by(School.id)
        keys = tuple(f"{self.people[who].ref}:{code}" for (code,) in codes)
        if not keys:
            return []
        return together.chosen_places(self.keeper, together.ChosenPlaces(keys), today)

    def proof(self) -> set[tuple[Any, ...]]:
        """What every certificate says; what became of it is apart."""
        mine = [person.id for person in self.people]
        query = self.session.query(Certificate).filter(Certificate.person_id.in_(mine))
        return {
            (one.number, one.name, one.release, one.completed_on, one.valid_until, one.issued_at)
            for one in query
        }
