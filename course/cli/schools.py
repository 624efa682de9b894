"""`flask schools`: the open list of Dutch schools, for who runs an installation."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup

from course import clock, logs
from course.domain.people.audited import ListTold
from course.domain.people.school_codes import CodeSystem
from course.domain.people.school_list import read_school_list, region_of
from course.kinds.item import Sector
from course.store import audit, transaction
from course.store.dated import DeedMoment
from course.store.people import organising, school_list
from course.store.people.organising import SchoolFacts
from course.store.people.school_list import ListedRow
from course.web.admin.school_list_faults import list_sentence

SECTORS = [one.value for one in Sector]
group = AppGroup("schools", help="The open list of Dutch schools: bring it in, search it, add one.")


@group.command("list")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--sector",
    type=click.Choice(SECTORS),
    required=True,
    help="Of these schools.",
)
def bring(file: Path, sector: str) -> None:
    """Bring in a list of DUO: of schools, of boards, or the coupling of RIO."""
    read = read_school_list(file.read_bytes())
    for problem in read.problems:
        click.echo(list_sentence(problem), err=True)
    if read.problems:
        raise click.ClickException("Er is niets veranderd.")
    transaction.begin(may_write=True)
    if read.boards is not None:
        school_list.keep_boards(read.boards)
    elif read.providers is not None:
        school_list.keep_providers(read.providers)
    else:
        school_list.keep_places(read.places, sector)
    audit.imported(ListTold.SCHOOLS, read.count, DeedMoment(clock.now()))
    transaction.commit()
    logs.note("school list changed", sector=sector)
    click.echo(f"Bewaard: {read.count} regels. {read.left_out} kolommen niet nodig.")


@group.command("find")
@click.argument("words", nargs=-1, required=True)
def find(words: tuple[str, ...]) -> None:
    """Name the first 25 schools whose name, place or code holds all words."""
    for row in school_list.search_list(" ".join(words), limit=25).rows:
        found = f"{row.location}  {row.name}, {row.place}  ({row.board_name or row.board})"
        if row.own_code:
            found += f", staat erin als {row.own_code}"
        click.echo(found)


@group.command("add")
@click.argument("location")
@click.option("--region", type=click.Choice(["noord", "midden", "zuid"]), help="Its holidays.")
@click.option("--board-name", default="", help="When the list does not know the name of the board.")
def add(location: str, region: str | None, board_name: str) -> None:
    """Add a school of the list, with its board, by the code of its location."""
    row = _to_add(location)
    its_region = region or _only_region(row)
    code = row.location.lower()
    transaction.begin(may_write=True)
    board_id = _board_of(row, row.board_name or board_name)
    facts = SchoolFacts(row.name, board_id or 0, row.sector, its_region)
    school_id = organising.open_school(code, facts) if board_id else None
    if school_id is None:
        _give_up(f"Er is al een school met de code {code}.")
    codes = {system: row.codes.get(system, "") for system in CodeSystem}
    school_list.set_codes(school_id, codes, DeedMoment(clock.now()))
    transaction.commit()
    logs.note("school opened", school=code)
    click.echo(f"{row.name} staat erin. De code is {code}.")


def _to_add(location: str) -> ListedRow:
    """A school of the list that is not ours yet."""
    row = school_list.listed(location)
    if row is None:
        raise click.ClickException(f"De lijst heeft geen school met de code {location}.")
    if row.own_code is not None:
        raise click.ClickException(f"Deze school staat er al in als {row.own_code}.")
    return row


def _only_region(row: ListedRow) -> str:
    """The region of a school whose province lies in one."""
    region = region_of(row.province)
    if region is None:
        raise click.ClickException(
            f"{row.province or 'Deze provincie'} heeft meer dan één vakantieregio. Kies er een met "
            "--region."
        )
    return region.value


def _board_of(row: ListedRow, name: str) -> int | None:
    """The board of a school, with this name when it is new. None: somebody else was first."""
    code = row.board.lower()
    if code:
        board = organising.board_by_code(code)
        if board is not None:
            return board.id
    if not (name and code):
        _give_up("Van het bestuur is de naam niet bekend. Geef --board-name.")
    return organising.open_board(code, name)


def _give_up(why: str) -> NoReturn:
    """Write nothing, and say why."""
    transaction.rollback()
    raise click.ClickException(why)
