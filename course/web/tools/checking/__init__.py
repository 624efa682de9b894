"""‘Mag dit?’: one question a page, a check, what comes of it and when to begin, and a letter.
Nothing is stored.
"""

from course.web.tools.checking import asking, letter, outcome

__all__ = ["asking", "letter", "outcome"]
