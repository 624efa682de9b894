"""Rules about the two forms that an author named for measuring what people gain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from course.content.check.registry import Flaw, course_rule, module_rule
from course.content.forms import Forms, suits_everyone
from course.content.types import Course, LessonKind, Module
from course.kinds.item import Item
from course.text.problems import Severity


@module_rule("parallel-forms", Severity.ERROR)
def forms_are_parallel(module: Module) -> Iterator[Flaw]:
    """Two forms that are named in `module.toml` ask as many questions about each goal, and share
    none.

    Each is a marked question of the test that everyone can be asked. Only then is the difference
    between before and after that of the people, and not that of the questions.
    """
    if module.forms is None:
        return
    bank: dict[str, Item] = {}
    for lesson, item in module.items:
        if lesson.kind is LessonKind.TEST:
            bank[item.key] = item
    for key in module.forms.questions:
        if key not in bank or not _fits(bank[key]):
            message = (
                f"‘{key}’ kan niet in een vorm. Noem vragen uit de toets, met een leerdoel, die "
                "iedereen kan krijgen."
            )
            yield Flaw(message, quote="[forms]")
    yield from _shared(module.forms)
    yield from _unlike(module.forms, bank)


def _fits(item: Item) -> bool:
    return suits_everyone(item) and item.goal is not None


@course_rule("entry-in-form", Severity.ERROR)
def entry_is_in_no_form(course: Course) -> Iterator[Flaw]:
    """What the entry test asks stands in neither of two named forms. Nobody is asked the same
    twice, and who remembers a question did not learn its rule.
    """
    entry = {(one.module, one.item) for one in course.entry}
    for module in course.modules:
        if module.forms is None:
            continue
        for key in module.forms.questions:
            if (module.slug, key) in entry:
                message = f"‘{key}’ staat al in de instaptoets. Kies een andere vraag."
                yield Flaw(message, module=module.slug, quote="[forms]")


def _shared(forms: Forms) -> Iterator[Flaw]:
    for key, times in Counter(forms.questions).items():
        if times > 1:
            yield Flaw(f"‘{key}’ staat {times} keer in de vormen. Eén keer mag.", quote="[forms]")


def _unlike(forms: Forms, bank: Mapping[str, Item]) -> Iterator[Flaw]:
    a, b = _goals(forms.a, bank), _goals(forms.b, bank)
    for goal in sorted(a | b):
        if a[goal] != b[goal]:
            message = (
                f"Over leerdoel {goal} vraagt vorm A {a[goal]} keer iets, vorm B {b[goal]} keer."
            )
            yield Flaw(message, quote="[forms]")
    if not (a or b):
        yield Flaw("De vormen stellen geen enkele vraag.", quote="[forms]")


def _goals(keys: Iterable[str], bank: Mapping[str, Item]) -> Counter[str]:
    """How often a form asks about each goal."""
    about = [bank[key].goal for key in keys if key in bank]
    return Counter(filter(None, about))
