"""What is written to somebody about what they owe, and in the ledger. A worker does it by the plan,
a trainer by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from course import clock
from course.config import Config
from course.domain.duties import reminders as rule
from course.domain.duties.reminders import DutyFacts, MailVerdict
from course.domain.duties.states import DutyState
from course.domain.messages import stop_links
from course.letters.composing import LetterText, compose
from course.letters.reminder.letter import ToDo, ToDoMail
from course.store.courses import releases
from course.store.duties.reminding import Reminded
from course.store.messages import outbox, reminders
from course.store.messages.outbox import Outgoing
from course.store.messages.reminders import SENT, LedgerEntry
from course.web.page.formats import long_date


def judge(config: Config, person: Reminded, today: date) -> MailVerdict | None:
    """What the rule says of somebody today."""
    return rule.verdict(person.duties, person.addressee, person.told, today, config.reminder_days)


@dataclass(frozen=True)
class Prepared:
    """What was made ready while nobody waited: a verdict, and its letter when it speaks."""

    verdict: MailVerdict
    letter: LetterText | None


def prepare(
    person: Reminded, found: MailVerdict | None, config: Config, titles: Mapping[str, str]
) -> Prepared | None:
    """Compose what would go out. None when there is nothing to say."""
    if found is None:
        return None
    if found.silence is not None:
        return Prepared(found, None)
    return Prepared(found, letter_for(person, found.duties, config, titles))


def tell(
    person: Reminded,
    found: MailVerdict | None,
    prepared: Prepared | None,
    config: Config,
    sent_by: int | None = None,
) -> bool:
    """Write one line in the ledger, and the mail when there is one. True when there is.

    `found` is what the rule says now that nobody else writes to this person. When it is no longer
    what was prepared, nothing is written: the next round says it.
    """
    if found is None or prepared is None or found != prepared.verdict:
        return False
    now = clock.now()
    outcome = SENT if found.silence is None else found.silence.value
    entry = LedgerEntry(person.id, outcome, found.steps, sent_by)
    key = reminders.write(entry, clock.day_of(now), now)
    letter = prepared.letter
    if key is None or letter is None:
        return False
    stop = stop_address(config, person.ref)
    text = (letter.subject, letter.body, letter.html, stop)
    outbox.queue_all([Outgoing(key, person.email, *text)], now)
    return True


def letter_for(
    person: Reminded, duties: tuple[DutyFacts, ...], config: Config, titles: Mapping[str, str]
) -> LetterText:
    """The mail with somebody's own figures."""
    courses = {duty.course: _to_do(duty, titles) for duty in reversed(duties)}
    listed = tuple(reversed(courses.values()))  # each course once, by its first day
    stop = stop_address(config, person.ref)
    return compose(ToDoMail(config.brand, person.name, listed, f"{config.base_url}/leren", stop))


def stop_address(config: Config, ref: str) -> str:
    """Where one press ends reminders."""
    return f"{config.base_url}/mail/stoppen/{stop_links.seal(config.secret_key, ref)}"


def titles_now() -> Mapping[str, str]:
    """What each course is called now."""
    return {course.slug: course.title for course in releases.current_outlines()}


def _to_do(duty: DutyFacts, titles: Mapping[str, str]) -> ToDo:
    progress = f"{duty.done} van de {duty.total} lessen klaar" if duty.total and duty.done else ""
    title = titles.get(duty.course, duty.course)
    return ToDo(title, long_date(duty.due_on), duty.state is DutyState.OVERDUE, progress)
