"""`flask people`: a school's list of people, for who runs an installation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup

from course import clock, logs
from course.domain.people.lists.columns import ListColumn, is_known, normal
from course.domain.people.lists.joining import join, without_private
from course.domain.people.lists.lines import PeopleFile
from course.domain.people.lists.packing import answers_from_json
from course.domain.people.lists.tables import ListTable, NoTable
from course.domain.people.roster_file import people_of, unreadable
from course.domain.people.roster_plan import RosterPlan
from course.domain.people.roster_problems import RowProblem
from course.sheets.workbooks import read_list
from course.store import transaction
from course.store.people import directory, list_words, roster, roster_rows
from course.store.people.list_words import NewListWord, WordKind
from course.store.people.roster_found import Importer
from course.web.admin.list_faults import sentence
from course.web.admin.list_notes import notes_of
from course.web.page.formats import counted

group = AppGroup("people", help="Import the people of a school.")


@group.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--school",
    "code",
    required=True,
    help="The code of the school, as in the addresses of its reports.",
)
@click.option(
    "--complete", is_flag=True, help="The list is complete: who is not on it no longer works there."
)
@click.option(
    "--many-leaving", is_flag=True, help="Go on when more than 10 % of the people would leave."
)
@click.option("--end-roles", is_flag=True, help="Who leaves loses their roles at this school too.")
@click.option(
    "--same-person",
    "same",
    type=int,
    multiple=True,
    metavar="ROW",
    help="The number in this row is of the same person, though name and address differ.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=MEANING",
    help="What a column holds, such as Wie=naam; without a meaning it is not needed. Remembered.",
)
@click.option("--site", "sites", multiple=True, help="Only the rows of this site of the school.")
@click.option(
    "--holder", "holders", type=int, multiple=True, metavar="ROW", help="Who gets a shared address."
)
@click.option("--good-rows", is_flag=True, help="Leave out rows with a problem; nobody leaves.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def import_people(
    files: tuple[Path, ...],
    code: str,
    complete: bool,
    many_leaving: bool,
    end_roles: bool,
    same: tuple[int, ...],
    columns: tuple[str, ...],
    sites: tuple[str, ...],
    holders: tuple[int, ...],
    good_rows: bool,
    dry_run: bool,
) -> None:
    """Bring the people of a school in line with a list, in one file or several: CSV or XLSX.

    All problems are named; nothing is written by halves.
    """
    school = directory.school_by_code(code)
    if school is None:
        raise click.ClickException(f"Er is geen school met de code {code}.")
    chosen = _chosen(columns)
    told = {
        "columns": {normal(name): meaning for name, meaning in chosen.items()},
        "sites": sites,
        "holders": holders,
        "good_only": good_rows,
    }
    file = _read(files, school.id, told)
    importer = Importer(school.id, clock.today(), keeper=None, schools=None)
    proposal = roster_rows.propose(importer, file, complete=complete)
    plan = proposal.plan
    if plan.problems:
        _refuse(plan, files[0])
    for note in notes_of(file, plan):
        click.echo(note)
    _tell(plan, same, end_roles)
    if dry_run:
        transaction.rollback()
        return
    if plan.many_leaving and not many_leaving:
        raise click.ClickException(
            "Meer dan 10 % gaat weg. Klopt dat, voeg dan --many-leaving toe."
        )
    writing = roster_rows.make_ready(proposal, clock.now(), same=same, ends_roles=end_roles)
    transaction.rollback()
    list_words.remember(school.id, _words(chosen))
    if not roster.apply(writing):
        transaction.rollback()
        raise click.ClickException("Er is intussen iets veranderd. Probeer het opnieuw.")
    transaction.commit()
    logs.note("imported", school=school.code, **plan.counts)
    click.echo("Bewaard.")


def _chosen(columns: Sequence[str]) -> dict[str, str]:
    """What was said of columns: name and meaning."""
    chosen: dict[str, str] = {}
    known = [one.value for one in ListColumn]
    for told in columns:
        before, sign, meaning = told.rpartition("=")
        name = before
        if not sign:  # all of it is the name
            name, meaning = told, ""
        if meaning and meaning not in known:
            raise click.ClickException(f"“{meaning}” kan niet. Kies uit: {', '.join(known)}.")
        chosen[name] = meaning
    return chosen


def _words(chosen: Mapping[str, str]) -> list[NewListWord]:
    words = []
    for name, meaning in chosen.items():
        words.append(NewListWord(WordKind.COLUMN, normal(name), name, meaning))
    return words


def _read(files: Sequence[Path], school_id: int, told: Mapping[str, Any]) -> PeopleFile:
    """Everybody in these files together, or what is wrong with them."""
    tables: list[ListTable] = []
    for path in files:
        table = read_list(path.read_bytes(), is_known)
        if isinstance(table, NoTable):
            return unreadable(table.problem)
        tables.append(without_private(table))
    columns = list_words.meanings(school_id, WordKind.COLUMN)
    functions = list_words.meanings(school_id, WordKind.FUNCTION)
    answers = answers_from_json(told, columns, functions)
    joined = join(tables, answers)
    if isinstance(joined, NoTable):
        return unreadable(joined.problem)
    return people_of(joined, answers, clock.today())


def _refuse(plan: RosterPlan, file: Path) -> NoReturn:
    """Name the problems of a list, and stop."""
    for problem in plan.problems:
        click.echo(f"{_place(problem, file)}: {sentence(problem)}", err=True)
    why = "Er is niets veranderd."
    more = plan.problem_count - len(plan.problems)
    if more:
        why += f" En nog {counted(more, 'ander punt', 'andere punten')}."
    raise click.ClickException(why)


def _place(problem: RowProblem, file: Path) -> str:
    if not problem.row:
        return file.name
    if not problem.column:
        return f"rij {problem.row}"
    return f"rij {problem.row}, {problem.column}"


def _tell(plan: RosterPlan, same: Collection[int], end_roles: bool) -> None:
    """What would change, and what is asked."""
    click.echo(_summary(plan))
    for change in plan.asked:
        was, agreed = "", "niets veranderd, zie --same-person"
        if change.known:
            was = change.known.details.name
        if change.row in same:
            agreed = "dezelfde persoon"
        click.echo(f"rij {change.row}: was {was}, nu {change.after.name}: {agreed}")
    stays = "blijft, zie --end-roles"
    if end_roles:
        stays = "eindigt"
    for known in plan.leaving:
        for role in known.roles:
            click.echo(f"{known.details.name} gaat weg; rol {role.value}: {stays}")


def _summary(plan: RosterPlan) -> str:
    counts = f"{len(plan.added)} nieuw, {len(plan.changed)} gewijzigd, {plan.unchanged} gelijk"
    told = f"{counts}, {len(plan.leaving)} weg."
    if plan.new_teams:
        told += f" Nieuwe teams: {', '.join(plan.new_teams)}."
    return told
