"""The mutants of a file, as mutmut makes them.

mutmut itself wraps each function, to start hundreds of mutants from one process. Here, a mutant
replaces the entire module, because the tests check frames, names and signatures, and because
constants and properties have mutants too.
"""

import ast
import builtins
import difflib
import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

__all__ = ["Mutant", "mutants_of"]

# Names and calls that only type checkers, logs and star imports use.
UNREAD_CALLS = {"TypeVar", "ParamSpec"}
UNREAD_NAMES = {"__all__"}
# Header names, which are case-insensitive.
HEADER = re.compile(r'"([A-Z][a-z]*(-[A-Z][a-z]*)+|Location)"')


@dataclass(frozen=True)
class Mutant:
    """One change to one file.

    :ivar path: the file, relative to the root of the checkout
    :ivar number: the number of the mutant in the file
    :ivar lines: the lines of the changed statement, without its body
    """

    path: str
    number: int
    lines: range

    @property
    def module(self) -> str:
        """The name of the module."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def source(self) -> str:
        """Return the file with the change."""
        module, mutations = _parsed(self.path)
        found = mutations[self.number][0]
        changed = deep_replace(module, found.original_node, found.mutated_node)
        assert isinstance(changed, cst.Module)
        return str(changed.code)

    def change(self) -> tuple[str, str]:
        """Return the changed lines, before and after the change."""
        before = Path(self.path).read_text(encoding="utf-8").splitlines()
        lines = list(difflib.ndiff(before, self.source().splitlines()))
        taken = (" ".join(x[2:].strip() for x in lines if x.startswith(sign)) for sign in "-+")
        old, new = taken
        return old, new


def mutants_of(path: str) -> list[Mutant]:
    """Return the mutants of a file, in a stable order."""
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    lines = [line for _, line in _parsed(path)[1]]
    return [Mutant(path, n, _statement(tree, line)) for n, line in enumerate(lines)]


@functools.cache
def _parsed(path: str) -> tuple[cst.Module, list[tuple[Mutation, int]]]:
    wrapper = MetadataWrapper(cst.parse_module(Path(path).read_text(encoding="utf-8")))
    visitor = _Visitor(mutation_operators, IgnoredCode(set(), set(), set()))
    module = wrapper.visit(visitor)
    positions = wrapper.resolve(PositionProvider)
    return module, [(each, positions[each.original_node].start.line) for each in visitor.mutations]


def _statement(tree: ast.AST, line: int) -> range:
    """Return the lines of the innermost statement around a line, without its body."""
    found = range(line, line + 1)
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0):
            body = getattr(node, "body", None)
            end = body[0].lineno if body else (node.end_lineno or 0) + 1
            if line < end:
                found = range(node.lineno, end)
    return found


class _Visitor(MutationVisitor):  # type: ignore[misc]
    """Skips code without visible effects, and includes decorated functions."""

    # The type that a call of cast() names, or the code that only type checkers read.
    _unread: cst.CSTNode | None = None

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if node is self._unread:
            return True
        if _is_cast(node):
            self._unread = node.args[0]
        elif _is_for_checkers(node):
            self._unread = node.body  # what stands under else runs
        if isinstance(node, cst.FunctionDef):
            return node.name.value == "__dir__" or _is_overload(node)
        return _is_unread(node) or _is_strict(node) or bool(super()._skip_node_and_children(node))

    def _create_mutations(self, node: cst.CSTNode) -> None:
        if _is_prose(node) or _is_cast(node):
            return
        super()._create_mutations(node)
        if isinstance(node, cst.Call) and any(map(_is_strict, node.args)):
            self.mutations[:] = [
                each
                for each in self.mutations
                if each.original_node is not node or not _same_but_strict(each.mutated_node, node)
            ]
        if isinstance(node, cst.SimpleString) and HEADER.fullmatch(node.value):
            name = node.value.lower()
            self.mutations[:] = [
                each
                for each in self.mutations
                if each.original_node is not node or each.mutated_node.value.lower() != name
            ]


def _is_overload(node: cst.FunctionDef) -> bool:
    names = (each.decorator for each in node.decorators)
    return any(isinstance(name, cst.Name) and name.value == "overload" for name in names)


def _is_unread(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Assign):
        targets = {t.target.value for t in node.targets if isinstance(t.target, cst.Name)}
        return bool(targets & UNREAD_NAMES) or _is_alias(node.value) or _is_unread(node.value)
    if isinstance(node, cst.Call):
        name = node.func
        if isinstance(name, cst.Attribute) and isinstance(name.value, cst.Name):
            return bool(name.value.value == "logger")
        return isinstance(name, cst.Name) and name.value in UNREAD_CALLS
    return False


def _is_for_checkers(node: cst.CSTNode) -> TypeGuard[cst.If]:
    test = node.test if isinstance(node, cst.If) else None
    return isinstance(test, cst.Name) and test.value == "TYPE_CHECKING"


def _is_alias(value: cst.BaseExpression) -> bool:
    """Return whether a value is an alias of a type: ``Callable[[int], int]`` or ``str | bytes``."""
    if isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.BitOr):
        return _is_alias(value.left) or _is_alias(value.right) or _is_builtin(value.left)
    kind = value.value if isinstance(value, cst.Subscript) else None
    return isinstance(kind, cst.Name) and kind.value[0].isupper()


def _is_strict(node: cst.CSTNode) -> bool:
    """Return whether a node is the argument ``strict`` of ``zip``: it asserts equal lengths."""
    return isinstance(node, cst.Arg) and node.keyword is not None and node.keyword.value == "strict"


def _same_but_strict(one: cst.CSTNode, other: cst.CSTNode) -> bool:
    """Return whether two calls differ in ``strict`` only."""
    kept = [
        [each.value for each in call.args if not _is_strict(each)]
        for call in (one, other)
        if isinstance(call, cst.Call)
    ]
    return len(kept) == 2 and kept[0] == kept[1]


def _is_builtin(value: cst.BaseExpression) -> bool:
    return isinstance(value, cst.Name) and hasattr(builtins, value.value)


def _is_prose(node: cst.CSTNode) -> bool:
    """Return whether a literal contains a space: then it is a message for people."""
    return isinstance(node, cst.SimpleString) and " " in node.value


def _is_cast(node: cst.CSTNode) -> TypeGuard[cst.Call]:
    return (
        isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "cast"
    )
