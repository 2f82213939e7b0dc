"""Receivers behind frameworks, middleware and gateways."""

import base64
import json
import sys
from collections.abc import Callable, Iterator
from email.message import Message
from types import ModuleType
from typing import Any

import flask
import pytest
from django.test import AsyncRequestFactory  # type: ignore[import-untyped]
from django.test import Client as DjangoClient
from django.test.utils import override_settings  # type: ignore[import-untyped]
from django.urls import clear_url_caches, path  # type: ignore[import-untyped]

from asana.sandbox import Sandbox
from asana.types.webhooks import WebhookFilter
from asana.webhook import Receiver, django_view, flask_view, key_of, verify
from tests import hook_server
from tests.hook_server import BODY, SECRET, signature

JSON = "application/json"


class Taken:
    """A receiver with a secret under two keys, and the events it passed on."""

    def __init__(self, secrets: dict[str, str] | None = None) -> None:
        self.secrets = {"k": SECRET, "hook": SECRET} if secrets is None else secrets
        self.events: list[Any] = []
        self.receiver = Receiver(self.secrets, lambda key, events: self.events.extend(events))


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def awaited() -> Taken:
    made = Taken({})
    for key in ("k", "hook"):
        made.receiver.expect(key)
    return made


SIGNED = {"X-Hook-Signature": signature(BODY)}

# -- code that reads the body first

READERS: dict[str, Callable[[], object]] = {
    "get_data": lambda: flask.request.get_data(),
    "data": lambda: flask.request.data,
    "get_json": lambda: flask.request.get_json(silent=True),
    "get_data as text": lambda: flask.request.get_data(as_text=True),
    "headers": lambda: flask.request.headers,
    "content length": lambda: flask.request.content_length,
}


def flask_app(receiver: Receiver, rule: str, *readers: Callable[[], object]) -> Any:
    app = flask.Flask("hooks")
    app.add_url_rule(rule, view_func=flask_view(receiver))
    for reader in readers:

        def before(reader: Callable[[], object] = reader) -> None:
            reader()

        app.before_request(before)
    return app.test_client()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("rule", ["/hooks/<key>", "/hooks/k", "/hook"])
def test_flask_may_read_the_body_before_the_view(taken: Taken, reader: str, rule: str) -> None:
    client = flask_app(taken.receiver, rule, READERS[reader])
    address = rule.replace("<key>", "k")
    answer = client.post(address, data=BODY, headers=SIGNED, content_type=JSON)
    assert (answer.status_code, len(taken.events)) == (200, 1)
    forged = client.post(address, data=BODY + b" ", headers=SIGNED, content_type=JSON)
    assert (forged.status_code, len(taken.events)) == (401, 1)


def test_flask_may_read_the_body_several_times(taken: Taken) -> None:
    client = flask_app(taken.receiver, "/hook", *READERS.values())
    assert client.post("/hook", data=BODY, headers=SIGNED, content_type=JSON).status_code == 200
    assert len(taken.events) == 1


def test_flask_refuses_a_large_body_that_was_read(taken: Taken) -> None:
    taken.receiver.max_body = 100
    client = flask_app(taken.receiver, "/hook", READERS["get_data"])
    body = BODY + b" " * 100
    answer = client.post("/hook", data=body, headers={"X-Hook-Signature": signature(body)})
    assert (answer.status_code, taken.events) == (413, [])


def test_flask_refuses_a_large_body_of_which_nothing_is_left(taken: Taken) -> None:
    taken.receiver.max_body = 100
    client = flask_app(taken.receiver, "/hook", lambda: flask.request.stream.read())
    answer = client.post("/hook", data=BODY + b" " * 100, headers=SIGNED)
    assert (answer.status_code, taken.events) == (413, [])


MIDDLEWARE = ModuleType("middleware_of_the_test")
sys.modules[MIDDLEWARE.__name__] = MIDDLEWARE


def reading(what: Callable[[Any], object]) -> Any:
    class Middleware:
        def __init__(self, get_response: Any) -> None:
            self.get_response = get_response

        def __call__(self, request: Any) -> Any:
            what(request)
            return self.get_response(request)

    return Middleware


