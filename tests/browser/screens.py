"""Every page in every state that looks different, and the way there. A new page template needs an
entry here.

A way is a small function; what it shares with others is a function too. It ends on the page itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import abort
from playwright.sync_api import Page
from sqlalchemy import select

from course import clock
from course.content.check import check_folder
from course.content.types import Course, Lesson, LessonKind, MasteryRule, Module
from course.domain.people.roles import Actor, Role
from course.kinds.dilemma.item import DilemmaItem
from course.kinds.registry import kind_of
from course.models import Person, School, db
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import totals
from course.store.learning import enrolling
from course.store.messages import jobs, questions, reminders, workers
from course.store.messages.questions import NewQuestion, QuestionKind
from course.store.people import accounts, addresses, deeds, first_steps, words
from course.store.people.accounts import NewAccount
from course.store.people.addresses import AddressAsk
from course.store.people.deeds import Workplace
from course.store.signing_in import accounts as signing_in
from course.store.signing_in.accounts import LinkPurpose
from course.store.signing_in.browsers import hash_of
from course.text.plain import NO_TEXT
from course.web.http.access import PUBLIC, allow
from course.web.http.errors import PAGES
from course.web.train import telling
from tests import builders
from tests.browser import walking
from tests.browser.conftest import Live, Watch
from tests.browser.walking import COURSE, SUBMIT, Pointer
from tests.content.reading import documented_items

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "course" / "templates"
MODULE = f"/leren/{COURSE}/delen"
PAGE = f"{MODULE}/eigen-leven"
TEST = f"{MODULE}/toets"
SCHOOL = "/rapport/scholen/demo-baken"
ASSIGN = "/trainen/toewijzen?school=demo-baken"
BROADLY = "/trainen/toewijzen/breed"
BAKEN = "/rapport/scholen/demo-baken"
LATER = (clock.today() + timedelta(days=200)).isoformat()
CONSENT = "dienst=agreed&doel=publish&leeftijd=9&eens=ja"
PEOPLE = "e-mail;naam\nnieuw@demo.example;Nieuw Iemand\n"
UNSEEN = "Wie;Hoe te bereiken;Werkt als\nNieuw Iemand;nieuw@demo.example;Dansmeester\n"
PROOF = "proef"  # a course with a lesson for each documented item


@dataclass(frozen=True)
class Visit:
    """A browser, and what stands behind the screen."""

    page: Page
    live: Live
    patch: pytest.MonkeyPatch

    @property
    def hand(self) -> Pointer:
        """Somebody who clicks."""
        return Pointer(self.page)

    def go(self, address: str) -> Visit:
        self.page.goto(address)
        return self

    def press(self, words: str) -> Visit:
        """The button or link with these words, in the page itself; then wait for the next page."""
        named = self.page.locator("main :is(a, button)").filter(has_text=words).first
        with self.page.expect_navigation():
            named.click()
        return self


@dataclass(frozen=True)
class Screen:
    """One page in one state."""

    name: str
    template: str
    person: str  # empty: nobody is signed in
    arrive: Callable[[Visit], object]
    status: int = 200

    def visit(self, page: Page, live: Live, patch: pytest.MonkeyPatch) -> None:
        """Go there, signed in."""
        if self.person:
            walking.enter(page, live, self.person)
        self.arrive(Visit(page, live, patch))

    def forgive(self, watch: Watch) -> None:
        """A page that is about an error of the server may answer with that error."""
        own = tuple(f"{self.status} for {kind}" for kind in ("document", "fetch"))
        watch.complaints[:] = [line for line in watch.complaints if not line.startswith(own)]


def at(address: str) -> Callable[[Visit], object]:
    """A page that is simply there."""
    return lambda visit: visit.go(address)


def pressed(address: str, *words: str) -> Callable[[Visit], object]:
    """A page, and one press or more."""

    def arrive(visit: Visit) -> None:
        visit.go(address)
        for one in words:
            visit.press(one)

    return arrive


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


def begun_lately(visit: Visit) -> None:
    """The first steps of who has a role since yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    visit.patch.setattr(first_steps, "has_role_since", lambda *_: yesterday)
    visit.go("/eerste-stappen")


