"""An application with only what draws pages: no database, no sign-in."""

from __future__ import annotations

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from course.web import site, tools
from course.web.http.assets import init_assets
from course.web.http.drawn import init_drawn
from course.web.page import gallery
from course.web.page.chrome import Chrome, NavItem
from course.web.page.formats import init_formats
from course.web.page.frame import init_drawn_once
from course.web.page.icons import init_icons
from course.web.page.kind_forms import init_kind_forms

CHROME = Chrome(
    brand="Deelwijs",
    nav=(NavItem("Start", "/"), NavItem("Mijn cursussen", "/leren", "true")),
    person_name="Noor van den Berg",
    theme="",
    demo=True,
    path="/onderdelen?a=1&b=2",
    flashes=("De studiedag is bewaard.",),
)


@pytest.fixture(scope="session")
def drawing_app() -> Flask:
    """Draws templates as the real application does, with a frame that a test may replace through
    `chrome`.
    """
    app = Flask("drawing", static_folder=None, template_folder=str(gallery.TEMPLATES))
    app.jinja_env.undefined = StrictUndefined
    init_kind_forms(app)
    init_assets(app)
    init_icons(app)
    init_formats(app)
    init_drawn(app)
    init_drawn_once(app)
    app.register_blueprint(gallery.bp)
    app.register_blueprint(site.bp)
    app.register_blueprint(tools.bp)  # forms of items may lead to its pages
    app.context_processor(lambda: {"chrome": CHROME})
    return app
