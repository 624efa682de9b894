"""How long a module takes: what people read at a stated speed, and time to think and to do."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import mean

from course.content.items.best_worst import BestWorstItem
