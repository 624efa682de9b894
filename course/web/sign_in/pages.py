"""What the pages of signing in and of one's own account show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from course.config import Mode
from course.web.http.access import signed_in
from course.web.http.settings import settings
from course.web.page.parts import FieldError, FormPage, Link, SummaryRow


@dataclass(frozen=True)
class DemoAccount:
    """Somebody of the demo, to sign in as."""

    email: str
    role: str


DEMO_ACCOUNTS = (
    DemoAccount("noor@demo.example", "medewerker"),
    DemoAccount("mirjam@demo.example", "leidinggevende"),
    DemoAccount("tarik@demo.example", "trainer"),
    DemoAccount("beheer@demo.example", "beheerder"),
)


@dataclass(frozen=True)
class SignInPage(FormPage):
    """Signing in by password or by a link.

    `next` is where somebody was going, `kept` a form they had sent.
    """

    email: str = ""
    next: str = "/"
    kept: str = ""
    lost: bool = False  # the form was too large to keep
    again: bool = False  # for who is signed in, and has to do so once more
    demo: tuple[DemoAccount, ...] = ()
    postbox: bool = False


@dataclass(frozen=True)
class AskLinkPage(FormPage):
    """Asking for a link by mail."""

    email: str = ""
    next: str = "/"
    kept: str = ""


@dataclass(frozen=True)
class LinkSentPage:
    """The same page for every address."""

    email: str
    next: str
    kept: str
    postbox: bool


@dataclass(frozen=True)
class LinkPage:
    """A link that works: who signs in with it, and the address that does so."""

    name: str
    action: str


@dataclass(frozen=True)
class BelongPage:
    """Schools that put somebody on their list who has an account already."""

    name: str
    schools: tuple[str, ...]
    action: str


@dataclass(frozen=True)
class AddressPage:
    """A new address, and what a press does. `old`: this is who reads the old one."""

    name: str
    email: str
    old_email: str
    action: str
    old: bool
    may_agree: bool  # the old address has to say yes too
    changed: bool  # it happened already


@dataclass(frozen=True)
class AddressAnswer:
    """What came of it."""

    words: str


@dataclass(frozen=True)
class DeadLinkPage:
    """A link that does not work any more, or never did."""

    next: str = "/"


@dataclass(frozen=True)
class KeptPage:
    """A form that was kept, ready to be sent."""

    path: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AccountPage(FormPage):
    """One's own account."""

    email: str = ""
    facts: tuple[SummaryRow, ...] = ()
    browsers: int = 1
    called: str = ""  # what they are called now, or typed
    has_chosen: bool = False  # they chose that themselves
    old_needed: bool = True  # the old password, because nothing else has just proved who this is
    may_choose: bool = True  # False: there is no password, and no proof either


@dataclass(frozen=True)
class ShownMail:
    """One message of the outbox."""

    recipient: str
    subject: str
    paragraphs: tuple[str, ...]
    written_at: datetime
    sent: bool
    link: Link | None


@dataclass(frozen=True)
class PostboxPage:
    """The outbox of the demo."""

    mails: tuple[ShownMail, ...]


def shows_postbox() -> bool:
    """Whether the outbox may be read on a page: never where real people are."""
    return settings().mode is not Mode.PRODUCTION


def sign_in_page(
    email: str = "",
    next: str = "/",  # noqa: A002
    kept: str = "",
    lost: bool = False,
    errors: tuple[FieldError, ...] = (),
) -> SignInPage:
    """The sign-in page of this installation."""
    again = signed_in() is not None
    page = SignInPage(email, next, kept, lost, again, errors=errors)
    if settings().mode is not Mode.DEMO:
        return page
    return replace(page, demo=DEMO_ACCOUNTS, postbox=True)
