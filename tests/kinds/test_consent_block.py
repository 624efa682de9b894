"""How an exercise on consent is written: what its parser reads, and what it tells the author."""

from __future__ import annotations

import pytest

from course.kinds.consent.item import ConsentItem, Lead, Purpose, Service
from tests.content.reading import examples, item, parse


def documented() -> str:
    """The exercise of the documentation, as it is written."""
    return next(text for text in examples("item") if text.startswith("::: consent"))


@pytest.mark.parametrize(
    "situation",
    [
        "Tekst",
        "Tekst = social, lesson",
        "Tekst = radio, lesson, 12",
        "Tekst = social, lesson, oud",
        "Tekst = social, lesson, 12, app oud",
        "Tekst = social, lesson, 12, boos",
        "Tekst = viewing, publish, 12",
    ],
)
def test_a_situation_that_cannot_be_is_a_problem(situation: str) -> None:
    _, problems = parse(
        f"::: consent a\nVraag\n\n- s1. {situation}\n  > Uitleg.\n- s2. {situation}\n  > "
        "Uitleg.\n:::"
    )
    assert {(problem.line) for problem in problems if problem.rule in ("consent", "pair")} >= {4, 6}


def test_an_exercise_has_a_situation() -> None:
    text = documented()
    start, end = text.index("- s1."), text.index("after:")
    found, problems = parse(text[:start] + text[end:])
    assert found is None
    assert [(one.line, one.rule) for one in problems] == [(1, "consent")]
    assert "minstens één situatie" in problems[0].message


def test_one_step_before_a_lesson_is_enough() -> None:
    found = item(documented().replace(" | Reactietijd ouders 10", ""))
    assert isinstance(found, ConsentItem)
    assert found.leads == (Lead("Brief maken", 2),)


@pytest.mark.parametrize(
    ("said", "app_age", "refused", "agreed"),
    [
        ("", None, False, True),
        (", app 13", 13, False, True),
        (", refused", None, True, True),
        (", disagree", None, False, False),
        (", app 16, disagree", 16, False, False),
    ],
)
def test_what_is_true_in_a_situation(
    said: str, app_age: int | None, refused: bool, agreed: bool
) -> None:
    found = item(
        documented().replace("= social, lesson, 12, app 13", f"= social, lesson, 12{said}")
    )
    assert isinstance(found, ConsentItem)
    last = found.situations[-1]
    facts = (last.key, last.service, last.purpose, last.age)
    assert facts == ("s2", Service.SOCIAL, Purpose.LESSON, 12)
    assert (last.app_age, last.refused, last.agreed) == (app_age, refused, agreed)
    assert [(lead.text, lead.days) for lead in (*found.leads, found.check)] == [
        ("Brief maken", 2),
        ("Reactietijd ouders", 10),
        ("Check van FG en bestuur", 15),
    ]
    ages = [one.age for one in found.services]
    assert ages == [13, 13, None, None, None, None]
