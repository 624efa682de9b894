"""Where in a course somebody does something."""

from __future__ import annotations

from dataclasses import dataclass

from course.domain.learning.progress import LessonKey

ItemOfModule = tuple[str, str]  # module and item: another module may have an item of that key


@dataclass(frozen=True)
class LessonPlace:
    """A lesson of the release to which an enrolment is pinned.

    The entry test stands for module and lesson both (`entry.ENTRY`).
    """

    enrolment_id: int
    release: str
    module: str
    lesson: str
    # `Enrolment.followed` when this was read: with another one, all is derived anew
    followed: int = 0

    @property
    def at(self) -> LessonKey:
        """Module and lesson."""
        return self.module, self.lesson

    @property
    def where(self) -> dict[str, object]:
        """The columns that say which lesson of which enrolment a row is about."""
        return {
            "enrolment_id": self.enrolment_id,
            "module": self.module,
            "lesson": self.lesson,
        }
