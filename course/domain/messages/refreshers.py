"""When somebody gets mail with a refresher, and when not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from course.domain.duties.reminders import WEEK, Addressee, Silence, is_full

LASTS = timedelta(days=14)  # that a link opens its refresher
# days until the next one, by how many in a row nobody answered before: a missed week is no reason
# to wait longer, and who goes on not answering is asked ever less
PATIENCE = (7, 7, 15, 30, 90, 182)


@dataclass(frozen=True)
class MailDays:
    """On which days somebody got mail lately."""

    refreshers: tuple[date, ...] = ()
    reminders: tuple[date, ...] = ()


def refresher_silence(person: Addressee, mail: MailDays, today: date) -> Silence | None:
    """Why nobody is sent a refresher today; None when they may be.

    At most two in seven days, and none in seven days with a reminder of a duty.

    Units:  calendar days in Amsterdam.
    Source: issue 14 point 8, "at most two a week, holidays shift them"; product.md section 4.
    """
    if person.silence is not None:
        return person.silence
    reminded = any(today - day < WEEK for day in mail.reminders)
    if reminded or is_full(mail.refreshers, today):
        return Silence.THIS_WEEK
    return None


def waits_until(sent_on: date, open_until: date) -> date:
    """The last day on which one that nobody finished keeps the next one back; its link opens it
    longer.
    """
    return min(open_until, sent_on + WEEK - timedelta(days=1))


def next_after(sent_on: date, unanswered: int) -> date:
    """The day from which another is sent to who does not answer this one."""
    return sent_on + timedelta(days=PATIENCE[min(unanswered, len(PATIENCE) - 1)])
