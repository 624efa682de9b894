"""What is said of a code of conduct: which version, since when, and who agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from course.store.people.conduct import Conduct
from course.web.page.formats import long_date

OTHER = (
    "Met deze pagina bewaarde u al een versie, met andere tekst. Kijk uw tekst na en bewaar haar "
    "opnieuw."
)


def version_words(conduct: Conduct) -> str:
    """Which version it is, in words."""
    return f"{conduct.label}, geldt vanaf {long_date(conduct.in_force_on)}"


def consent_words(conduct: Conduct) -> str:
    """When the staff council agreed, in words; empty when nobody said so."""
    if conduct.consent_on is None:
        return ""
    when = long_date(conduct.consent_on)
    if conduct.consent_reference:
        when = f"{when} ({conduct.consent_reference})"
    return f"Het personeelsdeel van de (G)MR stemde in op {when}."


def facts(version: Conduct, today: date) -> Iterator[str]:
    """Sentences about a version: whose it is, when it begins, and who agreed."""
    if version.by_board:
        yield "Van het bestuur."
    else:
        yield "Van de school."
    if version.in_force_on > today:
        yield "Begint later."
    yield consent_words(version)
