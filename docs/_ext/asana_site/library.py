"""Generate the pages of the client, iterators, stores, the sandbox and other public modules."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from pkgutil import resolve_name
from typing import Any, NamedTuple

from asana import Client, pytest_plugin
from asana._verbs import Verbs
from asana.options import OPTIONS
from asana.sandbox.web.faults import NAMES

from .rst import heading, indented, list_table, literal
from .types import records

__all__ = ["PAGES", "Page", "pages"]


class Page(NamedTuple):
    """A page for the public names of some modules.

    :ivar objects: full names of classes and functions; a module stands for all in its ``__all__``
    :ivar without: names of a module that are not for users
    """

    name: str
    title: str
    about: str
    objects: tuple[str, ...]
    without: tuple[str, ...] = ()


PAGES = (
    Page(
        "client",
        "The client",
        "One object for all requests. Its resources have their own pages.",
        ("asana.Client", "asana.AsanaChangeWarning", "asana.UnknownNameWarning"),
    ),
    Page(
        "iterators",
        "Iterators of pages and items",
        "The results of methods that list something.",
        ("asana.page_iterator",),
    ),
    Page(
        "events",
        "Feeds and mirrors",
        "Follow changes across restarts, and keep a local copy of a project.",
        ("asana.feed", "asana.mirror"),
        ("FIELDS", "FileTokens", "MemoryTokens", "TokenStore", "gid_text", "merged"),
    ),
    Page(
        "webhook",
        "Receiving webhooks",
        "Receive webhooks with WSGI, Flask, Django or another framework.",
        ("asana.webhook",),
        ("FileSecrets", "MemorySecrets", "SecretStore", "check_key", "key_of"),
    ),
    Page(
        "batch",
        "Batches and parallel calls",
        "Send ten actions per request. To call your own functions in parallel, use "
        ":meth:`asana.Client.map`.",
        ("asana.batch",),
    ),
    Page(
        "rich-text",
        "Rich text",
        "Convert Markdown to Asana's HTML and back.",
        ("asana.rich_text",),
        ("Field",),
    ),
    Page("tables", "Tables", "Convert records to flat rows.", ("asana.tables",)),
    Page(
        "fields",
        "Custom fields by name",
        "The results of ``client.custom_fields.of`` and ``client.tasks.index``.",
        ("asana.fields", "asana._above.task_index.TaskIndex"),
        ("DEFINITION", "no_custom_fields"),
    ),
    Page(
        "import-export",
        "Imports and exports",
        "The results of ``client.projects.importer`` and ``export``, and what to do with exports.",
        ("asana.importing", "asana.exporting"),
        ("Progress", "export_project", "export_workspace", "records"),
    ),
    Page(
        "stores",
        "Stores",
        "Store tokens, secrets and positions, and share a rate limit between processes.",
        ("asana.stores",),
        ("JsonFile", "secret_store", "token_store"),
    ),
    Page(
        "oauth",
        "Sessions and OAuth",
        "The sessions of a client. An app that acts for other users has an OAuth session.",
        ("asana.session", "asana.oauth", "asana.oauth.session.AsanaOAuth2Session"),
        ("AsanaOAuth2Session", "BearerAuth"),
    ),
    Page(
        "login",
        "The login of the command line",
        "Use the login of ``asana login`` in scripts.",
        ("asana.login",),
        ("base_url", "forget", "path", "read", "save", "sign_in"),
    ),
    Page(
        "schema",
        "Schemas of methods",
        "Describe methods as JSON Schema, for programs that choose a method, such as AI agents.",
        ("asana.schema",),
    ),
    Page(
        "tracing", "Tracing", "The argument of ``on_attempt``.", ("asana.tracing",), ("OnAttempt",)
    ),
    Page(
        "errors",
        "Error classes",
        "The exceptions in ``asana.error``. :doc:`/reference/errors` lists when each is raised.",
        ("asana.error",),
        ("asana_headers", "from_exception", "from_oauth", "from_response", "mask", "request_id_in"),
    ),
    Page(
        "sandbox",
        "The sandbox",
        "The Python API of the local Asana. :doc:`/reference/sandbox` describes its behavior.",
        (
            "asana.sandbox.Sandbox",
            "asana.sandbox.web.faults.Faults",
            "asana.sandbox.web.faults.Fault",
            "asana.sandbox.web.received.ReceivedRequest",
            "asana.sandbox.web.received.ReceivedRequests",
        ),
    ),
    Page(
        "pytest",
        "pytest fixtures",
        "Fixtures that pytest finds when the library is installed with ``asana[sandbox]``.",
        (),
    ),
)


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each page."""
    for page in PAGES:
        parts = [heading(page.title), f"{page.about}\n", *_modules(page)]
        parts += map(_directive, _objects(page))
        yield page.name, "\n".join([*parts, *_MORE.get(page.name, list)()])


