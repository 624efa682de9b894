"""What people owe: given, taken back, changed, mended, and told by mail."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from course.domain.duties.mending import Mend, Mending
from course.domain.duties.states import ExemptFor
from course.domain.messages.fates import MailEnd
from course.kinds.item import Audience
from course.models import Assignment, Duty, Reminder, School
from course.store.duties import changing, giving, mending
from course.store.duties.giving import NewAssignment
from course.store.duties.mending import Chosen
from course.store.duties.targets import ByWhen, TargetPlace, Targets
from course.store.messages import fates, reminders
from course.store.messages.reminders import LedgerEntry
from course.store.people import merged
from tests.store.weeks.whole import COURSE, DAYS, WHERE, WHICH, WHO, TwoSchools

MENDINGS = st.sampled_from(Mending)


class DutyDeeds(TwoSchools):
    """What a trainer does, and the mails about it."""

    @rule(where=WHERE, to=st.integers(0, 2), days=DAYS)
    def give(self, where: int, to: int, days: int) -> None:
        """The course, for a school, a team or a person."""
        moment = self.at()
        due = moment.today + timedelta(days=days)
        team = self.teams[0].id if (where, to) == (0, 1) else None
        person = self.id_of(0) if to == 2 else None
        draft = NewAssignment(COURSE, self.schools[where].id, team, person, due, str(self.now))
        made = giving.assign(self.trainer, draft, moment.now, moment.today)
        self.given += [made.ref] if made else []

    @rule(days=DAYS, leading=st.booleans(), first=st.booleans())
    def give_broadly(self, days: int, leading: bool, first: bool) -> None:
        """The course for every school of a board at once, or for who leads there."""
        moment = self.at()
        board = self.world.board.id if first else self.second.id
        still = merged.school_is_open(moment.today)
        schools = self.session.query(School.id).filter_by(board_id=board).filter(still)
        mine = {one.id for one in self.schools}
        places = tuple(
            TargetPlace(id_, board_id=board)
            for (id_,) in schools.order_by(School.id)
            if id_ in mine
        )
        if not places:
            return
        functions = (Audience.LEADER,) if leading else ()
        when = ByWhen(moment.today + timedelta(days=days), weeks=2)
        wanted = Targets(COURSE, places, functions, when)
        made = giving.assign_broadly(self.trainer, wanted, f"breed-{moment.now}", moment)
        assert made is not None
        refs = self.session.query(Assignment.ref).filter_by(batch=made.ref)
        self.given += [ref for (ref,) in refs.order_by(Assignment.id)]

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        if which < len(self.given):
            giving.withdraw(self.trainer, self.given[which], self.at())

    @rule(which=WHICH)
    def give_back(self, which: int) -> None:
        if which < len(self.given):
            changing.restore(self.trainer, self.given[which], self.at())

    @rule(which=WHICH, days=DAYS)
    def other_day(self, which: int, days: int) -> None:
        moment = self.at()
        if which < len(self.given):
            day = moment.today + timedelta(days=days)
            changing.change_day(self.trainer, self.given[which], day, moment)

    @rule(who=WHO, what=MENDINGS, days=st.sampled_from((0, 3, 30)))
    def mend(self, who: int, what: Mending, days: int) -> None:
        """One person, over both schools: another day, a pause, an exemption, or back."""
        moment = self.at()
        chosen = Chosen(refs=tuple(self.duties_of(who)) or ("-",))
        day = moment.today + timedelta(days=days)
        category = ExemptFor.DECISION if what is Mending.EXEMPT else None
        wanted = Mend(what, None if what is Mending.RESUME else day, category)
        mending.mend(self.trainer, chosen, wanted, moment)

    def duties_of(self, who: int) -> list[str]:
        mine = self.session.query(Duty.ref).filter_by(person_id=self.id_of(who), course=COURSE)
        return [ref for (ref,) in mine.order_by(Duty.id)]

    @rule(who=WHO, outcome=st.sampled_from(("sent", "sent", "paused")))
    def remind(self, who: int, outcome: str) -> None:
        """A line of the ledger of mail; a mail that is sent has a fate later."""
        moment = self.at()
        steps = tuple(f"{ref}:hand:{moment.today}" for ref in self.duties_of(who))
        reminders.write(LedgerEntry(self.id_of(who), outcome, steps), moment.today, moment.now)

    @rule(fate=st.sampled_from(MailEnd))
    def mail_ends(self, fate: MailEnd) -> None:
        mine = self.session.query(Reminder.mail_key).filter(Reminder.person_id.in_(self.everybody))
        keys = [key for (key,) in mine.order_by(Reminder.id) if key]
        fates.note(keys[-1:], fate, self.at().now)
