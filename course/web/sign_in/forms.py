"""The fields of these forms, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from course.text.names import is_email, tidy
from course.web.http.paths import own_path
from course.web.page.parts import FieldError
from course.web.sign_in import wording


@dataclass(frozen=True)
class SignInForm:
    """The fields of the sign-in page. The password is taken as it was typed."""

    email: str
    password: str
    next: str
    kept: str

    @classmethod
    def read(cls, fields: MultiDict[str, str]) -> SignInForm:
        """From what was sent."""
        return cls(
            tidy(fields.get("email", "")),
            fields.get("password", ""),
            own_path(fields.get("next")),
            fields.get("kept", ""),
        )

    def email_errors(self) -> tuple[FieldError, ...]:
        """What is wrong with the address, as far as anybody can see."""
        if not self.email:
            return (FieldError("email", wording.EMAIL_MISSING),)
        if not is_email(self.email):
            return (FieldError("email", wording.EMAIL_UNLIKELY),)
        return ()

    def errors(self) -> tuple[FieldError, ...]:
        """What is missing before anything can be checked."""
        if self.password:
            return self.email_errors()
        return (*self.email_errors(), FieldError("password", wording.PASSWORD_MISSING))


@dataclass(frozen=True)
class PasswordForm:
    """A new password, typed twice."""

    old: str
    new: str
    again: str

    @classmethod
    def read(cls, fields: MultiDict[str, str]) -> PasswordForm:
        """From what was sent."""
        return cls(
            fields.get("old_password", ""),
            fields.get("new_password", ""),
            fields.get("new_password_again", ""),
        )
