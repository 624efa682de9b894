"""What a learner meets: home, course, lessons of every kind, tests and proof."""

from __future__ import annotations

from collections.abc import Callable

from course.kinds.registry import kind_of
from course.models import School, db
from tests import measured
from tests.browser import walking
from tests.browser.screens.proof_course import PROOF, PROOF_ITEMS, publish_proof
from tests.browser.screens.visiting import MODULE, PAGE, TEST, Screen, Visit, at
from tests.browser.walkers import SUBMIT
from tests.browser.walking import COURSE


def certificate(visit: Visit) -> None:
    visit.go("/mijn-bewijzen").press("sociale media")


def certificate_checked(visit: Visit) -> None:
    certificate(visit)
    visit.go(f"/bewijs/{visit.page.url.rpartition('/')[2]}")


def fresh(visit: Visit, address: str) -> None:
    """Noor has not yet begun this module."""
    walking.forget_module(visit.live, "noor", "delen")
    visit.go(address)


def answered(visit: Visit, *, right: bool, times: int = 1) -> None:
    fresh(visit, PAGE)
    for _ in range(times):
        give(visit, right=right)
        visit.hand.press(f"main .item {SUBMIT}")


def give(visit: Visit, *, right: bool) -> None:
    item = walking.lesson_at(visit.live, visit.page.url).items[0]
    examples = kind_of(item).examples(item)
    visit.hand.fill(walking.root_of(item), examples.right if right else examples.wrong or {})


def right_answer_given(
    visit: Visit, before_sending: Callable[[], object], *, in_place: bool = True
) -> None:
    fresh(visit, PAGE)
    give(visit, right=True)
    before_sending()
    button = visit.page.locator(f"main .item {SUBMIT}")
    if in_place:
        visit.hand.press(f"main .item {SUBMIT}")
    else:
        with visit.page.expect_navigation():
            button.click()


def without_answer(address: str) -> Callable[[Visit], object]:
    def arrive(visit: Visit) -> None:
        fresh(visit, address)
        visit.hand.press(f"main .item {SUBMIT}")

    return arrive


def walked(address: str) -> Callable[[Visit], object]:
    def arrive(visit: Visit) -> None:
        fresh(visit, address)
        walking.walk_lesson(visit.hand, visit.live)

    return arrive


def dilemma_begun(visit: Visit) -> None:
    fresh(visit, f"{MODULE}/dilemma")
    visit.hand.press("button[name=kies]")


def test_begun(visit: Visit) -> None:
    fresh(visit, TEST)
    visit.press("Begin met de toets")


def test_question_empty(visit: Visit) -> None:
    test_begun(visit)
    visit.press("Bewaar mijn antwoord")


def test_with_gaps(visit: Visit) -> None:
    test_begun(visit)
    visit.go(f"{TEST}/controle")


def test_handed_in_with_gaps(visit: Visit) -> None:
    test_with_gaps(visit)
    visit.press("Lever de toets in")


def test_result(*, right: bool) -> Callable[[Visit], object]:
    def arrive(visit: Visit) -> None:
        fresh(visit, TEST)
        walking.sit_test(visit.hand, walking.lesson_at(visit.live, visit.page.url), right=right)

    return arrive


def test_door_after(visit: Visit) -> None:
    test_result(right=False)(visit)
    visit.go(TEST)


def steps_taken(kind: str, count: int) -> Callable[[Visit], object]:
    """An exercise of several steps, so many of them taken; with a negative count all of them."""

    def arrive(visit: Visit) -> None:
        publish_proof(visit.live)
        slug = next(slug for slug, item in PROOF_ITEMS.items() if item.kind == kind)
        visit.go(f"/leren/{PROOF}/een/{slug}")
        root, right = (
            walking.root_of(PROOF_ITEMS[slug]),
            kind_of(PROOF_ITEMS[slug]).examples(PROOF_ITEMS[slug]).right,
        )
        if count < 0:
            walking.take_steps(visit.hand, root, right)
        for _ in range(count):
            walking.take_step(visit.hand, root, right)

    return arrive


