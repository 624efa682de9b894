"""A row is read by its labels: in whichever order the SELECT asks, and never with one missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Select, literal, union_all

from course.models import db
from course.store import rows


@dataclass(frozen=True)
class Pair:
    first: str
    second: str


def found(**values: Any) -> Any:
    return db.session.execute(Select(*(literal(one).label(name) for name, one in values.items())))


@pytest.mark.usefixtures("session")
def test_the_label_says_which_field_it_is() -> None:
    assert rows.read(Pair, found(second="b", first="a")) == [Pair("a", "b")]
    assert rows.first(Pair, found(second="b", first="a")) == Pair("a", "b")


@pytest.mark.usefixtures("session")
def test_every_row_comes_in_order_and_none_is_none() -> None:
    one = Select(literal("a").label("first"), literal("b").label("second"))
    two = Select(literal("c"), literal("d"))
    assert rows.read(Pair, db.session.execute(union_all(one, two))) == [
        Pair("a", "b"),
        Pair("c", "d"),
    ]
    assert rows.first(Pair, db.session.execute(one.where(literal(1) == 0))) is None


@pytest.mark.usefixtures("session")
def test_a_part_says_how_long_the_whole_list_is() -> None:
    one = Select(literal("b").label("second"), rows.ALL_ROWS, literal("a").label("first"))
    part = rows.part(Pair, db.session.execute(one))
    assert part == rows.ListPart((Pair("a", "b"),), total=1)
    beyond = rows.part(Pair, db.session.execute(one.offset(1)))
    assert beyond == rows.ListPart((), total=0)


@pytest.mark.usefixtures("session")
def test_a_value_is_made_into_what_the_field_holds() -> None:
    made = rows.first(Pair, found(first="a", second="b"), second=str.upper)
    assert made == Pair("a", "B")


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    "values",
    [{"first": "a"}, {"first": "a", "second": "b", "third": "c"}, {"first": "a", "b": "b"}],
)
def test_a_label_that_is_no_field_is_said(values: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        rows.read(Pair, found(**values))


@dataclass(frozen=True)
class Lenient:
    first: str
    second: str = "zelf"
    third: str = "ook"


@pytest.mark.usefixtures("session")
def test_a_field_that_is_left_out_takes_no_other_along() -> None:
    assert rows.read(Lenient, found(first="a", second="b")) == [Lenient("a", "b")]
    with pytest.raises(TypeError, match="left out"):
        rows.read(Lenient, found(first="a", third="c"))


@pytest.mark.usefixtures("session")
def test_what_is_made_of_a_column_that_is_not_there_is_said() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        rows.read(Pair, found(first="a", second="b"), third=str.upper)
