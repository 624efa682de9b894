"""Signing in and out, and one's own account."""

from course.web.sign_in import account, links, postbox, views
from course.web.sign_in.blueprint import bp

__all__ = ["account", "bp", "links", "postbox", "views"]
