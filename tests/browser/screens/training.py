"""What a trainer meets: assigning, mail, study days and the texts of a course."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from course import clock
from course.content.check import check_folder
from course.domain.people.roles import Role
from course.kinds.registry import kind_of
from course.models import Attempt, Enrolment, Person, db
from course.models.base import new_token
from course.store import transaction
from course.store.courses import releases
from course.store.messages import questions, reminders
from course.store.messages.questions import NewQuestion, QuestionKind
from course.store.people import words
from tests import builders
from tests.browser import walking
from tests.browser.screens.visiting import SCHOOL, Screen, Visit, at, pressed
from tests.browser.walkers import READY
from tests.browser.walking import COURSE

ASSIGN = "/trainen/toewijzen?school=demo-baken"
BROADLY = "/trainen/toewijzen/breed"
LATER = (clock.today() + timedelta(days=200)).isoformat()


def question_asked(visit: Visit) -> None:
    """What Noor asks stands in the list of her trainer."""
    with visit.live.app.app_context():
        noor = db.session.scalar(select(Person).where(Person.email.like("noor%")))
        school = words.home_school(noor.id, clock.today())
        about = {"about": "/leren", "text": "Geldt dit ook voor de schoolfotograaf?"}
        questions.ask(
            NewQuestion(noor.id, school.id, QuestionKind.HELP, **about, submission="vraag"),
            clock.now(),
        )
        transaction.commit()
    visit.go("/trainen/vragen")


def filled_in(visit: Visit) -> None:
    visit.go(ASSIGN)
    visit.hand.pick("#cursus", COURSE)
    visit.page.locator("label.option", has_text="Team").first.locator("input").check()
    visit.hand.write("#datum", "31-12-2030")


def to_confirm(visit: Visit) -> None:
    filled_in(visit)
    visit.press("Bekijk wie de cursus krijgt")


def assigned(visit: Visit) -> None:
    to_confirm(visit)
    visit.press("Wijs toe aan")


def to_withdraw(visit: Visit) -> None:
    assigned(visit)
    visit.go(f"{visit.page.url}/intrekken")


def withdraw_asked(visit: Visit) -> None:
    assigned(visit)
    visit.page.evaluate(READY)
    visit.page.get_by_role("link", name="Trek de opdracht in").click()
    visit.page.get_by_role("dialog").wait_for()


def withdrawn(visit: Visit) -> None:
    to_withdraw(visit)
    visit.press("Trek de opdracht in")


def broad_to_confirm(visit: Visit) -> None:
    """On New Year's Day, when there is no school."""
    visit.go(f"{BROADLY}?school=demo-baken")
    visit.page.locator("select[name=cursus]").select_option(index=1)
    visit.page.locator("input[name=datum]").fill(f"{clock.today().year + 1}-01-01")
    visit.press("Bekijk wat dit doet")


def to_mend(visit: Visit) -> None:
    visit.go(SCHOOL)
    visit.page.get_by_role("checkbox").first.check()
    visit.press("Pas aan voor wie is aangevinkt")


def mend_empty(visit: Visit) -> None:
    to_mend(visit)
    visit.press("Bekijk wat er verandert")


def mend_to_confirm(visit: Visit) -> None:
    visit.go(SCHOOL)
    visit.press("Pas aan voor iedereen in deze lijst")
    visit.page.get_by_label("Een andere uiterste datum").check()
    visit.page.locator("input[name=datum]").fill(LATER)
    visit.press("Bekijk wat er verandert")


def to_another_day(visit: Visit) -> None:
    assigned(visit)
    visit.go(f"{visit.page.url}/datum")


def day_to_confirm(visit: Visit) -> None:
    to_another_day(visit)
    visit.page.get_by_label("Nieuwe uiterste datum").fill(LATER)
    visit.press("Bekijk wat er verandert")


def to_restore(visit: Visit) -> None:
    withdrawn(visit)
    visit.go(f"{visit.page.url}/terugdraaien")


def no_school_to_train(visit: Visit) -> None:
    visit.patch.setattr(
        "course.store.people.directory.schools_in_scope", lambda *_given, **_named: []
    )
    visit.go("/trainen/toewijzen")


def one_question(visit: Visit) -> None:
    """The first question that is listed."""
    visit.go("/trainen/toetsvragen")
    visit.go(visit.page.locator("main th a").first.get_attribute("href") or "")


def mail_to_noor(visit: Visit) -> None:
    visit.go("/trainen/mail").press("Noor")


def mail_told(visit: Visit) -> None:
    """A mail by hand, on whatever day it is: the ledger has it, or why not."""
    mail_to_noor(visit)
    if visit.page.get_by_role("button", name="Stuur deze mail nu").count():
        visit.press("Stuur deze mail nu")
    visit.go("/trainen/mail/verstuurd")


