"""Mail about duties: each school hour, to whoever learned last at that hour or has no hour of their
own. Who leads or trains reads in the same mail who is late and who is stuck.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from course import clock
from course.config import Config
from course.domain.duties import reminders as rule
from course.domain.duties.news import NewsOfSchools
from course.domain.duties.reminders import MailVerdict
from course.store.duties import reminding, weekly
from course.store.duties.reminding import Reminded
from course.store.messages.jobs import JobEnding
from course.web.train.telling import Prepared, judge, line_of, prepare, tell, titles_now
from course.work.registry import job
from course.work.working import Work

AT_ONCE = 100  # people in one transaction
HOURS = tuple(time(hour) for hour in range(rule.FIRST_HOUR, rule.LAST_HOUR + 1))


@job("reminders", daily_at=HOURS)
def remind(work: Work) -> JobEnding:
    """Write to whoever should hear something now; what is not said is in the ledger, with why."""
    sent, last = work.place.get("sent", 0), work.place.get("last", 0)
    local = clock.now().astimezone(clock.AMSTERDAM)
    while local.hour <= rule.LAST_HOUR and (people := _people_after(last)):
        round_ = MailRound(work.config, local.date(), weekly.news_for(people, local.date()))
        ready = round_.prepared(people, local.hour)
        if ready:  # else nobody need wait
            work.writes()
            sent += round_.told(ready)
        last = people[-1]
        work.keep(work.done + len(people), sent=sent, last=last)
    return JobEnding(message=str(sent))


@dataclass(frozen=True)
class MailRound:
    """Some people, this hour. What they read of others is looked up once."""

    config: Config
    today: date
    news: Mapping[int, NewsOfSchools]

    def prepared(self, people: Sequence[int], hour: int) -> dict[int, list[Prepared | None]]:
        """What would be written to those whose hour it is."""
        titles, ready = titles_now(), {}
        for person in reminding.facts(people, self.today, self.news):
            if rule.hour_for(_local(person.learned_at)) > hour:
                continue
            if said := self._judged(person):
                ready[person.id] = [prepare(person, one, self.config, titles) for one in said]
        return ready

    def told(self, ready: Mapping[int, list[Prepared | None]]) -> int:
        """Write it, now that nobody else writes to these people. How many mails comes back."""
        reminding.lock(ready)
        sent = 0
        for person in reminding.facts(ready, self.today, self.news):
            pairs = zip(self._judged(person), ready[person.id], strict=False)
            for found, made in pairs:
                sent += tell(person, found, made, self.config)
        return sent

    def _judged(self, person: Reminded) -> list[MailVerdict]:
        """What is to be said, and what is not and stands in no line yet."""
        found = judge(self.config, person, self.today, self.news.get(person.id))
        return [one for one in found if line_of(person.id, one).key not in person.lines]


def _people_after(last: int) -> Sequence[int]:
    """The next people who owe something, or lead or train, by their number."""
    found = {*reminding.people_after(last, AT_ONCE), *weekly.readers_after(last, AT_ONCE)}
    return sorted(found)[:AT_ONCE]


def _local(instant: datetime | None) -> time | None:
    if instant is None:
        return None
    return instant.astimezone(clock.AMSTERDAM).time()
