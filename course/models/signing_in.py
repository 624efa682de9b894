"""How people prove who they are, and how long we believe it. Only hashes of secrets are stored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Hash, LongText, Name, RowId


class Password(Base):
    """A person's password, as an Argon2id hash. No row: this person signs in another way."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    hash: Mapped[LongText]
    changed_at: Mapped[datetime]


class SignInLink(Base):
    """A link sent by mail: single use, for a while. `purpose` is sign-in or invitation."""

    token_hash: Mapped[Hash] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignedInBrowser(Base):
    """One signed-in browser. The cookie holds the token; here stands only its SHA-256.

    Its table keeps the name it was made with, as that of a study day does.
    """

    __tablename__ = "user_session"
    __table_args__ = (Index(None, "person_id"),)

    token_hash: Mapped[Hash] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Throttle(Base):
    """Recent misses for an account, an address, or both together.

    `key` is a hash, never a name or address.
    """

    key: Mapped[Hash] = mapped_column(primary_key=True)
    misses: Mapped[int]
    since: Mapped[datetime]
    wait_until: Mapped[datetime | None]


class Mail(Base):
    """The outbox. A message goes out once: `key` is unique, and becomes its Message-ID."""

    __table_args__ = (Index(None, "sent_at"),)

    id: Mapped[RowId]
    key: Mapped[Name] = mapped_column(unique=True)
    recipient: Mapped[Name]
    subject: Mapped[Name]
    body: Mapped[LongText]
    html: Mapped[LongText | None]  # the same for who reads mail as a page
    stop_url: Mapped[LongText | None]  # where one press ends mail of this kind
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    # not before; moved ahead while a process is busy with it, so that no other takes it
    next_try_at: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(String(200))
