"""The options of a client as set, replaced and deleted by programs for python-asana."""

import io
import itertools
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import asana
from asana.options import Options
from tests.conftest import client_of
from tests.faults import data, page, reply
from tests.old_code.work import (
    DONE,
    LISTINGS,
    MAKERS,
    Connect,
    Serve,
    answered,
    parts,
    targets,
    two_pages,
)

# Any name is sent, including names that Asana adds later.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")

EVENTS = reply(200, b'{"data": [{"n": 1}], "sync": "S2"}')

# -- parameters of each request


@pytest.mark.parametrize("maker", MAKERS)
def test_an_unknown_option_is_a_parameter_of_each_request(serve: Serve, maker: str) -> None:
    server = serve(DONE)
    client = MAKERS[maker](asana.Client, base_url=server.base_url)
    client.options["workspace_id"] = 5
    client.users.me()
    client.tasks.create(name="x")
    client.tasks.update("1", name="x")
    client.tasks.delete("1")
    client.get("/x", {"a": 1})
    assert [targets(server)[number] for number in (0, 3, 4)] == [
        "/users/me?workspace_id=5",
        "/tasks/1?workspace_id=5",
        "/x?workspace_id=5&a=1",
    ]
    for request in server.requests[1:3]:
        assert request.json == {"data": {"workspace_id": 5, "name": "x"}}


@pytest.mark.parametrize("listing", LISTINGS)
def test_an_unknown_option_is_a_parameter_of_each_page(connect: Connect, listing: str) -> None:
    client, server = connect(*two_pages())
    client.options["workspace_id"] = 5
    LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", **o))
    assert all("workspace_id=5" in target for target in targets(server))
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.tasks.find_by_project("9", iterator_type=None),
        lambda c: list(c.tasks.search_in_workspace("9", text="x")),
        lambda c: list(c.tasks.search_in_workspace("9", text="x", item_limit=500)),
        lambda c: c.events.get({"resource": "1", "sync": "s"}),
        lambda c: c.events.get_next({"resource": "1", "sync": "s"}),
        lambda c: next(c.events.get_iterator({"resource": "1", "sync": "s"})),
        lambda c: list(c.events.get_events(resource="1", sync="s")),
        lambda c: next(c.events.feed("1", {"1": "s"})),
        lambda c: list(c.map(c.tasks.find_by_id, ["1"])),
        lambda c: c.request("get", "/x"),
    ],
)
def test_an_unknown_option_is_a_parameter_of_every_kind_of_read(
    connect: Connect, call: Any
) -> None:
    client, server = connect(EVENTS)
    client.options["workspace_id"] = 5
    call(client)
    assert "workspace_id=5" in targets(server)[0]


def test_an_unknown_option_is_a_field_of_uploads(connect: Connect) -> None:
    client, server = connect(DONE)
    client.options["workspace_id"] = 5
    client.attachments.create_on_task("1", b"x", "n.txt")
    client.attachments.create_attachment_for_object({"parent": "1"}, file=b"x", file_name="n")
    for request in server.requests:
        assert ('Content-Disposition: form-data; name="workspace_id"', b"5") in parts(request)


def test_an_unknown_option_is_in_each_action_of_a_batch(connect: Connect) -> None:
    client, server = connect(answered({}, {}, []))
    client.options["workspace_id"] = 5
    batch = client.batch()
    batch.users.me()
    batch.tasks.create(name="x")
    batch.tasks.find_by_project("9")
    batch.send()
    actions = server.requests[0].json["data"]["actions"]
    assert [action["data"]["workspace_id"] for action in actions] == ["5", 5, "5"]


def test_an_unknown_option_stays_out_of_downloads(connect: Connect) -> None:
    client, server = connect(reply(200, b"content"))
    client.options["workspace_id"] = 5
    client.download(f"{server.base_url}/f", io.BytesIO())
    assert targets(server) == ["/f"]


@pytest.mark.parametrize(
    ("call", "target"),
    [
        (lambda c: c.users.me(workspace=6), "/users/me?workspace=6"),
        (lambda c: c.users.me({"workspace": 7}), "/users/me?workspace=7"),
        (lambda c: c.users.me({"workspace": 7}, workspace=6), "/users/me?workspace=7"),
    ],
)
def test_a_call_overrides_a_parameter_of_the_client(
    connect: Connect, call: Any, target: str
) -> None:
    client, server = connect(DONE)
    client.options["workspace"] = 5
    call(client)
    assert targets(server) == [target]