def keeping_all(address: str) -> Callable[[Visit], object]:
    """A page as who keeps every school sees it."""

    def arrive(visit: Visit) -> None:
        visit.patch.setattr(Actor, "holds_everywhere", lambda *_: True)
        visit.go(address)

    return arrive


def fails(code: int) -> Callable[[Visit], object]:
    """The page for an error, by a view that ends in it."""

    @allow(PUBLIC)
    def view() -> None:
        if code == 500:
            raise ZeroDivisionError
        abort(code)

    def arrive(visit: Visit) -> None:
        visit.patch.setitem(visit.live.app.view_functions, "site.show_privacy", view)
        visit.go("/privacy")

    return arrive


def answer_refused(visit: Visit) -> None:
    """An answer that cannot be saved now, on the page from which it can be sent again. Script would
    stay on the lesson and try again; so the browser sends the form itself.
    """

    def refuse() -> None:
        visit.page.locator("main .item__form").evaluate("form => { form.dataset.plain = 'yes' }")
        visit.patch.setattr(transaction, "commit", unable)

    right_answer_given(visit, before_sending=refuse, in_place=False)


def unable() -> None:
    raise sqlite3.OperationalError("database or disk is full")


# Proof


def certificate(visit: Visit) -> None:
    visit.go("/mijn-bewijzen").press("sociale media")


def certificate_checked(visit: Visit) -> None:
    certificate(visit)
    visit.go(f"/bewijs/{visit.page.url.rpartition('/')[2]}")


def certificates_of_a_person(visit: Visit) -> None:
    visit.go("/beheer?zoek=mirjam").press("Mirjam").press("Bewijzen van")


# Signing in


def ask_for_link(visit: Visit) -> None:
    visit.go("/inloggen/link")
    visit.hand.write("#email", "noor@demo.example")
    visit.press("Mail mij een link")


def link_in_mail(visit: Visit) -> None:
    ask_for_link(visit)
    visit.press("Open de postbak").press("Open de link")


def new_address_asked(visit: Visit) -> None:
    """Somebody asked for another address for Noor; the links are known here."""
    with visit.live.app.app_context():
        noor = db.session.scalar(select(Person.id).where(Person.email_key == "noor@demo.example"))
        links = hash_of("nieuw-adres"), hash_of("oud-adres")
        moment = DeedMoment(clock.now())
        addresses.ask([AddressAsk(noor, "noor@elders.example", *links, ())], moment)
        transaction.commit()
    visit.go("/inloggen/adres/nieuw-adres")


def new_address_stopped(visit: Visit) -> None:
    new_address_asked(visit)
    visit.go("/inloggen/adres/oud-adres/oud").press("Houd dit adres")


def put_on_a_list(visit: Visit) -> None:
    """Another school put the address of Noor on its list."""
    with visit.live.app.app_context():
        moment = DeedMoment(clock.now())
        made = accounts.open_accounts([NewAccount("N.", "n.", "noor@demo.example")], moment)
        place, school = made["noor@demo.example"], db.session.scalar(select(School.id).limit(1))
        deeds.join(school, [Workplace(place)], moment)
        link = [(place, hash_of("kom-erbij"))]
        signing_in.keep_links(link, LinkPurpose.INVITATION, moment.now)
        transaction.commit()
    visit.go("/inloggen/link/kom-erbij")


def not_on_that_list(visit: Visit) -> None:
    put_on_a_list(visit)
    visit.press("Nee, dit klopt niet")


def answer_signed_out(visit: Visit) -> None:
    walking.enter(visit.page, visit.live, "noor")
    right_answer_given(visit, before_sending=visit.page.context.clear_cookies, in_place=False)


def signed_in_again(visit: Visit) -> None:
    answer_signed_out(visit)
    visit.hand.write("#email", "noor@demo.example")
    visit.hand.write("#password", visit.live.password)
    visit.press("Log in")


def link_sent_with_answer(visit: Visit) -> None:
    answer_signed_out(visit)
    visit.hand.write("#email", "noor@demo.example")
    visit.press("Mail mij een link")


# Learning


