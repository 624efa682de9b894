"""‘Mag dit?’ outside the course: one question a page, the safe answer, school days, and a letter.

Nothing is stored.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from course import clock
from course.content.catalog import read_catalog
from course.models import Attempt, LessonVisit, Membership, SchoolValue
from course.text.plain import Html
from course.web.tools.checking import outcome
from course.web.tools.checking.glossary import Glossary
from course.web.tools.checking.word_file import BOX, DOCX, LINE
from tests import builders
from tests.accounts import add_person, add_school, sign_in
from tests.checking_client import CheckingClient
from tests.content.reading import examples, write_folder

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LONG_AGO = date(2025, 8, 1)
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
LESSON = "dienst=social&doel=lesson&leeftijd=14&app=13&weigering=nee&eens=ja"
PHOTO = "dienst=agreed&doel=publish&leeftijd=9&weigering=nee&eens=ja"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 23))


@pytest.fixture
def published(session: Any, tmp_path: Path) -> None:
    """A course whose one exercise is the documented block."""
    block = next(text for text in examples("item") if text.startswith("::: consent"))
    write_folder(
        tmp_path / "modules", oefening=f'+++\ntitle = "Mag dit"\nkind = "exercise"\n+++\n\n{block}'
    )
    catalog = read_catalog(tmp_path / "modules")
    builders.publish(replace(catalog.courses[0], tools=("mag-dit",)), NOON)
    session.commit()


def text(client: CheckingClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.headers.get("Location")
    return unescape(response.get_data(as_text=True))


def test_without_a_published_exercise_there_is_no_tool(client: CheckingClient) -> None:
    for path in ("/mag-dit", "/mag-dit/controle", "/mag-dit/uitkomst", "/mag-dit/brief"):
        assert client.get(path).status_code == 404


def test_one_question_after_another_up_to_the_check(
    client: CheckingClient, published: None
) -> None:
    """The way that a browser goes: each form sends its own answer and those before it."""
    given = [
        ("dienst", "social"),
        ("doel", "lesson"),
        ("leeftijd", "14"),
        ("app", "13"),
        ("weigering", "nee"),
        ("eens", "onbekend"),
        ("datum", "15-3-2027"),
    ]
    address = "/mag-dit"
    for name, value in given:
        page = text(client, address)
        assert f'name="stap" value="{name}"' in page
        separator = "&" if "?" in address else "?"
        sent = client.get(f"{address}{separator}stap={name}&{name}={value}")
        assert sent.status_code == 303
        address = sent.headers["Location"]
    assert urlsplit(address).path == "/mag-dit/controle"
    assert parse_qs(urlsplit(address).query) == {
        **{name: [value] for name, value in given},
        "datum": ["2027-03-15"],
    }
    page = text(client, address)
    assert "Sociaal medium" in page
    assert "15 maart 2027" in page


@pytest.mark.parametrize(
    "query",
    [
        "stap=dienst",
        "stap=dienst&dienst=radio",
        "dienst=viewing&stap=doel&doel=publish",
        "dienst=social&doel=lesson&stap=leeftijd&leeftijd=oud",
        "dienst=social&doel=lesson&stap=leeftijd&leeftijd=99",
        "dienst=social&doel=lesson&leeftijd=14&stap=app&app=veel",
        "dienst=social&doel=lesson&leeftijd=14&app=13&stap=weigering&weigering=misschien",
        f"{LESSON}&stap=datum&datum=1-1-2020",
        f"{LESSON}&stap=datum&datum=32-13-2027",
    ],
)
def test_an_answer_that_does_not_hold_goes_back_as_it_was_typed(
    client: CheckingClient, published: None, query: str
) -> None:
    response = client.get(f"/mag-dit?{query}")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "<title>Fout: " in page
    name = parse_qs(query)["stap"][0]
    typed = parse_qs(query).get(name, [""])[0]
    if name in ("leeftijd", "app", "datum"):
        assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    "path",
    [
        "/mag-dit?stap=bestaat-niet&vraag=%00",
        "/mag-dit/uitkomst?dienst=%F0%9F%92%A9&doel=lesson",
        "/mag-dit/controle?leeftijd=13",
        "/mag-dit/brief?dienst=viewing&doel=lesson",
        f"/mag-dit/uitkomst?{LESSON}&datum=9999-12-31",
        f"/mag-dit/uitkomst?{LESSON}&regio=mars",
        "/mag-dit/uitkomst?dienst=social&doel=lesson&leeftijd=²&app=13",
    ],
)
def test_a_forged_address_never_fails(client: CheckingClient, published: None, path: str) -> None:
    assert client.get(path).status_code in (200, 303)


@pytest.mark.parametrize(
    ("query", "title", "rule"),
    [
        ("dienst=social&doel=inform", "Delen mag", "Mag"),
        ("dienst=viewing&doel=lesson", "Dit mag", "Mag: samen kijken"),
        ("dienst=chatbot&doel=organise", "Niet doen", "Niets invoeren"),
        (PHOTO, "Eerst vragen", "Toestemming"),
        (PHOTO.replace("eens=ja", "eens=nee"), "Niet delen", "Ouders oneens"),
        (LESSON.replace("leeftijd=14", "leeftijd=12"), "Niet doen", "Te jong voor de app"),
    ],
)
def test_outcomes(
    client: CheckingClient, published: None, query: str, title: str, rule: str
) -> None:
    page = text(client, f"/mag-dit/uitkomst?{query}")
    assert f"<title>{title} – Mag dit?" in page
    assert f"<strong>{rule}</strong>" in page
    assert "geen juridisch advies" in page


@pytest.mark.parametrize(
    ("query", "left"),
    [
        (LESSON.replace("app=13", "app=onbekend"), "minimumleeftijd"),
        (LESSON.replace("weigering=nee", "weigering=onbekend"), "nee gezegd"),
        (PHOTO.replace("eens=ja", "eens=onbekend"), "Zijn de ouders met gezag het eens?"),
        ("dienst=onbekend&doel=lesson", "Is er een verwerkersovereenkomst"),
    ],
)
def test_not_knowing_leads_to_asking_first(
    client: CheckingClient, published: None, query: str, left: str
) -> None:
    page = text(client, f"/mag-dit/uitkomst?{query}")
    assert "<title>Eerst vragen" in page
    assert "U weet nog niet alles." in page
    assert left in page


def test_no_more_is_asked_than_matters(client: CheckingClient, published: None) -> None:
    """With an agreement for teaching nobody's age or consent counts, so two questions are
    enough.
    """
    done = client.get("/mag-dit?dienst=agreed&stap=doel&doel=lesson")
    assert done.headers["Location"] == "/mag-dit/controle?dienst=agreed&doel=lesson"
    assert (
        "/mag-dit/controle"
        not in client.get("/mag-dit?dienst=agreed&stap=doel&doel=publish").headers["Location"]
    )


@pytest.mark.parametrize(
    ("query", "begin"),
    [
        (
            f"{PHOTO}&datum=2027-03-15&regio=noord",
            "18 februari 2027",
        ),  # 12 school days, spring week between
        (f"{PHOTO}&datum=2027-03-15", "11 februari 2027"),  # no region: two spring weeks
        (f"{LESSON}&datum=2027-03-15&regio=midden", "28 januari 2027"),  # 27 school days
    ],
)
def test_the_start_day_is_counted_in_school_days(
    client: CheckingClient, published: None, query: str, begin: str
) -> None:
    page = text(client, f"/mag-dit/uitkomst?{query}")
    assert "Een rekenvoorbeeld, geen regel" in page
    assert begin in page


def test_a_lesson_that_is_too_soon_gets_the_first_possible_day(
    client: CheckingClient, published: None
) -> None:
    page = text(client, f"/mag-dit/uitkomst?{PHOTO}&datum=2026-11-30&regio=noord")
    assert "is het te laat" in page
    assert '<time datetime="2026-12-09">' in page


def test_beyond_the_published_holidays_it_says_so(client: CheckingClient, published: None) -> None:
    known = text(client, f"/mag-dit/uitkomst?{PHOTO}&datum=2027-03-15&regio=zuid")
    unknown = text(client, f"/mag-dit/uitkomst?{PHOTO}&datum=2029-12-14&regio=zuid")
    assert "nog niet bekend" not in known
    assert "nog niet bekend" in unknown


@pytest.fixture
def colleague(session: Any, client: CheckingClient, published: None) -> CheckingClient:
    """Somebody of a school with its own lead times and its own officer."""
    person, school = add_person(session), add_school(session)
    session.add(Membership(person_id=person.id, school_id=school.id, starts_on=LONG_AGO))
    for key, value in (
        ("doorlooptijden", "Brief: 3\nAntwoorden: 1 week\nCheck FG: 2"),
        ("naam_fg", "Fatima <Voorbeeld>"),
    ):
        builders.word(session, school, key, value)
    session.commit()
    sign_in(client)
    return client


def test_the_school_counts_with_its_own_numbers_and_region(colleague: CheckingClient) -> None:
    page = text(colleague, f"/mag-dit/uitkomst?{PHOTO}&datum=2027-03-15&regio=zuid")
    assert "De doorlooptijden van uw school" in page
    assert "regio midden" in page  # the school's, whatever the address says
    assert '<time datetime="2027-03-03">' in page  # 8 school days
    with_check = text(colleague, f"/mag-dit/uitkomst?{LESSON}&datum=2027-03-15")
    assert '<time datetime="2027-03-01">' in with_check  # 10 school days


def test_a_lead_time_without_a_word_gets_ours(session: Any, colleague: CheckingClient) -> None:
    row = session.query(SchoolValue).filter_by(key="doorlooptijden").one()
    builders.rewrite(session, row, text="20 werkdagen")
    session.commit()
    page = text(colleague, f"/mag-dit/uitkomst?{PHOTO}&datum=2027-03-15")
    steps = page[page.index("De doorlooptijden van uw school") :]
    assert steps.index("Doorlooptijd<") < steps.index("20 schooldagen") < steps.index("Samen")


def test_lead_times_that_are_not_plain_are_not_guessed(
    session: Any, colleague: CheckingClient
) -> None:
    row = session.query(SchoolValue).filter_by(key="doorlooptijden").one()
    builders.rewrite(session, row, text="Vraag het de administratie")
    session.commit()
    page = text(colleague, f"/mag-dit/uitkomst?{PHOTO}&datum=2027-03-15")
    assert "Een rekenvoorbeeld, geen regel" in page
    assert "nog niet duidelijk ingevuld" in page


def test_the_letter_asks_what_the_law_asks(colleague: CheckingClient) -> None:
    page = text(
        colleague, f"/mag-dit/brief?{LESSON}&app1=Klasfoto&app2=Klasfilm&adres=%3Cscript%3E"
    )
    letter = page[page.index('class="card letter') :]
    assert "School de-brug" in letter
    for promise in (
        "Beste ouder of verzorger",
        "U bent vrij om te kiezen.",
        "Een nee heeft geen nadeel.",
        "U kiest per app, site of kanaal.",
        "Horen wij niets? Dan is dat geen toestemming.",
        "U kunt een ja altijd intrekken.",
    ):
        assert promise in letter
    assert letter.count('class="letter__box"') == 4  # yes and no for each of two apps
    assert "eerst het bestuur" in page
    raw = colleague.get(f"/mag-dit/brief?{LESSON}&adres=%3Cscript%3E").get_data(as_text=True)
    assert "<script>" not in raw
    assert "Fatima &lt;Voorbeeld&gt;" in raw


def test_from_sixteen_the_letter_is_for_the_pupil(client: CheckingClient, published: None) -> None:
    page = text(client, "/mag-dit/brief?dienst=agreed&doel=publish&leeftijd=17&weigering=nee")
    assert "Beste leerling of student" in page
    assert "uw kind" not in page[page.index('class="card letter') :]
    assert "eerst het bestuur" not in page


@pytest.mark.parametrize(
    "query", ["dienst=viewing&doel=lesson", PHOTO.replace("eens=ja", "eens=nee")]
)
def test_no_letter_where_there_is_nothing_to_ask(
    client: CheckingClient, published: None, query: str
) -> None:
    response = client.get(f"/mag-dit/brief?{query}")
    assert response.status_code == 303
    assert urlsplit(response.headers["Location"]).path == "/mag-dit/uitkomst"


def test_nothing_is_stored(session: Any, colleague: CheckingClient) -> None:
    for path in (
        f"/mag-dit?{LESSON}",
        f"/mag-dit/uitkomst?{LESSON}",
        f"/mag-dit/brief?{LESSON}&waarvoor=proef",
    ):
        response = colleague.get(path)
        assert "Set-Cookie" not in response.headers
    assert session.query(Attempt).count() == session.query(LessonVisit).count() == 0


def test_every_kind_of_service_is_named_as_people_know_it(
    client: CheckingClient, published: None
) -> None:
    page = text(client, "/mag-dit")
    for name in ("Parro", "Social Schools", "Magister", "WhatsApp", "Instagram"):
        assert name in page
    assert "De site van uw school" in page
    assert "De nieuwsbrief van uw school" in page


@pytest.mark.parametrize("channel", ["site", "nieuwsbrief"])
def test_a_channel_of_the_school_itself_asks_for_consent_and_no_agreement(
    client: CheckingClient, published: None, channel: str
) -> None:
    purposes = text(client, f"/mag-dit?dienst={channel}")
    assert 'value="publish"' in purposes
    assert 'value="lesson"' not in purposes
    case = f"dienst={channel}&doel=publish&leeftijd=9&weigering=nee&eens=ja"
    outcome = text(client, f"/mag-dit/uitkomst?{case}")
    assert "Eerst vragen" in outcome
    assert "Check van FG en bestuur" not in outcome
    assert f"dienst={channel}" in text(client, f"/mag-dit/controle?{case}")
    inform = text(client, f"/mag-dit/uitkomst?dienst={channel}&doel=inform")
    assert "Delen mag" in inform
    client.checking = False
    assert client.get(f"/mag-dit?dienst={channel}&stap=doel&doel=lesson").status_code == 422


@pytest.mark.parametrize(
    "typed",
    [
        *("12", "12 jaar", "12jaar", " 12 ", "12.", "12,0"),
        *("twaalf", "Twaalf jaar", "１２ jaar", "12-jarige", "12 jr."),
    ],
)
def test_an_age_is_an_age_with_its_unit(
    client: CheckingClient, published: None, typed: str
) -> None:
    sent = client.get(
        "/mag-dit",
        query_string={
            "dienst": "social",
            "doel": "lesson",
            "stap": "leeftijd",
            "leeftijd": typed,
        },
    )
    assert sent.status_code == 303
    assert "leeftijd=12" in sent.headers["Location"]


def test_a_word_is_explained_once_where_it_first_stands(
    client: CheckingClient, published: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcome, "MEANINGS", {"doel": "waarvoor u het wilt"})
    page = text(client, f"/mag-dit/uitkomst?{PHOTO}")
    assert page.count("doel (waarvoor u het wilt)") == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("De FG denkt mee. De FG.", "De FG (wie) denkt mee. De FG."),
        ('<a href="/FG">FG</a> en FG', '<a href="/FG">FG</a> en FG (wie)'),
        ("EFG en FG-lid", "EFG en FG-lid"),
        ("niets", "niets"),
    ],
)
def test_words_are_explained_outside_tags_links_and_longer_words(before: str, after: str) -> None:
    assert Glossary({"FG": "wie"}).explained(Html(before)) == after


def letter_file(client: CheckingClient, query: str) -> tuple[ZipFile, str]:
    reply = client.get(f"/mag-dit/brief.docx?{query}")
    assert reply.mimetype == DOCX
    archive = ZipFile(BytesIO(reply.data))
    assert archive.testzip() is None
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))
    document = ElementTree.fromstring(archive.read("word/document.xml"))
    paragraphs = document.iter(f"{{{WORD}}}p")
    lines = ["".join(node.text or "" for node in one.iter(f"{{{WORD}}}t")) for one in paragraphs]
    return archive, "\n".join(lines)


def test_the_letter_is_a_word_file_that_says_what_the_page_says(
    client: CheckingClient, published: None
) -> None:
    query = f"{PHOTO}&app1=Schoolsite&app2=%3CParro%3E&waarvoor=De+musical"
    page = text(client, f"/mag-dit/brief?{query}")
    assert 'href="/mag-dit/brief.docx?' in page
    archive, words = letter_file(client, query)
    assert {"[Content_Types].xml", "_rels/.rels", "word/styles.xml"} <= set(archive.namelist())
    for line in (
        "Vraag om toestemming",
        "Beste ouder of verzorger,",
        "Waarvoor: De musical",
        "Welke app, site of welk kanaal: Schoolsite en <Parro>",
        "U bent vrij om te kiezen. U hoeft geen reden te geven.",
        f"Schoolsite {BOX} ja {BOX} nee",
        f"Datum: {LINE}",
    ):
        assert line in words, words
    assert "vul in" not in words
    assert letter_file(client, query)[1] == words


def test_there_is_no_file_where_there_is_no_letter(client: CheckingClient, published: None) -> None:
    for query in ("dienst=viewing&doel=lesson", "dienst=social"):
        assert client.get(f"/mag-dit/brief.docx?{query}").status_code == 303
