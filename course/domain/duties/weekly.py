"""The mail of a week to who leads or trains: who is late, and who is stuck.

It goes with what they have to do themselves, in one mail, since there is one in seven days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from course.domain.duties.news import NewsOfSchools
from course.domain.duties.reminders import (
    WEEK_MAIL,
    Addressee,
    MailVerdict,
    TimesTold,
    duty_of,
    silence_of,
)


def step_of(today: date) -> str:
    """What is said once in a week that begins on Monday."""
    year, week, _ = today.isocalendar()
    return f"{WEEK_MAIL}:{year}-{week:02}"


def is_weekly(step: str) -> bool:
    """Whether a step is the mail of a week."""
    return duty_of(step) == WEEK_MAIL


def with_news(
    own: tuple[MailVerdict, ...],
    news: NewsOfSchools | None,
    person: Addressee,
    told: TimesTold,
    today: date,
) -> tuple[MailVerdict, ...]:
    """What is said to somebody today of what they owe, and of the people they lead or train: in one
    mail, the last of these.

    `own`: what `reminders.verdicts` says of what they owe.
    Source: product.md section 4, "At most one mail a week per person".
    """
    step = step_of(today)
    if news is None or not news.is_any or step in told.steps:
        return own
    if not own or not own[-1].duties:
        return (*own, MailVerdict((step,), (), silence_of(person, told, today), news))
    mail = replace(own[-1], steps=(*own[-1].steps, step), news=news)
    return (*own[:-1], mail)
