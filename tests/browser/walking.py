"""Going through the application the way people do. A `Keyboard` has only keys; a `Pointer` clicks,
also without script.

Both walk any module: what is right is asked of the release behind the screen, never known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page
from sqlalchemy import Select, delete, select, true

from course import clock
from course.content.outline import CourseOutline
from course.content.types import Lesson, LessonKind
from course.kinds.item import Item
from course.kinds.registry import kind_of
from course.models import (
    Answer,
    Attempt,
    Enrolment,
    LessonCompletion,
    LessonVisit,
    ModuleProgress,
    PastModuleProgress,
    PastProgress,
    Person,
    Progress,
    Sitting,
    db,
)
from course.store.courses import releases
from course.store.learning import growing
from course.store.signing_in import browsers
from tests.browser.conftest import Live
from tests.browser.walkers import SUBMIT, Walker
from tests.untriggered import untriggered

COURSE = "sociale-media"
MOST_STEPS = 40  # of one exercise or story
ENDED = ".outcome"


def enter(page: Page, live: Live, name: str) -> None:
    """A browser in which this demo person is signed in already.

    The form has tests of its own, and hashing is slow.
    """
    with live.app.app_context():
        token = browsers.sign_in(person_id(name), clock.now())
        db.session.commit()
    page.context.add_cookies([{"name": "sessie", "value": token, "url": live.address}])


def person_id(name: str) -> int:
    """The demo person of that name. Needs an application context."""
    found = db.session.scalar(select(Person.id).where(Person.email == f"{name}@demo.example"))
    assert found is not None, f"there is no {name}"
    return found


def forget_module(live: Live, name: str, module: str) -> None:
    """Whatever this person did in a module, gone: they are about to begin it."""
    with live.app.app_context():
        enrolment = db.session.scalar(
            select(Enrolment.id).where(
                Enrolment.person_id == person_id(name), Enrolment.course == COURSE
            )
        )
        sittings = select(Sitting.id).where(
            Sitting.enrolment_id == enrolment, Sitting.module == module
        )
        forget(enrolment, sittings, Attempt.module == module, LessonVisit.module == module)


def forget_course(live: Live, name: str) -> None:
    """Everything this person did in the course, gone: they are about to begin."""
    with live.app.app_context():
        enrolment = db.session.scalar(
            select(Enrolment.id).where(
                Enrolment.person_id == person_id(name), Enrolment.course == COURSE
            )
        )
        sittings = select(Sitting.id).where(Sitting.enrolment_id == enrolment)
        forget(enrolment, sittings, true(), true())


def forget(enrolment: int | None, sittings: Select[int], attempts: Any, visits: Any) -> None:
    """These facts never happened, and what somebody came to follows from the rest."""
    derived = (LessonCompletion, ModuleProgress, PastModuleProgress, PastProgress, Progress)
    names = [table.__tablename__ for table in (Answer, Attempt, LessonVisit, Sitting, *derived)]
    with untriggered(db.session, *names):
        db.session.execute(delete(Answer).where(Answer.sitting_id.in_(sittings)))
        db.session.execute(delete(Attempt).where(Attempt.enrolment_id == enrolment, attempts))
        db.session.execute(delete(LessonVisit).where(LessonVisit.enrolment_id == enrolment, visits))
        db.session.execute(delete(Sitting).where(Sitting.id.in_(sittings)))
        for table in derived:
            db.session.execute(delete(table).where(table.enrolment_id == enrolment))
    growing.grow([enrolment] if enrolment else [])
    db.session.commit()


def lesson_at(live: Live, url: str) -> Lesson:
    """The lesson of an address, as it was published."""
    _, _, course, module, slug = urlsplit(url).path.split("/")[:5]
    with live.app.app_context():
        release = releases.current(course)
        lesson = releases.lesson(release, module, slug) if release else None
    assert lesson is not None, f"{url} is no lesson"
    return lesson


def published_course(live: Live) -> CourseOutline:
    """The course as it was published last."""
    with live.app.app_context():
        return releases.outline(releases.current(COURSE) or "")


def item_of(live: Live, module: str, lesson: str, key: str) -> Item:
    """A question of the course as it was published last."""
    with live.app.app_context():
        found = releases.lesson(releases.current(COURSE) or "", module, lesson)
    item = found.item(key) if found else None
    assert item is not None, f"{module}/{lesson} has no {key}"
    return item


def root_of(item: Item) -> str:
    """The part of a page that holds an item."""
    return f'[id="item-{item.key}"]'


def walk_lesson(walker: Walker, live: Live, *, wrong_first: bool = False) -> None:
    """Do the lesson on the page. With `wrong_first` its first marked question is missed once."""
    lesson = lesson_at(live, walker.page.url)
    if lesson.kind is LessonKind.TEST:
        sit_test(walker, lesson)
    elif lesson.kind is LessonKind.DILEMMA:
        play_dilemma(walker)
    else:
        for item in lesson.items:
            answer(walker, item, wrong_first=wrong_first)


def answer(walker: Walker, item: Item, *, wrong_first: bool = False) -> None:
    """Answer an item on its page, right in the end."""
    root, rules = root_of(item), kind_of(item)
    if rules.stepwise:
        take_steps(walker, root, rules.examples(item).right)
        return
    examples = rules.examples(item)
    if wrong_first and examples.wrong is not None:
        walker.fill(root, examples.wrong)
        walker.press(f"{root} {SUBMIT}")
        assert told(walker, root) not in ("", "Dat klopt"), (
            f"{item.key} was missed, and nothing says so"
        )
        if item.hint:
            assert walker.has(f"{root} .feedback__hint"), (
                f"{item.key} was missed, and gives no hint"
            )
    walker.fill(root, examples.right)
    walker.press(f"{root} {SUBMIT}")
    expected = "Dat klopt" if item.graded else "Uw antwoord is bewaard"
    assert told(walker, root) == expected, f"{item.key} was answered right"


def told(walker: Walker, root: str) -> str:
    """The verdict. Where script runs it has focus, and is spoken."""
    verdict = walker.page.locator(f"{root} .feedback__verdict")
    if walker.swaps:
        assert verdict.evaluate("node => node === document.activeElement"), (
            "focus did not go to the verdict"
        )
        sentence = walker.page.locator(f"{root} [data-say]").get_attribute("data-say")
        walker.page.wait_for_function(
            "said => document.querySelector('[data-live]').textContent === said", arg=sentence
        )
    return verdict.inner_text().strip()


def take_steps(walker: Walker, root: str, right: Mapping[str, Sequence[str]]) -> None:
    """Go through an exercise of several steps: something everywhere, and on, until it only offers
    to begin again.
    """
    for _ in range(MOST_STEPS):
        if not take_step(walker, root, right):
            assert walker.has(f"{root} button[name=opnieuw]"), (
                f"{walker.page.url}: no way on and no end"
            )
            return
    raise AssertionError(f"{walker.page.url}: no end after {MOST_STEPS} steps")


def take_step(walker: Walker, root: str, right: Mapping[str, Sequence[str]]) -> bool:
    """One step.

    False when there is none left. A card is answered right: some come back until they are.
    """
    further, deed = f"{root} {SUBMIT}", f"{root} button[type=submit]:not([name=opnieuw])"
    if not walker.has(deed):
        return False
    if walker.has(f"{root} input[name=kaart]"):
        walker.fill(root, right)
    else:
        walker.first_of_everything(root)
    walker.press(further if walker.has(further) else deed)
    return True


def play_dilemma(walker: Walker) -> None:
    """The first choice each time, to an ending."""
    for _ in range(MOST_STEPS):
        if walker.has(ENDED):
            return
        walker.press("button[name=kies]")
        if walker.swaps:
            assert walker.page.evaluate("() => document.activeElement.tagName") == "H1", (
                "a new moment has focus"
            )
    raise AssertionError(f"{walker.page.url}: a story without an end")


def sit_test(walker: Walker, lesson: Lesson, *, right: bool = True) -> None:
    """The whole test, all right or all wrong, by the page that checks it to the result."""
    walker.press(f"main {SUBMIT}")
    while "/vraag/" in walker.page.url:
        key = walker.page.locator("main input[name=vraag]").get_attribute("value")
        item = lesson.item(key or "")
        assert item is not None
        root = root_of(item)
        examples = kind_of(item).examples(item)
        form = examples.right if right or examples.wrong is None else examples.wrong
        walker.fill(root, {**form, "zekerheid": ["zeker"]})
        walker.press(f"{root} {SUBMIT}")
    assert urlsplit(walker.page.url).path.endswith("/controle")
    assert walker.page.get_by_text("Nog geen antwoord").count() == 0
    walker.press(f"main {SUBMIT}")
    assert "/uitslag/" in walker.page.url


def walk_module(walker: Walker, live: Live, module: str) -> list[str]:
    """From the page of a module through all its lessons.

    Returns their slugs, in the order in which they came.
    """
    walker.page.goto(f"/leren/{COURSE}/{module}")
    walker.press("main a.button--primary")
    walked: list[str] = []
    prefix = f"/leren/{COURSE}/{module}/"
    missed = False
    while (path := urlsplit(walker.page.url).path).startswith(prefix):
        slug = path.removeprefix(prefix).split("/")[0]
        assert slug not in walked, f"{slug} came twice: {walked}"
        walked.append(slug)
        page = lesson_at(live, walker.page.url)
        wrong_first = not missed and page.kind is LessonKind.PAGE
        walk_lesson(walker, live, wrong_first=wrong_first)
        missed = missed or wrong_first
        walker.press("a[rel=next]")
    assert missed, f"no question was missed in {walked}"
    return walked
