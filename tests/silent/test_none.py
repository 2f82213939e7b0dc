"""Parameters without a value, which would drop a filter."""

import warnings
from typing import Any

import pytest

import asana
from tests.conftest import client_of
from tests.faults import reply
from tests.old_code.work import DONE, LISTINGS, MAKERS, Connect, Serve, parts, targets, two_pages

ANY = reply(200, b'{"data": [{"gid": "1"}], "sync": "S2", "next_page": null}')

READS: dict[str, Any] = {
    "search": lambda c, **o: list(
        c.tasks.search_in_workspace("1", {"text": "x"}, due_on=None, **o)
    ),
    "search params": lambda c, **o: list(
        c.tasks.search_in_workspace("1", {"text": "x", "due_on": None}, **o)
    ),
    "windows of a search": lambda c, **o: list(
        c.tasks.search_in_workspace("1", {"due_on": None}, item_limit=500, **o)
    ),
    "listing": lambda c, **o: list(c.tasks.find_all(project="1", due_on=None, **o)),
    "listing params": lambda c, **o: list(c.tasks.find_all({"project": "1", "due_on": None}, **o)),
    "prefetched": lambda c, **o: list(c.tasks.find_all(due_on=None, prefetch=True, **o)),
    "pages": lambda c, **o: list(c.tasks.find_all(due_on=None, iterator_type="pages", **o)),
    "one page": lambda c, **o: c.tasks.find_all({"due_on": None}, iterator_type=None, **o),
    "get": lambda c, **o: c.get("/x", {"due_on": None}, **o),
    "get keyword": lambda c, **o: c.get("/x", due_on=None, **o),
    "request": lambda c, **o: c.request("get", "/x", params={"due_on": None}, **o),
    "delete": lambda c, **o: c.delete("/x", {"due_on": None}, **o),
    "query of a write": lambda c, **o: c.post("/x", {}, query={"due_on": None}, **o),
    "get_collection": lambda c, **o: list(c.get_collection("/x", {"due_on": None}, **o)),
    "typeahead": lambda c, **o: list(c.typeahead.typeahead_for_workspace("1", due_on=None, **o)),
    "events": lambda c, **o: c.events.get({"resource": "1", "due_on": None}, **o),
    "feed": lambda c, **o: next(c.events.feed("1", {"1": "s"}, due_on=None, **o)),
}

every_read = pytest.mark.parametrize("read", READS)


@every_read
@pytest.mark.parametrize("maker", MAKERS)
def test_none_is_left_out_with_a_warning(serve: Serve, read: str, maker: str) -> None:
    server = serve(ANY)
    client = MAKERS[maker](asana.Client, base_url=server.base_url)
    with pytest.warns(UserWarning, match="due_on is None") as caught:
        READS[read](client)
    assert "due_on" not in targets(server)[0]
    assert {warning.filename for warning in caught} == {__file__}


def test_a_long_name_is_cut(connect: Connect) -> None:
    client, _ = connect(ANY)
    for size, shown in ((60, "x" * 60), (61, "'x{20}.*[.]{3}.*")):
        with pytest.warns(UserWarning, match=f"^{shown} is None"):
            client.get("/x", {"x" * size: None})


@every_read
@pytest.mark.parametrize("how", ["call", "constructor", "options", "defaults"])
def test_strict_refuses_none(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, read: str, how: str
) -> None:
    server = serve(ANY)
    client = client_of(server, **({"strict": True} if how == "constructor" else {}))
    if how == "options":
        client.options["strict"] = True
    elif how == "defaults":
        monkeypatch.setitem(asana.Client.DEFAULTS, "strict", True)
    with pytest.raises(TypeError, match="due_on is None"):
        READS[read](client, **({"strict": True} if how == "call" else {}))
    assert server.requests == []


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("how", ["params", "keyword", "options"])
def test_none_is_left_out_of_each_page(connect: Connect, listing: str, how: str) -> None:
    client, server = connect(*two_pages())
    params = {"due_on": None} if how == "params" else {}
    call = {"due_on": None} if how == "keyword" else {}
    if how == "options":
        client.options["due_on"] = None
    with pytest.warns(UserWarning, match="due_on is None"):
        found = LISTINGS[listing](
            lambda **o: client.tasks.find_by_project("9", params, **o), **call
        )
    assert found == ["1", "2"]
    assert all("due_on" not in target for target in targets(server))


