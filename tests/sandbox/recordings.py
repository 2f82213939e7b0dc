"""Facts from published recordings of Asana, which test_recordings.py replays.

Each recording has its date, the request, and the known parts of the response: its status, keys,
texts and headers. `2020/2026` means a recording of that time whose month is unknown.
"""

import re
from dataclasses import dataclass, field
from typing import Any

ABSENT = object()
ANY_TIME = "2020/2026"
HELP = re.compile(r"For more information on API status codes.+https://developers\.asana\.com/.+")
GID = re.compile(r"\d+")
UNKNOWN_TASK = {"errors.0.message": "task: Not a recognized ID: 123", "errors.0.help": HELP}
TOP_LEVEL = "The only allowed keys at the top level are: data, options"


@dataclass(frozen=True)
class Step:
    """A request before the recorded one; `keep` maps names to the parts of it to keep."""

    method: str
    path: str
    sent: Any = None
    keep: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recording:
    """One request and the known parts of its response.

    `sent` are the data of a body, or the query of a GET; `how` replaces it with arguments of
    requests. `facts` has values by their places in the body, `headers` those of the response, and
    `keys` all keys of the data. A value is a string, a pattern or ABSENT.
    """

    when: str
    what: str
    method: str
    path: str
    sent: Any = None
    status: int = 200
    facts: dict[str, Any] = field(default_factory=dict)
    keys: str = ""
    headers: dict[str, Any] = field(default_factory=dict)
    first: tuple[Step, ...] = ()
    how: dict[str, Any] = field(default_factory=dict)
    plan: str = "paid"

    def __str__(self) -> str:
        return f"{self.when}: {self.what}"


def get(when: str, what: str, path: str, sent: Any = None, /, **known: Any) -> Recording:
    return Recording(when, what, "GET", path, sent, **known)


def post(when: str, what: str, path: str, sent: Any = None, /, **known: Any) -> Recording:
    return Recording(when, what, "POST", path, sent, **known)


def put(when: str, what: str, path: str, sent: Any = None, /, **known: Any) -> Recording:
    return Recording(when, what, "PUT", path, sent, **known)


def batch(when: str, what: str, actions: list[Any], /, **known: Any) -> Recording:
    return post(when, what, "/batch", {"actions": actions}, **known)


NEW_IN_PROJECT = Step("POST", "/tasks", {"name": "New", "projects": ["{empty}"]}, {"new": "gid"})
WATCH = Step("GET", "/events", {"resource": "{empty}"}, {"sync": "sync"})
EVENTS = {"resource": "{empty}", "sync": "{sync}"}

