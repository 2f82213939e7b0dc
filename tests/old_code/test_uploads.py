"""Files to upload in every form that requests accepts."""

import io
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest

import asana
from tests.conftest import TOKEN
from tests.faults import failure
from tests.old_code.work import DONE, MAKERS, Connect, Serve, Sleeps, parts, targets

CONTENT = "caf\u00e9\r\n\0".encode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "report 1.txt"
    found.write_bytes(CONTENT)
    return found


def named(name: str, kind: str | None = "text/plain") -> str:
    lines = [f'Content-Disposition: form-data; name="file"; filename="{name}"']
    return "\r\n".join([*lines, *([f"Content-Type: {kind}"] if kind else [])])


PLAIN = named("file", "application/octet-stream")
TEXT = named("a.txt")

FORMS: dict[str, tuple[Any, str]] = {
    "bytes": (lambda: {"file": CONTENT}, PLAIN),
    "text": (lambda: {"file": CONTENT.decode()}, PLAIN),
    "bytearray": (lambda: {"file": bytearray(CONTENT)}, PLAIN),
    "memoryview": (lambda: {"file": memoryview(CONTENT)}, PLAIN),
    "BytesIO": (lambda: {"file": io.BytesIO(CONTENT)}, PLAIN),
    "buffered reader": (lambda: {"file": io.BufferedReader(io.BytesIO(CONTENT))}, PLAIN),
    "pair": (lambda: {"file": ("a.txt", CONTENT)}, TEXT),
    "list in place of a tuple": (lambda: {"file": ["a.txt", CONTENT]}, TEXT),
    "pair with text": (lambda: {"file": ("a.txt", CONTENT.decode())}, TEXT),
    "triple": (lambda: {"file": ("a.txt", CONTENT, "x/y")}, named("a.txt", "x/y")),
    "triple with None": (lambda: {"file": ("a.txt", CONTENT, None)}, TEXT),
    "headers": (
        lambda: {"file": ("a.txt", CONTENT, "x/y", {"X-Id": "1"})},
        named("a.txt", "x/y") + "\r\nX-Id: 1",
    ),
    "no name": (
        lambda: {"file": (None, CONTENT)},
        'Content-Disposition: form-data; name="file"',
    ),
    "list of pairs": (lambda: [("file", ("a.txt", CONTENT))], TEXT),
    "tuple of pairs": (lambda: (("file", ("a.txt", CONTENT)),), TEXT),
    "iterator of pairs": (lambda: iter([("file", ("a.txt", CONTENT))]), TEXT),
    "ordered dictionary": (lambda: OrderedDict(file=("a.txt", CONTENT)), TEXT),
    "items view": (lambda: {"file": ("a.txt", CONTENT)}.items(), TEXT),
    "path as a name": (lambda: {"file": (Path("dir/a.txt"), CONTENT)}, TEXT),
    "bytes as a name": (lambda: {"file": (b"a.txt", CONTENT)}, TEXT),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("call", ["request", "post", "put"])
def test_files_may_have_any_form(connect: Connect, form: str, call: str) -> None:
    client, server = connect(DONE)
    make, head = FORMS[form]
    if call == "request":
        client.request("post", "/x", files=make())
    else:
        getattr(client, call)("/x", {}, files=make())
    assert parts(server.requests[0]) == [(head, CONTENT)]


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("hooked", [False, True])
def test_an_open_file_is_named_after_itself(
    serve: Serve, path: Path, maker: str, hooked: bool
) -> None:
    server = serve(DONE)
    client = MAKERS[maker](asana.Client, base_url=server.base_url)
    if hooked:
        client.session.hooks["response"].append(lambda *_, **__: None)
    with path.open("rb") as file:
        client.request("post", "/tasks/1/attachments", files={"file": file})
    with path.open("rb") as file:
        client.request("post", "/tasks/1/attachments", files=[("file", file)])
    for request in server.requests:
        assert parts(request) == [(named("report 1.txt"), CONTENT)]


def test_a_file_is_uploaded_from_where_it_stands(connect: Connect, path: Path) -> None:
    client, server = connect(DONE)
    with path.open("rb") as file:
        file.read(3)
        client.request("post", "/x", files={"file": file})
    assert parts(server.requests[0])[0][1] == CONTENT[3:]


@pytest.mark.parametrize("form", ["bytes", "text", "BytesIO", "triple", "list of pairs"])
def test_any_form_is_sent_again_after_a_rate_limit(
    connect: Connect, sleeps: Sleeps, form: str
) -> None:
    client, server = connect(failure(429, Retry_After="1"), DONE)
    make, head = FORMS[form]
    client.request("post", "/x", files=make())
    assert [parts(request) for request in server.requests] == [[(head, CONTENT)]] * 2


@pytest.mark.parametrize("kind", ["temporary", "named", "spooled"])
def test_temporary_files_are_uploaded(connect: Connect, kind: str) -> None:
    client, server = connect(DONE)
    makers: dict[str, Any] = {
        "temporary": tempfile.TemporaryFile,
        "named": tempfile.NamedTemporaryFile,
        "spooled": tempfile.SpooledTemporaryFile,
    }
    with makers[kind]() as file:
        file.write(CONTENT)
        file.seek(0)
        client.request("post", "/x", files={"file": file})
    ((head, content),) = parts(server.requests[0])
    assert content == CONTENT
    assert 'name="file"; filename="' in head


def test_fields_and_several_files_go_together(connect: Connect) -> None:
    client, server = connect(DONE)
    client.request(
        "post",
        "/x",
        data={"parent": "1", "tags": ["2", "3"], "flag": True},
        files=[("file", ("a", b"1", "x/y")), ("file", ("b", b"2", "x/y"))],
        params={"opt_fields": "name"},
        timeout=3,
        workspace="5",
    )
    assert targets(server) == ["/x?opt_fields=name"]
    assert [content for _, content in parts(server.requests[0])] == [
        b"5",
        b"1",
        b"2,3",
        b"true",
        b"1",
        b"2",
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"parent": "1"},
        {"data": {"parent": "1"}},
        {"data": {"parent": "1"}, "options": {}},
        {"data": {"parent": "1"}, "options": {"fields": ["name"]}},
        {"data": {"parent": "1"}, "opt_fields": "name"},
    ],
)
def test_fields_may_be_in_an_envelope(connect: Connect, data: Any) -> None:
    client, server = connect(DONE)
    client.request("post", "/x", data=data, files={"file": b"x"})
    assert [content for _, content in parts(server.requests[0])] == [b"1", b"x"]
    assert ("opt_fields=name" in targets(server)[0]) is (len(str(data)) > 45)


