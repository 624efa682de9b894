"""Two accounts of one person become one: which other one, what that does, and the deed."""

from __future__ import annotations

from course.domain.people.roles import Permission
from course.store.people import person, uniting
from course.web.admin import bp, person_words
from course.web.admin.deed import (
    PersonDeed,
    PersonQuestion,
    begin_deed,
    known_account,
    person_deed,
)
from course.web.admin.person_page import KnownAccount
from course.web.http.access import allow, current_person, proved_lately
from course.web.page.answering import Answer

NOBODY = "Op uw scholen is geen ander account met dit adres."
BEYOND = (
    "Een van beide accounts hoort ook bij een school of een rol buiten uw scholen. Wie alle "
    "scholen beheert, kan ze samenvoegen."
)
OWN = "Dit is uw eigen account. Vraag een andere beheerder om dit te doen."
BLOCKED = "Dit account is geblokkeerd. Hef dat eerst op."


@bp.get("/mensen/<ref>/samenvoegen")
@allow(Permission.PEOPLE)
def ask_unite(ref: str) -> Answer:
    """What it does when another account goes up in this one. Nothing has been written yet."""
    deed = person_deed(ref)
    gone = _other(deed)
    if not isinstance(gone, KnownAccount):
        return gone
    found = uniting.effect(gone.account.id, deed.moment.today)
    question = PersonQuestion(
        title=f"Gaat {gone.account.email} op in {deed.account.email}?",
        told=person_words.of_uniting(deed.account, gone.account, found),
        submit="Voeg deze accounts samen",
        names=("adres",),
        danger=True,
        can_undo=not found.is_final,
    )
    return deed.ask(question)


@bp.post("/mensen/<ref>/samenvoegen")
@allow(Permission.PEOPLE)
@proved_lately
def unite(ref: str) -> Answer:
    """The other account goes up in this one."""
    deed = person_deed(ref)
    if uniting.went_up(deed.fields.text("adres"), deed.account.id):
        return deed.over()  # pressed twice
    gone = _other(deed)
    if not isinstance(gone, KnownAccount):
        return gone
    begin_deed([gone.account.id, deed.account.id], deed.moment)
    uniting.unite(gone.account.id, deed.account.id, deed.moment)
    said = f"De accounts zijn samengevoegd. {deed.account.name} logt in met {deed.account.email}."
    return deed.done("accounts united", said)


def _other(deed: PersonDeed) -> KnownAccount | Answer:
    """The account of the address that was typed, or the page with why it cannot be."""
    email = deed.fields.email("adres", "Vul het e-mailadres van het andere account in.")
    if email is None:
        return deed.again()
    other = person.ref_of_address(current_person(), email)
    if other is None or other == deed.account.ref:
        return deed.refuse("adres", NOBODY)
    gone = known_account(other)
    if why := _why_not(deed.known, gone):
        return deed.refuse("adres", why)
    return gone


def _why_not(stays: KnownAccount, gone: KnownAccount) -> str:
    """Why these two cannot become one; empty when they can."""
    if current_person().id in (stays.account.id, gone.account.id):
        return OWN
    if stays.is_beyond or gone.is_beyond:
        return BEYOND
    return BLOCKED if stays.account.blocked_at is not None else ""
