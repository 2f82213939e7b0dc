"""Determine what the names of a program refer to: clients, resources, configurations and errors."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

import libcst as cst
from libcst.metadata import ParentNodeProvider, QualifiedNameProvider, ScopeProvider

from .names import Names, resource_named, role_of
from .operations import apis

__all__ = ["Bindings", "Kind"]

PROVIDERS = (QualifiedNameProvider, ScopeProvider, ParentNodeProvider)

ROLES = {"ApiClient": "client", "Configuration": "configuration", "ApiException": "error"}


class Kind(NamedTuple):
    """The kind of a value.

    :ivar what: ``"api"`` for an object of a class such as ``TasksApi``, ``"resource"`` for its
        replacement, ``"client"`` for a client, ``"configuration"`` or ``"error"``
    :ivar resource: the name on the client, for an api or a resource
    """

    what: str
    resource: str = ""


class Bindings(cst.CSTVisitor):
    """Collects the kinds of names, attributes, parameters and results of functions.

    :param metadata: the metadata of each provider in ``PROVIDERS``, by node
    """

    def __init__(self, metadata: Mapping[Any, Mapping[cst.CSTNode, Any]]) -> None:
        super().__init__()
        self.names = Names(metadata[QualifiedNameProvider])
        self._scopes = metadata[ScopeProvider]
        self._parents = metadata[ParentNodeProvider]
        self._kinds: dict[Hashable, Kind | None] = {}
        self._functions: dict[str, list[cst.FunctionDef]] = {}
        self._others: set[Hashable] = set()
        self._changed = False

    def read(self, module: cst.Module) -> None:
        """Visit a module repeatedly, until nothing new is found."""
        module.visit(_Functions(self._functions))
        self._changed = True
        while self._changed:
            self._changed = False
            module.visit(self)

    def defines(self, name: str) -> bool:
        """Return whether the module has a function or method of this name."""
        return name in self._functions

    def around(self, node: cst.CSTNode, *kinds: type[cst.CSTNode]) -> Any:
        """Return the nearest enclosing node of one of the given types, or None."""
        found = self._parents.get(node)
        while found is not None and not isinstance(found, kinds):
            found = self._parents.get(found)
        return found

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return the parent of a node."""
        return self._parents.get(node)

    def references(self, name: cst.Name) -> int:
        """Return how often a name is read; -1 if it is assigned more than once."""
        scope = self._scopes.get(name)
        found = set(scope[name.value]) if scope is not None else set()
        return len(found.pop().references) if len(found) == 1 else -1

    def place(self, name: cst.Name) -> Hashable:
        """Return a key for a variable: different functions can have variables of the same name."""
        return next(self._keys(name), None)

    # -- the kinds of expressions

    def kind(self, node: cst.CSTNode) -> Kind | None:
        """Return the kind of an expression, or None."""
        if isinstance(node, cst.Call):
            return self._kind_of_call(node)
        if isinstance(node, cst.IfExp):
            return self.kind(node.body) or self.kind(node.orelse)
        if isinstance(node, cst.BooleanOperation):
            return self.kind(node.left) or self.kind(node.right)
        if isinstance(node, cst.NamedExpr):
            return self.kind(node.value)
        if isinstance(node, cst.Attribute):
            of = self.kind(node.value)
            if of is not None:
                return self._kind_of_part(of, node.attr.value)
        for key in self._keys(node):
            if self._kinds.get(key) is not None:
                return self._kinds[key]
        return self._kind_by_name(node)

    def _kind_of_call(self, node: cst.Call) -> Kind | None:
        if resource := self.names.api(node.func):
            return Kind("api", resource)
        if what := ROLES.get(self.names.role(node.func) or ""):
            return Kind(what)
        if self.names.imported(node.func) == "asana.Client.access_token":
            return Kind("client")
        return self._kinds.get(("return", _last_name(node.func)))

    def _kind_of_part(self, of: Kind, name: str) -> Kind | None:
        if of.what == "client" and name in apis().values():
            return Kind("resource", name)
        if of.what in ("api", "resource") and name in ("api_client", "client"):
            return Kind("client")
        return None

    def _kind_by_name(self, node: cst.CSTNode) -> Kind | None:
        """Return the kind that the name of a parameter or attribute suggests, if none is known."""
        if isinstance(node, cst.Name) and self._is_local(node):
            return None
        if any(key in self._others or key in self._kinds for key in self._keys(node)):
            return None
        name = _last_name(node)
        resource = resource_named(name) if name else None
        return Kind("api", resource) if resource else None

    def _is_local(self, node: cst.Name) -> bool:
        """Return whether a name is assigned in the module, other than as a parameter."""
        scope = self._scopes.get(node)
        found = list(scope[node.value]) if scope is not None else []
        return any(not isinstance(getattr(each, "node", None), cst.Param) for each in found)

    def _keys(self, node: cst.CSTNode) -> Iterator[Hashable]:
        """Yield the keys of a name or attribute in the table of kinds, the nearest first."""
        if isinstance(node, cst.Name):
            scope = self._scopes.get(node)
            for each in scope[node.value] if scope is not None else ():
                yield id(each.scope), node.value
        elif isinstance(node, cst.Attribute):
            if isinstance(node.value, cst.Name) and node.value.value in ("self", "cls"):
                kind = self.around(node, cst.ClassDef)
                yield "of", kind and kind.name.value, node.attr.value
            yield "attribute", node.attr.value

    def _members(self, target: cst.CSTNode) -> Iterator[Hashable]:
        """Yield the keys of the attribute that an assignment in a class body defines."""
        owner = self.around(target, cst.ClassDef, cst.FunctionDef)
        if isinstance(owner, cst.ClassDef) and isinstance(target, cst.Name):
            yield "of", owner.name.value, target.value
            yield "attribute", target.value

    # -- the statements of the module

    def _learn(self, key: Hashable, kind: Kind | None) -> None:
        """Record the kind for a key; if two sources differ, it is unknown."""
        if kind is None:
            return
        if key not in self._kinds:
            self._kinds[key], self._changed = kind, True
        elif self._kinds[key] not in (kind, None):
            self._kinds[key], self._changed = None, True

    def _bind(self, target: cst.CSTNode, value: cst.CSTNode | None, kind: Kind | None) -> None:
        if isinstance(target, cst.Tuple | cst.List) and isinstance(value, cst.Tuple | cst.List):
            for one, other in zip(target.elements, value.elements, strict=False):
                self._bind(one.value, other.value, self.kind(other.value))
            return
        members = self._members(target) if value is not None else ()
        for key in (*self._keys(target), *members):
            self._learn(key, kind)
            if kind is None and not (isinstance(value, cst.Name) and value.value == "None"):
                self._others.add(key)

    def visit_Assign(self, node: cst.Assign) -> None:
        """Record the kind of an assigned value."""
        for each in node.targets:
            self._bind(each.target, node.value, self.kind(node.value))

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        """Record the kind of an assigned or annotated name."""
        kind = self._annotated(node.annotation) or (node.value and self.kind(node.value)) or None
        self._bind(node.target, node.value, kind)
        for key in self._members(node.target):
            self._learn(key, kind)

    def visit_NamedExpr(self, node: cst.NamedExpr) -> None:
        """Record the kind of an assigned value."""
        self._bind(node.target, node.value, self.kind(node.value))

    def visit_WithItem(self, node: cst.WithItem) -> None:
        """Record the kind of the name in a with statement."""
        if node.asname is not None:
            self._bind(node.asname.name, None, self.kind(node.item))

    def visit_ExceptHandler(self, node: cst.ExceptHandler) -> None:
        """Record the name of an exception."""
        caught = node.type
        elements = caught.elements if isinstance(caught, cst.Tuple) else ()
        kinds = [caught, *(each.value for each in elements)]
        if node.name is not None and any(
            self.names.role(each) == "ApiException" for each in kinds if each is not None
        ):
            self._bind(node.name.name, None, Kind("error"))

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        """Record the annotations of a function."""
        for each in _parameters(node):
            if each.annotation is not None:
                self._learn(self._of_parameter(node, each), self._annotated(each.annotation))
        if node.returns is not None:
            self._returned(node, self._annotated(node.returns))

    def visit_Return(self, node: cst.Return) -> None:
        """Record the kind of a returned value."""
        function = self.around(node, cst.FunctionDef, cst.Lambda)
        if isinstance(function, cst.FunctionDef) and node.value is not None:
            self._returned(function, self.kind(node.value))

    def visit_Call(self, node: cst.Call) -> None:
        """Record the arguments of calls to the module's own functions."""
        name = _last_name(node.func)
        for function in self._functions.get(name or "", ()):
            parameters = _parameters(function)
            if isinstance(self.around(function, cst.ClassDef, cst.FunctionDef), cst.ClassDef):
                parameters = parameters[1:]
            for place, argument in enumerate(node.args):
                parameter = _parameter_for(parameters, place, argument)
                if parameter is not None:
                    self._learn(self._of_parameter(function, parameter), self.kind(argument.value))

    def _of_parameter(self, function: cst.FunctionDef, parameter: cst.Param) -> Hashable:
        return id(self._scopes.get(function.body)), parameter.name.value

    def _returned(self, function: cst.FunctionDef, kind: Kind | None) -> None:
        self._learn(("return", function.name.value), kind)
        if any("property" in (_last_name(each.decorator) or "") for each in function.decorators):
            owner = self.around(function, cst.ClassDef)
            self._learn(("of", owner and owner.name.value, function.name.value), kind)
            self._learn(("attribute", function.name.value), kind)

    def _annotated(self, annotation: cst.Annotation) -> Kind | None:
        """Return the kind in an annotation such as ``TasksApi | None``."""
        finder = _Roles(self.names)
        annotation.visit(finder)
        return finder.found


