"""Convert the arguments of an operation from the order of asana 5.x to that of this library."""

import keyword
import re
from collections.abc import Sequence
from typing import Literal

import libcst as cst

from .layout import dedented, enclosed, has_lines, laid_out, spread_out
from .operations import Operation

__all__ = ["Refused", "argument", "is_empty", "rewritten_call", "string"]

RENAMED = {"header_params": "headers", "_request_timeout": "timeout"}

# Keywords that have no effect with this value, and the advice for other values.
DROPPED = {
    "async_req": ("False", "a call is synchronous: use concurrent.futures.ThreadPoolExecutor"),
    "_preload_content": ("True", "a call returns decoded data, never the response"),
    "_return_http_data_only": ("True", "a call returns data only: see the option on_attempt"),
}
CUSTOM_FIELD = r"custom_fields_(\d+)_(\w+)"


class Refused(Exception):
    """A call that cannot be rewritten, with the advice for the user."""


def rewritten_call(operation: Operation, call: cst.Call) -> cst.Call:
    """Return a call of an operation with the arguments of this library.

    :raises Refused: an argument has no equivalent
    """
    given, keywords, spread = _sorted(operation, call.args)
    opts = given.pop("opts", None)
    if isinstance(opts, cst.Dict) and has_lines(call.whitespace_before_args):
        opts = dedented(opts, opts)
    found = [_positional(given.get(name), name) for name in operation.gids]
    found += _body(operation, given.get("body"), opts)
    found += [argument(given[name], name) for name in operation.query if name in given]
    found += _options(operation, opts)
    for name, value in keywords:
        found += _keyword(operation, name, value)
    twice = _twice(found)
    if twice is not None:
        raise Refused(f"{twice} is passed twice")
    return laid_out(call, [*found, *spread])


def _twice(args: Sequence[cst.Arg]) -> str | None:
    """Return a keyword that occurs twice, which is a syntax error."""
    names = [each.keyword.value for each in args if each.keyword is not None]
    return next((name for name in names if names.count(name) > 1), None)


def _sorted(
    operation: Operation, args: Sequence[cst.Arg]
) -> tuple[dict[str, cst.BaseExpression], list[tuple[str, cst.BaseExpression]], list[cst.Arg]]:
    """Return the operation's arguments by name, other keywords, and the arguments after ``**``."""
    names = operation.arguments
    given: dict[str, cst.BaseExpression] = {}
    keywords = []
    spread = []
    for place, each in enumerate(args):
        if each.star == "*":
            raise Refused(f"write out the arguments after *, as in {operation.signature}")
        if each.star:
            spread.append(argument(each.value, star="**"))
        elif each.keyword is None and place >= len(names):
            raise Refused(f"too many arguments for {operation.signature}")
        elif each.keyword is None:
            given[names[place]] = each.value
        elif each.keyword.value in names:
            given[each.keyword.value] = each.value
        else:
            keywords.append((each.keyword.value, each.value))
    return given, keywords, spread


def argument(
    value: cst.BaseExpression, name: str | None = None, star: Literal["", "**"] = ""
) -> cst.Arg:
    """Return an argument of a call."""
    if name is None:
        return cst.Arg(value, star=star)
    tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return cst.Arg(value, keyword=cst.Name(name), equal=tight)


def string(text: str) -> cst.SimpleString:
    """Return a string literal of a text without quotes."""
    return cst.SimpleString(f'"{text}"')


def _positional(value: cst.BaseExpression | None, name: str) -> cst.Arg:
    if value is None:
        raise Refused(f"{name} is missing")
    return cst.Arg(value)


def _body(
    operation: Operation, body: cst.BaseExpression | None, opts: cst.BaseExpression | None
) -> list[cst.Arg]:
    """Return the argument for the body."""
    if operation.body:
        return [_positional(None if body is None else _unwrapped(body), "body")]
    if not operation.body_in_opts or opts is None or is_empty(opts):
        return []
    if isinstance(opts, cst.Dict):
        return _body_in(operation, opts)
    if isinstance(opts, cst.Name | cst.Attribute):
        get = cst.Call(cst.Attribute(opts, cst.Name("get")), [cst.Arg(string("body"))])
        return [cst.Arg(get)]
    raise Refused(f"move the body out of opts, as in {operation.signature}")


