"""What a school's lists call their columns and functions: seen, added to and taken away."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.domain.people.lists.functions import function_key
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.people import list_words
from course.store.people.directory import SchoolRow
from course.store.people.list_words import LONGEST_WORD, MOST_WORDS, NewListWord, WordKind
from course.web.admin import bp
from course.web.admin.list_questions import KINDS_BY_WORD
from course.web.admin.list_questions_page import KINDS
from course.web.admin.pages import ListWordsPage
from course.web.admin.rows import LIST_WORD_FIELDS
from course.web.http.access import allow
from course.web.page.answering import Answer, answer
from course.web.page.fields import Fields
from course.web.page.frame import tell
from course.web.page.labels import AUDIENCES
from course.web.page.lists import columns, rows_of
from course.web.page.parts import FieldError, FormOption
from course.web.page.query import row_from_form
from course.web.page.school_choice import school_of


@bp.get("/scholen/<code>/lijstwoorden")
@allow(Permission.PEOPLE)
def show_list_words(code: str) -> str:
    """The words, and the form for one more function."""
    page = _page(school_of(Permission.PEOPLE, code), {})
    return render_template("admin/list_words.html", page=page)


@bp.post("/scholen/<code>/lijstwoorden")
@allow(Permission.PEOPLE)
def change_list_words(code: str) -> Answer | Response:
    """One more function with its kind of work, or a word taken away."""
    school = school_of(Permission.PEOPLE, code)
    fields = Fields(request.form)
    gone = fields.text("weg")
    if gone:
        transaction.begin(may_write=True)
        list_words.forget(school.id, row_from_form(gone))
        transaction.commit()
        tell("Dit woord betekent weer wat wij er zelf van maken.")
        return redirect(url_for("admin.show_list_words", code=code), 303)
    return _add(school, fields)


def _add(school: SchoolRow, fields: Fields) -> Answer | Response:
    name = fields.name("functie", "Vul de naam van de functie in, zoals die in de lijst staat.")
    kind = fields.choice("soort", KINDS_BY_WORD, "Kies wat voor werk het is.")
    if name is not None and not function_key(name):
        fields.wrong("functie", "Gebruik letters in de naam van de functie.")
    if len(list_words.words_of(school.id)) >= MOST_WORDS:
        fields.wrong("functie", "Er zijn te veel woorden. Haal er eerst een paar weg.")
    if name is None or kind is None or fields.errors:
        page = _page(school, fields.sent, tuple(fields.errors))
        return answer("admin/list_words.html", page, page.errors)
    word = NewListWord(WordKind.FUNCTION, function_key(name)[:LONGEST_WORD], name, kind.value)
    transaction.begin(may_write=True)
    list_words.remember(school.id, [word])
    transaction.commit()
    tell(f"“{name}” is voortaan {AUDIENCES[kind]}.")
    return redirect(url_for("admin.show_list_words", code=school.code), 303)


def _page(
    school: SchoolRow, sent: Mapping[str, str], errors: tuple[FieldError, ...] = ()
) -> ListWordsPage:
    found = list_words.words_of(school.id)
    return ListWordsPage(
        school=school.name,
        code=school.code,
        columns=columns(LIST_WORD_FIELDS),
        words=rows_of(LIST_WORD_FIELDS, found),
        removable=tuple(FormOption(str(one.id), one.name) for one in found),
        kinds=KINDS,
        sent=sent,
        errors=errors,
    )
