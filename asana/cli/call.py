"""Calls a method with what was typed, and prints what it returns."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from ..client import Client
from .access import client_of
from .failures import UsageError
from .methods import Method
from .output import BESIDES, plain, progress, write
from .places import Places, fields_for, fill, to_values
from .words import CUSTOM, Raw, Words, assignment, content, read, split

__all__ = ["call", "finish", "send"]

VERBS = ("GET", "POST", "PUT", "DELETE")

# Where Markdown goes, and what it is for there.
RICH = {
    "tasks": "task",
    "stories": "comment",
    "project_briefs": "brief",
    "status_updates": "status",
    "project_statuses": "status",
}


class Shape(NamedTuple):
    """What is requested of each record, and printed of it.

    :ivar options: the option with the fields
    :ivar columns: of a table, or None
    :ivar rows: makes flat rows of records, or None for the records themselves
    """

    options: dict[str, Any]
    columns: list[str] | None
    rows: Callable[[Any], Any] | None


class DryRun(Exception):
    """Carries the request that was not sent."""


class Printed:
    """Stands in for what sends the requests of a client: reads only, or nothing at all.

    :param below: what sends reads; None where the command itself is a read
    """

    def __init__(self, below: Any) -> None:
        self.below = below

    def send(self, request: Any, call: Any) -> Any:
        """Send a read, or raise a DryRun."""
        if self.below is not None and request.method == "GET":
            return self.below.send(request, call)
        raise DryRun(request)


def call(method: Method, given: Namespace) -> None:
    """Call a method and print what it returns.

    :raises UsageError: it cannot be called so
    """
    _check_stdin(given)
    client = client_of(given)
    places = Places(client, given)
    words = read(method, given.words, places.who)
    fill(method, words, places, given)
    missing = method.gids[len(words.gids) : method.required]
    if missing:
        raise UsageError(f"{method.title} needs {' and '.join(each.upper() for each in missing)}")
    if given.notes_md is not None:
        _add_rich_text(method, words, given.notes_md)
    if words.custom:
        to_values(method, words, places)
    shape = _fields(method, given, places, words)
    if given.limit is not None and method.takes_limit:
        shape.options["item_limit"] = given.limit
    confirm(given, _deletes(method, words), f"{method.title} {' '.join(words.gids)}")
    sending = dry(client_of(given), method.verb == "GET") if given.dry_run else client
    _send(method, words, shape, sending, given)


def _check_stdin(given: Namespace) -> None:
    """Refuse to read stdin twice: the second time there is nothing in it."""
    texts = [(split(word) or ("", "", ""))[2] for word in given.words]
    marks = [each for each in (*texts, given.notes_md, given.token_file) if each in ("-", "@-")]
    if len(marks) > 1:
        raise UsageError("stdin can be read once only: give one of the values as @FILE")


def _send(method: Method, words: Words, shape: Shape, client: Client, given: Namespace) -> None:
    parameters = words.parameters
    own = {name: parameters.pop(name) for name in method.keywords if name in parameters}
    gids: list[Any] = list(words.gids)
    if method.body:
        arguments = [*gids, parameters]
    else:
        arguments, own = gids, {**own, **parameters}
    if sys.stderr.isatty() and "progress" in method.function.__annotations__:
        own["progress"] = progress
    to_stdout = "-" in gids and any("file" in name for name in method.gids)
    if to_stdout:
        arguments = [sys.stdout.buffer if each == "-" else each for each in arguments]
    function = getattr(getattr(client, method.resource), method.name)
    try:
        result = function(*arguments, **own, **shape.options)
        if not to_stdout:
            finish(_rows(result, shape), given, shape.columns)
    except DryRun as stopped:
        show(stopped.args[0], form_of(given))


def _rows(result: Any, shape: Shape) -> Any:
    """Return flat rows of the records, if these are what is asked for."""
    if shape.rows is None:
        return result
    result = plain(result)
    if isinstance(result, Mapping):
        return _row(result, shape.rows)
    return (_row(plain(each), shape.rows) for each in result)


def _row(record: Any, rows: Callable[[Any], Any]) -> dict[str, Any]:
    return {**{name: record[name] for name in BESIDES if name in record}, **next(rows([record]))}


def finish(result: Any, given: Namespace, columns: list[str] | None) -> None:
    """Print a result, or the part of it that was asked for."""
    if given.limit is not None and not isinstance(result, dict | str | int):
        result = islice(result, given.limit)
    write(result, form_of(given), columns)


def form_of(given: Namespace) -> str:
    """Return the form of what is printed."""
    return given.output or ("table" if sys.stdout.isatty() else "jsonl")


def fields_of(given: Namespace) -> list[str]:
    """Return the fields that were asked for."""
    return [each.strip() for each in (given.fields or "").split(",") if each.strip()]


def _fields(method: Method, given: Namespace, places: Places, words: Words) -> "Shape":
    """Return the fields to request, and what makes the rows that they are for."""
    names = fields_of(given)
    custom = [name for name in names if name.startswith(CUSTOM) and name not in _documented()]
    if not names or (form_of(given) in ("json", "jsonl") and not custom and "section" not in names):
        return Shape({"fields": names} if names else {}, names or None, None)
    from ..tables import opt_fields, rows

    fields = fields_for(method, words, places) if custom else None
    project = dict(zip(method.gids, words.gids)).get("project_gid")  # noqa: B905 - the first ones
    asked = opt_fields(names, fields, project=project)

    table = partial(rows, columns=names, fields=fields, project=project, missing=None)
    return Shape({"fields": asked}, names, table)


def _documented() -> frozenset[str]:
    """Return the parts of custom fields that Asana's own names are for."""
    from typing import get_args

    from ..types.fields import TaskField

    return frozenset(get_args(TaskField))


