"""The item kinds, one folder each, complete: it answers for itself.

A folder holds `item.py` (a frozen dataclass, and the parser that reads it from a `:::` block),
`rules.py` (how a form is read, marked and explained), `form.html` and `example.md`; where it needs
them also `kind.css`, `kind.js`, and rules of its own subject. Nobody outside asks an item what it
is.
"""

from __future__ import annotations

from course.kinds.registry import discover

discover(__path__)
