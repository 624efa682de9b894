"""Whom a row of a list is about, what it changes for them, and what stops the whole list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from course.domain.people.roster_details import Details, KnownPerson
from course.domain.people.roster_file import read_people
from course.domain.people.roster_plan import RosterPlan, plan
from course.domain.people.roster_problems import Fault
from course.kinds.item import Audience

JAN = KnownPerson(
    1,
    Details("Jan Smit", "smit, jan", "jan@a.nl", Audience.TEACHING, "1", "Onderbouw"),
    at_school=True,
    ours=True,
)


def but(known: KnownPerson, **details: Any) -> KnownPerson:
    """The same person, of whom something else is known."""
    return replace(known, details=replace(known.details, **details))


# a colleague, and somebody with the same name at another school
PIET = but(
    replace(JAN, person_id=2),
    name="Piet Bos",
    sort_name="bos, piet",
    email="piet@a.nl",
    staff_number="2",
)
ELSEWHERE = but(
    replace(JAN, person_id=3, at_school=False), email="jan@b.nl", staff_number=None, team=None
)
HEADER = "personeelsnummer;naam;e-mail;team;functie"


def planned(
    *rows: str,
    jan: KnownPerson = JAN,
    teams: tuple[str, ...] = ("Onderbouw",),
    header: str = HEADER,
    complete: bool = False,
) -> RosterPlan:
    file = read_people("\n".join([header, *rows]).encode())
    return plan(file, [jan, PIET, ELSEWHERE], teams, complete=complete)


def changed(row: str, jan: KnownPerson = JAN, header: str = HEADER) -> tuple[str, ...]:
    """What a row changes for Jan, and for nobody else."""
    made = planned(row, jan=jan, header=header)
    assert made.problems == ()
    assert made.added == ()
    assert made.unchanged == (0 if made.changed else 1)
    assert [one.known for one in made.changed] in ([], [jan])
    return made.changed[0].changed if made.changed else ()


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        ("1;Jan Smit;jan@a.nl;Onderbouw;onderwijzend", ()),
        ("1;Jan Smit;JAN@a.nl;ONDERBOUW;", ()),
        (";Jan Smit;jan@a.nl;Onderbouw;", ()),  # an empty number is no other number
        ("1;Jan de Wit;jan@a.nl;Onderbouw;", ("name",)),
        ("1;Jan Smit;j@a.nl;Onderbouw;", ("email",)),
        ("1;Jan Smit;jan@a.nl;;", ("team",)),
        ("1;Jan Smit;jan@a.nl;Bovenbouw;", ("team",)),
        ("1;Jan Smit;jan@a.nl;Onderbouw;stagiair", ("function",)),
    ],
)
def test_what_a_row_changes_for_a_colleague(row: str, changes: tuple[str, ...]) -> None:
    assert changed(row) == changes


def test_who_had_no_number_and_no_team_gets_them() -> None:
    bare = but(JAN, staff_number=None, team=None)
    assert changed("9;Jan Smit;jan@a.nl;Onderbouw;", bare) == ("staff-number", "team")
    assert changed(";Jan Smit;jan@a.nl;;", bare) == ()


def test_an_account_that_is_not_ours_gets_only_what_is_of_this_school() -> None:
    theirs = replace(JAN, ours=False)
    row = "1;Jan de Wit;jan@a.nl;Bovenbouw;stagiair"
    assert changed(row, theirs) == ("team",)
    kept, ours = planned(row, jan=theirs).changed[0].after, planned(row).changed[0].after
    assert (kept.name, kept.sort_name, kept.audience) == (
        "Jan Smit",
        "smit, jan",
        Audience.TEACHING,
    )
    assert (ours.name, ours.sort_name, ours.audience) == (
        "Jan de Wit",
        "wit, jan de",
        Audience.INTERN,
    )


def test_a_list_without_a_column_team_says_nothing_about_teams() -> None:
    assert changed("1;Jan Smit;jan@a.nl", header="personeelsnummer;naam;e-mail") == ()


@pytest.mark.parametrize("number", ["", "7", "1"])
def test_somebody_of_another_school_joins_under_their_address(number: str) -> None:
    """A number belongs to one school, so it does not matter which one they have elsewhere."""
    jan, away = but(JAN, staff_number=None), but(ELSEWHERE, staff_number="99")
    file = read_people(f"{HEADER}\n{number};J. Smit;jan@b.nl;;".encode())
    made = plan(file, [jan, PIET, replace(away, ours=False)], (), complete=False)
    assert made.problems == ()
    assert [(one.known and one.known.person_id, one.after.name) for one in made.added] == [
        (3, "Jan Smit")
    ]


def test_somebody_new_is_nobody_who_is_known() -> None:
    made = planned("3;Kim Vos;kim@a.nl;;")
    assert [(one.known, one.after.name) for one in made.added] == [(None, "Kim Vos")]
    trainee = planned("3;Kim Vos;kim@a.nl;;stagiair")
    assert [one.after.audience for one in (*made.added, *trainee.added)] == [
        Audience.TEACHING,
        Audience.INTERN,
    ]


def test_who_has_several_teams_on_the_list_stays_in_their_own() -> None:
    rows = ("1;Jan Smit;jan@a.nl;Bovenbouw;", "1;Jan Smit;jan@a.nl;Onderbouw;")
    made = planned(*rows)
    assert (made.unchanged, made.changed) == (1, ())
    elsewhere = planned(*rows, jan=but(JAN, team="Zorg"))
    assert [one.after.team for one in elsewhere.changed] == ["Bovenbouw"]


@pytest.mark.parametrize(
    ("rows", "jan", "told"),
    [
        (["1;Jan;piet@a.nl;;"], JAN, (2, "e-mail", Fault.ADDRESS_OF_ANOTHER)),
        (["1;Jan;jan@b.nl;;"], JAN, (2, "e-mail", Fault.ADDRESS_OF_ANOTHER)),
        (["9;Jan;jan@a.nl;;"], JAN, (2, "personeelsnummer", Fault.OTHER_NUMBER)),
        (
            ["2;Piet Bos;piet@a.nl;;", "1;Jan;j@a.nl;;", ";Jan;jan@a.nl;;"],
            JAN,
            (4, "e-mail", Fault.PERSON_TWICE),
        ),
    ],
)
def test_doubt_about_one_row_stops_them_all(
    rows: list[str], jan: KnownPerson, told: tuple[int, str, Fault]
) -> None:
    made = planned(*rows, "3;Kim Vos;kim@a.nl;;", jan=jan, complete=True)
    assert [(one.row, one.column, one.fault) for one in made.problems] == [told]
    assert made.problems[0].rows == ((3,) if told[2] is Fault.PERSON_TWICE else ())
    assert (made.problem_count, made.members) == (1, 2)
    assert made.added == made.changed == made.leaving == made.new_teams == ()


def test_who_stands_in_a_row_twice_over_is_one_person() -> None:
    made = planned("1;Jan Smit;jan@a.nl;Onderbouw;", "2;Piet Bos;piet@a.nl;Onderbouw;")
    assert (made.unchanged, made.members, made.does_nothing) == (2, 2, True)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("3;Kim Vos;kim@a.nl;;", "added"),
        ("1;Jan de Wit;jan@a.nl;Onderbouw;", "changed"),
        ("2;Piet Bos;piet@a.nl;Onderbouw;", "leaving"),  # and Jan is in no row
    ],
)
def test_one_thing_is_enough_to_do_something(row: str, kind: str) -> None:
    made = planned(row, complete=kind == "leaving")
    assert not made.does_nothing
    assert made.counts == {"added": 0, "changed": 0, "leaving": 0} | {kind: 1}


def test_nobody_leaves_by_a_list_of_which_only_the_good_rows_are_wanted() -> None:
    file = read_people(f"{HEADER}\n3;Kim Vos;kim@a.nl;;".encode())
    leave = [
        [one.person_id for one in plan(read, [JAN, PIET], (), complete=True).leaving]
        for read in (file, replace(file, good_only=True))
    ]
    assert leave == [[1, 2], []]


def test_who_stands_at_an_address_of_two_people_does_not_leave() -> None:
    """Nor who has that address, whoever it is said to be of."""
    box = but(replace(JAN, person_id=4), email="samen@a.nl", staff_number=None)
    gone = but(replace(JAN, person_id=5), email="weg@a.nl", staff_number="5")
    rows = [HEADER, "1;Jan Smit;samen@a.nl;;", "8;Bo Bos;samen@a.nl;;", "3;Kim Vos;kim@a.nl;;"]
    file = read_people("\n".join(rows).encode())
    assert [one.email for one in file.shared] == ["samen@a.nl"]
    made = plan(file, [JAN, box, gone], (), complete=True)
    assert [one.person_id for one in made.leaving] == [5]


def test_a_number_at_another_school_is_of_nobody_here() -> None:
    away = but(ELSEWHERE, staff_number="99")
    file = read_people(f"{HEADER}\n99;Kim Vos;kim@a.nl;;".encode())
    made = plan(file, [JAN, away], (), complete=False)
    assert [one.known for one in made.added] == [None]
    assert made.problems == ()


def test_who_bears_a_name_of_their_own_is_known_by_that_of_the_list() -> None:
    jan = but(JAN, name="Johnny", listed_name="Jan Smit")
    assert changed("1;Jan Smit;j@a.nl;Onderbouw;", jan) == ("email",)


def test_who_has_several_numbers_on_the_list_keeps_their_own() -> None:
    rows = ["7;Jan Smit;jan@a.nl;Onderbouw;", "1;Jan Smit;jan@a.nl;Onderbouw;"]
    assert planned(*rows).unchanged == 1


def test_what_the_list_says_of_who_bears_a_name_of_their_own_is_told_as_that() -> None:
    jan = but(JAN, name="Johnny", listed_name="Jan Smit")
    assert changed("1;Jan de Wit;jan@a.nl;Onderbouw;", jan) == ("listed",)


def test_rows_that_belong_nowhere_are_refused_with_the_others_that_are_not_good() -> None:
    """A row of Jan and Piet at once, beside what was refused when the file was read."""
    file = read_people(f"{HEADER}\n1;Jan Smit;piet@a.nl;;\n3;Kim Vos;kim@a.nl;;".encode())
    made = plan(replace(file, good_only=True, refused=4), [JAN, PIET], (), complete=False)
    assert (made.refused, len(made.added)) == (5, 1)


def test_who_is_kept_is_the_only_one_who_does_not_leave() -> None:
    made = planned("3;Kim Vos;kim@a.nl;;", complete=True)
    assert [one.person_id for one in made.leaving] == [1, 2]  # nobody of another school
    kept = made.without(1)
    assert [one.person_id for one in kept.leaving] == [2]
    assert kept.added == made.added
    assert kept.keeper_missing
    assert made.without(99) == made


@pytest.mark.parametrize(
    ("members", "leaving", "many"), [(10, 1, False), (19, 2, True), (20, 2, False), (9, 1, True)]
)
def test_more_than_one_in_ten_is_many(members: int, leaving: int, many: bool) -> None:
    gone = tuple(replace(JAN, person_id=number) for number in range(leaving))
    assert RosterPlan(leaving=gone, members=members).many_leaving is many


def test_every_plan_has_a_fingerprint_of_its_own() -> None:
    jan, piet = "1;Jan Smit;jan@a.nl;Onderbouw;", "2;Piet Bos;piet@a.nl;Onderbouw;"
    plans = [
        planned(jan, piet),
        planned(jan, piet, "3;Kim Vos;kim@a.nl;;"),
        planned(jan, piet, ";Jan Smit;jan@b.nl;;"),  # the same row, somebody who is known
        planned(piet, "1;Jan Smit;jan@a.nl;;"),
        planned(piet, "1;Jan Smid;jan@a.nl;Onderbouw;"),
        planned(jan, complete=True),
        planned(piet, complete=True),
        planned(jan, "2;Piet Bos;piet@a.nl;;"),
    ]
    assert len({one.fingerprint for one in plans}) == len(plans)
    assert planned(jan, complete=True).fingerprint == planned(jan, complete=True).fingerprint


def test_new_teams_are_named_once_as_they_are_first_written() -> None:
    rows = [f";P{n};p{n}@a.nl;{team};" for n, team in enumerate(("zorg", "Élite", "ZORG", "elite"))]
    assert planned(*rows, ";Q;q@a.nl;onderbouw;", ";R;r@a.nl;;").new_teams == ("zorg", "Élite")


def test_a_school_with_many_teams_may_still_send_its_list() -> None:
    many = ("Onderbouw", *(f"Team {number}" for number in range(299)))
    known, new = ";P;p@a.nl;Team 7;", ";P;p@a.nl;Nieuw;"
    assert planned(known, teams=many).problems == ()
    assert planned(known, teams=(*many, "Nog een")).problems == (), "they were there already"
    assert planned(new, teams=many[1:]).problems == ()
    problem = planned(new, teams=many).problems[0]
    assert (problem.row, problem.column) == (0, "team")
    assert (problem.fault, problem.given) == (Fault.TOO_MANY_TEAMS, "301")
