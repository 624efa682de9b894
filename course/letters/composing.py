"""Messages from the text of a mail: its first line is the subject, the rest the body.

Plain text, so nothing is escaped. A mail with a `page.html` goes out as a page too; that escapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

LETTERS = Path(__file__).resolve().parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(LETTERS),
    undefined=StrictUndefined,
    autoescape=lambda name: name is not None and name.endswith(".html"),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


class Writable(Protocol):
    """The dataclass of a mail. It knows the folder in which its text stands."""

    folder: ClassVar[str]


@dataclass(frozen=True)
class LetterText:
    """What somebody reads."""

    subject: str
    body: str
    html: str | None = None  # the same for who reads mail as a page


def compose(mail: Writable) -> LetterText:
    """The message of a mail, whose text knows its dataclass as `mail`.

    Errors: UndefinedError for an unknown name.
    """
    text = _ENVIRONMENT.get_template(f"{mail.folder}/text.txt").render(mail=mail)
    subject, _, body = text.partition("\n")
    page = None
    if (LETTERS / mail.folder / "page.html").exists():
        page = _ENVIRONMENT.get_template(f"{mail.folder}/page.html").render(mail=mail)
    return LetterText(" ".join(subject.split()), body.lstrip("\n"), page)
