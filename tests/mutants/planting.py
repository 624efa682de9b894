"""Which small faults a module can have: each is one change in its syntax tree, of the kind that
people make.

A term taken out of a condition or a WHERE, a comparison turned or moved by one, a value flipped, a
statement left out. Annotations, types, docstrings, decorators and the bodies of classes outside
their methods are left alone.
"""

from __future__ import annotations

import ast
import copy
import enum
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_origin

_TURNED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OTHER_METHOD = {
    "is_": "is_not",
    "is_not": "is_",
    "in_": "not_in",
    "not_in": "in_",
    "asc": "desc",
    "desc": "asc",
    "issubset": "issuperset",
}
_OTHER_FUNCTION = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "and_": "or_",
    "or_": "and_",
}
_OTHER_SIGN: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_CONDITIONS = frozenset({"where", "filter", "having", "and_", "or_"})
Change = Callable[[ast.AST], ast.AST | None]  # None: leave the statement out


@dataclass(frozen=True)
class Mutant:
    """One fault: where it sits and what was done.

    `name` stays the same as long as the code around it does. `turn` counts those that read alike.
    """

    line: int
    function: str  # "" outside every function
    fault: str
    source: ast.Module
    path: tuple[tuple[str, int | None], ...]
    change: Change
    turn: int = 1

    def tree(self) -> ast.Module:
        """The whole module with the fault in it."""
        return _plant(self.source, self.path, self.change)

    @property
    def statement(self) -> int:
        """In which statement of the module it sits, from the first on."""
        return self.path[0][1] or 0

    @property
    def name(self) -> str:
        """What a list of survivors calls it."""
        again = f" ({self.turn})" if self.turn > 1 else ""
        return f"{self.function or 'module'}: {self.fault}{again}"


@dataclass(frozen=True)
class _Place:
    """A node, how to reach it from the tree, and the function around it."""

    path: tuple[tuple[str, int | None], ...]
    function: str
    node: ast.AST


def mutants(source: str, names: Mapping[str, Any]) -> list[Mutant]:
    """Every fault of a module, in the order of its lines.

    `names` are what the module's own names stand for now.
    """
    tree = ast.parse(source)
    found = []
    alike: Counter[tuple[str, str]] = Counter()
    types = {number for number, one in enumerate(tree.body) if _is_type(one, names)}
    for place in _places(tree):
        if place.path[0][1] in types:
            continue
        for said, change in _faults(place.node, names):
            line = getattr(place.node, "lineno", 0)
            fault = f"{said} in `{_shown(place.node)}`"
            alike[place.function, fault] += 1
            turn = alike[place.function, fault]
            found.append(Mutant(line, place.function, fault, tree, place.path, change, turn))
    return found


def _is_type(statement: ast.stmt, names: Mapping[str, Any]) -> bool:
    """A name for a type, such as `Day = date | str`: an annotation like any other."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return False
    return get_origin(names.get(statement.targets[0].id)) is not None


def _places(tree: ast.Module) -> Iterator[_Place]:
    yield from _inside(tree, (), (), in_class=False)


def _inside(
    node: ast.AST,
    path: tuple[tuple[str, int | None], ...],
    scope: tuple[str, ...],
    *,
    in_class: bool,
) -> Iterator[_Place]:
    """The nodes below this one that may be changed, the outer ones first."""
    for name, position, child in _children(node):
        here = (*path, (name, position))
        if isinstance(child, ast.FunctionDef):
            yield from _inside(child, here, (*scope, child.name), in_class=False)
        elif isinstance(child, ast.ClassDef):
            yield from _inside(child, here, (*scope, child.name), in_class=True)
        elif not in_class:
            yield _Place(here, ".".join(scope), child)
            yield from _inside(child, here, scope, in_class=False)


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    skipped = {"annotation", "returns", "decorator_list", "args", "type_params"}
    if isinstance(node, ast.Call):
        skipped = set()
    for name, value in ast.iter_fields(node):
        if name in skipped:
            continue
        if isinstance(value, ast.AST):
            yield name, None, value
        elif isinstance(value, list):
            for position, child in enumerate(value):
                if isinstance(child, ast.AST) and not _is_text(child):
                    yield name, position, child


def _is_text(node: ast.AST) -> bool:
    """A docstring, or anything else that is only there to be read."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _faults(node: ast.AST, names: Mapping[str, Any]) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.Compare):
        yield from _compared(node)
    elif isinstance(node, ast.BoolOp):
        yield from _terms(node)
    elif isinstance(node, ast.BinOp):
        yield from _signs(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield "taken out: not", lambda found: found.operand  # type: ignore[attr-defined]
    elif isinstance(node, ast.Constant):
        yield from _values(node)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Attribute):
        yield from _members(node, names)
    elif isinstance(node, ast.If | ast.IfExp | ast.While) and isinstance(
        node.test, ast.Name | ast.Attribute | ast.Call | ast.NamedExpr
    ):
        yield "turned: the test", _with_turned_test
    elif isinstance(node, ast.Expr | ast.AugAssign | ast.Raise):
        yield "left out", lambda _found: None


