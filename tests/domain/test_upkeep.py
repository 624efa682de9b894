"""Which backups stay: all of the last hours, one an hour, one a day, and never none at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from course.domain.upkeep import NEWEST, Keep, superfluous

NOW = datetime(2026, 11, 29, 12, 7, tzinfo=UTC)
KEEP = Keep(all_hours=6, hourly_days=2, daily_days=35)


def kept_of(days: float) -> list[datetime]:
    """What stays of one every fifteen minutes for so many days, oldest first."""
    made = [NOW - timedelta(minutes=15 * number) for number in range(int(days * 96))]
    return sorted(set(made) - superfluous(made, NOW, KEEP))


def test_the_last_hours_stay_whole_and_older_ones_thin_out() -> None:
    kept = kept_of(60)
    ages = [NOW - instant for instant in kept]
    assert sum(age <= timedelta(hours=6) for age in ages) == 25
    assert sum(timedelta(hours=6) < age <= timedelta(days=2) for age in ages) == 42
    assert sum(timedelta(days=2) < age for age in ages) == 34
    assert max(ages) <= timedelta(days=35)


def test_of_an_hour_and_a_day_the_last_one_stays() -> None:
    hours = [
        instant
        for instant in kept_of(3)
        if timedelta(hours=7) < NOW - instant < timedelta(hours=47)
    ]
    assert {instant.minute for instant in hours} == {52}
    days = [instant for instant in kept_of(10) if NOW - instant > timedelta(days=3)]
    assert {(instant.hour, instant.minute) for instant in days} == {(23, 52)}


def test_on_its_last_instant_a_backup_is_still_kept() -> None:
    """Two of one hour on the border of the hours, and one on the border of the days."""
    newest = [NOW - timedelta(seconds=number) for number in range(NEWEST)]
    hours, days = NOW - timedelta(hours=6), NOW - timedelta(days=35)
    two = [hours + timedelta(seconds=1), hours]
    tick = timedelta(microseconds=1)
    assert superfluous([*newest, *two, hours - tick, days], NOW, KEEP) == set()
    late = [two[0], hours - tick, hours - 2 * tick, days - tick]
    assert superfluous([*newest, *late], NOW, KEEP) == {hours - 2 * tick, days - tick}


def test_a_clock_that_jumps_ahead_leaves_the_newest_ones() -> None:
    made = [NOW - timedelta(minutes=15 * number) for number in range(100)]
    gone = superfluous(made, NOW + timedelta(days=400), KEEP)
    assert sorted(set(made) - gone) == sorted(made)[-NEWEST:]


def test_a_backup_from_the_future_stays() -> None:
    assert superfluous([NOW + timedelta(days=3)], NOW, KEEP) == set()


def test_thinning_again_changes_nothing() -> None:
    kept = kept_of(60)
    assert superfluous(kept, NOW, KEEP) == set()
