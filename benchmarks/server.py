"""A local server that replaces Asana: ``python -m benchmarks.server`` prints its port.

It sends precomputed bytes, so that its cost is small and the same for every library. It ends when
its standard input is closed, which happens when its parent process ends.

The beginning of the path contains settings: with ``/latency/0.05/total/1000/api/1.0``, each
response takes 50 ms and a listing has 1,000 items.
"""

import asyncio
import json
import sys
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qs

BASE_PATH = "/api/1.0"

TASK = {
    "gid": "1207654321098765",
    "name": "Prepare the agenda of the quarterly review",
    "resource_type": "task",
    "resource_subtype": "default_task",
}
PERSON = {"gid": "1201234567890123", "name": "Renée Example", "resource_type": "user"}
PROJECT = {"gid": "1209876543210987", "name": "Quarterly review", "resource_type": "project"}
WORKSPACE = {"gid": "1200000000000001", "name": "example.com", "resource_type": "workspace"}
TASK_WITH_FIELDS = {
    **TASK,
    "notes": "Ask each team for two slides, and Renée for the room. Send it out by Thursday.",
    "completed": False,
    "created_at": "2024-05-02T09:14:27.513Z",
    "modified_at": "2024-05-21T16:40:02.108Z",
    "due_on": "2024-06-14",
    "assignee": PERSON,
    "projects": [PROJECT],
    "permalink_url": "https://app.asana.com/0/1209876543210987/1207654321098765",
}
WHOLE_TASK = {
    **TASK_WITH_FIELDS,
    "actual_time_minutes": None,
    "approval_status": None,
    "assignee_status": "inbox",
    "completed_at": None,
    "completed_by": None,
    "custom_fields": [],
    "due_at": None,
    "followers": [PERSON],
    "hearted": False,
    "hearts": [],
    "liked": False,
    "likes": [],
    "memberships": [{"project": PROJECT, "section": {**PROJECT, "resource_type": "section"}}],
    "num_hearts": 0,
    "num_likes": 0,
    "parent": None,
    "start_at": None,
    "start_on": None,
    "tags": [],
    "workspace": WORKSPACE,
}
ME = {**PERSON, "email": "renee@example.com", "photo": None, "workspaces": [WORKSPACE]}
ATTACHMENT = {
    "gid": "1205555555555555",
    "name": "100",
    "resource_type": "attachment",
    "resource_subtype": "asana",
    "parent": TASK,
}

# The headers that Asana sends, because a client has to parse each of them.
HEADERS = """\
Server: nginx
Date: Tue, 21 May 2024 16:40:02 GMT
Content-Type: application/json; charset=UTF-8
Content-Length: {length}
Connection: keep-alive
Cache-Control: no-store
Pragma: no-cache
X-Frame-Options: DENY
X-XSS-Protection: 1; mode=block
X-Content-Type-Options: nosniff
X-Robots-Tag: none
Content-Security-Policy: default-src 'none';frame-src 'none';frame-ancestors 'none'
Strict-Transport-Security: max-age=31536000; includeSubDomains; preload
X-Asana-Api-Version: 1.1
"""


def response(status: str, body: bytes) -> bytes:
    lines = f"HTTP/1.1 {status}\n{HEADERS.format(length=len(body))}\n"
    return lines.replace("\n", "\r\n").encode() + body


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def data(status: str, value: object) -> bytes:
    return response(status, as_json({"data": value}))


ANSWERS = {
    ("GET", "/users/me"): data("200 OK", ME),
    ("POST", "/tasks"): data("201 Created", WHOLE_TASK),
    ("PUT", "/tasks/1"): data("200 OK", WHOLE_TASK),
    ("POST", "/attachments"): data("200 OK", ATTACHMENT),
    ("POST", "/tasks/1/attachments"): data("200 OK", ATTACHMENT),
}
LISTING = ("GET", "/projects/1/tasks")
BATCH = ("POST", "/batch")
NOT_FOUND = response("404 Not Found", as_json({"errors": [{"message": "Not Found"}]}))


@cache
def items(count: int, with_fields: bool) -> bytes:
    """Return the items of a page: the same for every page, so that none is created later."""
    return as_json([TASK_WITH_FIELDS if with_fields else TASK] * count)


def page(query: str, total: int) -> bytes:
    """Return one page of a listing; its offset is the position in the listing."""
    given = parse_qs(query)
    limit, start = int(given["limit"][0]), int(given.get("offset", ["0"])[0])
    end = min(start + limit, total)
    next_page = None
    if end < total:
        path = f"{LISTING[1]}?limit={limit}&offset={end}"
        uri = f"https://app.asana.com{BASE_PATH}{path}"
        next_page = {"offset": str(end), "path": path, "uri": uri}
    found = items(end - start, "opt_fields" in given)
    return response("200 OK", b'{"data":%b,"next_page":%b}' % (found, as_json(next_page)))


@cache
def answers(actions: int) -> bytes:
    """Return the response to a batch of updates."""
    done = {"status_code": 200, "headers": {}, "body": {"data": WHOLE_TASK}}
    return data("200 OK", [done] * actions)


class Request(NamedTuple):
    method: str
    target: str
    length: int

    @property
    def route(self) -> tuple[str, str]:
        return self.method, self.target.partition(BASE_PATH)[2].partition("?")[0]


def parse(head: bytes) -> Request:
    method, target, _ = head.split(b" ", 2)
    _, _, length = head.lower().partition(b"\r\ncontent-length:")
    return Request(method.decode(), target.decode(), int(length.split(b"\r\n", 1)[0] or 0))


def answer(request: Request, actions: int) -> tuple[float, bytes]:
    """Return the delay of the response in seconds, and the response."""
    words = request.target.partition(BASE_PATH)[0].split("/")
    settings = dict(zip(words[1::2], words[2::2], strict=True))
    if request.route == LISTING:
        found = page(request.target.partition("?")[2], int(settings["total"]))
    elif request.route == BATCH:
        found = answers(actions)
    else:
        found = ANSWERS.get(request.route, NOT_FOUND)
    return float(settings["latency"]), found


class Connection(asyncio.Protocol):
    """Responds to the requests of one connection; asyncio itself enables TCP_NODELAY."""

    def __init__(self) -> None:
        self.received = b""
        self.request: Request | None = None
        self.body_left = 0
        self.batch = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        while data:
            data = self._drop_body(data) if self.request else self._read_head(data)

    def _read_head(self, data: bytes) -> bytes:
        """Process a head when it is complete; return the data after it."""
        head, end, rest = (self.received + data).partition(b"\r\n\r\n")
        self.received = b"" if end else head
        if end:
            self.request = parse(head)
            self.body_left = self.request.length
            self._answer_when_read()
        return rest

    def _drop_body(self, data: bytes) -> bytes:
        rest = data[self.body_left :]
        if self.request is not None and self.request.route == BATCH:
            self.batch += data[: self.body_left]
        self.body_left -= len(data) - len(rest)
        self._answer_when_read()
        return rest

    def _answer_when_read(self) -> None:
        if self.request is None or self.body_left:
            return
        latency, found = answer(self.request, self.batch.count(b'"relative_path"'))
        self.request, self.batch = None, b""
        if latency:
            asyncio.get_running_loop().call_later(latency, self.transport.write, found)
        else:
            self.transport.write(found)


async def serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    orphaned = asyncio.Event()
    loop.add_reader(sys.stdin, orphaned.set)
    await orphaned.wait()


if __name__ == "__main__":
    asyncio.run(serve())
