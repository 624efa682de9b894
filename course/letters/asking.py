"""The mails that ask for a new address: to the new one whether it is right, and to the old one that
it was asked.
"""

from __future__ import annotations

import secrets

from course.config import Config
from course.letters.address_confirm.letter import AddressConfirmation
from course.letters.address_warning.letter import AddressWarning
from course.letters.composing import Writable, compose
from course.store.messages.outbox import Outgoing
from course.store.people.addresses import AddressAsk
from course.store.signing_in.browsers import hash_of

PATH = "/inloggen/adres/"


def address_ask(
    config: Config, person_id: int, name: str, addresses: tuple[str, str], *, needs_old: bool
) -> AddressAsk:
    """A new address for somebody, with links and mails. Nothing is written yet.

    `addresses`: the one they have, and the new one.
    """
    old, new = addresses
    confirming, stopping = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    confirmation = AddressConfirmation(config.brand, name, f"{config.base_url}{PATH}{confirming}")
    warning = AddressWarning(config.brand, name, _stop_link(config, stopping), needs_yes=needs_old)
    letters = (_outgoing(confirmation, new), _outgoing(warning, old))
    return AddressAsk(person_id, new, hash_of(confirming), hash_of(stopping), letters, needs_old)


def changed_letter(config: Config, name: str, old: str) -> tuple[str, Outgoing]:
    """What the old address hears when another took its place: the hash of its link, and the
    mail.
    """
    token = secrets.token_urlsafe(32)
    warning = AddressWarning(config.brand, name, _stop_link(config, token), changed=True)
    return hash_of(token), _outgoing(warning, old)


def _stop_link(config: Config, token: str) -> str:
    return f"{config.base_url}{PATH}{token}/oud"


def _outgoing(mail: Writable, recipient: str) -> Outgoing:
    message = compose(mail)
    return Outgoing(f"address:{secrets.token_hex(16)}", recipient, message.subject, message.body)
