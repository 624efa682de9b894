"""What each page about certificates shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from course.domain.proof.learned import LearnedModule
from course.sheets.xlsx_files import FileKind
from course.web.page.parts import Cell, Column, FormPage, Link, SummaryRow


@dataclass(frozen=True)
class CertificateView:
    """A certificate as it is read, on screen and on paper."""

    brand: str
    name: str
    course: str
    facts: tuple[SummaryRow, ...]
    modules: tuple[LearnedModule, ...]
    number: str
    check_url: str
    code: Markup  # the same address as a QR code; empty where nobody scans it
    issued_on: date


@dataclass(frozen=True)
class CertificatePage:
    """One certificate of the signed-in person."""

    crumbs: tuple[Link, ...]
    view: CertificateView
    status: str
    said: str  # what the status means for the reader
    files: tuple[Link, ...]
    renamed: str  # the name that a new one would have; empty when this one has it
    action: str  # where a new one is asked


@dataclass(frozen=True)
class OwnCertificate:
    """One line of the list."""

    title: str
    url: str
    status: str
    words: str


@dataclass(frozen=True)
class OwnCertificates:
    """Mijn bewijzen."""

    crumbs: tuple[Link, ...]
    certificates: tuple[OwnCertificate, ...]


@dataclass(frozen=True)
class CertificateCheck(FormPage):
    """Is this certificate real? `view` is what it says according to us."""

    typed: str = ""
    status: str = ""
    said: str = ""
    view: CertificateView | None = None


@dataclass(frozen=True)
class KeptCertificate:
    """A certificate of somebody, as an administrator sees it."""

    number: str  # as it is sent
    title: str
    status: str
    rows: tuple[SummaryRow, ...]
    may_end: bool


@dataclass(frozen=True)
class KeptCertificates(FormPage):
    """The certificates of one person, and withdrawing one."""

    crumbs: tuple[Link, ...]
    name: str
    action: str
    certificates: tuple[KeptCertificate, ...]
    typed: str = ""
    at: str = ""  # the number whose form was sent


@dataclass(frozen=True)
class RecordPart:
    """One table of somebody's own record: as the screen draws it, and as the files say it."""

    title: str
    empty: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header: tuple[str, ...]
    kinds: tuple[FileKind, ...]
    lines: tuple[Sequence[str], ...]


@dataclass(frozen=True)
class OwnRecord:
    """Mijn dossier."""

    crumbs: tuple[Link, ...]
    brand: str
    name: str
    day: date
    parts: tuple[RecordPart, ...]
    files: tuple[Link, ...]

    def file_name(self, kind: str) -> str:
        """What a file of it is called."""
        return f"mijn-dossier-{self.day.isoformat()}.{kind}"
