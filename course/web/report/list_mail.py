"""The mail that a list of every week or month waits; the list itself is never in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from course import clock
from course.config import Config
from course.domain.messages import stop_links
from course.letters.composing import LetterText, compose
from course.letters.people_file.letter import PeopleFileMail
from course.letters.people_file_failed.letter import PeopleFileFailedMail
from course.store.messages.schedules import OpenSchedule
from course.web.page.formats import long_date
from course.web.page.made_files import last_day
from course.web.report import file_words


def stop_list_url(config: Config, ref: str) -> str:
    """Where one press ends a list."""
    sealed = stop_links.seal(config.secret_key, ref, stop_links.LISTS)
    return f"{config.base_url}/mail/lijst/{sealed}"


@dataclass(frozen=True)
class ListLetter:
    """What somebody reads, and where one press ends it."""

    text: LetterText
    stop_url: str


def list_letter(
    config: Config, schedule: OpenSchedule, name: str, about: str, *, job: str, now: datetime
) -> ListLetter:
    """The mail of one time. `job`: the ref of the work that makes the file."""
    stop = stop_list_url(config, schedule.ref)
    text = compose(
        PeopleFileMail(
            brand=config.brand,
            name=name,
            every=file_words.EVERY[schedule.every],
            about=about,
            day=long_date(clock.day_of(now)),
            until=long_date(last_day(now)),
            link=f"{config.base_url}/bezig/{job}",
            stop=stop,
        )
    )
    return ListLetter(text, stop)


def failed_letter(
    config: Config,
    schedule: OpenSchedule,
    name: str,
    about: str,
    *,
    day: date,
    why: str,
    again_on: date | None,
) -> ListLetter:
    """The mail about a Monday for which it could not be made. `again_on`: None when it comes no
    more.
    """
    stop = stop_list_url(config, schedule.ref)
    text = compose(
        PeopleFileFailedMail(
            brand=config.brand,
            name=name,
            about=about,
            day=long_date(day),
            why=why,
            next_day=long_date(again_on) if again_on else "",
            link=f"{config.base_url}/rapport/bestanden",
            stop=stop,
        )
    )
    return ListLetter(text, stop)
