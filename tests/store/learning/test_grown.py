"""Progress that grew deed by deed, through SQL, is what the rules derive of all facts at once: for
whatever people do, in whichever order.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from course import clock
from course.content.types import Lesson
from course.domain.learning.entry import ENTRY
from course.domain.learning.progress import Reader
from course.domain.learning.sittings import LastAnswer
from course.kinds.item import Item
from course.kinds.marking import NotGradable
from course.kinds.registry import kind_of
from course.models import LessonCompletion, Progress, db
from course.store.courses import releases
from course.store.learning import recording, recounting, sittings
from course.store.learning.places import LessonPlace
from tests.learning import learner, publish

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
READER = Reader("teaching", frozenset({"vo"}))
LESSONS = ("eigen-leven", "dilemma", "toets", "plan", "klas")
DEEDS = 24  # enough to finish the course now and then
CASES = range(12)


class Walk:
    """Somebody who does whatever the dice say."""

    def __init__(self, enrolment_id: int, release: str, seed: int) -> None:
        self.enrolment_id, self.release, self.random = enrolment_id, release, Random(seed)
        self.now = START

    def step(self) -> None:
        self.now += timedelta(minutes=self.random.randint(1, 700))
        deed = self.random.choice([self.visit, self.answer, self.answer, self.sit, self.enter])
        deed()

    def place(self, lesson: str) -> LessonPlace:
        return LessonPlace(self.enrolment_id, self.release, "een", lesson)

    def lesson(self, slug: str) -> Lesson:
        found = releases.lesson(self.release, "een", slug)
        assert found is not None
        return found

    def token(self) -> str:
        return f"{self.random.getrandbits(64):x}"

    def visit(self) -> None:
        recording.visit(self.place(self.random.choice(LESSONS)), READER, self.now)

    def answer(self) -> None:
        lesson = self.random.choice(("eigen-leven", "dilemma", "plan"))
        for item in self.lesson(lesson).items:
            recording.answer(
                self.place(lesson),
                READER,
                item,
                self.response(item),
                submission=self.token(),
                done=frozenset(),
                now=self.now,
            )

    def response(self, item: Item) -> tuple[str, ...]:
        kind = kind_of(item)
        examples = kind.examples(item)
        forms = [form for form in (examples.right, examples.wrong) if form is not None]
        response = kind.read(item, self.random.choice(forms))
        assert not isinstance(response, NotGradable)
        return response

    def sit(self) -> None:
        items = {item.key: item for item in self.lesson("toets").items}
        asked = self.random.sample(sorted(items), 3)
        self.take(self.place("toets"), items, asked)

    def enter(self) -> None:
        place = LessonPlace(self.enrolment_id, self.release, ENTRY, ENTRY)
        if sittings.times_sat(place) == 0:
            items = {"een/t2": self.lesson("toets").items[1]}
            self.take(place, items, list(items))

    def take(self, place: LessonPlace, items: dict[str, Item], asked: list[str]) -> None:
        """A test; now and then it stays open, with a question that was not answered."""
        sitting = recording.begin(place, asked, sittings.times_sat(place), self.now)
        assert sitting is not None
        answered = [key for key in sitting.items if self.random.random() < 0.9]
        for key in answered:
            option = self.random.choice("aaab")
            given = LastAnswer((option,), self.random.choice(["zeker", "gok", None]))
            assert recording.answer_in_test(
                place, sitting, key, given, submission=self.token(), now=self.now
            )
        missing = recording.hand_in(place, READER, sitting, items, self.now)
        if set(answered) == set(sitting.items):
            assert missing == []
        if missing:
            assert sittings.open_sitting(place) == sitting, "nothing was handed in"


@pytest.mark.parametrize("seed", CASES)
def test_what_grew_is_what_is_derived(session: Any, tmp_path: Path, seed: int) -> None:
    release = publish(tmp_path / "modules", entry=("een/t2",))
    who = learner(session)
    walk = Walk(who.enrolment_id, release, seed)
    for _ in range(DEEDS):
        walk.step()
        assert recounting.verify([who.enrolment_id], clock.today()) == []
    kept = db.session.execute(
        select(Progress).where(Progress.enrolment_id == who.enrolment_id)
    ).scalar_one()
    rows = select(LessonCompletion).where(LessonCompletion.enrolment_id == who.enrolment_id)
    assert len(db.session.execute(rows).all()) == len(kept.lessons)