def fresh(visit: Visit, address: str) -> None:
    """Noor has not yet begun this module."""
    walking.forget_module(visit.live, "noor", "delen")
    visit.go(address)


def answered(visit: Visit, *, right: bool, times: int = 1) -> None:
    fresh(visit, PAGE)
    for _ in range(times):
        give(visit, right=right)
        visit.hand.press(f"main .item {SUBMIT}")


def give(visit: Visit, *, right: bool) -> None:
    item = walking.lesson_at(visit.live, visit.page.url).items[0]
    examples = kind_of(item).examples(item)
    visit.hand.fill(walking.root_of(item), examples.right if right else examples.wrong or {})


def right_answer_given(
    visit: Visit, before_sending: Callable[[], object], *, in_place: bool = True
) -> None:
    fresh(visit, PAGE)
    give(visit, right=True)
    before_sending()
    button = visit.page.locator(f"main .item {SUBMIT}")
    if in_place:
        visit.hand.press(f"main .item {SUBMIT}")
    else:
        with visit.page.expect_navigation():
            button.click()


def without_answer(address: str) -> Callable[[Visit], object]:
    def arrive(visit: Visit) -> None:
        fresh(visit, address)
        visit.hand.press(f"main .item {SUBMIT}")

    return arrive


def walked(address: str) -> Callable[[Visit], object]:
    def arrive(visit: Visit) -> None:
        fresh(visit, address)
        walking.walk_lesson(visit.hand, visit.live)

    return arrive


def dilemma_begun(visit: Visit) -> None:
    fresh(visit, f"{MODULE}/dilemma")
    visit.hand.press("button[name=kies]")


def test_begun(visit: Visit) -> None:
    fresh(visit, TEST)
    visit.press("Begin met de toets")


def test_question_empty(visit: Visit) -> None:
    test_begun(visit)
    visit.press("Bewaar mijn antwoord")


def test_with_gaps(visit: Visit) -> None:
    test_begun(visit)
    visit.go(f"{TEST}/controle")


def test_handed_in_with_gaps(visit: Visit) -> None:
    test_with_gaps(visit)
    visit.press("Lever de toets in")


def test_result(*, right: bool) -> Callable[[Visit], object]:
    def arrive(visit: Visit) -> None:
        fresh(visit, TEST)
        walking.sit_test(visit.hand, walking.lesson_at(visit.live, visit.page.url), right=right)

    return arrive


def test_door_after(visit: Visit) -> None:
    test_result(right=False)(visit)
    visit.go(TEST)


def steps_taken(kind: str, count: int) -> Callable[[Visit], object]:
    """An exercise of several steps, so many of them taken; with a negative count all of them."""

    def arrive(visit: Visit) -> None:
        publish_proof(visit.live)
        slug = next(slug for slug, item in PROOF_ITEMS.items() if item.kind == kind)
        visit.go(f"/leren/{PROOF}/een/{slug}")
        root, right = (
            walking.root_of(PROOF_ITEMS[slug]),
            kind_of(PROOF_ITEMS[slug]).examples(PROOF_ITEMS[slug]).right,
        )
        if count < 0:
            walking.take_steps(visit.hand, root, right)
        for _ in range(count):
            walking.take_step(visit.hand, root, right)

    return arrive


# Assigning, reporting, managing


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
    visit.page.evaluate(walking.READY)
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
    visit.go(BAKEN)
    visit.page.get_by_role("checkbox").first.check()
    visit.press("Pas aan voor wie is aangevinkt")


def mend_empty(visit: Visit) -> None:
    to_mend(visit)
    visit.press("Bekijk wat er verandert")


def mend_to_confirm(visit: Visit) -> None:
    visit.go(BAKEN)
    visit.press("Pas aan voor iedereen in deze lijst")
    visit.page.get_by_label("Een andere uiterste datum").check()
    visit.page.locator("input[name=datum]").fill(LATER)
    visit.press("Bekijk wat er verandert")


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


def no_courses(visit: Visit) -> None:
    visit.patch.setattr(totals, "offered_courses", list)
    visit.go("/rapport")


