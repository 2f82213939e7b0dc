"""Search for tasks in a workspace: all filters must match."""

from collections.abc import Callable
from typing import Any

from asana.sandbox.call import Call, Operation
from asana.sandbox.errors import payment_required
from asana.sandbox.state import Record
from asana.sandbox.values import boolean, choice, day, integer, moment

DEFAULT_LIMIT = 20

Test = Callable[[Record], bool]

_limit = integer(1, 100)
_sort_by = choice("due_date", "created_at", "completed_at", "likes", "modified_at", "relevance")
_subtype = choice("default_task", "milestone", "approval", "section", "custom")

# What a task has of each kind of thing that a filter can name.
_RELATED: dict[str, tuple[str, Callable[[Record], list[Any]]]] = {
    "assignee": ("user", lambda task: [task["assignee"]]),
    "created_by": ("user", lambda task: [task["created_by"]]),
    "assigned_by": ("user", lambda task: [task["assigned_by"]]),
    "followers": ("user", lambda task: list(task["followers"])),
    "liked_by": ("user", lambda task: [like["user"] for like in task["likes"]]),
    "projects": ("project", lambda task: [m["project"] for m in task["memberships"]]),
    "sections": ("section", lambda task: [m["section"] for m in task["memberships"]]),
    "tags": ("tag", lambda task: list(task["tags"])),
    "teams": ("team", lambda task: [m["project"]["team"] for m in task["memberships"]]),
}

_FLAGS: dict[str, Test] = {
    "completed": lambda task: bool(task["completed"]),
    "is_subtask": lambda task: task["parent"] is not None,
    "is_blocking": lambda task: not task["completed"] and bool(task["dependents"]),
    "is_blocked": lambda task: any(not other["completed"] for other in task["dependencies"]),
}

# `due_on.before` compares days, `due_at.before` moments.
_DAYS = ("due", "start", "created", "completed", "modified")
_MOMENTS = ("due", "created", "completed", "modified")


def search_tasks(call: Call) -> list[Record]:
    """One page, newest change first unless sorted otherwise; no next_page."""
    workspace = call.objects["workspace"]
    if not workspace["premium"]:
        raise payment_required("Search is only available to premium users.")
    tests = [*_by_related(call), *_by_flag(call), *_by_time(call), *_by_words(call)]
    tasks = [task for task in call.store.all("task") if task["workspace"] is workspace]
    found = [task for task in tasks if all(test(task) for test in tests)]
    limit = _limit(call.query.get("limit", DEFAULT_LIMIT), "limit")
    return _sorted(call, call.visible(found))[:limit]


def _by_related(call: Call) -> list[Test]:
    tests: list[Test] = []
    any_place: list[Test] = []
    for name, (type_name, related) in _RELATED.items():
        for how in ("any", "not", "all"):
            raw = call.query.get(f"{name}.{how}")
            if raw is None:
                continue
            test = _compare(how, related, _named(call, type_name, raw, f"{name}.{how}"))
            # Sections are parts of projects: either of the two filters may match.
            (any_place if how == "any" and name in ("projects", "sections") else tests).append(test)
    if any_place:
        tests.append(lambda task: any(test(task) for test in any_place))
    return tests


def _named(call: Call, type_name: str, raw: str, where: str) -> list[Record | None]:
    if raw == "null":
        return [None]
    return list(call.lookup.many(type_name, raw, where))


def _compare(how: str, related: Callable[[Record], list[Any]], wanted: list[Any]) -> Test:
    if how == "any":
        return lambda task: any(each in related(task) for each in wanted)
    if how == "all":
        return lambda task: all(each in related(task) for each in wanted)
    return lambda task: not any(each in related(task) for each in wanted)


def _by_flag(call: Call) -> list[Test]:
    return [
        _same(flag, boolean(call.query[name], name))
        for name, flag in _FLAGS.items()
        if name in call.query
    ]


def _same(flag: Test, wanted: bool) -> Test:
    return lambda task: flag(task) is wanted


def _by_time(call: Call) -> list[Test]:
    tests: list[Test] = []
    for what in _DAYS:
        for how in ("", ".before", ".after"):
            raw = call.query.get(f"{what}_on{how}")
            if raw is not None:
                wanted = None if raw == "null" and not how else day(raw, f"{what}_on{how}")
                tests.append(_timed(_day_of(what), how, wanted))
    for what in _MOMENTS:
        for how in ("", ".before", ".after"):
            raw = call.query.get(f"{what}_at{how}")
            if raw is not None:
                tests.append(_timed(_moment_of(what), how, moment(raw, f"{what}_at{how}")))
    return tests


def _day_of(what: str) -> Callable[[Record], str | None]:
    if what in ("due", "start"):
        return lambda task: task[f"{what}_on"]
    return lambda task: task[f"{what}_at"] and task[f"{what}_at"][:10]


def _moment_of(what: str) -> Callable[[Record], str | None]:
    return lambda task: task[f"{what}_at"]


def _timed(value: Callable[[Record], str | None], how: str, wanted: str | None) -> Test:
    """Days and moments are written so that they sort as text."""

    def test(task: Record) -> bool:
        found = value(task)
        if how == "":
            return found == wanted
        if found is None or wanted is None:
            return False
        return found < wanted if how == ".before" else found > wanted

    return test


def _by_words(call: Call) -> list[Test]:
    tests: list[Test] = []
    if "text" in call.query:
        words = call.query["text"].lower().split()
        tests.append(lambda task: all(w in _text_of(task) for w in words))
    if "resource_subtype" in call.query:
        subtype = _subtype(call.query["resource_subtype"], "resource_subtype")
        tests.append(lambda task: task["resource_subtype"] == subtype)
    return tests


def _text_of(task: Record) -> str:
    return f"{task['name']}\n{task['notes']}".lower()


def _sorted(call: Call, tasks: list[Record]) -> list[Record]:
    order = _sort_by(call.query.get("sort_by", "modified_at"), "sort_by")
    ascending = boolean(call.query.get("sort_ascending", False), "sort_ascending")
    keys: dict[str, Callable[[Record], Any]] = {
        "due_date": lambda task: task["due_at"] or task["due_on"] or "",
        "likes": lambda task: len(task["likes"]),
        "relevance": lambda task: task["modified_at"],
    }
    key = keys.get(str(order), lambda task: task[str(order)] or "")
    return sorted(tasks, key=key, reverse=not ascending)


OPERATIONS = (
    Operation(
        "search_tasks_for_workspace",
        "GET",
        "/workspaces/{workspace_gid}/tasks/search",
        search_tasks,
        paged=False,
    ),
)
