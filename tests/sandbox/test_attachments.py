import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api, Clock


def attach(
    api: Api, parent: str, name: str = "plan.txt", content: Any = b"The plan", **data: str
) -> dict[str, Any]:
    files = {"file": (name, content)}
    reply = api.call("POST", "/attachments", data={"parent": parent, **data}, files=files)
    assert reply.status_code == 200, reply.text
    assert list(reply.json()["data"]) == ["gid", "resource_type", "name", "resource_subtype"]
    return dict(reply.json()["data"])


def attached(api: Api, *args: Any, **more: Any) -> dict[str, Any]:
    """Attach a file, and return the full record with its size."""
    gid = attach(api, *args, **more)["gid"]
    size = api.get(f"/attachments/{gid}", opt_fields="size")
    return {**api.get(f"/attachments/{gid}"), **size}


def multipart(disposition: bytes, content: bytes = b"x") -> tuple[bytes, str]:
    head = b"--edge\r\nContent-Disposition: form-data; " + disposition
    body = head + b"\r\n\r\n" + content + b"\r\n--edge--\r\n"
    return body, "multipart/form-data; boundary=edge"


def stored(sandbox: Sandbox) -> list[Path]:
    return list(sandbox._services.storage.directory.iterdir())


def test_a_file_on_a_task(api: Api, task: str, sandbox: Sandbox, clock: Clock) -> None:
    short = attach(api, task)
    attachment = api.get(f"/attachments/{short['gid']}")
    download = attachment.pop("download_url")
    assert download.startswith(sandbox.base_url.removesuffix("/api/1.0") + "/")
    asset = f"https://app.asana.com/app/asana/-/get_asset?asset_id={attachment['gid']}"
    assert attachment == {
        "gid": attachment["gid"],
        "resource_type": "attachment",
        "resource_subtype": "asana",
        "name": "plan.txt",
        "created_at": clock.advance(),
        "permanent_url": asset,
        "host": "asana",
        "parent": {
            "gid": task,
            "resource_type": "task",
            "name": "Fresh task",
            "resource_subtype": "default_task",
        },
        "view_url": asset,
    }
    assert api.get("/attachments", parent=task) == [short]
    assert api.get(f"/tasks/{task}/attachments") == [short]
    assert api.get(f"/attachments/{attachment['gid']}", opt_fields="size")["size"] == 8
    (story,) = api.get(f"/tasks/{task}/stories")
    assert story["resource_subtype"] == "attachment_added"
    assert story["text"] == "Maya Lindqvist attached plan.txt"


def test_the_old_way_has_the_task_in_the_path(api: Api, task: str) -> None:
    reply = api.call("POST", f"/tasks/{task}/attachments", files={"file": ("a.bin", b"\0\1")})
    assert reply.status_code == 200
    assert reply.json()["data"]["name"] == "a.bin"
    assert api.get(f"/tasks/{task}/attachments")[0]["name"] == "a.bin"


def test_files_of_projects_and_briefs(api: Api, project: str) -> None:
    assert attached(api, project)["parent"]["gid"] == project
    brief = api.post(f"/projects/{project}/project_briefs", text="Why")["gid"]
    attach(api, brief, "brief.txt")
    assert [each["name"] for each in api.get("/attachments", parent=brief)] == ["brief.txt"]
    api.delete(f"/project_briefs/{brief}")
    attachment = api.get("/attachments", parent=project)[0]["gid"]
    api.delete(f"/attachments/{attachment}")
    assert api.get("/attachments", parent=project) == []


def test_an_external_file_is_only_a_link(api: Api, task: str) -> None:
    data = {
        "parent": task,
        "resource_subtype": "external",
        "name": "Sketch",
        "url": "https://example.com/sketch",
    }
    gid = api.post("/attachments", **data)["gid"]
    attachment = api.get(f"/attachments/{gid}")
    assert "size" not in api.get(f"/attachments/{gid}", opt_fields="size")
    assert attachment["view_url"] == "https://example.com/sketch"
    assert attachment["download_url"] is None
    assert attachment["host"] == attachment["resource_subtype"] == "external"
    api.delete(f"/attachments/{attachment['gid']}")
    del data["url"]
    assert api.refusal("POST", "/attachments", **data) == (400, "url: Missing input")
    connected = {**data, "url": "x", "connect_to_app": "true"}
    assert api.refusal("POST", "/attachments", **connected)[0] == 400


def test_what_an_upload_needs(api: Api, task: str, tom: Api, personal: str) -> None:
    assert api.refusal("POST", "/attachments", parent=task) == (400, "file: Missing input")
    files = {"file": ("a", b"")}
    reply = api.call("POST", "/attachments", files=files)
    assert reply.json()["errors"][0]["message"] == "parent: Missing input"
    reply = api.call("POST", "/attachments", files=files, data={"parent": personal})
    assert reply.json()["errors"][0]["message"] == f"parent: Unknown object: {personal}"
    assert tom.call("POST", "/attachments", files=files, data={"parent": task}).status_code == 403
    assert api.refusal("GET", "/attachments") == (400, "parent: Missing input")
    assert api.refusal("POST", "/attachments", parent=task, resource_subtype="odd")[0] == 400


