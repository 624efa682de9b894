"""What somebody reads before the first lesson, true for each case."""

from __future__ import annotations

import pytest

from course.store.duties.given import GivenBy
from course.web.learn.welcome import help_words, who_and_why


def given(
    school: str, *, team: str | None = None, personal: bool = False, by: str | None = "Tarik"
):  # type: ignore[no-untyped-def]
    return GivenBy(school, team, personal, by)


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ([], "U koos deze cursus zelf. Niemand heeft u gevraagd om deze cursus te doen."),
        (
            [given("De Boom")],
            "De Boom geeft u deze cursus, via Tarik. U krijgt deze cursus omdat u daar werkt.",
        ),
        (
            [given("De Boom", by=None)],
            "De Boom geeft u deze cursus. U krijgt deze cursus omdat u daar werkt.",
        ),
        (
            [given("De Boom", team="Onderbouw")],
            "De Boom geeft u deze cursus, via Tarik. "
            "U krijgt deze cursus omdat u in team Onderbouw werkt.",
        ),
        (
            [given("De Boom", personal=True), given("De Tak", by="Eva")],
            "De Boom en De Tak geven u deze cursus, via Tarik en Eva. "
            "De cursus is aan u persoonlijk gegeven.",
        ),
        (
            [given("De Boom", team="Onderbouw"), given("De Tak", team="Bovenbouw")],
            "De Boom en De Tak geven u deze cursus, via Tarik. "
            "U krijgt deze cursus omdat u in de teams Onderbouw en Bovenbouw werkt.",
        ),
        (
            [given("De Boom", team="Onderbouw"), given("De Boom")],
            "De Boom geeft u deze cursus, via Tarik. U krijgt deze cursus omdat u daar werkt.",
        ),
    ],
)
def test_who_gives_it_and_why_you(reasons: list[GivenBy], said: str) -> None:
    assert who_and_why(reasons) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Hulp nodig? Vraag het aan uw leidinggevende."),
        ({"contact_ict_dienst": "x"}, "Hulp nodig? Vraag het aan uw leidinggevende."),
        ({"naam_ict_dienst": "ITS"}, "Hulp nodig? Die krijgt u van ITS."),
        (
            {"naam_ict_dienst": "ITS", "contact_ict_dienst": "its@demo.example"},
            "Hulp nodig? Die krijgt u van ITS: its@demo.example.",
        ),
    ],
)
def test_help_is_never_invented(values: dict[str, str], said: str) -> None:
    assert help_words(values) == said
