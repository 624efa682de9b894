"""What is wrong with an open list of schools, in sentences: for the page, and for the command."""

from __future__ import annotations

from course.domain.people.school_list import SchoolListFault, SchoolListProblem

_SENTENCES = {
    SchoolListFault.TOO_LARGE: "Dit bestand is te groot voor een lijst van scholen.",
    SchoolListFault.UNREADABLE: (
        "Dit bestand kunnen wij niet lezen. Kies het CSV-bestand, of een zip met alleen dat."
    ),
    SchoolListFault.EMPTY: "Er staat geen school in dit bestand.",
    SchoolListFault.HEADS: (
        "Dit is geen lijst van DUO die wij kennen. Wij zoeken de kolommen VESTIGINGSCODE en "
        "VESTIGINGSNAAM, of BEVOEGD GEZAG NUMMER en BEVOEGD GEZAG NAAM, of ONDERWIJSAANBIEDERID."
    ),
    SchoolListFault.CODE: "De code is niet zoals DUO haar schrijft, bijvoorbeeld 12AB00.",
    SchoolListFault.NAME: "De naam is leeg.",
    SchoolListFault.TWICE: "Deze vestiging staat er al.",
}


def list_sentence(problem: SchoolListProblem) -> str:
    """One problem, with its row."""
    said = _SENTENCES[problem.fault]
    return f"Rij {problem.row}: {said}" if problem.row else said