def test_who_does_not_see_the_task_does_not_see_the_file(api: Api, tom: Api, task: str) -> None:
    gid = attach(api, task)["gid"]
    assert tom.refusal("GET", f"/attachments/{gid}")[0] == 403


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b'filename="plain.txt"', "plain.txt"),
        ('filename="Käse 🧀.txt"'.encode(), "Käse 🧀.txt"),
        (f'filename="{quote("Käse 🧀.txt")}"'.encode(), "Käse 🧀.txt"),
        (f"filename*=UTF-8''{quote('Käse 100%25.txt')}".encode(), "Käse 100%25.txt"),
        (f"filename*0*=UTF-8''{quote('Kä')}; filename*1*={quote('se')}".encode(), "Käse"),
        (b'filename="100%.txt"', "100%.txt"),
        (b'filename="50%ff.txt"', "50%ff.txt"),
        (b'filename="../../etc/passwd"', "passwd"),
        (b'filename="C:\\\\fakepath\\\\a.txt"', "a.txt"),
        (b'filename="a%0D%0Ab%00.txt"', "ab.txt"),
        (b'filename="say %22hi%22.txt"', 'say "hi".txt'),
        (b'filename="../"', "unnamed"),
        (b'filename=""', "unnamed"),
    ],
)
def test_file_names(api: Api, task: str, disposition: bytes, name: str) -> None:
    body, kind = multipart(b'name="file"; ' + disposition)
    headers = {"Content-Type": kind}
    reply = api.call("POST", f"/tasks/{task}/attachments", data=body, headers=headers)
    assert reply.json()["data"]["name"] == name
    attachment = api.get(f"/attachments/{reply.json()['data']['gid']}")
    content = requests.get(attachment["download_url"], timeout=10)
    expected = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    assert content.headers["Content-Disposition"] == expected


def test_other_parts_may_come_behind_the_file(api: Api, task: str) -> None:
    head = multipart(b'name="file"; filename="a"')[0].removesuffix(b"--edge--\r\n")
    body = head + multipart(b'name="parent"', task.encode())[0]
    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    reply = api.call("POST", "/attachments", data=body, headers=headers)
    (attachment,) = api.get("/attachments", parent=task, opt_fields="parent")
    assert attachment["gid"] == reply.json()["data"]["gid"]


@pytest.mark.parametrize("cut", [b"--edge--\r\n", b"\r\n--edge--\r\n"])
def test_an_upload_that_is_cut_short_is_none(
    api: Api, task: str, sandbox: Sandbox, cut: bytes
) -> None:
    before = stored(sandbox)
    body, kind = multipart(b'name="file"; filename="a"', b"content")
    body = body.removesuffix(cut)
    reply = api.call(
        "POST", f"/tasks/{task}/attachments", data=body, headers={"Content-Type": kind}
    )
    assert reply.status_code == 400
    assert stored(sandbox) == before


# Downloads


def test_a_download_needs_no_authorization_and_dies_soon(
    api: Api, task: str, sandbox: Sandbox, clock: Clock
) -> None:
    gid = attach(api, task, content=b"\0bytes\xff" * 50_000)["gid"]
    first, second = (api.get(f"/attachments/{gid}")["download_url"] for _ in range(2))
    assert first != second
    reply = requests.get(first, timeout=10)
    assert reply.content == b"\0bytes\xff" * 50_000
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    head = requests.head(first, timeout=10)
    assert (head.headers["Content-Length"], head.content) == ("350000", b"")
    assert sandbox.requests[-1].query == {}
    clock.advance(seconds=119)
    assert requests.get(second, timeout=10).status_code == 200
    clock.advance(seconds=1)
    assert requests.get(second, timeout=10).status_code == 403


def test_links_cannot_be_guessed(api: Api, task: str) -> None:
    one = attached(api, task, "odd")["download_url"]
    other = attached(api, task)["download_url"]
    assert requests.get(one, timeout=10).headers["Content-Type"] == "application/octet-stream"
    token, fake = one.partition("?")[2], other.partition("?")[0]
    late = f"token=999999999999-{'0' * 16}-{'0' * 64}"
    for url in (f"{fake}?{token}", fake, f"{fake}?token=", f"{fake}?{late}", f"{one[:-1]}g"):
        reply = requests.get(url, timeout=10)
        assert reply.status_code == 403
        assert reply.json()["errors"][0]["message"] == "The link is invalid or has expired."


