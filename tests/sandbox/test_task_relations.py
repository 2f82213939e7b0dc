from typing import Any

import pytest

from tests.sandbox.conftest import Api


@pytest.fixture
def board(api: Api, organization: str) -> dict[str, str]:
    """A project with sections one (tasks a, b) and two (task c): name -> gid."""
    gids = {"project": api.post("/projects", name="Board", workspace=organization)["gid"]}
    first = api.get(f"/projects/{gids['project']}/sections")[0]["gid"]
    gids["one"] = api.put(f"/sections/{first}", name="one")["gid"]
    gids["two"] = api.post(f"/projects/{gids['project']}/sections", name="two")["gid"]
    for name, section in (("b", "one"), ("a", "one"), ("c", "two")):
        membership = {"project": gids["project"], "section": gids[section]}
        gids[name] = api.post("/tasks", name=name, memberships=[membership])["gid"]
    return gids


def order(api: Api, gids: dict[str, str]) -> str:
    sections = (api.get(f"/sections/{gids[name]}/tasks") for name in ("one", "two"))
    return "|".join("".join(task["name"] for task in section) for section in sections)


@pytest.fixture
def new(api: Api, organization: str) -> str:
    return str(api.post("/tasks", name="x", workspace=organization)["gid"])


# Projects


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ({}, "abx|c"),
        ({"section": "two"}, "ab|cx"),
        ({"section": "two", "insert_after": None}, "ab|xc"),
        ({"section": "two", "insert_before": None}, "ab|cx"),
        ({"section": "one", "insert_before": "b"}, "axb|c"),
        ({"insert_after": None}, "xab|c"),
        ({"insert_before": None}, "ab|cx"),
        ({"insert_after": "a"}, "axb|c"),
        ({"insert_before": "c"}, "ab|xc"),
    ],
)
def test_add_project_places_the_task(
    api: Api, board: dict[str, str], new: str, position: dict[str, Any], expected: str
) -> None:
    data = {key: board.get(value, value) for key, value in position.items()}
    assert api.post(f"/tasks/{new}/addProject", project=board["project"], **data) == {}
    assert order(api, board) == expected


def test_add_project_again_reorders(api: Api, board: dict[str, str]) -> None:
    home = {"project": board["project"]}
    api.post(f"/tasks/{board['a']}/addProject", **home, insert_after=board["b"])
    assert order(api, board) == "ba|c"
    api.post(f"/tasks/{board['a']}/addProject", **home, insert_before=board["c"])
    assert order(api, board) == "b|ac"
    assert len(api.get(f"/tasks/{board['a']}")["memberships"]) == 1


@pytest.mark.parametrize(
    ("position", "message"),
    [
        (
            {"insert_before": "a", "insert_after": "b"},
            "You may only provide one of insert_before or insert_after!",
        ),
        (
            {"section": "two", "insert_before": "a"},
            "insert_before: The object to insert beside is not in the same list",
        ),
        ({"insert_after": "x"}, "insert_after: Task is not in this project: {x}"),
        ({"section": "foreign"}, "section: Section is not in this project: {foreign}"),
        ({"project": None}, "project: Missing input"),
        ({"project": "999"}, "project: Unknown object: 999"),
    ],
)
def test_add_project_refuses_contradictions(
    api: Api, board: dict[str, str], new: str, project: str, position: dict[str, Any], message: str
) -> None:
    board["x"] = new
    board["foreign"] = api.get(f"/projects/{project}/sections")[0]["gid"]
    data = {key: board.get(value, value) for key, value in position.items()}
    data = {"project": board["project"], **data}
    refusal = api.refusal("POST", f"/tasks/{new}/addProject", **data)
    assert refusal == (400, message.format(**board))
    assert order(api, board) == "ab|c"


def test_add_project_stays_in_the_workspace(api: Api, personal: str, new: str) -> None:
    foreign = api.post("/projects", name="Home", workspace=personal)["gid"]
    assert api.refusal("POST", f"/tasks/{new}/addProject", project=foreign)[0] == 400


def test_a_task_outlives_its_projects(api: Api, board: dict[str, str]) -> None:
    path = f"/tasks/{board['a']}"
    for _ in range(2):  # the second time there is nothing to do
        assert api.post(f"{path}/removeProject", project=board["project"]) == {}
    assert api.get(path)["memberships"] == []
    assert order(api, board) == "b|c"
    subtypes = [story["resource_subtype"] for story in api.get(f"{path}/stories")]
    assert subtypes == ["added_to_project", "removed_from_project"]


