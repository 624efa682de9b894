"""Pages for everybody: the start, help, privacy, accessibility, and what machines ask."""

from course.web.site import checker, conduct, help_pages, machines, photos, tools, views
from course.web.site.blueprint import bp

__all__ = ["bp", "checker", "conduct", "help_pages", "machines", "photos", "tools", "views"]
