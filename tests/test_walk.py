"""Trees of tasks: every subtask is read once, in order, with a bounded number of requests."""

from collections.abc import Mapping
from typing import Any

import pytest

import asana
from asana.records import Record
from asana.sandbox import Sandbox
from tests.overriding import overriding
from tests.places import Place, place, shared

__all__ = ["place", "shared"]

Forest = Mapping[str, Any]


def plant(place: Place, forest: Forest, parent: str | None = None) -> dict[str, str]:
    """Create tasks with subtasks, given by their names; return their gids."""
    gids: dict[str, str] = {}
    tasks = place.client.tasks
    for name, below in forest.items():
        home: Any = {"projects": [place.project]} if parent is None else {"parent": parent}
        gids[name] = tasks.create_task(home, name=name)["gid"]
        if parent is None:  # to the end
            tasks.add_project_for_task(
                gids[name], {"project": place.project, "insert_before": None}
            )
        gids |= plant(place, below, gids[name])
    return gids


def names(walk: Any) -> list[tuple[int, str]]:
    return [(depth, task["name"]) for depth, task in walk]


FOREST = {"A": {"A1": {}}, "B": {}, "C": {"C1": {}, "C2": {"C21": {}, "C22": {"C221": {}}}}}

IN_ORDER = [
    (0, "A"),
    (1, "A1"),
    (0, "B"),
    (0, "C"),
    (1, "C1"),
    (1, "C2"),
    (2, "C21"),
    (2, "C22"),
    (3, "C221"),
]


def test_each_task_is_followed_by_its_subtasks(place: Place) -> None:
    plant(place, FOREST)
    with place.requests(4):  # the listing, and the levels of C and A, of C2, and of C22
        assert names(place.client.tasks.walk(place.project)) == IN_ORDER


def test_a_tree(place: Place) -> None:
    plant(place, FOREST)
    with place.requests(4):
        tree = place.client.tasks.tree(place.project)

    def bare(nodes: Any) -> Any:
        return {node["name"]: bare(node["subtasks"]) for node in nodes}

    assert bare(tree) == FOREST


def test_nothing_is_sent_before_the_first_task_is_asked_for(place: Place) -> None:
    with place.requests(0):
        walk = place.client.tasks.walk(place.project)
    with place.requests(1):
        assert [*walk] == []
    with place.requests(1):
        assert place.client.tasks.tree(place.project) == []


def test_the_fields_are_those_that_were_asked_for(place: Place) -> None:
    plant(place, {"A": {"A1": {}}})
    walk = place.client.tasks.walk

    def found(**options: Any) -> list[set[str]]:
        return [set(task) for _, task in walk(place.project, **options)]

    compact = {"gid", "name", "resource_type", "resource_subtype", "num_subtasks"}
    assert found() == [compact, compact]
    few = {"gid", "due_on", "num_subtasks"}
    for fields in (["due_on"], "due_on, num_subtasks", iter(["due_on"])):
        assert found(fields=fields) == [few, few]
    assert found(opt_fields="due_on") == [few, few]
    place.client.options["fields"] = "due_on"
    assert found() == [few, few]
    assert {"gid", "due_on", "num_subtasks", "subtasks"} == set(
        place.client.tasks.tree(place.project)[0]
    )


def test_of_the_clients_options_none_cuts_the_tree(place: Place) -> None:
    plant(place, FOREST)
    place.client.options.update(
        item_limit=1, iterator_type="pages", full_payload=True, page_size=1, limit=1
    )
    assert names(place.client.tasks.walk(place.project)) == IN_ORDER