def test_projects_of_a_task(api: Api, board: dict[str, str]) -> None:
    assert api.get(f"/tasks/{board['a']}/projects")[0]["name"] == "Board"


# Parent


def subtasks(api: Api, task: str) -> str:
    return "".join(each["name"] for each in api.get(f"/tasks/{task}/subtasks"))


@pytest.fixture
def family(api: Api, task: str) -> dict[str, str]:
    """A task with the subtasks a, b, c: name -> gid."""
    gids = {"parent": task}
    for name in "abc":
        gids[name] = api.post(f"/tasks/{task}/subtasks", name=name)["gid"]
    return gids


def test_subtasks_are_appended(api: Api, family: dict[str, str]) -> None:
    assert subtasks(api, family["parent"]) == "abc"
    shown = api.get(f"/tasks/{family['parent']}", opt_fields="num_subtasks")
    assert shown["num_subtasks"] == 3


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ({}, "abcx"),
        ({"insert_before": "a"}, "xabc"),
        ({"insert_after": "a"}, "axbc"),
        ({"insert_after": None}, "xabc"),
        ({"insert_before": None}, "abcx"),
    ],
)
def test_set_parent_places_the_subtask(
    api: Api, family: dict[str, str], new: str, position: dict[str, Any], expected: str
) -> None:
    data = {key: family.get(value, value) for key, value in position.items()}
    moved = api.post(f"/tasks/{new}/setParent", parent=family["parent"], **data)
    assert moved["parent"]["gid"] == family["parent"]
    assert subtasks(api, family["parent"]) == expected


def test_set_parent_reorders_silently(api: Api, family: dict[str, str]) -> None:
    path = f"/tasks/{family['c']}"
    api.post(f"{path}/setParent", parent=family["parent"], insert_before=family["a"])
    assert subtasks(api, family["parent"]) == "cab"
    assert api.get(f"{path}/stories") == []


def test_set_parent_moves_between_parents_and_out(
    api: Api, family: dict[str, str], new: str
) -> None:
    path = f"/tasks/{family['a']}"
    api.post(f"{path}/setParent", parent=new)
    assert (subtasks(api, family["parent"]), subtasks(api, new)) == ("bc", "a")
    assert api.post(f"{path}/setParent", parent=None)["parent"] is None
    api.post(f"{path}/setParent", parent=None)
    assert subtasks(api, new) == ""
    subtypes = [story["resource_subtype"] for story in api.get(f"{path}/stories")]
    assert subtypes == ["added_to_task", "removed_from_task"]


def test_a_task_cannot_be_its_own_ancestor(api: Api, family: dict[str, str]) -> None:
    refusal = (400, "parent: A task cannot be its own parent or below itself")
    path = f"/tasks/{family['parent']}/setParent"
    assert api.refusal("POST", path, parent=family["parent"]) == refusal
    assert api.refusal("POST", path, parent=family["a"]) == refusal


def test_set_parent_needs_a_parent_for_a_position(
    api: Api, family: dict[str, str], new: str
) -> None:
    path = f"/tasks/{new}/setParent"
    assert api.refusal("POST", path) == (400, "parent: Missing input")
    nowhere = api.refusal("POST", path, parent=None, insert_after=family["a"])
    assert nowhere == (400, "insert_after: A task without parent has no position")
    foreign = api.refusal("POST", path, parent=new and family["a"], insert_after=family["b"])
    assert foreign == (400, "insert_after: The object to insert beside is not in the same list")


def test_subtasks_are_at_most_five_levels_deep(api: Api, task: str, new: str) -> None:
    deepest = task
    for _ in range(5):
        deepest = api.post(f"/tasks/{deepest}/subtasks", name="deeper")["gid"]
    refusal = (400, "parent: Subtasks can be at most 5 levels deep")
    assert api.refusal("POST", f"/tasks/{deepest}/subtasks", name="too deep") == refusal
    assert api.refusal("POST", f"/tasks/{new}/setParent", parent=deepest) == refusal
    assert api.refusal("POST", f"/tasks/{task}/setParent", parent=new) == refusal


# Dependencies


def gids(records: list[dict[str, Any]]) -> list[str]:
    return [record["gid"] for record in records]


