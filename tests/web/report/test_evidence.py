"""A bundle of evidence: the same bytes later, hashes that ordinary tools check, no other school."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from course import clock
from course.domain.people.conduct_signing import SignAnswer
from course.domain.people.roles import Actor, Role
from course.models import CodeOfConduct, Membership, School
from course.papers import printing
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.people import conduct, conduct_signing
from course.store.people.conduct import NewVersion
from course.store.people.conduct_signing import NewSignature
from course.store.proof import norms
from course.store.signing_in import browsers
from tests.checking_client import CheckingClient
from tests.papers.checking import check_paper
from tests.staff import COURSE, World, at_noon

CANARY = "Kanarie Elders"
FILES = {
    *("cursus.txt", "gedragscode-1.txt", "instellingen.txt", "lijst.csv", "lijst.xlsx"),
    *("normenkader.csv", "normenkader.xlsx", "herinneringen.csv", "herinneringen.xlsx"),
    "controle.txt",
}


def _given(world: World, school: School, name: str, day: date) -> None:
    world.works(world.person(name), school)
    trainer = world.actor(Role.TRAINER, school)
    draft = NewAssignment(COURSE, school.id, None, None, day, f"token-{school.code}")
    giving.assign(trainer, draft, at_noon(day), day)
    rules = NewVersion(
        school.id, None, f"Versie {name}", day, None, "", {"kanalen": name}, f"gc-{school.code}"
    )
    conduct.adopt(rules, trainer.id, at_noon(day))


@pytest.fixture
def manager(world: World) -> Actor:
    """Of one school; at another works somebody whose name may be in no file of this one."""
    day = world.today - timedelta(days=5)
    here, away = world.school("regenboog"), world.school("kompas")
    _given(world, here, "Łukasz Żak", day)
    _given(world, away, CANARY, day)
    return world.actor(Role.MANAGER, here)


def asked(client: CheckingClient, day: date, school: str = "regenboog") -> Any:
    where = f"/rapport/scholen/{school}/bewijs.zip?cursus={COURSE}&peildatum={day.isoformat()}"
    return client.get(where)


def inside(reply: Any) -> dict[str, bytes]:
    book = ZipFile(io.BytesIO(reply.data))
    return {name: book.read(name) for name in book.namelist()}


@pytest.mark.usefixtures("can_print")
def test_what_is_in_it_and_nothing_of_another_school(
    world: World, client: CheckingClient, manager: Actor, tmp_path: Path
) -> None:
    world.sign_in(client, manager)
    found = inside(asked(client, world.today - timedelta(days=1)))
    assert {name for name in found if not name.startswith("samenvatting")} == FILES
    check_paper(found["samenvatting.pdf"])
    assert "Łukasz Żak" in found["lijst.csv"].decode()
    assert "Versie Łukasz Żak" in found["gedragscode-1.txt"].decode()
    assert world.release in found["cursus.txt"].decode()
    norms = found["normenkader.csv"].decode()
    assert "CONTROLEREN-1" in norms
    assert "0 van 1" in norms
    book = ZipFile(io.BytesIO(found["lijst.xlsx"]))
    found |= {f"xlsx/{name}": book.read(name) for name in book.namelist()}
    for name, body in found.items():
        for marker in (b"Kanarie", b"kompas", b"Kompas"):
            assert marker not in body, name
    assert asked(client, world.today - timedelta(days=1), "kompas").status_code == 404


@pytest.mark.asvs("8.2.3")
def test_who_refused_is_no_guess_from_the_count_of_a_few(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    """A trainer, who sees no answers to the code of conduct, reads the same file."""
    school = world.session.query(School).filter_by(code="regenboog").one()
    code = world.session.query(CodeOfConduct).filter_by(school_id=school.id).one()
    people = [
        row.person_id for row in world.session.query(Membership).filter_by(school_id=school.id)
    ]
    people += [one.id for one in world.staff(school, 4)]
    answers = [SignAnswer.REFUSED] + 4 * [SignAnswer.SIGNED]
    yesterday = world.today - timedelta(days=1)

    def sign(number: int) -> None:
        draft = NewSignature(
            people[number], school.id, code.id, "Naam", "Tekst", answers[number], f"teken-{number}"
        )
        conduct_signing.sign(draft, at_noon(yesterday))

    for number in range(4):
        sign(number)
    world.sign_in(client, manager)
    norms = inside(asked(client, yesterday))["normenkader.csv"].decode()
    assert "niet ondertekend" not in norms
    assert "Minder dan vijf antwoorden" in norms
    sign(4)
    world.session.commit()
    norms = inside(asked(client, yesterday))["normenkader.csv"].decode()
    assert "4 ondertekend, 1 niet ondertekend" in norms


def test_without_a_code_of_conduct_there_are_no_few_answers(
    world: World, client: CheckingClient
) -> None:
    school = world.school("linde")
    world.works(world.person("Noor Linde"), school)
    world.sign_in(client, world.actor(Role.MANAGER, school))
    found = inside(asked(client, world.today - timedelta(days=1), "linde"))
    assert found["normenkader.csv"].decode().count(";geen;") == 2, "no code, and no answers to it"


@pytest.mark.parametrize(
    ("tool", "says"),
    [
        ("sha256sum", "sha256sum -c controle.txt"),
        ("shasum", "shasum -a 256 -c controle.txt"),
        ("pwsh", "Get-FileHash"),
    ],
)
def test_the_line_for_each_computer_finds_what_was_changed(
    world: World,
    client: CheckingClient,
    manager: Actor,
    tmp_path: Path,
    tool: str,
    says: str,
) -> None:
    """The line that `controle.txt` gives, as somebody pastes it. Where this machine has no such
    tool, what its line reads is read by hand.
    """
    world.sign_in(client, manager)
    found = inside(asked(client, world.today - timedelta(days=1)))
    for name, body in found.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(body)
    told = found["controle.txt"].decode()
    (line,) = (one.strip() for one in told.splitlines() if says in one)
    assert not _wrong(tool, line, tmp_path)
    (tmp_path / "lijst.csv").write_bytes(found["lijst.csv"] + b"x")
    (tmp_path / "cursus.txt").unlink()
    assert _wrong(tool, line, tmp_path) == {"lijst.csv", "cursus.txt"}


def _wrong(tool: str, line: str, folder: Path) -> set[str]:
    """The files that are not what they were, according to a line for a terminal."""
    if shutil.which(tool) is None:
        return _wrong_by_hand(line, folder)
    shell = [tool, "-NoProfile", "-Command", line] if tool == "pwsh" else ["sh", "-c", line]
    ran = subprocess.run(shell, cwd=folder, capture_output=True, text=True, check=False)
    if tool == "pwsh":
        return set(re.findall(r"^VERANDERD: (\S+)", ran.stdout, re.MULTILINE))
    assert (ran.returncode == 0) == (not re.search("FAILED|MISLUKT", ran.stdout)), ran.stderr
    return set(re.findall(r"^(\S+): (?:FAILED|MISLUKT)", ran.stdout, re.MULTILINE))


def _wrong_by_hand(line: str, folder: Path) -> set[str]:
    """What the pattern of the line finds, or else every line that begins with a hash."""
    pattern = re.search(r"-cmatch '([^']+)'", line)
    begins = re.compile(pattern[1] if pattern else "^[0-9a-f]{64}  ")
    wrong = set()
    for one in (folder / "controle.txt").read_text("utf-8").splitlines():
        if begins.search(one):
            hashed, name = one.split("  ", 1)
            file = folder / name
            if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != hashed:
                wrong.add(name)
    return wrong


def test_every_file_but_the_list_itself_has_its_hash(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    found = inside(asked(client, world.today - timedelta(days=1)))
    listed = re.findall(r"^([0-9a-f]{64})  (.+)$", found.pop("controle.txt").decode(), re.MULTILINE)
    assert {name: hashed for hashed, name in listed} == {
        name: hashlib.sha256(body).hexdigest() for name, body in found.items()
    }


@pytest.mark.stirs  # the table of norms is that of every school
def test_the_same_day_gives_the_same_bytes_a_year_later(
    world: World, client: CheckingClient, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sign_in(client, manager)
    day = world.today - timedelta(days=1)
    first = asked(client, day).data
    later: datetime = clock.now() + timedelta(days=366)
    here = next(one for one in world.session.query(School) if one.code == "regenboog")
    world.works(world.person("Nieuw"), here, starts_on=world.today)
    rules = NewVersion(here.id, None, "Later", world.today, None, "", {}, "gc-later")
    conduct.adopt(rules, manager.id, clock.now())
    moment = DeedMoment(clock.now())
    line = next(one for one in norms.on(moment.today) if one.key == "eigen-1")
    norms.put("eigen-1", replace(line.draft, wording="Later gewijzigd"), line.draft, moment)
    second = next(one for one in norms.on(moment.today) if one.key == "eigen-2")
    norms.take_away("eigen-2", second.draft, moment)
    monkeypatch.setattr(clock, "now", lambda: later)
    client.set_cookie("sessie", browsers.sign_in(manager.id, later))
    transaction.commit()
    assert asked(client, day).data == first
    after = asked(client, world.today).data
    assert after != first, "a later day is another bundle"
    told = ZipFile(io.BytesIO(after)).read("normenkader.csv").decode()
    assert "Later gewijzigd" in told
    assert "CONTROLEREN-2" not in told


def test_a_day_without_evidence_says_why(
    world: World, client: CheckingClient, manager: Actor
) -> None:
    world.sign_in(client, manager)
    for day, why in (
        (world.today, "nog niet voorbij"),
        (date(2001, 1, 1), "wisten wij nog niets van deze school"),
    ):
        reply = asked(client, day)
        assert reply.status_code == 303
        page = client.get(str(reply.location)).text
        assert why in page
        assert "flash--info" in page, "nothing was done, and no tick says so"
    wrong = client.get(f"/rapport/scholen/regenboog/bewijs.zip?cursus={COURSE}&peildatum=31-2-2026")
    assert wrong.status_code == 422


def test_without_a_press_the_summary_is_a_page(
    world: World, client: CheckingClient, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(*_: Any) -> bytes:
        raise printing.NoPressError

    monkeypatch.setattr(printing, "pdf", unable)
    world.sign_in(client, manager)
    found = inside(asked(client, world.today - timedelta(days=1)))
    assert "1 medewerker" in found["samenvatting.html"].decode()
    assert "samenvatting.html" in found["controle.txt"].decode()
