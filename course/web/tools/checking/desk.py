"""Who asks ‘Mag dit?’, about what, with which texts and with which words of their school.

The texts of the rules come from the newest published exercise; without one there is no tool.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import abort, request, url_for

from course import clock
from course.domain.duties.calendars import Region
from course.kinds.consent import law
from course.kinds.consent.item import ConsentItem, Decider, Verdict
from course.kinds.consent.law import decider
from course.models.people import School
from course.store.courses import releases
from course.store.people import words
from course.web.http.access import signed_in
from course.web.page.query import address
from course.web.tools import offered
from course.web.tools.checking.questions import Answers, read_answers


@dataclass(frozen=True)
class Desk:
    """The texts, who asks, and what their school filled in.

    Nobody signed in: no school and no values.
    """

    release: str
    item: ConsentItem
    school: School | None
    values: Mapping[str, str]
    answers: Answers
    today: date

    @property
    def regions(self) -> list[Region]:
        """The region of the school, else the one chosen; all three when neither is known."""
        name = self.school.region if self.school else self.answers.region
        return [Region(name)] if name in set(Region) else list(Region)


def find_desk() -> Desk:
    """404 while no published course asks for the tool, or has the exercise."""
    offered.require("mag-dit")
    found = releases.newest_item(ConsentItem)
    if found is None:
        abort(404)
    actor, today = signed_in(), clock.today()
    school = words.home_school(actor.id, today) if actor else None
    values = words.values_of(school.id) if school else {}
    return Desk(found[0], found[1], school, values, read_answers(request.args, today), today)


def url(endpoint: str, answers: Answers, **more: str) -> str:
    return address(url_for(endpoint), answers.query, **more)


def next_url(answers: Answers) -> str:
    return url("tools.show_question" if answers.open else "tools.show_checked", answers)


def asks_consent(answers: Answers) -> bool:
    """Whether somebody outside the school has to agree first."""
    found = answers.outcome()
    decides = decider(found.rules[0], answers.age)
    return found.verdict is Verdict.ARRANGE and decides is not Decider.SCHOOL


def board_first(answers: Answers, key: str) -> bool:
    return any(law.board_first(key, service) for service in answers.services)
