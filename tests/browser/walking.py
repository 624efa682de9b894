"""Going through the application the way people do. A `Keyboard` has only keys; a `Pointer` clicks,
also without script.

Both walk any module: what is right is asked of the release behind the screen, never known here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
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
from tests.untriggered import untriggered

COURSE = "sociale-media"
MOST_STOPS = 160  # on one page; more means that focus goes round in circles
MOST_STEPS = 40  # of one exercise or story
SUBMIT = "button.button--primary[type=submit]"
ENDED = ".outcome"
ONCE_MORE = "Probeer het nu"  # when something could not be sent
UNTIL_SECOND = 1000  # ms until the script tries for the second time by itself
OTHER_WAY = "Verstuur op een andere manier"  # when a script cannot send
# What has focus, and whether a person sees that. An option shows it on its whole label.
STOP = """
(wanted) => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  const looks = [[node], [node, '::after'], [node.closest('label')]];  // a stretched link shows it on the whole row
  const shown = looks.some(([one, part]) => {
    const style = one && getComputedStyle(one, part);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      && !/(^transparent$|, 0\\)$)/.test(style.outlineColor);
  });
  const words = (node.labels?.[0] ?? node).textContent.trim().replace(/\\s+/g, ' ').slice(0, 60);
  return {
    nowhere: node === document.body, wanted: node.matches(wanted), outlined: node.matches(':focus-visible') && shown,
    visible: box.width > 0 && box.height > 0
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    name: `${node.tagName.toLowerCase()}${node.id ? '#' + node.id : ''} "${words}"`,
  };
}
"""
# Whether to tab back for it. -1: it is not on the page, or cannot be reached.
PLACE = """
(wanted) => {
  const found = [...document.querySelectorAll(wanted)].find((node) => node.getClientRects().length);
  if (!found) return {there: false};
  const here = document.activeElement;
  return {
    there: true, inside: !!found.closest('main'), back: !!(here.compareDocumentPosition(found) & 2),
  };
}
"""
# What can be filled in, in reading order: a name once.
CONTROLS = """
(root) => {
  const found = new Map();
  for (const node of document.querySelectorAll(`${root} :is(input, select, textarea)`))
    if (node.type !== 'hidden' && !found.has(node.name)) found.set(node.name, node.type);
  return [...found];
}
"""
# The scripts of this page are at work once it was read to its end and their modules are there.
READY = """
async () => {
  if (document.readyState === 'loading')
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done));
  const own = document.querySelector('script[type=module]').src;
  for (const node of document.querySelectorAll('[data-enhance]')) {
    await import(new URL(`${node.dataset.enhance}.js`, own));
  }
}
"""
# Every sentence that the live region holds from here on, in turn.
LISTEN = """
() => {
  const live = document.querySelector('[data-live]'), hear = () => live.textContent && spoken.push(live.textContent);
  if (!window.spoken) new MutationObserver(hear).observe(live, {childList: true, characterData: true, subtree: true});
  window.spoken = [];
}
"""


class Walker(ABC):
    """Somebody at work on a page.

    With `sends` an answer is shown in place, because script runs and can send.
    """

    def __init__(self, page: Page, *, script: bool = True, sends: bool = True) -> None:
        self.page = page
        self.script = script
        self.swaps = script and sends
        self.stuck = script and not sends

    @abstractmethod
    def choose(self, selector: str, value: str) -> None:
        """One of a group of radios."""

    @abstractmethod
    def tick(self, selector: str, values: Sequence[str]) -> None:
        """Exactly these of a group of boxes."""

    @abstractmethod
    def pick(self, selector: str, value: str) -> None:
        """A line of a select."""

    @abstractmethod
    def write(self, selector: str, text: str) -> None:
        """A text, instead of what stands there."""

    def aim(self, selector: str) -> None:  # noqa: B027 - who clicks needs no aim
        """Get to a button or a link."""

    @abstractmethod
    def strike(self, selector: str) -> None:
        """Press what was aimed at, without waiting for what comes of it."""

    def press(self, selector: str) -> None:
        """Press a button or follow a link, and wait for what comes of it."""
        node = self.page.locator(selector).first
        if self.script:
            self.page.evaluate(READY)
        self.aim(selector)
        if self.script and node.evaluate("node => !!node.closest('[data-enhance$=order]')"):
            self.strike(selector)  # moved on the page itself
        elif self.swaps and node.evaluate("node => !!node.closest('form[data-enhance=answer]')"):
            handle = node.element_handle()
            self.strike(selector)
            self.page.wait_for_function("node => !node.isConnected", arg=handle)
        elif self.stuck and node.evaluate("node => !!node.closest('form[data-enhance]')"):
            form = node.locator("xpath=ancestor::form")
            self.strike(selector)
            form.get_by_role("button", name=ONCE_MORE).wait_for()
            self.page.clock.run_for(UNTIL_SECOND)
            with self.page.expect_navigation():
                form.get_by_role("button", name=OTHER_WAY).click()
        else:
            with self.page.expect_navigation():
                self.strike(selector)

    def has(self, selector: str) -> bool:
        """Whether it is on the page."""
        return self.page.locator(selector).count() > 0

    def fill(self, root: str, form: Mapping[str, Sequence[str]]) -> None:
        """Give the controls inside `root` these values, in reading order.

        What is not named stays as it is.
        """
        if "order" in form:
            self.arrange(root, form["order"])
        for name, kind in self.page.evaluate(CONTROLS, root):
            selector, values = f'{root} [name="{name}"]', form.get(name, ())
            if kind == "checkbox":
                self.tick(selector, values)
            elif not values:
                continue
            elif kind == "radio":
                self.choose(selector, values[0])
            elif kind == "select-one":
                self.pick(selector, values[0])
            else:
                self.write(selector, values[0])

    def arrange(self, root: str, keys: Sequence[str]) -> None:
        """Steps in this order, by their buttons."""
        for place, key in enumerate(keys):
            while self.order(root).index(key) > place:
                self.press(f'{root} button[name=move][value="{key}:up"]')

    def order(self, root: str) -> list[str]:
        """The steps as they stand."""
        found: list[str] = self.page.locator(f"{root} input[name=order]").evaluate_all(
            "all => all.map(one => one.value)"
        )
        return found

    def first_of_everything(self, root: str, *, apart: bool = False) -> None:
        """Something for every control that has nothing yet. `apart`: another line for each, the
        first of the first and the second of the second, where nothing may be chosen twice.
        """
        places: Counter[str] = Counter()
        for name, kind in self.page.evaluate(CONTROLS, root):
            selector, place = f'{root} [name="{name}"]', places[kind]
            places[kind] += apart
            if kind in ("radio", "checkbox"):
                boxes = self.page.locator(selector)
                box = boxes.nth(min(place, boxes.count() - 1))
                value = box.get_attribute("value") or ""
                self.choose(selector, value) if kind == "radio" else self.tick(selector, [value])
            elif kind == "select-one":
                lines = self.page.locator(f"{selector} option")
                line = lines.nth(min(place + 1, lines.count() - 1))
                self.pick(selector, line.evaluate("option => option.value"))
            elif apart and self.page.locator(selector).get_attribute("inputmode"):
                self.write(selector, "13")
            else:
                self.write(selector, "Omdat ik het niet zeker weet.")


class Keyboard(Walker):
    """Only keys. Every place where focus stops must show it; `stops` counts them."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.stops = 0

    def key(self, name: str) -> None:
        """One key, or a chord such as Shift+Tab."""
        self.page.keyboard.press(name)

    def look(self, wanted: str = "*") -> dict[str, Any]:
        """What has focus now. Fails when a person would not see that."""
        found: dict[str, Any] = self.page.evaluate(STOP, wanted)
        if not found["nowhere"]:
            self.stops += 1
            assert found["outlined"], f"{self.page.url}: focus on {found['name']} does not show"
            assert found["visible"], (
                f"{self.page.url}: focus is on {found['name']}, which is out of sight"
            )
        return found

    def to_content(self) -> None:
        """Over the header, by the skip link: the first stop of every page."""
        self.key("Tab")
        assert self.look(".skip-link")["wanted"], (
            f"{self.page.url}: the first stop is not the skip link"
        )
        self.key("Enter")

    def go_to(self, selector: str) -> None:
        """Tab, or Shift+Tab when it lies behind, until this has focus."""
        place = self.page.evaluate(PLACE, selector)
        assert place["there"], f"{self.page.url} has no {selector} to go to"
        here = self.page.evaluate(STOP, selector)
        if here["wanted"]:
            return
        if here["nowhere"] and place["inside"]:
            self.to_content()
        key, passed = "Shift+Tab" if place["back"] and not here["nowhere"] else "Tab", []
        for _ in range(MOST_STOPS):
            self.key(key)
            here = self.look(selector)
            if here["wanted"]:
                return
            passed.append(here["name"])
        raise AssertionError(f"{self.page.url}: {key} never comes to {selector}, but to {passed}")

    def choose(self, selector: str, value: str) -> None:
        self.go_to(f"{selector}[type=radio]")
        for _ in range(self.page.locator(selector).count() + 1):
            if self.look(f'[value="{value}"]')["wanted"]:
                if not self.page.evaluate("() => document.activeElement.checked"):
                    self.key("Space")
                return
            self.key("ArrowDown")
        raise AssertionError(f"{self.page.url}: the arrows never come to {value} of {selector}")

    def tick(self, selector: str, values: Sequence[str]) -> None:
        for box in self.page.locator(selector).all():
            value = box.get_attribute("value")
            if box.is_checked() != (value in values):
                self.go_to(f'{selector}[value="{value}"]')
                self.key("Space")

    def pick(self, selector: str, value: str) -> None:
        self.go_to(selector)
        lines: list[str] = self.page.locator(f"{selector} option").evaluate_all(
            "all => all.map(one => one.value)"
        )
        away = lines.index(value) - lines.index(self.page.locator(selector).input_value())
        for _ in range(abs(away)):
            self.key("ArrowDown" if away > 0 else "ArrowUp")
        assert self.page.locator(selector).input_value() == value

    def write(self, selector: str, text: str) -> None:
        self.go_to(selector)
        self.key("Control+A")
        self.page.keyboard.type(text)

    def aim(self, selector: str) -> None:
        self.go_to(selector)

    def strike(self, selector: str) -> None:  # noqa: ARG002 - what has focus is pressed
        self.key("Enter")


class Pointer(Walker):
    """Plain clicks. This also works where script is off."""

    def choose(self, selector: str, value: str) -> None:
        self.page.locator(f'{selector}[value="{value}"]').check()

    def tick(self, selector: str, values: Sequence[str]) -> None:
        for box in self.page.locator(selector).all():
            box.set_checked(box.get_attribute("value") in values)

    def pick(self, selector: str, value: str) -> None:
        self.page.locator(selector).select_option(value)

    def write(self, selector: str, text: str) -> None:
        self.page.locator(selector).fill(text)

    def strike(self, selector: str) -> None:
        self.page.locator(selector).first.click()


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
