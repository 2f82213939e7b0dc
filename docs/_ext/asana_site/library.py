"""The pages of what is not a resource: the client, iterators, stores, the sandbox and so on."""

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
    """A page with the public names of some modules.

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
        "One object for all requests. Its resources are on pages of their own.",
        ("asana.Client", "asana.AsanaChangeWarning", "asana.UnknownNameWarning"),
    ),
    Page(
        "iterators",
        "Iterators of pages and items",
        "What a method that lists something returns.",
        ("asana.page_iterator",),
    ),
    Page(
        "events",
        "Feeds and mirrors",
        "Changes that survive a restart, and a local copy that follows them.",
        ("asana.feed", "asana.mirror"),
        ("FIELDS", "FileTokens", "MemoryTokens", "TokenStore", "gid_text", "merged"),
    ),
    Page(
        "webhook",
        "Receiving webhooks",
        "The handshake, signatures, and events for WSGI, Flask and Django.",
        ("asana.webhook",),
        ("FileSecrets", "MemorySecrets", "SecretStore", "check_key", "key_of"),
    ),
    Page(
        "batch",
        "Batches and parallel calls",
        "Ten actions to a request. For parallel calls of your own functions there is "
        ":meth:`asana.Client.map`.",
        ("asana.batch",),
    ),
    Page(
        "rich-text",
        "Rich text",
        "Asana's HTML from Markdown, and Markdown from it.",
        ("asana.rich_text",),
        ("Field",),
    ),
    Page("tables", "Tables", "Flat rows of records.", ("asana.tables",)),
    Page(
        "fields",
        "Custom fields by name",
        "What ``client.custom_fields.of`` returns, and what ``client.tasks.index`` does.",
        ("asana.fields", "asana._above.task_index.TaskIndex"),
        ("DEFINITION", "no_custom_fields"),
    ),
    Page(
        "import-export",
        "Imports and exports",
        "What ``client.projects.importer`` and ``client.projects.export`` return.",
        ("asana.importing", "asana.exporting"),
        ("Progress", "export_project", "export_workspace", "records"),
    ),
    Page(
        "stores",
        "Stores",
        "Where tokens, secrets and positions are kept, and the rate limit that processes share.",
        ("asana.stores",),
        ("JsonFile", "secret_store", "token_store"),
    ),
    Page(
        "oauth",
        "Sessions and OAuth",
        "The sessions of a client. An app that acts for other people has one with OAuth.",
        ("asana.session", "asana.oauth", "asana.oauth.session.AsanaOAuth2Session"),
        ("AsanaOAuth2Session", "BearerAuth"),
    ),
    Page("tracing", "Tracing", "What ``on_attempt`` receives.", ("asana.tracing",), ("OnAttempt",)),
    Page(
        "errors",
        "Classes of errors",
        "All of them are in ``asana.error``. :doc:`/reference/errors` says when each is raised.",
        ("asana.error",),
        ("asana_headers", "from_exception", "from_oauth", "from_response", "mask", "request_id_in"),
    ),
    Page(
        "sandbox",
        "The sandbox",
        "The local Asana, from Python. :doc:`/reference/sandbox` describes what it plays.",
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
        "pytest finds them once the library is installed with ``asana[sandbox]``.",
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
    """Yield targets for the modules of a page."""
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
    """Return what documents an object."""
    found = resolve_name(name)
    if inspect.isclass(found):
        bases = "" if found.__bases__ == (object,) else "   :show-inheritance:\n"
        return f".. autoclass:: {name}\n   :members:\n{bases}"
    return f".. autofunction:: {name}\n"


def _verbs() -> Iterator[str]:
    """Yield the verbs that every method goes through, and the defaults of the options."""
    for name, verb in inspect.getmembers(Verbs, inspect.isfunction):
        if not name.startswith("_") and verb.__doc__ and name not in vars(Client):
            yield f".. automethod:: asana.Client.{name}\n"
    yield heading("Defaults of the options", 1)
    yield _OF_OPTIONS
    rows = [(literal(name), literal(repr(each.default)), each.part) for name, each in _OPTIONS]
    yield list_table(("option", "default", "part"), rows)


_OPTIONS = tuple(OPTIONS.items())
_OF_OPTIONS = """\
:doc:`/reference/options` says what each means. ``client`` options are the library's own,
``transport`` options say how a request is sent, ``api`` options have names that begin with
``opt_`` in a query, and ``query`` options are sent as they are.
"""


def _faults() -> Iterator[str]:
    """Yield the faults that the sandbox can be given."""
    yield heading("Faults", 1)
    yield "The names that ``sandbox.faults.add`` takes. An error ``status`` is a fault as well.\n"
    rows = [(literal(name), meaning) for name, meaning in NAMES.items()]
    yield list_table(("fault", "what happens"), rows)


class _Settings(list[tuple[str, str]]):
    """Stands for pytest, which is told of settings and markers."""

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


# What follows the objects of a page.
_MORE: dict[str, Callable[[], Iterable[str]]] = {
    "client": _verbs,
    "oauth": _token,
    "sandbox": _faults,
    "pytest": _fixtures,
}
