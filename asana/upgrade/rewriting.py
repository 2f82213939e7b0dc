"""The transformer: the replacement of each expression and statement of asana 5.x."""

import re
from collections.abc import Hashable, Mapping
from typing import Any, cast

import libcst as cst

from .bindings import Bindings, Kind
from .calls import Refused, argument, is_empty, rewritten_call, string
from .imports import Imports
from .layout import OtherQuotes, comments_in, enclosed
from .left import Left
from .names import HERE, class_path, dotted_name, role_of
from .operations import Operation, apis, operations
from .settings import (
    INSTEAD,
    OPTIONS,
    Inlined,
    assigned,
    attribute_of,
    inlined,
    options_for,
    subscript,
)
from .statements import GONE, mark, with_comments, without_gone, without_repeated

__all__ = ["Rewriting"]

# The response attributes that replace attributes of an ApiException; there may be no response.
OF_RESPONSE = {"body": "content", "headers": "headers", "reason": "reason"}

# The replacements in the client for attributes of an ApiClient.
OF_CLIENT = {
    "call_api": "use client.get(path, params), client.post(path, body) and the like",
    "configuration": "the options are in client.options",
    "last_response": "an error has its response; the option on_attempt= receives each status",
    "pool": "use concurrent.futures.ThreadPoolExecutor",
    "rest_client": "client.session is a requests.Session",
}
EVENTS = (
    "a missing or expired sync token raises asana.error.InvalidTokenError, whose sync is the "
    "next token, where asana 5.x started over; client.events.feed() stores the token"
)


