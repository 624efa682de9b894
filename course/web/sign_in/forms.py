"""The fields of these forms, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from werkzeug.datastructures import MultiDict

from course.domain.signing_in.passwords import LONGEST, SHORTEST, Weakness
from course.text.names import is_email, tidy
from course.web.http.paths import own_path
from course.web.page.formats import counted, time_of_day
from course.web.page.parts import FieldError

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


@dataclass(frozen=True)
class SignInForm:
    """The fields of the sign-in page. The password is taken as it was typed."""

    email: str
    password: str
    next: str
    kept: str

    @classmethod
    def read(cls, fields: MultiDict[str, str]) -> SignInForm:
        """From what was sent."""
        return cls(
            tidy(fields.get("email", "")),
            fields.get("password", ""),
            own_path(fields.get("next")),
            fields.get("kept", ""),
        )

    def email_errors(self) -> tuple[FieldError, ...]:
        """What is wrong with the address, as far as anybody can see."""
        if not self.email:
            return (FieldError("email", EMAIL_MISSING),)
        if not is_email(self.email):
            return (FieldError("email", EMAIL_UNLIKELY),)
        return ()

    def errors(self) -> tuple[FieldError, ...]:
        """What is missing before anything can be checked."""
        if self.password:
            return self.email_errors()
        return (*self.email_errors(), FieldError("password", PASSWORD_MISSING))


@dataclass(frozen=True)
class PasswordForm:
    """A new password, typed twice."""

    old: str
    new: str
    again: str

    @classmethod
    def read(cls, fields: MultiDict[str, str]) -> PasswordForm:
        """From what was sent."""
        return cls(
            fields.get("old_password", ""),
            fields.get("new_password", ""),
            fields.get("new_password_again", ""),
        )


def too_soon(until: datetime, now: datetime) -> str:
    """From when somebody may try again."""
    minutes = max(1, -(-int((until - now).total_seconds()) // 60))
    return (
        f"U hebt het een paar keer geprobeerd. Wacht {counted(minutes, 'minuut', 'minuten')}. "
        f"Vanaf {time_of_day(until)} kunt u het weer proberen."
    )
