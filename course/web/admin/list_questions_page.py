"""The page on which somebody says what a list does not say: a choice above each column, what its
functions mean, which school, and whose an address is.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from course.domain.people.lists.cells import guess, samples
from course.domain.people.lists.columns import Layout, ListColumn, recognise
from course.domain.people.lists.tables import ListTable, NoTable
from course.domain.people.roster_problems import Fault
from course.web.admin.list_desk import SentList
from course.web.admin.list_faults import sentence
from course.web.admin.list_notes import private_words
from course.web.admin.pages import ColumnCard, ListQuestionsPage, WordChoice
from course.web.page.formats import counted
from course.web.page.labels import AUDIENCES
from course.web.page.options import word_options
from course.web.page.parts import FieldError, FormOption

NOT_NEEDED = "niet-nodig"
SHOWN_CELLS = 3
LONGEST_SAMPLE = 60
MOST_FUNCTIONS = 40  # that are asked at once, the most frequent first
MEANINGS = (
    FormOption(NOT_NEEDED, "Niet nodig"),
    *word_options(ListColumn),
)
KINDS = word_options(AUDIENCES.values())


def questions_page(sent: SentList, errors: tuple[FieldError, ...] = ()) -> ListQuestionsPage:
    """What is known already stands there as chosen."""
    file = sent.file
    table = sent.table
    return ListQuestionsPage(
        school=sent.school.name,
        action=url_for("admin.show_questions", code=sent.school.code, ref=sent.held.ref),
        columns=tuple(_cards(table, layout_of(sent))),
        meanings=MEANINGS,
        functions=tuple(_functions(sent)),
        more_functions=max(0, len(file.functions) - MOST_FUNCTIONS),
        sites=tuple(FormOption(name, _rows(name, count)) for name, count in file.sites.items()),
        sites_chosen=tuple(sent.answers.sites),
        shared=tuple(_shared(sent)),
        add_file=_why_another(sent),
        private=private_words(file.private),
        errors=errors or tuple(_missing(sent)),
    )


def _rows(name: str, count: int) -> str:
    return f"{name} ({counted(count, 'regel', 'regels')})"


def _functions(sent: SentList) -> Iterator[WordChoice]:
    """A choice for each function that nobody knows."""
    for place, (name, count) in enumerate(asked_functions(sent)):
        yield WordChoice(f"functie-{place}", _rows(name, count), "", KINDS)


def _shared(sent: SentList) -> Iterator[WordChoice]:
    """A choice for each address that several people have."""
    for place, one in enumerate(sent.file.shared):
        options = []
        for line in one.people:
            options.append(FormOption(str(line.row), f"{line.name}, regel {line.row}"))
        yield WordChoice(f"postvak-{place}", f"Van wie is {one.email}?", "", tuple(options))


def _missing(sent: SentList) -> Iterator[FieldError]:
    """What has to be said first, each at the column that it may be about."""
    guessed: dict[ListColumn, int] = {}
    if isinstance(sent.table, ListTable):
        guessed = {to: at for at, to in guess(sent.table, layout_of(sent)).items()}
    about = {Fault.NO_EMAIL_COLUMN: ListColumn.EMAIL, Fault.NO_NAME_COLUMN: ListColumn.NAME}
    for problem in sent.file.problems:
        if problem.fault is Fault.SEVERAL_SCHOOLS:
            yield FieldError("vestiging", sentence(problem))
        elif problem.fault in about:
            place = guessed.get(about[problem.fault], 0)
            yield FieldError(f"kolom-{place}", sentence(problem))


def layout_of(sent: SentList) -> Layout:
    """Where the columns of a list stand; empty when its files do not belong together."""
    if isinstance(sent.table, NoTable):
        return Layout({})
    return recognise(sent.table.header, sent.answers.columns)


def asked_functions(sent: SentList) -> list[tuple[str, int]]:
    """The functions that nobody knows, with their rows; the most frequent first."""
    found = sorted(sent.file.functions.items(), key=lambda one: (-one[1], one[0]))
    return found[:MOST_FUNCTIONS]


def _cards(table: ListTable | NoTable, layout: Layout) -> Iterator[ColumnCard]:
    """A card for each column; none when the files do not belong together."""
    if isinstance(table, NoTable):
        return
    known: dict[int, ListColumn] = {}
    if not layout.is_complete:
        known |= guess(table, layout)
    known |= {place: column for column, place in layout.places.items()}
    for place, name in enumerate(table.header):
        if place in layout.private or not name:
            continue
        chosen, title = NOT_NEEDED, name
        if place in known:
            chosen = known[place].value
        if table.bare:
            title = f"Kolom {name}"
        cells = filter(None, samples(table, place, 20))
        shown = [cell[:LONGEST_SAMPLE] for cell in cells][:SHOWN_CELLS]
        yield ColumnCard(f"kolom-{place}", title, chosen, tuple(shown))


def _why_another(sent: SentList) -> str:
    """Names and addresses may stand in two files."""
    layout = layout_of(sent)
    if layout.is_complete:
        return ""
    if ListColumn.EMAIL in layout.places:
        return "Staan de namen in een ander bestand? Voeg dat toe."
    return "Staan de mailadressen in een ander bestand? Voeg dat toe."