def in_django(receiver: Receiver, route: str) -> Any:
    hook_server.in_django(receiver)
    hook_server.URLS.urlpatterns = [path(route, django_view(receiver))]
    clear_url_caches()
    return DjangoClient(enforce_csrf_checks=True)


DJANGO_READERS: dict[str, Callable[[Any], object]] = {
    "body": lambda request: request.body,
    "POST": lambda request: request.POST,
    "FILES": lambda request: request.FILES,
    "headers": lambda request: request.headers,
}


@pytest.mark.parametrize("reader", DJANGO_READERS)
@pytest.mark.parametrize("route", ["hooks/<str:key>", "hooks/k", "hook", "hook/"])
def test_django_may_read_the_body_before_the_view(taken: Taken, reader: str, route: str) -> None:
    MIDDLEWARE.Reading = reading(DJANGO_READERS[reader])  # type: ignore[attr-defined]
    client = in_django(taken.receiver, route)
    address = "/" + route.replace("<str:key>", "k")
    with override_settings(MIDDLEWARE=[f"{MIDDLEWARE.__name__}.Reading"]):
        answer = client.post(address, data=BODY, content_type=JSON, headers=SIGNED)
    assert (answer.status_code, len(taken.events)) == (200, 1)


# -- headers of gateways

FORMS: dict[str, Callable[[str, str], Any]] = {
    "text": lambda name, value: {name: value},
    "list": lambda name, value: {name: [value]},
    "tuple": lambda name, value: {name: (value,)},
    "bytes": lambda name, value: {name: value.encode()},
    "list of bytes": lambda name, value: {name: [value.encode()]},
    "bytes as names": lambda name, value: {name.encode(): value.encode()},
    "pairs": lambda name, value: [(name, value)],
    "pairs of bytes": lambda name, value: [(name.lower().encode(), value.encode())],
    "small letters": lambda name, value: {name.lower(): [value]},
    "others beside it": lambda name, value: {
        "Host": ["a", "b"],
        "Content-Length": 5,
        "X-None": None,
        name: [value],
    },
}

every_form = pytest.mark.parametrize("form", FORMS)


@every_form
def test_a_signature_is_found_in_headers_of_any_form(taken: Taken, form: str) -> None:
    headers = FORMS[form]("X-Hook-Signature", signature(BODY))
    assert taken.receiver.handle(headers, BODY, "k").status == 200
    assert len(taken.events) == 1


@every_form
def test_a_secret_is_kept_as_it_is_from_headers_of_any_form(awaited: Taken, form: str) -> None:
    answer = awaited.receiver.handle(FORMS[form]("X-Hook-Secret", SECRET), b"", "k")
    assert answer == (200, {"X-Hook-Secret": SECRET}, b"")
    assert awaited.secrets["k"] == SECRET
    assert awaited.receiver.handle(SIGNED, BODY, "k").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hook-Secret": [SECRET, SECRET[::-1]]},
        [("X-Hook-Secret", SECRET), ("x-hook-secret", SECRET[::-1])],
        {"X-Hook-Secret": [SECRET, SECRET]},
        [("X-Hook-Secret", SECRET), ("X-Hook-Secret", SECRET)],
        {"X-Hook-Secret": bytearray(SECRET.encode())},
        {"X-Hook-Secret": []},
        {"X-Hook-Secret": None},
        {"X-Hook-Secret": [None]},
        {"X-Hook-Secret": {"value": SECRET}},
        {"X-Hook-Secret": [{"key": "X-Hook-Secret", "value": SECRET}]},
        {"X-Hook-Secret": [SECRET.encode(), b"\xff" * 20]},
    ],
)
def test_a_broken_secret_is_never_kept(awaited: Taken, headers: Any) -> None:
    answer = awaited.receiver.handle(headers, b"", "k")
    assert awaited.secrets["k"] in ("", SECRET)
    assert answer.status == (200 if awaited.secrets["k"] else 403)
    assert answer.headers.get("X-Hook-Secret", SECRET) == SECRET


BYTES: list[Any] = [
    str,
    str.encode,
    lambda t: bytearray(t.encode()),
    lambda t: memoryview(t.encode()),
]