class Rewriting(cst.CSTTransformer):
    """Rewrites a module.

    :param positions: the metadata of libcst, by node
    :ivar left: the remaining manual work
    """

    def __init__(
        self, bindings: Bindings, imports: Imports, positions: Mapping[cst.CSTNode, Any]
    ) -> None:
        super().__init__()
        self._bindings = bindings
        self._imports = imports
        self._positions = positions
        self._comments: list[list[str]] = []
        self._gone: set[cst.CSTNode] = set()
        self._inlined: dict[Hashable, Inlined] = {}
        self.left: list[Left] = []

    def _mark(self, node: cst.CSTNode, message: str) -> None:
        """Add manual work, with a comment above the statement that contains a node."""
        self.left.append(Left(self._positions[node].start.line, message))
        self._comments[-1].append(mark(message))

    # -- statements

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Start collecting the comments for a statement."""
        if hasattr(node, "leading_lines"):
            self._comments.append([])
        if isinstance(node, cst.Module | cst.IndentedBlock):
            self._find_inlined(node)
        return super().on_visit(node)

    def on_leave(self, original_node: Any, updated_node: Any) -> Any:
        """Insert the comments above a statement."""
        updated = super().on_leave(original_node, updated_node)
        if not hasattr(original_node, "leading_lines"):
            return updated
        comments = self._comments.pop()
        if not comments:
            return updated
        if isinstance(updated, cst.FlattenSentinel):
            first, *rest = updated
            return cst.FlattenSentinel([with_comments(first, comments), *rest])
        return with_comments(cast(cst.CSTNode, updated), comments)

    def _find_inlined(self, block: cst.Module | cst.IndentedBlock) -> None:
        for place, each in enumerate(block.body):
            if isinstance(each, cst.SimpleStatementLine):
                found = inlined(block.body, place, self._bindings)
                if found is not None:
                    self._inlined[self._bindings.place(found[0])] = found[1]
                    self._gone.update(found[1].statements)

    def leave_Module(self, original_node: cst.Module, updated_node: cst.Module) -> cst.Module:
        """Remove the lines that are gone, and the marks that an earlier rewriting has added."""
        return without_gone(without_repeated(updated_node))

    def leave_IndentedBlock(
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.IndentedBlock:
        """Remove the lines that are gone."""
        return without_gone(updated_node)

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> Any:
        """Rewrite imports and settings, which can change the number of lines."""
        setting = self._setting_without_option(original_node)
        if setting is not None:
            self._comment_out(original_node, setting)
            return updated_node.with_changes(body=[GONE])
        if original_node in self._gone:
            return updated_node.with_changes(body=[GONE])
        lines: list[cst.SimpleStatementLine] = []
        for small in updated_node.body:
            found = self._imported(small)
            body = [small] if found is None else found
            lines += [updated_node.with_changes(body=[each]) for each in body]
        if not lines:
            return updated_node.with_changes(body=[GONE])
        if len(updated_node.body) > 1:
            return updated_node.with_changes(body=[each.body[0] for each in lines])
        below = [each.with_changes(leading_lines=[]) for each in lines[1:]]
        return cst.FlattenSentinel([lines[0], *below])

    def _imported(self, small: cst.BaseSmallStatement) -> Any:
        if isinstance(small, cst.ImportFrom):
            return self._imports.lines(small)
        if isinstance(small, cst.Import):
            new = self._imports.plain(small)
            return [] if new is None else [new]
        return None

    def _setting_without_option(self, line: cst.SimpleStatementLine) -> str | None:
        """Return the attribute of a Configuration that a line sets and that has no option."""
        pair = assigned(line)
        attribute = pair and attribute_of(pair[0], self._is_configuration)
        if pair is None or attribute is None:
            return None
        name = attribute.attr.value
        known = attribute is pair[0] and options_for(name, pair[1]) is not None
        return None if known else name

    def _is_configuration(self, node: cst.BaseExpression) -> bool:
        return self._bindings.kind(node) == Kind("configuration")

    def _comment_out(self, line: cst.SimpleStatementLine, name: str) -> None:
        """Turn a setting into a comment, because the client has no such option."""
        self._comments[-1].clear()
        self._mark(line, f"no option {name}: {INSTEAD.get(name, 'see the options of the client')}")
        code = cst.Module([]).code_for_node(line.with_changes(leading_lines=[])).strip()
        self._comments[-1] += [f"# {each}".rstrip() for each in code.splitlines()]

    def leave_Assign(
        self, original_node: cst.Assign, updated_node: cst.Assign
    ) -> cst.BaseSmallStatement:
        """Rewrite settings of a Configuration or an ApiClient."""
        target = original_node.targets[0].target
        if len(original_node.targets) > 1 or not isinstance(target, cst.Attribute):
            return updated_node
        new = updated_node.targets[0].target
        if not isinstance(new, cst.Attribute):
            return updated_node
        of = self._bindings.kind(target.value)
        if of == Kind("client") and target.attr.value == "user_agent":
            place = subscript(cst.Attribute(new.value, cst.Name("headers")), "User-Agent")
            return updated_node.with_changes(targets=[cst.AssignTarget(place)])
        if of == Kind("configuration") and target.attr.value not in OPTIONS:
            options = options_for(target.attr.value, updated_node.value) or {}
            args = [argument(value, name) for name, value in options.items()]
            return cst.Expr(cst.Call(cst.Attribute(new.value, cst.Name("update")), args))
        return updated_node

    def leave_Expr(self, original_node: cst.Expr, updated_node: cst.Expr) -> Any:
        """Rewrite ``api_client.set_default_header(name, value)``."""
        call, new = original_node.value, updated_node.value
        if not isinstance(call, cst.Call) or not isinstance(new, cst.Call):
            return updated_node
        func, updated = call.func, new.func
        if not isinstance(func, cst.Attribute) or not isinstance(updated, cst.Attribute):
            return updated_node
        is_header = func.attr.value == "set_default_header" and len(call.args) == 2
        if not is_header or self._bindings.kind(func.value) != Kind("client"):
            return updated_node
        place = cst.Subscript(
            cst.Attribute(updated.value, cst.Name("headers")),
            [cst.SubscriptElement(cst.Index(new.args[0].value))],
        )
        return cst.Assign([cst.AssignTarget(place)], new.args[1].value)

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        """Mark names without an equivalent."""
        module = dotted_name(node.module)
        if module == "asana" and isinstance(node.names, cst.ImportStar):
            self._mark(node, "import the names that you use from asana: Client, AsanaError")
        elif not isinstance(node.names, cst.ImportStar) and not node.relative:
            names = [role_of(f"{module}.{each.evaluated_name}") or "" for each in node.names]
            if any(name.startswith("asana.pagination") for name in names):
                self._mark(node, "the iterators of listings are in asana.page_iterator")
        return False

    def visit_Import(self, node: cst.Import) -> bool:
        """Skip the imports; they are rewritten with their line."""
        return False

    # -- names

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> Any:
        """Rewrite an imported name of asana 5.x."""
        role = self._bindings.names.role(original_node)
        if role is None or self._is_part(original_node):
            return updated_node
        self._refuse_subclass(original_node)
        if role in HERE:
            return cst.Name(self._imports.local(role, original_node.value))
        if role == "Configuration" and not self._is_called(original_node):
            return cst.Name("dict")
        if role.startswith("asana.") and not role.startswith("asana.pagination"):
            self._mark(original_node, f"{original_node.value} has no equivalent")
        return updated_node

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> Any:
        """Rewrite a name of asana 5.x, or an attribute of its objects."""
        role = self._bindings.names.role(original_node)
        if role is not None:
            return self._named(role, original_node)
        name = original_node.attr.value
        of = self._bindings.kind(original_node.value)
        if of is None:
            return updated_node
        if of.what == "error" and name in OF_RESPONSE:
            response = cst.Attribute(updated_node.value, cst.Name("response"))
            args = [cst.Arg(response), cst.Arg(string(OF_RESPONSE[name]))]
            return cst.Call(cst.Name("getattr"), [*args, cst.Arg(cst.Name("None"))])
        if of.what == "configuration" and name in OPTIONS:
            return subscript(updated_node.value, OPTIONS[name])
        if of.what == "client" and name == "default_headers":
            return updated_node.with_changes(attr=cst.Name("headers"))
        if of.what == "client" and name in OF_CLIENT:
            self._mark(original_node, f"no {name}: {OF_CLIENT[name]}")
        if of.what == "api" and name == "api_client":
            return updated_node.with_changes(attr=cst.Name("client"))
        if of.what == "api" and not self._is_called(original_node):
            self._passed(original_node)
        return updated_node

    def _named(self, role: str, node: cst.Attribute) -> Any:
        """Return the replacement of a name such as ``asana.rest.ApiException``."""
        base: cst.BaseExpression = node
        while isinstance(base, cst.Attribute):
            base = base.value
        is_package = self._bindings.names.imported(base) == "asana" or (
            isinstance(base, cst.Name) and base.value in self._imports.modules
        )
        self._refuse_subclass(node)
        if role in HERE:
            if is_package:
                return cst.Attribute(base, cst.Name(HERE[role]))
            return cst.Name(self._imports.local(role, role))
        if self._is_called(node) or self._is_part(node):
            return node
        if role == "Configuration":
            return cst.Name("dict")
        if role in apis() and is_package:
            for part in class_path(role).split("."):
                base = cst.Attribute(base, cst.Name(part))
            return base
        self._mark(node, f"{dotted_name(node)} has no equivalent")
        return node

    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.SimpleString:
        """Rewrite quoted annotations; mark other names in strings, such as mock.patch targets."""
        text = original_node.evaluated_value
        in_annotation = self._bindings.around(original_node, cst.Annotation) is not None
        if in_annotation:
            quoted = re.sub(r"\basana\.[\w.]+", _name_here, original_node.value)
            if quoted != original_node.value:
                return updated_node.with_changes(value=quoted)
        if not isinstance(text, str) or not text.startswith(("asana.", *apis(), *HERE)):
            return updated_node
        parts = (text if text.startswith("asana.") else f"asana.{text}").split(".")
        heads = [".".join(parts[:length]) for length in range(2, len(parts) + 1)]
        is_name = re.fullmatch(r"[\w.]+", text) and (in_annotation or text.startswith("asana."))
        if is_name and any(role_of(each) for each in heads):
            self._mark(original_node, f"{text} is a name of asana 5.x")
        return updated_node

    def _refuse_subclass(self, node: cst.CSTNode) -> None:
        """Mark a class of the program that inherits from a class of asana 5.x."""
        argument = self._bindings.parent(node)
        is_base = argument and isinstance(self._bindings.parent(argument), cst.ClassDef)
        if is_base and self._bindings.names.role(node) != "ApiException":
            self._mark(node, "the base class has a different constructor and different methods")

    def leave_FormattedString(
        self, original_node: cst.FormattedString, updated_node: cst.FormattedString
    ) -> cst.BaseExpression:
        """Keep the quotes inside an f-string different from its own."""
        if updated_node.deep_equals(original_node):
            return updated_node
        return cast(cst.BaseExpression, updated_node.visit(OtherQuotes(updated_node)))

    def _is_called(self, node: cst.CSTNode) -> bool:
        parent = self._bindings.parent(node)
        return isinstance(parent, cst.Call) and parent.func is node

    def _is_part(self, node: cst.CSTNode) -> bool:
        parent = self._bindings.parent(node)
        return isinstance(parent, cst.Attribute)

    def _passed(self, node: cst.Attribute) -> None:
        """Mark a method that is passed on, because its caller uses another order of arguments."""
        operation = operations().get(node.attr.value)
        if operation is not None:
            self._mark(
                node,
                (f"{operation.method} is called elsewhere; its signature is {operation.signature}"),
            )

    # -- calls

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        """Rewrite a call of a class or method of asana 5.x."""
        role = self._bindings.names.role(original_node.func)
        if role in apis():
            return self._resource(original_node, updated_node, apis()[role])
        if role == "ApiClient":
            return self._client(original_node, updated_node)
        if role == "Configuration":
            return cst.Dict([])
        if role == "ApiException":
            return self._exception(original_node, updated_node)
        if isinstance(original_node.func, cst.Attribute):
            return self._method(original_node, original_node.func, updated_node)
        return updated_node

    def _resource(self, node: cst.Call, new: cst.Call, resource: str) -> cst.BaseExpression:
        """Return ``client.tasks`` for ``TasksApi(client)``."""
        if len(new.args) != 1:
            self._mark(node, f"write client.{resource}, with a client that has the token")
            return new
        client = enclosed(new.args[0].value)
        return cst.Attribute(client, cst.Name(resource), lpar=new.lpar, rpar=new.rpar)

    def _client(self, node: cst.Call, new: cst.Call) -> cst.Call:
        """Return ``asana.Client.access_token(…)`` for ``asana.ApiClient(configuration)``."""
        given = {}
        for name, each in zip(
            ("configuration", "header_name", "header_value", "cookie"), new.args, strict=False
        ):
            given[each.keyword.value if each.keyword else name] = each.value
        args = self._settings(node, given.get("configuration"))
        if "header_name" in given and "header_value" in given:
            header = cst.DictElement(given["header_name"], given["header_value"])
            args.append(argument(cst.Dict([header]), "headers"))
        if "cookie" in given:
            self._mark(node, "no cookie: set it in client.session.cookies")
        func = cst.Attribute(new.func, cst.Name("access_token"))
        return new.with_changes(
            func=func, args=args, whitespace_before_args=cst.SimpleWhitespace("")
        )

    def _settings(self, node: cst.Call, given: cst.BaseExpression | None) -> list[cst.Arg]:
        """Return the arguments for a Configuration."""
        before = next(
            (each.value for each in node.args if _keyword(each) in (None, "configuration")), None
        )
        place = self._bindings.place(before) if isinstance(before, cst.Name) else None
        if place in self._inlined:
            found = self._inlined[place].args
            if not (found and found[0].keyword is None):
                self._mark(node, "no token is set: access_token() uses ASANA_ACCESS_TOKEN")
            return [each.visit(self) for each in found]  # type: ignore[misc]
        if given is None or is_empty(given):
            self._mark(node, "no token is set: access_token() uses ASANA_ACCESS_TOKEN")
            return []
        if before is None or not self._is_configuration(before):
            self._mark(node, "pass the options as a dictionary: accessToken, base_url and others")
        return [argument(given, star="**")]

    def _exception(self, node: cst.Call, new: cst.Call) -> cst.Call:
        """Return an AsanaError for an ApiException that the program creates."""
        names = {"status": "status", "reason": "message"}
        args = []
        for name, each in zip(("status", "reason", "http_resp"), new.args, strict=False):
            here = names.get(each.keyword.value if each.keyword else name)
            if here is None or each.star:
                self._mark(node, "AsanaError(message, status, response) takes a requests response")
                return new
            args.append(argument(each.value, here))
        return new.with_changes(args=args)

    def _method(self, node: cst.Call, func: cst.Attribute, new: cst.Call) -> cst.BaseExpression:
        """Return a call of an operation with the arguments in the order of this library."""
        name = func.attr.value
        operation = operations().get(name.removesuffix("_with_http_info"))
        of = self._bindings.kind(func.value)
        if operation is None or (of is not None and of.what != "api"):
            return new
        if of is None:
            self._perhaps(node, func, operation)
            return new
        if name != operation.method:
            self._mark(node, f"no {name}: use {operation.method}, which returns the data only")
            return new
        try:
            found = rewritten_call(operation, new)
        except Refused as refused:
            self._mark(node, str(refused))
            return new
        self._notes(node, name, found)
        lost = [each for each in comments_in(new) if each not in comments_in(found)]
        self._comments[-1] += lost
        return found

    def _notes(self, node: cst.Call, name: str, new: cst.Call) -> None:
        """Mark a call whose result may differ."""
        if name == "get_events" and not any(
            each.keyword and each.keyword.value == "full_payload" for each in new.args
        ):
            self._mark(node, EVENTS)
        if any(each.star == "**" for each in node.args):
            page = "docs/moving/from-asana-5x.md"
            self._mark(node, f"the keywords after ** have different names: see {page}")

    def _perhaps(self, node: cst.Call, func: cst.Attribute, operation: Operation) -> None:
        """Mark a possible call of an operation on an unknown object."""
        if self._bindings.defines(operation.method) or not _is_old(node, func, operation):
            return
        code = cst.Module([]).code_for_node(func.value)
        shown = code if re.fullmatch(r"[\w.]+", code) else "this"
        self._mark(node, f"if {shown} is a {operation.resource} API, write {operation.signature}")


def _is_old(call: cst.Call, func: cst.Attribute, operation: Operation) -> bool:
    """Return whether a call has the arguments of asana 5.x."""
    places = sum(each.keyword is None and not each.star for each in call.args)
    if any(_keyword(each) in ("body", "opts") for each in call.args):
        return True
    # Without opts, a rewritten call has the same number of arguments.
    is_new = isinstance(func.value, cst.Attribute) and func.value.attr.value == operation.resource
    fewest = len(operation.arguments) - (operation.body and not is_new)
    return places >= fewest


def _keyword(arg: cst.Arg) -> str | None:
    return arg.keyword.value if arg.keyword is not None else None


def _name_here(found: re.Match[str]) -> str:
    """Return the name in this library for one such as ``asana.TasksApi``."""
    role = role_of(found[0])
    if role in HERE:
        return f"asana.{HERE[role]}"
    return f"asana.{class_path(role)}" if role in apis() else found[0]