def _body_in(operation: Operation, opts: cst.Dict) -> list[cst.Arg]:
    """Return the argument for the body in a literal opts."""
    for each in opts.elements:
        if _key(each) == "body":
            return [cst.Arg(_unwrapped(each.value))]
        if _key(each) is None:
            raise Refused(f"move the body out of opts, as in {operation.signature}")
    return []


def _unwrapped(body: cst.BaseExpression) -> cst.BaseExpression:
    """Return the fields of a literal body, ``{"data": fields}``."""
    if isinstance(body, cst.Dict) and len(body.elements) == 1 and _key(body.elements[0]) == "data":
        return dedented(body.elements[0].value, body)
    return body


def _key(element: cst.BaseDictElement) -> str | None:
    """Return the key of an entry, if it is a string literal."""
    if isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString):
        value = element.key.evaluated_value
        return value if isinstance(value, str) else None
    return None


def is_empty(opts: cst.BaseExpression) -> bool:
    """Return whether an expression is None or an empty dictionary."""
    if isinstance(opts, cst.Call):
        return _is_dict(opts) and not opts.args
    is_none = isinstance(opts, cst.Name) and opts.value == "None"
    return is_none or (isinstance(opts, cst.Dict) and not opts.elements)


def _is_dict(opts: cst.Call) -> bool:
    return isinstance(opts.func, cst.Name) and opts.func.value == "dict"


def _options(operation: Operation, opts: cst.BaseExpression | None) -> list[cst.Arg]:
    """Return the arguments for opts."""
    if opts is None or is_empty(opts):
        return []
    if isinstance(opts, cst.Dict):
        return _literal(operation, opts)
    if operation.body_in_opts:
        opts = _without_body(opts)
    elif isinstance(opts, cst.Call) and _is_dict(opts) and all(map(_is_keyword, opts.args)):
        return [each.with_changes(comma=cst.MaybeSentinel.DEFAULT) for each in opts.args]
    return [argument(enclosed(opts), star="**")]


def _is_keyword(arg: cst.Arg) -> bool:
    return arg.keyword is not None or arg.star == "**"


def _without_body(opts: cst.BaseExpression) -> cst.BaseExpression:
    """Return an expression for the entries of opts other than the body."""
    code = cst.Module([]).code_for_node(opts)
    return cst.parse_expression(f'{{key: value for key, value in {code}.items() if key != "body"}}')


def _literal(operation: Operation, opts: cst.Dict) -> list[cst.Arg]:
    """Return the arguments for a literal opts."""
    kept = [each for each in opts.elements if not (operation.body_in_opts and _key(each) == "body")]
    if not kept:
        return []
    keys = [_key(each) for each in kept]
    if all(map(_can_be_keyword, kept)) and len(set(keys)) == len(keys):
        return spread_out(opts, kept, [_from_element(each) for each in kept])
    rest = opts.with_changes(elements=kept)
    return [argument(rest) if operation.reads else argument(rest, star="**")]


def _can_be_keyword(element: cst.BaseDictElement) -> bool:
    key = _key(element)
    return key is not None and key.isidentifier() and not keyword.iskeyword(key)


def _from_element(element: cst.BaseDictElement) -> cst.Arg:
    return argument(element.value, _key(element))


def _keyword(operation: Operation, name: str, value: cst.BaseExpression) -> list[cst.Arg]:
    """Return the arguments for a keyword that the operation does not have.

    :raises Refused: it has no equivalent
    """
    code = cst.Module([]).code_for_node(value)
    if name in RENAMED:
        return [argument(value, RENAMED[name])]
    if name == "full_payload" and operation.listing and code not in ("False", "None"):
        kind = "None" if code == "True" else f'None if {code} else "items"'
        return [argument(value, name), argument(cst.parse_expression(kind), "iterator_type")]
    if name in ("full_payload", "item_limit"):
        return [argument(value, name)]
    if name in DROPPED:
        harmless, instead = DROPPED[name]
        if code in (harmless, "None"):
            return []
        raise Refused(instead)
    if found := re.fullmatch(CUSTOM_FIELD, name):
        key = string(f"custom_fields.{found[1]}.{found[2]}")
        return [argument(cst.Dict([cst.DictElement(key, value)]), star="**")]
    raise Refused(f"{operation.method} has no argument {name}")