@pytest.mark.parametrize(
    "record",
    [
        lambda b, **o: b.get("/x", {"due_on": None}, **o),
        lambda b, **o: b.get("/x", due_on=None, **o),
        lambda b, **o: b.tasks.find_all({"due_on": None}, **o),
        lambda b, **o: b.delete("/x", {"due_on": None}, **o),
    ],
)
def test_an_action_of_a_batch_is_no_exception(connect: Connect, record: Any) -> None:
    client, _ = connect(DONE)
    batch = client.batch()
    with pytest.warns(UserWarning, match="due_on is None"):
        action = record(batch)
    assert action.content["data"] == {}
    with pytest.raises(TypeError, match="due_on is None"):
        record(batch, strict=True)
    client.options["strict"] = True
    with pytest.raises(TypeError, match="due_on is None"):
        record(batch)
    assert len(batch) == 1


@pytest.mark.parametrize("strict", [False, True])
def test_none_is_null_in_a_body(connect: Connect, strict: bool) -> None:
    client, server = connect(DONE)
    client.options["strict"] = strict
    client.tasks.update("1", {"due_on": None})
    client.tasks.update("1", due_on=None)
    client.tasks.update("1", {"data": {"due_on": None}})
    client.request("put", "/x", data={"due_on": None})
    action: Any = client.batch().tasks.update("1", due_on=None)
    assert [request.json for request in server.requests] == [{"data": {"due_on": None}}] * 4
    assert action.content["data"] == {"due_on": None}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.users.me(opt_fields=None),
        lambda c: c.users.me({"opt_fields": None}),
        lambda c: c.users.me(fields=None, expand=None, pretty=None),
        lambda c: c.users.me(headers=None, rate_limit=None),
        lambda c: list(c.tasks.find_all(limit=None, offset=None, item_limit=None)),
        lambda c: list(c.tasks.find_all({"limit": None, "offset": None})),
        lambda c: c.events.get({"resource": "1", "sync": None}),
        lambda c: c.events.get(resource="1", sync=None),
    ],
)
def test_an_option_that_is_none_is_not_set(connect: Connect, call: Any, strict: bool) -> None:
    client, server = connect(ANY)
    client.options["strict"] = strict
    client.options["fields"] = None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call(client)
    assert "None" not in targets(server)[0]
    assert "opt_" not in targets(server)[0]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (False, "false"), ("", ""), ([], ""), ("None", "None")]
)
def test_other_values_that_are_false_go_out(
    connect: Connect, value: Any, written: str, strict: bool
) -> None:
    client, server = connect(ANY)
    client.get("/x", {"a": value}, strict=strict)
    client.get("/x", a=value, strict=strict)
    list(client.get_collection("/x", {"a": value}, strict=strict))
    assert [target.partition("&")[0] for target in targets(server)] == [f"/x?a={written}"] * 3


@pytest.mark.parametrize("offset", [0, "0", ""])
@pytest.mark.parametrize("how", ["params", "keyword", "options"])
@pytest.mark.parametrize("listing", [*LISTINGS, "one page"])
def test_an_offset_that_is_false_goes_out(
    connect: Connect, offset: Any, how: str, listing: str
) -> None:
    client, server = connect(ANY)
    params = {"offset": offset} if how == "params" else {}
    call = {"offset": offset} if how == "keyword" else {}
    if how == "options":
        client.options["offset"] = offset

    def tasks(**options: Any) -> Any:
        return client.tasks.find_by_project("9", params, **options)

    if listing == "one page":
        tasks(iterator_type=None, **call)
    else:
        LISTINGS[listing](tasks, **call)
    assert f"offset={offset}" in targets(server)[0].split("?")[1].split("&")


def test_none_takes_back_a_parameter_of_the_client(connect: Connect) -> None:
    client, server = connect(ANY)
    client.options["workspace"] = "5"
    with pytest.warns(UserWarning, match="workspace is None"):
        client.get("/x", workspace=None)
    assert targets(server) == ["/x"]


def test_none_among_the_fields_of_an_upload_is_left_out_with_a_warning(connect: Connect) -> None:
    client, server = connect(DONE)
    fields: Any = {"parent": "1", "name": None}
    with pytest.warns(UserWarning, match="name is None"):
        client.attachments.create_attachment_for_object(fields, file=b"x", file_name="n")
    assert len(parts(server.requests[0])) == 2


def test_none_in_a_list_is_refused(connect: Connect) -> None:
    client, server = connect(ANY)
    for call in (
        lambda: client.get("/x", {"a": [None]}),
        lambda: client.get("/x", a=["1", None]),
        lambda: list(client.tasks.find_all({"tag": (tag for tag in ("1", None))})),
    ):
        with pytest.raises(TypeError, match="None"):
            call()
    assert server.requests == []
