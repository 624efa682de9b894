"""Saying what a list does not say by itself; what is said of columns and functions is remembered
for the school's next list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from course.domain.people.lists.columns import ListColumn, normal, recognise
from course.domain.people.lists.functions import function_key
from course.domain.people.lists.tables import ListTable, NoTable
from course.domain.people.roles import Permission
from course.domain.people.roster_problems import RowProblem
from course.kinds.item import Audience
from course.store.people.list_words import NewListWord, WordKind
from course.web.admin import bp
from course.web.admin.importing import uploaded_files
from course.web.admin.list_desk import SentList, find, say, tables_in
from course.web.admin.list_faults import sentence
from course.web.admin.list_questions_page import NOT_NEEDED, asked_functions, questions_page
from course.web.admin.showing import show, too_old
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, or_404
from course.web.page.fields import Fields, by_value
from course.web.page.labels import AUDIENCE_OF
from course.web.page.parts import FieldError
from course.web.page.school_choice import school_of

KINDS_BY_WORD = AUDIENCE_OF
COLUMNS = by_value(ListColumn)


@bp.get("/importeren/<code>/<ref>")
@allow(Permission.PEOPLE)
def show_questions(code: str, ref: str) -> str:
    """What a list that waits does not say by itself."""
    sent = or_404(find(current_person(), school_of(Permission.PEOPLE, code), ref))
    return render_template("admin/questions.html", page=questions_page(sent))


@bp.post("/importeren/<code>/<ref>")
@allow(Permission.PEOPLE)
def answer_questions(code: str, ref: str) -> Answer | Response:
    """Take what was said about a list, and show what it would change."""
    school = school_of(Permission.PEOPLE, code)
    sent = find(current_person(), school, ref)
    if sent is None:
        return too_old(school)
    fields = Fields(request.form)
    more = tables_in(uploaded_files("bestand"))
    if isinstance(more, RowProblem):
        return _again(sent, FieldError("bestand", sentence(more)))
    said = dict(_columns(sent, fields))
    twice = _twice(said)
    if twice is not None:
        message = f"U koos twee keer “{twice.value}”. Kies die bij een kolom."
        return _again(sent, FieldError("kolom-0", message))
    kinds = dict(_functions(sent, fields))
    answers = _answers(sent, fields, said, kinds)
    words = list(_words(sent, said, kinds))
    return show(say(sent, answers, more, words))


def _again(sent: SentList, error: FieldError) -> Answer:
    page = questions_page(sent, (error,))
    return render_template("admin/questions.html", page=page), 422


def _answers(
    sent: SentList,
    fields: Fields,
    said: Mapping[str, ListColumn | None],
    kinds: Mapping[str, Audience],
) -> dict[str, Any]:
    """All that was said of this list, now and before."""
    told = sent.held.answers
    answers: dict[str, Any] = {
        "columns": {
            **told.get("columns", {}),
            **{name: _meaning(column) for name, column in said.items()},
        },
        "functions": {
            **told.get("functions", {}),
            **{function_key(name): kind.value for name, kind in kinds.items()},
        },
        "holders": sorted({*told.get("holders", ()), *_holders(sent, fields)}),
        "good_only": fields.ticked("goede") or bool(told.get("good_only")),
    }
    sites = [name for name in request.form.getlist("vestiging") if name in sent.file.sites]
    if sites:
        answers["sites"] = sites
    return answers


def _columns(sent: SentList, fields: Fields) -> Iterator[tuple[str, ListColumn | None]]:
    """What was chosen above each column, when it is not what we thought ourselves."""
    if isinstance(sent.table, NoTable):
        return
    thought = recognise(sent.table.header, sent.answers.columns)
    holds = {place: column for column, place in thought.places.items()}
    for place, name in enumerate(sent.table.header):
        word = fields.text(f"kolom-{place}")
        column = COLUMNS.get(word)
        if column is None and word != NOT_NEEDED:
            continue
        if holds.get(place) is not column:
            yield normal(name), column


def _twice(said: Mapping[str, ListColumn | None]) -> ListColumn | None:
    """What was chosen for two columns."""
    for column, times in Counter(said.values()).items():
        if column is not None and times > 1:
            return column
    return None


def _meaning(column: ListColumn | None) -> str:
    """What is kept of a choice; empty for a column that is not needed."""
    if column is None:
        return ""
    return column.value


def _functions(sent: SentList, fields: Fields) -> Iterator[tuple[str, Audience]]:
    for place, (name, _) in enumerate(asked_functions(sent)):
        kind = KINDS_BY_WORD.get(fields.text(f"functie-{place}"))
        if kind is not None:
            yield name, kind


def _holders(sent: SentList, fields: Fields) -> Iterator[int]:
    """The rows of who gets an address that others have too."""
    for place, one in enumerate(sent.file.shared):
        chosen = fields.text(f"postvak-{place}")
        for line in one.people:
            if str(line.row) == chosen:
                yield line.row


def _words(
    sent: SentList, said: Mapping[str, ListColumn | None], kinds: Mapping[str, Audience]
) -> Iterator[NewListWord]:
    """What the school's next list will mean by the same words. Columns without a name have none."""
    names = _names(sent.table)
    for word, column in said.items():
        if word in names:
            yield NewListWord(WordKind.COLUMN, word, names[word], _meaning(column))
    for name, kind in kinds.items():
        yield NewListWord(WordKind.FUNCTION, function_key(name), name, kind.value)


def _names(table: ListTable | NoTable) -> dict[str, str]:
    if isinstance(table, NoTable) or table.bare:
        return {}
    return {normal(name): name for name in table.header}
