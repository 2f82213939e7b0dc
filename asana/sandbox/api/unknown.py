"""The strict mode, which rejects the unknown names that Asana ignores.

The client checks its calls with the same names.
"""

import re
from collections.abc import Iterable, Iterator

from asana._call import words
from asana.sandbox.api.messages import PAGING, Message
from asana.sandbox.api.projection import Selection
from asana.sandbox.errors import cannot_write, invalid

Route = tuple[str, str]

_GID = re.compile(r"{\w+}")
_WRITES = ("POST", "PUT")


def refuse_unknown(path: str, message: Message, **selections: Selection | None) -> None:
    """Raise 400 for an unknown name in the query, in the body, or in an option with fields.

    `path` is the path of the operation, with its placeholders. The names that legacy operations
    accept are not known.
    """
    route = message.verb, _GID.sub("{}", path)
    if words.KNOWN[route] is None:
        return
    for name in _in_query(route, message.query):
        raise invalid(f"{name}: Unknown parameter")
    for name in _in_options(message.body.options):
        raise invalid(f"{name}: Unknown option")
    fields = words.fields_of(route)
    for name in _in_body(route, [*message.body.data, *message.body.files]):
        raise cannot_write(name) if name in fields else invalid(f"{name}: Unknown field")
    for option, selection in selections.items():
        for name in selection.fields if selection and fields else ():
            if name not in fields | words.LEGACY:
                raise invalid(f"{option}: Unknown field: {name}")


def refuse_unknown_in_action(action: Iterable[str], where: str) -> None:
    """Raise 400 for an unknown name in an action of a batch."""
    for name in action:
        if name not in words.of_batch_actions():
            raise invalid(f"{where}: {name}: Unknown field")


def _in_query(route: Route, names: Iterable[str]) -> Iterator[str]:
    if route[0] not in _WRITES:
        return _unknown(route, names)
    return words.unknown_in_query(route, names)


def _in_options(names: Iterable[str]) -> Iterator[str]:
    options = {name if name in PAGING else f"opt_{name}": name for name in names}
    return (name for option, name in options.items() if option not in words.OF_ALL)


def _in_body(route: Route, names: list[str]) -> Iterator[str]:
    if route[0] in _WRITES:
        # Options in the data are ignored.
        yield from (name for name in names if name in words.OF_ALL)
    yield from _unknown(route, names)


def _unknown(route: Route, names: Iterable[str]) -> Iterator[str]:
    return (name for name in words.unknown_names(route, names) if name not in words.LEGACY)
