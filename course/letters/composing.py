"""Messages from templates/mail: the first line is the subject, the rest the text.

Plain text, so nothing is escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "letters"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    undefined=StrictUndefined,
    autoescape=False,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Message:
    """What somebody reads."""

    subject: str
    body: str


@dataclass(frozen=True)
class LinkMail:
    """A link to sign in with."""

    brand: str
    name: str
    link: str


def compose(template: str, mail: Any) -> Message:
    """The message of a template, which knows its dataclass as `mail`.

    Errors: UndefinedError for an unknown name.
    """
    subject, _, body = (
        _ENVIRONMENT.get_template(f"{template}.txt").render(mail=mail).partition("\n")
    )
    return Message(" ".join(subject.split()), body.lstrip("\n"))