def measuring_before(visit: Visit) -> None:
    """Noor has not done anything yet, and her school measures."""
    walking.forget_course(visit.live, "noor")
    with visit.live.app.app_context():
        school = db.session.query(School).filter_by(code="demo-baken").one()
        measured.switch_on(db.session, school)
        db.session.commit()
    visit.go(f"/leren/{COURSE}/kennismaken/wat-is-het")


def measuring_question(visit: Visit) -> None:
    measuring_before(visit)
    visit.press("Begin met de meting")


ENTRY = f"/leren/{COURSE}/instaptoets"


def entry_test(visit: Visit) -> None:
    """Noor has not done anything yet."""
    walking.forget_course(visit.live, "noor")
    visit.go(f"/leren/{COURSE}").press("Begin met de instaptoets")


def entry_question(visit: Visit) -> None:
    entry_test(visit)
    visit.press("Begin met de instaptoets")


def entry_outcome(visit: Visit) -> None:
    """The first question right and sure, the others as they come."""
    entry_question(visit)
    course = walking.published_course(visit.live)
    for one in course.entry:
        item = walking.item_of(visit.live, one.module, one.lesson, one.item)
        examples = kind_of(item).examples(item)
        first = one == course.entry[0]
        visit.hand.fill(walking.root_of(item), examples.right if first else examples.wrong or {})
        if first:
            visit.page.get_by_label("Ik weet het zeker").check()
        visit.press("Bewaar mijn antwoord")
    visit.press("Lever de toets in")


def offered(visit: Visit) -> None:
    """A course that mirjam may begin of her own accord."""
    publish_proof(visit.live)
    visit.go(f"/leren/{PROOF}")


def nothing_left(visit: Visit) -> None:
    visit.go(f"/leren/{COURSE}/nog-te-doen")


def refresher(visit: Visit) -> None:
    visit.go("/leren").press("Doe de opfrisser")


def refresher_answered(visit: Visit) -> None:
    refresher(visit)
    _answer_again(visit)


def refresher_done(visit: Visit) -> None:
    refresher(visit)
    while visit.page.locator("form.item__form").count():
        _answer_again(visit)


def _answer_again(visit: Visit) -> None:
    visit.page.locator(".item__form input[name=antwoord]").first.check()
    with visit.page.expect_navigation():
        visit.page.locator(".item__form button[type=submit]").click()


