"""The public functions, methods and attributes have typed results: Any is the exception."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import asana

PACKAGE = Path(asana.__file__).parent
MODULES = [
    "batch",
    "client",
    "error",
    "feed",
    "fields",
    "tables",
    "mirror",
    "oauth.session",
    "page_iterator",
    "session",
    "rich_text",
    "stores.files",
    "stores.rate",
    "tracing",
    "webhook",
    "_above.task_index",
    "_above.trees",
    "_above.upserts",
    *(f"resources.{path.stem}" for path in (PACKAGE / "resources").glob("[!_]*.py")),
]

# Types that are unknown to a checker: Any, dictionaries of it, and generic types without arguments.
OPEN = re.compile(r"\bAny\b|\bRecord\b|\b(Action|ItemIterator|Page|\w*PageIterator)\b(?!\[)")

BODY = "the whole body of an answer, as with full_payload=True"
OF_CALLER = "what the caller or another library put there"
OPTIONS = "options, which have values of many types"
INTERNAL = "for the client itself"

# The results that are or contain Any, with the reasons.
KNOWN = {
    "batch.Action.__getitem__": "raises TypeError",
    "batch.Batch.download": "raises ValueError",
    "batch.Batch.get_collection": "a verb",
    "batch.Batch.request": "a verb",
    "batch.Batch.send": "actions of many methods; batch.add returns an action with its type",
    "client.Client.DEFAULTS": OPTIONS,
    "client.Client.auth": OF_CALLER,
    "client.Client.headers": OF_CALLER,
    "client.Client.request": "a verb",
    "client.STATUS_MAP": "as python-asana has it",
    "_above.task_index.TaskIndex.at_home": INTERNAL,
    "_above.trees.subtasks_of": INTERNAL,
    "feed.merged": INTERNAL,
    "oauth.session.AsanaOAuth2Session.settings": OPTIONS,
    "oauth.session.AsanaOAuth2Session.request": "as requests has it",
    "page_iterator.CollectionPageIterator.next_options": OPTIONS,
    "page_iterator.CollectionPageIterator.only": INTERNAL,
    "page_iterator.EventsPageIterator.get_initial": BODY,
    "page_iterator.EventsPageIterator.get_next": BODY,
    "page_iterator.Page.__getitem__": BODY,
    "page_iterator.Page.get": BODY,
    "page_iterator.PageIterator.continuation": BODY,
    "page_iterator.PageIterator.get_initial": BODY,
    "fields.Fields.from_texts": "values of custom fields, each of its type",
    "fields.Fields.read": "values of custom fields, each of its type",
    "fields.Fields.values": "what a body holds for custom fields",
    "tables.rows": "values of columns, each of its type",
    "page_iterator.PageIterator.get_next": BODY,
    "page_iterator.PageIterator.next_options": OPTIONS,
    "page_iterator.PageIterator.next_page": BODY,
    "resources.exports.Exports.records": "records of any kind",
    "resources.message.Message.get_message": "a record that Asana no longer documents",
    "resources.resource.classic": INTERNAL,
    "session.BearerSession.auto_refresh_kwargs": OPTIONS,
    "session.BearerSession.settings": OPTIONS,
    "stores.files.JsonFile.change": INTERNAL,
    "stores.files.JsonFile.read": INTERNAL,
    "webhook.django_view": "a function for Django, which has no types",
    "webhook.flask_view": "a function for Flask",
    "webhook.wsgi_app": "what WSGI prescribes",
}


def results(name: str) -> Iterator[tuple[str, str]]:
    """Yield the public functions, methods and attributes of a module, with their annotations."""
    module = importlib.import_module(f"asana.{name}")
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name in module.__all__:
            yield from ((f"{name}.{node.name}.{each}", text) for each, text in members(node))
        elif isinstance(node, ast.FunctionDef | ast.AnnAssign):
            yield from (
                (f"{name}.{each}", text)
                for each, text in annotations(node)
                if each in module.__all__
            )


def members(kind: ast.ClassDef) -> Iterator[tuple[str, str]]:
    overloaded: set[str] = set()
    for node in kind.body:
        if isinstance(node, ast.FunctionDef):
            if is_overload(node):
                overloaded.add(node.name)
            elif node.name in overloaded:
                continue  # callers see the overloads
        yield from annotations(node)
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            for each in ast.walk(node):
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Attribute):
                    yield each.target.attr, ast.unparse(each.annotation)


def annotations(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.FunctionDef) and not settable(node):
        yield node.name, ast.unparse(node.returns) if node.returns else "Any"
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id, ast.unparse(node.annotation)


def is_overload(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(each) == "overload" for each in node.decorator_list)


def settable(node: ast.FunctionDef) -> bool:
    return any("setter" in ast.unparse(each) for each in node.decorator_list)


FOUND: list[tuple[str, str]] = [
    (name, text)
    for module in MODULES
    for name, text in results(module)
    if not name.rpartition(".")[2].startswith("_")
    or name.endswith(("__getitem__", "__iter__", "__next__"))
]


def test_what_is_public_returns_no_any() -> None:
    unknown = {name: text for name, text in FOUND if OPEN.search(text.replace("'", ""))}
    assert {name: text for name, text in unknown.items() if name not in KNOWN} == {}
    assert sorted(KNOWN.keys() - unknown.keys()) == []


@pytest.mark.parametrize("name", ["batch.Action.result", "resources.tasks.Tasks.get_task"])
def test_the_scan_sees_what_it_should(name: str) -> None:
    assert name in dict(FOUND)
    assert OPEN.search("list[dict[str, Any]]")
    assert OPEN.search("tuple[Page, str]")
    assert not OPEN.search("tuple[Page[Event], str]")
