"""The names of asana 5.x, and their equivalents in this library."""

import re
from collections.abc import Mapping
from typing import Any

import libcst as cst
from libcst.metadata import QualifiedNameSource

from .operations import apis

__all__ = ["HERE", "Names", "class_path", "dotted_name", "resource_named", "role_of"]

HERE = {"ApiClient": "Client", "ApiException": "AsanaError"}

MODULES = ("api", "api_client", "configuration", "pagination", "rest")


def role_of(qualified: str) -> str | None:
    """Return the name of asana 5.x at the end of a qualified name, or None.

    ``asana.rest.ApiException`` is ``"ApiException"``. A module of asana 5.x, such as
    ``asana.pagination``, is returned unchanged.
    """
    package, _, rest = qualified.partition(".")
    last = rest.rpartition(".")[2]
    if package != "asana" or not rest:
        return None
    if rest.partition(".")[0] not in (*MODULES, last):
        return None
    if last in apis() or last in HERE or last == "Configuration":
        return last
    return qualified if rest.partition(".")[0] in MODULES else None


def dotted_name(node: cst.CSTNode | None) -> str:
    """Return a dotted name such as ``"asana.rest"``; an empty string for other nodes."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return f"{dotted_name(node.value)}.{node.attr.value}"
    return ""


def class_path(role: str) -> str:
    """Return the path in the package of the class that replaces one such as ``TasksApi``."""
    return f"resources.{apis()[role]}.{role.removesuffix('Api')}"


class Names:
    """Resolves the names of a module through its imports.

    :param qualified: the metadata of libcst, by node
    """

    def __init__(self, qualified: Mapping[cst.CSTNode, Any]) -> None:
        self._qualified = qualified

    def imported(self, node: cst.CSTNode) -> str | None:
        """Return the qualified name that a name or attribute refers to, if it was imported."""
        if not isinstance(node, cst.Name | cst.Attribute) or not dotted_name(node).strip("."):
            return None
        found: Any = self._qualified.get(node, ())
        found = found() if callable(found) else found
        return next(
            (each.name for each in found if each.source is QualifiedNameSource.IMPORT), None
        )

    def role(self, node: cst.CSTNode) -> str | None:
        """Return the name of asana 5.x that a node refers to, or None."""
        qualified = self.imported(node)
        return role_of(qualified) if qualified else None

    def api(self, node: cst.CSTNode) -> str | None:
        """Return the resource of a class such as ``TasksApi``, or None."""
        return apis().get(self.role(node) or "")


def resource_named(identifier: str) -> str | None:
    """Return the resource that an identifier such as ``tasks_api`` suggests, or None."""
    words = re.sub(r"_?(instance|client)$", "", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", identifier))
    found = re.fullmatch(r"_?(\w+?)_api", words.lower())
    names = set(apis().values())
    return (
        next((each for each in (found[1], f"{found[1]}s") if each in names), None)
        if found
        else None
    )
