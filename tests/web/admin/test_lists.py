"""A list that does not speak for itself: a choice above each column, remembered, in three presses;
and every file that is no list in plain words.
"""

from __future__ import annotations

import datetime
import html as markup
import io
import re
import zipfile
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from flask.testing import FlaskCliRunner

from course.domain.people.roles import Actor, Role
from course.models import ListWord, Membership, Person, School, WaitingList
from tests.checking_client import CheckingClient
from tests.domain.people.lists.test_systems import LISTS, UNSEEN
from tests.staff import World

ASK = "Bekijk wat er verandert"


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


@pytest.fixture
def administrator(world: World, school: School, client: CheckingClient) -> Actor:
    actor = world.actor(Role.ADMINISTRATOR, school)
    world.sign_in(client, actor)
    return actor


def send(client: CheckingClient, *files: str | bytes, **changes: str) -> Any:
    data = [one.encode() if isinstance(one, str) else one for one in files]
    sent: dict[str, Any] = {"school": "regenboog", **changes}
    sent["bestand"] = [(io.BytesIO(one), f"lijst{n}.csv") for n, one in enumerate(data)]
    return client.post("/beheer/importeren", data=sent, content_type="multipart/form-data")


def press(client: CheckingClient, page: str, action: str, **changes: str) -> Any:
    """The form on a page that goes there, as it stands, but for what is chosen."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    form = next(one for one in forms if f'action="{action}' in one)
    where = re.search(r'action="([^"]+)"', form)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    fields = {name: markup.unescape(value) for name, value in hidden if name != "terug"}
    for select in re.findall(r"<select.*?</select>", form, re.DOTALL):
        name = re.search(r'name="([^"]+)"', select)
        chosen = re.search(r'<option value="([^"]*)" selected', select)
        if name and chosen:
            fields[name[1]] = markup.unescape(chosen[1])
    assert where is not None
    return client.post(markup.unescape(where[1]), data=fields | changes)


def confirm(client: CheckingClient, page: str, **changes: str) -> Any:
    return press(client, page, "/beheer/importeren/uitvoeren", **changes)


def answer(client: CheckingClient, page: str, **changes: str) -> Any:
    return press(client, page, "/beheer/importeren/regenboog/", **changes)


def names(world: World) -> list[str]:
    rows = world.session.query(Person.name).join(Membership, Membership.person_id == Person.id)
    found = [name for (name,) in rows.order_by(Person.sort_name)]
    world.session.rollback()
    return found


@pytest.mark.parametrize("system", LISTS)
@pytest.mark.usefixtures("administrator")
def test_a_list_of_every_system_is_brought_in_and_again_changes_nothing(
    world: World, client: CheckingClient, system: str
) -> None:
    files, told = LISTS[system]
    preview = send(client, *files)
    assert preview.status_code == 200, preview.text
    assert confirm(client, preview.text).status_code == 303
    assert names(world) == [told.name]
    assert "Alles in deze lijst staat er al zo in." in send(client, *files).text


@pytest.mark.parametrize("header", UNSEEN)
@pytest.mark.usefixtures("administrator")
def test_an_unseen_header_takes_three_presses_and_the_next_time_two(
    world: World, client: CheckingClient, header: str
) -> None:
    sign = next(sign for sign in ";|," if sign in header)
    cells = ["Noor van den Berg", "", "Iets"]
    place = header.split(sign).index(next(one for one in header.split(sign) if is_mail(one)))
    cells = [cells[0], "Iets", "Iets"]
    cells[place] = "noor@voorbeeld.example"
    text = f"{header}\n{sign.join(cells)}\n"
    questions = send(client, text)
    assert questions.status_code == 422
    chosen = {"kolom-0": "naam", f"kolom-{place}": "e-mail"}
    others = {f"kolom-{at}": "niet-nodig" for at in range(3)}
    preview = answer(client, questions.text, **(others | chosen))
    assert preview.status_code == 200, preview.text
    assert confirm(client, preview.text).status_code == 303
    assert names(world) == ["Noor van den Berg"]
    again = send(client, text)
    assert again.status_code == 200
    assert "Alles in deze lijst staat er al zo in." in again.text


def is_mail(name: str) -> bool:
    return name in ("Schoolmail", "Digitaal contact", "Hoe te bereiken")


@pytest.mark.usefixtures("administrator")
def test_a_list_of_which_nobody_comes_in_is_not_said_to_be_in_already(
    world: World, client: CheckingClient
) -> None:
    """Two people on one address: neither of them, and the page says so."""
    shown = send(client, "naam;e-mail\nJan Bos;zelfde@a.nl\nEls Dam;zelfde@a.nl\n").text
    assert "Er is nu niets te bewaren. Hieronder staat wie niet meedoet, en waarom." in shown
    assert "staat bij Jan Bos (regel 2) en Els Dam (regel 3)" in shown
    assert names(world) == []


@pytest.mark.usefixtures("administrator")
def test_what_is_not_needed_is_named_and_what_is_private_is_nowhere(
    world: World, client: CheckingClient
) -> None:
    text = "naam;e-mail;schoenmaat;kamer;BSN;Geboortedatum\nA;a@a.nl;43;12;123456782;1-2-1980\n"
    preview = send(client, text).text
    assert "2 kolommen niet nodig: schoenmaat en kamer." in preview
    assert "meteen weggegooid: BSN en Geboortedatum." in preview
    kept = world.session.query(WaitingList.content).one()[0]
    world.session.rollback()
    import zlib

    assert b"123456782" not in zlib.decompress(kept)
    assert b"1980" not in zlib.decompress(kept)


@pytest.mark.usefixtures("administrator")
def test_a_function_that_nobody_knows_is_asked_about_and_remembered(
    world: World, client: CheckingClient
) -> None:
    text = "naam;e-mail;functie\nNoor Bos;noor@a.nl;Dansmeester\n"
    preview = send(client, text).text
    assert "Wij kennen 1 functie niet: Dansmeester." in preview
    where = re.search(r'href="(/beheer/importeren/regenboog/[^"]+)"', preview)
    assert where is not None
    after = answer(client, client.get(where[1]).text, **{"functie-0": "ondersteunend"})
    confirm(client, after.text)
    assert (
        world.session.query(Person.audience).filter_by(email_key="noor@a.nl").one()[0] == "support"
    )
    word = world.session.query(ListWord).one()
    assert (word.kind, word.name, word.meaning) == ("function", "Dansmeester", "support")
    world.session.rollback()
    assert "Wij kennen" not in send(client, text).text


@pytest.mark.usefixtures("administrator")
def test_a_school_adds_a_function_and_takes_it_away(world: World, client: CheckingClient) -> None:
    here = "/beheer/scholen/regenboog/lijstwoorden"
    assert press(client, client.get(here).text, here).status_code == 422
    added = client.post(here, data={"functie": "Dansmeester", "soort": "leidinggevende"})
    assert added.status_code == 303
    assert "Dansmeester" in client.get(here).text
    preview = send(client, "naam;e-mail;functie\nNoor Bos;noor@a.nl;dansmeester\n").text
    assert "Wij kennen" not in preview
    word = world.session.query(ListWord).one().id
    world.session.rollback()
    assert client.post(here, data={"weg": str(word)}).status_code == 303
    assert "Dansmeester" not in client.get(here).text.replace("“Dansmeester”", "")


@pytest.mark.usefixtures("administrator")
def test_only_the_good_rows_when_that_is_chosen_and_nobody_leaves(
    world: World, client: CheckingClient, school: School
) -> None:
    world.works(world.person("Oud Bos", "oud@a.nl"), school)
    world.session.commit()
    refused = send(client, "naam;e-mail\nNoor Bos;noor@a.nl\nFout;fout\n", volledig="ja")
    assert refused.status_code == 422
    assert "Ga verder met alleen de goede regels" in refused.text
    preview = answer(client, refused.text).text
    assert "1 regel doet niet mee" in preview
    assert confirm(client, preview).status_code == 303
    assert names(world) == ["Noor Bos", "Oud Bos"]
    assert world.session.query(Membership).filter(Membership.ends_on.is_not(None)).count() == 0


@pytest.mark.usefixtures("administrator")
def test_one_mailbox_of_two_people_waits_for_an_answer(
    world: World, client: CheckingClient
) -> None:
    text = "naam;e-mail\nNoor Bos;info@a.nl\nPiet Smit;info@a.nl\nAns Vos;ans@a.nl\n"
    preview = send(client, text).text
    assert "Het adres info@a.nl staat bij Noor Bos (regel 2) en Piet Smit (regel 3)." in preview
    where = re.search(r'href="(/beheer/importeren/regenboog/[^"]+)"', preview)
    assert where is not None
    after = answer(client, client.get(where[1]).text, **{"postvak-0": "3"})
    confirm(client, after.text)
    assert names(world) == ["Piet Smit", "Ans Vos"]


@pytest.mark.usefixtures("administrator")
def test_two_schools_in_one_file_are_a_choice(world: World, client: CheckingClient) -> None:
    text = "naam;e-mail;vestiging\nNoor Bos;noor@a.nl;Noord\nPiet Smit;piet@a.nl;Zuid\n"
    questions = send(client, text)
    assert questions.status_code == 422
    assert "In deze kolom staan 2 scholen of vestigingen." in questions.text
    preview = answer(client, questions.text, vestiging="Zuid")
    confirm(client, preview.text)
    assert names(world) == ["Piet Smit"]


@pytest.mark.usefixtures("administrator")
def test_a_second_file_brings_the_addresses(world: World, client: CheckingClient) -> None:
    first, second = LISTS["Topicus"][0]
    questions = send(client, first)
    assert "Staan de mailadressen in een ander bestand?" in questions.text
    added = {"bestand": (io.BytesIO(second.encode()), "mail.csv")}
    preview = answer(client, questions.text, **added)  # type: ignore[arg-type]
    assert preview.status_code == 200, preview.text
    confirm(client, preview.text)
    assert names(world) == ["Noor van den Berg"]


def test_who_imports_and_is_not_on_the_whole_list_stays(
    world: World, client: CheckingClient, school: School, administrator: Actor
) -> None:
    world.works(world.session.get(Person, administrator.id), school)
    world.session.commit()
    preview = send(client, "naam;e-mail\nNoor Bos;noor@a.nl\n", volledig="ja").text
    assert "U staat zelf niet op deze lijst. U blijft wel bij deze school staan." in preview
    assert confirm(client, preview).status_code == 303
    assert world.session.query(Membership).filter(Membership.ends_on.is_not(None)).count() == 0


def test_a_list_is_only_for_who_sent_it(
    world: World, client: CheckingClient, school: School, administrator: Actor
) -> None:
    preview = send(client, "naam;e-mail\nNoor Bos;noor@a.nl\n").text
    where = re.search(r'href="(/beheer/importeren/regenboog/[^"]+)"', preview)
    assert where is not None
    assert client.get(where[1]).status_code == 200
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, school))
    assert client.get(where[1]).status_code == 404
    assert confirm(client, preview).status_code == 403  # drawn for another
    assert administrator.id
    assert names(world) == []


# Workbooks


def book(*rows: list[Any], **changes: Any) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet("Personeel")
        day = made.add_format({"num_format": "d-mmm"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(number, place, cell, day)
                else:
                    sheet.write(number, place, cell)
        if "merge" in changes:
            sheet.merge_range(changes["merge"], "samen")
        if "far" in changes:
            sheet.write("XFD1000000", "ver weg")
        if "second" in changes:
            other = made.add_worksheet("Nog een")
            other.write_row(0, 0, ["naam", "e-mail"])
            other.write_row(1, 0, ["Piet", "piet@a.nl"])
    return file.getvalue()


HEAD = ["Naam", "E-mail", "Team", "Personeelsnummer"]


@pytest.mark.usefixtures("administrator")
def test_a_workbook_with_a_title_above_its_header(world: World, client: CheckingClient) -> None:
    rows = [["Personeel 2026"], [], HEAD, ["Berg, Noor van den", "noor@a.nl", "1-2", 1001]]
    preview = send(client, book(*rows, ["Piet Smit", "piet@a.nl", "3/4", "007"]))
    assert preview.status_code == 200, preview.text
    confirm(client, preview.text)
    assert names(world) == ["Noor van den Berg", "Piet Smit"]
    numbers = {row.staff_number for row in world.session.query(Membership)}
    assert numbers == {"1001", "007"}


def zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return file.getvalue()


def broken() -> bytes:
    whole = bytearray(book(HEAD, ["Noor", "noor@a.nl"]))
    middle = len(whole) // 2
    whole[middle : middle + 40] = b"\0" * 40
    return bytes(whole)


GOOD = ["Noor Bos", "noor@a.nl", "A", 1]
LOCKED = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
BAD: dict[str, tuple[bytes, str]] = {
    "locked": (LOCKED, "Dit bestand heeft een wachtwoord."),
    "old": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "een oude Excel (.xls)"),
    "broken": (broken(), "Dit Excel-bestand is beschadigd"),
    "no workbook": (zipped("a.txt", b"a"), "Dit Excel-bestand is beschadigd"),
    "bomb": (zipped("xl/workbook.xml", b"\0" * 160_000_000), "zit te veel"),
    "far away": (book(HEAD, GOOD, far=True), "meer dan 200 kolommen"),
    "merged": (book(HEAD, GOOD, GOOD, merge="A2:A3"), "zijn cellen samengevoegd"),
    "two sheets": (
        book(HEAD, GOOD, second=True),
        "meer tabbladen met een lijst: Personeel, Nog een",
    ),
    "a day": (
        book(HEAD, GOOD, ["Ans Vos", "ans@a.nl", datetime.datetime(2026, 2, 1)]),  # noqa: DTZ001
        "maakte het rekenblad een dag of een getal: “01-02-2026”",
    ),
    "a serial": (b"naam;e-mail;team\nA Bos;a@a.nl;45678\n", "een getal: “45678”"),
    "rounded": (
        b"naam;e-mail;personeelsnummer\nA Bos;a@a.nl;1,23E+11\n",
        "maakte het rekenblad “1,23E+11”",
    ),
    "an error": (b"naam;e-mail\n#N/A;a@a.nl\n", "een fout van het rekenblad: “#N/A”"),
    "a quote": (b'naam;e-mail\nA Bos;a@a.nl\n"B;b@a.nl\n', "Op deze regel staat een aanhaling"),
    "pupils": (b"Leerlingnummer;naam;e-mail\n1;A;a@a.nl\n", "Dit lijkt een lijst van leerlingen"),
    "edexml": (b"<?xml version='1.0'?><EDEX/>", "Dit is een EDEXML-bestand."),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "geen lijst met regels en kolommen"),
    "paper": (b"%PDF-1.7\n1 0 obj", "geen lijst met regels en kolommen"),
    "mac": ("naam;e-mail\nJörg;a@a.nl\n".encode("mac_roman"), "kunnen wij niet zeker lezen"),
    "60,000 rows": (
        b"naam;e-mail\n" + b"".join(b"A;a%d@a.nl\n" % n for n in range(60_000)),
        "meer dan 50.000 regels",
    ),
}


@pytest.mark.parametrize("what", BAD)
@pytest.mark.usefixtures("administrator")
def test_what_is_no_good_list_gets_a_clear_sentence_and_nothing_is_kept(
    world: World, client: CheckingClient, what: str
) -> None:
    content, sentence = BAD[what]
    refused = send(client, content)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert names(world) == []


@pytest.mark.usefixtures("administrator")
def test_a_quote_too_many_names_its_row(client: CheckingClient) -> None:
    refused = send(client, BAD["a quote"][0]).text
    assert re.search(r">3</", refused)


@pytest.mark.usefixtures("administrator")
def test_an_empty_list_can_be_taken_and_sent_back(client: CheckingClient) -> None:
    for kind in ("csv", "xlsx"):
        taken = client.get(f"/beheer/importeren/leeg.{kind}")
        assert taken.status_code == 200
        assert "Onder de kopregel staat nog niemand." in send(client, taken.data).text


def test_the_command_reads_the_same_lists(
    world: World, school: School, runner: FlaskCliRunner, tmp_path: Any
) -> None:
    assert school.id
    world.session.commit()
    paths = []
    for number, text in enumerate(LISTS["Youforce"][0]):
        path = tmp_path / f"{number}.txt"
        path.write_text(text, "utf-8")
        paths.append(str(path))
    done = runner.invoke(args=["people", "import", *paths, "--school", "regenboog"])
    assert done.exit_code == 0, done.output
    assert "Dit lijkt een lijst uit Youforce." in done.output
    unseen = tmp_path / "eigen.csv"
    unseen.write_text("Wie;Bereik\nPiet Smit;piet@a.nl\n", "utf-8")
    first = runner.invoke(args=["people", "import", str(unseen), "--school", "regenboog"])
    assert "niet zeker in welke kolom" in first.output
    said = ["--column", "Wie=naam", "--column", "Bereik=e-mail"]
    done = runner.invoke(args=["people", "import", str(unseen), "--school", "regenboog", *said])
    assert done.exit_code == 0, done.output
    again = runner.invoke(args=["people", "import", str(unseen), "--school", "regenboog"])
    assert "0 nieuw, 0 gewijzigd, 1 gelijk" in again.output
