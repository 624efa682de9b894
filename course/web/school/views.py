"""The words of a school or of its board: seen and changed by managers and administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import abort, redirect, request, url_for

from course import clock
from course.content.types import Variable
from course.domain.people.roles import Permission
from course.kinds.marking import by_key
from course.store import transaction
from course.store.courses import releases
from course.store.dated import DeedMoment
from course.store.people import filling, words
from course.store.people.directory import SchoolRow
from course.store.people.organising import BoardRow, board_by_code, board_of_school
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, Page, answer
from course.web.page.frame import tell
from course.web.page.parts import FieldError, FormOption, FormPage, Link, messages_of
from course.web.school import bp
from course.web.school.reading import lines_of, own_school

MAX_TEXT = 2000  # characters
SHOWN_OF_TEXT = 80  # characters of what a board filled in, beside an empty field
ENTRY_TEST = "instaptoets"  # the name of its box
ENTRY_OPTION = FormOption(
    "ja",
    "Bied de instaptoets aan",
    "Vooraf één vraag per module. Wie het zeker weet, mag uitleg overslaan. De oefeningen en de "
    "toetsen blijven.",
)


@dataclass(frozen=True)
class WordField:
    """One word that lessons leave to the school. `inherited`: what the board filled in for it."""

    variable: Variable
    value: str
    error: str
    inherited: str = ""

    @property
    def hint(self) -> str:
        """What is meant, and from whom the word comes while the field is empty."""
        if not self.inherited:
            return self.variable.hint
        shown = " / ".join(self.inherited.splitlines())
        if len(shown) > SHOWN_OF_TEXT:
            shown = f"{shown[:SHOWN_OF_TEXT].rstrip()}…"
        return f"{self.variable.hint} Leeg: dan geldt wat het bestuur invulde: ‘{shown}’.".strip()


@dataclass(frozen=True)
class WordsPage(FormPage):
    """All of them, in one form. `board` is the name of the board of a school."""

    crumbs: list[Link]
    school: str
    action: str
    fields: list[WordField]
    board: str
    board_url: str  # where its words are filled in; empty: by somebody else
    entry_test: list[FormOption]
    conduct_url: str
    calendar_url: str
    sight_url: str
    measuring_url: str
    entry_chosen: tuple[str, ...] = ()

    @property
    def empty(self) -> int:
        """How many fields nobody filled in."""
        return sum(not (field.value or field.inherited) for field in self.fields)

    @property
    def from_board(self) -> int:
        """How many words the board gives."""
        return sum(bool(field.inherited and not field.value) for field in self.fields)


@dataclass(frozen=True)
class BoardWordsPage(FormPage):
    """The words of a board, for its schools."""

    crumbs: list[Link]
    board: str
    action: str
    fields: list[WordField]


@bp.get("/<code>")
@allow(Permission.SCHOOL_TEXTS)
def show_words(code: str) -> Page:
    """What the school filled in, and what is still empty."""
    school = own_school(code)
    offered = words.offers_entry_test(school.id)
    return _page(school, words.own_values_of(school.id), [], offered=offered)


@bp.post("/<code>")
@allow(Permission.SCHOOL_TEXTS)
def save_words(code: str) -> Answer:
    """Save all words at once; nothing is saved while one of them cannot be right."""
    school = own_school(code)
    sent, errors = _sent()
    if errors:
        return _page(school, sent, errors, offered=bool(request.form.get(ENTRY_TEST)))
    transaction.begin(may_write=True)
    filling.fill_in(school.id, sent, DeedMoment(clock.now(), current_person().id))
    words.offer_entry_test(school.id, offered=bool(request.form.get(ENTRY_TEST)))
    transaction.commit()
    tell("De teksten van uw school zijn bewaard.")
    return redirect(url_for("school.show_words", code=code), 303)


@bp.get("/besturen/<code>/teksten")
@allow(Permission.SCHOOL_TEXTS)
def show_board_words(code: str) -> Page:
    """What a board filled in for its schools."""
    board = _board(code)
    return _board_page(board, words.values_of_board(board.id), [])


@bp.post("/besturen/<code>/teksten")
@allow(Permission.SCHOOL_TEXTS)
def save_board_words(code: str) -> Answer:
    """Save all words of a board at once."""
    board = _board(code)
    sent, errors = _sent()
    if errors:
        return _board_page(board, sent, errors)
    transaction.begin(may_write=True)
    filling.fill_in_for_board(board.id, sent, DeedMoment(clock.now()))
    transaction.commit()
    tell("De teksten van het bestuur zijn bewaard. Ze gelden waar een school niets invulde.")
    return redirect(url_for("school.show_board_words", code=code), 303)


def _board(code: str) -> BoardRow:
    """A board for whose every school this person keeps the texts. Anything else is not there."""
    board = board_by_code(code)
    if board is None or not _keeps(board):
        abort(404)
    return board


def _keeps(board: BoardRow) -> bool:
    return current_person().holds_for_board(Permission.SCHOOL_TEXTS, board.id)


def _sent() -> tuple[dict[str, str], list[FieldError]]:
    """What was typed, and what cannot be right in it."""
    sent: dict[str, str] = {}
    errors: list[FieldError] = []
    for variable in _variables():
        text = lines_of(request.form.get(variable.key, ""))
        sent[variable.key] = text
        error = _wrong(variable, text)
        if error is not None:
            errors.append(error)
    return sent, errors


def _variables() -> tuple[Variable, ...]:
    """Every word that a published course leaves to schools."""
    found: dict[str, Variable] = {}
    for course in releases.current_outlines():
        found |= by_key(course.variables)
    return tuple(found.values())


def _wrong(variable: Variable, text: str) -> FieldError | None:
    if len(text) > MAX_TEXT:
        return FieldError(variable.key, f"{variable.label}: gebruik hooguit {MAX_TEXT} tekens.")
    if variable.kind == "link" and text and not text.startswith("https://"):
        return FieldError(
            variable.key, f"{variable.label}: vul een adres in dat begint met https://."
        )
    if variable.kind != "lines" and "\n" in text:
        return FieldError(variable.key, f"{variable.label}: gebruik één regel.")
    return None


def _fields(
    values: Mapping[str, str], errors: Sequence[FieldError], inherited: Mapping[str, str]
) -> list[WordField]:
    messages = messages_of(errors)
    return [
        WordField(
            variable,
            values.get(variable.key, ""),
            messages.get(variable.key, ""),
            inherited.get(variable.key, ""),
        )
        for variable in _variables()
    ]


def _page(
    school: SchoolRow, values: dict[str, str], errors: Sequence[FieldError], *, offered: bool
) -> Page:
    board = board_of_school(school.id)
    page = WordsPage(
        crumbs=_crumbs(school),
        school=school.name,
        action=url_for("school.save_words", code=school.code),
        fields=_fields(values, errors, words.inherited_by(school.id)),
        errors=tuple(errors),
        board=board.name,
        board_url=_board_url(board) if _keeps(board) else "",
        entry_test=[ENTRY_OPTION],
        conduct_url=url_for("school.show_conduct", code=school.code),
        calendar_url=url_for("school.show_calendar", code=school.code),
        sight_url=url_for("school.show_sight", code=school.code),
        measuring_url=url_for("school.show_measuring", code=school.code),
    )
    if offered:
        page = replace(page, entry_chosen=("ja",))
    return answer("school/words.html", page, errors)


def _board_page(board: BoardRow, values: dict[str, str], errors: Sequence[FieldError]) -> Page:
    page = BoardWordsPage(
        crumbs=[],
        board=board.name,
        action=_board_url(board),
        fields=_fields(values, errors, {}),
        errors=tuple(errors),
    )
    return answer("school/board_words.html", page, errors)


def _board_url(board: BoardRow) -> str:
    return url_for("school.show_board_words", code=board.code)


def _crumbs(school: SchoolRow) -> list[Link]:
    """The report of the school, for who may see it."""
    if not current_person().may(Permission.SCHOOL_REPORT):
        return []
    return [Link(school.name, url_for("report.show_school", code=school.code))]