def one_question(visit: Visit) -> None:
    """The first question that is listed."""
    visit.go("/trainen/toetsvragen")
    visit.go(visit.page.locator("main th a").first.get_attribute("href") or "")


def signed_code(visit: Visit) -> None:
    """Answered, and read again."""
    visit.go("/gedragscode/ondertekenen/demo-baken")
    visit.page.locator("input[name=antwoord]").first.check()
    visit.page.get_by_role("button", name="Verstuur mijn antwoord").click()
    visit.go(visit.page.get_by_role("link", name="Lees wat er stond").get_attribute("href") or "")


def one_person(visit: Visit) -> None:
    visit.go(SCHOOL)
    visit.go(
        visit.page.locator("main table a:text-matches('^Noor ')").first.get_attribute("href") or ""
    )


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


def mail_to_noor(visit: Visit) -> None:
    visit.go("/trainen/mail").press("Noor")


def mail_told(visit: Visit) -> None:
    """A mail by hand, on whatever day it is: the ledger has it, or why not."""
    mail_to_noor(visit)
    if visit.page.get_by_role("button", name="Stuur deze mail nu").count():
        visit.press("Stuur deze mail nu")
    visit.go("/trainen/mail/verstuurd")


def not_reached_at_school(visit: Visit) -> None:
    not_reached(visit, "/rapport/mensen?wie=niet-bereikt")


def not_reached(visit: Visit, path: str = "/trainen/mail/niet-bereikt") -> None:
    with visit.live.app.app_context():
        reminders.came_back("noor@demo.example", "5.1.1", clock.now())
        db.session.commit()
    visit.go(path)


def ending_mail(visit: Visit) -> None:
    config = visit.live.app.config["DEELWIJS"]
    with visit.live.app.app_context():
        who = select(Person.ref).where(Person.email == "noor@demo.example")
        address = telling.stop_address(config, db.session.scalars(who).one())
    visit.go(address.removeprefix(config.base_url))


def account_of_noor(visit: Visit) -> None:
    """Found by name, and every part of the page open."""
    visit.go("/beheer?zoek=noor").press("Noor")
    visit.page.evaluate(
        "() => document.querySelectorAll('details').forEach((one) => one.open = true)"
    )


