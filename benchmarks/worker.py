"""Measure one case of one library, and print the result as one line of JSON.

``python -m benchmarks`` runs it with the interpreter of the library's own environment, which has
only the standard library and that library, so this module cannot import the package.
"""

import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

PAGE_SIZE = 100
WORK = 0.05  # seconds of work on each page, in cases with work
NEW_TASK: Any = {
    "name": "Prepare the agenda",
    "notes": "Two slides for each team",
    "projects": ["1"],
}
UPDATE = {"completed": True}
FIELDS = [
    "name",
    "resource_subtype",
    "notes",
    "completed",
    "created_at",
    "modified_at",
    "due_on",
    "assignee.name",
    "projects.name",
    "permalink_url",
]


class Library:
    """The operations that the cases need, as the documentation of the library shows them."""

    module: ClassVar[str]

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.library: Any = importlib.import_module(self.module)
        self.client = self.construct()

    def construct(self) -> Any:
        raise NotImplementedError

    def me(self) -> Any:
        raise NotImplementedError

    def create(self) -> Any:
        raise NotImplementedError

    def update(self, gid: str) -> Any:
        raise NotImplementedError

    def update_all(self, gids: Iterable[str]) -> None:
        for gid in gids:
            self.update(gid)

    def tasks(self, fields: list[str] | None = None) -> Iterator[Any]:
        raise NotImplementedError

    def upload(self, path: str) -> Any:
        raise NotImplementedError


class This(Library):
    module = "asana"
    listing_options: ClassVar[dict[str, Any]] = {}

    def construct(self) -> Any:
        return self.library.Client.access_token("x", base_url=self.base_url)

    def me(self) -> Any:
        return self.client.users.me()

    def create(self) -> Any:
        return self.client.tasks.create_task(NEW_TASK)

    def update(self, gid: str) -> Any:
        return self.client.tasks.update_task(gid, UPDATE)

    def tasks(self, fields: list[str] | None = None) -> Iterator[Any]:
        options = {"opt_fields": fields} if fields else {}
        found: Iterator[Any] = self.client.tasks.get_tasks_for_project(
            "1", **options, **self.listing_options
        )
        return found

    def upload(self, path: str) -> Any:
        return self.client.attachments.create_attachment_for_object({"parent": "1"}, file=path)


class ThisPrefetching(This):
    listing_options = {"prefetch": True}


class ThisWithSmallPages(This):
    listing_options = {"page_size": 20}


class ThisConcurrent(This):
    def update_all(self, gids: Iterable[str]) -> None:
        for _ in self.client.map(self.update, gids, concurrency=10):
            pass


class ThisInBatches(This):
    def update_all(self, gids: Iterable[str]) -> None:
        batch = self.client.batch()
        for gid in gids:
            batch.tasks.update_task(gid, UPDATE)
        check(all(action.error is None for action in batch.send()))


class Asana3(This):
    """Where the names are the same, the calls are those of this client."""

    def construct(self) -> Any:
        os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # otherwise it rejects plain http
        client = self.library.Client.access_token("x")
        client.options["base_url"] = self.base_url
        client.options["page_size"] = PAGE_SIZE
        return client

    def tasks(self, fields: list[str] | None = None) -> Iterator[Any]:
        options = {"fields": fields} if fields else {}
        found: Iterator[Any] = self.client.tasks.get_tasks_for_project("1", **options)
        return found

    def upload(self, path: str) -> Any:
        with open(path, "rb") as file:
            return self.client.attachments.create_attachment_for_task("1", file, "file")


class Asana5(Library):
    module = "asana"

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.users = self.library.UsersApi(self.client)
        self.tasks_api = self.library.TasksApi(self.client)
        self.attachments = self.library.AttachmentsApi(self.client)

    def construct(self) -> Any:
        configuration = self.library.Configuration()
        configuration.access_token = "x"
        configuration.host = self.base_url
        return self.library.ApiClient(configuration)

    def me(self) -> Any:
        return self.users.get_user("me", {})

    def create(self) -> Any:
        return self.tasks_api.create_task({"data": NEW_TASK}, {})

    def update(self, gid: str) -> Any:
        return self.tasks_api.update_task({"data": UPDATE}, gid, {})

    def tasks(self, fields: list[str] | None = None) -> Iterator[Any]:
        # A new dictionary for each call, because the library modifies it.
        options: dict[str, Any] = {"limit": PAGE_SIZE}
        if fields:
            options["opt_fields"] = ",".join(fields)
        found: Iterator[Any] = self.tasks_api.get_tasks_for_project("1", options, item_limit=None)
        return found

    def upload(self, path: str) -> Any:
        return self.attachments.create_attachment_for_object({"file": path, "parent": "1"})


