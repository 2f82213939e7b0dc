"""Members of enums, which represent their values everywhere."""

import datetime as dt
import enum
import io
import sys
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import asana
from asana.session import AsanaOAuth2Session
from tests.conftest import TOKEN
from tests.faults import data, page, reply
from tests.old_code.work import (
    DONE,
    LISTINGS,
    MAKERS,
    Connect,
    Serve,
    parts,
    targets,
    two_pages,
)

# The names here are made up.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")


class Text(str, enum.Enum):
    A = "12"


class Whole(enum.IntEnum):
    A = 12


class Plain(enum.Enum):
    A = "12"


class Number(enum.Enum):
    A = 12


class Flag(enum.IntFlag):
    A = 12


class Nested(enum.Enum):
    A = Text.A


MEMBERS: list[Any] = [Text.A, Whole.A, Plain.A, Number.A, Flag.A, Nested.A]
if sys.version_info >= (3, 11):
    MEMBERS.append(enum.StrEnum("Eleven", {"A": "12"}).A)

every_member = pytest.mark.parametrize("member", MEMBERS, ids=lambda member: type(member).__name__)


@every_member
@pytest.mark.parametrize("maker", MAKERS)
def test_a_member_is_its_value_in_a_path(serve: Serve, member: Any, maker: str) -> None:
    server = serve(DONE)
    client = MAKERS[maker](asana.Client, base_url=server.base_url)
    client.tasks.find_by_id(member)
    client.tasks.update(member, name="x")
    client.tasks.delete(member)
    client.attachments.create_on_task(member, b"x", "n")
    assert targets(server) == [*["/tasks/12"] * 3, "/tasks/12/attachments"]


@every_member
def test_a_member_is_its_value_in_a_query(connect: Connect, member: Any) -> None:
    client, server = connect(page([], None))
    client.get("/x", {"a": member})
    client.get("/x", a=member)
    client.get("/x", a=[member, member])
    client.get("/x", a=(each for each in [member]))
    client.get("/x", {member: 1})
    client.get("/x", opt_fields=member)
    client.get("/x", opt_fields=[member])
    client.delete("/x", {"a": member})
    client.post("/x", {}, query={"a": member})
    client.options["a"] = member
    client.get("/x")
    assert targets(server) == [
        *["/x?a=12"] * 2,
        "/x?a=12,12",
        "/x?a=12",
        "/x?12=1",
        *["/x?opt_fields=12"] * 2,
        *["/x?a=12"] * 3,
    ]


@every_member
@pytest.mark.parametrize("listing", LISTINGS)
def test_a_member_is_its_value_on_each_page(connect: Connect, member: Any, listing: str) -> None:
    client, server = connect(*two_pages())
    found = LISTINGS[listing](
        lambda **o: client.tasks.find_by_project(member, {"section": member}, **o),
        opt_fields=[member],
    )
    assert found == ["1", "2"]
    assert all(
        target.startswith("/projects/12/tasks?")
        and "section=12" in target
        and "opt_fields=12" in target
        for target in targets(server)
    )


@every_member
def test_a_member_is_its_value_in_a_body(connect: Connect, member: Any) -> None:
    client, server = connect(DONE)
    client.tasks.create(parent=member, projects=[member], custom_fields={member: member})
    client.tasks.update("1", {"data": {"a": member}, "opt_fields": [member]})
    first, second = (request.json for request in server.requests)
    assert {str(value) for value in (first["data"]["parent"], *first["data"]["projects"])} == {"12"}
    assert {(key, str(value)) for key, value in first["data"]["custom_fields"].items()} == {
        ("12", "12")
    }
    assert [str(value) for value in second["options"]["fields"]] == ["12"]


@every_member
def test_a_member_is_its_value_in_a_header(connect: Connect, member: Any) -> None:
    client, server = connect(DONE)
    client.get("/x", headers={"X-Id": member})
    client.get("/x", headers={"X-Id": [member, "a"]})
    client.headers["X-Id"] = member
    client.get("/x")
    client.headers["X-Id"] = [member]
    client.get("/x")
    assert [request.headers["x-id"] for request in server.requests] == ["12", "12,a", "12", "12"]


@every_member
def test_a_member_is_its_value_in_a_batch(member: Any) -> None:
    batch = asana.Client().batch()
    actions: list[Any] = [
        batch.tasks.get_task(member, opt_fields=[member]),
        batch.tasks.find_by_project(member, {"a": member}),
        batch.post("/x", {"a": member, "b": [member]}),
    ]
    assert [action.path for action in actions] == ["/tasks/12", "/projects/12/tasks", "/x"]
    assert str(actions[0].content["options"]["fields"][0]) == "12"
    assert actions[1].content["data"] == {"a": "12"}
    assert {str(actions[2].content["data"]["a"]), str(actions[2].content["data"]["b"][0])} == {"12"}


@every_member
def test_a_member_is_its_value_in_an_upload(connect: Connect, member: Any) -> None:
    client, server = connect(DONE)
    fields: Any = {"parent": member, "opt_fields": [member]}
    client.attachments.create_attachment_for_object(fields, file=b"x", file_name="n")
    assert targets(server) == ["/attachments?opt_fields=12"]
    assert parts(server.requests[0])[0][1] == b"12"


class Words(str, enum.Enum):
    FIELD = "file"
    NAME = "a.txt"
    KIND = "text/x"
    PAGES = "pages"
    GET = "get"
    POST = "post"
    ME = "/users/me"
    LIKES = "likes"
    CREATED = "created_at"
    TOKEN = TOKEN
    CALLBACK = "https://app.example/callback"
    SCOPE = "default"
    SECRET = "s3cret"


