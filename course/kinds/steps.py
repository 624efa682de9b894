"""What exercises in steps have in common: the response is every step so far."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, Protocol, TypeVar

from course.kinds.kind import ItemT, Kind, Printed
from course.kinds.marking import Form, Reason, Refused, Response, every, first
from course.kinds.pace import Pace


class Stand(Protocol):
    """Where an exercise stands after some steps."""

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""


StandT = TypeVar("StandT", bound=Stand)


class StepsKind(Kind[ItemT], Generic[ItemT, StandT]):
    """The form holds every step so far as `stap`; `opnieuw` starts again.

    Steps alone leave it where it stands.
    """

    @abstractmethod
    def state(self, item: ItemT, response: Response) -> StandT:
        """Where these steps lead. ValueError when they do not follow from each other here."""

    @abstractmethod
    def further(self, item: ItemT, now: StandT, path: Response, form: Form) -> Response:
        """The path with what this form adds to it; the same path when it adds nothing."""

    def given(self, item: ItemT, form: Form) -> Response:
        if first(form, "opnieuw"):
            return ()
        path = every(form, "stap")
        try:
            now = self.state(item, path)
        except ValueError:
            raise Refused(Reason.OUT_OF_STEP, "stap") from None
        return self.further(item, now, path, form)

    def fields(self, item: ItemT, response: Response) -> Form:
        if not response:
            return {"opnieuw": ["ja"]}
        return {"stap": response}

    def settles(self, item: ItemT, response: Response, earlier: int) -> bool:
        return self.state(item, response).over

    def pace(self, item: ItemT) -> Pace | None:
        return None  # what people do in an exercise does not show in its words

    def printed(self, item: ItemT) -> Printed:
        return Printed(item.question)