@pytest.mark.parametrize("name", ["fields", "opt_fields"])
@pytest.mark.parametrize("listing", LISTINGS)
def test_fields_of_the_client_go_out_with_each_request(
    connect: Connect, name: str, listing: str
) -> None:
    client, server = connect(DONE, DONE, *two_pages())
    client.options[name] = ["name", "due_on"]
    client.users.me()
    client.tasks.create(name="x")
    LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", **o))
    assert targets(server)[0] == "/users/me?opt_fields=name,due_on"
    assert server.requests[1].json["options"] == {"fields": ["name", "due_on"]}
    assert all("opt_fields=name,due_on" in target for target in targets(server)[2:])


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.users.me(opt_fields="gid"),
        lambda c: c.users.me(fields="gid"),
        lambda c: c.users.me({"opt_fields": "gid"}),
        lambda c: c.users.me(fields=["gid"]),
    ],
)
def test_a_call_overrides_fields_of_the_client(connect: Connect, call: Any) -> None:
    client, server = connect(DONE)
    client.options["opt_fields"] = ["name"]
    call(client)
    assert targets(server) == ["/users/me?opt_fields=gid"]


ONCE: dict[str, Callable[[], Any]] = {
    "generator": lambda: (name for name in ("a", "b")),
    "iterator": lambda: iter(["a", "b"]),
    "map": lambda: map(str, ("a", "b")),
    "chain": lambda: itertools.chain("a", "b"),
    "keys": lambda: {"a": 1, "b": 2}.keys(),
}


@pytest.mark.parametrize("kind", ONCE)
@pytest.mark.parametrize("name", ["opt_fields", "expand"])
@pytest.mark.parametrize("how", ["item", "update", "constructor", "assignment"])
def test_what_can_be_read_once_is_a_list_when_it_is_set(
    serve: Serve, kind: str, name: str, how: str
) -> None:
    server = serve(DONE)
    value = ONCE[kind]()
    client = client_of(server, **({name: value} if how == "constructor" else {}))
    if how == "item":
        client.options[name] = value
    elif how == "update":
        client.options.update({name: value})
    elif how == "assignment":
        client.options = {"base_url": server.base_url, name: value}
    client.users.me()
    client.users.me()
    client.tasks.create(name="x")
    short = name.removeprefix("opt_")
    assert targets(server)[:2] == [f"/users/me?opt_{short}=a,b"] * 2
    assert server.requests[2].json["options"] == {short: ["a", "b"]}


