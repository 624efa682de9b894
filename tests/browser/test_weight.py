"""What is sent to a phone.

A screen is weighed where it is visited (test_screens); here every lesson, and the scale.
"""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Page, Route

from course import kinds
from course.store.courses import releases
from course.web.http.assets import STATIC, files_of_kinds
from tests.browser import walking
from tests.browser.conftest import Live
from tests.browser.walking import COURSE
from tests.browser.weighing import KB, MOST_HTML, too_heavy

ALL_SCRIPT = 15 * KB
LESSON = f"/leren/{COURSE}/delen/eigen-leven"


@pytest.fixture
def lessons(live: Live) -> list[tuple[str, str]]:
    """Every lesson of the course, as it was published: its module and its own name."""
    with live.app.app_context():
        release = releases.current(COURSE)
        assert release is not None
        return [
            (module.slug, one.slug)
            for module in releases.outline(release).modules
            for one in module.lessons
        ]


def test_every_lesson_is_light(page: Page, live: Live, lessons: list[tuple[str, str]]) -> None:
    """As it comes to who did everything already, with all that is told about the answers."""
    walking.enter(page, live, "mirjam")
    weights: dict[str, int] = {}
    for module, slug in lessons:
        reply = page.request.get(f"/leren/{COURSE}/{module}/{slug}")
        if reply.ok:  # some are for others than her
            weights[f"{module}/{slug}"] = len(reply.body())
    assert len(weights) > 80
    assert {name: weight for name, weight in weights.items() if weight > MOST_HTML} == {}


def test_what_is_left_is_light(page: Page, live: Live, lessons: list[tuple[str, str]]) -> None:
    """The longest list there is: the first module is done, and all others have opened."""
    for module in {module for module, _ in lessons} - {"kennismaken"}:
        walking.forget_module(live, "noor", module)
    walking.enter(page, live, "noor")
    page.goto(f"/leren/{COURSE}/nog-te-doen")
    assert page.locator("main .task-list__row").count() > 45
    assert too_heavy(page) == []


def test_all_script_together() -> None:
    """Our own; the one library is weighed with the page that needs it."""
    of_kinds = files_of_kinds(kinds.__path__).values()
    own = [*(STATIC / "js").rglob("*.js"), *(path for path in of_kinds if path.suffix == ".js")]
    assert sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in own) <= ALL_SCRIPT


@pytest.mark.parametrize(
    ("more", "count", "faults"),
    [
        ("<p>langer dan een bladzijde mag zijn</p>", 700, ["bytes sent", "bytes of HTML"]),
        ('<link rel="stylesheet" href="{css}?{}">', 2, ["bytes of style"]),
        ('<script type="module" src="{js}?{}"></script>', 12, ["requests", "bytes of script"]),
        ('<link rel="stylesheet" href="{css}?{}">', 4, ["bytes sent", "bytes of style"]),
    ],
)
def test_the_scale_notices(
    page: Page, live: Live, more: str, count: int, faults: list[str]
) -> None:
    def add(route: Route) -> None:
        reply = route.fetch()
        text = reply.text()
        css, js = (
            next(word for word in text.split('"') if word.endswith(end))
            for end in ("app.css", "enhance.js")
        )
        route.fulfill(
            response=reply,
            body=text + "".join(more.format(n, css=css, js=js) for n in range(count)),
        )

    walking.enter(page, live, "noor")
    page.route(f"**{LESSON}", add)
    page.goto(LESSON, wait_until="networkidle")
    assert [line.partition(", ")[0].split(maxsplit=3)[3] for line in too_heavy(page)] == faults
