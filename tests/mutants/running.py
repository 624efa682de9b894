"""One warm pytest in which every fault is tried in a child process of its own, by the tests that
touch its function.

First every test runs once as it is, and which functions of the application it enters is written
down. Then, for each fault: fork, plant, run those tests until one fails. A child that takes far
longer than before counts as noticed.
"""

from __future__ import annotations

import gc
import importlib
import inspect
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from types import CodeType, FrameType, ModuleType
from typing import IO, Any
from zlib import crc32

import pytest

from tests.mutants import swapping
from tests.mutants.depending import again
from tests.mutants.planting import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent.parent
LONGER, AT_LEAST = 5, 20  # how many times the usual time, and seconds, before a child is given up
NOTICED, UNNOTICED, UNTOUCHED = "noticed", "unnoticed", "untouched"


@dataclass
class Outcome:
    """What became of one fault. `by` is the test that noticed it first."""

    file: str
    line: int
    name: str
    verdict: str
    by: str = ""


@dataclass(eq=False)  # pytest puts its plugins in sets
class Runner:
    """A pytest plugin that tries the faults of some files instead of only running the tests.

    `known` is passed over. `until` is when to stop, as `time.monotonic` counts. One fault in `one_in` is
    tried, by its name, so the same ones as long as the code around them stays.
    """

    files: Sequence[str]
    known: dict[tuple[str, str], Outcome]
    write: Any  # called with each Outcome as it becomes known
    until: float
    one_in: int = 1
    touched: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    killers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _report: Any = None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """One database is enough for most faults; a fault that only PostgreSQL shows is named in
        the list.
        """
        items[:] = [
            item
            for item in items
            if "postgresql" not in item.name and "/browser/" not in str(item.path)
        ]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._report = report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """The tests as they are, then every fault."""
        items = {item.nodeid: item for item in session.items}
        for item in session.items:
            self._watch(item)
        for file in self.files:
            self._try_file(file, items)
        return True

    def _watch(self, item: pytest.Item) -> None:
        entered: set[CodeType] = set()  # looked at afterwards: this is done at every call

        def note(frame: FrameType, _event: str, _argument: object) -> None:
            entered.add(frame.f_code)

        begin = time.monotonic()
        swapping.forget_caches("course")
        sys.settrace(note)
        try:
            failed = self._run(item)
        finally:
            sys.settrace(None)
        self.seconds[item.nodeid] = time.monotonic() - begin
        if failed:
            self.failed.add(item.nodeid)
            return
        here = f"{ROOT}/course/"
        for code in entered:
            if code.co_filename.startswith(here):
                function = code.co_qualname.replace(".<locals>", "")
                place = f"{code.co_filename.removeprefix(f'{ROOT}/')}:{function}"
                self.touched[place].add(item.nodeid)

    def _run(self, item: pytest.Item) -> bool:
        """Whether a test fails.

        What is made once a run stays, for the session is said to come next.
        """
        self._report = None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=item.session)
        return self._report is not None

    def _try_file(self, file: str, items: dict[str, pytest.Item]) -> None:
        module = module_of(file)
        for mutant in planted(file):
            if crc32(f"{file} {mutant.name}".encode()) % self.one_in:
                continue
            known = self.known.get((file, mutant.name))
            if known is not None:
                if known.by:
                    self.killers[file].append(known.by)
                continue
            if time.monotonic() > self.until:
                return
            tests = self._tests_of(file, module, mutant)
            verdict, by = UNTOUCHED, ""
            if tests:
                verdict, by = self._try(module, mutant, [items[name] for name in tests])
            if by:
                self.killers[file].insert(0, by)
            self.write(Outcome(file, mutant.line, mutant.name, verdict, by))

    def _tests_of(self, file: str, module: ModuleType, mutant: Mutant) -> list[str]:
        """The tests that enter the function, or one that uses a value that is made with it; those
        first that noticed something before, then the quick ones.
        """
        found: set[str] = set()
        for place in {f"{file}:{mutant.function}", *_users(module, mutant)}:
            found |= self.touched.get(place, set())
        if not found and not mutant.function:  # a value that is found in another way than by name
            found = {
                name
                for place, names in self.touched.items()
                if place.startswith(f"{file}:")
                for name in names
            }
        before = {name: place for place, name in reversed(list(enumerate(self.killers[file])))}
        own = Path(file).stem
        return sorted(
            found,
            key=lambda name: (
                before.get(name, len(before)),
                own not in name,
                self.seconds[name],
                name,
            ),
        )

    def _try(self, module: ModuleType, mutant: Mutant, tests: list[pytest.Item]) -> tuple[str, str]:
        patience = AT_LEAST + LONGER * sum(self.seconds[item.nodeid] for item in tests)
        with TemporaryFile() as said:  # a pipe is full after some hundreds of tests
            child = os.fork()
            if child == 0:
                self._try_here(module, mutant, tests, said.fileno())
            return _verdict(child, said, patience)

    def _try_here(
        self, module: ModuleType, mutant: Mutant, tests: list[pytest.Item], writing: int
    ) -> None:
        """In the child: it ends here, whatever happens, and cleans up nothing that the parent still
        needs.
        """
        try:
            os.setsid()
            _fresh_pools()
            with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
                os.dup2(nowhere.fileno(), 1)
                os.dup2(nowhere.fileno(), 2)
            swapping.plant(module, mutant)
            for item in tests:
                os.write(writing, f"{item.nodeid}\n".encode())
                if self._run(item):
                    os._exit(1)
            os._exit(0)
        except BaseException:  # the fault broke more than a test
            os._exit(2)


