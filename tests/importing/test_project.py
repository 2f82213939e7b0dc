"""The project of an import: its users, tags and sections by name, and the time at Asana."""

import time
from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import format_datetime
from typing import Any

import pytest
import requests

from asana._importing.clock import Clock, clock_of, since
from asana._importing.progress import shown
from asana._importing.project import Named, Project, asked, listed
from asana.error import AsanaError, PremiumOnlyError

USERS = [
    {"gid": "1", "name": "Ann", "email": "ann@example.com"},
    {"gid": "2", "name": "Tom", "email": None},
    {"gid": "3", "name": "Tom", "email": "tom@example.com"},
]
PROJECT = {"gid": "12", "name": "P", "workspace": {"gid": "7", "name": "W"}}


class Client:
    """A client with canned records, which notes the requests."""

    options: dict[str, Any] = {"fields": None}

    def __init__(self) -> None:
        self.requests: list[Any] = []
        self.lists: dict[str, list[Any]] = {"/users": USERS}
        self.plan = True
        self.custom_fields = self

    def get(self, path: Any, query: dict[str, Any], **options: Any) -> Any:
        self.requests.append((str(path), query, options))
        return {"/users/me": {"gid": "1", "name": "Ann"}}.get(str(path), PROJECT)

    def get_collection(self, path: Any, query: dict[str, Any], **options: Any) -> Any:
        self.requests.append((str(path), query, options))
        return iter(self.lists.get(str(path), []))

    def of(self, gid: str) -> Any:
        if not self.plan:
            raise PremiumOnlyError()
        return f"fields of {gid}"


@pytest.fixture
def client() -> Any:
    return Client()


WHOLE = {"item_limit": None, "offset": None, "iterator_type": "items", "full_payload": False}


def test_the_options_of_the_requests() -> None:
    assert listed("a", "b") == {**WHOLE, "fields": ["a", "b"]}
    assert asked("a", "b") == {"full_payload": False, "fields": ["a", "b"]}


def test_each_listing_is_requested_once_and_only_if_it_is_needed(client: Any) -> None:
    project = Project(client, "12")
    assert client.requests == [("/projects/12", {}, asked("name", "workspace.name"))]
    assert (project.gid, project.workspace) == ("12", "7")
    for _ in range(2):
        assert (project.me, project.tags.find("x"), project.sections.find("x")) == ("1", None, None)
        assert project.user("Ann") == "1"
        assert project.fields == "fields of 12"
    assert client.requests[1:] == [
        ("/users/me", {}, asked("name")),
        ("/workspaces/7/tags", {}, listed("name")),
        ("/projects/12/sections", {}, listed("name")),
        ("/users", {"workspace": "7"}, listed("name", "email")),
    ]
    list(project.recent(1000.0, ["a"]))
    query = {"project": "12", "modified_since": "1970-01-01T00:11:40+00:00"}
    assert client.requests[-1] == ("/tasks", query, listed("a"))


def test_without_a_paid_plan_there_are_no_fields(client: Any) -> None:
    client.plan = False
    assert Project(client, "12").fields is None


@pytest.mark.parametrize(
    ("name", "gid"),
    [("me", "1"), ("2", "2"), ("ANN", "1"), ("ann@example.com", "1"), ("tom@example.com", "3")],
)
def test_a_user_has_a_name_an_address_and_a_gid(client: Any, name: str, gid: str) -> None:
    assert Project(client, "12").user(name) == gid


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        ("user", "5", "none of the 3 users in 7 is named '5'"),
        (
            "user",
            "Tom",
            "2 users in 7 are named 'Tom': 2 ('Tom'), 3 ('Tom', 'tom@example.com'); use a gid",
        ),
        ("tag", "t", "2 tags in 7 are named 't': 5 ('t'), 6 ('t'); use a gid"),
        ("section", "s", "2 sections in 12 are named 's': 8 ('s'), 9 ('s'); use a gid"),
    ],
)
def test_a_name_of_none_or_several_is_explained(
    client: Any, kind: str, name: str, message: str
) -> None:
    client.lists["/workspaces/7/tags"] = [{"gid": gid, "name": "t"} for gid in "56"]
    client.lists["/projects/12/sections"] = [{"gid": gid, "name": "s"} for gid in "89"]
    project = Project(client, "12")
    look: Callable[[str], Any] = (
        project.user if kind == "user" else getattr(project, f"{kind}s").find
    )
    with pytest.raises(LookupError) as raised:
        look(name)
    assert str(raised.value) == message


