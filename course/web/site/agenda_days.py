"""The days of a calendar: what somebody has to do, or what a trainer asked of their schools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from course.domain.messages.feeds import FeedEvent
from course.domain.people.roles import Actor
from course.store.courses import releases
from course.store.duties import assignments
from course.store.learning import reading
from course.store.learning.reading import OwnDuty
from course.store.study_days import coming
from course.store.study_days.meetings import MeetingRow
from course.web.http.settings import settings
from course.web.learn.deadlines import still_owed
from course.web.page.formats import by_count
from course.web.page.options import course_titles

KEPT = timedelta(days=60)  # how long a day that is over stays in a trainer's calendar
MOST = 200  # days of one kind


def own_days(actor: Actor, today: date) -> list[FeedEvent]:
    """By when somebody still has to do each course, and the meetings where they have a seat. A
    duty that is done, paused or exempt has no day.
    """
    titles = _titles()
    duties = [_due(duty, titles) for duty in still_to_do(actor, today)]
    return [*duties, *_own_meetings(actor, today)]


def trainer_days(actor: Actor, today: date) -> list[FeedEvent]:
    """The due days of the actor's schools, a course and a day once, and the meetings there."""
    titles = _titles()
    asked = []
    for one in assignments.due_days(actor, today - KEPT, MOST + 1):
        event = FeedEvent(
            key=f"opdracht-{one.course}-{one.due_on.isoformat()}",
            day=one.due_on,
            title=f"Uiterste datum: {titles.get(one.course, one.course)}",
            about=f"Voor {by_count(one.schools, one.school, f'{one.schools} scholen')}.",
            url=f"{settings().base_url}/trainen",
        )
        asked.append(event)
    found = coming.coming_up(actor, today, MOST + 1)
    planned = [_meeting(one, "/trainen/bijeenkomsten/") for one in found]
    return [*_cut(asked, "/trainen"), *_cut(planned, "/trainen/bijeenkomsten")]


def still_to_do(actor: Actor, today: date) -> Iterator[OwnDuty]:
    """What somebody has to do by a day that counts."""
    learning = {one.course: one for one in reading.all_learning(actor.id, today)}
    for duty in reading.own_duties(actor.id, today):
        found = learning.get(duty.course)
        owed: OwnDuty | None = duty
        if found is not None:
            owed = still_owed(found, duty, today)
        if owed is not None and owed.owed.relief is None:
            yield owed


def _due(duty: OwnDuty, titles: dict[str, str]) -> FeedEvent:
    return FeedEvent(
        key=f"cursus-{duty.course}",
        day=duty.due_on,
        title=f"Uiterste datum: {titles.get(duty.course, duty.course)}",
        about="Op deze dag moet de cursus klaar zijn.",
        url=f"{settings().base_url}/leren/{duty.course}",
    )


def _own_meetings(actor: Actor, today: date) -> list[FeedEvent]:
    """Where somebody has a seat."""
    found = coming.seated_at(actor.id, today, MOST + 1)
    return _cut([_meeting(one, "/bijeenkomsten/") for one in found], "/bijeenkomsten")


def _cut(days: list[FeedEvent], path: str) -> list[FeedEvent]:
    """The first of them; a calendar that is not whole says so, on the day where it ends."""
    if len(days) <= MOST:
        return days
    end = FeedEvent(
        key=f"meer-{path.strip('/').replace('/', '-')}",
        day=days[MOST].day,
        title="Vanaf hier staat niet alles in deze agenda",
        about=f"Deze agenda toont de eerste {MOST}. Op de site staat alles.",
        url=f"{settings().base_url}{path}",
    )
    return [*days[:MOST], end]


def _meeting(one: MeetingRow, path: str) -> FeedEvent:
    return FeedEvent(
        key=f"bijeenkomst-{one.ref}",
        day=one.day,
        title=f"{one.title}, {one.begins} tot {one.ends} uur",
        about=f"Van {one.begins} tot {one.ends} uur. Trainer: {one.trainer}.",
        url=f"{settings().base_url}{path}{one.ref}",
        place=one.place,
    )


def _titles() -> dict[str, str]:
    return course_titles(releases.current_outlines())
