"""What is wrong with a list, in sentences."""

from __future__ import annotations

import pytest

from course.domain.people.roster_problems import Fault, RowProblem
from course.web.admin.list_faults import sentence


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_is_said_in_whole_sentences_for_who_reads_u(fault: Fault) -> None:
    said = sentence(RowProblem(2, "naam", fault, "iets", (3,)))
    assert said[0] in "“ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert said.endswith(".")
    assert not {"je", "jij", "jouw"} & set(said.lower().split())
    assert "{" not in said


def test_two_faults_are_not_said_alike() -> None:
    said = {sentence(RowProblem(2, "naam", fault)) for fault in Fault}
    assert len(said) == len(Fault)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (RowProblem(1, "klas {0}", Fault.PUPILS), "er is een kolom “klas {0}”"),
        (RowProblem(2, "e-mail", Fault.NOT_AN_EMAIL, "fout"), "“fout” is geen e-mailadres."),
        (RowProblem(2, "naam", Fault.FORMULA, "=baas"), "Hier staat een formule: “=baas”."),
        (RowProblem(0, "team", Fault.TOO_MANY_TEAMS, "301"), "hooguit 300 teams"),
        (RowProblem(0, "team", Fault.TOO_MANY_TEAMS, "301"), "worden het er 301."),
        (RowProblem(2, "x", Fault.NUMBER_TWICE, rows=(3, 4, 5, 6, 7)), "regel 3, 4, 5, 6, 7."),
        (RowProblem(2, "x", Fault.NUMBER_TWICE, rows=(3, 4, 5, 6, 7, 8)), "6, 7 en verder."),
        (RowProblem(4, "e-mail", Fault.PERSON_TWICE, rows=(3,)), "staat ook op regel 3."),
    ],
)
def test_a_sentence_says_what_stands_there_and_where_else(problem: RowProblem, words: str) -> None:
    assert words in sentence(problem)
