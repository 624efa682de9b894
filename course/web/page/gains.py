"""What people gained, as rows: on screen, in print and in a file. With each of them stands what it
does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from course.content.outline import ModuleOutline
from course.domain.learning.gain import (
    SHOWN_LEAST,
    SHOWN_MOST,
    SMALLEST,
    Gain,
    OrderSums,
    gain_of,
)
from course.store.learning.gained import OTHERS, TEACHING, ModuleGains
from course.text.numbers import percent
from course.web.page.formats import signed, whole
from course.web.page.lists import DASH, Field, figure, words

NO_CLAIM = (
    "Deze cijfers gaan over antwoorden op vragen. Zij zeggen niet wat mensen in de klas of online "
    "doen."
)
WHEN = (
    f"Een cijfer komt er zodra {SMALLEST} mensen op één school beide metingen deden. Zijn hun "
    "uitkomsten precies gelijk, of kregen te weinig mensen de vragen in een van beide volgordes? "
    "Dan komt er nog geen cijfer."
)
NO_FORMS = (
    "De tekst van deze cursus heeft geen vragen om mee te meten. Zo is het met een tekst van vóór "
    "deze mogelijkheid, tot de cursus opnieuw wordt gepubliceerd."
)
INTERVAL = "95%-betrouwbaarheidsinterval"
GROUPS = {TEACHING: "Onderwijzend", OTHERS: "Andere functies"}
WHOLE = "Alle leerdoelen samen"


@dataclass(frozen=True)
class GainRow:
    """One figure. `gain` is None where too few people finished, or where nothing is asked."""

    about: str
    gain: Gain | None


def finding(whole_module: Gain | None) -> str:
    """What people gained in a module, in a sentence."""
    if whole_module is None:
        return f"Er is nog geen cijfer. {WHEN}"
    people, gained = whole(whole_module.people), points(whole_module.difference.value)
    told = f"Verschil tussen achteraf en vooraf bij {people} mensen: {gained} procentpunt"
    return f"{told} ({INTERVAL}: {between(whole_module)})."


def goal_rows(module: ModuleOutline, found: ModuleGains) -> tuple[GainRow, ...]:
    """All goals together, and each of them in the order of the module."""
    each = [
        GainRow(goal.text[:1].upper() + goal.text[1:], gain_of(found.by_goal.get(goal.key, ())))
        for goal in module.goals
    ]
    return (GainRow(WHOLE, gain_of(found.whole)), *each)


def group_rows(found: Mapping[str, Sequence[OrderSums]]) -> tuple[GainRow, ...]:
    """By group; none at all while one group has no figure, for it would be what is left of all."""
    listed = [GainRow(GROUPS[group], gain_of(sums)) for group, sums in found.items()]
    listed.sort(key=lambda row: row.about != GROUPS[TEACHING])
    if len(listed) < 2 or any(row.gain is None for row in listed):
        return ()
    return tuple(listed)


def points(share: float) -> str:
    """A difference in whole points of a percentage: +12, −3."""
    return signed(round(100 * share))


def between(gain: Gain) -> str:
    """The interval in words."""
    return f"{points(gain.difference.low)} tot {points(gain.difference.high)}"


def shares(gain: Gain) -> tuple[str, str]:
    """The mean shares before and after. One near none or all says no more than that, for it would
    be of each of them; and then the other says nothing, for the gain stands beside it.
    """
    hidden = [_near(gain.before), _near(gain.after)]
    if any(hidden):
        return hidden[0] or DASH, hidden[1] or DASH
    return f"{round(100 * gain.before)}%", f"{round(100 * gain.after)}%"


def _near(share: float) -> str:
    """That a share is near none or all; empty when it is not."""
    if share < SHOWN_LEAST:
        return f"onder {percent(5, 100)}%"
    if share > SHOWN_MOST:
        return f"boven {percent(95, 100)}%"
    return ""


def fields(head: str) -> tuple[Field[GainRow], ...]:
    """The list, whose first column is called so."""
    return (
        words(head, "about"),
        _figure("Mensen", _people),
        _figure("Vooraf goed", _before),
        _figure("Achteraf goed", _after),
        _figure("Winst (%-punt)", _value),
        _figure("95%-interval", between),
    )


def _figure(head: str, told: Callable[[Gain], str]) -> Field[GainRow]:
    """What is told of a gain, where there is one."""

    def of(row: GainRow) -> str:
        if row.gain is None:
            return ""
        return told(row.gain)

    return figure(head, of)


def _people(gain: Gain) -> str:
    return whole(gain.people)


def _before(gain: Gain) -> str:
    return shares(gain)[0]


def _after(gain: Gain) -> str:
    return shares(gain)[1]


def _value(gain: Gain) -> str:
    return points(gain.difference.value)


FILE_HEADER = (
    *("School", "Schoolcode", "Cursus", "Stand op", "Module", "Waarover", "Mensen"),
    *(
        "Vooraf goed",
        "Achteraf goed",
        "Winst in procentpunten",
        f"{INTERVAL} van",
        f"{INTERVAL} tot",
    ),
    "Wat dit cijfer niet zegt",
)


def file_line(known: Sequence[str], row: GainRow) -> tuple[str, ...]:
    """One figure in a file, after what is known of all of them; without a figure no line is made.

    Errors: ValueError for a row without a figure.
    """
    if row.gain is None:
        raise ValueError(f"{row.about} has no figure")
    found = row.gain
    limits = (found.difference.value, found.difference.low, found.difference.high)
    told = (str(round(100 * one)) for one in limits)
    return (*known, row.about, str(found.people), *shares(found), *told, NO_CLAIM)


def with_figure(rows: Iterable[GainRow]) -> list[GainRow]:
    """The rows of a file."""
    return [row for row in rows if row.gain is not None]
