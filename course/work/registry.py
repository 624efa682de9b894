"""Which kinds of work there are, and which of them are done each day."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from datetime import time
from functools import cache

from course.config import Config
from course.domain.messages.timetable import Daily
from course.store.messages.jobs import JobEnding
from course.work.working import Work

Handler = Callable[[Work], JobEnding | None]
_HANDLERS: dict[str, Handler] = {}
_DAILY: list[Daily] = []
_WANTED: dict[str, Callable[[Config], bool]] = {}


def job(
    kind: str,
    *,
    daily_at: Sequence[time] = (),
    wanted: Callable[[Config], bool] = lambda _: True,
) -> Callable[[Handler], Handler]:
    """This function does work of this kind; with times, at each of them every day by itself, where
    the settings want it.

    Errors: ValueError when another does it already.
    """

    def register(handler: Handler) -> Handler:
        if kind in _HANDLERS:
            raise ValueError(f"two functions do {kind}")
        _HANDLERS[kind] = handler
        _WANTED[kind] = wanted
        _DAILY.extend(Daily(kind, at) for at in daily_at)
        return handler

    return register


@cache
def handlers() -> Mapping[str, Handler]:
    """Every kind of work with what does it."""
    _find()
    return _HANDLERS


@cache
def daily() -> Sequence[Daily]:
    """What is done each day by itself."""
    _find()
    return _DAILY


def is_wanted(kind: str, config: Config) -> bool:
    """Whether an installation with these settings has this work."""
    _find()
    return _WANTED[kind](config)


@cache
def _find() -> None:
    package = importlib.import_module("course.work")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"course.work.{module.name}")
