"""What one person did in a course, written down as rows for the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from course.content.types import Lesson
from course.kinds.item import Item
from course.kinds.marking import Form, NotGradable, Response, Score
from course.kinds.registry import kind_of
from course.models.base import new_token
from course.store.demo import Facts

SURE = ("gok", "denk", "zeker")  # how sure people say they are
HOW_OFTEN = {True: (3, 5, 2), False: (1, 4, 6)}  # each of those, when they are wrong and right


@dataclass(frozen=True)
class Opened:
    """A lesson that somebody opened, with the slug of its module."""

    module: str
    lesson: Lesson

    def item(self, key: str) -> Item:
        """An item of it. LookupError when there is none."""
        item = self.lesson.item(key)
        if item is None:
            raise LookupError(f"lesson {self.lesson.slug} has no item {key}")
        return item


@dataclass
class Diary:
    """The facts of one enrolment. `now` moves on with everything that is written down."""

    enrolment_id: int
    release: str
    facts: Facts
    random: Random
    now: datetime

    def pass_time(self, seconds: float) -> None:
        """Let some time go by: about so many seconds."""
        self.now += timedelta(seconds=seconds * self.random.uniform(0.7, 1.5))

    def visit(self, at: Opened) -> None:
        """Open a lesson."""
        self.pass_time(15)
        self.facts.visits.append({**self._row(at), "visited_at": self.now})

    def attempt(
        self,
        at: Opened,
        item: Item,
        response: Response,
        *,
        settled: bool,
        sitting: str | None = None,
        confidence: str | None = None,
    ) -> Score:
        """Give a response that is marked; in a test when that is handed in."""
        score = kind_of(item).grade(item, response)
        self.facts.attempts.append(
            {
                **self._row(at),
                "release": self.release,
                "item": item.key,
                "response": list(response),
                "earned": score.earned,
                "possible": score.possible,
                "confidence": confidence,
                "settled": settled,
                "sitting": sitting,
                "submission": f"{sitting}:{item.key}" if sitting else new_token(),
                "submitted_at": self.now,
            }
        )
        return score

    def open_sitting(self, at: Opened, drawn: Sequence[str]) -> str:
        """Begin a test with these questions. Returns how it is called."""
        ref = new_token()
        self.pass_time(20)
        self.facts.sittings.append(
            {
                **self._row(at),
                "ref": ref,
                "items": list(drawn),
                "opened_at": self.now,
                "handed_in_at": None,
            }
        )
        return ref

    def hand_in(self) -> None:
        """Hand in the test that was begun last."""
        self.pass_time(40)
        self.facts.sittings[-1]["handed_in_at"] = self.now

    def answer(self, ref: str, item: Item, *, wrong: bool) -> tuple[Response, str]:
        """Answer a question of an open test, with how sure they are of it."""
        self.pass_time(30)
        response = example_response(item, wrong=wrong)
        confidence = self.random.choices(SURE, HOW_OFTEN[wrong])[0]
        self.facts.answers.append(
            {
                "sitting": ref,
                "item": item.key,
                "response": list(response),
                "confidence": confidence,
                "submission": new_token(),
                "given_at": self.now,
            }
        )
        return response, confidence

    def _row(self, at: Opened) -> dict[str, Any]:
        return {
            "enrolment_id": self.enrolment_id,
            "module": at.module,
            "lesson": at.lesson.slug,
        }


def example_response(item: Item, *, wrong: bool) -> Response:
    """The right or the wrong example of an item; the right one for what is never marked."""
    kind = kind_of(item)
    examples = kind.examples(item)
    form: Form = examples.right
    if wrong and examples.wrong is not None:
        form = examples.wrong
    response = kind.read(item, form)
    if isinstance(response, NotGradable):
        raise ValueError(f"item {item.key}: its own example cannot be marked: {response.reason}")
    return response
