"""Days as a calendar file (RFC 5545), which calendar programs read again and again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from course.domain.messages.feeds import FeedEvent

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=6)
_A_DAY = timedelta(days=1)


def calendar_file(
    brand: str, name: str, host: str, events: Iterable[FeedEvent], today: date
) -> bytes:
    """A calendar of whole days. The same days on the same day are the same bytes.

    `host` makes the keys of the events unlike those of any other installation.
    """
    from icalendar import Calendar  # only who asks for one needs it

    calendar = Calendar()
    calendar.add("prodid", f"-//{brand}//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    stamp = datetime.combine(today, time(), UTC)
    for event in events:
        calendar.add_component(_event(event, host, stamp))
    return bytes(calendar.to_ical())


def _event(event: FeedEvent, host: str, stamp: datetime):  # type: ignore[no-untyped-def]
    from icalendar import Event

    made = Event()
    made.add("uid", f"{event.key}@{host}")
    made.add("dtstamp", stamp)
    made.add("dtstart", event.day)
    made.add("dtend", event.day + _A_DAY)
    made.add("summary", event.title)
    made.add("description", event.about)
    made.add("url", event.url)
    made.add("transp", "TRANSPARENT")
    if event.place:
        made.add("location", event.place)
    return made
