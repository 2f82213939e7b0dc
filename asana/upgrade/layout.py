"""The white space and comments of rewritten code."""

import itertools
from collections.abc import Sequence
from typing import TypeVar, cast

import libcst as cst

__all__ = [
    "OtherQuotes",
    "comments_in",
    "dedented",
    "enclosed",
    "has_lines",
    "laid_out",
    "spread_out",
]

Node = TypeVar("Node", bound=cst.CSTNode)
Space = cst.BaseParenthesizableWhitespace


def spread_out(
    opts: cst.Dict, elements: Sequence[cst.BaseDictElement], args: Sequence[cst.Arg]
) -> list[cst.Arg]:
    """Return the entries of a dictionary as arguments, each on its original line.

    The white space before the first entry is moved before its keyword, where :func:`laid_out` looks
    for it.

    :param elements: the entries
    :param args: an argument for each of them
    """
    found = [
        arg.with_changes(comma=element.comma) for element, arg in zip(elements, args, strict=True)
    ]
    found[-1] = found[-1].with_changes(comma=opts.elements[-1].comma)
    if has_lines(opts.lbrace.whitespace_after):
        found[0] = found[0].with_changes(whitespace_after_star=opts.lbrace.whitespace_after)
    if has_lines(opts.rbrace.whitespace_before):
        found[-1] = found[-1].with_changes(whitespace_after_arg=opts.rbrace.whitespace_before)
    return found


def dedented(node: Node, outer: cst.Dict) -> Node:
    """Return the content of a dictionary, or the dictionary, indented as its braces are."""
    start, end = outer.lbrace.whitespace_after, outer.rbrace.whitespace_before
    if not isinstance(start, cst.ParenthesizedWhitespace):
        return node
    width = len(start.last_line.value)
    if isinstance(end, cst.ParenthesizedWhitespace):
        width -= len(end.last_line.value)
    return cast(Node, node.visit(_Dedent(width)))