def test_records_by_name_are_listed_again_on_request(client: Any) -> None:
    there = [{"gid": "5", "name": "A"}]
    found = Named(client, "tag", "7", lambda: there)
    assert (found.find("a"), found.find("b"), found.named("a")) == ("5", None, "5")
    found.add("B", "6")
    assert (found.find("b"), found.gids, len(there)) == ("6", {"5", "6"}, 1)
    there = [{"gid": "8", "name": "A"}]
    assert found.find("a") == "5"
    found.refresh()
    assert (found.find("a"), found.find("b"), found.gids) == ("8", None, {"8"})
    with pytest.raises(LookupError):
        found.named("b")


# -- the clock


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic time and the time of this machine."""
    now = [50.0, 1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "time", lambda: now[1])
    return now


class Refusing:
    def __init__(self, date: str | None) -> None:
        self.date = date
        self.asked: list[Any] = []

    def get(self, path: Any, query: Any, **options: Any) -> Any:
        self.asked.append((str(path), query, options))
        error = AsanaError()
        error.response = requests.Response()
        if self.date is not None:
            error.response.headers["Date"] = self.date
        raise error


@pytest.mark.parametrize(
    ("date", "now"),
    [
        (format_datetime(datetime.fromtimestamp(7000, timezone.utc), usegmt=True), 7000.0),
        (None, 1000.0),
        ("yesterday", 1000.0),
    ],
)
def test_the_time_is_that_of_asana(still: list[float], date: str | None, now: float) -> None:
    client: Any = Refusing(date)
    clock = clock_of(client, "12")
    assert client.asked == [("/events", {"resource": "12"}, {})]
    assert clock() == now
    still[:] = [60.0, 1.0]
    assert clock() == now + 10


def test_an_answer_without_an_error_has_no_time(still: list[float]) -> None:
    client: Any = Client()
    assert clock_of(client, "12")() == 1000.0


def test_a_clock_goes_on(still: list[float]) -> None:
    clock = Clock(5.0)
    still[0] += 2.5
    assert clock() == 7.5


def test_a_time_is_asked_for_five_minutes_earlier() -> None:
    assert since(0) == "1969-12-31T23:55:00+00:00"
    assert since(300.5) == "1970-01-01T00:00:00.500000+00:00"


# -- the progress


def test_a_function_is_told_the_completed_and_the_total_count() -> None:
    told: list[Any] = []
    with shown(lambda *both: told.append(both)) as bar:
        bar.begin(3)
        for count in (1, 2, 1):
            bar.advance(count)
    assert told == [(0, 3), (1, 3), (3, 3), (4, 4)]


@pytest.mark.parametrize("progress", [None, False])
def test_without_a_function_nothing_is_told(progress: Any) -> None:
    with shown(progress) as bar:
        bar.begin(3)
        bar.advance(1)


def test_a_bar_shows_the_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bar:
        def __init__(self, **options: Any) -> None:
            self.options, self.n, self.total = options, 0, 0
            self.updates: list[tuple[int, int]] = []
            bars.append(self)

        def __enter__(self) -> "Bar":
            return self

        def __exit__(self, *_: object) -> None: ...

        def update(self, count: int) -> None:
            self.n += count
            self.updates.append((count, self.total))

    bars: list[Bar] = []
    module = type(pytest)("tqdm")
    vars(module)["tqdm"] = Bar
    monkeypatch.setitem(__import__("sys").modules, "tqdm", module)
    with shown(True) as bar:
        bar.begin(3)
        for count in (1, 2, 1):
            bar.advance(count)
    [made] = bars
    assert made.options == {"unit": "write"}
    assert made.updates == [(0, 3), (1, 3), (2, 3), (1, 4)]


def test_a_bar_requires_tqdm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tqdm", None)
    with pytest.raises(ImportError) as raised, shown(True):
        pass
    assert str(raised.value) == (
        "progress=True requires tqdm (pip install tqdm); you can also pass a function"
    )
