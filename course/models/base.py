"""The declarative base, the words that columns are made of, and everything the two databases do
differently.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    func,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, declared_attr, mapped_column, registry
from sqlalchemy.sql.functions import FunctionElement

from course.models.engines import READING, writing

RowId = Annotated[
    int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
]
Slug = Annotated[str, mapped_column(String(80))]
Hash = Annotated[str, mapped_column(String(64))]
Token = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(200))]
# what people are sorted by: by its signs alone, so that both databases agree with Python
SortName = Annotated[
    str,
    mapped_column(String(200).with_variant(String(200, collation="C"), "postgresql")),
]
LongText = Annotated[str, mapped_column(Text)]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. SQLite stores it without its zone, so UTC is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_REGISTRY = registry(
    metadata=MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    ),
    type_annotation_map={
        datetime: UtcDateTime,
        date: Date,
        int: BigInteger().with_variant(Integer, "sqlite"),
        list[str]: JSON,
        dict[str, Any]: JSON,
    },
)


class Base(DeclarativeBase):
    """Every table.

    Constraint names follow one pattern, so that migrations can name them on both databases.
    """

    registry = _REGISTRY
    metadata = _REGISTRY.metadata

    @declared_attr.directive
    @classmethod
    def __tablename__(cls) -> str:
        """The class name in small letters with underscores: LessonVisit is lesson_visit."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class OneConnection(Session):
    """The session, which keeps objects, asks through the connection of its request or command."""

    def get_bind(self, *_arguments: Any, **_options: Any) -> Connection:
        """For whatever is asked."""
        return db.connection()

    def commit(self) -> None:
        """Keep everything, also what went past the session, and let others have the connection."""
        if db.is_asked:
            self.connection()
        super().commit()
        db.free()

    def rollback(self) -> None:
        """Forget everything, and let others have the connection, also when it broke."""
        try:
            super().rollback()
        finally:
            db.free()

    def close(self) -> None:
        """The end of this session, and of what it asked through."""
        try:
            super().close()
        finally:
            db.free()


class Database(SQLAlchemy):
    """Flask-SQLAlchemy with one connection for each request or command, taken when first asked for.

    Statements that bring no objects go straight to it, past the session: reading a lesson page then
    costs a third.
    """

    def __init__(self) -> None:
        options = {"class_": OneConnection, "join_transaction_mode": "control_fully"}
        super().__init__(model_class=Base, session_options=options)
        self._scope = self.session.registry.scopefunc
        self._held: dict[int, Connection] = {}  # by request or command

    def connection(self) -> Connection:
        """Where this request asks; a transaction begins with its first statement."""
        scope = self._scope()
        held = self._held.get(scope)
        if held is None:
            held = self._held[scope] = self._fitting().connect()
        return held

    @property
    def is_asked(self) -> bool:
        """Whether this request has a connection."""
        return self._scope() in self._held

    def rest(self) -> None:
        """End what was asked past the session, and keep the connection if it is for what comes."""
        held = self._held.get(self._scope())
        if held is None:
            return
        if held.engine is not self._fitting():
            self.free()
            return
        try:
            held.rollback()
        except DBAPIError:
            self.free()

    def free(self) -> None:
        """Give the connection back; what was not committed is forgotten."""
        held = self._held.pop(self._scope(), None)
        if held is not None:
            held.close()

    def _fitting(self) -> Engine:
        """The engine whose connections are for what `writing` says."""
        return self.engine if writing.get() else self.engines.get(READING, self.engine)


db = Database()


def new_token() -> str:
    """A random word for URLs and forms: 128 bits, 22 characters."""
    return secrets.token_urlsafe(16)


class random_token(FunctionElement[str]):  # noqa: N801
    """What `new_token` makes, made by the database: one per row of an INSERT … SELECT. 32
    hexadecimal digits.
    """

    type = String(64)
    inherit_cache = True


@compiles(random_token, "sqlite")
def _random_token_sqlite(_element: random_token, _compiler: Any, **_options: Any) -> str:
    return "lower(hex(randomblob(16)))"


@compiles(random_token, "postgresql")
def _random_token_postgresql(_element: random_token, _compiler: Any, **_options: Any) -> str:
    return "replace(gen_random_uuid()::text, '-', '')"


def insert_many(model: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Add many rows with the same columns in one statement, past the session: it would look at each
    of them.
    """
    listed = [*map(dict, rows)]
    if listed:
        statement = model.__table__.insert()  # type: ignore[attr-defined]
        db.connection().execute(statement, listed)


def insert_new(model: type[Base], rows: Iterable[Mapping[str, Any]]) -> Any:
    """INSERT … ON CONFLICT DO NOTHING, for both databases.

    Add `.returning(...)` to learn which rows were new.
    """
    return _insert(model).values(list(rows)).on_conflict_do_nothing()


def insert_new_row(model: type[Base], returning: str = "") -> Any:
    """The same for one row, handed over when it is executed: a statement that does not change is
    built once.
    """
    return _insert_new_row(db.engine.dialect.name, model, returning)


@cache
def _insert_new_row(dialect: str, model: type[Base], returning: str) -> Any:
    statement = _INSERTS[dialect](model).on_conflict_do_nothing()
    return statement.returning(model.__table__.c[returning]) if returning else statement


def upsert(
    model: type[Base], row: Mapping[str, Any], key: Iterable[str], update: Iterable[str]
) -> Any:
    """INSERT … ON CONFLICT (key) DO UPDATE of the columns named in `update`."""
    statement = _insert(model).values(**row)
    return statement.on_conflict_do_update(
        index_elements=list(key), set_={name: statement.excluded[name] for name in update}
    )


def upsert_row(
    model: type[Base], key: tuple[str, ...], update: tuple[str, ...], once: tuple[str, ...] = ()
) -> Any:
    """The same for a row that is handed over when it is executed.

    Columns in `once` keep the value that they have.
    """
    return _upsert_row(db.engine.dialect.name, model, key, update, once)


@cache
def _upsert_row(
    dialect: str,
    model: type[Base],
    key: tuple[str, ...],
    update: tuple[str, ...],
    once: tuple[str, ...],
) -> Any:
    statement, columns = _INSERTS[dialect](model), model.__table__.c
    fresh = {name: statement.excluded[name] for name in update}
    kept = {name: func.coalesce(columns[name], statement.excluded[name]) for name in once}
    return statement.on_conflict_do_update(index_elements=key, set_={**fresh, **kept})


def insert_new_from(model: type[Base], columns: list[str], select: Any) -> Any:
    """INSERT … SELECT … ON CONFLICT DO NOTHING."""
    return _insert(model).from_select(columns, select).on_conflict_do_nothing()


def _insert(model: type[Base]) -> Any:
    """The dialect's own INSERT. Both have the same clauses; only their classes differ."""
    return _INSERTS[db.engine.dialect.name](model)


_INSERTS: dict[str, Callable[[type[Base]], Any]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
