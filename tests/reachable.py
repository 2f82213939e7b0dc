"""List everything that is reachable from an object, which must not contain a secret."""

import time
from typing import Any


def everything_reachable(root: Any) -> str:
    """Return everything that is reachable from an object, attribute by attribute, as text."""
    seen: set[int] = set()
    found: list[str] = []
    todo = [root]
    while todo:
        item = todo.pop()
        if id(item) in seen or isinstance(item, type | type(time)):
            continue
        seen.add(id(item))
        found.append(repr(item))
        if isinstance(item, dict):
            todo += [*item.keys(), *item.values()]
        elif isinstance(item, list | tuple | set):
            todo += item
        todo += list(getattr(item, "__dict__", {}).values())
        if isinstance(item, BaseException):
            todo += [item.args, item.__cause__, item.__context__]
    return "\n".join(found)
