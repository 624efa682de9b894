"""Form fields to typed values, with everything that is wrong collected in the order of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from course.text.names import MAX_LENGTH, is_email, tidy
from course.web.page.parts import FieldError
from course.web.page.query import parse_day

ValueT = TypeVar("ValueT")
CodeT = TypeVar("CodeT", bound=StrEnum)


def by_value(codes: Iterable[CodeT]) -> dict[str, CodeT]:
    """Codes by the word that a form sends, as `Fields.choice` takes them."""
    return {one.value: one for one in codes}


def themselves(words: Iterable[str]) -> dict[str, str]:
    """Words that a form sends and that mean no more than that, for `Fields.choice`."""
    return {str(word): str(word) for word in words}


class Fields:
    """The fields of one form.

    Each question gives a value or None, and keeps what is wrong in `errors`.
    """

    def __init__(self, sent: Mapping[str, str]) -> None:
        self.sent = sent
        self.errors: list[FieldError] = []

    def texts(self, names: Iterable[str]) -> dict[str, str]:
        """What was typed in several fields."""
        return {name: self.text(name) for name in names}

    def text(self, name: str) -> str:
        """What was typed, tidied; empty when the field is not there."""
        return tidy(self.sent.get(name, ""))

    def wrong(self, name: str, message: str) -> None:
        """Say what is wrong with a field, in words that tell what to do."""
        self.errors.append(FieldError(name, message))

    def name(self, name: str, message: str) -> str | None:
        """A name of somebody or something: not empty, and not longer than the database keeps."""
        value = self.text(name)
        if not value:
            self.wrong(name, message)
            return None
        if len(value) > MAX_LENGTH:
            self.wrong(name, f"Gebruik hooguit {MAX_LENGTH} tekens.")
            return None
        return value

    def choice(self, name: str, choices: Mapping[str, ValueT], message: str) -> ValueT | None:
        """One of these values; nothing chosen and something else get the same message."""
        value = choices.get(self.text(name))
        if value is None:
            self.wrong(name, message)
        return value

    def email(self, name: str, message: str) -> str | None:
        """A mail address."""
        value = self.text(name)
        if is_email(value):
            return value
        self.wrong(name, message)
        return None

    def day(self, name: str, earliest: date, too_early: str) -> date | None:
        """A day from `earliest` on."""
        day = parse_day(self.text(name))
        if day is None:
            self.wrong(name, "Vul een datum in, bijvoorbeeld 12-3-2026.")
        elif day < earliest:
            self.wrong(name, too_early)
        else:
            return day
        return None

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.sent.get(name))
