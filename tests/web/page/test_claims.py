"""Sentences above figures and forms say no more than is so."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.domain.duties.states import DutyState, StateCounts
from course.domain.people.roster_plan import RosterPlan
from course.domain.people.sight import Sight
from course.store.duties.totals import GroupCounts
from course.web.admin.wording import done_words
from course.web.page.parts import BarRow
from course.web.report import wording as report
from course.web.report.wording import HIDDEN, first_to_last, lowest, share_bar
from course.web.train.wording import finding

TEMPLATES = Path(__file__).resolve().parents[3] / "course" / "templates"


def row(label: str, percent: int | None) -> BarRow:
    return BarRow(label, percent, HIDDEN if percent is None else f"{percent}%")


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({"Onderbouw": 40, "Bovenbouw": 10}, "Bovenbouw blijft achter"),
        ({"Onderbouw": 0, "Bovenbouw": 0, "Staf": 30}, "Onderbouw en Bovenbouw blijven achter"),
        ({"Onderbouw": 0, "Bovenbouw": 0}, "Klaar per team"),  # level
        ({"A": 0, "B": 0, "C": 0, "D": 9}, "Klaar per team"),  # so many are no finding
        ({"Onderbouw": 40, "Bovenbouw": 10, "Staf": None}, "Klaar per team"),  # who knows
        ({"Onderbouw": 40}, "Klaar per team"),
        ({}, "Klaar per team"),
    ],
)
def test_who_lags_behind_is_named_when_it_is_so(shares: dict[str, int | None], words: str) -> None:
    assert lowest([row(label, share) for label, share in shares.items()], "team") == words


def test_one_who_is_late_is_not_all_and_one_who_is_done_is_not_none() -> None:
    assert share_bar("Team", 199, 200).words == "99% · 199 van 200"
    assert share_bar("Team", 1, 300).words == "1% · 1 van 300"
    assert share_bar("Team", 200, 200).percent == 100
    assert share_bar("Team", 0, 300).percent == 0


def test_first_and_last_are_named_when_there_are_two() -> None:
    assert first_to_last([row("Een", 70)]) == "Klaar per module"
    assert "van 70% bij de eerste tot 30%" in first_to_last([row("Een", 70), row("Twee", 30)])


@pytest.mark.parametrize(
    ("total", "late", "words"),
    [
        (0, 0, "Er is nu niets toegewezen."),
        (1, 0, "1 opdracht staat open. Niemand is te laat."),
        (60, 1, "60 opdrachten staan open. Bij 1 opdracht is iemand te laat."),
    ],
)
def test_assignments_are_counted_over_the_whole_list(total: int, late: int, words: str) -> None:
    assert finding(total, late) == words


def test_mail_that_waits_was_not_sent_yet() -> None:
    assert "verstuurd" not in done_words(RosterPlan(), 50)
    assert "50 uitnodigingen gaan zo de deur uit" in done_words(RosterPlan(), 50)


def test_a_form_that_is_not_filled_in_yet_is_nobodys_mistake() -> None:
    for path in TEMPLATES.rglob("*.html"):
        if path.parent.name not in ("errors", "standing"):
            assert "Er ging iets mis" not in path.read_text("utf-8"), path


@pytest.mark.parametrize(
    "name", ["admin/people.html", "report/school.html", "train/assignment.html"]
)
def test_an_empty_list_speaks_of_a_search_only_where_one_was_made(name: str) -> None:
    text = (TEMPLATES / name).read_text("utf-8")
    _, _, after = text.partition("'Niemand past bij")
    assert after.partition("'")[2].lstrip().startswith("if page.")


def test_who_is_set_apart_has_the_course() -> None:
    apart = GroupCounts("staf", "Staf", StateCounts({DutyState.PAUSED: 6}))
    assert report.finding(apart) == report.SET_APART
    assert report.tiles(apart, {}, Sight.LESSONS)[0].label == "tellen mee"
    (bar,) = report.bars([(apart, "Staf", "")])
    assert bar.words == "6 gepauzeerd"
    nobody = GroupCounts("staf", "Staf", StateCounts())
    assert report.finding(nobody) == "Niemand heeft deze cursus als opdracht."
    assert report.bars([(nobody, "Staf", "")])[0].words == "Geen opdracht"