REPEATED: dict[str, Callable[[str, Any, Any], Any]] = {
    "list": lambda name, one, other: {name: [one, other]},
    "pairs": lambda name, one, other: [(name, one), (name.lower(), other)],
    "pairs of lists": lambda name, one, other: [(name, [one]), (name, (other,))],
    "message": lambda name, one, other: message(name, str(one), str(other)),
    "joined": lambda name, one, other: {name: f"{one}, {other}"},
}


def message(name: str, *values: str) -> Message:
    """The headers as returned by http.server."""
    made = Message()
    for value in values:
        made[name] = value
    return made


@pytest.mark.parametrize("repeated", REPEATED)
def test_a_header_that_is_repeated_has_one_value(awaited: Taken, repeated: str) -> None:
    twice, handle = REPEATED[repeated], awaited.receiver.handle
    assert handle(twice("X-Hook-Secret", SECRET, SECRET[::-1]), b"", "k").status == 403
    assert awaited.secrets["k"] == ""
    assert handle(twice("X-Hook-Secret", SECRET, SECRET), b"", "k").status == 200
    assert awaited.secrets["k"] == SECRET
    right = signature(BODY)
    assert handle(twice("X-Hook-Signature", right, right[::-1]), BODY, "k").status == 401
    assert awaited.events == []
    assert handle(twice("X-Hook-Signature", right, right), BODY, "k").status == 200
    assert len(awaited.events) == 1


@pytest.mark.parametrize("kind", BYTES)
def test_a_header_may_be_text_or_any_bytes(awaited: Taken, kind: Any) -> None:
    handle = awaited.receiver.handle
    assert handle({"X-Hook-Secret": kind(SECRET)}, None, "k").status == 200
    assert awaited.secrets["k"] == SECRET
    assert handle([("X-Hook-Signature", kind(signature(BODY)))], kind(BODY.decode()), "k")[0] == 200
    assert verify(kind(SECRET), kind(BODY.decode()), kind(signature(BODY)))
    assert not verify(kind(SECRET), None, kind(signature(BODY)))


@pytest.mark.parametrize("body", [5, ["{}"], {"events": []}])
def test_what_is_no_body_is_refused(taken: Taken, body: Any) -> None:
    with pytest.raises(TypeError, match="body must be bytes or a string"):
        taken.receiver.handle(SIGNED, body, "k")


def test_a_body_that_is_no_text_is_not_signed(taken: Taken) -> None:
    assert taken.receiver.handle(SIGNED, "\ud800", "k").status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hook-Signature": [signature(BODY), "x"]},
        {"X-Hook-Signature": []},
        {"X-Hook-Signature": None},
        {"X-Hook-Signature": [None]},
        {"X-Hook-Signature": {}},
        {},
        [],
    ],
)
def test_a_broken_signature_is_refused(taken: Taken, headers: Any) -> None:
    assert taken.receiver.handle(headers, BODY, "k").status == 401
    assert taken.events == []


@pytest.mark.parametrize(
    "body", [BODY, BODY.decode(), bytearray(BODY), memoryview(BODY)], ids=lambda b: type(b).__name__
)
def test_a_body_may_be_text_or_any_bytes(taken: Taken, body: Any) -> None:
    assert taken.receiver.handle(SIGNED, body, "k").status == 200
    assert len(taken.events) == 1


@pytest.mark.parametrize("body", [None, "", b"", "{}"])
def test_a_gateway_shakes_hands_without_a_body(awaited: Taken, body: Any) -> None:
    event = json.loads(json.dumps({"multiValueHeaders": {"X-Hook-Secret": [SECRET]}}))
    answer = awaited.receiver.handle(event["multiValueHeaders"], body, "k")
    assert answer.status == 200
    assert awaited.secrets["k"] == SECRET


def test_a_gateway_delivers_what_it_has_encoded(taken: Taken) -> None:
    encoded = base64.b64encode(BODY)
    assert taken.receiver.handle(SIGNED, base64.b64decode(encoded), "k").status == 200


# -- a fixed URL


