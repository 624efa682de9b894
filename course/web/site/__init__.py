"""Pages for everybody: the start, help, privacy, accessibility, and what machines ask."""

from course.web.site import conduct, help_pages, machines, views
from course.web.site.blueprint import bp
from course.web.tools import checker, offered, photos

__all__ = ["bp", "checker", "conduct", "help_pages", "machines", "offered", "photos", "views"]
