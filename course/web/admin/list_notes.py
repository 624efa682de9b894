"""What a list left unsaid, what was left out of it, and what was put together, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from course.domain.people.lists.lines import PeopleFile, SharedMailbox
from course.domain.people.roster_plan import RosterPlan
from course.web.admin import wording
from course.web.page.formats import counted, whole

NAMED = 12  # columns, functions or rows in one sentence


def notes_of(file: PeopleFile, plan: RosterPlan) -> tuple[str, ...]:
    """One sentence or two for each thing that somebody should know before saying yes."""
    return tuple(filter(None, [*_of_columns(file), *_of_rows(file), *_of_plan(plan)]))


def _of_columns(file: PeopleFile) -> Iterator[str]:
    if file.system:
        yield f"Dit lijkt een lijst uit {file.system}."
    if file.left_out:
        count = counted(len(file.left_out), "kolom", "kolommen")
        yield f"{count} niet nodig: {named(file.left_out)}."
    yield private_words(file.private)
    if file.functions:
        yield (
            f"Wij kennen {counted(len(file.functions), 'functie', 'functies')} niet: "
            f"{named(list(file.functions))}. Wie zo’n functie heeft en nieuw is, krijgt de lessen "
            "voor onderwijzend personeel. Bij wie er al is, verandert de functie niet."
        )


def lead(file: PeopleFile, plan: RosterPlan) -> str:
    """Whether there is anything to do; not everything is there as long as somebody is left out."""
    if wording.submit(plan):
        return "Er is nog niets bewaard."
    if file.shared or plan.refused or not plan.unchanged:
        return "Er is nu niets te bewaren. Hieronder staat wie niet meedoet, en waarom."
    return "Alles in deze lijst staat er al zo in."


def private_words(names: Collection[str]) -> str:
    """Which columns were dropped at once; empty when there were none."""
    if not names:
        return ""
    return f"Deze gegevens bewaren wij nergens en zijn meteen weggegooid: {named(names)}."


def _of_rows(file: PeopleFile) -> Iterator[str]:
    if file.merged:
        rows = counted(file.merged, "regel gaat", "regels gaan")
        yield (
            f"{rows} over iemand die al eerder in de lijst staat. Wie meer teams heeft, komt in "
            "het eerste team, of blijft in een van die teams. Bij meer functies telt "
            "leidinggevend het eerst, dan onderwijzend."
        )
    if file.over:
        yield f"{counted(file.over, 'regel gaat', 'regels gaan')} over werk dat voorbij is."
    if file.later:
        yield (
            f"{counted(file.later, 'regel gaat', 'regels gaan')} over werk dat later begint. Stuur "
            "de lijst dan opnieuw."
        )
    for one in file.shared[:NAMED]:
        yield shared_words(one)


def shared_words(one: SharedMailbox) -> str:
    """One address that several people have."""
    people = [f"{line.name} (regel {line.row})" for line in one.people]
    return (
        f"Het adres {one.email} staat bij {named(people)}. Zij doen nog niet mee: een adres is van "
        "één persoon. Kies van wie het is, of geef de ander een eigen adres."
    )


def _of_plan(plan: RosterPlan) -> Iterator[str]:
    if plan.refused:
        yield (
            f"{counted(plan.refused, 'regel doet', 'regels doen')} niet mee, omdat er iets niet "
            "klopt. Daarom gaat nu niemand weg."
        )
    if plan.keeper_missing:
        yield "U staat zelf niet op deze lijst. U blijft wel bij deze school staan."


def named(names: Collection[str]) -> str:
    """Names in a sentence: the first, and how many more there are."""
    first = [*names][:NAMED]
    more = len(names) - len(first)
    if more:
        return f"{', '.join(first)} en nog {whole(more)}"
    return " en ".join([", ".join(first[:-1]), first[-1]]) if len(first) > 1 else "".join(first)