RECORDINGS = (
    # Requests
    get(
        ANY_TIME,
        "repeated fields add up",
        "/tasks/{task}?opt_fields=name&opt_fields=completed",
        keys="gid name completed",
    ),
    get(
        ANY_TIME,
        "repeated fields and a list add up",
        "/tasks?project={project}&opt_fields=name,due_on&opt_fields=notes",
        facts={"data.0.name": "Inside", "data.0.notes": "", "data.0.due_on": None},
    ),
    get(
        ANY_TIME,
        "a bare custom_fields names the whole values",
        "/tasks/{task}",
        {"opt_fields": "custom_fields"},
        keys="gid custom_fields",
        facts={
            "data.custom_fields.0.enum_options.0.name": "Low",
            "data.custom_fields.0.display_value": "Low",
            "data.custom_fields.0.resource_subtype": "enum",
            "data.custom_fields.0.description": "",
            "data.custom_fields.0.created_by.resource_type": "user",
        },
    ),
    get(
        "2026-05",
        "a new task is listed first",
        "/projects/{empty}/tasks",
        first=(
            Step("POST", "/tasks", {"name": "Older", "projects": ["{empty}"]}),
            Step("POST", "/tasks", {"name": "Newer", "projects": ["{empty}"]}),
        ),
        facts={"data.0.name": "Newer", "data.1.name": "Older"},
    ),
    get(
        "2026-05",
        "a new task is first in its section too",
        "/sections/{section}/tasks",
        first=(
            Step("POST", "/tasks", {"name": "Older", "memberships": ["{in_section}"]}),
            Step("POST", "/tasks", {"name": "Newer", "memberships": ["{in_section}"]}),
        ),
        facts={"data.0.name": "Newer", "data.1.name": "Older"},
    ),
    get("2026", "an unknown task", "/tasks/123", status=404, facts=UNKNOWN_TASK),
    put("2025", "an unknown task is not changed", "/tasks/123", {}, status=404, facts=UNKNOWN_TASK),
    get(
        "2024",
        "a deleted task is as unknown",
        "/tasks/{gone}",
        status=404,
        facts={"errors.0.message": "task: Not a recognized ID: {gone}"},
    ),
    get(
        "2024",
        "so is one of another type",
        "/projects/{task}",
        status=404,
        facts={"errors.0.message": "project: Not a recognized ID: {task}"},
    ),
    post(
        "2026-05",
        "the location is a path",
        "/tasks",
        {"workspace": "{organization}"},
        status=201,
        headers={"Location": re.compile(r"/api/1\.0/tasks/\d+")},
    ),
    batch(
        "2026-05",
        "the headers of a batch's results",
        [{"method": "post", "relative_path": "/tasks", "data": {"workspace": "{organization}"}}],
        facts={
            "data.0.status_code": 201,
            "data.0.headers.headers.0.key": "location",
            "data.0.headers.headers.0.value": re.compile(r"/api/1\.0/tasks/\d+"),
            "data.0.headers.keys": ["location"],
            "data.0.headers.as_tuples.0.0": "location",
            "data.0.headers.empty": False,
        },
    ),
    batch(
        "2026-05",
        "a result without headers",
        [{"method": "get", "relative_path": "/users/me"}],
        facts={"data.0.headers.headers": [], "data.0.headers.empty": True},
    ),
    put(
        "2026-06",
        "a date field takes no text",
        "/tasks/{task}",
        {"custom_fields": {"{date_field}": "2026-06-24"}},
        status=400,
        facts={
            "errors.0.message": "date_value: DayAndDateTime is not a JSON object: 2026-06-24",
        },
    ),
    put(
        "2026-06",
        "a date field takes an object",
        "/tasks/{task}?opt_fields=custom_fields.date_value",
        {"custom_fields": {"{date_field}": {"date": "2026-06-24"}}},
        facts={"data.custom_fields.1.date_value.date": "2026-06-24"},
    ),
    get("2021", "a slash at the end", "/tasks/?project={project}", facts={"data.0.name": "Inside"}),
    put(
        "2025",
        "a color of projects",
        "/projects/{project}",
        {"color": "hot-pink"},
        facts={"data.color": "hot-pink"},
    ),
    post(
        "2025",
        "a color of tags",
        "/tags",
        {"name": "Pink", "color": "hot-pink", "workspace": "{organization}"},
        status=201,
        facts={"data.color": "hot-pink"},
    ),
    get(
        ANY_TIME,
        "an empty completed_since",
        "/tasks?project={project}&completed_since=",
        facts={"data.0.name": "Inside"},
    ),
    get(
        ANY_TIME,
        "a new line in a path",
        "/tasks/%0A",
        status=404,
        facts={"errors.0.message": "No matching route for request"},
        headers={"Content-Type": "application/json; charset=UTF-8"},
    ),
    # Keys and values
    post(
        ANY_TIME,
        "a new attachment has four keys",
        "/attachments",
        how={"data": {"parent": "{task}"}, "files": {"file": ("a.txt", b"text")}},
        keys="gid resource_type name resource_subtype",
    ),
    get(
        ANY_TIME,
        "an attachment has no size",
        "/attachments/{attachment}",
        facts={"data.size": ABSENT, "data.host": "asana"},
    ),
    get(
        ANY_TIME, "a task has no completed_by", "/tasks/{task}", facts={"data.completed_by": ABSENT}
    ),
    get(
        ANY_TIME,
        "a project that is read",
        "/projects/{empty}",
        facts={"data.icon": ABSENT, "data.completed_by": ABSENT, "data.color": "none"},
    ),
    post(
        ANY_TIME,
        "a project that is created",
        "/projects",
        {"name": "P", "workspace": "{organization}"},
        status=201,
        facts={"data.icon": "list", "data.completed_by": None, "data.color": None},
    ),
    put(
        ANY_TIME,
        "a project that is changed",
        "/projects/{empty}",
        {"notes": "N"},
        facts={"data.icon": "list", "data.completed_by": None, "data.color": None},
    ),
    get(
        ANY_TIME,
        "no time on a task that is read",
        "/tasks/{task}",
        facts={"data.actual_time_minutes": None},
    ),
    put(
        ANY_TIME,
        "no time on a task that is changed",
        "/tasks/{task}",
        {"notes": "N"},
        facts={"data.actual_time_minutes": 0},
    ),
    post(
        ANY_TIME,
        "no time on a task that is created",
        "/tasks",
        {"workspace": "{organization}"},
        status=201,
        facts={"data.actual_time_minutes": 0},
    ),
    get("2026-05", "the free plan has attachments", "/attachments/{attachment}", plan="free"),
    get(
        "2026-05",
        "the free plan has tasks without fields",
        "/tasks/{task}",
        plan="free",
        facts={"data.custom_fields": ABSENT},
    ),
    get(
        "2026-05",
        "the free plan has projects without fields",
        "/projects/{project}",
        plan="free",
        facts={"data.custom_fields": ABSENT, "data.custom_field_settings": ABSENT},
    ),
    post(
        "2026-05",
        "a project of a workspace that is no organization",
        "/projects",
        {"name": "P", "workspace": "{personal}"},
        status=201,
        facts={
            "data.privacy_setting": "private",
            "data.public": False,
            "data.team.resource_type": "team",
        },
    ),
    get(
        ANY_TIME,
        "a value of a custom field",
        "/tasks/{task}",
        facts={
            "data.custom_fields.0.description": "",
            "data.custom_fields.0.created_by.gid": GID,
            "data.custom_fields.0.representation_type": ABSENT,
            "data.custom_fields.0.id_prefix": ABSENT,
        },
    ),
    get(
        ANY_TIME,
        "the field of a setting",
        "/projects/{project}/custom_field_settings",
        facts={
            "data.0.custom_field.privacy_setting": "public_with_guests",
            "data.0.custom_field.default_access_level": "user",
        },
    ),
    get(
        ANY_TIME,
        "the address of a task in a project",
        "/tasks/{task}",
        facts={
            "data.permalink_url": "https://app.asana.com/1/{organization}/project/{project}/task/{task}"
        },
    ),
    get(
        ANY_TIME,
        "the address of a task in no project",
        "/tasks/{homeless}",
        facts={"data.permalink_url": "https://app.asana.com/1/{organization}/task/{homeless}"},
    ),
    get(
        ANY_TIME,
        "a photo has five sizes",
        "/users/me",
        facts={
            **{
                f"data.photo.image_{n}x{n}": re.compile("https://.+") for n in (21, 27, 36, 60, 128)
            },
            "data.photo.image_1024x1024": ABSENT,
        },
    ),
    get(
        ANY_TIME,
        "users in the order in which they joined",
        "/users?workspace={organization}&opt_fields=name",
        first=(
            Step(
                "POST", "/workspaces/{personal}/addUser", {"user": "late@example.com"}, {"u": "gid"}
            ),
            Step("POST", "/workspaces/{organization}/addUser", {"user": "last@example.com"}),
            Step("POST", "/workspaces/{organization}/addUser", {"user": "{u}"}),
        ),
        facts={"data.-1.gid": "{u}", "data.-2.name": "last"},
    ),
    get(
        ANY_TIME,
        "an offset has three parts",
        "/tasks?assignee=me&workspace={organization}&limit=1",
        facts={"next_page.offset": re.compile(r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+")},
    ),
    # Events
    get(
        "2024",
        "a first request for events",
        "/events?resource={task}",
        status=412,
        facts={"errors.0.help": ABSENT, "sync": re.compile("[0-9a-f]{32}:0")},
    ),
    get(
        "2024",
        "the events of a new task",
        "/events",
        EVENTS,
        first=(WATCH, NEW_IN_PROJECT),
        facts={
            "data.0.action": "added",
            "data.0.parent.resource_type": "project",
            "data.0.resource.resource_subtype": "default_task",
            "data.1.action": "added",
            "data.1.parent.resource_type": "section",
            "data.2.action": "added",
            "data.2.resource.resource_type": "story",
            "data.3": ABSENT,
            "sync": re.compile("[0-9a-f]{32}:0"),
        },
    ),
    get(
        "2024",
        "the event of a story",
        "/events",
        EVENTS,
        first=(NEW_IN_PROJECT, WATCH, Step("POST", "/tasks/{new}/stories", {"text": "Hm"})),
        facts={
            "data.0.resource.resource_type": "story",
            "data.0.resource.resource_subtype": ABSENT,
            "data.0.user": None,
        },
    ),
    get(
        "2024",
        "a new task is renamed without a story",
        "/events",
        EVENTS,
        first=(NEW_IN_PROJECT, WATCH, Step("PUT", "/tasks/{new}", {"name": "Renamed"})),
        facts={
            "data.0.action": "changed",
            "data.0.change.field": "name",
            "data.1": ABSENT,
        },
    ),
    # Texts and headers
    get(
        "2026-05",
        "the story of a project",
        "/tasks/{new}/stories",
        first=(NEW_IN_PROJECT,),
        facts={"data.0.text": re.compile(".+ added this task to Empty")},
    ),
    get(
        "2026-05",
        "the story of a completion",
        "/tasks/{homeless}/stories",
        first=(Step("PUT", "/tasks/{homeless}", {"completed": True}),),
        facts={"data.-1.text": re.compile(".+ marked this task complete")},
    ),
    get(
        "2026-05",
        "headers of a response",
        "/users/me",
        headers={
            "X-Asana-Api-Version": "1.1",
            "Cache-Control": "no-store",
            "Pragma": "no-cache",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "none",
        },
    ),
    get("2026-05", "headers of an error", "/no", status=404, headers={"X-Robots-Tag": "none"}),
    post(
        ANY_TIME,
        "data without their wrapper",
        "/tasks",
        how={"json": {"name": "N"}},
        status=400,
        facts={
            "errors.0.message": re.compile(f"Unrecognized request field `name`. {TOP_LEVEL}.+"),
        },
    ),
    batch(
        ANY_TIME,
        "a batch of nothing",
        [],
        status=400,
        facts={"errors.0.message": "Batch requests must contain at least one action"},
    ),
    batch(
        ANY_TIME,
        "a batch of too much",
        [{"method": "get", "relative_path": "/users/me"}] * 11,
        status=400,
        facts={"errors.0.message": "Batch requests must contain no more than 10 actions"},
    ),
    # Fields of Asana's documents
    get(
        ANY_TIME,
        "a text field has a rich form",
        "/tasks/{task}?opt_fields=custom_fields.html_text_value",
        facts={"data.custom_fields.2.html_text_value": "<body>A &amp; B</body>"},
    ),
    get(
        ANY_TIME,
        "whether a team is endorsed",
        "/teams/{team}",
        facts={"data.endorsed": False},
    ),
    # Older requests
    post(
        "2013",
        "options of a form have a prefix",
        "/tasks",
        how={"data": {"workspace": "{organization}", "name": "N", "options.fields": "name"}},
        status=201,
        keys="gid name",
    ),
    post(
        "2013",
        "so has one that expands",
        "/tasks",
        how={"data": {"workspace": "{organization}", "options.expand": "workspace"}},
        status=201,
        facts={"data.workspace.is_organization": True},
    ),
    get(
        "2013",
        "a workspace under its old name",
        "/organizations/{organization}",
        facts={"data.resource_type": "workspace", "data.gid": "{organization}"},
    ),
)
