"""What the pages for trainers say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from course.domain.duties.mending import Mend, Mending
from course.kinds.item import Audience
from course.store.duties.assignments import AssignmentRow
from course.store.duties.targets import BoardChoice, SchoolEffect
from course.web.page.formats import by_count, counted
from course.web.page.labels import AUDIENCES, EXEMPT_FOR
from course.web.page.parts import FormOption
from course.web.train.mend_form import REASONS

WITHDRAWN = "Deze toewijzingen zijn ingetrokken. De voortgang van mensen is bewaard."
NOT_HERE = "Op deze school vinden wij niemand met dit e-mailadres. Controleer het adres."
OTHER = "Met deze pagina gaf u al een opdracht, met andere keuzes. Kijk uw keuzes na en ga verder."


def who_of(row: AssignmentRow) -> str:
    """Whom it is for, as it stands in a sentence."""
    place = row.school
    if row.person is not None:
        place = f"{row.person}, {row.school}"
    elif row.team is not None:
        place = f"team {row.team}, {row.school}"
    if not row.functions:
        return place
    return f"{place}, alleen {functions_words(row.functions.split())}"


def functions_words(functions: Iterable[str]) -> str:
    """Kinds of work, as they stand in a sentence."""
    return " en ".join(AUDIENCES[Audience(one)] for one in functions)


def finding(total: int, late: int) -> str:
    """The answer to the question of the page, in one sentence or two, over the whole list."""
    if not total:
        return "Er is nu niets toegewezen."
    open_ones = f"{counted(total, 'opdracht staat', 'opdrachten staan')} open."
    if not late:
        return f"{open_ones} Niemand is te laat."
    return f"{open_ones} Bij {counted(late, 'opdracht', 'opdrachten')} is iemand te laat."


def now(count: int) -> str:
    return f"Nu {counted(count, 'medewerker', 'medewerkers')}."


def question(count: int) -> str:
    people = counted(count, "medewerker", "medewerkers")
    return f"{by_count(count, 'Krijgt', 'Krijgen')} {people} deze cursus?"


NOBODY_YET = "Nu werkt er niemand voor wie dit geldt. Wie er later bij komt, krijgt de cursus wel."
CHOOSE = "Kies wat u wilt doen."
TOO_FAR = "Kies een dag binnen drie jaar."
DEED_OPTIONS = (
    FormOption("datum", "Een andere uiterste datum", "Bijvoorbeeld uitstel."),
    FormOption("pauze", "Pauzeren tot en met een dag", "Wij bewaren niet waarom."),
    FormOption("vrijstelling", "Vrijstellen", "Met een reden uit de lijst."),
    FormOption("hervatten", "Weer laten meetellen", "De pauze of de vrijstelling stopt vandaag."),
)
EXEMPT_OPTIONS = tuple(FormOption(slug, EXEMPT_FOR[reason]) for slug, reason in REASONS.items())
_DEEDS = {
    Mending.DAY: (
        "Krijgt {} een andere datum?",
        "Krijgen {} een andere datum?",
        "Verander de datum",
    ),
    Mending.PAUSE: ("Pauzeert u {}?", "Pauzeert u {}?", "Pauzeer de opdracht"),
    Mending.EXEMPT: ("Stelt u {} vrij?", "Stelt u {} vrij?", "Stel vrij"),
    Mending.RESUME: ("Telt {} weer mee?", "Tellen {} weer mee?", "Laat weer meetellen"),
}


def mend_question(mend: Mend, count: int) -> str:
    """The question before mending, about as many people as it changes something for."""
    one, several, _ = _DEEDS[mend.what]
    people = counted(count, "medewerker", "medewerkers")
    return by_count(count, one, several).format(people)


def mend_button(mend: Mend) -> str:
    return _DEEDS[mend.what][2]


def nothing(told: tuple[str, ...]) -> str:
    """That there is nothing to do, and why."""
    return " ".join(("Er verandert niets.", *told))


def board_option(board: BoardChoice) -> FormOption:
    """A board, with what choosing it means."""
    schools = counted(board.schools, "school", "scholen")
    return FormOption(board.code, board.name, f"Nu {schools}, en scholen die er later bij komen.")


def told_of_schools(found: Sequence[SchoolEffect]) -> str:
    """What assigning does, over all schools together."""
    new, keep = sum(one.new for one in found), sum(one.keep for one in found)
    sooner, done = sum(one.sooner for one in found), sum(one.done for one in found)
    if not new + keep + sooner + done:
        return NOBODY_YET
    parts = [f"{counted(new, 'medewerker krijgt', 'medewerkers krijgen')} hem nieuw."]
    if keep:
        keeping = counted(keep, "heeft hem al en houdt", "hebben hem al en houden")
        parts.append(f"{keeping} de datum.")
    if sooner:
        getting = counted(sooner, "heeft hem al en krijgt", "hebben hem al en krijgen")
        parts.append(f"{getting} een eerdere datum.")
    if done:
        parts.append(counted(done, "is al klaar.", "zijn al klaar."))
    return " ".join(parts)


def broad_question(new: int) -> str:
    """The question before assigning to several groups, of whom perhaps everybody has it."""
    if not new:
        return "Wijst u deze cursus ook zo toe?"
    return question(new)
