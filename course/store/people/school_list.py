"""The open list of Dutch schools: kept, searched, and the codes of our own schools. Whoever calls
one has looked whether the actor may, and commits afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from course.domain.people.school_codes import CodeSystem
from course.domain.people.school_list import ListedPlace
from course.models import Board, ListedBoard, ListedSchool, School, SchoolCode, db
from course.models.base import insert_many
from course.store import dated, rows
from course.store.dated import DeedMoment, holds_on, known
from course.store.people.searching import holding_folded
from course.store.rows import ListPart
from course.text.names import MAX_LENGTH, fold

_SYSTEMS = {CodeSystem.BRIN: "brin", CodeSystem.LOCATION: "location", CodeSystem.RIO: "provider"}


@dataclass(frozen=True)
class ListedRow:
    """One location of the open list, with our own school when it is there already."""

    location: str
    brin: str
    name: str
    place: str
    province: str
    sector: str
    board: str
    board_name: str | None
    provider: str
    own_code: str | None  # of our own school

    @property
    def codes(self) -> dict[CodeSystem, str]:
        """The codes that the list knows, without those that it does not."""
        found: dict[CodeSystem, str] = {}
        for system, field in _SYSTEMS.items():
            code = getattr(self, field)
            if code:
                found[system] = code
        return found


def keep_places(places: Sequence[ListedPlace], sector: str) -> None:
    """From now on these are the locations of this kind. RIO's keys that were known stay."""
    there = select(ListedSchool.location, ListedSchool.provider)
    providers = dict(db.session.execute(there).all())
    codes = [one.location for one in places]
    db.session.execute(delete(ListedSchool).where(ListedSchool.sector == sector))
    for batch in dated.batches(codes):
        db.session.execute(delete(ListedSchool).where(ListedSchool.location.in_(batch)))
    insert_many(ListedSchool, [_kept(one, sector, providers) for one in places])


def _kept(one: ListedPlace, sector: str, providers: Mapping[str, str]) -> dict[str, str]:
    searched = fold(f"{one.location} {one.name} {one.place}")[:MAX_LENGTH]  # the code is whole
    values = {**vars(one), "sector": sector, "searched": searched}
    return values | {"provider": one.provider or providers.get(one.location, "")}


def keep_boards(names: Mapping[str, str]) -> None:
    """From now on boards are called so in the list; of one that is not in it nothing changes."""
    for batch in dated.batches([*names]):
        db.session.execute(delete(ListedBoard).where(ListedBoard.number.in_(batch)))
    insert_many(ListedBoard, [{"number": key, "name": name} for key, name in names.items()])


def keep_providers(keys: Mapping[str, str]) -> int:
    """RIO's keys by the code of a location, or by BRIN for all its locations that have none.

    Returns how many locations have one now.
    """
    for code, provider in keys.items():
        query = update(ListedSchool).values(provider=provider)
        if len(code) > len("12AB"):
            query = query.where(ListedSchool.location == code)
        else:
            query = query.where(ListedSchool.brin == code, ListedSchool.provider == "")
        db.session.execute(query)
    count = select(func.count(ListedSchool.id)).where(ListedSchool.provider != "")
    return db.session.scalars(count).one()


def list_counts() -> dict[str, int]:
    """How many locations of each kind are known."""
    query = select(ListedSchool.sector, func.count(ListedSchool.id)).group_by(ListedSchool.sector)
    return dict(db.session.execute(query.order_by(ListedSchool.sector)).all())


def search_list(words: str, *, limit: int, offset: int = 0) -> ListPart[ListedRow]:
    """Locations whose name, place or code holds all words, by name."""
    query = holding_folded(_listed(), words, (ListedSchool.searched,)).add_columns(rows.ALL_ROWS)
    return rows.part(ListedRow, db.session.execute(query.limit(limit).offset(offset)))


def listed(location: str) -> ListedRow | None:
    """One location by its code; None when the list does not have it."""
    query = _listed().where(ListedSchool.location == location.upper())
    return rows.first(ListedRow, db.session.execute(query))


def _listed() -> Select[*tuple[Any, ...]]:
    own = (
        select(func.min(School.code))
        .join(SchoolCode, SchoolCode.school_id == School.id)
        .where(SchoolCode.system == CodeSystem.LOCATION.value, known(SchoolCode))
        .where(SchoolCode.code == ListedSchool.location, SchoolCode.ends_on.is_(None))
        .scalar_subquery()
    )
    names = list(ListedRow.__dataclass_fields__)
    names.remove("board_name")
    names.remove("own_code")
    return (
        select(*(getattr(ListedSchool, name) for name in names))
        .add_columns(ListedBoard.name.label("board_name"), own.label("own_code"))
        .outerjoin(ListedBoard, ListedBoard.number == ListedSchool.board)
        .order_by(ListedSchool.name, ListedSchool.location)
    )


def board_with_number(number: str) -> str | None:
    """The code of our board that has this number as its code; None when there is none."""
    return db.session.scalar(select(Board.code).where(Board.code == number.lower()))


def codes_of(school_id: int) -> dict[CodeSystem, str]:
    """By which codes others know a school now."""
    query = select(SchoolCode.system, SchoolCode.code).where(
        SchoolCode.school_id == school_id, SchoolCode.ends_on.is_(None), known(SchoolCode)
    )
    return {CodeSystem(row.system): row.code for row in db.session.execute(query)}


def past_codes(school_id: int) -> list[SchoolCode]:
    """Codes that a school had and no longer has, as we know it now."""
    query = select(SchoolCode).where(SchoolCode.school_id == school_id, known(SchoolCode))
    ended = query.where(SchoolCode.ends_on.is_not(None))
    return list(db.session.scalars(ended.order_by(SchoolCode.ends_on.desc(), SchoolCode.id)))


def code_taken(system: CodeSystem, code: str, but: int | None, moment: DeedMoment) -> bool:
    """Whether another school has this code today."""
    query = select(SchoolCode.id).where(
        SchoolCode.system == system.value, SchoolCode.code == code.upper()
    )
    query = query.where(holds_on(SchoolCode, moment.today))
    if but is not None:
        query = query.where(SchoolCode.school_id != but)
    return db.session.scalar(query) is not None


def set_codes(school_id: int, codes: Mapping[CodeSystem, str], moment: DeedMoment) -> None:
    """From today on others know a school by these codes; an empty one ends. What is not named
    stays.
    """
    query = select(SchoolCode.system, SchoolCode.id).where(
        SchoolCode.school_id == school_id, SchoolCode.ends_on.is_(None), known(SchoolCode)
    )
    there = dict(db.session.execute(query).all())
    wanted: dict[str, dated.Row | None] = {}
    for system, code in codes.items():
        row = {"school_id": school_id, "system": system.value, "code": code.upper()}
        wanted[system.value] = row if code else None
    dated.renew(SchoolCode, there, wanted, moment)
