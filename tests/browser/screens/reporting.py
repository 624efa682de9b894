"""What a manager meets: reports, and the words and the code of conduct of a school."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from course import clock
from course.domain.duties.calendars import Calendar
from course.domain.messages.schedules import EndedBy, Every
from course.models import Person, School, db
from course.store.courses import releases
from course.store.duties import summaries, totals
from course.store.messages import jobs, schedules
from course.store.messages.jobs import JobEnding
from course.web.report import beside_files
from tests import measured
from tests.browser.screens.training import not_reached
from tests.browser.screens.visiting import SCHOOL, Screen, Visit, at, pressed


def no_courses(visit: Visit) -> None:
    visit.patch.setattr(totals, "offered_courses", list)
    visit.go("/rapport")


def one_person(visit: Visit) -> None:
    visit.go(SCHOOL)
    visit.go(
        visit.page.locator("main table a:text-matches('^Noor ')").first.get_attribute("href") or ""
    )


def not_reached_at_school(visit: Visit) -> None:
    not_reached(visit, "/rapport/mensen?wie=niet-bereikt")


def counted_schools(visit: Visit) -> None:
    yesterday = clock.today() - timedelta(days=1)
    with visit.live.app.app_context():
        found = summaries.count(summaries.next_schools(0, 50), "sociale-media", yesterday)
        summaries.keep("sociale-media", yesterday, found, clock.now())
        db.session.commit()
    visit.go("/rapport/landelijk")


def long_list(visit: Visit) -> None:
    """One that a worker has to make; opened without a press, which would scroll the heads of the
    table over its rows.
    """
    visit.patch.setattr(beside_files, "AT_ONCE", 1)
    details = visit.go("/rapport/mensen").page.locator("details").last
    details.evaluate("node => { node.open = true }")


def large_evidence(visit: Visit) -> None:
    day = (clock.today() - timedelta(days=1)).isoformat()
    visit.go(f"{SCHOOL}/bewijs?cursus=sociale-media&peildatum={day}")


def own_files(visit: Visit) -> None:
    """One that was made, one that is being made, and lists that come, and that came."""
    asked = {
        "cursus": "sociale-media",
        "wie": "te-laat",
        "school": "",
        "bestuur": "",
        "soort": "csv",
    }
    with visit.live.app.app_context():
        who = select(Person.id).where(Person.email == "tarik@demo.example")
        owner = db.session.scalars(who).one()
        for number in range(2):
            jobs.queue("people-file", asked | {"wie": ""}, clock.now(), owner_id=owner)
            wanted = asked | {"soort": ("xlsx", "pdf")[number]}
            schedules.ask(owner, tuple(Every)[number], wanted, f"lijst-{number}", clock.now())
        taken = jobs.claim(["people-file"], clock.now())
        assert taken is not None
        kept = {"day": clock.today().isoformat(), "schools": []}
        jobs.end(
            taken,
            JobEnding(file_name="mensen.csv", file_type="text/csv", changes={"place": kept}),
            clock.now(),
        )
        ended = schedules.of_person(owner, clock.now())[0].ref
        schedules.end(ended, EndedBy.RIGHT, clock.now())
        db.session.commit()
    visit.go("/rapport/bestanden")


def measured_school(visit: Visit) -> None:
    """Twenty people of the demo school answered both forms of two modules."""
    with visit.live.app.app_context():
        school = db.session.query(School).filter_by(code="demo-baken").one()
        release = releases.current("sociale-media")
        assert release is not None
        measured.switch_on(db.session, school)
        outline = releases.outline(release)
        for module in outline.modules[1:3]:
            assert module.forms is not None
            goals = {item.key: item.goal for row in module.lessons for item in row.items}
            people = ["teaching", "teaching", "support", "support"] * 5
            place = {"course": outline.slug, "module": module.slug}
            forms = {"a": module.forms.a, "b": module.forms.b}
            measured.whole_school(
                db.session, school, release, people, goals=goals, forms=forms, **place
            )
        db.session.commit()
    visit.go(f"{SCHOOL}/leerwinst?cursus=sociale-media")


def questions_measured(visit: Visit) -> None:
    measured_school(visit)
    visit.go("/trainen/toetsvragen?module=sociale-media/delen")


def mail_by_hand(visit: Visit) -> None:
    """On whatever day it is."""
    visit.patch.setattr(Calendar, "is_quiet", lambda *_: False)
    visit.go("/rapport/mensen?wie=te-laat").press("Stuur een mail aan iedereen in deze lijst")


SCREENS = [
    Screen("report", "report/schools.html", "mirjam", at("/rapport")),
    Screen(
        "report, a wrong day",
        "report/schools.html",
        "mirjam",
        at("/rapport?cursus=sociale-media&peildatum=morgen"),
        422,
    ),
    Screen("report, no courses", "report/no_courses.html", "mirjam", no_courses),
    Screen("school", "report/school.html", "mirjam", at(SCHOOL)),
    Screen(
        "school, filtered to nobody",
        "report/school.html",
        "mirjam",
        at(f"{SCHOOL}?cursus=sociale-media&peildatum=2020-01-01"),
    ),
    Screen(
        "school, a wrong day",
        "report/school.html",
        "mirjam",
        at(f"{SCHOOL}?cursus=sociale-media&peildatum=32-1-2026"),
        422,
    ),
    Screen("all schools", "report/overview.html", "tarik", at("/rapport/overzicht")),
    Screen("figures by school", "report/country.html", "tarik", counted_schools),
    Screen("figures, not counted yet", "report/country.html", "tarik", at("/rapport/landelijk")),
    Screen("everybody late", "report/people.html", "tarik", at("/rapport/mensen?wie=te-laat")),
    Screen("a list that is long", "report/people.html", "tarik", long_list),
    Screen("evidence, large", "report/evidence.html", "mirjam", large_evidence),
    Screen("own files", "report/files.html", "tarik", own_files),
    Screen("nobody reached", "report/people.html", "mirjam", not_reached_at_school),
    Screen("mail of the week", "report/weekly.html", "mirjam", at("/rapport/weekmail")),
    Screen("person", "report/person.html", "mirjam", one_person),
    Screen("mail by hand", "report/nudge.html", "tarik", mail_by_hand),
    Screen("mail by hand, nobody", "report/nudge.html", "mirjam", at("/rapport/herinneren")),
    Screen(
        "calendar of a school", "school/calendar.html", "beheer", at("/school/demo-baken/kalender")
    ),
    Screen("trainings", "report/attended.html", "mirjam", at(f"{SCHOOL}/bijeenkomsten")),
    Screen("gains, off", "report/gains.html", "mirjam", at(f"{SCHOOL}/leerwinst")),
    Screen("gains", "report/gains.html", "mirjam", measured_school),
    Screen("gains for an author", "author/questions.html", "tarik", questions_measured),
    Screen("measuring, off", "school/measuring.html", "mirjam", at("/school/demo-baken/leerwinst")),
    Screen("what managers see", "school/sight.html", "mirjam", at("/school/demo-baken/zicht")),
    Screen(
        "words of a board",
        "school/board_words.html",
        "beheer",
        pressed("/beheer/scholen/demo-baken", "elke school van het bestuur"),
    ),
    Screen("words of the school", "school/words.html", "mirjam", at("/school/demo-baken")),
    Screen(
        "who signed",
        "school/signatures.html",
        "mirjam",
        at("/school/demo-baken/gedragscode/ondertekend"),
    ),
    Screen(
        "code of the school", "school/conduct.html", "mirjam", at("/school/demo-baken/gedragscode")
    ),
    Screen(
        "code on another day",
        "school/conduct.html",
        "mirjam",
        at("/school/demo-baken/gedragscode?peildatum=1-1-2020"),
    ),
    Screen(
        "code, a new version",
        "school/new_conduct.html",
        "mirjam",
        at("/school/demo-baken/gedragscode/nieuw"),
    ),
    Screen(
        "code, without a day",
        "school/new_conduct.html",
        "mirjam",
        pressed("/school/demo-baken/gedragscode/nieuw", "Bewaar"),
        422,
    ),
]
