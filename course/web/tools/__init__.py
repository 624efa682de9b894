"""Tools of one subject, beside its course: *Mag dit?* and the photo inspector.

Nothing else imports them, so a course on another subject goes without.
"""

from course.web.tools import checker, offered, photos
from course.web.tools.blueprint import bp

__all__ = ["bp", "checker", "offered", "photos"]
