"""What waits for somebody's own yes: a school that put them on its list, and a new mail address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Hash, Name, RowId, Slug


class AwaitedPerson(Base):
    """A place on a list for an address whose account the school cannot see.

    The school sees a new account, as for any address that nobody has. It stands for nobody until
    who reads that mail says yes: then their own account takes its places, and this one is empty.
    """

    __table_args__ = (Index(None, "email_key"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    email_key: Mapped[Name]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    became_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AddressChange(Base):
    """A new mail address that counts once who reads it says yes.

    `needs_old`: who reads the old one has to say yes too, for the account reaches further than who
    asked. Only hashes of the links are kept.
    """

    __table_args__ = (Index(None, "person_id"),)

    id: Mapped[RowId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    email: Mapped[Name]
    email_key: Mapped[Name]
    old_email: Mapped[Name]
    confirm_hash: Mapped[Hash] = mapped_column(unique=True)
    stop_hash: Mapped[Hash] = mapped_column(unique=True)
    needs_old: Mapped[bool]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]  # by who reads the old address
    confirmed_at: Mapped[datetime | None]  # by who reads the new one
    settled_at: Mapped[datetime | None]
    outcome: Mapped[Slug | None]  # changed, stopped, replaced, taken or put-back