SCREENS = [
    Screen("home", "learn/home.html", "noor", at("/leren")),
    Screen("home, all done", "learn/home.html", "mirjam", at("/leren")),
    Screen("course", "learn/course.html", "noor", at(f"/leren/{COURSE}")),
    Screen("course on offer", "learn/course.html", "mirjam", offered),
    Screen("course done", "learn/course.html", "mirjam", at(f"/leren/{COURSE}")),
    Screen("left", "learn/left.html", "noor", nothing_left),
    Screen("left, nothing", "learn/left.html", "mirjam", nothing_left),
    Screen("plans", "learn/plans.html", "mirjam", at("/leren/mijn-plannen")),
    Screen("knowledge", "learn/knowledge.html", "mirjam", at("/leren/mijn-kennis")),
    Screen("no knowledge yet", "learn/knowledge.html", "noor", at("/leren/mijn-kennis")),
    Screen("refresher", "learn/refresher.html", "mirjam", refresher),
    Screen("refresher after an answer", "learn/refresher.html", "mirjam", refresher_answered),
    Screen("refresher done", "learn/refresher_end.html", "mirjam", refresher_done),
    Screen("no plans", "learn/plans.html", "noor", at("/leren/mijn-plannen")),
    Screen("certificates", "proof/mine.html", "mirjam", at("/mijn-bewijzen")),
    Screen("no certificates", "proof/mine.html", "noor", at("/mijn-bewijzen")),
    Screen("certificate", "proof/certificate.html", "mirjam", certificate),
    Screen("own record", "proof/own_record.html", "mirjam", at("/mijn-dossier")),
    Screen("own record, little", "proof/own_record.html", "noor", at("/mijn-dossier")),
    Screen("check a certificate", "proof/check.html", "", at("/bewijs")),
    Screen("check a wrong number", "proof/check.html", "", at("/bewijs/abc"), 422),
    Screen("a certificate that is real", "proof/check.html", "mirjam", certificate_checked),
    Screen("measured before", "learn/measuring.html", "noor", measuring_before),
    Screen("measured, a question", "learn/measuring_question.html", "noor", measuring_question),
    Screen("module", "learn/module.html", "noor", at(MODULE)),
    Screen("module done", "learn/module.html", "mirjam", at(MODULE)),
    Screen("lesson", "learn/lesson.html", "noor", lambda visit: fresh(visit, PAGE)),
    Screen("lesson, right", "learn/lesson.html", "noor", lambda visit: answered(visit, right=True)),
    Screen(
        "lesson, missed", "learn/lesson.html", "noor", lambda visit: answered(visit, right=False)
    ),
    Screen(
        "lesson, missed twice",
        "learn/lesson.html",
        "noor",
        lambda visit: answered(visit, right=False, times=2),
    ),
    Screen("lesson, nothing chosen", "learn/lesson.html", "noor", without_answer(PAGE), 422),
    Screen("opener", "learn/lesson.html", "noor", walked(f"{MODULE}/vooraf")),
    Screen("plan", "learn/lesson.html", "noor", lambda visit: fresh(visit, f"{MODULE}/als-dan")),
    Screen("plan, half", "learn/lesson.html", "noor", without_answer(f"{MODULE}/als-dan"), 422),
    Screen("plan saved", "learn/lesson.html", "noor", walked(f"{MODULE}/als-dan")),
    Screen("sheet", "learn/lesson.html", "noor", at(f"{MODULE}/in-de-klas")),
    *(
        Screen(f"{kind}, {count} steps", "learn/lesson.html", "noor", steps_taken(kind, count))
        for kind, counts in {
            "cards": (0, 1),
            "spread": (0, 1, 2),
            "timeline": (0, 1),
            "consent": (0, 1),
            "browse": (0, 1, 2, 3),
            "sway": (0, 1, 3),
        }.items()
        for count in counts
    ),
    *(
        Screen(f"{kind}, the end", "learn/lesson.html", "noor", steps_taken(kind, -1))
        for kind in ("cards", "spread", "timeline", "consent", "browse", "sway")
    ),
    Screen(
        "dilemma", "learn/dilemma.html", "noor", lambda visit: fresh(visit, f"{MODULE}/dilemma")
    ),
    Screen("dilemma, second moment", "learn/dilemma.html", "noor", dilemma_begun),
    Screen("dilemma, the end", "learn/dilemma.html", "noor", walked(f"{MODULE}/dilemma")),
    Screen("test, the door", "learn/test.html", "noor", lambda visit: fresh(visit, TEST)),
    Screen("test, the door after a miss", "learn/test.html", "noor", test_door_after),
    Screen("test question", "learn/test_question.html", "noor", test_begun),
    Screen(
        "test question, nothing chosen",
        "learn/test_question.html",
        "noor",
        test_question_empty,
        422,
    ),
    Screen("hand-out", "learn/handout.html", "noor", at(f"{MODULE}/afdrukken")),
    Screen("test check", "learn/test_check.html", "noor", test_with_gaps),
    Screen("test check, with gaps", "learn/test_check.html", "noor", test_handed_in_with_gaps, 422),
    Screen("test mastered", "learn/test_result.html", "noor", test_result(right=True)),
    Screen("test missed", "learn/test_result.html", "noor", test_result(right=False)),
    Screen("entry test", "learn/entry.html", "noor", entry_test),
    Screen("entry test, a question", "learn/test_question.html", "noor", entry_question),
    Screen("entry test, the outcome", "learn/entry_result.html", "noor", entry_outcome),
]