def test_a_generator_among_the_defaults_serves_each_request(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, server = connect(DONE)
    monkeypatch.setitem(asana.Client.DEFAULTS, "fields", (name for name in ("a", "b")))
    client.users.me()
    client.users.me()
    assert targets(server) == ["/users/me?opt_fields=a,b"] * 2


@pytest.mark.parametrize("kind", ONCE)
def test_a_parameter_of_the_client_that_can_be_read_once_serves_each_request(
    connect: Connect, kind: str
) -> None:
    client, server = connect(DONE)
    client.options["members"] = ONCE[kind]()
    client.get("/x")
    client.get("/x")
    assert targets(server) == ["/x?members=a,b"] * 2


CREDENTIALS = [
    "token",
    "access_token",
    "accessToken",
    "refresh_token",
    "personal_access_token",
    "api_key",
    "apikey",
    "apiKey",
    "API_KEY",
    "client_secret",
    "secret",
    "password",
    "passwd",
    "authorization",
    "Authorization",
    "bearer",
    "bearer_token",
    "credentials",
    "pat",
    "personalAccessToken",
    "asana_token",
    "ASANA_ACCESS_TOKEN",
    "asana_api_key",
    "api-key",
    "access-token",
    "x_api_key",
    "auth",
    "pwd",
    "user_password",
    "secret_key",
]


@pytest.mark.parametrize("name", CREDENTIALS)
def test_a_credential_is_not_a_parameter_of_each_request(name: str) -> None:
    client = asana.Client()
    with pytest.raises(ValueError, match="credentials") as caught:
        client.options[name] = "s3cret"
    assert "s3cret" not in str(caught.value)
    assert name not in client.options


@pytest.mark.parametrize(
    "set_it",
    [
        lambda client: client.options.update(token="s3cret"),
        lambda client: client.options.update({"token": "s3cret"}),
        lambda client: client.options.setdefault("token", "s3cret"),
        lambda client: setattr(client, "options", {"token": "s3cret"}),
        lambda client: setattr(client, "options", {**client.options, "password": "s3cret"}),
    ],
)
def test_a_credential_is_refused_however_it_is_set(set_it: Any) -> None:
    client = asana.Client()
    with pytest.raises(ValueError, match="credentials"):
        set_it(client)
    assert "token" not in client.options


def test_a_credential_among_the_defaults_is_not_sent(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, server = connect(DONE)
    monkeypatch.setitem(asana.Client.DEFAULTS, "api_key", "s3cret")
    with pytest.raises(ValueError, match="credentials"):
        client.users.me()
    assert server.requests == []


@pytest.mark.parametrize("name", ["token_type", "author", "key", "keywords", "code", "path"])
def test_other_names_are_parameters(connect: Connect, name: str) -> None:
    client, server = connect(DONE)
    client.options[name] = "x"
    client.get("/x")
    assert targets(server) == [f"/x?{name}=x"]


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("name", ["workspace_id", "itme_limit", "nonsense"])
def test_constructors_refuse_unknown_names(maker: str, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        MAKERS[maker](asana.Client, base_url="http://app", **{name: 1})


# -- the mapping itself


def test_the_options_can_be_replaced(connect: Connect) -> None:
    client, server = connect(DONE, *two_pages())
    client.options = {"base_url": server.base_url, "item_limit": 1}
    client.users.me()
    assert len(list(client.tasks.find_by_project("9"))) == 1
    assert client.options["timeout"] == (10, 60)
    assert client.options["item_limit"] == 1


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("hooked", [False, True])
def test_the_credential_goes_to_the_base_url_of_replaced_options(
    serve: Serve, maker: str, hooked: bool
) -> None:
    server = serve(DONE)
    client = MAKERS[maker](asana.Client)
    if hooked:
        client.session.hooks["response"].append(lambda *_, **__: None)
    client.options = {"base_url": server.base_url}
    client.users.me()
    assert "authorization" in server.requests[0].headers


@pytest.mark.parametrize(
    "replace",
    [
        lambda client: {},
        lambda client: {"page_size": 7},
        lambda client: dict(client.options),
        lambda client: client.options.copy(),
        lambda client: {**client.options, "page_size": 7},
        lambda client: client.options | {"page_size": 7},
        lambda client: asana.Client.DEFAULTS.copy(),
        lambda client: asana.Client(page_size=7).options,
    ],
)
def test_any_mapping_replaces_the_options(replace: Any) -> None:
    client = asana.Client(item_limit=3)
    given = replace(client)
    client.options = given
    assert client.options["page_size"] in (7, 100)
    assert client.options["base_url"] == asana.Client.DEFAULTS["base_url"]
    client.options["poll_interval"] = 9
    assert given.get("poll_interval") != 9


def test_options_are_updated_in_place_by_an_operator() -> None:
    client = asana.Client()
    options: Any = client.options
    options |= {"item_limit": 3}
    assert client.options["item_limit"] == 3
    assert client.options.own.keys() <= {"base_url", "item_limit"}


@pytest.mark.parametrize(
    ("name", "default"),
    [("item_limit", None), ("page_size", 100), ("poll_interval", 5), ("fields", None)],
)
@pytest.mark.parametrize("how", ["del", "pop", "pop with a default"])
def test_the_default_shows_again_after_an_option_is_deleted(
    name: str, default: Any, how: str
) -> None:
    client = asana.Client()
    client.options[name] = 3
    if how == "del":
        del client.options[name]
    else:
        assert client.options.pop(name, *(["x"] if how != "pop" else [])) == 3
    assert client.options[name] == default
    assert name in client.options
    del client.options[name]
    assert client.options[name] == default


def test_a_parameter_that_is_deleted_is_gone(connect: Connect) -> None:
    client, server = connect(DONE)
    client.options["workspace_id"] = 5
    del client.options["workspace_id"]
    client.users.me()
    assert targets(server) == ["/users/me"]
    assert "workspace_id" not in client.options
    with pytest.raises(KeyError):
        del client.options["workspace_id"]
    with pytest.raises(KeyError):
        client.options["workspace_id"]


def test_options_can_be_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    client = asana.Client(item_limit=3)
    left, popitem = [100], Options.popitem

    def counted(options: Options) -> Any:
        left[0] -= 1
        assert left[0], "clear() does not end"
        return popitem(options)

    monkeypatch.setattr(Options, "popitem", counted)
    client.options.clear()
    assert client.options["item_limit"] is None
    assert client.options["base_url"] == asana.Client.DEFAULTS["base_url"]


# -- page sizes


def warned(message: str) -> Any:
    return pytest.warns(UserWarning, match=message)


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("how", ["call", "constructor", "options", "defaults", "replaced"])
def test_a_page_size_above_100_is_100(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, listing: str, how: str
) -> None:
    server = serve(*two_pages())
    with warned("page_size=1000") as caught:
        client = client_of(server, **({"page_size": 1000} if how == "constructor" else {}))
        if how == "options":
            client.options["page_size"] = 1000
        elif how == "defaults":
            monkeypatch.setitem(asana.Client.DEFAULTS, "page_size", 1000)
        elif how == "replaced":
            options = {"base_url": server.base_url, "page_size": 1000}
            client.options = options
        call = {"page_size": 1000} if how == "call" else {}
        found = LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", **o), **call)
    assert found == ["1", "2"]
    assert all("limit=100" in target for target in targets(server))
    assert len(caught) == 1
    assert Path(caught[0].filename).name in ("conftest.py", "test_options.py")


@pytest.mark.parametrize(
    "call",
    [
        lambda c: list(c.audit_log_api.get_audit_log_events("9", page_size=1000)),
        lambda c: c.tasks.find_by_project("9", page_size=1000, iterator_type=None),
        lambda c: list(c.tasks.search_in_workspace("9", page_size=1000)),
        lambda c: list(c.get_collection("/tasks", {}, page_size=1000)),
    ],
)
def test_a_page_size_above_100_is_100_everywhere(connect: Connect, call: Any) -> None:
    client, server = connect(page([{"gid": "1"}], None))
    with warned("page_size=1000"):
        call(client)
    assert "limit=100" in targets(server)[0]


def test_a_page_size_above_100_is_100_in_a_batch(connect: Connect) -> None:
    client, _ = connect(DONE)
    with warned("page_size=1000"):
        action: Any = client.batch().tasks.find_by_project("9", page_size=1000)
    assert action.content["options"] == {"limit": 100}


@pytest.mark.parametrize("value", [0, -1, "50", 5.5, True, "abc"])
def test_other_page_sizes_are_refused(connect: Connect, value: Any) -> None:
    client, server = connect(DONE)
    with pytest.raises(ValueError, match="page_size"):
        client.tasks.find_by_project("9", page_size=value)
    assert server.requests == []


# -- limits


@pytest.mark.parametrize("limit", [5, "5"])
@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("how", ["keyword", "params", "options", "constructor"])
def test_text_of_digits_is_a_limit(serve: Serve, limit: Any, listing: str, how: str) -> None:
    server = serve(*two_pages())
    client = client_of(server, **({"limit": limit} if how == "constructor" else {}))
    if how == "options":
        client.options["limit"] = limit
    call = {"limit": limit} if how == "keyword" else {}
    params = {"limit": limit} if how == "params" else {}
    found = LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", params, **o), **call)
    assert found == ["1", "2"]
    assert [target.count("limit=5") for target in targets(server)] == [1, 1]


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.tasks.find_by_project("9", {"limit": "5"}, iterator_type=None),
        lambda c: list(c.tasks.search_in_workspace("9", {"limit": "5"})),
        lambda c: list(c.get_collection("/tasks", {"limit": "5"})),
        lambda c: c.get("/tasks", {"limit": "5"}, full_payload=True),
    ],
)
def test_text_of_digits_is_a_limit_everywhere(connect: Connect, call: Any) -> None:
    client, server = connect(page([{"gid": "1"}], None))
    call(client)
    assert "limit=5" in targets(server)[0]


@pytest.mark.parametrize("limit", [1000, "1000", 0, "x"])
def test_a_limit_is_looked_at_only_where_it_is_used(connect: Connect, limit: Any) -> None:
    client, server = connect(DONE)
    client.options["limit"] = limit
    assert client.users.me() == {"gid": "1"}
    tasks: Any = client.tasks
    assert tasks.create(name="x") == {"gid": "1"}
    assert tasks.update("1", name="x") == {"gid": "1"}
    assert tasks.delete("1") == {"gid": "1"}
    assert [request.body for request in server.requests[1:3]] == [b'{"data": {"name": "x"}}'] * 2


@pytest.mark.parametrize("limit", [0, "0", -1, "x", "", 5.5, True])
@pytest.mark.parametrize("how", ["keyword", "params"])
def test_a_limit_that_cannot_be_one_is_refused_by_a_listing(
    connect: Connect, limit: Any, how: str
) -> None:
    client, server = connect(DONE)
    keywords = {"limit": limit} if how == "keyword" else {}
    with pytest.raises(ValueError, match="limit"):
        client.tasks.find_by_project("9", {"limit": limit} if how == "params" else {}, **keywords)
    assert server.requests == []


def test_a_limit_in_a_batch_is_a_number(connect: Connect) -> None:
    client, _ = connect(data([]))
    action: Any = client.batch().tasks.find_by_project("9", {"limit": "5"})
    assert action.content["options"] == {"limit": 5}


def test_nothing_warns_without_a_reason(connect: Connect) -> None:
    client, _ = connect(*two_pages())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.options["workspace"] = "5"
        client.options = dict(client.options)
        list(client.tasks.find_by_project("9", page_size=100, limit="5"))
