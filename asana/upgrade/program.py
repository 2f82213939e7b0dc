"""Rewrite a whole program."""

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from .bindings import PROVIDERS, Bindings
from .imports import Imports
from .left import Upgraded, marks_in
from .names import dotted_name, role_of
from .rewriting import Rewriting

__all__ = ["rewritten"]


def rewritten(source: bytes) -> Upgraded:
    """Return a program rewritten for this library; see :func:`asana.upgrade.upgrade`.

    :raises SyntaxError: the source cannot be parsed
    """
    before = marks_in(source)
    if b"asana" not in source:
        return Upgraded(source, before)
    bom, text = _split(source)
    try:
        module = cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise SyntaxError(f"line {error.raw_line}: {error.message}") from error
    except UnicodeDecodeError as error:
        raise SyntaxError(str(error)) from error
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    bindings = Bindings(wrapper.resolve_many(PROVIDERS))
    used = _Used(bindings)
    wrapper.module.visit(used)
    if not used.found:
        return Upgraded(source, before)
    bindings.read(wrapper.module)
    rewriting = Rewriting(
        bindings, Imports(used.names, used.kept, used.modules), wrapper.resolve(PositionProvider)
    )
    new = wrapper.module.visit(rewriting)
    return Upgraded(bom + new.bytes, sorted({*before, *rewriting.left}))


def _split(source: bytes) -> tuple[bytes, bytes]:
    """Return the byte order mark of a source, and the rest."""
    bom = b"\xef\xbb\xbf"
    return (bom, source[3:]) if source.startswith(bom) else (b"", source)


class _Used(cst.CSTVisitor):
    """Collects all names, the names of asana 5.x outside of calls, and whether there are any."""

    def __init__(self, bindings: Bindings) -> None:
        super().__init__()
        self._bindings = bindings
        self.names: set[str] = set()
        self.kept: set[str] = set()
        self.modules: set[str] = set()
        self.found = False
        self._star = False

    def visit_Name(self, node: cst.Name) -> None:
        self.names.add(node.value)
        role = self._bindings.names.role(node)
        if role is not None:
            self.found = True
            parent = self._bindings.parent(node)
            if not isinstance(parent, cst.Call) or parent.func is not node:
                self.kept.add(node.value)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        self.found = self.found or self._bindings.names.role(node) is not None

    def visit_Import(self, node: cst.Import) -> None:
        old = [each for each in node.names if role_of(each.evaluated_name)]
        self.found = self.found or bool(old)
        self.modules.update(each.evaluated_alias for each in old if each.evaluated_alias)

    def visit_ImportFrom(self, node: cst.ImportFrom) -> None:
        if node.module is None or node.relative:
            return
        module = dotted_name(node.module)
        if isinstance(node.names, cst.ImportStar):
            self._star = self._star or module == "asana"
            return
        self.found = self.found or any(
            role_of(f"{module}.{each.evaluated_name}") for each in node.names
        )

    def leave_Module(self, original_node: cst.Module) -> None:
        # libcst does not know which names come from a star import.
        old = any(role_of(f"asana.{name}") for name in self.names)
        self.found = self.found or (self._star and old)
