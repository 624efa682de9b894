"""Tools of one subject, beside its course: *Mag dit?* and the photo inspector.

Nothing else imports them, so a course on another subject goes without.
"""

from course.web.tools import checking, offered, photos
from course.web.tools.blueprint import bp

__all__ = ["bp", "checking", "offered", "photos"]
