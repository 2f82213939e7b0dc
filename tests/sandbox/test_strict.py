"""A strict sandbox rejects the unknown names of an operation, and no others."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

import asana
from asana.sandbox.web.server import Sandbox
from tests.operations import OPERATIONS, Operation
from tests.sandbox.conftest import Api
from tests.sandbox.receiver import Receiver

DATA = Path(__file__).parents[1] / "data"
OPTIONS = {"opt_fields": "gid", "opt_pretty": "true", "opt_expand": ".", "opt_client_name": "a"}
UNKNOWN = re.compile(r"Unknown (parameter|field|option)")
WRITES = ("POST", "PUT")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


PARAMETERS = rows("parameters.tsv")
SCHEMAS = {row["operation"]: row["schema"] for row in rows("results.tsv")}
FIELDS = rows("records.tsv")


def name_of(row: Operation) -> str:
    return f"{row.resource}.{row.method}"


def parameters(row: Operation, place: str) -> dict[str, str]:
    """Return the parameters that Asana documents, with a value that is wrong for most."""
    found = [each for each in PARAMETERS if each["operation"] == name_of(row)]
    return {each["name"]: "1" for each in found if each["place"] == place}


def fields(row: Operation) -> list[str]:
    return [field["name"] for field in FIELDS if field["schema"] == SCHEMAS[name_of(row)]]


def path(row: Operation) -> str:
    return re.sub(r"{\w+}", "1", row.path)


# These return the fields of any record, or fields that cannot be chosen.
OF_ANY_KIND = {"AsanaNamedResource", "AuditLogEvent", "BatchResponse", "EventResponse"}

returning_records = pytest.mark.parametrize(
    "row",
    [row for row in OPERATIONS if fields(row) and SCHEMAS[name_of(row)] not in OF_ANY_KIND],
    ids=name_of,
)
every_operation = pytest.mark.parametrize("row", OPERATIONS, ids=name_of)
every_write = pytest.mark.parametrize(
    "row", [row for row in OPERATIONS if row.verb in WRITES], ids=name_of
)


@pytest.fixture(scope="module")
def strict() -> Iterator[Sandbox]:
    with Sandbox(strict=True) as running:
        yield running


@pytest.fixture(scope="module")
def strictly(strict: Sandbox) -> Iterator[Api]:
    """Maya, the main user of the strict sandbox."""
    with requests.Session() as session:
        yield Api(strict.base_url, strict.access_token, session)


@pytest.fixture(scope="module")
def home(strictly: Api) -> str:
    return str(strictly.get("/workspaces")[0]["gid"])


def problem(reply: requests.Response) -> tuple[int, str]:
    (error,) = reply.json()["errors"]
    return reply.status_code, error["message"]


# All operations


@every_operation
def test_an_unknown_parameter_is_refused(strictly: Api, row: Operation) -> None:
    reply = strictly.call(row.verb, path(row), params={**OPTIONS, "nonsense": "1"})
    assert problem(reply) == (400, "nonsense: Unknown parameter")


@every_operation
def test_an_unknown_option_is_refused(strictly: Api, row: Operation) -> None:
    reply = strictly.call(row.verb, path(row), params={"opt_feilds": "name"})
    assert problem(reply) == (400, "opt_feilds: Unknown parameter")
    if row.verb in WRITES:
        body = {"data": {}, "options": {"fields": ["gid"], "feilds": ["name"]}}
        reply = strictly.call(row.verb, path(row), json=body)
        assert problem(reply) == (400, "feilds: Unknown option")


@every_write
def test_an_unknown_field_of_a_body_is_refused(strictly: Api, row: Operation) -> None:
    refused = (400, "nonsense: Unknown field")
    sent = {**parameters(row, "body"), "nonsense": "1"}
    assert problem(strictly.call(row.verb, path(row), json={"data": sent})) == refused
    assert problem(strictly.call(row.verb, path(row), data=sent)) == refused
    assert problem(strictly.call(row.verb, path(row), files={"nonsense": b"1"})) == refused


@returning_records
@pytest.mark.parametrize("option", ["opt_fields", "opt_expand"])
def test_an_unknown_field_to_return_is_refused(strictly: Api, row: Operation, option: str) -> None:
    reply = strictly.call(row.verb, path(row), params={option: "gid,this.(nonsense|gid).name"})
    assert problem(reply) == (400, f"{option}: Unknown field: nonsense")


@every_operation
def test_what_asana_documents_is_known(strictly: Api, row: Operation) -> None:
    paging = {"limit": "1", "offset": "1"}
    names = ["gid", "resource_type", "this.gid", *fields(row)]
    options = {**OPTIONS, "opt_fields": ",".join(names)}
    query = {**parameters(row, "query"), **paging, **options}
    body = parameters(row, "body")
    replies = [strictly.call(row.verb, path(row), params=query)]
    if row.verb in WRITES:
        inside = {option[4:]: value for option, value in options.items()} | paging
        json = {"data": body, "options": inside}
        replies += [
            strictly.call(row.verb, path(row), params=query, json=json),
            strictly.call(row.verb, path(row), data={**body, **options}),
        ]
    assert not [reply.text for reply in replies if UNKNOWN.search(reply.text)]


def test_the_rest_of_an_upload_is_known(strictly: Api) -> None:
    sent = {**OPTIONS, "parent": "1", "name": "a", "resource_subtype": "asana"}
    reply = strictly.call("POST", "/attachments", data=sent, files={"file": b"1"})
    assert problem(reply) == (400, "parent: Unknown object: 1")
    reply = strictly.call("POST", "/tasks/1/attachments", data=OPTIONS, files={"file": b"1"})
    assert problem(reply) == (404, "task: Not a recognized ID: 1")


# Single names


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"custom_fields.12.value": "1", "text": "a"}, None),
        ({"assignee.any": "me", "sort_by": "created_at"}, None),
        (
            {"opt_fields": "assignee_status,hearts,type,id,this.name,.,followers.(gid|nonsense)"},
            None,
        ),
        ({"opt_fields": "name,offset,path,uri"}, None),
        ({"opt_fields": ""}, None),
        ({"opt_expand": "this,followers", "opt_jsonp": "a"}, None),
        ({"assignee_any": "me"}, "assignee_any: Unknown parameter"),
        ({"custom_field.12.value": "1"}, "custom_field.12.value: Unknown parameter"),
        ({"text": "a", "": "b"}, ": Unknown parameter"),
        ({"opt_fields": "due-on"}, "opt_fields: Unknown field: due-on"),
        ({"opt_fields": "(name|nmae).x"}, "opt_fields: Unknown field: nmae"),
    ],
)
def test_names_of_a_search(
    strictly: Api, home: str, query: dict[str, str], message: str | None
) -> None:
    reply = strictly.call("GET", f"/workspaces/{home}/tasks/search", params=query)
    if message is None:
        assert not UNKNOWN.search(reply.text)
    else:
        assert problem(reply) == (400, message)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"nmae": "a"}, "nmae: Unknown field"),
        ({"num_likes": 1}, "num_likes: Cannot write this property"),
        ({"custom_fields.12": "a"}, "custom_fields.12: Unknown field"),
        ({"data": {"name": "a"}}, "data: Unknown field"),
        ({"opt_fields": "name"}, "opt_fields: Unknown field"),
        ({"limit": 1}, "limit: Unknown field"),
    ],
)
def test_names_of_a_body(strictly: Api, home: str, data: Any, message: str) -> None:
    whole = {"workspace": home, "name": "a", **data}
    assert strictly.refusal("POST", "/tasks", **whole) == (400, message)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/custom_fields", ["privacy_setting", "default_access_level"]),
        ("/goals", ["privacy_setting", "default_access_level"]),
        ("/portfolios", ["privacy_setting", "default_access_level", "public"]),
    ],
)
def test_access_can_be_set_although_it_is_not_documented(
    strictly: Api, path: str, names: list[str]
) -> None:
    for verb, where in (("POST", path), ("PUT", f"{path}/1")):
        reply = strictly.call(verb, where, json={"data": dict.fromkeys(names, "1")})
        assert not UNKNOWN.search(reply.text)


def test_a_strict_client_can_set_access_too(strict: Sandbox, home: str) -> None:
    given: Any = {"name": "Open", "workspace": home, "privacy_setting": "public_to_domain"}
    made = strict.client(strict=True).portfolios.create_portfolio(given)
    assert made["privacy_setting"] == "public_to_domain"


def test_a_parameter_of_a_body_is_none_of_the_query(strictly: Api, home: str) -> None:
    reply = strictly.call("POST", "/tasks", params={"workspace": home, "name": "a"})
    assert problem(reply) == (400, "workspace: Unknown parameter")
    reply = strictly.call("PUT", "/users/me", params={"workspace": home}, json={"data": {}})
    assert reply.status_code == 200


def test_a_post_in_place_of_another_method(strictly: Api, home: str) -> None:
    data = {"workspace": home, "assignee": "me"}
    body = {"data": data, "options": {"method": "get", "limit": 1, "fields": "name"}}
    assert strictly.call("POST", "/tasks", json=body).status_code == 200
    data["assigne"] = "me"
    refused = problem(strictly.call("POST", "/tasks", json=body))
    assert refused == (400, "assigne: Unknown field")


def test_names_are_checked_after_the_token_and_before_the_objects(strict: Sandbox) -> None:
    with requests.Session() as session:
        nobody = Api(strict.base_url, "wrong", session)
        assert nobody.call("GET", "/tasks/1?nonsense=1").status_code == 401
        assert nobody.call("GET", "/nonsense?nonsense=1").status_code == 404


def test_a_refused_request_does_nothing(strictly: Api, home: str) -> None:
    task = strictly.post("/tasks", workspace=home, name="Old")["gid"]
    assert strictly.refusal("PUT", f"/tasks/{task}", name="New", due="2026-01-01")[0] == 400
    assert strictly.call("DELETE", f"/tasks/{task}?nonsense=1").status_code == 400
    assert strictly.get(f"/tasks/{task}")["name"] == "Old"


# Batches


def test_each_action_of_a_batch_is_checked_by_itself(strictly: Api, home: str) -> None:
    good = {"method": "get", "relative_path": "/tasks", "options": {"limit": 1, "fields": ["name"]}}
    replies = strictly.post(
        "/batch",
        actions=[
            {**good, "data": {"workspace": home, "assignee": "me"}},
            {**good, "data": {"workspace": home, "assigne": "me"}},
            {**good, "options": {"feilds": ["name"]}},
            {**good, "options": {"fields": ["nmae"]}},
            {"method": "post", "relative_path": "/tasks", "data": {"nmae": "a"}},
            {"method": "get", "relative_path": "/tasks", "params": {"workspace": home}},
        ],
    )
    assert [reply["status_code"] for reply in replies] == [200, 400, 400, 400, 400, 400]
    assert [reply["body"]["errors"][0]["message"] for reply in replies[1:]] == [
        "assigne: Unknown parameter",
        "feilds: Unknown option",
        "opt_fields: Unknown field: nmae",
        "nmae: Unknown field",
        "actions: [5]: params: Unknown field",
    ]


@every_operation
def test_an_unknown_name_in_a_batch_is_refused(strictly: Api, row: Operation) -> None:
    action = {"method": row.verb, "relative_path": path(row), "data": {"nonsense": "1"}}
    (reply,) = strictly.post("/batch", actions=[action])
    assert reply["status_code"] == 400
    message = reply["body"]["errors"][0]["message"]
    assert message.startswith("nonsense: Unknown") or "Not available in a batch" in message


# Everything else


def test_a_webhook_is_created_and_called(strictly: Api, strict: Sandbox, home: str) -> None:
    project = strictly.post("/projects", name="Watched", workspace=home)["gid"]
    with Receiver() as receiver:
        filters = [{"resource_type": "task", "action": "changed", "fields": ["name"]}]
        sent = {"resource": project, "target": receiver.url, "filters": filters}
        assert strictly.refusal("POST", "/webhooks", **sent, filter=[]) == (
            400,
            "filter: Unknown field",
        )
        hook = strictly.post("/webhooks", **sent)["gid"]
        strictly.delete(f"/webhooks/{hook}")


def test_pages_are_turned(strict: Sandbox) -> None:
    client = strict.client(strict=True, page_size=2)
    workspace, *_ = client.workspaces.get_workspaces()
    users = list(client.users.get_users(workspace=workspace["gid"], opt_fields=["name", "uri"]))
    assert len(users) > 2


def test_the_page_shows_what_was_refused(strict: Sandbox, strictly: Api) -> None:
    assert strictly.call("GET", "/users?nonsense=1").status_code == 400
    assert requests.get(strict.url + "?nonsense=1", timeout=10).status_code == 200
    assert strict.requests[-1].status == 400


def test_the_client_raises_what_the_sandbox_refuses(strict: Sandbox) -> None:
    client = strict.client()
    with (
        pytest.warns(asana.UnknownNameWarning),
        pytest.raises(asana.error.InvalidRequestError, match="nonsense: Unknown parameter"),
    ):
        client.users.get_user("me", nonsense=1)  # type: ignore[call-arg]


def test_it_can_be_turned_on_and_off() -> None:
    with Sandbox() as sandbox, requests.Session() as session:
        api = Api(sandbox.base_url, sandbox.access_token, session)
        assert not sandbox.strict
        assert api.call("GET", "/users/me?nonsense=1&opt_fields=nonsense").status_code == 200
        sandbox.strict = True
        assert api.call("GET", "/users/me?nonsense=1").status_code == 400
        sandbox.reset()
        sandbox.load(sandbox.dump())
        assert sandbox.strict
        sandbox.strict = False
        assert api.call("GET", "/users/me?nonsense=1").status_code == 200
