"""What an administrator meets: people, schools, lists and the work behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from course import clock
from course.domain.people.roles import Actor
from course.models import Person, db
from course.store.messages import jobs, workers
from tests.browser.screens.visiting import Screen, Visit, at, keeping_all, pressed

PEOPLE = "e-mail;naam\nnieuw@demo.example;Nieuw Iemand\n"
UNSEEN = "Wie;Hoe te bereiken;Werkt als\nNieuw Iemand;nieuw@demo.example;Dansmeester\n"


def certificates_of_a_person(visit: Visit) -> None:
    visit.go("/beheer?zoek=mirjam").press("Mirjam").press("Bewijzen van")


def to_do_together(visit: Visit) -> None:
    visit.go("/beheer?school=demo-baken")
    visit.page.get_by_role("checkbox").first.check()
    visit.press("Kies wie is aangevinkt")


def together_empty(visit: Visit) -> None:
    to_do_together(visit)
    visit.press("Bekijk wat er verandert")


def together_to_confirm(visit: Visit) -> None:
    to_do_together(visit)
    visit.page.get_by_label("Werken hier niet meer").check()
    visit.press("Bekijk wat er verandert")


def together_done(visit: Visit) -> None:
    """The list again, with what was done and the way back."""
    together_to_confirm(visit)
    visit.press("Beëindig 1 aanstelling")


def norm_empty(visit: Visit) -> None:
    """Everything that is wrong at once."""
    keeping_all("/beheer/normenkader/nieuw")(visit)
    visit.press("Bewaar deze norm")


def work_behind(visit: Visit) -> None:
    """Who keeps every school, when one worker lives and one was killed."""
    _in_the_background(visit)
    visit.patch.setattr(Actor, "holds_everywhere", lambda *_given: True)
    visit.go("/beheer/werk")


def waiting(visit: Visit) -> None:
    visit.go(f"/bezig/{_in_the_background(visit)}")


def _in_the_background(visit: Visit) -> str:
    """A long list that is half done, work that went wrong, and two workers."""
    now = clock.now()
    with visit.live.app.app_context():
        keeper = select(Person.id).where(Person.email == "beheer@demo.example")
        owner_id = db.session.scalars(keeper).one()
        ref = jobs.queue("recount", {}, now, owner_id=owner_id)
        taken = jobs.claim(["recount"], now)
        assert taken is not None
        jobs.keep(taken, now, done=1200, total=50_000, place={})
        jobs.queue("retention", {}, now)
        broken = jobs.claim(["retention"], now)
        assert broken is not None
        jobs.went_wrong(broken, "OperationalError", now)
        workers.seen("server-1:4711:k3", now, now, None)
        workers.seen("server-2:4712:q8", now, now - timedelta(hours=2), None)
        db.session.commit()
    return str(ref)


def account_of_noor(visit: Visit) -> None:
    """Found by name, and every part of the page open."""
    visit.go("/beheer?zoek=noor").press("Noor")
    visit.page.evaluate(
        "() => document.querySelectorAll('details').forEach((one) => one.open = true)"
    )


def leaving_of_noor(visit: Visit) -> None:
    account_of_noor(visit)
    visit.press("Bekijk wat dit vertrek doet")


def uploaded(text: str) -> Callable[[Visit], object]:
    def arrive(visit: Visit) -> None:
        visit.go("/beheer/importeren")
        visit.hand.pick("#school", "demo-baken")
        visit.page.locator("#bestand").set_input_files(
            {"name": "mensen.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        visit.press("Bekijk wat er verandert")

    return arrive


SCREENS = [
    Screen("certificates of a person", "proof/of_person.html", "beheer", certificates_of_a_person),
    Screen("people", "admin/people.html", "beheer", at("/beheer")),
    Screen("people, nobody found", "admin/people.html", "beheer", at("/beheer?zoek=zzzz")),
    Screen("together, nobody", "admin/together.html", "beheer", at("/beheer/mensen/samen")),
    Screen("together", "admin/together.html", "beheer", to_do_together),
    Screen("together, empty", "admin/together.html", "beheer", together_empty, 422),
    Screen("together, confirm", "admin/confirm_together.html", "beheer", together_to_confirm),
    Screen("together, done", "admin/people.html", "beheer", together_done),
    Screen("audit trail", "admin/trail.html", "beheer", at("/beheer/logboek")),
    Screen("schools", "admin/schools.html", "beheer", at("/beheer/scholen")),
    Screen("school", "admin/school.html", "beheer", at("/beheer/scholen/demo-baken")),
    Screen(
        "name of a board",
        "admin/called.html",
        "beheer",
        pressed("/beheer/scholen/demo-baken", "bestuur een andere naam"),
    ),
    Screen(
        "merge a school", "admin/merge.html", "beheer", at("/beheer/scholen/demo-baken/samenvoegen")
    ),
    Screen("norms", "admin/norms.html", "beheer", keeping_all("/beheer/normenkader")),
    Screen("norm", "admin/norm.html", "beheer", keeping_all("/beheer/normenkader/eigen-1")),
    Screen("new norm, empty", "admin/norm.html", "beheer", norm_empty, 422),
    Screen("school holidays", "admin/holidays.html", "beheer", keeping_all("/beheer/kalender")),
    Screen(
        "open list of schools",
        "admin/school_list.html",
        "beheer",
        keeping_all("/beheer/scholen/lijst"),
    ),
    Screen("new school", "admin/school_form.html", "beheer", at("/beheer/scholen/nieuw")),
    Screen(
        "new school, empty",
        "admin/school_form.html",
        "beheer",
        pressed("/beheer/scholen/nieuw", "Voeg deze school"),
        422,
    ),
    Screen("add a person", "admin/add.html", "beheer", at("/beheer/mensen/nieuw")),
    Screen("account of a person", "admin/person.html", "beheer", account_of_noor),
    Screen("what leaving does", "admin/confirm_person.html", "beheer", leaving_of_noor),
    Screen("import", "admin/import.html", "beheer", at("/beheer/importeren")),
    Screen(
        "import, nothing chosen",
        "admin/import.html",
        "beheer",
        pressed("/beheer/importeren", "Bekijk wat"),
        422,
    ),
    Screen(
        "import, rows that are wrong",
        "admin/import.html",
        "beheer",
        uploaded("e-mail;naam\ngeen-adres;X\n"),
        422,
    ),
    Screen("import, preview", "admin/preview.html", "beheer", uploaded(PEOPLE)),
    Screen("mail, for who keeps accounts", "train/reminders.html", "beheer", at("/beheer/mail")),
    Screen("background", "admin/work.html", "beheer", work_behind),
    Screen("waiting", "site/waiting.html", "beheer", waiting),
    Screen("import, columns to choose", "admin/questions.html", "beheer", uploaded(UNSEEN), 422),
    Screen(
        "words in lists",
        "admin/list_words.html",
        "beheer",
        at("/beheer/scholen/demo-baken/lijstwoorden"),
    ),
]
