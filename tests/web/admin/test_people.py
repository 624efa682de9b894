"""An administrator sends a list: first what would change, then the button; and every wrong file in
plain words.
"""

from __future__ import annotations

import html as markup
import io
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Mail, Membership, Person, RoleGrant, School
from course.store.dated import DeedMoment
from course.store.people import deeds
from course.store.people.deeds import Workplace
from tests.checking_client import CheckingClient
from tests.staff import World
from tests.store.statements import heard

LIST = (
    "personeelsnummer;naam;e-mail;team\n1;Noor van den Berg;noor@a.nl;Onderbouw\n2;Łukasz "
    "Nowak;lukasz@a.nl;\n"
)


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


@pytest.fixture
def administrator(world: World, school: School) -> Actor:
    return world.actor(Role.ADMINISTRATOR, school)


def send(client: CheckingClient, content: str | bytes, **changes: str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    fields = {"school": "regenboog", "bestand": (io.BytesIO(data), "lijst.csv")} | changes
    return client.post("/beheer/importeren", data=fields, content_type="multipart/form-data")


def confirm(client: CheckingClient, page: str, **changes: str) -> Any:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    fields = {name: markup.unescape(value) for name, value in found if name != "terug"}
    return client.post("/beheer/importeren/uitvoeren", data=fields | changes)


def people(world: World) -> int:
    count = world.session.query(Membership).count()
    world.session.rollback()
    return count


def test_nothing_is_written_before_the_button(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    world.sign_in(client, administrator)
    preview = send(client, LIST)
    assert "Voeg deze 2 mensen toe" in preview.text
    assert "Er is nog niets bewaard." in preview.text
    assert people(world) == 0
    done = confirm(client, preview.text)
    assert done.status_code == 303
    assert people(world) == 2
    after = client.get(done.location).text
    assert "Verwerkt bij De Regenboog: 2 nieuw, 0 gewijzigd." in after
    assert "Łukasz Nowak" in after


def mails(world: World) -> list[tuple[str, str]]:
    found = [(row.recipient, row.body) for row in world.session.query(Mail).order_by(Mail.id)]
    world.session.rollback()
    return found


def test_new_accounts_are_invited_when_that_is_ticked(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    world.sign_in(client, administrator)
    preview = send(client, LIST).text
    assert "Stuur 2 uitnodigingen per mail" in preview
    confirm(client, preview, uitnodigen="ja")
    invited = mails(world)
    assert [to for to, _ in invited] == ["noor@a.nl", "lukasz@a.nl"]
    link = re.search(r"/inloggen/link/[\w-]+", invited[0][1])
    assert link is not None
    client.delete_cookie("sessie")
    assert "Noor van den Berg" in client.get(link[0]).text


def test_nobody_is_invited_unasked_or_twice(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    world.sign_in(client, administrator)
    confirm(client, send(client, LIST).text)
    assert mails(world) == []
    again = send(client, LIST.replace("Onderbouw", "Bovenbouw")).text
    assert "uitnodiging" not in again
    confirm(client, again, uitnodigen="ja")
    assert mails(world) == []


def test_the_button_twice_is_once(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    world.sign_in(client, administrator)
    preview = send(client, LIST).text
    confirm(client, preview)
    again = confirm(client, preview)
    assert again.status_code == 409
    assert "Er is intussen iets veranderd." in again.text
    assert "Alles in deze lijst staat er al zo in." in again.text
    assert people(world) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Kies een bestand met medewerkers erin."),
        (b"naam;mail;nr\nA;a@a.nl;\nB;fout;", "is geen e-mailadres"),
        (b"naam;mail\n=cmd;a@a.nl", "Hier staat een formule: “=cmd”."),
        (b"Leerlingnummer;naam;mail\n1;A;a@a.nl", "Dit lijkt een lijst van leerlingen"),
        (b"PK\x03\x04", "Dit Excel-bestand is beschadigd"),
        (b"naam;mail\nDu\x9aan;a@a.nl", "kunnen wij niet zeker lezen."),
        (b'naam;mail\n"A', "Op deze regel staat een aanhalingsteken te veel"),
        (bytes(range(256)) * 40, "lezen"),
    ],
)
def test_a_wrong_file_gets_plain_words(
    world: World, client: CheckingClient, administrator: Actor, content: bytes, message: str
) -> None:
    world.sign_in(client, administrator)
    answer = send(client, content, volledig="ja")
    assert answer.status_code == 422
    assert "<title>Fout: " in answer.text
    assert message in answer.text
    assert re.search(r'name="volledig" value="ja"[^>]* checked', answer.text)
    assert people(world) == 0


def test_markup_in_a_file_is_text(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    world.sign_in(client, administrator)
    answer = send(client, "naam;e-mail;team\n<script>x</script>;a@a.nl;<b>T</b>\n")
    assert answer.status_code == 200
    assert "<script>x" not in answer.text
    assert "&lt;script&gt;x" in answer.text


def test_many_leaving_asks_twice(
    world: World, client: CheckingClient, school: School, administrator: Actor
) -> None:
    world.staff(school, 4)
    world.sign_in(client, administrator)
    preview = send(client, LIST, volledig="ja").text
    assert "Ja, het klopt: 4 van de 4 medewerkers gaan weg" in preview
    refused = confirm(client, preview)
    assert refused.status_code == 422
    assert "Zet een vinkje als het klopt dat zoveel mensen weggaan." in refused.text
    assert people(world) == 4
    assert confirm(client, preview, vertrek="ja").status_code == 303
    assert world.session.query(Membership).filter(Membership.ends_on.is_not(None)).count() == 4
    assert world.session.query(Person).count() == 4 + 2 + 1


def test_roles_of_who_leaves_are_named_and_end_only_when_ticked(
    world: World, client: CheckingClient, school: School, administrator: Actor
) -> None:
    head = world.staff(school, 1)[0]
    world.grant(head, Role.MANAGER, school)
    world.staff(school, 20)
    world.sign_in(client, administrator)

    def send_all() -> str:
        rows = world.session.query(Person).join(Membership, Membership.person_id == Person.id)
        others = rows.filter(Membership.school_id == school.id, Person.id != head.id)
        lines = "".join(f"{one.name};{one.email}\n" for one in others)
        world.session.rollback()
        preview: str = send(client, f"naam;e-mail\n{lines}", volledig="ja").text
        return preview

    preview = send_all()
    assert re.search(r"Rol op deze school.*?>leidinggevende<", preview, re.DOTALL)
    assert "Ja, 1 medewerker met een rol op deze school verliest die" in preview

    def last_days() -> list[date | None]:
        rows = world.session.query(RoleGrant).filter_by(person_id=head.id, replaced_at=None)
        found = [row.ends_on for row in rows]
        world.session.rollback()
        return found

    confirm(client, preview)
    assert last_days() == [None]
    deeds.join(school.id, [Workplace(head.id)], DeedMoment(clock.now()))
    world.session.commit()
    confirm(client, send_all(), rollen="ja")
    assert last_days() == [clock.today() - timedelta(days=1)]


def test_a_row_that_may_be_somebody_else_is_asked_about(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    world.sign_in(client, administrator)
    confirm(client, send(client, LIST).text)
    other = LIST.replace("Noor van den Berg", "Piet Bos").replace("noor@a.nl", "piet@a.nl")
    preview = send(client, other).text
    assert "Is dit dezelfde persoon?" in preview
    assert "Regel 2: Noor van den Berg (noor@a.nl) heet nu Piet Bos (piet@a.nl)" in preview

    def names() -> set[str]:
        found = {name for (name,) in world.session.query(Person.name)}
        world.session.rollback()
        return found

    assert confirm(client, preview).status_code == 303
    assert "Piet Bos" not in names()
    assert confirm(client, preview, zelfde="2").status_code == 303
    assert "Piet Bos" in names()
    assert "Noor van den Berg" not in names()


def test_a_changed_list_is_refused(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    world.sign_in(client, administrator)
    preview = send(client, LIST).text
    packed = re.search(r'name="lijst" value="([^"]+)"', preview)
    assert packed is not None
    for forged in ("", "x", "x.y", "é.y", packed[1][:-4] + "AAAA"):
        answer = confirm(client, preview, lijst=forged)
        assert answer.status_code == 422
        assert "Deze lijst is te oud of is er niet meer." in answer.text
    assert people(world) == 0


def test_list_for_one_school_does_not_fit_another(
    world: World, client: CheckingClient, school: School
) -> None:
    world.school("kompas")
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, board=world.board))
    preview = send(client, LIST).text
    assert confirm(client, preview, school="kompas").status_code == 422
    assert people(world) == 0


def test_other_school_is_not_there(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    world.staff(world.school("kompas"), 1)
    world.sign_in(client, administrator)
    assert send(client, LIST, school="kompas").status_code == 404
    assert confirm(client, send(client, LIST).text, school="kompas").status_code == 404
    assert "De Kompas" not in client.get("/beheer?school=kompas").text


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.MANAGER])
def test_other_roles_do_not_keep_accounts(
    world: World, client: CheckingClient, school: School, role: Role
) -> None:
    world.sign_in(client, world.actor(role, school))
    assert client.get("/beheer").status_code == 403
    assert send(client, LIST).status_code == 403


def test_search_finds_all_words_without_accents(
    world: World, client: CheckingClient, school: School, administrator: Actor
) -> None:
    for name in ("Łukasz Nowak", "Noor van den Berg", "Noor 100% Bos"):
        world.works(world.person(name), school)
    world.sign_in(client, administrator)

    def found(words: str) -> list[str]:
        page = client.get("/beheer", query_string={"zoek": words}).text
        return re.findall(r'role="rowheader".*?<a [^>]*>([^<]+)<', page)

    assert found("lukasz") == ["Łukasz Nowak"]
    assert found("noor berg") == ["Noor van den Berg"]
    assert found("%") == ["Noor 100% Bos"]
    assert found("_") == []
    assert found("") == ["Noor van den Berg", "Noor 100% Bos", "Łukasz Nowak"]


def test_command_imports_and_dry_run_does_not(
    world: World, runner: FlaskCliRunner, school: School, tmp_path: Path
) -> None:
    world.session.commit()
    file = tmp_path / "lijst.csv"
    file.write_text(LIST, "utf-8")
    command = ["people", "import", str(file), "--school", "regenboog"]
    dry = runner.invoke(args=[*command, "--dry-run"])
    assert "2 nieuw, 0 gewijzigd, 0 gelijk, 0 weg. Nieuwe teams: Onderbouw." in dry.output
    assert people(world) == 0
    assert runner.invoke(args=command).exit_code == 0
    assert people(world) == 2
    file.write_text("naam;e-mail\nX;fout\n", "utf-8")
    wrong = runner.invoke(args=command)
    assert wrong.exit_code == 1
    assert "rij 2, e-mail: “fout” is geen e-mailadres." in wrong.output
    assert runner.invoke(args=[*command[:-1], "bestaat-niet"]).exit_code == 1


def test_a_page_about_a_bad_file_stays_small_and_counts_everything(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    world.sign_in(client, administrator)
    answer = send(client, "naam;e-mail\n" + "x;fout\n" * 5_000)
    assert answer.status_code == 422
    assert "Verbeter eerst 5.000 punten in het bestand." in answer.text
    assert "U ziet de eerste 200. Er zijn nog 4.800 andere punten." in answer.text
    assert len(answer.data) < 300_000


def test_a_preview_lists_the_first_and_counts_everybody(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    world.sign_in(client, administrator)
    rows = "".join(
        f"Jan Smit {number};jan{number}@a.nl;Team {number % 150}\n" for number in range(300)
    )
    answer = send(client, f"naam;e-mail;team\n{rows}")
    assert "Nieuw op deze school (de eerste 100 van 300)" in answer.text
    assert "en nog 130 andere" in answer.text
    assert answer.text.count('role="rowheader"') == 100


def test_an_import_with_invitations_writes_in_a_handful_of_statements(
    world: World, client: CheckingClient, administrator: Actor
) -> None:
    """However many people there are: rows are handed over, not written one by one while others
    wait.
    """
    world.sign_in(client, administrator)
    rows = "".join(f"Jan Smit {number};jan{number}@a.nl\n" for number in range(400))
    preview = send(client, f"naam;e-mail\n{rows}").text
    with heard() as statements:
        assert confirm(client, preview, uitnodigen="ja").status_code == 303
    assert len(statements) < 60
    assert people(world) == world.session.query(Mail).count() == 400
