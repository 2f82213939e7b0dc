"""The cost of a request, counted in bytecodes, does not grow with the number of records."""

import gc
import sys
import tracemalloc
from collections.abc import Callable
from functools import cache, partial
from types import FrameType
from typing import Any

import pytest

from asana.sandbox.api.messages import Body, Message
from asana.sandbox.api.pagination import MAX_OFFSETS, Paginator
from asana.sandbox.records.order import Ordered, place_in
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store
from asana.sandbox.web.server import Sandbox

SMALL, LARGE = 150, 600
Work = Callable[["Company"], object]


def steps(work: Callable[[], object]) -> int:
    """Return the number of bytecodes executed by a function."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    # Python 3.12 looks at this frame to decide whether there are events of opcodes.
    sys._getframe().f_trace_opcodes = True
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def written(size: int) -> dict[str, Any]:
    tasks: list[Any] = [
        {"name": f"Task {n}", "project": "P", "section": f"S{n % 2}", "assignee": "ada@example.com"}
        for n in range(size)
    ]
    tasks[-1]["dependencies"] = ["Task 0"]
    return {
        "users": [{"name": "Ada", "email": "ada@example.com"}],
        "tags": ["T"],
        "projects": [{"name": "P", "sections": ["S0", "S1"]}, "Other"],
        "tasks": tasks,
    }


class Company:
    """A sandbox with many tasks; one has many subtasks and comments, and all have one tag."""

    def __init__(self, size: int) -> None:
        self.sandbox = Sandbox(data=written(size))
        store = self.sandbox.store
        (self.project, self.other), (self.tag,) = store.all("project"), store.all("tag")
        self.first, *_, self.last = self.tasks = store.all("task")
        self.section = self.project["sections"].following(None)
        self.list = self.send("GET", "/users/me/user_task_list", workspace=self.home)["gid"]
        for n in range(size):
            self.send("POST", f"/tasks/{self.first.gid}/subtasks", name=f"Sub {n}")
            self.send("POST", f"/tasks/{self.first.gid}/stories", text="Comment")
            self.send("POST", f"/tasks/{self.tasks[n].gid}/addTag", tag=self.tag.gid)
            self.send("PUT", f"/tasks/{self.tasks[n].gid}", external={"gid": f"e{n}"})
            self.send("POST", f"/projects/{self.other.gid}/sections", name=f"More {n}")
            entry = {"duration_minutes": 5}
            self.send("POST", f"/tasks/{self.tasks[n].gid}/time_tracking_entries", **entry)

    @property
    def home(self) -> str:
        return str(self.project["workspace"].gid)

    def send(self, verb: str, path: str, **data: Any) -> Any:
        query, body = (data, {}) if verb == "GET" else ({}, data)
        message = Message(verb, path, self.sandbox.access_token, query, Body(body, {}, {}))
        reply = self.sandbox._application.dispatcher.reply(message)
        assert reply.status in (200, 201), reply.payload
        return reply.payload if "limit" in query else reply.payload["data"]

    def page(self, path: str, **query: Any) -> None:
        """Read the second of many pages."""
        query["limit"] = "5"
        first = self.send("GET", path, **query)
        self.send("GET", path, **query, offset=first["next_page"]["offset"])

    def end(self, path: str, **query: Any) -> None:
        """Read a page near the end of a list."""
        paginator = self.sandbox._services.paginator
        first = self.send("GET", path, **query, limit="1")
        offset = first["next_page"]["offset"]
        position = paginator._positions[offset]
        token = paginator._remember(position.key, [self.tasks[-3]], None, position.ends)
        self.send("GET", path, **query, limit="1", offset=token)


@cache
def company(size: int) -> Company:
    return Company(size)


WORK: dict[str, Work] = {
    "create a task": lambda c: c.send("POST", "/tasks", name="x", projects=[c.project.gid]),
    "delete a task": lambda c: c.send("DELETE", f"/tasks/{c.tasks.pop(len(c.tasks) // 2).gid}"),
    "change a task": lambda c: c.send("PUT", f"/tasks/{c.last.gid}", name="y", completed=True),
    "move a task to the top": lambda c: c.send(
        "POST", f"/sections/{c.section.gid}/addTask", task=c.last.gid
    ),
    "move a task beside another": lambda c: c.send(
        "POST",
        f"/tasks/{c.last.gid}/addProject",
        project=c.project.gid,
        insert_after=c.tasks[3].gid,
    ),
    "make a subtask": lambda c: c.send("POST", f"/tasks/{c.first.gid}/subtasks", name="x"),
    "set the parent": lambda c: c.send(
        "POST", f"/tasks/{c.tasks[-2].gid}/setParent", parent=c.first.gid
    ),
    "comment": lambda c: c.send("POST", f"/tasks/{c.first.gid}/stories", text="x"),
    "tag": lambda c: c.send("POST", f"/tasks/{c.tasks[5].gid}/removeTag", tag=c.tag.gid),
    "track time": lambda c: c.send(
        "POST", f"/tasks/{c.last.gid}/time_tracking_entries", duration_minutes=1
    ),
    "create a section": lambda c: c.send(
        "POST",
        f"/projects/{c.other.gid}/sections",
        name="x",
        insert_before=c.other["sections"].last.gid,
    ),
    "duplicate a task": lambda c: c.send("POST", f"/tasks/{c.last.gid}/duplicate", include="tags"),
    "find by external gid": lambda c: c.send("GET", f"/tasks/external:e{len(c.tasks) - 9}"),
    "stories of a task": lambda c: c.send("GET", f"/tasks/{c.last.gid}/stories"),
    "tasks of a project": lambda c: c.page("/tasks", project=c.project.gid),
    "tasks of a section": lambda c: c.page(f"/sections/{c.section.gid}/tasks"),
    "tasks of a tag": lambda c: c.page(f"/tags/{c.tag.gid}/tasks"),
    "tasks of a person": lambda c: c.page("/tasks", assignee="me", workspace=c.home),
    "my tasks": lambda c: c.page(f"/user_task_lists/{c.list}/tasks"),
    "subtasks": lambda c: c.page(f"/tasks/{c.first.gid}/subtasks"),
    "stories of one task": lambda c: c.page(f"/tasks/{c.first.gid}/stories"),
    "stories of a project": lambda c: c.page(f"/projects/{c.project.gid}/stories"),
    "the end of a project": lambda c: c.end("/tasks", project=c.project.gid),
    "the end of a tag": lambda c: c.end(f"/tags/{c.tag.gid}/tasks"),
    "the end of my tasks": lambda c: c.end(f"/user_task_lists/{c.list}/tasks"),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_row_70_a_request_costs_the_same_among_many_records(work: Work) -> None:
    costs = []
    for size in (SMALL, LARGE):
        work(company(size))  # creates the indexes
        costs.append(steps(partial(work, company(size))))
    assert costs[1] < 1.2 * costs[0]


WHOLE: dict[str, Callable[[Sandbox, int], object]] = {
    "build": lambda _, size: Sandbox(data=written(size)),
    "dump": lambda sandbox, _: sandbox.dump(),
    "load": lambda sandbox, _: sandbox.load(sandbox.dump()),
    "reset": lambda sandbox, _: sandbox.reset(),
    "delete all": lambda sandbox, _: delete_project(sandbox),
}


def delete_project(sandbox: Sandbox) -> None:
    path = f"/projects/{sandbox.store.all('project')[0].gid}"
    sandbox._application.dispatcher.reply(Message("DELETE", path, sandbox.access_token))
    assert sandbox.store.all("task") == []


@pytest.mark.parametrize("work", WHOLE.values(), ids=WHOLE)
def test_row_70_the_whole_grows_evenly(work: Callable[[Sandbox, int], object]) -> None:
    costs = []
    for size in (SMALL, LARGE):
        sandbox = Sandbox(data=written(size))
        costs.append(steps(partial(work, sandbox, size)))
    assert costs[1] < 1.1 * LARGE / SMALL * costs[0]


def test_row_70_names_are_found_by_an_index() -> None:
    """Every second task depends on the previous one, and each is in a separate section."""

    def data(size: int) -> dict[str, Any]:
        tasks = [
            {"name": f"T{n}", "project": "P", "section": f"S{n}"}
            | ({"dependencies": [f"T{n - 1}"]} if n % 2 else {})
            for n in range(size)
        ]
        sections = [f"S{n}" for n in range(size)]
        return {"projects": [{"name": "P", "sections": sections}], "tasks": tasks}

    costs = [steps(partial(Sandbox, data=data(size))) for size in (SMALL, LARGE)]
    assert costs[1] < 1.2 * LARGE / SMALL * costs[0]


def test_row_70_memberships_are_found_by_an_index() -> None:
    costs = []
    for size in (SMALL, LARGE):
        users = [{"name": f"U{n}", "email": f"u{n}@example.com"} for n in range(size)]
        sandbox = Sandbox(data={"users": users, "projects": ["P"], "teams": ["T"]})
        gids = [user.gid for user in sandbox.store.all("user")]
        path = f"/projects/{sandbox.store.all('project')[0].gid}/addMembers"
        body = Body({"members": gids}, {}, {})
        message = Message("POST", path, sandbox.access_token, body=body)
        costs.append(steps(partial(sandbox._application.dispatcher.reply, message)))
        assert len(sandbox.store.all("project")[0]["members"]) == size
    assert costs[1] < 1.2 * LARGE / SMALL * costs[0]


# The parts


def record(name: str) -> Record:
    return Record(name, "task", {})


def test_row_70_an_ordered_list_is_a_list() -> None:
    items = Ordered("abc")
    items.insert("x", "a")
    items.insert("y")
    assert (list(items), len(items), "x" in items, "z" in items) == (list("xabcy"), 5, True, False)
    assert items.remove("b") == "c"
    assert items.remove("y") is None
    assert (list(items), list(reversed(items)), items.last) == (list("xac"), list("cax"), "c")
    assert list(items.after("a")) == ["c"]
    assert (items == Ordered("xac"), items == Ordered("xa"), items == list("xac")) == (
        True,
        False,
        False,
    )
    assert repr(items) == "Ordered(['x', 'a', 'c'])"
    assert (list(Ordered()), Ordered().last, None in Ordered()) == ([], None, False)


@pytest.mark.parametrize(
    ("item", "anchor", "beside", "expected"),
    [
        ("x", None, None, "abcx"),
        ("x", "insert_before", None, "abcx"),
        ("x", "insert_after", None, "xabc"),
        ("x", "insert_before", "b", "axbc"),
        ("x", "insert_after", "b", "abxc"),
        ("x", "insert_after", "c", "abcx"),
        ("b", None, None, "acb"),
        ("b", "insert_after", None, "bac"),
        ("a", "insert_after", None, "abc"),
        ("b", "insert_before", "c", "abc"),
        ("b", "insert_after", "a", "abc"),
        ("a", "insert_after", "c", "bca"),
        ("c", "insert_before", "a", "cab"),
        ("a", "insert_before", "b", "abc"),
    ],
)
def test_row_70_items_move_beside_others(
    item: str, anchor: str | None, beside: str | None, expected: str
) -> None:
    items = Ordered("abc")
    before = place_in(items, item, anchor, beside)
    if item in items:
        items.remove(item)
    items.insert(item, before)
    assert "".join(items) == expected


def test_row_70_offsets_are_bounded() -> None:
    paginator = Paginator(Store().now)
    items = [record(str(n)) for n in range(3)]
    for _ in range(MAX_OFFSETS + 5):
        paginator.page(items, {"limit": "1"}, "key")
    assert len(paginator._positions) == MAX_OFFSETS


def test_a_task_takes_at_most_4_kilobytes() -> None:
    most = 4096 if sys.version_info >= (3, 11) else 5120  # objects of 3.10 have larger dictionaries

    def memory(size: int) -> int:
        data = written(size)
        gc.collect()
        tracemalloc.start()
        try:
            sandbox = Sandbox(data=data)
            sandbox.reset()
            gc.collect()
            return tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()

    memory(2)  # shared by all sandboxes
    assert (memory(LARGE) - memory(SMALL)) / (LARGE - SMALL) <= most


def test_empty_lists_share_what_they_need() -> None:
    one, other = Ordered[str](), Ordered[str]()
    one.insert("a")
    assert (list(one), list(other), len(other), other.last) == (["a"], [], 0, None)
    assert list(reversed(other)) == list(other.after(None)) == []
    one.refill(["b", "c"])
    other.refill(())
    other.insert("d")
    assert (list(one), list(reversed(one)), list(other)) == (["b", "c"], ["c", "b"], ["d"])
    one.refill(())
    assert list(one) == list(Ordered[str]()) == []
