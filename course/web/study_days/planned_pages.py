"""What a trainer sees of trainings on a day: the list with its form, and one with its people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from flask import request, url_for

from course import clock
from course.content.outline import CourseOutline, LessonOutline, ModuleOutline
from course.domain.learning.progress import TALKED_THROUGH
from course.domain.people.roles import Permission
from course.domain.study_days import CODE_LENGTH, SeatState, seat_of
from course.store.courses import releases
from course.store.duties import targets
from course.store.study_days import attending, meetings
from course.store.study_days.attending import MOST_FOUND, Attendee
from course.store.study_days.meetings import MeetingPlan, MeetingRow
from course.web.http.access import current_person
from course.web.page.answering import Page, answer
from course.web.page.lists import Field, cells, coded, columns, ticked, words_in_file
from course.web.page.lists import words as text_field
from course.web.page.parts import Cell, FieldError, FormOption, Link, SummaryRow, Task
from course.web.page.query import PAGE_SIZE, page_of, paging
from course.web.page.school_choice import SchoolChoice, schools_to_choose
from course.web.study_days import meeting_words as words
from course.web.study_days.meeting_form import MeetingForm, typed_of
from course.web.study_days.meeting_pages import LedMeetingPage, PlannedPage

NO_LESSON = (None, None, None)
MOST_LESSONS = 300


def planned_page(
    sent: Mapping[str, str], errors: tuple[FieldError, ...], status: int = 422
) -> Page:
    """The list, and the form with what was typed."""
    actor, today = current_person(), clock.today()
    past = request.args.get("toon") == "voorbij"
    number, found = page_of(
        request.args.get("bladzijde", ""),
        partial(meetings.planned_by_scope, actor, today, past=past, limit=PAGE_SIZE),
    )
    values = {"toon": "voorbij"} if past else {}
    schools = schools_to_choose(actor, Permission.ASSIGN)
    page = PlannedPage(
        past=past,
        meetings=tuple(map(_task, found.rows)),
        paging=paging(request.path, values, number, found.total, "bijeenkomsten"),
        places=_places(schools),
        places_hint=schools.hint,
        lessons=tuple(_lesson_options()),
        sent={"voor": "", "les": "", **sent},
        is_open=bool(errors),
        errors=errors,
    )
    return answer("study_days/planned.html", page, errors, status)


def led_page(found: MeetingRow, form: MeetingForm | None = None, status: int = 422) -> Page:
    """One of them; `form` is what was typed to change it."""
    name, today = request.args.get("naam", "")[:80].strip(), clock.today()
    number, answered = page_of(
        request.args.get("bladzijde", ""),
        partial(attending.part_of_people, found, today, limit=PAGE_SIZE),
    )
    others = attending.others_there(found, name, today) if name else []
    may_note = found.cancelled_at is None and found.day <= today
    fields = attendee_fields(found)
    sent, errors = (form.sent, form.errors) if form else (_typed(found), ())
    page = LedMeetingPage(
        url=url_for("study_days.show_led", ref=found.ref),
        title=found.title,
        facts=_facts(found),
        columns=columns(fields),
        rows=tuple(_row(one, fields, may_note=may_note) for one in answered.rows),
        others=tuple(_row(one, fields, may_note=may_note) for one in others[:MOST_FOUND]),
        more_others=len(others) > MOST_FOUND,
        paging=paging(request.path, {"naam": name}, number, answered.total, "mensen"),
        files=_files(found.ref) if answered.total else (),
        sent=sent,
        name=name,
        may_change=found.cancelled_at is None and not found.present,
        may_note=may_note,
        is_open=bool(errors),
        errors=errors,
    )
    return answer("study_days/led.html", page, errors, status)


def _files(ref: str) -> tuple[Link, ...]:
    """Everybody of the list, as each kind of file."""
    xlsx = url_for("study_days.download_attendance_xlsx", ref=ref)
    csv = url_for("study_days.download_attendance_csv", ref=ref)
    return (Link("Download als spreadsheet (XLSX)", xlsx), Link("Download als CSV", csv))


def board_ids() -> dict[str, int]:
    """The boards that may be chosen, by their value in the form."""
    boards = targets.boards_to_choose(current_person(), clock.today())
    return {f"bestuur:{one.code}": one.id for one in boards}


def lessons_by_value() -> dict[str, tuple[str, str, str]]:
    """The lessons that talking through completes, by their value in the form."""
    found = {}
    for course, module, lesson in _talked_through():
        found[_value(course, module, lesson)] = (course.slug, module.slug, lesson.slug)
    return found


def _talked_through() -> Iterator[tuple[CourseOutline, ModuleOutline, LessonOutline]]:
    for course in releases.current_outlines():
        for module in course.modules:
            for lesson in module.lessons:
                if lesson.kind in TALKED_THROUGH and lesson.items:
                    yield course, module, lesson


def _value(course: CourseOutline, module: ModuleOutline, lesson: LessonOutline) -> str:
    return f"{course.slug}/{module.slug}/{lesson.slug}"


def _lesson_options() -> Iterator[FormOption]:
    for course, module, lesson in _talked_through():
        yield FormOption(_value(course, module, lesson), f"{module.title}: {lesson.title}")


def _places(schools: SchoolChoice) -> tuple[FormOption, ...]:
    boards = (
        FormOption(f"bestuur:{one.code}", f"Alle scholen van {one.name}")
        for one in targets.boards_to_choose(current_person(), clock.today())
    )
    return (*schools.options, *boards)


def _facts(found: MeetingRow) -> tuple[SummaryRow, ...]:
    half = CODE_LENGTH // 2
    code = f"{found.code[:half]} {found.code[half:]}"
    shown: tuple[SummaryRow, ...] = (
        SummaryRow("Wanneer", words.when(found)),
        SummaryRow("Waar", found.place),
        SummaryRow("Voor wie", found.whose),
        SummaryRow("Wie er komt", words.so_many(found)),
    )
    lesson = _lesson_title(found)
    if lesson:
        shown += (SummaryRow("Wie er is, heeft klaar", lesson),)
    if found.cancelled_at is None:
        shown += (SummaryRow("Code voor op de dag zelf", code),)
    return shown


def _lesson_title(found: MeetingRow) -> str:
    if found.course is None:
        return ""
    for course, module, lesson in _talked_through():
        if (course.slug, module.slug, lesson.slug) == (found.course, found.module, found.lesson):
            return f"{module.title}: {lesson.title}"
    return "Een les die niet meer in de cursus staat"


def _typed(found: MeetingRow) -> dict[str, str]:
    times = (found.begins, found.ends)
    return typed_of(MeetingPlan(found.title, found.day, *times, found.place, found.capacity))


def attendee_fields(meeting: MeetingRow) -> tuple[Field[Attendee], ...]:
    """Who answered or was there, on screen and in a file."""

    def seat(person: Attendee) -> SeatState:
        return seat_of(person.comes, person.before, meeting.capacity)

    return (
        text_field("Wie", "name"),
        words_in_file("E-mailadres", "email"),
        text_field("School", "school"),
        text_field("Team", "team"),
        coded("Antwoord", seat, words.SEATS),
        coded("Aanwezig", "present", {True: "Ja", False: ""}),
    )


def _row(
    person: Attendee, fields: tuple[Field[Attendee], ...], *, may_note: bool
) -> tuple[Cell, ...]:
    row = cells(fields, person)
    if not may_note or person.present:
        return row
    return ticked(row, person.ref)


def _task(found: MeetingRow) -> Task:
    meta = " · ".join((words.when(found), found.whose, words.so_many(found)))
    return Task(found.title, url_for("study_days.show_led", ref=found.ref), meta)
