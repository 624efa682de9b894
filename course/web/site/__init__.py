"""Pages for everybody: the start, help, privacy, accessibility, and what machines ask."""

from course.web.site import conduct, help_pages, machines, views, waiting
from course.web.site.blueprint import bp

__all__ = ["bp", "conduct", "help_pages", "machines", "views", "waiting"]
