"""What people do in the course, and what is done to its text and its marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from course.content.forms import Forms
from course.domain.courses.publishing import PublishChoice, TextChange
from course.domain.learning.gain import MeasuredPart
from course.domain.learning.progress import module_states
from course.domain.learning.regrading import MarkedElsewhere, Way
from course.domain.learning.sittings import LastAnswer
from course.kinds.choice.item import ChoiceItem
from course.kinds.marking import UNMARKED, Score
from course.models import (
    Attempt,
    Enrolment,
    Measurement,
    MeasurementAnswer,
    Meeting,
    RefresherAnswer,
    StudyDay,
    StudyPresence,
)
from course.store.courses import publishing, releases
from course.store.learning import (
    measuring,
    recording,
    recounting,
    refreshers,
    regrading,
    renewing,
    sittings,
)
from course.store.learning.marks import (
    EARNED,
    MEASURED_EARNED,
    MEASURED_POSSIBLE,
    REFRESHED_EARNED,
    SETTLED,
)
from course.store.learning.regrading import SecondMark, SecondMarks
from course.store.messages import refreshers as refresher_ledger
from course.store.messages.refreshers import RefresherEntry
from course.store.study_days import attending, meetings
from tests.store.weeks.texts import ASKS, IN_TEST, ITEM, LESSONS, OF_WORD, TEST, texts
from tests.store.weeks.whole import COURSE, WHO, TwoSchools

CHANGES = st.sampled_from((TextChange.WORDING, TextChange.WORDING, TextChange.MEANING))
CHOICE = st.sampled_from("aabc")  # right is `a`
READ = st.sampled_from(("les-1", "les-2"))


class LearningDeeds(TwoSchools):
    """Of who has the course."""

    @rule(who=WHO, lessons=st.sets(st.sampled_from(LESSONS), min_size=1))
    def read(self, who: int, lessons: set[tuple[str, str]]) -> None:
        """Somebody opens lessons, of those that they get, which is all that these ask."""
        moment, found = self.at(), self.learning(who)
        if found is None:
            return
        reader = self.reader(found)
        states = module_states(releases.outline(found.release), found.done, reader)
        mine = {(one.module.slug, row.slug) for one in states for row in one.lessons}
        for lesson in sorted(lessons & mine):
            recording.visit(self.place(found, *lesson), reader, moment.now)

    @rule(who=WHO)
    def read_everything(self, who: int) -> None:
        self.read(who, set(LESSONS))

    @rule(who=WHO, lesson=st.sampled_from(LESSONS))
    def read_one(self, who: int, lesson: tuple[str, str]) -> None:
        self.read(who, {lesson})

    @rule(who=WHO, choice=CHOICE, item=st.sampled_from((ITEM, ITEM, OF_WORD)), kept=st.booleans())
    def answer(self, who: int, choice: str, item: ChoiceItem, kept: bool) -> None:
        """A question, in a text that has it; or to practise, where nothing counts."""
        now, found = self.at().now, self.learning(who)
        if found is None or found.release not in self.asking:
            return
        lesson = ASKS if kept else "opfrissen"  # no lesson of the text
        place, token = self.place(found, "blijft", lesson), f"antwoord-{now.timestamp()}"
        reader = self.reader(found)
        recording.answer(place, reader, item, (choice,), submission=token, done=found.done, now=now)

    @property
    def asking(self) -> tuple[str, str]:
        """The texts with a question and a test."""
        return self.texts[1], self.texts[3]

    @rule(who=WHO, choices=st.tuples(CHOICE, CHOICE), whole=st.sampled_from((True, True, False)))
    def sit(self, who: int, choices: tuple[str, str], whole: bool) -> None:
        """A test, handed in or left open; one that was open goes on."""
        now, found = self.at().now, self.learning(who)
        if found is None or found.release not in self.asking:
            return
        place = self.place(found, "blijft", TEST)
        sitting = recording.begin(place, list(IN_TEST), sittings.times_sat(place), now)
        assert sitting is not None
        for key, choice in zip(IN_TEST, choices, strict=True):
            given, token = LastAnswer((choice,), "zeker"), f"toets-{key}-{now.timestamp()}"
            recording.answer_in_test(place, sitting, key, given, submission=token, now=now)
        if whole:
            assert recording.hand_in(place, self.reader(found), sitting, IN_TEST, now) == []

    @rule(which=st.integers(0, 3), change=CHANGES, days=st.sampled_from((5, 100)))
    def publish_a_text(self, which: int, change: TextChange, days: int) -> None:
        """Another text, or one of before, becomes current."""
        moment, edition = self.at(), texts()[which].edition
        if edition > self.highest:
            change, self.highest = TextChange.DUTY, edition
        choice = PublishChoice(change, renew_by=moment.today + timedelta(days=days))
        publishing.publish_again(COURSE, self.texts[which], choice, moment)

    highest = 1  # edition

    @rule(who=WHO)
    def renew(self, who: int) -> None:
        renewing.renew(self.id_of(who), COURSE, self.at().now)

    @rule(ways=st.sampled_from(((Way.UP,), (Way.UP, Way.DOWN))), right=st.sampled_from("ab"))
    def regrade(self, ways: tuple[Way, ...], right: str) -> None:
        """Another answer was right all along."""
        query = self.session.query(Attempt).filter(Attempt.enrolment_id.in_(self.enrolments()))
        marks = [self.second_mark(row, right) for row in query.order_by(Attempt.id)]
        place = ("blijft", ASKS, "p1")
        again = tuple(self.again(right))
        fallen = tuple(self.fallen())
        both = {"strange": 0, "refreshed": again, "measured": fallen}
        found = SecondMarks(COURSE, place, self.texts[1], tuple(marks), **both)
        regrading.regrade(found, ways, "de sleutel was fout", self.at())

    def again(self, right: str) -> Iterator[MarkedElsewhere]:
        """The answers in refreshers, as that key marks them."""
        marks = self.session.query(RefresherAnswer, REFRESHED_EARNED)
        asked = marks.filter(RefresherAnswer.possible == 1).order_by(RefresherAnswer.id)
        for row, earned in asked.filter(RefresherAnswer.person_id.in_(self.everybody)):
            after = Score(int(row.response == [right]), 1)
            yield MarkedElsewhere(row.id, row.person_id, Score(earned, 1), after)

    def fallen(self) -> Iterator[MarkedElsewhere]:
        """The answers in measurements that say something still."""
        marks = self.session.query(MeasurementAnswer.id, MEASURED_EARNED, MEASURED_POSSIBLE)
        theirs = marks.join(Measurement, Measurement.id == MeasurementAnswer.measurement_id)
        theirs = theirs.filter(Measurement.enrolment_id.in_(self.enrolments()))
        for id_, earned, possible in theirs.order_by(MeasurementAnswer.id):
            if possible:
                yield MarkedElsewhere(id_, 0, Score(earned, possible), UNMARKED)

    def second_mark(self, row: Attempt, right: str) -> SecondMark:
        query = self.session.query(EARNED, SETTLED).filter(Attempt.id == row.id)
        earned, settled = query.one()
        after = Score(int(row.response == [right]), 1)
        who = self.session.get(Enrolment, row.enrolment_id).person_id
        is_settled = bool(settled) or after.is_right
        before = Score(earned, 1)
        return SecondMark(row.id, row.enrolment_id, who, before, after, is_settled)

    @rule(who=WHO, lesson=READ)
    def study_day(self, who: int, lesson: str) -> None:
        """Somebody was there when a question was shown, and signs that off the same day."""
        moment, person = self.at(), self.id_of(who)
        found = self.learning(who)
        if found is None:
            return
        of_day = {"code": f"{moment.now:%H%M%S}", "day": moment.today, "phase": "closed"}
        made = {"opened_by": self.keeper.id, "opened_at": moment.now, "closed_at": moment.now}
        shown = {"release": found.release, "module": "delen", "lesson": lesson, "item": "p1"}
        key = {"submission": f"dag-{moment.now}", "school_id": self.schools[0].id}
        day = self.world.add(StudyDay(**of_day, **made, **shown, **key))
        there = {"session_id": day.id, "person_id": person, "day": moment.today}
        presence = self.world.add(StudyPresence(**there))
        place = self.place(found, "delen", lesson)
        recording.sign_off_lesson(presence.id, place, self.reader(found), {"p1"}, moment.now)

    @rule(who=WHO, lesson=READ, days=st.sampled_from((0, 1)))
    def meeting(self, who: int, lesson: str, days: int) -> None:
        """Somebody was at a training that completes a lesson, which its trainer notes afterwards."""
        moment = self.at()
        at = {"course": COURSE, "module": "delen", "lesson": lesson}
        on = {"day": moment.today - timedelta(days=days), "begins": "13.30", "ends": "15.00"}
        where = {"school_id": self.schools[0].id, "place": "Aula", "capacity": 20}
        made = {"made_by": self.keeper.id, "made_at": moment.now, "title": "Delen"}
        keys = {"code": f"{moment.now:%H%M%S}", "submission": f"training-{moment.now}"}
        planned = self.world.add(Meeting(**at, **on, **where, **made, **keys))
        found = meetings.by_ref(planned.ref)
        attending.reply(found, self.id_of(who), moment.now, comes=True)
        attending.note_presence(found, [self.id_of(who)], moment.now, moment.today)

    @rule(who=WHO, right=st.booleans())
    def refresh(self, who: int, right: bool) -> None:
        """A refresher is sent and answered: of who did the course, and never about that."""
        moment, found = self.at(), self.learning(who)
        if found is None or found.completed_on is None:
            return
        number, asked = int(moment.now.timestamp()), [f"blijft/{ASKS}/p1/"]
        until = moment.today + timedelta(days=9)
        line = (self.id_of(who), COURSE, found.release, number, "sent", asked, until)
        refresher_ledger.write(RefresherEntry(*line), f"op-{number}", moment.now, moment.today)
        own = refreshers.find(f"op-{number}", moment.today)
        if own is None:
            return  # works nowhere, or was blocked
        score = Score(int(right), 1)
        refreshers.answer(own, own.moments[0], ("a",), score, None, moment.now)

    @rule(who=WHO, points=st.integers(0, 1))
    def gain(self, who: int, points: int) -> None:
        """Somebody is measured before and after a module."""
        now, found = self.at().now, self.learning(who)
        if found is None or found.school_id is None:
            return
        place, forms = self.place(found, "delen", "les-1"), Forms(("g1",), ("g2",))
        whom = measuring.Whom("teaching", found.school_id)
        measuring.draw(place, COURSE, whom, forms, now)
        drawn = measuring.standing(found.enrolment_id, "delen").drawn
        assert drawn is not None
        for part in MeasuredPart:
            for key in drawn.left(part):
                measuring.answer(drawn, part, (key, "doel"), Score(points, 1), now)

    @rule()
    def rebuild(self) -> None:
        recounting.rebuild(self.enrolments(), self.at().now)
