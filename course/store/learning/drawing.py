"""Draw a refresher for one person: which rules, in which words, and which story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from itertools import chain

from sqlalchemy import select

from course.domain.learning.ladder import RuleKey
from course.domain.learning.progress import Reader
from course.domain.learning.refreshing import (
    RefresherMoment,
    StoryPlace,
    choose_coat,
    choose_story,
    compose,
    due_rules,
)
from course.kinds.registry import kind_of
from course.models import Attempt, Enrolment, RefresherAnswer, db
from course.store.learning import coats
from course.store.learning.knowledge import Knowledge


def draw(known: Knowledge, person_id: int, reader: Reader, today: date) -> list[RefresherMoment]:
    """What this person is asked today about a course that they did; empty when nothing is due."""
    due, later = due_rules(known.states(), today)
    seed = f"{person_id} {today}"
    asked = list(_moments(known, due, reader, seed))
    if not asked:
        return []
    story = _story(known, person_id, reader, asked)
    return compose(asked, _moments(known, later, reader, seed), story)


def _moments(
    known: Knowledge, rules: Iterable[RuleKey], reader: Reader, seed: str
) -> Iterable[RefresherMoment]:
    """Each of these rules in the words that suit best; one without any for this reader is passed
    over.
    """
    listed = coats.questions(known.release)
    for rule in rules:
        suiting = [one.coat for one in listed[rule] if one.suits(reader)]
        coat = choose_coat(suiting, known.missed.get(rule), known.asked, seed)
        if coat is not None:
            yield RefresherMoment(rule, coat)


def _story(
    known: Knowledge, person_id: int, reader: Reader, asked: list[RefresherMoment]
) -> RefresherMoment | None:
    stories = [one for one in coats.stories(known.release) if one.suits(reader)]
    own = {one.moment.place for one in stories if kind_of(one.item).suits(one.item, reader.sectors)}
    moments = [one.moment for one in stories]
    seen = _times_seen(person_id, known.course, {one.coat.item for one in stories})
    return choose_story(moments, asked, seen, own)


def _times_seen(person_id: int, course: str, items: Collection[str]) -> Counter[StoryPlace]:
    """How often somebody played stories of these keys in each module; in a lesson counts once."""
    played = (
        select(Attempt.module, Attempt.item)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id == person_id, Enrolment.course == course)
        .where(Attempt.item.in_(items))
        .distinct()
    )
    again = (
        select(RefresherAnswer.module, RefresherAnswer.item)
        .where(RefresherAnswer.person_id == person_id, RefresherAnswer.course == course)
        .where(RefresherAnswer.item.in_(items))
    )
    found = chain(db.session.execute(played), db.session.execute(again))
    return Counter((row.module, row.item) for row in found)
