"""What is written to somebody about what they owe, and in the ledger. A worker does it by the plan,
a trainer by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from course import clock
from course.config import Config
from course.domain.duties import reminders as rule
from course.domain.duties import weekly
from course.domain.duties.news import BehindList, NewsOfSchools
from course.domain.duties.reminders import DutyFacts, MailVerdict, Silence
from course.domain.duties.states import DutyState
from course.domain.messages import stop_links
from course.letters.composing import LetterText, compose
from course.letters.reminder.letter import ToDo, ToDoMail
from course.letters.weekly.letter import BehindPart, SchoolBehind, WeeklyMail
from course.store.courses import releases
from course.store.duties.reminding import Reminded
from course.store.messages import outbox, reminders
from course.store.messages.outbox import Outgoing
from course.store.messages.reminders import SENT, LedgerEntry
from course.web.page.formats import long_date
from course.web.page.options import course_titles

SILENCES: dict[Silence, str] = {
    Silence.DONE: "De training is klaar.",
    Silence.PAUSED: "De opdracht is gepauzeerd.",
    Silence.EXEMPT: "Deze medewerker is vrijgesteld.",
    Silence.LEFT: "Deze medewerker werkt er niet meer.",
    Silence.ENDED: "De school vraagt deze training niet meer.",
    Silence.STOPPED: "Deze medewerker wil geen mail over trainingen.",
    Silence.UNREACHED: "Een eerdere mail kwam terug.",
    Silence.DAY_OFF: "Het is vandaag geen gewone schooldag.",
    Silence.THIS_WEEK: "Er ging de laatste zeven dagen al een mail uit.",
}


def judge(
    config: Config, person: Reminded, today: date, news: NewsOfSchools | None = None
) -> tuple[MailVerdict, ...]:
    """What the rules say of somebody today: one mail at most, and why another is not sent."""
    told, to = person.told, person.addressee
    own = rule.verdicts(person.duties, to, told, today, config.reminder_days)
    return weekly.with_news(own, news, to, told, today)


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
    return Prepared(found, letter_for(person, found, config, titles))


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
    key = reminders.write(line_of(person.id, found, sent_by), clock.day_of(now), now)
    letter = prepared.letter
    if key is None or letter is None:
        return False
    stop = stop_address(config, person.ref)
    text = (letter.subject, letter.body, letter.html, stop)
    outbox.queue_all([Outgoing(key, person.email, *text)], now)
    return True


def line_of(person_id: int, found: MailVerdict, sent_by: int | None = None) -> LedgerEntry:
    """The line of the ledger that says so."""
    outcome = SENT if found.silence is None else found.silence.value
    return LedgerEntry(person_id, outcome, found.steps, sent_by)


def note(person_id: int, found: MailVerdict, sent_by: int) -> None:
    """Write why a mail that was asked for does not go out to somebody who owes nothing any more."""
    now = clock.now()
    reminders.write(line_of(person_id, found, sent_by), clock.day_of(now), now)


def letter_for(
    person: Reminded, found: MailVerdict, config: Config, titles: Mapping[str, str]
) -> LetterText:
    """The mail with somebody's own figures."""
    courses = {duty.course: _to_do(duty, titles) for duty in reversed(found.duties)}
    listed = tuple(reversed(courses.values()))  # each course once, by its first day
    stop = stop_address(config, person.ref)
    if found.news is None:
        return compose(
            ToDoMail(config.brand, person.name, listed, f"{config.base_url}/leren", stop)
        )
    behind = _behind(found.news.late, titles), _behind(found.news.stuck, titles)
    link = f"{config.base_url}/rapport/weekmail"
    return compose(WeeklyMail(config.brand, person.name, *behind, listed, link, stop))


def stop_address(config: Config, ref: str, at: str | None = None) -> str:
    """Where one press ends mail about training; `at`: instead of the address of this site."""
    begin = config.base_url if at is None else at
    return f"{begin}/mail/stoppen/{stop_links.seal(config.secret_key, ref)}"


def not_told_this_week(person: Reminded, today: date) -> Reminded:
    """The same person, as if the mail of this week was still to come."""
    steps = person.told.steps - {weekly.step_of(today)}
    return replace(person, told=replace(person.told, steps=steps))


def paragraphs(letter: LetterText, config: Config, person: Reminded) -> tuple[str, ...]:
    """A letter to be read on screen, without the address by which its owner ends it."""
    shown = letter.body.replace(stop_address(config, person.ref), "…")
    return tuple(text.strip() for text in shown.split("\n\n") if text.strip())


def titles_now() -> Mapping[str, str]:
    """What each course is called now."""
    return course_titles(releases.current_outlines())


def _behind(found: BehindList, titles: Mapping[str, str]) -> BehindPart:
    """People by their school."""
    by_school: dict[str, list[str]] = {}
    for one in found.shown:
        title = titles.get(one.course, one.course)
        lines = by_school.setdefault(one.school, [])
        lines.append(f"{one.name}: {title}, klaar uiterlijk op {long_date(one.due_on)}")
    schools = tuple(SchoolBehind(name, tuple(lines)) for name, lines in by_school.items())
    return BehindPart(found.total, schools, found.more)


def _to_do(duty: DutyFacts, titles: Mapping[str, str]) -> ToDo:
    progress = f"{duty.done} van de {duty.total} lessen klaar" if duty.total and duty.done else ""
    title = titles.get(duty.course, duty.course)
    return ToDo(title, long_date(duty.due_on), duty.state is DutyState.OVERDUE, progress)
