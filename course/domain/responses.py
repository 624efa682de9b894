"""What a person gave to an item: form fields in, a response out, or why it cannot be marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Form = Mapping[str, Sequence[str]]  # field name to every value sent under it
Response = tuple[str, ...]  # option keys or words, in a form that each kind defines

UNKNOWN = "Deze keuze hoort niet bij deze vraag. Laad de pagina opnieuw en kies nog een keer."


@dataclass(frozen=True)
class NotGradable:
    """Nothing to mark yet: empty, or of a shape this item does not have. It costs nothing. `field` is what to mend."""

    message: str
    field: str = "antwoord"


def first(form: Form, name: str) -> str:
    """The first value of a field, stripped; an empty string when it was not sent."""
    values = form.get(name, ())
    return values[0].strip() if values else ""


def every(form: Form, name: str) -> tuple[str, ...]:
    """All values of a field, stripped."""
    return tuple(value.strip() for value in form.get(name, ()))
