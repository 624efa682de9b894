"""The site of which every form is tried."""

from tests.web.http.forms.site import site

__all__ = ["site"]