def module_of(file: str) -> ModuleType:
    """A module of the application by its file."""
    return importlib.import_module(file.removesuffix(".py").replace("/", "."))


def planted(file: str) -> list[Mutant]:
    """Every fault that a file can have."""
    return mutants((ROOT / file).read_text("utf-8"), vars(module_of(file)))


def _fresh_pools() -> None:
    """Threads stay behind at a fork. A pool that counts on its own would wait for them for ever,
    and a fault that no test notices would look like one that makes a test hang.
    """
    for found in gc.get_objects():
        if isinstance(found, ThreadPoolExecutor):
            again = (found._max_workers, found._thread_name_prefix)
            ThreadPoolExecutor.__init__(found, *again)


def _verdict(child: int, said: IO[bytes], patience: float) -> tuple[str, str]:
    """Waits for a child. Its last line names the test that it was in."""
    until = time.monotonic() + patience
    status = None
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        time.sleep(0.005)
    else:
        os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    said.seek(0)
    last = (said.read().decode().splitlines() or [""])[-1]
    return (UNNOTICED, "") if status == 0 else (NOTICED, last)


def _users(module: ModuleType, mutant: Mutant) -> Iterator[str]:
    """The functions that use a value which the fault changes, in its module or in another."""
    tree = mutant.source
    for one in again(module, tree, mutant.function, tree.body[mutant.statement]):
        file = Path(str(one.module.__file__)).relative_to(ROOT)
        names = [set(name.split(".")) for name in one.names]
        for name, function in _methods(one.module):
            used = _named(function.__code__)
            if any(parts <= used for parts in names):
                yield f"{file}:{name}"


def _named(code: Any) -> set[str]:
    names = set(code.co_names)
    for constant in code.co_consts:
        if inspect.iscode(constant):
            names |= _named(constant)
    return names


def _methods(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for found in list(vars(module).values()):
        value = inspect.unwrap(found) if callable(found) else found
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            yield value.__qualname__, value
        elif inspect.isclass(value) and value.__module__ == module.__name__:
            for method in vars(value).values():
                function = getattr(method, "fget", getattr(method, "func", method))
                if inspect.isfunction(function):
                    yield function.__qualname__, function
