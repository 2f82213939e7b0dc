"""The requests of an import, in full, and what its journal has of them."""

import json
import re
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

import pytest

from asana._importing.journal import Journal, Kept
from asana._importing.settle import TASK
from asana.fields import DEFINITION
from tests.importing.conftest import Place
from tests.importing.test_importer import row
from tests.overriding import overriding

ONLY_TYPE = {"fields": ["resource_type"]}
ALL = {"opt_fields": "name", "limit": "100"}

ROWS = [
    row(
        "a",
        section="New",
        tags=["t"],
        assignee="me",
        followers=["me"],
        custom_fields={"Budgeted": 1},
        comments=["x", {"html_text": "<body>y</body>"}],
        attachments=[("f", b"12")],
    ),
    row("b", parent="a", dependencies=["a", "c"]),
    row("c", parent="a"),
    row("d", completed=True),
    row("e", due_on="2030-01-01"),
]

CHANGED = [
    row("a", "A2", section="Newer", tags=["u"], comments=["x"]),
    row("b", parent="d"),
    row("c"),
    row("d", completed=True),
    row("x"),
    row("e", due_on="2030-01-02"),
]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> float:
    """The time at Asana, which stands still."""
    found = float(int(time.time()))
    monkeypatch.setattr("asana.importing.clock_of", lambda client, project: lambda: found)
    return found


def since(now: float) -> dict[str, str]:
    text = datetime.fromtimestamp(now - 300, timezone.utc).isoformat()
    return {"project": "PROJECT", "modified_since": text}


