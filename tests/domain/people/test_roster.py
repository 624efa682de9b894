"""A school's list as schools really send it: every encoding and separator, and every mistake at
once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.people.roles import Role
from course.domain.people.roster_details import ChangedField as Changed
from course.domain.people.roster_details import Details, KnownPerson
from course.domain.people.roster_file import PeopleFile, read_people
from course.domain.people.roster_plan import MAX_TEAMS, RosterPlan, plan
from course.domain.people.roster_problems import MAX_PROBLEMS, Fault
from course.kinds.item import Audience

HEADER = "personeelsnummer;voornaam;tussenvoegsel;achternaam;e-mail;team;functie"
NOOR = "17;Noor;van den;Berg;Noor@Voorbeeld.Example;Onderbouw;onderwijzend"


def read(*rows: str, header: str = HEADER) -> PeopleFile:
    return read_people("\r\n".join([header, *rows]).encode())


def messages(file: PeopleFile) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in file.problems]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_encoding_and_separator(encoding: str, separator: str) -> None:
    text = "naam;E-mailadres\nZoë Brontë;zoe@voorbeeld.example\n".replace(";", separator)
    file = read_people(text.encode(encoding))
    assert file.problems == ()
    assert [line.name for line in file.lines] == ["Zoë Brontë"]


def test_lines_of_tabs_alone_say_nothing_of_the_separator() -> None:
    rows = ("\t\t\t\t", "\t\t\t\t", "naam;e-mail", "Zoë;zoe@voorbeeld.example", "\t\t\t\t")
    file = read_people("\n".join(rows).encode())
    assert [line.name for line in file.lines] == ["Zoë"]


def test_a_row_becomes_a_person() -> None:
    line = read(NOOR).lines[0]
    assert (line.row, line.staff_number, line.name, line.sort_name) == (
        2,
        "17",
        "Noor van den Berg",
        "berg, noor van den",
    )
    assert (line.email, line.team, line.audience) == (
        "Noor@Voorbeeld.Example",
        "Onderbouw",
        Audience.TEACHING,
    )


def test_all_problems_at_once_with_row_and_column() -> None:
    file = read(
        ";Jan;;;geen-adres;;",
        ";;;;;;baas",
        "1;A;;B;a@voorbeeld.example;;",
        "1;C;;D;c@voorbeeld.example;;",
        "2;E;;F;e@voorbeeld.example;;;te veel",
    )
    assert [problem.fault for problem in file.problems] == [
        Fault.NOT_AN_EMAIL,
        Fault.NO_NAME,
        Fault.NO_EMAIL,
        Fault.NUMBER_TWICE,
        Fault.NUMBER_TWICE,
        Fault.TOO_MANY_CELLS,
    ]
    assert messages(file) == [
        (2, "e-mail"),
        (3, "achternaam"),
        (3, "e-mail"),
        (4, "personeelsnummer"),
        (5, "personeelsnummer"),
        (6, ""),
    ]


def test_empty_rows_are_nobody_but_keep_their_number() -> None:
    file = read("", ";;;;;;", ";Jan;;;geen-adres;;")
    assert messages(file) == [(4, "e-mail")]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"\n\n", Fault.EMPTY),
        (b"naam;e-mail\n", Fault.NOBODY),
        (b"naam;naam;mail\nA;A;a@b.nl", Fault.DOUBLE_COLUMN),
        (b"naam\nJan", Fault.NO_EMAIL_COLUMN),
        (b"e-mail\na@b.nl", Fault.NO_NAME_COLUMN),
        (b"naam;mail\nDu\x9aan;a@a.nl", Fault.LETTERS),
        (b'naam;mail\n"Jan;a@b.nl', Fault.OPEN_QUOTE),
        (b"x" * 8_000_001, Fault.TOO_LARGE),
    ],
)
def test_unusable_files_say_why(data: bytes, fault: Fault) -> None:
    file = read_people(data)
    assert file.lines == ()
    assert [problem.fault for problem in file.problems] == [fault]


def test_excel_hint_line_is_skipped() -> None:
    file = read_people(b"sep=,\nnaam,mail\nJan,fout\n")
    assert messages(file) == [(3, "mail")]


@given(st.binary(max_size=400))
def test_any_bytes_give_lines_or_problems(data: bytes) -> None:
    file = read_people(data)
    assert file.lines or file.problems or file.shared


@given(st.lists(st.text(alphabet='ab;,"\n\r\t@.=é\0', max_size=30), max_size=6))
def test_any_rows_give_lines_or_problems(rows: list[str]) -> None:
    file = read_people(("naam;e-mail\n" + "\n".join(rows)).encode())
    assert file.lines or file.problems or file.shared


def known(person_id: int, email: str, **changes: Any) -> KnownPerson:
    about = {
        "at_school": True,
        "ours": True,
        **{name: changes.pop(name) for name in ("at_school", "ours", "roles") if name in changes},
    }
    details = {"name": "Jan Smit", "sort_name": "smit, jan", "audience": Audience.TEACHING}
    return KnownPerson(person_id, Details(**{**details, "email": email, **changes}), **about)


def planned(rows: Iterable[str], *people: KnownPerson, complete: bool = False) -> RosterPlan:
    return plan(
        read(*rows, header="personeelsnummer;naam;e-mail;team"),
        people,
        ["Onderbouw"],
        complete=complete,
    )


def test_new_changed_same_and_leaving() -> None:
    made = planned(
        [
            "1;Jan Smit;jan@a.nl;onderbouw",
            ";Piet Bos;piet@a.nl;Bovenbouw",
            ";Nieuw Iemand;nieuw@a.nl;",
        ],
        known(1, "jan@a.nl", staff_number="1", team="Onderbouw"),
        known(2, "piet@a.nl", name="Piet Bosch"),
        known(3, "weg@a.nl"),
        complete=True,
    )
    assert [change.after.name for change in made.added] == ["Nieuw Iemand"]
    assert [change.changed for change in made.changed] == [(Changed.NAME, Changed.TEAM)]
    assert (made.unchanged, [one.person_id for one in made.leaving], made.new_teams) == (
        1,
        [3],
        ("Bovenbouw",),
    )
    assert made.many_leaving


def test_nobody_leaves_from_a_part_of_the_list() -> None:
    assert planned(["1;Jan Smit;jan@a.nl;"], known(3, "weg@a.nl")).leaving == ()


@pytest.mark.parametrize(
    ("row", "changed"),
    [
        ("1;Jan de Wit;jan@a.nl;", (Changed.NAME,)),
        ("1;Jan Smit;jan2@a.nl;", (Changed.EMAIL,)),
        ("1;JAN SMIT;jan2@a.nl;", (Changed.NAME, Changed.EMAIL)),  # the same name, in capitals
    ],
)
def test_number_finds_a_person_with_a_new_name_or_address(
    row: str, changed: tuple[Changed, ...]
) -> None:
    made = planned([row], known(1, "jan@a.nl", staff_number="1"))
    assert (made.changed[0].changed, made.asked) == (changed, ())


def test_a_number_with_another_name_and_another_address_is_asked_about() -> None:
    made = planned(["1;Piet Bos;piet@a.nl;"], known(1, "jan@a.nl", staff_number="1"), complete=True)
    assert [(change.row, change.after.name) for change in made.asked] == [(2, "Piet Bos")]
    assert (made.changed, made.leaving, made.does_nothing) == ((), (), False)
    assert made.with_same([3]) == made
    agreed = made.with_same([2])
    assert (agreed.changed, agreed.asked) == (made.asked, ())


def test_a_preview_says_what_will_be_stored_and_not_what_the_file_says() -> None:
    """The team as the school calls it, the address as it stands, the name that is not ours to
    change.
    """
    made = planned(
        [
            "1;Jan S.;JAN@a.nl;ONDERBOUW",
            ";Piet Bos;PIET@a.nl;bovenbouw",
            ";Ed Fok;ed@a.nl;Bovenbouw",
        ],
        known(1, "jan@a.nl", at_school=False, ours=False),
        known(2, "piet@a.nl", name="Piet Bos", sort_name="bos, piet"),
    )
    joined, new = made.added
    assert joined.after == Details(
        "Jan Smit", "smit, jan", "jan@a.nl", Audience.TEACHING, "1", "Onderbouw"
    )
    (piet,) = made.changed
    assert (piet.after.email, piet.after.team, new.after.team) == (
        "piet@a.nl",
        "bovenbouw",
        "bovenbouw",
    )
    assert new.after.audience is Audience.TEACHING


def test_who_leaves_is_named_with_their_roles() -> None:
    head = known(1, "hoofd@a.nl", roles=(Role.MANAGER,))
    made = planned([";Nieuw Iemand;nieuw@a.nl;"], head, known(2, "jan@a.nl"), complete=True)
    assert [one.roles for one in made.leaving] == [(Role.MANAGER,), ()]
    assert made.roles_leaving
    assert not made.without(1).roles_leaving


def test_a_surname_of_its_own_puts_a_name_in_its_place() -> None:
    file = read(";Jan;;Smit;jan@a.nl;;", header=HEADER)
    jan = known(1, "jan@a.nl", sort_name="jan smit")
    (change,) = plan(file, [jan], [], complete=False).changed
    assert (change.changed, change.after.sort_name) == ((Changed.ORDER,), "smit, jan")
    again = known(1, "jan@a.nl", sort_name=change.after.sort_name)
    assert plan(file, [again], [], complete=False).does_nothing


def test_account_elsewhere_joins_and_keeps_its_name() -> None:
    made = planned([";J. Smit;jan@a.nl;"], known(1, "jan@a.nl", at_school=False, ours=False))
    assert [(change.known is not None, change.after.name) for change in made.added] == [
        (True, "Jan Smit")
    ]


def test_who_comes_back_under_another_name_is_renamed_at_once() -> None:
    """Else the very same file would rename them the next time."""
    made = planned([";Jan de Wit;jan@a.nl;"], known(1, "jan@a.nl", at_school=False))
    assert [change.after.name for change in made.added] == ["Jan de Wit"]


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        # the number is of one person, the address of another
        (["1;A;b@a.nl;"], [known(1, "a@a.nl", staff_number="1"), known(2, "b@a.nl")]),
        # the address belongs to another number
        (["2;A;a@a.nl;"], [known(1, "a@a.nl", staff_number="1")]),
        # two rows for one person, by number and by address
        (["1;A;nieuw@a.nl;", ";A;a@a.nl;"], [known(1, "a@a.nl", staff_number="1")]),
    ],
)
def test_doubt_about_who_it_is_stops_the_import(rows: list[str], people: list[KnownPerson]) -> None:
    made = planned(rows, *people)
    assert made.problems
    assert made.does_nothing


def test_fingerprint_follows_the_plan() -> None:
    one = planned([";A;a@a.nl;"])
    other = planned([";A;a@a.nl;"], known(1, "a@a.nl", name="A"))
    assert one.fingerprint == planned([";A;a@a.nl;"]).fingerprint
    assert one.fingerprint != other.fingerprint


def test_a_file_of_nothing_but_problems_tells_the_first_and_counts_the_rest() -> None:
    file = read_people(("naam;e-mail\n" + "x;fout\n" * 9_999).encode())
    assert len(file.problems) == MAX_PROBLEMS
    assert file.problem_count == 9_999
    made = plan(file, [], [], complete=True)
    assert (len(made.problems), made.problem_count) == (MAX_PROBLEMS, 9_999)


def test_more_teams_than_a_page_can_list_is_a_problem() -> None:
    rows = [f";Jan {number};jan{number}@a.nl;Team {number}" for number in range(MAX_TEAMS)]
    made = planned(rows)  # the school has one team already
    assert [(problem.row, problem.column) for problem in made.problems] == [(0, "team")]
    assert planned(rows[1:]).problems == ()


def test_reading_stops_after_the_last_row_that_counts() -> None:
    file = read_people(("naam;e-mail\n" + "x;y\n" * 170_000).encode())
    assert [problem.row for problem in file.problems] == [0]
    assert file.problems[0].fault is Fault.TOO_MANY_ROWS


def test_an_endless_cell_is_only_too_long() -> None:
    file = read_people(f"naam;e-mail\n{'é' * 50_000};jan@a.nl\n".encode())
    assert messages(file) == [(2, "naam")]