def test_transport_options_reach_every_request(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(place, FOREST)
    request = place.client.request
    seen: list[Any] = []

    def spied(method: str, path: str, **options: Any) -> Any:
        seen.append((method, options.get("timeout")))
        return request(method, path, **options)

    monkeypatch.setattr(place.client, "request", spied)
    place.client.tasks.tree(place.project, timeout=7, deadline=70, headers={"X-A": "b"})
    assert [method for method, _ in seen] == ["get", "post", "post", "post"]
    assert {timeout for _, timeout in seen} == {7}


def test_other_places(place: Place) -> None:
    gids = plant(place, FOREST)
    tasks, sections = place.client.tasks, place.client.sections
    doing = sections.ensure(place.project, "Doing")["gid"]
    sections.add_task_for_section(doing, task=gids["A"])
    assert names(tasks.walk(section=doing)) == [(0, "A"), (1, "A1")]
    with place.requests(3):
        below = names(tasks.walk(task=gids["C"]))
    assert below == [(depth - 1, name) for depth, name in IN_ORDER[4:]]
    assert [node["name"] for node in tasks.tree(task=gids["C"])] == ["C1", "C2"]
    mine = place.client.user_task_lists.get_user_task_list_for_user("me", workspace=place.workspace)
    tasks.update_task(gids["A"], assignee="me")
    assert (1, "A1") in names(tasks.walk(user_task_list=mine["gid"]))


@pytest.mark.parametrize(
    "places", [{}, {"project": "1", "task": "2"}, {"project": None, "section": None}]
)
def test_one_place_is_given(place: Place, places: dict[str, Any]) -> None:
    for method in (place.client.tasks.walk, place.client.tasks.tree):
        with place.requests(0), pytest.raises(TypeError, match="pass exactly one of project, sec"):
            method(**places)


def test_what_is_no_gid_is_refused_at_once(place: Place) -> None:
    with pytest.raises(ValueError, match="not a gid"):
        place.client.tasks.walk("a/b")
    with pytest.raises(TypeError, match="gid must be a string"):
        place.client.tasks.walk({"gid": "1"})  # type: ignore[arg-type]


def test_a_project_that_is_not_there(place: Place) -> None:
    with pytest.raises(asana.error.NotFoundError):
        next(place.client.tasks.walk("1"))


# -- failures


def with_answers(place: Place, monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """Pass each response to an action of a batch through a function."""
    request = place.client.request

    def changed(method: str, path: str, **options: Any) -> Any:
        found = request(method, path, **options)
        if path == "/batch":
            actions = options["data"]["data"]["actions"]
            return [change(*pair) or pair[1] for pair in zip(actions, found, strict=True)]
        return found

    monkeypatch.setattr(place.client, "request", changed)


def refusal(status: int) -> Record:
    return {"status_code": status, "headers": {}, "body": {"errors": [{"message": "no"}]}}


def test_a_task_that_is_deleted_meanwhile_has_no_subtasks(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    gids = plant(place, FOREST)
    listing = place.client.get_collection

    def late(*args: Any, **options: Any) -> Any:
        yield from [*listing(*args, **options)]
        place.client.tasks.delete_task(gids["C"])

    monkeypatch.setattr(place.client, "get_collection", late)
    with_answers(place, monkeypatch, lambda action, answer: None)
    assert names(place.client.tasks.walk(place.project)) == [*IN_ORDER[:4]]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_action_that_fails_for_a_while_is_asked_again(
    place: Place, monkeypatch: pytest.MonkeyPatch, status: int, sleeps: list[float]
) -> None:
    gids = plant(place, FOREST)

    def failing(action: Record, answer: Record) -> Record | None:
        return refusal(status) if gids["C2"] in action["relative_path"] else None

    with_answers(place, monkeypatch, failing)
    with place.requests(5):
        assert names(place.client.tasks.walk(place.project)) == IN_ORDER


def test_a_batch_that_is_not_found_loses_no_subtasks(place: Place) -> None:
    plant(place, FOREST)
    place.sandbox.faults.add(status=404, route="POST /batch")
    assert names(place.client.tasks.walk(place.project)) == IN_ORDER


def test_an_action_that_is_refused_raises(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(place, FOREST)
    with_answers(place, monkeypatch, lambda action, answer: refusal(403))
    with pytest.raises(asana.error.ForbiddenError):
        place.client.tasks.tree(place.project)


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "cut_body", "rate_limit"])
def test_a_batch_that_fails_is_sent_again(place: Place, fault: str, sleeps: list[float]) -> None:
    plant(place, FOREST)
    place.sandbox.faults.add(fault, route="POST /batch", times=2)
    assert names(place.client.tasks.walk(place.project)) == IN_ORDER


def test_a_service_that_is_down_raises(place: Place, sleeps: list[float]) -> None:
    plant(place, FOREST)
    place.sandbox.faults.add(status=500, route="POST /batch")
    place.sandbox.faults.add(status=500, route="get_subtasks_for_task")
    with pytest.raises(asana.error.ServerError):
        place.client.tasks.tree(place.project)


def test_a_task_that_is_below_itself(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    gids = plant(place, {"A": {"B": {"C": {}}}})

    def circle(action: Record, answer: Record) -> Record | None:
        if f"/{gids['B']}/" not in action["relative_path"]:
            return None
        subtasks = [{"gid": gids[name], "name": name, "num_subtasks": 1} for name in "AC"]
        return {**answer, "body": {"data": subtasks}}

    with_answers(place, monkeypatch, circle)
    assert names(place.client.tasks.walk(place.project)) == [(0, "A"), (1, "B"), (2, "C")]
    assert names(place.client.tasks.walk(task=gids["A"])) == [(0, "B"), (1, "C")]


def test_a_subtask_that_is_in_the_project_comes_in_both_places(place: Place) -> None:
    gids = plant(place, {"A": {"B": {"C": {}}}})
    place.client.tasks.add_project_for_task(gids["B"], project=place.project)
    with place.requests(2):  # A and B in one batch
        found = names(place.client.tasks.walk(place.project))
    assert sorted(found) == [(0, "A"), (0, "B"), (1, "B"), (1, "C"), (2, "C")]


def test_a_long_list_of_subtasks_has_pages(place: Place) -> None:
    gids = plant(place, {"A": {f"A{number:03}": {} for number in range(205)}})
    with place.requests(4):  # the listing, the batch, and two more pages
        found = names(place.client.tasks.walk(place.project))
    assert found == [(0, "A"), *((1, f"A{number:03}") for number in range(205))]
    assert len(gids) == len(found)


def test_a_batch_cannot_walk(place: Place) -> None:
    batch = place.client.batch()
    with pytest.raises(TypeError, match="an action is not a record"):
        batch.tasks.tree(place.project)
    with pytest.raises(ValueError, match="a batch cannot contain batches"):
        batch.batch()


def test_deep_trees_need_no_recursion(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    gids = plant(place, {"0": {"1": {}}})
    numbers = iter(range(2, 1200))

    def deeper(action: Record, answer: Record) -> Record:
        number = str(next(numbers, ""))
        below = [{"gid": number, "name": number, "num_subtasks": 1}] if number else []
        return {**answer, "status_code": 200, "body": {"data": below}}

    with_answers(place, monkeypatch, deeper)
    found = [depth for depth, _ in place.client.tasks.walk(place.project)]
    assert found == [0, *range(1, 1199)]
    assert gids


def test_many_tasks_take_few_requests() -> None:
    tasks = [
        {
            "name": f"Task {number}",
            "project": "Shop",
            "subtasks": ["below"] if number % 4 == 0 else [],
        }
        for number in range(2000)
    ]
    with Sandbox(data={"projects": [{"name": "Shop"}], "tasks": tasks}) as sandbox:
        client = sandbox.client()
        [project] = client.projects.get_projects()
        before = len(sandbox.requests)
        assert sum(1 for _ in client.tasks.walk(project["gid"])) == 2500
        sent = sandbox.requests[before:]
        assert [each.method for each in sent] == ["GET"] * 20 + ["POST"] * 50
        assert sum(len(each.body["data"]["actions"]) for each in sent[20:]) == 500


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("project", "/projects/{}/tasks"),
        ("section", "/sections/{}/tasks"),
        ("user_task_list", "/user_task_lists/{}/tasks"),
        ("task", "/tasks/{}/subtasks"),
    ],
)
@pytest.mark.parametrize("fields", [None, ["due_on"]])
def test_the_requests_of_a_walk(
    place: Place, monkeypatch: pytest.MonkeyPatch, kind: str, path: str, fields: Any
) -> None:
    overriding(place.client)
    listing = place.client.get_collection
    asked: list[Any] = []

    def noted(path: str, query: Any, **options: Any) -> Any:
        asked.append((path, dict(query)))
        return listing(path, query, **options)

    monkeypatch.setattr(place.client, "get_collection", noted)
    gids = plant(place, FOREST)
    [section] = place.client.sections.get_sections_for_project(place.project)
    mine = place.client.user_task_lists.get_user_task_list_for_user("me", workspace=place.workspace)
    for name in "AC":
        place.client.tasks.update_task(gids[name], assignee="me")
    given = {"project": place.project, "section": section["gid"], "task": gids["C"]}
    gid = {**given, "user_task_list": mine["gid"]}[kind]
    options = {} if fields is None else {"fields": fields}
    compact = ["name", "resource_type", "resource_subtype"]
    parts = [*(fields or compact), "num_subtasks"]
    place.sandbox.requests.clear()
    asked.clear()
    tasks: Any = place.client.tasks
    assert len([*tasks.walk(**{kind: gid}, **options)]) >= 4
    tasks.tree(**{kind: gid}, **options)
    assert asked == [(path.format(gid), {})] * 2
    first, second, *_ = place.sandbox.requests
    assert (first.method, first.path) == ("GET", path.format(gid))
    assert first.query == {"opt_fields": ",".join(parts), "limit": "100"}
    assert (second.method, second.path, second.query) == ("POST", "/batch", {})
    for action in second.body["data"]["actions"]:
        assert action["method"] == "get"
        assert action["relative_path"].endswith("/subtasks")
        assert action["options"] == {"fields": parts, "limit": 100}


def test_a_task_that_is_asked_for_alone_is_asked_in_the_same_way(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    gids = plant(place, {"A": {"A1": {}}, "B": {"B1": {}}})
    tasks = overriding(place.client).tasks

    def nothing(client: Any, places: Any, options: Any) -> Any:
        return ((gid, None) for gid in places)

    monkeypatch.setattr("asana._above.trees.listings", nothing)
    place.sandbox.requests.clear()
    assert names(tasks.walk(place.project, fields=["name"])) == [
        (0, "A"), (1, "A1"), (0, "B"), (1, "B1"),
    ]  # fmt: skip
    sent = [(each.method, each.path, each.query) for each in place.sandbox.requests]
    query = {"opt_fields": "name,num_subtasks", "limit": "100"}
    assert sent == [
        ("GET", f"/projects/{place.project}/tasks", query),
        *(("GET", f"/tasks/{gids[name]}/subtasks", query) for name in "AB"),
    ]


@pytest.mark.parametrize("places", [{}, {"project": "1", "task": "2"}])
def test_the_places_are_named(place: Place, places: dict[str, Any]) -> None:
    with pytest.raises(TypeError) as raised:
        place.client.tasks.tree(**places)
    assert str(raised.value) == "pass exactly one of project, section, user_task_list, task"