def _compared(node: ast.Compare) -> Iterator[tuple[str, Change]]:
    for place, sign in enumerate(node.ops):
        for other in _TURNED.get(type(sign), ()):

            def change(found: Any, place: int = place, other: type[ast.cmpop] = other) -> ast.AST:
                found.ops[place] = other()
                return found  # type: ignore[no-any-return]

            yield f"{type(sign).__name__} to {other.__name__}", change


def _terms(node: ast.BoolOp) -> Iterator[tuple[str, Change]]:
    for place, term in enumerate(node.values):

        def change(found: Any, place: int = place) -> ast.AST:
            rest = [value for index, value in enumerate(found.values) if index != place]
            found.values = rest
            return rest[0] if len(rest) == 1 else found  # type: ignore[no-any-return]

        yield f"taken out: {_shown(term)}", change


def _signs(node: ast.BinOp) -> Iterator[tuple[str, Change]]:
    other = _OTHER_SIGN.get(type(node.op))
    if isinstance(node.op, ast.BitAnd | ast.BitOr):
        yield f"taken out: {_shown(node.left)}", lambda found: found.right  # type: ignore[attr-defined]
        yield f"taken out: {_shown(node.right)}", lambda found: found.left  # type: ignore[attr-defined]
    elif other is not None:

        def change(found: Any) -> ast.AST:
            found.op = other()
            return found  # type: ignore[no-any-return]

        yield f"{type(node.op).__name__} to {other.__name__}", change


def _values(node: ast.Constant) -> Iterator[tuple[str, Change]]:
    if isinstance(node.value, bool):
        yield f"{node.value} to {not node.value}", lambda found: ast.Constant(not found.value)  # type: ignore[attr-defined]
    elif isinstance(node.value, int):
        yield f"{node.value} to {node.value + 1}", lambda found: ast.Constant(found.value + 1)  # type: ignore[attr-defined]


def _calls(node: ast.Call) -> Iterator[tuple[str, Change]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in _CONDITIONS:
        for place, term in enumerate(node.args):

            def change(found: Any, place: int = place) -> ast.AST:
                del found.args[place]
                if found.args or not isinstance(found.func, ast.Attribute):
                    return found  # type: ignore[no-any-return]
                return found.func.value  # type: ignore[no-any-return]

            if isinstance(node.func, ast.Attribute) or len(node.args) > 1:
                yield f"taken out: {_shown(term)}", change
    if name == "distinct" and isinstance(node.func, ast.Attribute) and not node.args:
        yield "taken out: distinct", lambda found: found.func.value  # type: ignore[attr-defined]
    if isinstance(node.func, ast.Name) and name in _OTHER_FUNCTION:
        yield f"{name} to {_OTHER_FUNCTION[name]}", _renamed
    if isinstance(node.func, ast.Attribute) and name in _OTHER_METHOD:
        yield f"{name} to {_OTHER_METHOD[name]}", _renamed


def _renamed(found: Any) -> ast.AST:
    if isinstance(found.func, ast.Name):
        found.func.id = _OTHER_FUNCTION[found.func.id]
    else:
        found.func.attr = _OTHER_METHOD[found.func.attr]
    return found  # type: ignore[no-any-return]


def _members(node: ast.Attribute, names: Mapping[str, Any]) -> Iterator[tuple[str, Change]]:
    """A member of an enumeration becomes the next one."""
    kind = names.get(node.value.id) if isinstance(node.value, ast.Name) else None
    if (
        not (isinstance(kind, type) and issubclass(kind, enum.Enum))
        or node.attr not in kind.__members__
    ):
        return
    members = list(kind.__members__)
    other = members[(members.index(node.attr) + 1) % len(members)]

    def change(found: Any) -> ast.AST:
        found.attr = other
        return found  # type: ignore[no-any-return]

    if other != node.attr:
        yield f"{node.attr} to {other}", change


def _with_turned_test(found: Any) -> ast.AST:
    found.test = ast.UnaryOp(ast.Not(), found.test)
    return found  # type: ignore[no-any-return]


def _plant(
    tree: ast.Module, path: tuple[tuple[str, int | None], ...], change: Change
) -> ast.Module:
    """A copy of the tree with one node changed."""
    planted = copy.deepcopy(tree)
    parent: Any = planted
    for name, position in path[:-1]:
        child = getattr(parent, name)
        parent = child if position is None else child[position]
    name, position = path[-1]
    node = getattr(parent, name) if position is None else getattr(parent, name)[position]
    changed = change(node)
    if changed is None:
        changed = ast.copy_location(ast.Pass(), node)
    if position is None:
        setattr(parent, name, changed)
    else:
        getattr(parent, name)[position] = changed
    ast.copy_location(changed, node)
    return ast.fix_missing_locations(planted)


def _shown(node: ast.AST) -> str:
    """The code of a node in one line, shortened in its middle."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else f"{text[:50]} … {text[-38:]}"