@pytest.mark.parametrize(
    "rule", ["/hook", "/hook/", "/a/b/hook", "/a/b/hook/", "/<key>", "/x/<key>/y"]
)
def test_flask_shakes_hands_at_any_address(awaited: Taken, rule: str) -> None:
    client = flask_app(awaited.receiver, rule)
    address = rule.replace("<key>", "hook")
    answer = client.post(address, headers={"X-Hook-Secret": SECRET})
    assert (answer.status_code, answer.headers["X-Hook-Secret"]) == (200, SECRET)
    assert awaited.secrets == {"k": "", "hook": SECRET}
    assert client.post(address, data=BODY, headers=SIGNED).status_code == 200
    assert len(awaited.events) == 1


def test_flask_shakes_hands_in_a_blueprint(awaited: Taken) -> None:
    app = flask.Flask("hooks")
    blueprint = flask.Blueprint("api", "api", url_prefix="/api")
    blueprint.add_url_rule("/hook", view_func=flask_view(awaited.receiver))
    app.register_blueprint(blueprint)
    answer = app.test_client().post("/api/hook", headers={"X-Hook-Secret": SECRET})
    assert answer.status_code == 200
    assert awaited.secrets["hook"] == SECRET


@pytest.mark.parametrize("route", ["hook", "hook/", "a/b/hook", "<str:key>", "x/<slug:key>/y"])
def test_django_shakes_hands_at_any_address(awaited: Taken, route: str) -> None:
    client = in_django(awaited.receiver, route)
    address = "/" + route.partition("<")[0] + ("hook" if "<" in route else "")
    address += route.partition(">")[2]
    answer = client.post(address, data=b"", content_type=JSON, headers={"X-Hook-Secret": SECRET})
    assert (answer.status_code, answer.headers["X-Hook-Secret"]) == (200, SECRET)
    assert awaited.secrets == {"k": "", "hook": SECRET}
    answer = client.post(address, data=BODY, content_type=JSON, headers=SIGNED)
    assert (answer.status_code, len(awaited.events)) == (200, 1)


def test_a_fixed_address_without_a_path_has_the_empty_key() -> None:
    made = Taken({})
    made.receiver.expect(key_of("https://app.example/"))
    client = flask_app(made.receiver, "/")
    assert client.post("/", headers={"X-Hook-Secret": SECRET}).status_code == 200


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def read_the_body() -> None:
    flask.request.get_data()


@pytest.mark.parametrize("framework", ["flask", "django"])
@pytest.mark.parametrize("reads", [False, True])
def test_a_webhook_is_established_at_a_fixed_address(
    sandbox: Sandbox, framework: str, reads: bool
) -> None:
    made = Taken({})
    if framework == "flask":
        app: Any = flask.Flask("hooks")
        app.add_url_rule("/hooks/asana", view_func=flask_view(made.receiver))
        if reads:
            app.before_request(read_the_body)
    else:
        app = hook_server.in_django(made.receiver)
        hook_server.URLS.urlpatterns = [path("hooks/asana", django_view(made.receiver))]
        clear_url_caches()
    client = sandbox.client()
    workspace = next(iter(client.workspaces.get_workspaces()))["gid"]
    project = client.projects.create_project(name="x", workspace=workspace)["gid"]
    with hook_server.serving(app) as address:
        client.webhooks.establish(project, f"{address}/asana", receiver=made.receiver)
        client.tasks.create_task(name="x", projects=[project])
        sandbox.webhooks.flush()
    assert made.events


def test_filters_may_be_an_iterator(sandbox: Sandbox) -> None:
    made = Taken({})
    client = sandbox.client()
    workspace = next(iter(client.workspaces.get_workspaces()))["gid"]
    project = client.projects.create_project(name="x", workspace=workspace)["gid"]
    with hook_server.serving(hook_server.in_django(made.receiver)) as address:
        for action in ("added", "changed"):
            filters: list[WebhookFilter] = [{"resource_type": "task", "action": action}]
            webhook = client.webhooks.establish(
                project,
                f"{address}/asana",
                (filter for filter in filters),
                receiver=made.receiver,
            )
            assert [each["action"] for each in webhook["filters"]] == [action]


def test_django_may_be_served_by_asgi(taken: Taken) -> None:
    hook_server.configure_django()
    factory = AsyncRequestFactory()
    request = factory.post("/k", BODY, content_type=JSON, headers=SIGNED)
    answer = django_view(taken.receiver)(request, key="k")
    assert (answer.status_code, len(taken.events)) == (200, 1)
