"""Calls a method with the words of a command, or sends a raw request, and prints the result."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from .. import schema
from .._call.words import fields_of
from .._http.dry import Dry, DryRun
from ..client import Client
from ..schema._methods import Method
from .failures import UsageError
from .output import BESIDES, plain, progress, write
from .places import Places, client_of
from .words import CUSTOM, Words, check_stdin, content, read, sort

if TYPE_CHECKING:
    from ..fields import Fields

__all__ = ["call", "send"]

VERBS = ("GET", "POST", "PUT", "DELETE")

Rows = Callable[[Any], Any]


def call(method: Method, given: Namespace) -> None:
    """Call a method and print what it returns."""
    check_stdin(given.words, given.notes_md, given.token_file)
    client = client_of(given)
    places = Places(client, given)
    words = read(method, given.words, places.who)
    places.fill(method, words)
    if given.notes_md is not None:
        _add_rich_text(method, words, given.notes_md)
    if words.custom:
        places.to_values(method, words)
    arguments = words.named(method)
    project = arguments.get("project_gid")
    options, rows = _fields(given, lambda: places.fields(method, words), project)
    if given.limit is not None and method.takes_limit:
        options["item_limit"] = given.limit
    if sys.stderr.isatty() and "progress" in method.function.__annotations__:
        options["progress"] = progress
    to_stdout = arguments.get("path_or_file") == "-"
    if to_stdout:
        arguments["path_or_file"] = sys.stdout.buffer
    deletes = method.verb == "DELETE" or _has_deletes(arguments)
    _confirm(given, deletes, " ".join([method.title, *words.gids]))
    with _printed_requests(client, given, method.verb == "GET"):
        result = schema.call(client, method.title, arguments, **options)
        if not to_stdout:
            write(_flat(result, rows) if rows else result, given)


def send(given: Namespace) -> None:
    """Send a raw request and print the response."""
    if len(given.words) < 2 or given.words[0].upper() not in VERBS:
        raise UsageError("write asana api GET|POST|PUT|DELETE /PATH [NAME=VALUE ...]")
    check_stdin(given.words, given.token_file)
    verb, path = given.words[0].upper(), given.words[1]
    client = client_of(given, strict=False)
    others, pairs = sort(given.words[2:], Places(client, given).who)
    parameters = dict(pairs)
    if others or len(parameters) < len(pairs):
        raise UsageError("write NAME=VALUE, each name once")
    options, rows = _fields(given, lambda: None, None)
    _confirm(given, verb == "DELETE" or _has_deletes(parameters), f"{verb} {path}")
    ask = partial(_got, client) if verb == "GET" else getattr(client, verb.lower())
    with _printed_requests(client, given, True):
        result = ask(path, parameters, **options)
        write(_flat(result, rows) if rows else result, given)


def _got(client: Client, path: str, query: dict[str, Any], **options: Any) -> Any:
    """Return a record, or an iterator over all items of a listing."""
    body = client.get(path, query, **options, full_payload=True)
    if not isinstance(body["data"], list):
        return body["data"]
    pages: Any = client.get_collection(path, query, **options, iterator_type="pages")
    pages.begin_with(body)
    return pages.items()


def _fields(
    given: Namespace, load: Callable[[], "Fields | None"], project: str | None
) -> tuple[dict[str, Any], Rows | None]:
    """Return the option with the fields to request, and what makes flat rows of records, if any."""
    names: list[str] = given.fields or []
    parts = [name.split(".")[1] for name in names if name.startswith(CUSTOM)]
    custom = any(part not in fields_of(("GET", "/custom_fields/{}")) for part in parts)
    if not names or (given.output in ("json", "jsonl") and not custom and "section" not in names):
        return {"fields": names} if names else {}, None
    from ..tables import opt_fields, rows

    fields = load() if custom else None
    table = partial(rows, columns=names, fields=fields, project=project, missing=None)
    return {"fields": opt_fields(names, fields, project=project)}, table


def _flat(result: Any, rows: Rows) -> Any:
    """Return flat rows of records, with what methods return beside the records."""
    result = plain(result)
    if isinstance(result, Mapping):
        beside = {name: result[name] for name in BESIDES if name in result}
        return {**beside, **next(rows([result]))}
    return (_flat(each, rows) for each in result)


def _add_rich_text(method: Method, words: Words, text: str) -> None:
    from ..rich_text import from_markdown

    known = method.parameters()
    name = next((each for each in ("html_notes", "html_text") if each in known), None)
    if name is None:
        raise UsageError(f"{method.title} takes no --notes-md")
    kind: Any = {"tasks": "task", "project_briefs": "brief"}.get(method.resource, "comment")
    words.parameters[name] = from_markdown(content(text), to=kind)


def _has_deletes(arguments: Mapping[str, Any]) -> bool:
    """Return whether a batch has a DELETE."""
    return "'delete'" in str(arguments.get("actions")).lower()


def _confirm(given: Namespace, deletes: bool, what: str) -> None:
    """Ask a person before something is deleted."""
    if not deletes or given.yes or given.dry_run or given.read_only:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{what} deletes: give --yes")
    print(f"{what}: delete this? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError("nothing was deleted")


@contextmanager
def _printed_requests(client: Client, given: Namespace, only_reads: bool) -> Iterator[None]:
    """In a dry run, print the first request; only a command that writes may read before."""
    if given.dry_run:
        client._api = Dry(None if only_reads else client._api)  # type: ignore[assignment]
    try:
        yield
    except DryRun as stopped:
        if given.output != "table":
            write(stopped.request, given)
            return
        print(stopped.request["method"], stopped.request["url"])
        if stopped.request["body"] is not None:
            print(json.dumps(stopped.request["body"], indent=2, ensure_ascii=False))