@pytest.mark.parametrize(
    "headers", [{"Content-Type": "application/json"}, {"content-type": "multipart/form-data"}]
)
@pytest.mark.parametrize("how", ["call", "client", "option"])
def test_a_content_type_of_the_caller_does_not_replace_the_boundary(
    connect: Connect, headers: dict[str, str], how: str
) -> None:
    client, server = connect(DONE)
    call: dict[str, Any] = {"headers": headers} if how == "call" else {}
    if how == "client":
        client.headers.update(headers)
    elif how == "option":
        client.options["headers"] = headers
    client.request("post", "/x", files={"file": b"x"}, **call)
    assert parts(server.requests[0])[0][1] == b"x"


@pytest.mark.parametrize(
    "call",
    [
        lambda c, f: c.attachments.create_on_task("1", f, "a.txt"),
        lambda c, f: c.attachments.create_attachment_for_task("1", f, "a.txt"),
        lambda c, f: c.attachments.create_on_task(task_id="1", file_content=f, file_name="a.txt"),
        lambda c, f: c.attachments.create_on_task("1", f, "a.txt", None, opt_fields="name"),
    ],
)
@pytest.mark.parametrize("kind", ["bytes", "text", "BytesIO"])
def test_the_methods_of_python_asana_take_any_content(
    connect: Connect, call: Any, kind: str
) -> None:
    client, server = connect(DONE)
    call(client, FORMS[kind][0]()["file"])
    assert targets(server)[0].startswith("/tasks/1/attachments")
    assert parts(server.requests[0]) == [(TEXT, CONTENT)]


@pytest.mark.parametrize(
    "files",
    [
        "text",
        b"bytes",
        5,
        {"file": 5},
        {"file": None},
        {"file": []},
        {"file": ("a.txt",)},
        {"file": ("a.txt", b"x", "x/y", {}, 5)},
        {"file": ("a.txt", None)},
        {"file": {"name": "a.txt"}},
        [("file", ("a.txt", 5))],
    ],
)
def test_what_is_no_file_is_refused(connect: Connect, files: Any) -> None:
    client, server = connect(DONE)
    with pytest.raises((TypeError, ValueError)):
        client.request("post", "/x", files=files)
    assert server.requests == []


@pytest.mark.parametrize("files", [{"file": b"x"}, [("file", b"x")]])
def test_a_batch_refuses_files(files: Any) -> None:
    with pytest.raises(ValueError, match="upload"):
        asana.Client.access_token(TOKEN).batch().request("post", "/x", files=files)


UPLOADS: dict[str, Any] = {
    "params": lambda c, f: c.create_attachment_for_object({"parent": "1", **f}),
    "envelope": lambda c, f: c.create_attachment_for_object({"data": {"parent": "1", **f}}),
    "beside": lambda c, f: c.create_attachment_for_object({"data": {"parent": "1"}, **f}),
    "data": lambda c, f: c.create_attachment_for_object(data={"parent": "1", **f}),
    "envelope as data": lambda c, f: c.create_attachment_for_object(
        data={"data": {"parent": "1", **f}}
    ),
    "keywords": lambda c, f: c.create_attachment_for_object({"data": {"parent": "1"}}, **f),
    "keywords and data": lambda c, f: c.create_attachment_for_object(data={"parent": "1"}, **f),
    "keywords alone": lambda c, f: c.create_attachment_for_object(parent="1", **f),
}


@pytest.mark.parametrize("how", UPLOADS)
def test_the_file_of_an_upload_may_be_in_the_envelope(connect: Connect, how: str) -> None:
    client, server = connect(DONE)
    given = {"file": CONTENT, "file_name": "a.txt"}
    UPLOADS[how](client.attachments, given)
    assert given == {"file": CONTENT, "file_name": "a.txt"}
    assert [content for _, content in parts(server.requests[0])] == [b"1", CONTENT]
    assert parts(server.requests[0])[1][0] == TEXT


@pytest.mark.parametrize("how", UPLOADS)
def test_a_file_in_the_envelope_has_its_own_name(connect: Connect, path: Path, how: str) -> None:
    client, server = connect(DONE)
    with path.open("rb") as file:
        UPLOADS[how](client.attachments, {"file": file})
    UPLOADS[how](client.attachments, {"file": path})
    for request in server.requests:
        assert parts(request)[1] == (named("report 1.txt"), CONTENT)


@pytest.mark.parametrize("how", UPLOADS)
def test_bytes_in_the_envelope_need_a_name(connect: Connect, how: str) -> None:
    client, server = connect(DONE)
    with pytest.raises(ValueError, match="file_name"):
        UPLOADS[how](client.attachments, {"file": CONTENT})
    assert server.requests == []