class _Dedent(cst.CSTTransformer):
    """Removes white space from the beginning of lines."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = max(width, 0)

    def leave_ParenthesizedWhitespace(
        self,
        original_node: cst.ParenthesizedWhitespace,
        updated_node: cst.ParenthesizedWhitespace,
    ) -> cst.ParenthesizedWhitespace:
        """Shorten the indentation of the following line."""
        shorter = updated_node.last_line.value[self._width :]
        return updated_node.with_changes(last_line=cst.SimpleWhitespace(shorter))

    def leave_EmptyLine(
        self, original_node: cst.EmptyLine, updated_node: cst.EmptyLine
    ) -> cst.EmptyLine:
        """Shorten the indentation of a line that contains only a comment."""
        shorter = updated_node.whitespace.value[self._width :]
        return updated_node.with_changes(whitespace=cst.SimpleWhitespace(shorter))


def laid_out(call: cst.Call, args: Sequence[cst.Arg]) -> cst.Call:
    """Return a call with other arguments, in its original layout."""
    if not args:
        return call.with_changes(args=[], whitespace_before_args=cst.SimpleWhitespace(""))
    new = []
    for place, (each, following) in enumerate(itertools.pairwise(args)):
        comma = _comma(each, call.args, place)
        space = _before(following) or _below(args, each)
        if space is not None and not comments_in(comma):
            comma = comma.with_changes(whitespace_after=space)
        end = cst.SimpleWhitespace("")
        new.append(_plain(each).with_changes(comma=comma, whitespace_after_arg=end))
    new.append(_last(args, call))
    before = _before(args[0]) or call.whitespace_before_args
    return call.with_changes(args=new, whitespace_before_args=before)


def _below(args: Sequence[cst.Arg], arg: cst.Arg) -> Space | None:
    """Return the line break after the last entry of a dictionary followed by other arguments."""
    end = arg.whitespace_after_arg
    first = next((space for each in args if (space := _before(each)) is not None), None)
    if isinstance(end, cst.ParenthesizedWhitespace) and first is not None:
        return end.with_changes(indent=first.indent, last_line=first.last_line)
    return None


def _last(args: Sequence[cst.Arg], call: cst.Call) -> cst.Arg:
    """Return the last argument of a call."""
    arg = _plain(args[-1])
    if not has_lines(call.whitespace_before_args):
        if has_lines(arg.whitespace_after_arg):
            return arg
        for each in args:  # a dictionary on its own lines ended earlier
            if isinstance(space := each.whitespace_after_arg, cst.ParenthesizedWhitespace):
                return arg.with_changes(comma=cst.Comma(), whitespace_after_arg=_bare(space))
    last = call.args[-1]
    keep = (lambda space: space) if last.value is arg.value else _bare
    comma, end = last.comma, keep(last.whitespace_after_arg)
    if isinstance(comma, cst.Comma):
        space = _with_comment(keep(comma.whitespace_after), arg.whitespace_after_arg)
        return arg.with_changes(
            comma=comma.with_changes(whitespace_after=space), whitespace_after_arg=end
        )
    end = _with_comment(end, arg.whitespace_after_arg)
    comma = arg.comma if isinstance(arg.comma, cst.Comma) else comma
    return arg.with_changes(comma=comma, whitespace_after_arg=end)


def _with_comment(space: Space, other: Space) -> Space:
    """Return white space with the comment of another one."""
    if isinstance(space, cst.ParenthesizedWhitespace) and comments_in(other):
        return other.with_changes(indent=space.indent, last_line=space.last_line)
    return space


def _comma(arg: cst.Arg, old: Sequence[cst.Arg], place: int) -> cst.Comma:
    """Return the comma after an argument other than the last, with its own comment."""
    if isinstance(arg.comma, cst.Comma):
        return arg.comma
    for each in old:
        if (
            each.value is arg.value
            and isinstance(each.comma, cst.Comma)
            and comments_in(each.comma)
        ):
            return each.comma
    there = old[place].comma if place + 1 < len(old) else None
    if isinstance(there, cst.Comma):
        return there.with_changes(whitespace_after=_bare(there.whitespace_after))
    return cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def _bare(space: Space) -> Space:
    """Return white space without its comments."""
    if not isinstance(space, cst.ParenthesizedWhitespace) or not comments_in(space):
        return space
    line = cst.TrailingWhitespace(newline=space.first_line.newline)
    return space.with_changes(first_line=line, empty_lines=[])


def _before(arg: cst.Arg) -> cst.ParenthesizedWhitespace | None:
    """Return the line break before an argument, if it has its own."""
    space = arg.whitespace_after_star
    return space if isinstance(space, cst.ParenthesizedWhitespace) else None


def _plain(arg: cst.Arg) -> cst.Arg:
    return arg.with_changes(whitespace_after_star=cst.SimpleWhitespace(""))


def has_lines(space: object) -> bool:
    """Return whether white space contains a line break."""
    return isinstance(space, cst.ParenthesizedWhitespace)


def enclosed(value: cst.BaseExpression) -> cst.BaseExpression:
    """Return an expression in parentheses if it consists of operators."""
    simple = cst.Name | cst.Attribute | cst.Call | cst.Subscript | cst.Dict | cst.DictComp
    if isinstance(value, simple) or value.lpar:
        return value
    return value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


class OtherQuotes(cst.CSTTransformer):
    """Changes the quotes inside an f-string, which must differ from its own before Python 3.12."""

    def __init__(self, outer: cst.FormattedString) -> None:
        super().__init__()
        self._quote = outer.start[-1]

    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.SimpleString:
        """Change the quotes of a string that contains no quotes."""
        other = "'" if self._quote == '"' else '"'
        value = original_node.value
        if not value.startswith(self._quote) or other in value or "\\" in value:
            return updated_node
        return updated_node.with_changes(value=value.replace(self._quote, other))


def comments_in(node: cst.CSTNode) -> list[str]:
    """Return the comments inside a node."""
    finder = _Comments()
    node.visit(finder)
    return finder.found


class _Comments(cst.CSTVisitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def visit_Comment(self, node: cst.Comment) -> None:
        self.found.append(node.value)