def _modules(page: Page) -> Iterator[str]:
    """Yield a target for each module of a page."""
    for name in page.objects:
        if inspect.ismodule(resolve_name(name)):
            yield f".. py:module:: {name}\n"


def _objects(page: Page) -> Iterator[str]:
    for name in page.objects:
        found = resolve_name(name)
        if inspect.ismodule(found):
            yield from (
                f"{name}.{each}"
                for each in getattr(found, "__all__", ())
                if each not in page.without
            )
        else:
            yield name


def _directive(name: str) -> str:
    """Return the autodoc directive for an object."""
    found = resolve_name(name)
    if inspect.isclass(found):
        bases = "" if found.__bases__ == (object,) else "   :show-inheritance:\n"
        return f".. autoclass:: {name}\n   :members:\n{bases}"
    return f".. autofunction:: {name}\n"


def _verbs() -> Iterator[str]:
    """Yield the request methods of the client, and the defaults of its options."""
    for name, verb in inspect.getmembers(Verbs, inspect.isfunction):
        if not name.startswith("_") and verb.__doc__ and name not in vars(Client):
            yield f".. automethod:: asana.Client.{name}\n"
    yield heading("Defaults of the options", 1)
    yield _OF_OPTIONS
    rows = [(literal(name), literal(repr(each.default)), each.part) for name, each in _OPTIONS]
    yield list_table(("option", "default", "part"), rows)


_OPTIONS = tuple(OPTIONS.items())
_OF_OPTIONS = """\
:doc:`/reference/options` describes each option. ``client`` options control the library,
``transport`` options control how a request is sent, the names of ``api`` options begin with
``opt_`` in a query, and ``query`` options are sent unchanged.
"""


def _faults() -> Iterator[str]:
    """Yield the names of the faults of the sandbox."""
    yield heading("Faults", 1)
    yield "The names that ``sandbox.faults.add`` takes. An error ``status`` is a fault too.\n"
    rows = [(literal(name), meaning) for name, meaning in NAMES.items()]
    yield list_table(("fault", "what happens"), rows)


class _Settings(list[tuple[str, str]]):
    """Records the settings and markers that the plugin registers with pytest."""

    def addini(self, name: str, about: str, **_: Any) -> None:
        self.append((literal(name), about))

    def addinivalue_line(self, _: str, line: str) -> None:
        name, _, about = line.partition(": ")
        self.append((literal(name), about))


def _fixtures() -> Iterator[str]:
    """Yield the fixtures, the settings and the markers of the plugin."""
    for name in pytest_plugin.__all__:
        about = inspect.getdoc(inspect.unwrap(getattr(pytest_plugin, name))) or ""
        yield f".. py:data:: {name}\n   :no-index:\n\n{indented(about)}\n"
    settings, markers = _Settings(), _Settings()
    told: Any = pytest_plugin
    told.pytest_addoption(settings)
    told.pytest_configure(markers)
    yield heading("Settings", 1)
    yield list_table(("setting", "meaning"), settings)
    yield heading("Markers", 1)
    yield list_table(("marker", "meaning"), markers)


def _token() -> Iterator[str]:
    """Yield the record of a token."""
    yield heading("Records", 1)
    yield records("oauth")


# Sections after the objects of a page.
_MORE: dict[str, Callable[[], Iterable[str]]] = {
    "client": _verbs,
    "oauth": _token,
    "sandbox": _faults,
    "pytest": _fixtures,
}