def test_a_deleted_file_is_gone(api: Api, task: str, sandbox: Sandbox) -> None:
    before = stored(sandbox)
    attachment = attached(api, task)
    assert len(stored(sandbox)) == len(before) + 1
    assert api.delete(f"/attachments/{attachment['gid']}") == {}
    assert stored(sandbox) == before
    assert requests.get(attachment["download_url"], timeout=10).status_code == 404
    assert api.refusal("GET", f"/attachments/{attachment['gid']}")[0] == 404


def test_files_go_with_their_task(api: Api, task: str, sandbox: Sandbox) -> None:
    before = stored(sandbox)
    attach(api, task)
    api.delete(f"/tasks/{task}")
    assert stored(sandbox) == before


def test_a_copy_keeps_the_file(api: Api, task: str, sandbox: Sandbox) -> None:
    attachment = attach(api, task)
    with sandbox.store.lock:
        original = sandbox.store.get("attachment", attachment["gid"])
        assert original is not None
        copy = sandbox.store.create("attachment", **original.values)
    api.delete(f"/attachments/{original.gid}")
    url = api.get(f"/attachments/{copy.gid}")["download_url"]
    assert requests.get(url, timeout=10).content == b"The plan"


def test_attachments_have_events(api: Api, task: str) -> None:
    sync = api.call("GET", f"/tasks/{task}/events").json()["sync"]
    gid = attach(api, task)["gid"]
    api.delete(f"/attachments/{gid}")
    events = api.get(f"/tasks/{task}/events", sync=sync)
    found = [(e["resource"]["resource_type"], e["action"]) for e in events]
    assert found == [("attachment", "added"), ("story", "added"), ("attachment", "deleted")]


# Sizes


@pytest.fixture
def small(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sandbox._services.storage, "max_size", 1000)
    return 1000


def test_files_are_limited(api: Api, task: str, sandbox: Sandbox, small: int) -> None:
    before = stored(sandbox)
    assert attached(api, task, content=b"x" * small)["size"] == small
    files = {"file": ("big", b"x" * (small + 100_000))}
    for _ in range(2):  # the connection continues
        reply = api.call("POST", f"/tasks/{task}/attachments", files=files)
        assert reply.status_code == 413
        message = reply.json()["errors"][0]["message"]
        assert message == f"The request is too large: the limit is {small} bytes."
    assert len(stored(sandbox)) == len(before) + 1


def test_other_bodies_are_limited_too(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asana.sandbox.web.bodies.MAX_TEXT", 100)
    assert api.call("POST", "/tasks", json={"data": {"notes": "x" * 100}}).status_code == 413
    assert api.call("POST", "/tasks", data={"notes": "x" * 100}).status_code == 413
    parts = {"notes": (None, "x" * 100_000)}
    assert api.call("POST", "/tasks", files=parts).status_code == 400


class Zeros:
    """A large sparse file."""

    def __init__(self, size: int) -> None:
        self.left = size

    def chunks(self) -> Iterator[bytes]:
        while self.left:
            chunk = bytes(min(self.left, 65536))
            self.left -= len(chunk)
            yield chunk


def test_an_upload_is_not_held_in_memory(api: Api, task: str) -> None:
    size = 24 * 1024 * 1024
    head, foot = multipart(b'name="file"; filename="big"', b"|")[0].split(b"|")

    def body() -> Iterator[bytes]:
        yield head
        yield from Zeros(size).chunks()
        yield foot

    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    tracemalloc.start()
    try:
        reply = api.call("POST", f"/tasks/{task}/attachments", data=body(), headers=headers)
        path = f"/attachments/{reply.json()['data']['gid']}"
        attachment = api.get(path, opt_fields="size,download_url")
        with requests.get(attachment["download_url"], timeout=10, stream=True) as download:
            received = sum(len(chunk) for chunk in download.iter_content(65536))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert attachment["size"] == received == size
    assert peak < 4 * 1024 * 1024


def test_the_directory_goes_with_the_sandbox() -> None:
    with Sandbox() as sandbox, requests.Session() as session:
        maya = Api(sandbox.base_url, sandbox.access_token, session)
        task = maya.get("/tasks", project=maya.get("/projects")[0]["gid"])[0]["gid"]
        gid = attach(maya, task)["gid"]
        directory = sandbox._services.storage.directory
        assert len(list(directory.iterdir())) == 1
        sandbox.stop()
        assert not directory.exists()
        sandbox.start()
        maya.base_url = sandbox.base_url
        url = maya.get(f"/attachments/{gid}")["download_url"]
        assert requests.get(url, timeout=10).status_code == 404


def test_received_requests_do_not_hold_files(api: Api, task: str, sandbox: Sandbox) -> None:
    attach(api, task, content=b"secret content")
    assert sandbox.requests[-1].body == {"parent": task}
    assert "secret content" not in json.dumps(sandbox.requests[-1].body)
