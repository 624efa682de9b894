"""The open lists of Dutch schools. The heads are those of DUO; every school is made up."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.duties.calendars import Region
from course.domain.people import school_list
from course.domain.people.school_list import (
    ListedPlace,
    SchoolListFault,
    is_brin,
    is_location,
    is_provider,
    read_school_list,
    region_of,
)

OLD_HEADS = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;BRIN NUMMER;VESTIGINGSNUMMER;VESTIGINGSNAAM;STRAATNAAM;"
    "HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;"
    "TELEFOONNUMMER;INTERNETADRES"
)
NEW_HEADS = OLD_HEADS.replace(";", ",").replace("BRIN NUMMER", "INSTELLINGSCODE")
NEW_HEADS = NEW_HEADS.replace("VESTIGINGSNUMMER", "VESTIGINGSCODE")
ROW = (
    "Zeeland;99001;99ZA;99ZA00;Demoschool De Proefbeïg;Proefstraat;1;0000 AA;DEMODORP;0000;Demodorp;"
    "Openbaar;000-0000000;www.demo.example"
)
OLD = f"{OLD_HEADS}\r\n{ROW}\r\n".encode("cp1252")
NEW = f"\ufeff{NEW_HEADS}\n{ROW.replace(';', ',')}\n".encode()
PLACE = ListedPlace("99ZA00", "99ZA", "Demoschool De Proefbeïg", "Demodorp", "Zeeland", "99001", "")
BOARDS = b'"BEVOEGD GEZAG NUMMER","BEVOEGD GEZAG NAAM","PLAATSNAAM","KVK-NUMMER"\n"99001","Stichting Demo","DEMODORP","1"\n'
RIO = b"ONDERWIJSAANBIEDERID,VESTIGINGSCODE\n999A001,99ZA00\n"


@pytest.mark.parametrize("data", [OLD, NEW], ids=["cp1252 and ;", "utf-8 with a mark and ,"])
def test_both_forms_of_the_list_of_locations(data: bytes) -> None:
    found = read_school_list(data)
    assert found.problems == ()
    assert found.places == (PLACE,)
    assert found.left_out == 8  # streets, numbers and telephones are not kept


def test_a_list_in_a_zip() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("lijst.csv", NEW)
    assert read_school_list(packed.getvalue()).places == (PLACE,)
    with zipfile.ZipFile(packed, "a") as file:
        file.writestr("nog-een.csv", NEW)
    assert read_school_list(packed.getvalue()).problems[0].fault is SchoolListFault.UNREADABLE


def test_boards_and_the_keys_of_rio() -> None:
    assert read_school_list(BOARDS).boards == {"99001": "Stichting Demo"}
    assert read_school_list(RIO).providers == {"99ZA00": "999A001"}
    by_brin = RIO.replace(b"VESTIGINGSCODE", b"OIE_CODE").replace(b"99ZA00", b"99ZA")
    assert read_school_list(by_brin).providers == {"99ZA": "999A001"}


def test_a_title_above_the_heads_is_passed_over() -> None:
    assert read_school_list(b"Peildatum;1-10-2026\r\n" + OLD).places == (PLACE,)


@pytest.mark.parametrize(
    ("data", "row", "fault"),
    [
        (b"", 0, SchoolListFault.EMPTY),
        (b"naam;e-mail\nA;a@b.example\n", 0, SchoolListFault.HEADS),
        (OLD_HEADS.encode(), 0, SchoolListFault.EMPTY),
        (b"PK\x03\x04kapot", 0, SchoolListFault.UNREADABLE),
        (OLD.replace(b"99ZA00", b"99ZA"), 2, SchoolListFault.CODE),
        (OLD.replace(b"Demoschool De Proefbe\xefg", b" "), 2, SchoolListFault.NAME),
        (OLD + ROW.encode("cp1252"), 3, SchoolListFault.TWICE),
        (BOARDS.replace(b'"99001"', b'"abc"'), 2, SchoolListFault.CODE),
        (BOARDS.replace(b"Stichting Demo", b""), 2, SchoolListFault.NAME),
        (RIO.replace(b"999A001", b"demo"), 2, SchoolListFault.CODE),
        (b"x" * 20_000_001, 0, SchoolListFault.TOO_LARGE),
    ],
)
def test_what_is_wrong_is_named_by_row_and_nothing_is_taken(
    data: bytes, row: int, fault: SchoolListFault
) -> None:
    found = read_school_list(data)
    assert [(one.row, one.fault) for one in found.problems] == [(row, fault)]
    assert (found.places, found.boards, found.providers) == ((), None, None)


@pytest.mark.parametrize(
    ("province", "region"),
    [
        ("Groningen", Region.NORTH),
        ("Overijssel", Region.NORTH),
        ("Zuid-Holland", Region.MIDDLE),
        ("limburg", Region.SOUTH),
        ("Gelderland", None),  # in three regions
        ("", None),
    ],
)
def test_a_region_is_never_guessed(province: str, region: Region | None) -> None:
    assert region_of(province) == region


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert read_school_list(data).problems


def test_so_many_rows_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(school_list, "MAX_ROWS", 2)
    row = NEW.splitlines()[1] + b"\n"
    two = NEW + row.replace(b"99ZA00", b"99ZA01")
    assert read_school_list(two).count == 2
    found = read_school_list(two + row.replace(b"99ZA00", b"99ZA02"))
    assert [one.fault for one in found.problems] == [SchoolListFault.TOO_LARGE]


def test_a_cell_without_end_cannot_be_read() -> None:
    found = read_school_list(NEW + b'"' + b"x" * 140_000)
    assert [one.fault for one in found.problems] == [SchoolListFault.UNREADABLE]


def test_keys_with_a_name_beside_them_are_keys() -> None:
    data = b"ONDERWIJSAANBIEDERID,BRIN,INSTELLINGSNAAM\n999A001,99ZA,De Boom\n"
    found = read_school_list(data)
    assert (found.providers, found.places) == ({"99ZA": "999A001"}, ())


def test_the_rows_of_each_kind_of_list_are_counted() -> None:
    assert [read_school_list(data).count for data in (BOARDS, RIO, NEW, b"")] == [1, 1, 1, 0]


def test_a_list_in_a_zip_is_as_large_as_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("lijst.csv", NEW)
    for most, faults in ((len(NEW), []), (len(NEW) - 1, [SchoolListFault.TOO_LARGE])):
        monkeypatch.setattr(school_list, "MAX_BYTES", most)
        found = read_school_list(packed.getvalue())
        assert [one.fault for one in found.problems] == faults


def test_a_row_that_ends_early_has_nothing_in_its_last_columns() -> None:
    cells = ROW.replace(";", ",").split(",")
    for length in range(1, len(cells)):
        found = read_school_list(f"{NEW_HEADS}\n{','.join(cells[:length])}\n".encode())
        assert len(found.problems) == (length < 5), length


@pytest.mark.parametrize(
    ("code", "kinds"),
    [("99za", "brin"), ("99ZA00", "location"), ("999a001", "provider"), ("99ZA0", ""), ("", "")],
)
def test_how_a_code_is_written_says_what_it_is_of(code: str, kinds: str) -> None:
    found = {"brin": is_brin(code), "location": is_location(code), "provider": is_provider(code)}
    assert [kind for kind, fits in found.items() if fits] == kinds.split()
