"""What is done each day by itself, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True)
class Daily:
    """A kind of work that is done each day once, from this time in Amsterdam on."""

    kind: str
    at: time


@dataclass(frozen=True)
class Occasion:
    """One time that it must be done. Its key is that of the day and the time, so that it is done
    once, whoever thinks of it and as often.
    """

    kind: str
    key: str


def occasions(local_now: datetime, plan: Iterable[Daily]) -> Iterator[Occasion]:
    """What should have begun today by now. A day on which no worker lived is left out.

    `local_now` is the wall clock of Amsterdam: a night that has an hour twice or not at all has
    each time of day at most once here.
    """
    for daily in plan:
        if local_now.time() >= daily.at:
            yield Occasion(daily.kind, f"{daily.kind}:{local_now.date()}T{daily.at:%H%M}")
