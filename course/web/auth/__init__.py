"""Signing in and out, and one's own account."""

from course.web.auth import account, links, postbox, views
from course.web.auth.blueprint import bp

__all__ = ["account", "bp", "links", "postbox", "views"]