class Names:
    """Replaces gids by names."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.names = {place.project: "PROJECT", place.workspace: "WORKSPACE"}
        self.names[place.client.users.me()["gid"]] = "ME"
        overriding(place.client)

    def learn(self, gids: Mapping[str, str]) -> None:
        client = self.place.sandbox.client()
        self.names.update({gid: f"task {key}" for key, gid in gids.items()})
        for tag in client.tags.get_tags_for_workspace(self.place.workspace):
            self.names[tag["gid"]] = f"tag {tag['name']}"
        for each in client.sections.get_sections_for_project(self.place.project):
            self.names[each["gid"]] = f"section {each['name']}"

    def of(self, value: Any) -> Any:
        text = re.sub(
            r"\d{16}", lambda found: self.names.get(found[0], found[0]), json.dumps(value)
        )
        return json.loads(text)

    def requests(self, gids: Mapping[str, str]) -> list[Any]:
        """Return the requests of a run: method, path, query and body."""
        sent = [(each.method, each.path, each.query, each.body) for each in self.requested]
        self.learn(gids)
        return [tuple(each) for each in self.of(sent)]

    def run(self, rows: list[dict[str, Any]], **options: Any) -> Any:
        self.place.sandbox.requests.clear()
        report = self.place.run(*rows, concurrency=1, **options)
        self.requested = list(self.place.sandbox.requests)
        return report


@pytest.fixture
def names(place: Place) -> Names:
    return Names(place)


def post(path: str, **data: Any) -> tuple[Any, ...]:
    return "POST", path, {}, {"data": data, "options": ONLY_TYPE}


def get(path: str, **query: str) -> tuple[Any, ...]:
    return "GET", path, query, None


def home(section: str) -> list[dict[str, str]]:
    return [{"project": "PROJECT", "section": f"section {section}"}]


OPTIONS: list[dict[str, Any]] = [
    {},
    {"fields": ["completed"], "full_payload": True, "item_limit": 1, "iterator_type": "pages"},
    {"iterator_type": None, "retry_writes": True},
]


@pytest.mark.parametrize("options", OPTIONS, ids=repr)
def test_a_first_import_sends_what_is_needed(
    place: Place, names: Names, now: float, options: dict[str, Any]
) -> None:
    field = place.add_field("Budgeted", "number", precision=2)
    place.sandbox.faults.add("drop_after", route="create_task", times=1)
    place.client.options.update(options)
    report = names.run(ROWS)
    parts = ",".join(f"custom_field.{name}" for name in DEFINITION)
    subtasks = {
        "method": "get",
        "relative_path": "/tasks/task a/subtasks",
        "data": {},
        "options": {"fields": ["name"], "limit": 100},
    }
    e = {"name": "E", "due_on": "2030-01-01", "memberships": home("Untitled section")}
    assert names.requests(report.gids) == [
        get("/projects/PROJECT", opt_fields="name,workspace.name"),
        get("/users/me", opt_fields="name"),
        get("/workspaces/WORKSPACE/tags", **ALL),
        get("/projects/PROJECT/sections", **ALL),
        get("/projects/PROJECT/custom_field_settings", opt_fields=parts, limit="100"),
        get("/tasks", **since(now), **ALL),
        post("/tags", name="t", workspace="WORKSPACE"),
        post("/projects/PROJECT/sections", name="New"),
        post("/tasks", **e),
        post("/tasks", name="D", completed=True, memberships=home("Untitled section")),
        post(
            "/tasks",
            name="A",
            assignee="ME",
            followers=["ME"],
            custom_fields={field: 1},
            tags=["tag t"],
            memberships=home("New"),
        ),
        post("/tasks", name="B", parent="task a"),
        post("/tasks", name="C", parent="task a"),
        post("/tasks/task a/stories", text="x"),
        post("/tasks/task a/stories", html_text="<body>y</body>"),
        ("POST", "/attachments", {"opt_fields": "resource_type"}, {"parent": "task a"}),
        post("/tasks/task b/addDependencies", dependencies=["task a", "task c"]),
        # The outcome of the first task.
        get("/tasks", **since(now), opt_fields=",".join(TASK), limit="100"),
        # The order.
        ("POST", "/batch", {}, {"data": {"actions": [subtasks]}}),
        get("/sections/section Untitled section/tasks", **ALL),
    ]
    assert (report.made, report.writes) == (
        5,
        {"tag": 1, "section": 1, "task": 5, "comment": 2, "attachment": 1, "dependencies": 1},
    )


@pytest.mark.parametrize("options", OPTIONS[:2], ids=repr)
def test_an_update_sends_what_is_needed(
    place: Place, names: Names, now: float, options: dict[str, Any]
) -> None:
    field = place.add_field("Budgeted", "number", precision=2)
    names.run(ROWS)
    place.client.options.update(options)
    report = names.run(CHANGED, update=True)
    more = {"options": {"fields": options["fields"]}} if options else {}
    body = {"name": "A2", "custom_fields": {field: None}, "assignee": None}

    def put(key: str, **data: Any) -> tuple[Any, ...]:
        return "PUT", f"/tasks/task {key}", {}, {"data": data, "options": ONLY_TYPE}

    assert names.requests(report.gids) == [
        get("/projects/PROJECT", opt_fields="name,workspace.name"),
        get("/workspaces/WORKSPACE/tags", **ALL),
        get("/projects/PROJECT/sections", **ALL),
        get("/users/me", opt_fields="name"),
        post("/tags", name="u", workspace="WORKSPACE"),
        post("/projects/PROJECT/sections", name="Newer"),
        post("/tasks", name="X", memberships=home("Untitled section")),
        put("a", **body),
        post("/tasks/task a/addProject", project="PROJECT", section="section Newer"),
        post("/tasks/task a/addTag", tag="tag u"),
        post("/tasks/task a/removeTag", tag="tag t"),
        post("/tasks/task a/removeFollowers", followers=["ME"]),
        post("/tasks/task b/setParent", parent="task d"),
        post("/tasks/task b/removeDependencies", dependencies=["task a", "task c"]),
        post("/tasks/task c/setParent", parent=None),
        post("/tasks/task c/addProject", **home("Untitled section")[0]),
        put("e", due_on="2030-01-02"),
        get("/sections/section Untitled section/tasks", **ALL),
        *(
            ("POST", "/sections/section Untitled section/addTask", {}, {"data": data, **more})
            for data in (
                {"task": "task c", "insert_before": "task d"},
                {"task": "task x", "insert_after": "task d"},
            )
        ),
    ]
    assert (report.made, report.changed, report.skipped) == (1, 4, 1)
    assert report.writes == {"tag": 1, "section": 1, "task": 1, "update": 10, "place": 2}


def test_the_journal_has_what_was_sent(
    place: Place, names: Names, now: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = place.add_field("Budgeted", "number", precision=2)
    sent: dict[str, Any] = {}
    intend = Journal.intend

    def noted(self: Journal, write: Any) -> None:
        sent[write.id] = write.kind, write.key, write.sent
        intend(self, write)

    monkeypatch.setattr(Journal, "intend", noted)
    gids = names.run(ROWS).gids
    names.learn(gids)
    [y] = [id for id, each in sent.items() if "html_text" in each[2]]
    [x] = [id for id, each in sent.items() if "text" in each[2]]
    [file] = [id for id, each in sent.items() if each[0] == "attachment"]
    linked = 'dependencies:["b", "a", "c"]'
    a: dict[str, Any] = {
        "name": "A",
        "assignee": "ME",
        "followers": ["ME"],
        "custom_fields": {field: 1},
        "tags": ["tag t"],
        "memberships": home("New"),
    }
    fields: dict[str, Any] = {
        "a": {
            **{name: value for name, value in a.items() if name != "memberships"},
            "section": "New",
            "tags": ["t"],
        },
        "b": {"name": "B", "parent": "a"},
        "c": {"name": "C", "parent": "a"},
        "d": {"name": "D", "completed": True},
        "e": {"name": "E", "due_on": "2030-01-01"},
    }
    ids = {"a": [x, y, file], "b": [linked]}
    parts: dict[str, Any] = {
        key: {"ids": ids.get(key, []), "dependencies": ["a", "c"] if key == "b" else []}
        for key in fields
    }
    bodies: dict[str, Any] = {
        "a": a,
        **{key: {"name": key.upper(), "parent": "task a"} for key in "bc"},
        **{key: {**fields[key], "memberships": home("Untitled section")} for key in "de"},
    }
    assert {id: tuple(each) for id, each in names.of(sent).items()} == {
        "tag:t": ("tag", "t", {"name": "t"}),
        "section:new": ("section", "New", {"name": "New"}),
        **{
            f"task:{key}": (
                "task",
                key,
                {"body": bodies[key], "fields": fields[key], "parts": parts[key]},
            )
            for key in fields
        },
        x: ("comment", "a", {"task": "task a", "text": "x"}),
        y: ("comment", "a", {"task": "task a", "html_text": "<body>y</body>"}),
        file: ("attachment", "a", {"task": "task a", "name": "f", "size": 2}),
        linked: ("dependencies", "b", {"dependencies": ["task a", "task c"]}),
    }
    journal = Journal(place.journal, place.project)
    assert {key: names.of(vars(kept)) for key, kept in journal.rows.items()} == {
        key: vars(Kept(f"task {key}", fields[key], parts[key], True)) for key in fields
    }
    assert {
        id: (each.state, names.names.get(str(each.gid)), each.began, each.ended, each.sent)
        for id, each in journal.writes.items()
    } == {
        **{f"task:{key}": ("done", f"task {key}", now, None, {}) for key in fields},
        "tag:t": ("done", "tag t", now, None, {}),
        "section:new": ("done", "section New", now, None, {}),
        **{id: ("done", None, now, None, {}) for id in (x, y, file, linked)},
    }
    assert [journal.writes[id].gid is None for id in (x, y, file, linked)] == [False] * 3 + [True]
    assert (journal.meta("begun"), names.of(journal.meta("users"))) == ("yes", "ME")
    journal.close()


@pytest.mark.parametrize(
    "route",
    ["create_tag", "create_section_for_project", "create_task", "create_story_for_task",
     "create_attachment_for_object"],
)  # fmt: skip
def test_a_create_is_not_repeated_by_the_client(place: Place, route: str) -> None:
    """The client is allowed to: it would not look first whether the object exists."""
    place.client.options["retry_writes"] = True
    place.sandbox.faults.add("drop_after", route=route, times=1)
    given: dict[str, Any] = {"tags": ["t"], "section": "s", "comments": "x"}
    report = place.run(row("a", **given, attachments=("f", b"1")), concurrency=1)
    assert report.writes == {"tag": 1, "section": 1, "task": 1, "comment": 1, "attachment": 1}
    writes = place.written()
    assert len(writes) == len(set(writes)) == 5
