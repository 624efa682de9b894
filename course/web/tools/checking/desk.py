"""Who asks ‘Mag dit?’, about what, with which texts and with which words of their school.

The texts of the rules come from the newest published exercise; without one there is no tool.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import request, url_for

from course import clock
from course.domain.duties.calendars import Region
from course.kinds.consent import law
from course.kinds.consent.item import ConsentItem, Decider, Verdict
from course.kinds.consent.law import decider
from course.models.people import School
from course.store.courses import releases
from course.store.people import words
from course.web.http.access import signed_in
from course.web.page.answering import or_404
from course.web.page.query import address
from course.web.tools import offered
from course.web.tools.checking.answers import Answers, read_answers


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
    def school_name(self) -> str:
        """Of the school of who asks; empty when there is none."""
        if self.school is None:
            return ""
        return self.school.name

    @property
    def region(self) -> Region | None:
        """Of the school, else the one that was chosen; None when neither is known."""
        name = self.answers.region
        if self.school:
            name = self.school.region
        return next((region for region in Region if region == name), None)

    @property
    def regions(self) -> list[Region]:
        """All that it may be."""
        return [one for one in Region if self.region in (one, None)]


def find_desk() -> Desk:
    """404 while no published course asks for the tool, or has the exercise."""
    offered.require("mag-dit")
    found = or_404(releases.newest_item(ConsentItem))
    release, item = found
    today = clock.today()
    school, values = _home_school(today)
    return Desk(release, item, school, values, read_answers(request.args, today), today)


def _home_school(today: date) -> tuple[School | None, Mapping[str, str]]:
    """The school of who asks, with its words."""
    actor = signed_in()
    if actor is None:
        return None, {}
    school = words.home_school(actor.id, today)
    if school is None:
        return None, {}
    return school, words.values_of(school.id)


def url(endpoint: str, answers: Answers, **more: str) -> str:
    """A page of the tool, with the answers so far."""
    return address(url_for(endpoint), answers.query, **more)


def next_url(answers: Answers) -> str:
    """The question that is open, else the check."""
    if answers.open:
        return url("tools.show_question", answers)
    return url("tools.show_checked", answers)


def asks_consent(answers: Answers) -> bool:
    """Whether somebody outside the school has to agree first."""
    found = answers.outcome()
    decides = decider(found.rules[0], answers.age)
    return found.verdict is Verdict.ARRANGE and decides is not Decider.SCHOOL


def board_first(answers: Answers, key: str) -> bool:
    """Whether a check by the school comes before the letter, as far as is known of the service."""
    return any(law.board_first(key, service) for service in answers.services)