class _Roles(cst.CSTVisitor):
    """Finds a name of asana 5.x in an annotation."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names
        self.found: Kind | None = None

    def on_visit(self, node: cst.CSTNode) -> bool:
        role = self._names.role(node)
        if isinstance(node, cst.SimpleString):
            role = role_of(str(node.evaluated_value))
        if role in apis():
            self.found = Kind("api", apis()[role])
        elif role in ROLES:
            self.found = Kind(ROLES[role])
        return self.found is None


class _Functions(cst.CSTVisitor):
    """Collects the functions of a module; a class has the parameters of its ``__init__``."""

    def __init__(self, found: dict[str, list[cst.FunctionDef]]) -> None:
        super().__init__()
        self._found = found
        self._classes: list[str] = []

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self._classes.append(node.name.value)

    def leave_ClassDef(self, original_node: cst.ClassDef) -> None:
        self._classes.pop()

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        name = node.name.value
        if name == "__init__" and self._classes:
            name = self._classes[-1]
        self._found.setdefault(name, []).append(node)


def _parameters(function: cst.FunctionDef) -> list[cst.Param]:
    parameters = function.params
    return [*parameters.posonly_params, *parameters.params, *parameters.kwonly_params]


def _parameter_for(parameters: list[cst.Param], place: int, argument: cst.Arg) -> cst.Param | None:
    """Return the parameter that receives an argument."""
    if argument.star:
        return None
    if argument.keyword is None:
        return parameters[place] if place < len(parameters) else None
    name = argument.keyword.value
    return next((each for each in parameters if each.name.value == name), None)


def _last_name(node: cst.CSTNode) -> str | None:
    """Return a name, or the last part of an attribute."""
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else None