def uploaded(text: str) -> Callable[[Visit], object]:
    def arrive(visit: Visit) -> None:
        visit.go("/beheer/importeren")
        visit.hand.pick("#school", "demo-baken")
        visit.page.locator("#bestand").set_input_files(
            {"name": "mensen.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        visit.press("Bekijk wat er verandert")

    return arrive


# Study days


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


# The entry test

ENTRY = f"/leren/{COURSE}/instaptoets"


def entry_test(visit: Visit) -> None:
    """Noor has not done anything yet."""
    walking.forget_course(visit.live, "noor")
    visit.go(f"/leren/{COURSE}").press("Begin met de instaptoets")


def entry_question(visit: Visit) -> None:
    entry_test(visit)
    visit.press("Begin met de instaptoets")


def entry_outcome(visit: Visit) -> None:
    """The first question right and sure, the others as they come."""
    entry_question(visit)
    course = walking.published_course(visit.live)
    for one in course.entry:
        item = walking.item_of(visit.live, one.module, one.lesson, one.item)
        examples = kind_of(item).examples(item)
        first = one == course.entry[0]
        visit.hand.fill(walking.root_of(item), examples.right if first else examples.wrong or {})
        if first:
            visit.page.get_by_label("Ik weet het zeker").check()
        visit.press("Bewaar mijn antwoord")
    visit.press("Lever de toets in")


# A course of every item kind

PROOF_ITEMS = {
    f"{item.kind}-{item.key.lower().replace('.', '-')}": item for item in documented_items()
}


def publish_proof(live: Live) -> None:
    """A course with one lesson for each documented item, and Noor in it."""
    lessons = tuple(
        Lesson(
            slug=slug,
            title=f"Proef: {item.kind}",
            kind=LessonKind.DILEMMA if isinstance(item, DilemmaItem) else LessonKind.EXERCISE,
            required=True,
            blocks=(item,),
            minutes=1,
        )
        for slug, item in PROOF_ITEMS.items()
    )
    module = Module(
        slug="een",
        title="Alle soorten",
        motto="Van elke soort een",
        minutes=5,
        goals=(),
        excludes=(),
        mastery=MasteryRule(),
        lessons=lessons,
    )
    with live.app.app_context():
        now = clock.now()
        builders.publish(
            Course(slug=PROOF, title="Proefcursus", intro=NO_TEXT, modules=(module,)), now
        )
        assert enrolling.enrol(walking.person_id("noor"), PROOF, now)
        db.session.commit()


def offered(visit: Visit) -> None:
    """A course that mirjam may begin of her own accord."""
    publish_proof(visit.live)
    visit.go(f"/leren/{PROOF}")


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


def nothing_left(visit: Visit) -> None:
    visit.go(f"/leren/{COURSE}/nog-te-doen")


SCREENS = [
    Screen("sign-in", "sign_in/sign_in.html", "", at("/inloggen")),
    Screen(
        "sign-in, nothing filled in",
        "sign_in/sign_in.html",
        "",
        pressed("/inloggen", "Log in"),
        422,
    ),
    Screen("sign-in, answer kept", "sign_in/sign_in.html", "", answer_signed_out),
    Screen("signed in again", "sign_in/kept.html", "", signed_in_again),
    Screen("ask for a link", "sign_in/ask_link.html", "", at("/inloggen/link")),
    Screen(
        "ask for a link, empty",
        "sign_in/ask_link.html",
        "",
        pressed("/inloggen/link", "Mail mij"),
        422,
    ),
    Screen("link sent", "sign_in/link_sent.html", "", ask_for_link),
    Screen("link sent, answer kept", "sign_in/link_sent.html", "", link_sent_with_answer),
    Screen("postbox, empty", "sign_in/postbox.html", "", at("/postvak")),
    Screen("link", "sign_in/link.html", "", link_in_mail),
    Screen("new address", "sign_in/address.html", "", new_address_asked),
    Screen("new address, stopped", "sign_in/address_answer.html", "", new_address_stopped),
    Screen("asked to join", "sign_in/join.html", "", put_on_a_list),
    Screen("asked to join, no", "sign_in/not_joined.html", "", not_on_that_list),
    Screen("dead link", "sign_in/dead_link.html", "", at("/inloggen/link/bestaat-niet"), 410),
    Screen("account", "sign_in/account.html", "noor", at("/account")),
    Screen(
        "account, nothing filled in",
        "sign_in/account.html",
        "noor",
        pressed("/account", "Bewaar mijn nieuwe"),
        422,
    ),
    Screen("help", "site/help.html", "noor", at("/hulp")),
    Screen("help for a visitor", "site/help.html", "", at("/hulp")),
    Screen("card", "site/card.html", "noor", at("/hulp/zakkaart")),
    Screen("privacy", "site/privacy.html", "", at("/privacy")),
    Screen("accessibility", "site/accessibility.html", "", at("/toegankelijkheid")),
    Screen("photo inspector", "tools/photo_inspector.html", "noor", at("/foto-inspecteur")),
    Screen("may this, first question", "tools/check_question.html", "", at("/mag-dit")),
    Screen(
        "may this, nothing chosen",
        "tools/check_question.html",
        "",
        pressed("/mag-dit", "Ga verder"),
        422,
    ),
    Screen(
        "may this, check",
        "tools/check_answers.html",
        "",
        at(f"/mag-dit/controle?{CONSENT}&weigering=nee"),
    ),
    Screen(
        "may this, first arrange",
        "tools/check_outcome.html",
        "noor",
        at(f"/mag-dit/uitkomst?{CONSENT}&weigering=nee"),
    ),
    Screen(
        "may this, no",
        "tools/check_outcome.html",
        "",
        at(f"/mag-dit/uitkomst?{CONSENT}&weigering=ja"),
    ),
    Screen(
        "may this, letter",
        "tools/consent_letter.html",
        "",
        at(f"/mag-dit/brief?{CONSENT}&weigering=nee"),
    ),
    Screen("gallery", "gallery.html", "", at("/onderdelen")),
    *(Screen(f"error {code}", f"errors/{code}.html", "noor", fails(code), code) for code in PAGES),
    Screen("answer not saved", "errors/503.html", "noor", answer_refused, 503),
    Screen("home", "learn/home.html", "noor", at("/leren")),
    Screen("home, all done", "learn/home.html", "mirjam", at("/leren")),
    Screen("course", "learn/course.html", "noor", at(f"/leren/{COURSE}")),
    Screen("course on offer", "learn/course.html", "mirjam", offered),
    Screen("course done", "learn/course.html", "mirjam", at(f"/leren/{COURSE}")),
    Screen("left", "learn/left.html", "noor", nothing_left),
    Screen("left, nothing", "learn/left.html", "mirjam", nothing_left),
    Screen("plans", "learn/plans.html", "mirjam", at("/leren/mijn-plannen")),
    Screen("no plans", "learn/plans.html", "noor", at("/leren/mijn-plannen")),
    Screen("certificates", "proof/mine.html", "mirjam", at("/mijn-bewijzen")),
    Screen("no certificates", "proof/mine.html", "noor", at("/mijn-bewijzen")),
    Screen("certificate", "proof/certificate.html", "mirjam", certificate),
    Screen("own record", "proof/own_record.html", "mirjam", at("/mijn-dossier")),
    Screen("own record, little", "proof/own_record.html", "noor", at("/mijn-dossier")),
    Screen("check a certificate", "proof/check.html", "", at("/bewijs")),
    Screen("check a wrong number", "proof/check.html", "", at("/bewijs/abc"), 422),
    Screen("a certificate that is real", "proof/check.html", "mirjam", certificate_checked),
    Screen("certificates of a person", "proof/of_person.html", "beheer", certificates_of_a_person),
    Screen("module", "learn/module.html", "noor", at(MODULE)),
    Screen("module done", "learn/module.html", "mirjam", at(MODULE)),
    Screen("lesson", "learn/lesson.html", "noor", lambda visit: fresh(visit, PAGE)),
    Screen("lesson, right", "learn/lesson.html", "noor", lambda visit: answered(visit, right=True)),
    Screen(
        "lesson, missed", "learn/lesson.html", "noor", lambda visit: answered(visit, right=False)
    ),
    Screen(
        "lesson, missed twice",
        "learn/lesson.html",
        "noor",
        lambda visit: answered(visit, right=False, times=2),
    ),
    Screen("lesson, nothing chosen", "learn/lesson.html", "noor", without_answer(PAGE), 422),
    Screen("opener", "learn/lesson.html", "noor", walked(f"{MODULE}/vooraf")),
    Screen("plan", "learn/lesson.html", "noor", lambda visit: fresh(visit, f"{MODULE}/als-dan")),
    Screen("plan, half", "learn/lesson.html", "noor", without_answer(f"{MODULE}/als-dan"), 422),
    Screen("plan saved", "learn/lesson.html", "noor", walked(f"{MODULE}/als-dan")),
    Screen("sheet", "learn/lesson.html", "noor", at(f"{MODULE}/in-de-klas")),
    *(
        Screen(f"{kind}, {count} steps", "learn/lesson.html", "noor", steps_taken(kind, count))
        for kind, counts in {
            "cards": (0, 1),
            "spread": (0, 1, 2),
            "timeline": (0, 1),
            "consent": (0, 1),
            "browse": (0, 1, 2, 3),
        }.items()
        for count in counts
    ),
    *(
        Screen(f"{kind}, the end", "learn/lesson.html", "noor", steps_taken(kind, -1))
        for kind in ("cards", "spread", "timeline", "consent", "browse")
    ),
    Screen(
        "dilemma", "learn/dilemma.html", "noor", lambda visit: fresh(visit, f"{MODULE}/dilemma")
    ),
    Screen("dilemma, second moment", "learn/dilemma.html", "noor", dilemma_begun),
    Screen("dilemma, the end", "learn/dilemma.html", "noor", walked(f"{MODULE}/dilemma")),
    Screen("test, the door", "learn/test.html", "noor", lambda visit: fresh(visit, TEST)),
    Screen("test, the door after a miss", "learn/test.html", "noor", test_door_after),
    Screen("test question", "learn/test_question.html", "noor", test_begun),
    Screen(
        "test question, nothing chosen",
        "learn/test_question.html",
        "noor",
        test_question_empty,
        422,
    ),
    Screen("hand-out", "learn/handout.html", "noor", at(f"{MODULE}/afdrukken")),
    Screen("test check", "learn/test_check.html", "noor", test_with_gaps),
    Screen("test check, with gaps", "learn/test_check.html", "noor", test_handed_in_with_gaps, 422),
    Screen("test mastered", "learn/test_result.html", "noor", test_result(right=True)),
    Screen("test missed", "learn/test_result.html", "noor", test_result(right=False)),
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
    Screen("everybody late", "report/people.html", "tarik", at("/rapport/mensen?wie=te-laat")),
    Screen("nobody reached", "report/people.html", "mirjam", not_reached_at_school),
    Screen("person", "report/person.html", "mirjam", one_person),
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
    Screen("school holidays", "admin/holidays.html", "beheer", keeping_all("/beheer/kalender")),
    Screen(
        "calendar of a school", "school/calendar.html", "beheer", at("/school/demo-baken/kalender")
    ),
    Screen(
        "words of a board",
        "school/board_words.html",
        "beheer",
        pressed("/beheer/scholen/demo-baken", "elke school van het bestuur"),
    ),
    Screen("ask a trainer", "site/ask.html", "noor", at("/hulp/vraag")),
    Screen("questions to trainers", "train/questions.html", "tarik", question_asked),
    Screen("first steps", "site/first_steps.html", "beheer", begun_lately),
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
    Screen("mail, the next round", "train/reminders.html", "tarik", at("/trainen/mail")),
    Screen("mail, what was sent", "train/reminders.html", "tarik", mail_told),
    Screen("mail, not reached", "train/reminders.html", "tarik", not_reached),
    Screen("mail to a person", "train/reminder.html", "tarik", mail_to_noor),
    Screen("ending mail", "site/stopping.html", "", ending_mail),
    Screen("background", "admin/work.html", "beheer", work_behind),
    Screen("waiting", "site/waiting.html", "beheer", waiting),
    Screen("import, columns to choose", "admin/questions.html", "beheer", uploaded(UNSEEN), 422),
    Screen(
        "words in lists",
        "admin/list_words.html",
        "beheer",
        at("/beheer/scholen/demo-baken/lijstwoorden"),
    ),
    Screen("words of the school", "school/words.html", "mirjam", at("/school/demo-baken")),
    Screen("entry test", "learn/entry.html", "noor", entry_test),
    Screen("entry test, a question", "learn/test_question.html", "noor", entry_question),
    Screen("entry test, the outcome", "learn/entry_result.html", "noor", entry_outcome),
    Screen(
        "sign the code",
        "site/sign_conduct.html",
        "noor",
        at("/gedragscode/ondertekenen/demo-baken"),
    ),
    Screen("signed code", "site/signed.html", "noor", signed_code),
    Screen(
        "who signed",
        "school/signatures.html",
        "mirjam",
        at("/school/demo-baken/gedragscode/ondertekend"),
    ),
    Screen("code of conduct", "site/conduct.html", "noor", at("/gedragscode")),
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
]


# Layouts are no pages, and what stands ready for the HTTP server and the proxy no browser of ours
# asks for: tests/faults draws those.
NO_SCREENS = {"layouts", "standing", "papers"}
# Drawn for a form that was made for somebody else, which no press on a page can send; its words are
# read in tests/web/http/test_forms.py.
BY_FORGERY = {"errors/not_drawn_here.html"}


def page_templates() -> set[str]:
    """Every template that is a page of its own: it extends a layout and is none."""
    found = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if "{% extends" in path.read_text("utf-8") and path.parent.name not in NO_SCREENS
    }
    return found - BY_FORGERY


def templates_drawn(names: list[str]) -> Any:
    """A receiver that notes which pages the server draws, to be connected to Flask's signal."""
    pages = page_templates()

    def note(_sender: Any, template: Any, **_more: Any) -> None:
        if template.name in pages:
            names.append(template.name)

    return note