def not_reached(visit: Visit, path: str = "/trainen/mail/niet-bereikt") -> None:
    with visit.live.app.app_context():
        reminders.came_back("noor@demo.example", "5.1.1", clock.now())
        db.session.commit()
    visit.go(path)


def study_day(visit: Visit) -> None:
    visit.go("/trainen/studiedag?school=demo-baken")
    visit.page.locator("main label.option input").first.check()
    visit.press("Zet de vraag op het grote scherm")


def next_question(visit: Visit) -> None:
    study_day(visit)
    for _ in range(4):  # to the outcome
        visit.hand.press("#studie .button-row button.button--primary")
    visit.hand.press("#studie .button-row a.button--primary")


def study_phone(visit: Visit) -> None:
    walking.enter(visit.page, visit.live, "tarik")
    study_day(visit)
    code = visit.page.locator(".study-code").inner_text().removeprefix("De code is:").strip()
    walking.enter(visit.page, visit.live, "noor")
    visit.go("/studiedag")
    visit.hand.write("input[name=code]", code)
    visit.press("Doe mee")


def meeting_planned(visit: Visit, day: str = "") -> None:
    """Of today, so that who is there can be noted."""
    visit.go("/trainen/bijeenkomsten")
    visit.hand.pick("#voor", "demo-baken")
    typed = {"titel": "Samen oefenen", "dag": day or clock.today().isoformat()}
    typed |= {"begin": "13.30", "einde": "15.00", "plaats": "Aula", "plaatsen": "20"}
    for name, value in typed.items():
        visit.hand.write(f"#{name}", value)
    visit.press("Plan de bijeenkomst")


def meeting_told(visit: Visit) -> None:
    """Noor says that she comes, and somebody else is looked for."""
    meeting_planned(visit)
    led = urlsplit(visit.page.url).path
    walking.enter(visit.page, visit.live, "noor")
    visit.go(led.removeprefix("/trainen")).press("Ik kom")
    walking.enter(visit.page, visit.live, "tarik")
    visit.go(f"{led}?naam=a")


def own_meeting(visit: Visit) -> None:
    walking.enter(visit.page, visit.live, "tarik")
    meeting_planned(visit)
    own = urlsplit(visit.page.url).path.removeprefix("/trainen")
    walking.enter(visit.page, visit.live, "noor")
    visit.go(own)


def no_meeting_code(visit: Visit) -> None:
    own_meeting(visit)
    visit.press("Meld mij aanwezig")


def as_author(visit: Visit) -> None:
    """tarik may publish; the list of courses."""
    with visit.live.app.app_context():
        who = db.session.get_one(Person, walking.person_id("tarik"))
        builders.grant(db.session, who, Role.TRAINER, None)
        db.session.commit()
    visit.go("/trainen/uitgaven")


def another_text(visit: Visit) -> None:
    """The folder holds another text than the one that people read."""
    with visit.live.app.app_context():
        found = check_folder(visit.live.app.config["DEELWIJS"].modules_dir).courses[0]
        first = found.modules[0]
        shorter = replace(first, title="Vroeger", lessons=first.lessons[1:])
        earlier = replace(found, modules=(shorter, *found.modules[1:]))
        builders.publish(earlier, clock.now())
        db.session.commit()
    as_author(visit)
    visit.go(f"/trainen/uitgaven/{COURSE}")


def nothing_chosen(visit: Visit) -> None:
    another_text(visit)
    visit.press("Publiceer deze tekst")


def marking_again(visit: Visit) -> None:
    """Noor was right all along, and five colleagues were not."""
    place = "delen", "toets"
    as_author(visit)
    lesson = walking.lesson_at(visit.live, f"/leren/{COURSE}/delen/toets")
    item = next(one for one in lesson.items if kind_of(one).repeats and not one.audiences)
    with visit.live.app.app_context():
        release = releases.current(COURSE)
        people = select(Enrolment).where(Enrolment.course == COURSE).order_by(Enrolment.id)
        for number, one in enumerate(db.session.scalars(people.limit(6))):
            right = kind_of(item).examples(item).right
            wrong = kind_of(item).examples(item).wrong or {}
            response = kind_of(item).read(item, right if number == 0 else wrong)
            full = kind_of(item).grade(item, response).possible
            at_place = {"module": place[0], "lesson": place[1], "item": item.key}
            given = {"response": list(response), "possible": full, "settled": False}
            given |= {"earned": 0 if number == 0 else full, "submission": new_token()}
            row = Attempt(enrolment_id=one.id, release=release, **at_place, **given)
            row.submitted_at = clock.now()
            db.session.add(row)
        db.session.commit()
    visit.go(f"/trainen/toetsvragen/{COURSE}/delen/toets/{item.key}")
    visit.press("Beoordeel de antwoorden opnieuw")


