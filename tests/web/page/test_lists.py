"""A list is its columns: a new one is one line, and stands on screen and in the file."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course.domain.duties.states import DutyState
from course.domain.people.roles import Role
from course.models import School
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.duties.people_list import ReportedPerson
from course.web.admin import views as admin_views
from course.web.page import people_fields
from course.web.page.lists import (
    Field,
    Sorting,
    cells,
    columns,
    day,
    file_header,
    file_lines,
    fixed_in_file,
    number,
    read_sorting,
    sortable_columns,
    status,
    words,
)
from course.web.page.parts import Cell
from course.web.report import files as report_files
from course.web.report import rows as report_rows
from course.web.report import views as report_views
from course.web.train import rows as train_rows
from course.web.train import views as train_views
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon

HEAD = "Letters in de naam"
NEW: Field[Any] = number(HEAD, lambda person: len(person.name))
DAY = date(2026, 3, 12)
PERSON = ReportedPerson(
    ref="x",
    name="Noor van den Berg",
    team=None,
    staff_number=None,
    duty="d",
    state=DutyState.BUSY,
    due_on=DAY,
    done=0,
    total=None,
    started_on=DAY,
    completed_on=None,
    valid_until=None,
    rank=2,
)


@pytest.fixture
def school(world: World) -> School:
    """A school of three."""
    school = world.school("regenboog")
    world.staff(school, 3)
    return school


@pytest.fixture
def assignment(world: World, school: School) -> str:
    """The course, given to all of them."""
    due_on = world.today + timedelta(days=9)
    draft = NewAssignment(COURSE, school.id, None, None, due_on, "een-inzending")
    trainer = world.actor(Role.TRAINER, school)
    made = giving.assign(trainer, draft, at_noon(world.today), world.today)
    assert made is not None
    return made.ref


def heads(html: str) -> list[str]:
    found = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html, re.DOTALL)
    return [re.sub(r"<svg.*?</svg>|<[^>]+>", "", one, flags=re.DOTALL).strip() for one in found]


def under(html: str, head: str) -> list[str]:
    """Every cell of a column, by the label that a narrow screen shows."""
    found = re.findall(rf'<td[^>]*data-label="{head}"[^>]*>(.*?)</td>', html, re.DOTALL)
    return [one.strip() for one in found]


@pytest.mark.usefixtures("assignment")
def test_a_column_more_in_the_report_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    school: School,
    client: CheckingClient,
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, school))

    def fields(*about: Any) -> tuple[Field[ReportedPerson], ...]:
        return (*ordinary(*about), NEW)

    ordinary = report_rows.people_fields
    for module in (report_views, report_files):
        monkeypatch.setattr(module, "people_fields", fields)
    html = client.get("/rapport/scholen/regenboog?cursus=sociale-media").text
    assert HEAD in heads(html)
    shown = under(html, HEAD)
    text = client.get("/rapport/scholen/regenboog.csv").text.removeprefix("\ufeff")
    in_file = [line[HEAD] for line in csv.DictReader(io.StringIO(text), delimiter=";")]
    assert len(shown) == 3
    assert sorted(shown) == sorted(in_file)
    assert all(int(one) for one in shown)


def test_a_column_more_at_an_assignment_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    school: School,
    assignment: str,
    client: CheckingClient,
) -> None:
    world.sign_in(client, world.actor(Role.TRAINER, school))
    monkeypatch.setattr(train_views, "PEOPLE_FIELDS", (*train_rows.PEOPLE_FIELDS, NEW))
    html = client.get(f"/trainen/toewijzingen/{assignment}").text
    assert HEAD in heads(html)
    assert len(under(html, HEAD)) == 3


def test_a_column_more_for_administrators_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    school: School,
    client: CheckingClient,
) -> None:
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, school))
    monkeypatch.setattr(admin_views, "PEOPLE_FIELDS", (*admin_views.PEOPLE_FIELDS, NEW))
    html = client.get("/beheer").text
    assert HEAD in heads(html)
    assert len(under(html, HEAD)) >= 3


def test_screen_and_file_say_the_same_in_their_own_way() -> None:
    fields: tuple[Field[ReportedPerson], ...] = (
        words("Naam", lambda person: person.name),
        words("Team", lambda person: person.team),
        status("Status", lambda person: person.state),
        day("Klaar op", lambda person: person.completed_on),
        number("Lessen", lambda person: person.done),
        day("Begonnen op", lambda person: person.started_on).only_in_file(),
        fixed_in_file("Cursus", "Mediawijs"),
    )
    assert [column.label for column in columns(fields)] == [
        *("Naam", "Team", "Status", "Klaar op", "Lessen")
    ]
    assert cells(fields, PERSON) == (
        Cell("Noor van den Berg"),
        Cell("–"),
        Cell("Bezig", status="Bezig"),
        Cell("–"),
        Cell("0"),
    )
    assert file_header(fields) == (
        *("Naam", "Team", "Status", "Klaar op", "Lessen", "Begonnen op", "Cursus"),
    )
    assert list(file_lines(fields, [PERSON])) == [
        ("Noor van den Berg", "", "Bezig", "", "0", "2026-03-12", "Mediawijs")
    ]


def test_what_can_be_sorted_is_said_by_the_column() -> None:
    fields = (people_fields.NAME, people_fields.DUE_ON, people_fields.LESSONS)
    name, due_on, lessons = sortable_columns(
        fields, Sorting("datum", descending=False, ordinary="naam"), "/lijst", {"team": "abc"}
    )
    assert (name.sorted, due_on.sorted, lessons.sorted) == ("", "ascending", "")
    assert name.sort_url == "/lijst?team=abc&sorteer=naam"
    assert due_on.sort_url == "/lijst?team=abc&sorteer=datum&richting=af"
    assert (lessons.sort_url, lessons.numeric) == ("", True)


def test_every_order_that_can_be_asked_for_belongs_to_a_column() -> None:
    sorts = {field.sort for field in train_rows.PEOPLE_FIELDS if field.sort}
    assert sorts == set(people_fields.ORDERS)
    assert people_fields.ORDINARY in sorts


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ({}, {"sorteer": "", "richting": ""}),
        ({"sorteer": "leeftijd"}, {"sorteer": "", "richting": ""}),
        ({"richting": "af"}, {"sorteer": "status", "richting": "af"}),
        ({"sorteer": "datum"}, {"sorteer": "datum", "richting": ""}),
    ],
)
def test_the_ordinary_order_has_one_address(asked: dict[str, str], values: dict[str, str]) -> None:
    sorting = read_sorting(asked, people_fields.ORDERS, people_fields.ORDINARY)
    assert sorting.values == values


def test_an_instant_in_a_column_of_days_is_its_day_in_amsterdam() -> None:
    late = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)
    field: Field[datetime] = day("Gepubliceerd op", lambda instant: instant)
    assert cells((field,), late) == (Cell("13 mrt 2026".replace(" ", "\u00a0")),)
    assert list(file_lines((field,), [late])) == [("2026-03-13",)]
