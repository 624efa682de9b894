"""What anybody meets, also who is not signed in: signing in, help, the tools and errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta

from flask import abort
from sqlalchemy import select

from course import clock
from course.domain.messages.schedules import Every
from course.domain.people.conduct_signing import Asks, ConductChange
from course.models import Person, School, db
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.messages import schedules
from course.store.people import accounts, addresses, conduct, deeds, first_steps
from course.store.people.accounts import NewAccount
from course.store.people.addresses import AddressAsk
from course.store.people.conduct import NewVersion
from course.store.people.deeds import Workplace
from course.store.signing_in import accounts as signing_in
from course.store.signing_in.accounts import LinkPurpose
from course.store.signing_in.browsers import hash_of
from course.web.http.access import PUBLIC, allow
from course.web.http.errors import PAGES
from course.web.report.list_mail import stop_list_url
from course.web.train import telling
from tests.browser import walking
from tests.browser.screens.learning import right_answer_given
from tests.browser.screens.visiting import Screen, Visit, at, pressed

CONSENT = "dienst=agreed&doel=publish&leeftijd=9&eens=ja"


def begun_lately(visit: Visit) -> None:
    """The first steps of who has a role since yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    visit.patch.setattr(first_steps, "has_role_since", lambda *_: yesterday)
    visit.go("/eerste-stappen")


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


def signed_code(visit: Visit) -> None:
    """Answered, and read again."""
    visit.go("/gedragscode/ondertekenen/demo-baken")
    visit.page.locator("input[name=antwoord]").first.check()
    visit.page.get_by_role("button", name="Verstuur mijn antwoord").click()
    visit.go(visit.page.get_by_role("link", name="Lees wat er stond").get_attribute("href") or "")


def signing_again(visit: Visit) -> None:
    """The school agreed two things otherwise since."""
    signed_code(visit)
    with visit.live.app.app_context():
        school = db.session.scalars(select(School).where(School.code == "demo-baken")).one()
        last = conduct.in_force(school.id, clock.today())
        clauses = {**last.clauses, "kanalen": "Alleen apps van de lijst van de school."}
        clauses["bereikbaarheid"] = "Na zes uur hoeft u niet te antwoorden."
        draft = NewVersion(
            school.id,
            None,
            *("Gedragscode van nu", clock.today(), None, ""),
            clauses,
            "gedragscode-van-nu",
            asks=Asks.SIGNATURE,
            change=ConductChange.MEANING,
        )
        maker = db.session.scalars(select(Person.id).where(Person.email == "mirjam@demo.example"))
        conduct.adopt(draft, maker.one(), clock.now())
        transaction.commit()
    visit.go("/gedragscode/ondertekenen/demo-baken")


def signing_wrong(visit: Visit) -> None:
    """One question answered by what held before."""
    signing_again(visit)
    for choice in ("vraag-kanalen][value=now", "vraag-bereikbaarheid][value=before"):
        visit.page.locator(f"input[name={choice}]").check()
    visit.page.locator("input[name=antwoord]").first.check()
    visit.press("Verstuur mijn antwoord")


def ending_mail(visit: Visit) -> None:
    config = visit.live.app.config["DEELWIJS"]
    with visit.live.app.app_context():
        who = select(Person.ref).where(Person.email == "noor@demo.example")
        address = telling.stop_address(config, db.session.scalars(who).one())
    visit.go(address.removeprefix(config.base_url))


def ending_list(visit: Visit) -> None:
    config = visit.live.app.config["DEELWIJS"]
    with visit.live.app.app_context():
        who = select(Person.id).where(Person.email == "mirjam@demo.example")
        asked = {"cursus": "sociale-media", "wie": "", "school": "", "bestuur": "", "soort": "csv"}
        owner = db.session.scalars(who).one()
        ref = schedules.ask(owner, Every.WEEK, asked, "lijst-van-mirjam", clock.now())
        db.session.commit()
    visit.go(stop_list_url(config, str(ref)).removeprefix(config.base_url))


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
    Screen(
        "sign-in, once more",
        "sign_in/sign_in.html",
        "mirjam",
        at("/inloggen?next=/rapport/mensen.csv&opnieuw=1"),
    ),
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
    Screen("ask a trainer", "site/ask.html", "noor", at("/hulp/vraag")),
    Screen("first steps", "site/first_steps.html", "beheer", begun_lately),
    Screen("ending mail", "site/stopping.html", "", ending_mail),
    Screen("ending a list", "site/stopping_list.html", "", ending_list),
    Screen(
        "sign the code",
        "site/sign_conduct.html",
        "noor",
        at("/gedragscode/ondertekenen/demo-baken"),
    ),
    Screen("sign the code again", "site/sign_conduct.html", "noor", signing_again),
    Screen("sign the code again, one wrong", "site/sign_conduct.html", "noor", signing_wrong, 422),
    Screen("signed code", "site/signed.html", "noor", signed_code),
    Screen("code of conduct", "site/conduct.html", "noor", at("/gedragscode")),
]