def lowered_without_reason(visit: Visit) -> None:
    marking_again(visit)
    visit.page.locator("[name=omlaag]").check()
    visit.press("Beoordeel opnieuw")


SCREENS = [
    Screen("mark again", "author/regrade.html", "tarik", marking_again),
    Screen("mark again, no reason", "author/regrade.html", "tarik", lowered_without_reason, 422),
    Screen("questions", "author/questions.html", "tarik", at("/trainen/toetsvragen")),
    Screen("question", "author/question.html", "tarik", one_question),
    Screen("assignments", "train/assignments.html", "tarik", at("/trainen")),
    Screen(
        "assignments, withdrawn", "train/assignments.html", "tarik", at("/trainen?toon=ingetrokken")
    ),
    Screen("choose a school", "train/choose_school.html", "tarik", at("/trainen/toewijzen")),
    Screen(
        "choose a school, none chosen",
        "train/choose_school.html",
        "tarik",
        at("/trainen/toewijzen?school="),
        422,
    ),
    Screen("no school", "train/choose_school.html", "tarik", no_school_to_train),
    Screen("assign", "train/assign.html", "tarik", at(ASSIGN)),
    Screen("assign, empty", "train/assign.html", "tarik", pressed(ASSIGN, "Bekijk wie"), 422),
    Screen("assign, to confirm", "train/confirm_assign.html", "tarik", to_confirm),
    Screen("assignment", "train/assignment.html", "tarik", assigned),
    Screen("withdraw", "train/withdraw.html", "tarik", to_withdraw),
    Screen("withdraw in a dialog", "train/withdraw.html", "tarik", withdraw_asked),
    Screen("assignment, withdrawn", "train/assignment.html", "tarik", withdrawn),
    Screen("publications", "author/courses.html", "tarik", as_author),
    Screen("publish", "author/publish.html", "tarik", another_text),
    Screen("publish, nothing chosen", "author/publish.html", "tarik", nothing_chosen, 422),
    Screen("assign broadly", "train/broad.html", "tarik", at(BROADLY)),
    Screen(
        "assign broadly, empty", "train/broad.html", "tarik", pressed(BROADLY, "Bekijk wat"), 422
    ),
    Screen("assign broadly, to confirm", "train/confirm_broad.html", "tarik", broad_to_confirm),
    Screen("mend nobody", "train/mend.html", "tarik", at("/trainen/aanpassen")),
    Screen("mend", "train/mend.html", "tarik", to_mend),
    Screen("mend, empty", "train/mend.html", "tarik", mend_empty, 422),
    Screen("mend, to confirm", "train/confirm_mend.html", "tarik", mend_to_confirm),
    Screen("another day", "train/day.html", "tarik", to_another_day),
    Screen("another day, to confirm", "train/confirm_change.html", "tarik", day_to_confirm),
    Screen("undo a withdrawal", "train/confirm_change.html", "tarik", to_restore),
    Screen("questions to trainers", "train/questions.html", "tarik", question_asked),
    Screen("mail, the next round", "train/reminders.html", "tarik", at("/trainen/mail")),
    Screen("mail, what was sent", "train/reminders.html", "tarik", mail_told),
    Screen("mail, not reached", "train/reminders.html", "tarik", not_reached),
    Screen("mail to a person", "train/reminder.html", "tarik", mail_to_noor),
    Screen("study days", "study_days/open.html", "tarik", at("/trainen/studiedag")),
    Screen("study day, the screen", "study_days/screen.html", "tarik", study_day),
    Screen("next question of a study day", "study_days/open.html", "tarik", next_question),
    Screen("join a study day", "study_days/join.html", "noor", at("/studiedag")),
    Screen(
        "join a study day, no code",
        "study_days/join.html",
        "noor",
        pressed("/studiedag", "Doe mee"),
        422,
    ),
    Screen("study day, the phone", "study_days/phone.html", "", study_phone),
    Screen("meetings, to plan", "study_days/planned.html", "tarik", at("/trainen/bijeenkomsten")),
    Screen(
        "meetings, nothing filled in",
        "study_days/planned.html",
        "tarik",
        pressed("/trainen/bijeenkomsten", "Plan de bijeenkomst"),
        422,
    ),
    Screen("a meeting and who comes", "study_days/led.html", "tarik", meeting_told),
    Screen("meetings", "study_days/meetings.html", "noor", at("/bijeenkomsten")),
    Screen("a meeting", "study_days/meeting.html", "", own_meeting),
    Screen("a meeting, no code", "study_days/meeting.html", "", no_meeting_code, 422),
    Screen("calendars", "site/agenda.html", "tarik", at("/agenda")),
    Screen("a calendar", "site/agenda.html", "tarik", pressed("/agenda", "Maak een adres")),
]
