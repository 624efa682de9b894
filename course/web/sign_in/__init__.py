"""Signing in and out, and one's own account."""

from course.web.sign_in import account, addressing, links, postbox, views
from course.web.sign_in.blueprint import bp

__all__ = ["account", "addressing", "bp", "links", "postbox", "views"]
