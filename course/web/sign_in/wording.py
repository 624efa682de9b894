"""What signing in says when something is missing or wrong."""

from __future__ import annotations

from datetime import datetime

from course.domain.signing_in.passwords import LONGEST, SHORTEST, Weakness
from course.store.people.addresses import Answered
from course.web.page.formats import counted, time_of_day

EMAIL_MISSING = "Vul uw mailadres in."
EMAIL_UNLIKELY = "Vul een volledig mailadres in. Bijvoorbeeld: naam@school.nl."
PASSWORD_MISSING = "Vul uw wachtwoord in."
NO_MATCH = (
    "Dit mailadres en dit wachtwoord horen niet bij elkaar. Controleer ze, of vraag een link per "
    "mail."
)
OLD_MISSING = "Vul uw oude wachtwoord in."
OLD_WRONG = (
    "Dit is niet uw oude wachtwoord. Controleer het, of log opnieuw in met een link per mail."
)
WEAK = {
    Weakness.TOO_SHORT: f"Kies een wachtwoord van {SHORTEST} tekens of meer. Een zin van vier "
    "losse woorden is sterk.",
    Weakness.TOO_LONG: f"Kies een wachtwoord van ten hoogste {LONGEST} tekens.",
    Weakness.COMMON: "Kies een wachtwoord dat minder makkelijk te raden is. Een zin van vier "
    "losse woorden is sterk.",
}
OF_SOMEBODY_ELSE = (
    "Op deze computer stond nog een antwoord van iemand anders. Dat is niet verstuurd."
)


def too_soon(until: datetime, now: datetime) -> str:
    """From when somebody may try again."""
    minutes = max(1, -(-int((until - now).total_seconds()) // 60))
    return (
        f"U hebt het een paar keer geprobeerd. Wacht {counted(minutes, 'minuut', 'minuten')}. "
        f"Vanaf {time_of_day(until)} kunt u het weer proberen."
    )


ADDRESS_ANSWERED = {
    Answered.CHANGED: (
        "Uw nieuwe adres telt vanaf nu. Overal is uitgelogd, en oude links werken niet meer. Log "
        "in met uw nieuwe adres."
    ),
    Answered.WAITS_FOR_OLD: (
        "Dank u. Het nieuwe adres telt zodra ook per mail ja is gezegd op het oude adres."
    ),
    Answered.WAITS_FOR_NEW: ("Dank u. Het nieuwe adres telt zodra daar per mail ja is gezegd."),
    Answered.TAKEN: (
        "Bij dit adres hoort al een account. Er is niets gewijzigd. Log in met dat account, of zeg "
        "dit tegen wie bij u de accounts beheert."
    ),
    Answered.STOPPED: (
        "Uw adres blijft zoals het was. De link naar het andere adres werkt niet meer."
    ),
    Answered.PUT_BACK: (
        "Uw adres is teruggezet. Overal is uitgelogd en het wachtwoord is weg. Vraag een link om "
        "in te loggen, en kies een nieuw wachtwoord."
    ),
}
