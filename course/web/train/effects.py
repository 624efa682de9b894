"""What mending does, in sentences: before it is done and after, from the same counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from course.domain.duties.mending import AssignedEffect, Effect, Mend, Mending
from course.store.duties.changing import GivenBack
from course.web.page.formats import counted, long_date, until_words

NOBODY = "U koos nog niemand. Ga terug naar de lijst en vink mensen aan."
NOTHING = "Er verandert niets."


def told(mend: Mend, effect: Effect) -> tuple[str, ...]:
    """Each thing that comes of it, for how many people."""
    return tuple(_told(mend, effect))


def _told(mend: Mend, effect: Effect) -> Iterator[str]:
    if effect.changed:
        yield _changed(mend, len(effect.changed))
    if effect.no_longer_late:
        yield _people(
            effect.no_longer_late, "is daarmee niet meer te laat", "zijn daarmee niet meer te laat"
        )
    if mend.what is Mending.PAUSE and effect.more_time:
        yield _people(
            effect.more_time,
            "krijgt na de pauze nog vier schoolweken. Die uiterste datum schuift op",
            "krijgen na de pauze nog vier schoolweken. Hun uiterste datum schuift op",
        )
    if effect.stricter_elsewhere:
        yield (
            f"Bij {_persons(effect.stricter_elsewhere)} vraagt een andere school het ook. Wat "
            "daar geldt, verandert niet."
        )
    if effect.same:
        yield _people(effect.same, "had dit al zo", "hadden dit al zo")
    if effect.done:
        yield _people(effect.done, "is al klaar. Dat blijft zo", "zijn al klaar. Dat blijft zo")
    if effect.oneself:
        yield "Uzelf kunt u niet pauzeren of vrijstellen. Dat doet een andere trainer."


def _changed(mend: Mend, count: int) -> str:
    if mend.what is Mending.RESUME:
        return _people(count, "telt weer mee", "tellen weer mee")
    if mend.what is Mending.DAY and mend.day:
        due = f"{long_date(mend.day)} als uiterste datum"
        return _people(count, f"krijgt {due}", f"krijgen {due}")
    relieved = f"{_RELIEVED[mend.what]}{until_words(mend.day)}"
    return _people(count, f"is {relieved}", f"zijn {relieved}")


_RELIEVED = {Mending.PAUSE: "gepauzeerd", Mending.EXEMPT: "vrijgesteld"}


def told_of_day(effect: AssignedEffect, old: date, new: date) -> tuple[str, ...]:
    """What another day does to everybody with one assignment."""
    return tuple(_told_of_day(effect, old, new))


def _told_of_day(effect: AssignedEffect, old: date, new: date) -> Iterator[str]:
    due = f"{long_date(new)} als uiterste datum"
    yield (
        f"De datum van de toewijzing gaat van {long_date(old)} naar {long_date(new)}. "
        "Wie er later bij komt, krijgt die ook."
    )
    if effect.moved:
        yield _people(effect.moved, f"krijgt {due}", f"krijgen {due}")
    if effect.stricter:
        yield _people(
            effect.stricter,
            "houdt een eerdere datum, door een andere toewijzing",
            "houden een eerdere datum, door een andere toewijzing",
        )
    if effect.own:
        yield _people(effect.own, "houdt een eigen, latere datum", "houden een eigen, latere datum")
    if effect.done:
        yield _people(effect.done, "is al klaar. Dat blijft zo", "zijn al klaar. Dat blijft zo")


def _persons(count: int) -> str:
    return counted(count, "medewerker", "medewerkers")


def _people(count: int, one: str, several: str) -> str:
    return counted(count, f"medewerker {one}.", f"medewerkers {several}.")


def told_of_restoring(restored: GivenBack) -> tuple[str, ...]:
    """What undoing a withdrawal does."""
    return tuple(_told_of_restoring(restored))


def _told_of_restoring(restored: GivenBack) -> Iterator[str]:
    yield _people(
        restored.people,
        "heeft deze opdracht dan weer, met de datum van voor de intrekking",
        "hebben deze opdracht dan weer, met hun datum van voor de intrekking",
    )
    if restored.done:
        yield _people(restored.done, "is al klaar", "zijn al klaar")
    if restored.relieved:
        yield _people(
            restored.relieved,
            "is gepauzeerd of vrijgesteld. Dat blijft zo",
            "zijn gepauzeerd of vrijgesteld. Dat blijft zo",
        )
    if restored.late:
        yield _people(restored.late, "is dan meteen te laat", "zijn dan meteen te laat")