class ByHand(Library):
    """Plain requests: a call, the body's ``data``, and a loop that follows offsets."""

    headers = {"Authorization": "Bearer x"}

    def ask(self, method: str, path: str, query: Any = None, body: Any = None) -> Any:
        """Send a request and return the entire body of the response."""
        raise NotImplementedError

    def me(self) -> Any:
        return self.ask("GET", "/users/me")["data"]

    def create(self) -> Any:
        return self.ask("POST", "/tasks", body={"data": NEW_TASK})["data"]

    def update(self, gid: str) -> Any:
        return self.ask("PUT", f"/tasks/{gid}", body={"data": UPDATE})["data"]

    def tasks(self, fields: list[str] | None = None) -> Iterator[Any]:
        query: dict[str, Any] = {"limit": PAGE_SIZE}
        if fields:
            query["opt_fields"] = ",".join(fields)
        while True:
            page = self.ask("GET", "/projects/1/tasks", query)
            yield from page["data"]
            if not page["next_page"]:
                return
            query["offset"] = page["next_page"]["offset"]


class Requests(ByHand):
    module = "requests"

    def construct(self) -> Any:
        session = self.library.Session()
        session.headers.update(self.headers)
        return session

    def ask(self, method: str, path: str, query: Any = None, body: Any = None) -> Any:
        return self.client.request(method, self.base_url + path, params=query, json=body).json()

    def upload(self, path: str) -> Any:
        with open(path, "rb") as file:
            response = self.client.post(
                self.base_url + "/attachments", data={"parent": "1"}, files={"file": file}
            )
        return response.json()["data"]


class Urllib3(ByHand):
    module = "urllib3"

    def construct(self) -> Any:
        return self.library.PoolManager(headers=self.headers)

    def ask(self, method: str, path: str, query: Any = None, body: Any = None) -> Any:
        url = self.base_url + path
        if body is None:
            response = self.client.request(method, url, fields=query)
        else:
            response = self.client.request(method, url, json=body)
        return json.loads(response.data)

    def upload(self, path: str) -> Any:
        fields = {"parent": "1", "file": ("file", Path(path).read_bytes())}
        response = self.client.request("POST", self.base_url + "/attachments", fields=fields)
        return json.loads(response.data)["data"]


class HttpClient(ByHand):
    module = "http.client"

    def construct(self) -> Any:
        parts = urlsplit(self.base_url)
        self.base_path = parts.path
        return self.library.HTTPConnection(parts.hostname, parts.port)

    def ask(self, method: str, path: str, query: Any = None, body: Any = None) -> Any:
        target = self.base_path + path
        if query:
            target += "?" + urlencode(query)
        if body is None:
            self.client.request(method, target, headers=self.headers)
        else:
            headers = {**self.headers, "Content-Type": "application/json"}
            self.client.request(method, target, json.dumps(body), headers)
        return json.loads(self.client.getresponse().read())


LIBRARIES: dict[str, type[Library]] = {
    "this": This,
    "this-orjson": This,
    "this-prefetch": ThisPrefetching,
    "this-small-pages": ThisWithSmallPages,
    "this-map": ThisConcurrent,
    "this-batch": ThisInBatches,
    "asana-3.2.3": Asana3,
    "asana-5.4.0": Asana5,
    "requests": Requests,
    "urllib3": Urllib3,
    "http.client": HttpClient,
}


# Each case does its work ``count`` times.


def construct(library: Library, count: int) -> None:
    for _ in range(count):
        library.construct()


def get(library: Library, count: int) -> None:
    for _ in range(count):
        check(library.me()["email"] == "renee@example.com")


def post(library: Library, count: int) -> None:
    for _ in range(count):
        check(library.create()["resource_type"] == "task")


def listing(library: Library, count: int) -> None:
    check(sum(1 for _ in islice(library.tasks(), count)) == count)


def listing_with_fields(library: Library, count: int) -> None:
    check(sum(1 for _ in islice(library.tasks(FIELDS), count)) == count)


def upload(library: Library, count: int) -> None:
    """Upload the file of ``count`` megabytes, which is its name."""
    check(library.upload(str(count))["resource_type"] == "attachment")


def listing_and_work(library: Library, count: int) -> None:
    for number, _ in enumerate(islice(library.tasks(), count), 1):
        if number % PAGE_SIZE == 0:
            time.sleep(WORK)


def updates(library: Library, count: int) -> None:
    library.update_all(["1"] * count)


CASES: dict[str, Callable[[Library, int], None]] = {
    "construct": construct,
    "get": get,
    "post": post,
    "list": listing,
    "list-fields": listing_with_fields,
    "list-memory": listing,
    "upload": upload,
    "latency-list": listing_and_work,
    "latency-updates": updates,
}


def check(right: bool) -> None:
    """Raise if a library did not return the expected result."""
    if not right:
        raise SystemExit("unexpected result")


def peak_memory() -> int:
    """Return the peak of the resident size in bytes.

    From /proc, because the peak of ``getrusage`` on Linux includes that of the parent process.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def main(library_name: str, case_name: str, base_url: str, *counts: str) -> None:
    warm, count = map(int, counts)
    library = LIBRARIES[library_name](base_url)
    case = CASES[case_name]
    case(library, warm)
    memory, wall, cpu = peak_memory(), time.perf_counter(), time.process_time()
    case(library, count)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(json.dumps({"cpu": cpu, "wall": wall, "memory": peak_memory() - memory}))


if __name__ == "__main__":
    main(*sys.argv[1:])
