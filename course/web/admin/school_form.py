"""The form of a school: its code, name, board, sector and holiday region."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from course.domain.duties.calendars import Region
from course.domain.people.school_codes import CodeSystem
from course.domain.people.school_list import is_brin, is_location, is_provider, region_of
from course.kinds.item import Sector
from course.store.people import school_list
from course.store.people.organising import SchoolAtWork
from course.store.people.school_list import ListedRow
from course.web.page import labels
from course.web.page.fields import Fields, themselves
from course.web.page.formats import day_or_dash
from course.web.page.options import table_options
from course.web.page.parts import FieldError, FormOption, SummaryRow

CODE_FIELDS = {"rio": CodeSystem.RIO, "brin": CodeSystem.BRIN, "vestiging": CodeSystem.LOCATION}
CODE_NAMES = {
    CodeSystem.RIO: "OnderwijsaanbiederId (RIO)",
    CodeSystem.BRIN: "BRIN",
    CodeSystem.LOCATION: "Vestigingscode",
}
KEPT = (
    *("code", "naam", "bestuur", "bestuur_naam", "bestuur_code", "sector", "regio"),
    *CODE_FIELDS,
)
_WRITTEN = {
    "rio": (is_provider, "Een OnderwijsaanbiederId lijkt op 100A123."),
    "brin": (is_brin, "Een BRIN lijkt op 12AB."),
    "vestiging": (is_location, "Een vestigingscode lijkt op 12AB00."),
}
NEW_BOARD = "nieuw"
SECTORS = table_options(labels.SECTORS)
REGIONS = (FormOption("noord", "Noord"), FormOption("midden", "Midden"), FormOption("zuid", "Zuid"))
_SECTORS = themselves(Sector)
_REGIONS = themselves(Region)
_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_WRONG_CODE = (
    "Gebruik kleine letters, cijfers en streepjes, hooguit 40 tekens. Bijvoorbeeld 12ab-00."
)


@dataclass(frozen=True)
class SchoolForm:
    """What was filled in. Empty or None where something is wrong, which `errors` then says."""

    sent: dict[str, str]  # as typed, to show again
    code: str
    name: str
    board_id: int | None  # None: a board that is still to come, or none was chosen
    board_name: str
    board_code: str
    sector: str
    region: str
    codes: dict[CodeSystem, str]  # empty: none
    errors: tuple[FieldError, ...]


def read_school(
    sent: Mapping[str, str],
    boards: Mapping[str, int],
    *,
    may_open_boards: bool,
    new: bool = False,
    own_board: int | None = None,
) -> SchoolForm:
    """Every field, with everything that is wrong.

    `own_board`: what a school keeps when no other board can be chosen.
    """
    fields = Fields(sent)
    name = fields.name("naam", "Vul de naam van de school in.") or ""
    code = _code(fields, "code") if new else ""
    if may_open_boards and fields.text("bestuur") == NEW_BOARD:
        board_id, (board_name, board_code) = own_board, _new_board(fields)
    else:
        board_id, board_name, board_code = own_board, "", ""
        if boards or may_open_boards:
            board_id = fields.choice("bestuur", boards, "Kies een bestuur.")
    sector = fields.choice("sector", _SECTORS, "Kies een sector.") or ""
    region = fields.choice("regio", _REGIONS, "Kies een vakantieregio.") or ""
    codes = _codes(fields)
    kept = fields.texts(KEPT)
    errors = tuple(fields.errors)
    return SchoolForm(
        *(kept, code, name, board_id, board_name, board_code, sector, region, codes, errors)
    )


def _new_board(fields: Fields) -> tuple[str, str]:
    """The name and the code of a board that is still to come."""
    name = fields.name("bestuur_naam", "Vul de naam van het bestuur in.") or ""
    return name, _code(fields, "bestuur_code")


def _codes(fields: Fields) -> dict[CodeSystem, str]:
    """The codes by which others know the school, written as those others write them."""
    found = {}
    for name, system in CODE_FIELDS.items():
        typed = "".join(fields.text(name).upper().replace("-", "").split())
        is_right, wrong = _WRITTEN[name]
        if typed and not is_right(typed):
            fields.wrong(name, wrong)
        found[system] = typed
    return found


def from_list(row: ListedRow, board: str | None) -> dict[str, str]:
    """A location of the open list, as the fields of the form. `board`: the code of ours."""
    region = region_of(row.province)
    fields = {
        "code": row.location.lower(),
        "naam": row.name,
        "sector": row.sector,
        "regio": region.value if region else "",
        "bestuur": board or NEW_BOARD,
    }
    fields |= {name: row.codes.get(system, "") for name, system in CODE_FIELDS.items()}
    if board is None:
        fields |= {"bestuur_code": row.board, "bestuur_naam": row.board_name or ""}
    return fields


def sent_of(school: SchoolAtWork, codes: Mapping[CodeSystem, str]) -> dict[str, str]:
    """What is known of a school, as the fields of the form."""
    return {
        **{name: codes.get(system, "") for name, system in CODE_FIELDS.items()},
        "code": school.code,
        "naam": school.name,
        "bestuur": school.board_code,
        "sector": school.sector,
        "regio": school.region,
    }


def code_rows(school: SchoolAtWork) -> Iterator[SummaryRow]:
    """The codes by which others know a school, and those by which they once did."""
    for system, code in school_list.codes_of(school.id).items():
        yield SummaryRow(CODE_NAMES[system], code)
    for row in school_list.past_codes(school.id):
        name = CODE_NAMES[CodeSystem(row.system)]
        yield SummaryRow(f"{name} tot en met {day_or_dash(row.ends_on)}", row.code)


def _code(fields: Fields, name: str) -> str:
    typed = fields.text(name).lower()
    if not _CODE.fullmatch(typed):
        fields.wrong(name, _WRONG_CODE)
        return ""
    return typed
