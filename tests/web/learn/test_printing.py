"""A module on paper: everything its pages say, and nothing that gives an answer away."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from course.models import LessonVisit
from course.web.learn.printing import question_of
from tests import builders
from tests.checking_client import CheckingClient
from tests.content.reading import examples, item
from tests.learning import Learner, learner, publish

MODULE = "/leren/proef/een"
HANDOUT = f"{MODULE}/afdrukken"


def paper(client: CheckingClient) -> str:
    """The handout without the frame of the site."""
    return client.get(HANDOUT).text.partition("<article")[2].partition("</article>")[0]


def test_the_pages_the_plan_and_the_sheet_stand_in_one_document(
    client: CheckingClient, noor: Learner
) -> None:
    text = client.get(HANDOUT).text
    titles = re.findall(r"<h2[^>]*>([^<]*)</h2>", text)
    assert titles == [
        "Wat u hierna kunt",
        "Een eigen leven",
        "Uw plan",
        "Voor in de klas",
        "Bronnen",
    ]
    assert "Daarna beslissen anderen." in text
    assert "Doe dit met uw klas." in text
    assert "Een bron, 2024." in text


def test_a_question_has_its_choices_with_a_box_and_no_key_or_feedback(
    client: CheckingClient, noor: Learner
) -> None:
    text = paper(client)
    assert "Wie deelt hier?" in text
    assert "Wie doorstuurt" in text
    assert text.count('class="letter__box"') == 2
    for hidden in (
        "doorsturen is ook delen",
        "kiest zelf nieuwe kijkers",
        "Kijk naar wie",
        "{V5}",
        "<input",
    ):
        assert hidden not in text


def test_the_test_and_the_story_stay_on_screen(client: CheckingClient, noor: Learner) -> None:
    text = client.get(HANDOUT).text
    assert "Vraag 1?" not in text
    assert "Wat doet u met de foto?" not in text


def test_the_words_of_the_school_are_filled_in(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    assert "Bel Vraag dit na" in re.sub(r"<[^>]+>", "", client.get(HANDOUT).text)
    builders.word(session, noor.school, "naam_ict_dienst", "Servicepunt")
    session.commit()
    assert "Bel Servicepunt." in re.sub(r"<[^>]+>", "", client.get(HANDOUT).text)


def test_the_module_page_leads_there_and_printing_is_no_visit(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    assert f'href="{HANDOUT}"' in client.get(MODULE).text
    client.get(HANDOUT)
    session.rollback()
    assert session.query(LessonVisit).count() == 0


def test_headings_go_down_one_step_at_a_time(client: CheckingClient, noor: Learner) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", client.get(HANDOUT).text)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))


@pytest.mark.parametrize("path", ["/leren/weg/een/afdrukken", "/leren/proef/weg/afdrukken"])
def test_what_is_not_there_is_not_found(client: CheckingClient, noor: Learner, path: str) -> None:
    assert client.get(path).status_code == 404


def test_who_is_not_enrolled_finds_no_handout(
    client: CheckingClient, session: Any, tmp_path: Path
) -> None:
    publish(tmp_path / "modules")
    noor = learner(session)
    noor.sign_in(client)
    assert client.get("/leren/ander/een/afdrukken").status_code == 404


@pytest.mark.parametrize("text", examples("item"))
def test_no_kind_of_item_prints_its_feedback(text: str) -> None:
    question = question_of(item(text))
    printed = " ".join((question.text, *question.choices, *question.lines, question.note))
    told = [
        line.strip().removeprefix("> ")
        for line in text.splitlines()
        if line.strip().startswith("> ")
    ]
    told += re.findall(r"^(?:hint|refute|after|low|high): (.*)$", text, re.MULTILINE)
    assert question.choices or question.lines
    assert "[[" not in printed
    for words in told:
        assert words not in printed


def test_steps_to_put_in_order_are_not_printed_in_order() -> None:
    text = next(example for example in examples("item") if example.startswith("::: order"))
    found = item(text)
    printed = question_of(found).choices
    right = tuple(option.text for option in found.options)  # type: ignore[attr-defined]
    assert sorted(printed) == sorted(right)
    assert printed != right
