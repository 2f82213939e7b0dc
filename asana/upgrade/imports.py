"""Rewrite the imports of a program: names of asana 5.x become names of this library."""

from collections.abc import Sequence
from typing import TypeVar

import libcst as cst

from .names import HERE, dotted_name, role_of
from .operations import apis

__all__ = ["Imports"]

# The classes of the modules, which are imported instead of them.
OF_MODULE = {"asana.api_client": "ApiClient", "asana.rest": "ApiException"}

Statement = TypeVar("Statement", cst.Import, cst.ImportFrom)


class Imports:
    """Rewrites imports.

    :param taken: all names in the program, which new imports must not use
    :param kept: the names of classes such as ``TasksApi`` that are used other than in calls
    :ivar modules: the names of modules of asana 5.x imported with ``as``, which become the package
    """

    def __init__(self, taken: set[str], kept: set[str], modules: set[str]) -> None:
        self._taken = taken
        self._kept = kept
        self.modules = modules

    def local(self, role: str, written: str) -> str:
        """Return the name of an imported name after the rewriting.

        :param role: the name in asana 5.x
        :param written: the name in the program, which differs from the role with ``as``
        """
        new = HERE[role]
        return written if written != role or new in self._taken else new

    def plain(self, node: cst.Import) -> cst.Import | None:
        """Return ``import asana.rest`` as ``import asana``; None if no name is left."""
        found: list[cst.ImportAlias] = []
        for each in node.names:
            name = dotted_name(each.name)
            if not (name.startswith("asana.") and role_of(name)):
                found.append(each)
            elif each.asname is not None or not any(_is_asana(other) for other in found):
                found.append(each.with_changes(name=cst.Name("asana")))
        return _ended(node, found, node.names) if found else None

    def lines(self, node: cst.ImportFrom) -> list[cst.ImportFrom] | None:
        """Return the replacement of ``from asana… import …``; None to keep it."""
        module = dotted_name(node.module)
        if node.relative or module.partition(".")[0] != "asana":
            return None
        if isinstance(node.names, cst.ImportStar):
            return None
        kept: list[cst.ImportAlias] = []
        more: list[cst.ImportFrom] = []
        for each in node.names:
            role = role_of(f"{module}.{each.evaluated_name}")
            if role is None or role.startswith("asana.pagination"):
                kept.append(each)
            elif role in HERE or role in OF_MODULE:
                kept += self._renamed(each, role, kept)
            elif role in apis():
                more += self._class(each, role)
        if kept == list(node.names):
            return None
        home = cst.Name("asana") if role_of(module) else node.module
        new = [_ended(node.with_changes(module=home), kept, node.names)] if kept else []
        return [*new, *more]

    def _renamed(
        self, alias: cst.ImportAlias, role: str, kept: Sequence[cst.ImportAlias]
    ) -> list[cst.ImportAlias]:
        written = role = OF_MODULE.get(role, role)
        if alias.evaluated_name == role:
            written = alias.evaluated_alias or role
        name, new = self.local(role, written), HERE[role]
        if any((each.evaluated_alias or each.evaluated_name) == name for each in kept):
            return []
        asname = None if name == new else cst.AsName(cst.Name(name))
        return [alias.with_changes(name=cst.Name(new), asname=asname)]

    def _class(self, alias: cst.ImportAlias, role: str) -> list[cst.ImportFrom]:
        local = alias.evaluated_alias or role
        if local not in self._kept:
            return []
        package = cst.Attribute(cst.Name("asana"), cst.Name("resources"))
        module = cst.Attribute(package, cst.Name(apis()[role]))
        name = cst.ImportAlias(
            cst.Name(role.removesuffix("Api")), asname=cst.AsName(cst.Name(local))
        )
        return [cst.ImportFrom(module, [name])]


def _is_asana(alias: cst.ImportAlias) -> bool:
    return dotted_name(alias.name) == "asana" and alias.asname is None


def _ended(
    node: Statement, names: Sequence[cst.ImportAlias], before: Sequence[cst.ImportAlias]
) -> Statement:
    """Return an import with other names; the last one gets the comma of the former last one."""
    last = names[-1].with_changes(comma=before[-1].comma)
    return node.with_changes(names=[*names[:-1], last])
