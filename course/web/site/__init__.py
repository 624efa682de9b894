"""Pages for everybody: the start, help, privacy, accessibility, and what machines ask."""

from course.web.site import (
    agenda,
    asking,
    conduct,
    conduct_signing,
    first_steps,
    help_pages,
    machines,
    stopping,
    stopping_lists,
    views,
    waiting,
)
from course.web.site.blueprint import bp

__all__ = [
    "agenda",
    "asking",
    "bp",
    "conduct",
    "conduct_signing",
    "first_steps",
    "help_pages",
    "machines",
    "stopping",
    "stopping_lists",
    "views",
    "waiting",
]