def _add_rich_text(method: Method, words: Words, text: str) -> None:
    from ..rich_text import from_markdown

    known = method.parameters()
    name = next((each for each in ("html_notes", "html_text") if each in known), None)
    if name is None:
        raise UsageError(f"{method.title} takes no --notes-md")
    kind: Any = RICH.get(method.resource, "project")
    words.parameters[name] = from_markdown(content(text), to=kind)


def _deletes(method: Method, words: Words) -> bool:
    actions = words.parameters.get("actions") or ()
    return method.verb == "DELETE" or any(
        isinstance(each, dict) and str(each.get("method")).upper() == "DELETE" for each in actions
    )


def confirm(given: Namespace, deletes: bool, what: str) -> None:
    """Ask a person before something is deleted.

    :raises UsageError: there is nobody to ask, or the answer is no
    """
    if not deletes or given.yes or given.dry_run or given.read_only:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{what} deletes: give --yes")
    print(f"{what}: delete this? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError("nothing was deleted")


def dry(client: Client, reads: bool) -> Client:
    """Return a client that raises a DryRun in place of sending.

    :param reads: the command is a read itself, so that nothing at all is sent
    """
    client._api = Printed(None if reads else client._api)  # type: ignore[assignment]
    return client


def show(request: Any, form: str) -> None:
    """Print a request that was not sent."""
    body = request.body
    if isinstance(body, bytes):
        body = json.loads(body)
    elif body is not None:
        body = {**request.fields, "file": "…"}
    if form == "table":
        print(f"{request.method} {request.url}")
        if body is not None:
            print(json.dumps(body, indent=2, ensure_ascii=False))
    else:
        write({"method": request.method, "url": request.url, "body": body}, form, None)


# Raw requests


def send(given: Namespace) -> None:
    """Send a request and print what comes back.

    :raises UsageError: it is none
    """
    words = given.words
    if len(words) < 2 or words[0].upper() not in VERBS:
        raise UsageError("write asana api GET|POST|PUT|DELETE /PATH [NAME=VALUE ...]")
    verb, path = words[0].upper(), words[1]
    client = client_of(given, strict=False)
    parameters = _parameters(words[2:], Places(client, given))
    options = {"fields": fields} if (fields := fields_of(given)) else {}
    confirm(given, verb == "DELETE" or "delete" in str(parameters.get("actions")), f"{verb} {path}")
    if given.dry_run:
        client = dry(client, reads=True)
    try:
        if verb == "GET":
            result = _read(client, path, parameters, options)
        else:
            result = getattr(client, verb.lower())(path, parameters, **options)
        finish(result, given, fields or None)
    except DryRun as stopped:
        show(stopped.args[0], form_of(given))


def _parameters(words: list[str], places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word in words:
        parts = split(word)
        if parts is None or parts[0] in found:
            raise UsageError(f"write NAME=VALUE, each name once, not {word!r}")
        value = assignment(*parts, places.who)
        found[parts[0]] = value.value if isinstance(value, Raw) else value
    return found


def _read(client: Client, path: str, query: dict[str, Any], options: dict[str, Any]) -> Any:
    """Return a record, or all items of a listing."""
    body = client.get(path, query, **options, full_payload=True)
    if not isinstance(body["data"], list):
        return body["data"]
    return _items(client, path, query, options, body)


def _items(
    client: Client, path: str, query: dict[str, Any], options: dict[str, Any], body: Any
) -> Iterator[Any]:
    yield from body["data"]
    while following := body.get("next_page"):
        at = {**query, "offset": following["offset"]}
        body = client.get(path, at, **options, full_payload=True)
        yield from body["data"]
