# pyright: strict
"""Correct programs, which type checkers must accept."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

from typing_extensions import assert_type

import asana
from asana import tables
from asana.batch import Action
from asana.feed import Feed, Resync
from asana.fields import Fields
from asana.mirror import Mirror, Step
from asana.page_iterator import CollectionPageIterator, ItemIterator, Page
from asana.types.batch_api import BatchAction
from asana.types.common import Empty, ErrorObject
from asana.types.compact import EnumOption, ProjectCompact, TaskCompact, UserCompact
from asana.types.custom_fields import CustomField
from asana.types.events import Event
from asana.types.jobs import Job
from asana.types.oauth import OAuthToken
from asana.types.projects import Project
from asana.types.stories import Story
from asana.types.tags import Tag
from asana.types.tasks import (
    CreateTask,
    GetTasks,
    SearchTasksForWorkspace,
    Task,
    TaskTree,
    UpdateTask,
)
from asana.types.webhooks import Webhook
from asana.webhook import Delivery, Receiver

GID = "1200000000000001"


def writes(client: asana.Client, day: date, moment: datetime) -> None:
    assert_type(client.tasks.create_task(name="Ship", projects=[GID]), Task)
    assert_type(client.tasks.create_task({"name": "Ship", "projects": [GID]}), Task)
    client.tasks.create_task({"name": "Ship"}, workspace=GID, fields=["name"], timeout=5)
    client.tasks.create_task(
        name="Ship",
        workspace=GID,
        resource_subtype="milestone",
        due_on=day,
        assignee="me",
        followers=("me", GID),
        tags={GID},
        custom_fields={GID: "High", "2": ["3"], "4": {"date": "2026-03-01"}},
        memberships=[{"project": GID, "section": GID}],
        external={"gid": "order-17", "data": "{}"},
    )
    client.tasks.create_task(name="Ship", due_at=moment, start_at="2026-03-01T09:00:00Z")
    client.tasks.update_task(GID, completed=True, due_on=None, assignee=None)
    client.tasks.update_task(GID, {"custom_fields": {GID: None}})
    client.tasks.set_parent_for_task(GID, parent=None)
    client.tasks.add_project_for_task(GID, project=GID, insert_after=None)
    client.projects.create_project(name="Launch", workspace=GID, color="light-green", notes="")
    client.projects.add_members_for_project(GID, members=["me"])
    client.projects.add_members_for_project(GID, {"members": "me,1"})
    client.projects.add_custom_field_setting_for_project(GID, custom_field=GID)
    client.projects.add_custom_field_setting_for_project(
        GID, custom_field={"name": "Cost", "resource_subtype": "number", "precision": 2}
    )
    client.goals.create_goal(name="Grow", workspace=GID, due_on=day, start_on="2026-01-01")
    client.webhooks.create_webhook(
        resource=GID,
        target="https://example.com",
        filters=[{"resource_type": "task", "action": "changed", "fields": ["name"]}],
    )
    client.status_updates.create_status_for_object(parent=GID, text="x", status_type="on_track")
    client.exports.create_resource_export(
        workspace=GID,
        export_request_parameters=[
            {"resource_type": "task", "filters": {"created_at.after": moment}}
        ],
    )
    client.attachments.create_attachment_for_object(parent=GID, file="report.pdf")
    client.attachments.create_attachment_for_object(
        {"parent": GID}, file=b"content", file_name="a.txt"
    )
    client.attachments.create_attachment_for_object(
        parent=GID, resource_subtype="external", url="https://example.com", name="Link"
    )
    client.users.update_user("me", {"custom_fields": {GID: 1}}, workspace=GID)


def declared_and_dynamic(client: asana.Client, row: dict[str, Any]) -> None:
    fields: CreateTask = {"name": "Ship"}
    fields["workspace"] = GID
    fields["due_on"] = date(2026, 3, 1)
    client.tasks.create_task(fields, assignee="me")
    client.tasks.create_task(**row)
    changes: UpdateTask = {}
    if row:
        changes["completed"] = True
    client.tasks.update_task(GID, changes)
    where: GetTasks = {"project": GID, "completed_since": "now"}
    assert_type(client.tasks.get_tasks(where, limit=50), ItemIterator[Task])
    search: SearchTasksForWorkspace = {"assignee.any": ["me"], "due_on.before": date(2026, 3, 1)}
    search["custom_fields"] = {f"{GID}.value": "2"}
    client.tasks.search_tasks_for_workspace(GID, search)


def reads(client: asana.Client, names: list[str], lazy: Iterable[str]) -> None:
    task = client.tasks.get_task(GID)
    assert_type(task["name"], str)
    assert_type(task["completed"], bool)
    assert_type(task["due_on"], str | None)
    assert_type(task["assignee"], UserCompact | None)
    assert_type(task["projects"], list[ProjectCompact])
    assert_type(task["custom_fields"], list[CustomField])
    assert_type(task["parent"], TaskCompact | None)
    assert_type(task["num_subtasks"], int)
    if task["assignee"] is not None:
        assert_type(task["assignee"]["name"], str)
    if task["due_on"]:
        print(date.fromisoformat(task["due_on"]))
    for membership in task["memberships"]:
        assert_type(membership["section"]["name"], str)
    for field in task["custom_fields"]:
        assert_type(field["number_value"], float | None)
        assert_type(field["people_value"], list[UserCompact])
    if task["resource_subtype"] == "milestone" or task["approval_status"] == "pending":
        print(task.get("html_notes", ""), "notes" in task, task.keys())
    for fields in (names, tuple(names), lazy, "name,due_on", ["this.name", "(a|b).c"]):
        client.tasks.get_task(GID, fields=fields, opt_fields=None)
    client.tasks.get_task(GID, expand=["."], pretty=True, headers={"X": "1"}, deadline=None)
    me = client.users.me()
    assert_type(me["email"], str)
    assert_type(client.tasks.delete_task(GID), Empty)


def listings(client: asana.Client) -> list[str]:
    found = client.tasks.get_tasks_for_project(GID, fields=["name"], page_size=50, item_limit=5)
    assert_type(found, ItemIterator[Task])
    assert_type(next(found), Task)
    assert_type(list(found), list[Task])
    for page in client.tasks.get_tasks_for_project(GID).pages:
        assert_type(page, Page[Task])
        assert_type(page[0], Task)
    print(found.offset)
    client.tasks.search_tasks_for_workspace(
        GID, assignee_any="me", sort_by="modified_at", completed=False, text="ship"
    )
    client.tasks.get_tasks_for_project(GID, completed_since=datetime.now(timezone.utc))
    by_gid = {project["gid"]: project for project in client.projects.get_projects(workspace=GID)}
    assert_type(by_gid, dict[str, Project])
    users = sorted(client.users.get_users_for_workspace(GID), key=lambda user: user["name"])
    return [user["email"] for user in users]


def classic_names(
    client: asana.Client,
    given: Mapping[str, Any],
    texts: dict[str, str],
    objects: dict[str, object],
) -> None:
    assert_type(client.tasks.create({"name": "Ship", "anything": 1}), Task)
    assert_type(client.tasks.create(given, name="Ship", anything=1), Task)
    assert_type(client.tasks.create(**texts), Task)
    assert_type(client.projects.create(**objects), Project)
    assert_type(client.tasks.find_by_tag(GID, **objects), ItemIterator[Task])
    assert_type(client.tasks.create_in_workspace(GID, {"name": "Ship"}), Task)
    assert_type(client.tasks.find_by_id(1200000000000001), Task)
    assert_type(client.tasks.find_by_id(task=GID, opt_fields="name"), Task)
    assert_type(client.tasks.find_all(project=GID, iterator_type="items"), ItemIterator[Task])
    assert_type(client.tasks.find_by_project(GID, {"completed_since": "now"}), ItemIterator[Task])
    assert_type(
        client.tasks.find_all(project=GID, iterator_type="pages"), CollectionPageIterator[Task]
    )
    assert_type(client.tasks.find_by_project(GID, iterator_type=None), Page[Task])
    assert_type(client.tasks.tags(task=GID), ItemIterator[Tag])
    assert_type(
        client.tasks.tags(GID, {"limit": 5}, iterator_type="pages"), CollectionPageIterator[Tag]
    )
    assert_type(client.tasks.add_comment(12, text="Done"), Story)
    client.tasks.update(GID, completed=True)
    client.tasks.add_comment(GID, {"text": "Done"})
    client.projects.create_in_workspace(GID, {"name": "Launch"})
    for project in client.projects.find_all({"workspace": 1200000000000001}, page_size=5):
        assert_type(project["name"], str)
    for story in client.tasks.stories(GID):
        assert_type(story["text"], str)
    page, sync = client.events.get_next({"resource": GID})
    assert_type(page["data"], Page[Event])
    print(len(page), page["data"][0]["action"], sync, page["has_more"])


def names_and_trees(client: asana.Client, day: date) -> None:
    assert_type(client.projects.named(GID, "Launch", archived=None, fields=["color"]), Project)
    assert_type(client.tags.ensure(GID, "urgent", color="dark-red", timeout=5), Tag)
    client.portfolios.named(GID, "Launch", owner=GID)
    client.sections.ensure(GID, "Doing", insert_after=GID)
    client.custom_fields.ensure(GID, "Order ID", resource_subtype="text")
    index = client.tasks.index(GID, field="Order ID", fields=["name"])
    assert_type(index["A-17"], Task)
    fields: CreateTask = {"name": "Ship", "due_on": day, "custom_fields": {index.field: "A-17"}}
    assert_type(client.tasks.upsert(fields, by=index), tuple[Task, bool])
    task, _ = client.tasks.upsert({"name": "Ship", "workspace": GID}, external="order-17")
    for depth, each in client.tasks.walk(GID):
        assert_type((depth, each), tuple[int, Task])
    trees = client.tasks.tree(task=task["gid"], fields="name")
    assert_type(trees, list[TaskTree])
    assert_type(trees[0]["subtasks"][0]["name"], str)
    story = client.stories.ensure_comment(GID, html_text="<body>Shipped</body>", key="shipped")
    assert_type(story["text"], str)


def batches(client: asana.Client, gids: list[str]) -> None:
    batch = client.batch(concurrency=2, deadline=60)
    actions = [batch.tasks.update_task(gid, {"completed": True}) for gid in gids]
    subtasks = batch.tasks.get_subtasks_for_task(GID)
    assert_type(batch.send(), list[Action])
    print([action.error or action.result()["name"] for action in actions], *subtasks.result())
    done: Action = batch.tasks.create(name="Ship")
    made = batch.add(client.tasks.create_task, name="Ship", workspace=GID)
    assert_type(made, Action[Task])
    assert_type(made.result()["name"], str)
    listed = batch.add(client.tasks.get_tasks_for_project, GID, fields=["name"])
    assert_type(listed.result(), ItemIterator[Task])
    assert_type(done.content, BatchAction)
    print(done.path, done.method, done.done, done.error and done.error.status, len(batch))


def jobs(client: asana.Client) -> None:
    job = client.projects.duplicate_project(
        GID, name="Copy", include=["members", "notes"], schedule_dates={"start_on": "2026-03-01"}
    )
    assert_type(job, Job)
    assert_type(client.jobs.wait(job, timeout=60), Job)
    assert_type(client.jobs.wait(GID), Job)
    if job["new_project"] is not None:
        assert_type(job["new_project"], ProjectCompact)
    assert_type(client.tasks.duplicate_task(GID, name="Copy", include="notes,assignee"), Job)


def events(client: asana.Client, token: str | None) -> None:
    assert_type(client.events.get_events(resource=GID, sync=token), ItemIterator[Event])
    for event in client.events.get_events({"resource": GID, "sync": "x"}):
        assert_type(event["resource"]["gid"], str)
        assert_type(event["action"], str)
    feed = client.events.feed(GID, "tokens.json", coalesce=True)
    assert_type(feed, Feed)
    for change in feed:
        print(change["action"], change["resource"]["gid"])
        if not isinstance(change, Resync):
            assert_type(change, Event)


def mirrored(client: asana.Client, fields: list[str]) -> None:
    client.events.mirror(GID, {}, fields=fields)
    mirror = client.events.mirror(GID, "tasks.db", fields=["name", "assignee.name"])
    assert_type(mirror, Mirror)
    assert_type(mirror.tasks, MutableMapping[str, Task])
    assert_type(mirror.update(), Step)
    assert_type(mirror.tasks[GID]["due_on"], str | None)
    for step in mirror.follow():
        assert_type(step, Step)


def hooked(client: asana.Client, secrets: dict[str, str]) -> None:
    def show(key: str, events: list[Event]) -> None:
        print(key, events[0]["resource"]["gid"])

    def store(key: str, events: list[dict[str, Any]]) -> None:
        print(key, events[0]["anything"])

    Receiver(secrets, store)
    receiver = Receiver(secrets, show, on_heartbeat=print)
    made = client.webhooks.establish(GID, "https://example.com/1", receiver=receiver)
    assert_type(made, Webhook)
    delivery = receiver.get(timeout=1)
    if delivery is not None:
        assert_type(delivery, Delivery)
        for event in delivery.events:
            assert_type(event, Event)
    receiver.work(lambda key, events: print(key, len(events)))


def signed_in(app: dict[str, Any], known: dict[str, Any]) -> None:
    def save(token: dict[str, Any]) -> None:
        print(token["access_token"])

    def keep(token: OAuthToken) -> None:
        print(token["refresh_token"])

    asana.Client.oauth(**app, token=known, token_updater=save)
    client = asana.Client.oauth("1", "secret", "https://example.com", token_updater=keep)
    url, state = client.session.authorization_url()
    assert_type(url + state, str)
    token = client.session.fetch_token(code="1")
    assert_type(token, OAuthToken)
    assert_type(token["data"]["email"], str)
    assert_type(client.session.token, OAuthToken)
    asana.Client.oauth("1", token=token)


def custom_fields(client: asana.Client, task: Task, day: date, options: list[str]) -> None:
    fields = client.custom_fields.of(GID, timeout=5)
    assert_type(fields, Fields)
    assert_type(fields["Priority"], CustomField)
    assert_type(client.custom_fields.of(workspace=GID).project, str | None)
    values = fields.values({"Priority": "High", "Due": day, "Tags": options, "Cost": None})
    assert_type(values, dict[str, Any])
    client.tasks.create_task(name="Ship", projects=[GID], custom_fields=values)
    client.projects.update_project(GID, custom_fields=fields.values(values, ensure=True))
    assert_type(fields.read(task, numbers=Decimal), dict[str, Any])
    assert_type(list(fields.values()), list[CustomField])
    assert_type(fields.ensure_option("Priority", "Urgent"), EnumOption)
    filters = fields.search({"Cost__greater_than": 5})
    client.tasks.search_tasks_for_workspace(GID, filters, completed=False, fields=fields.opt_fields)
    client.projects.search_projects_for_workspace(GID, filters, completed=False)
    columns = ["name", "Cost"]
    tasks = client.tasks.get_tasks_for_project(GID, fields=tables.opt_fields(columns, fields))
    assert_type(tables.rows(tasks, columns, fields), Iterator[dict[str, Any]])
    print(*tables.rows(client.users.get_users(workspace=GID), ["name"], missing=None, join=None))


def errors(client: asana.Client) -> None:
    try:
        client.tasks.get_task(GID)
    except asana.error.NotFoundError:
        pass
    except asana.error.RateLimitEnforcedError as error:
        print(error.retry_after, error.status)
    except asana.error.JobError as error:
        assert_type(error.job, Job)
    except asana.error.DuplicateWebhookError as error:
        assert_type(error.webhook, Webhook | None)
    except asana.AsanaError as error:
        print(error.status, error.message)
        assert_type(error.errors, list[ErrorObject])
        assert_type(error.phrase, str | None)


def above(client: asana.Client, gids: list[str]) -> None:
    read: Callable[[str], Task] = client.tasks.get_task
    for task in client.map(read, gids, concurrency=5):
        assert_type(task, Task)
    assert_type(client.get("/tasks/1", {"anything": 1}), Any)
    client.post("/tasks", {"name": "Ship"}, anything=1)
    client.options["page_size"] = 50
    client.options["workspace"] = GID


def helpers(task: Task, tasks: list[Task], project: ProjectCompact) -> TaskCompact | None:
    print(project["name"], max(tasks, key=lambda each: each["modified_at"])["gid"])
    return task["parent"]
