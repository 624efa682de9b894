"""Reports of mail that was not delivered, from a mailbox."""

from __future__ import annotations

from datetime import time

from course.letters import mailbox
from course.store.messages.jobs import JobEnding
from course.work.registry import job
from course.work.working import Work

HOURS = tuple(time(hour, 20) for hour in range(7, 20))


@job("bounces", daily_at=HOURS, wanted=lambda config: bool(config.imap_url))
def read_bounces(work: Work) -> JobEnding:
    """Who is not reached for good gets no mail about training any more, and stands in a list."""
    read = known = 0
    with mailbox.opened(mailbox.read_mailbox(work.config.imap_url)) as box:
        numbers = mailbox.unread_reports(box)
        for start in range(0, len(numbers), mailbox.AT_ONCE):
            some = numbers[start : start + mailbox.AT_ONCE]
            reports = mailbox.fetched(box, some)
            work.writes()
            found = mailbox.note(reports)
            read, known = read + found.reports, known + found.known
            work.keep(read)
            mailbox.mark_read(box, some)
    return JobEnding(message=f"{known} van {read}")