def test_a_member_names_the_file_of_an_upload(connect: Connect) -> None:
    client, server = connect(DONE)
    client.request("post", "/x", files={Words.FIELD: (Words.NAME, b"x", Words.KIND)})
    client.attachments.create_on_task("1", b"x", Words.NAME, Words.KIND)
    client.attachments.create_attachment_for_object(
        {"parent": "1"}, file=b"x", file_name=Words.NAME, file_content_type=Words.KIND
    )
    head = 'Content-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/x'
    assert [parts(request)[-1][0] for request in server.requests] == [head] * 3


def test_a_member_is_a_method_a_path_and_an_iterator_type(connect: Connect) -> None:
    client, server = connect(page([{"gid": "1"}], None))
    client.request(Words.GET, Words.ME)
    client.request(Words.POST, "/x", data={"a": 1})
    found: Any = client.tasks.find_by_project("9", iterator_type=Words.PAGES)
    assert list(found) == [[{"gid": "1"}]]
    assert client.batch().request(Words.GET, Words.ME).content["method"] == "get"
    assert [request.method for request in server.requests] == ["GET", "POST", "GET"]
    assert targets(server)[0] == "/users/me"


@pytest.mark.parametrize("sort_by", [Words.LIKES, Words.CREATED])
def test_a_member_says_how_a_search_is_sorted(connect: Connect, sort_by: Any) -> None:
    full = [{"gid": str(n), "created_at": f"2026-01-01T00:00:{59 - n // 2:02}Z"} for n in range(9)]
    client, server = connect(data(full))
    list(client.tasks.search_in_workspace("1", sort_by=sort_by, item_limit=200))
    assert f"sort_by={sort_by.value}" in targets(server)[0]


def test_a_member_is_an_access_token(serve: Serve) -> None:
    server = serve(DONE)
    token: Any = Words.TOKEN
    for client in (
        asana.Client.access_token(token, base_url=server.base_url),
        asana.Client.oauth(token={"access_token": token}, base_url=server.base_url),
        asana.Client(AsanaOAuth2Session(token={"access_token": token}), base_url=server.base_url),
    ):
        client.users.me()
    assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {TOKEN}"}


def test_a_member_is_an_address(serve: Serve) -> None:
    server = serve(DONE)
    address: Any = enum.Enum("address", {"A": server.base_url}, type=str)
    asana.Client(base_url=address.A).users.me()
    client = asana.Client()
    client.options["base_url"] = address.A
    client.users.me()
    assert targets(server) == ["/users/me"] * 2


@pytest.mark.parametrize("client_id", [Text.A, Whole.A, Plain.A, Number.A])
def test_a_member_is_a_setting_of_an_app(serve: Serve, client_id: Any) -> None:
    server = serve(reply(200, b'{"access_token": "T", "token_type": "bearer"}'))
    session: Any = asana.Client.oauth(
        client_id=client_id,
        client_secret=Words.SECRET,
        redirect_uri=Words.CALLBACK,
        scope=[Words.SCOPE],
        base_url=server.base_url,
    ).session
    url, _ = session.authorization_url()
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert query["client_id"] == "12"
    assert query["redirect_uri"] == "https://app.example/callback"
    assert query["scope"] == "default"
    session.fetch_token(code="C")
    form = parse_qs(server.requests[0].body.decode())
    assert (form["client_id"], form["client_secret"]) == (["12"], ["s3cret"])
    assert form["redirect_uri"] == ["https://app.example/callback"]


@every_member
def test_a_member_leads_to_feeds_jobs_and_downloads(connect: Connect, member: Any) -> None:
    client, server = connect(reply(200, b'{"data": [{"n": 1}], "sync": "S2"}'))
    store: dict[str, str] = {"12": "S1"}
    feed = client.events.feed(member, store)
    next(feed)
    feed.commit()
    assert store == {"12": "S2"}
    assert {type(key) for key in store} == {str}
    server.acts = [data({"gid": "12", "status": "succeeded"})]
    client.jobs.wait(member)
    server.acts = [data({"download_url": f"{server.base_url}/f"}), reply(200, b"x")]
    client.attachments.download(member, io.BytesIO())
    server.acts = [DONE]
    client.events.get({"resource": member, "sync": member})
    assert targets(server) == [
        "/events?resource=12&sync=S1",
        "/jobs/12",
        "/attachments/12?opt_fields=download_url,host",
        "/f",
        "/events?resource=12&sync=12",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (("1", "2"), "1,2"),
        (["1", "2"], "1,2"),
        (True, "true"),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (1.5, "1.5"),
        ("a/b c", "a%2Fb+c"),
        ("", ""),
    ],
)
def test_a_member_may_stand_for_any_value(connect: Connect, value: Any, written: str) -> None:
    member = enum.Enum("Member", {"A": value}).A  # type: ignore[attr-defined]
    client, server = connect(DONE)
    client.get("/x", {"a": member})
    client.get("/x", {"a": value})
    assert targets(server) == [f"/x?a={written}"] * 2


@pytest.mark.parametrize("value", ["na/me", "", "..", None, True, 1.5, ("1",), {}])
def test_a_member_that_stands_for_no_gid_is_refused(connect: Connect, value: Any) -> None:
    member = enum.Enum("Member", {"A": value}).A  # type: ignore[attr-defined]
    client, server = connect(DONE)
    with pytest.raises((TypeError, ValueError)):
        client.tasks.find_by_id(member)
    assert server.requests == []