def test_dependencies_show_from_both_ends(api: Api, board: dict[str, str]) -> None:
    a, b, c = board["a"], board["b"], board["c"]
    for _ in range(2):  # existing dependencies are ignored
        assert api.post(f"/tasks/{a}/addDependencies", dependencies=[b, c]) == {}
    assert gids(api.get(f"/tasks/{a}/dependencies")) == [b, c]
    assert gids(api.get(f"/tasks/{b}/dependents")) == [a]
    assert api.post(f"/tasks/{b}/addDependents", dependents=[c]) == {}
    assert gids(api.get(f"/tasks/{c}/dependencies")) == [b]
    for _ in range(2):
        assert api.post(f"/tasks/{a}/removeDependencies", dependencies=[b]) == {}
    assert api.post(f"/tasks/{b}/removeDependents", dependents=[c]) == {}
    assert gids(api.get(f"/tasks/{a}/dependencies")) == [c]
    assert gids(api.get(f"/tasks/{b}/dependents")) == []


def test_dependencies_form_no_circle(api: Api, board: dict[str, str]) -> None:
    a, b, c = board["a"], board["b"], board["c"]
    api.post(f"/tasks/{a}/addDependencies", dependencies=[b])
    api.post(f"/tasks/{b}/addDependencies", dependencies=[c])
    for task, other in ((a, a), (c, a), (b, a)):
        refusal = api.refusal("POST", f"/tasks/{task}/addDependencies", dependencies=[other])
        assert refusal == (400, "dependencies: Dependencies cannot form a circle")
    refusal = api.refusal("POST", f"/tasks/{a}/addDependents", dependents=[c])
    assert refusal == (400, "dependents: Dependencies cannot form a circle")


def test_a_diamond_is_no_circle(api: Api, board: dict[str, str], new: str) -> None:
    a, b, c = board["a"], board["b"], board["c"]
    api.post(f"/tasks/{a}/addDependencies", dependencies=[b, c])
    api.post(f"/tasks/{new}/addDependents", dependents=[b, c])
    refusal = api.refusal("POST", f"/tasks/{new}/addDependencies", dependencies=[a])
    assert refusal[0] == 400
    api.post(f"/tasks/{new}/addDependents", dependents=[a])


def test_thirty_dependencies_and_dependents_together(api: Api, project: str) -> None:
    made = [api.post("/tasks", projects=[project])["gid"] for _ in range(32)]
    first, *others = made
    api.post(f"/tasks/{first}/addDependencies", dependencies=others[:15])
    api.post(f"/tasks/{first}/addDependents", dependents=others[15:30])
    refusal = api.refusal("POST", f"/tasks/{first}/addDependencies", dependencies=[others[30]])
    assert refusal == (400, "dependencies: A task can have at most 30 dependencies and dependents")


def test_dependencies_are_required_and_known(api: Api, task: str) -> None:
    path = f"/tasks/{task}/addDependencies"
    assert api.refusal("POST", path) == (400, "dependencies: Missing input")
    unknown = (400, "dependencies: [0]: Unknown object: 1")
    assert api.refusal("POST", path, dependencies=["1"]) == unknown


# Tags and followers


def test_tags_come_and_go(api: Api, organization: str, personal: str, task: str) -> None:
    tag = api.post("/tags", name="T", workspace=organization)["gid"]
    for _ in range(2):
        assert api.post(f"/tasks/{task}/addTag", tag=tag) == {}
    assert gids(api.get(f"/tasks/{task}/tags")) == [tag]
    for _ in range(2):
        assert api.post(f"/tasks/{task}/removeTag", tag=tag) == {}
    assert api.get(f"/tasks/{task}")["tags"] == []
    foreign = api.post("/tags", name="F", workspace=personal)["gid"]
    assert api.refusal("POST", f"/tasks/{task}/addTag", tag=foreign)[0] == 400


def test_followers_come_and_go(api: Api, task: str) -> None:
    people = ["tom@example.com", "priya@example.com"]
    added = api.post(f"/tasks/{task}/addFollowers", followers=people)
    assert [user["name"] for user in added["followers"][1:]] == ["Tom Okafor", "Priya Nair"]
    api.post(f"/tasks/{task}/addFollowers", followers=people)
    for _ in range(2):
        left = api.post(f"/tasks/{task}/removeFollowers", followers=["tom@example.com", "me"])
    assert [user["name"] for user in left["followers"]] == ["Priya Nair"]
    subtypes = [story["resource_subtype"] for story in api.get(f"/tasks/{task}/stories")]
    assert subtypes == ["follower_added", "follower_added"]
