"""A form that could not be saved just now, drawn so that it can be sent again as it is.

It goes to the same address with the same submission token, so twice sent is once saved. On a shared
computer somebody else may have signed in before the button is pressed; but the form says whose it
was, as every form does (`drawn.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

from course.web.http.border import URLENCODED, is_secret
from course.web.http.paths import own_path


@dataclass(frozen=True)
class AgainField:
    """One field as it was sent. `typed`: a person wrote it, so it is shown and may be changed."""

    name: str
    value: str
    typed: bool
    id: str


@dataclass(frozen=True)
class Again:
    """Where the form goes, and everything in it."""

    path: str
    fields: tuple[AgainField, ...]

    @property
    def texts(self) -> int:
        """How many fields there are to read."""
        return sum(field.typed for field in self.fields)


def form_again() -> Again | None:
    """The form of this request.

    None when there is none to send again: no form, a file in it, or a password.
    """
    path = own_path(request.full_path.rstrip("?"), "")
    if request.method != "POST" or not path or request.mimetype not in (URLENCODED, ""):
        return None
    try:
        sent = list(request.form.items(multi=True))
    except HTTPException:
        return None
    if any(is_secret(name) for name, _value in sent):
        return None
    return Again(path, tuple(_fields(sent)))


def _fields(sent: list[tuple[str, str]]) -> Iterator[AgainField]:
    for place, (name, value) in enumerate(sent, start=1):
        yield AgainField(
            name, value, typed=any(sign.isspace() for sign in value.strip()), id=f"veld-{place}"
        )
