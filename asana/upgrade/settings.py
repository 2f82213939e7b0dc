"""Convert a Configuration of asana 5.x to options of the client."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import libcst as cst

from .bindings import Bindings, Kind
from .calls import argument, string

__all__ = [
    "INSTEAD",
    "OPTIONS",
    "Inlined",
    "assigned",
    "attribute_of",
    "inlined",
    "options_for",
    "subscript",
]

# The options by the attributes of a Configuration.
OPTIONS = {
    "access_token": "accessToken",
    "host": "base_url",
    "page_limit": "page_size",
    "verify_ssl": "verify",
    "ssl_ca_cert": "verify",
    "cert_file": "cert",
}

# The advice for attributes without an option.
INSTEAD = {
    "debug": 'use logging.getLogger("asana").setLevel(logging.DEBUG)',
    "key_file": "the option cert takes the pair (certificate, key)",
    "logger_file": 'add a handler to logging.getLogger("asana")',
    "password": "use Client.basic_auth(token)",
    "refresh_api_key_hook": "Client.oauth() refreshes tokens",
    "retry_strategy": "the client retries automatically; see the option max_retries",
    "username": "use Client.basic_auth(token)",
}


class Inlined(NamedTuple):
    """A Configuration whose settings become arguments of the client.

    :ivar statements: the statements to remove
    :ivar args: the arguments of ``Client.access_token``
    """

    statements: list[cst.SimpleStatementLine]
    args: list[cst.Arg]


def assigned(statement: cst.BaseStatement) -> tuple[cst.BaseExpression, cst.BaseExpression] | None:
    """Return the target and value of a line that is a single assignment to one target."""
    if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
        only = statement.body[0]
        if isinstance(only, cst.Assign) and len(only.targets) == 1:
            return only.targets[0].target, only.value
    return None


def options_for(attribute: str, value: cst.BaseExpression) -> dict[str, cst.BaseExpression] | None:
    """Return the options for a setting; None if it has no equivalent."""
    if attribute in OPTIONS:
        return {OPTIONS[attribute]: value}
    if attribute == "proxy":
        return {"proxies": cst.Dict([cst.DictElement(string("https"), value)])}
    if attribute == "return_page_iterator" and isinstance(value, cst.Name):
        if value.value == "True":
            return {}
        if value.value == "False":
            return {"iterator_type": cst.Name("None"), "full_payload": cst.Name("True")}
    return None


def inlined(
    statements: Sequence[cst.BaseStatement], first: int, bindings: Bindings
) -> tuple[cst.Name, Inlined] | None:
    """Return a Configuration that is created, set and used in one block, with its name.

    :param first: the index of the statement that creates it
    """
    start = assigned(statements[first])
    if start is None:
        return None
    name, value = start
    if (
        not isinstance(name, cst.Name)
        or bindings.names.role(value.func if isinstance(value, cst.Call) else value)
        != "Configuration"
    ):
        return None
    gone = [statements[first]]
    options: dict[str, cst.BaseExpression] = {}
    for each in statements[first + 1 :]:
        found = _setting(each, name)
        if found is not None:
            gone.append(each)
            options.update(found)
    # Each of them reads the name once, and so does the call that creates the client.
    if bindings.references(name) != len(gone) or not _makes_client(
        statements, gone[-1], name, bindings
    ):
        return None
    token = options.pop("accessToken", None)
    args = [argument(token)] if token is not None else []
    args += [argument(value, option) for option, value in options.items()]
    return name, Inlined(gone, args)  # type: ignore[arg-type]


def _setting(statement: cst.BaseStatement, name: cst.Name) -> dict[str, cst.BaseExpression] | None:
    """Return the options for a line that sets an attribute of a Configuration."""
    pair = assigned(statement)
    attribute = pair and attribute_of(pair[0], lambda node: node.deep_equals(name))
    if pair is None or attribute is None:
        return None
    # A setting without an equivalent is removed too; its line becomes a comment.
    return (options_for(attribute.attr.value, pair[1]) if attribute is pair[0] else None) or {}


def attribute_of(
    target: cst.BaseExpression, is_it: Callable[[cst.BaseExpression], bool]
) -> cst.Attribute | None:
    """Return the attribute of a Configuration in a target such as ``configuration.retry.total``.

    :param is_it: returns whether an expression is the Configuration
    """
    while isinstance(target, cst.Attribute):
        if is_it(target.value):
            return target
        target = target.value
    return None


def _makes_client(
    statements: Sequence[cst.BaseStatement],
    after: cst.BaseStatement,
    name: cst.Name,
    bindings: Bindings,
) -> bool:
    """Return whether a later line of the block passes a Configuration to an ApiClient."""
    finder = _Clients(name, bindings)
    for each in statements[list(statements).index(after) + 1 :]:
        if isinstance(each, cst.SimpleStatementLine | cst.With):
            each.visit(finder)
    return finder.found


class _Clients(cst.CSTVisitor):
    """Looks for ``ApiClient(configuration)``."""

    def __init__(self, name: cst.Name, bindings: Bindings) -> None:
        super().__init__()
        self._name, self._bindings = name, bindings
        self.found = False

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def visit_Call(self, node: cst.Call) -> None:
        if self._bindings.kind(node) == Kind("client") and node.args:
            self.found = self.found or node.args[0].value.deep_equals(self._name)


def subscript(value: cst.BaseExpression, option: str) -> cst.Subscript:
    """Return the subscript of an option in a dictionary of options."""
    return cst.Subscript(value, [cst.SubscriptElement(cst.Index(string(option)))])
