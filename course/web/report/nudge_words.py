"""What a mail by hand does, in sentences: before it is sent and after, from the same counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from course.domain.duties.reminders import Silence
from course.web.page.formats import by_count, counted

NAMED = 10  # people behind each reason
SKIPPED: Mapping[Silence, tuple[str, str]] = {
    Silence.DONE: ("is klaar", "zijn klaar"),
    Silence.PAUSED: ("is gepauzeerd", "zijn gepauzeerd"),
    Silence.EXEMPT: ("is vrijgesteld", "zijn vrijgesteld"),
    Silence.LEFT: ("werkt er niet meer", "werken er niet meer"),
    Silence.ENDED: ("hoeft dit niet meer te doen", "hoeven dit niet meer te doen"),
    Silence.STOPPED: ("wil geen mail over trainingen", "willen geen mail over trainingen"),
    Silence.UNREACHED: ("is met mail niet te bereiken", "zijn met mail niet te bereiken"),
    Silence.DAY_OFF: (
        "heeft vandaag geen gewone schooldag",
        "hebben vandaag geen gewone schooldag",
    ),
    Silence.THIS_WEEK: (
        "kreeg de laatste zeven dagen al een mail",
        "kregen de laatste zeven dagen al een mail",
    ),
}


def title(sent: int) -> str:
    """The question."""
    if not sent:
        return "Niemand krijgt nu een mail"
    return f"Stuur {_persons(sent)} een mail?"


def submit(sent: int) -> str:
    """What the button says."""
    return by_count(sent, "Stuur deze mail", f"Stuur deze {sent} mails")


def told(skipped: Mapping[Silence, Sequence[str]]) -> tuple[str, ...]:
    """By reason who gets no mail, with names."""
    return tuple(f"{_because(why, len(names))}: {_named(names)}." for why, names in skipped.items())


def too_many(most: int) -> tuple[str, ...]:
    """That fewer must be chosen."""
    return (f"Kies hooguit {most} medewerkers tegelijk. Er is niets verstuurd.",)


def done(sent: int, people: int, skipped: Mapping[Silence, Sequence[str]]) -> str:
    """What was done."""
    return " ".join(_done(sent, people, skipped))


def _done(sent: int, people: int, skipped: Mapping[Silence, Sequence[str]]) -> Iterator[str]:
    if sent:
        mails = counted(sent, "mail gaat", "mails gaan")
        yield f"{mails} zo de deur uit."
    else:
        yield "Er is niets verstuurd."
    for why, names in skipped.items():
        yield f"{_because(why, len(names))}."
    if changed := people - sent - sum(map(len, skipped.values())):
        yield f"Bij {_persons(changed)} veranderde er intussen iets. Probeer het opnieuw."


def _because(why: Silence, count: int) -> str:
    one, several = SKIPPED[why]
    return counted(count, f"medewerker {one}", f"medewerkers {several}")


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    listed = "; ".join(names[:NAMED])
    if more <= 0:
        return listed
    return f"{listed}; en nog {counted(more, 'ander', 'anderen')}"


def _persons(count: int) -> str:
    return counted(count, "medewerker", "medewerkers")
