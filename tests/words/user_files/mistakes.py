"""Mistakes of users, below the expected messages: mypy's codes, pyright's codes, and a word.

A "-" means that the checker does not find the mistake.
"""

from datetime import date, datetime
from typing import Any

import asana
from asana.types.custom_fields import CustomField
from asana.types.projects import Project
from asana.types.tasks import CreateTask, GetTasks, SearchTasksForWorkspace, Task, UpdateTask
from asana.webhook import Delivery, Receiver

GID = "1200000000000001"


def misspelled_parameters(client: asana.Client) -> None:
    # call-arg | reportCallIssue | nmae
    client.tasks.create_task(nmae="Ship")
    # typeddict-unknown-key | reportArgumentType | nmae
    client.tasks.create_task({"nmae": "Ship"})
    # typeddict-unknown-key | reportArgumentType | project
    client.tasks.create_task({"name": "Ship", "project": GID})
    # call-arg | reportCallIssue | project
    client.tasks.create_task(name="Ship", project=GID)
    # call-arg | reportCallIssue | asignee
    client.tasks.create_task(name="Ship", asignee="me")
    # call-arg | reportCallIssue | complete
    client.tasks.update_task(GID, complete=True)
    # typeddict-unknown-key | reportArgumentType | complete
    client.tasks.update_task(GID, {"complete": True})
    # call-arg | reportCallIssue | projects
    client.tasks.update_task(GID, projects=[GID])
    # call-arg | reportCallIssue | follower
    client.tasks.add_followers_for_task(GID, follower=["me"])
    # call-arg | reportCallIssue | insert_befor
    client.tasks.add_project_for_task(GID, project=GID, insert_befor=None)
    # typeddict-unknown-key | reportArgumentType | tags
    client.tasks.add_tag_for_task(GID, {"tags": GID})
    # call-arg | reportCallIssue | parnet
    client.tasks.set_parent_for_task(GID, parnet=None)
    # typeddict-unknown-key | reportArgumentType | workspace_gid
    client.projects.create_project({"name": "Launch", "workspace_gid": GID})
    # call-arg | reportCallIssue | archive
    client.projects.update_project(GID, archive=True)
    # call-arg | reportCallIssue | title
    client.sections.create_section_for_project(GID, title="To do")
    # call-arg | reportCallIssue | body
    client.stories.create_story_for_task(GID, body="Done")
    # typeddict-unknown-key | reportArgumentType | html
    client.stories.create_story_for_task(GID, {"html": "<body/>"})
    # call-arg | reportCallIssue | url
    client.webhooks.create_webhook(resource=GID, url="https://example.com")
    # call-arg | reportCallIssue | due_date
    client.goals.create_goal(name="Grow", workspace=GID, due_date="2026-03-01")
    # call-arg | reportCallIssue | minutes
    client.time_tracking_entries.create_time_tracking_entry(GID, minutes=5)
    # call-arg | reportCallIssue | user
    client.memberships.create_membership(parent=GID, user="me")
    # call-arg | reportCallIssue | workspaces
    client.users.get_users(workspaces=GID)
    # call-arg | reportCallIssue | filename
    client.attachments.create_attachment_for_object(parent=GID, filename="a.txt")
    # call-arg | reportCallIssue | email
    client.workspaces.add_user_for_workspace(GID, email="a@example.com")


def misspelled_in_batches(client: asana.Client) -> None:
    # call-arg | reportCallIssue | nmae
    client.batch().add(client.tasks.create_task, nmae="Ship")
    # typeddict-unknown-key | reportArgumentType | complete
    client.batch().add(client.tasks.update_task, GID, {"complete": True})
    # misc | reportGeneralTypeIssues | nmae
    print(client.batch().add(client.tasks.get_task, GID).result()["nmae"])


def misspelled_filters(client: asana.Client) -> None:
    # call-arg | reportCallIssue | completed_snice
    client.tasks.get_tasks(project=GID, completed_snice="now")
    # typeddict-unknown-key | reportArgumentType | modified_after
    client.tasks.get_tasks({"project": GID, "modified_after": "2026-03-01"})
    # call-arg | reportCallIssue | assignee
    client.tasks.get_tasks_for_project(GID, assignee="me")
    # call-arg | reportCallIssue | asignee_any
    client.tasks.search_tasks_for_workspace(GID, asignee_any="me")
    # typeddict-unknown-key | reportArgumentType | all
    client.tasks.search_tasks_for_workspace(GID, {"assignee.all": "me"})
    # call-arg | reportCallIssue | is_complete
    client.tasks.search_tasks_for_workspace(GID, is_complete=True)
    # call-arg | reportCallIssue | archvied
    client.projects.get_projects(workspace=GID, archvied=False)
    # call-arg | reportCallIssue
    client.typeahead.typeahead_for_workspace(GID, resource_type="task", q="ship")
    # call-arg | reportCallIssue | since
    client.audit_log_api.get_audit_log_events(GID, since="2026-03-01")


def misspelled_options(client: asana.Client) -> None:
    # call-arg | reportCallIssue | feilds
    client.tasks.get_task(GID, feilds=["name"])
    # call-arg | reportCallIssue | opt_field
    client.tasks.get_task(GID, opt_field="name")
    # call-arg | reportCallIssue | page_limit
    client.tasks.get_tasks_for_project(GID, page_limit=50)
    # call-arg | reportCallIssue | item_limt
    client.tasks.get_tasks_for_project(GID, item_limt=5)
    # call-arg | reportCallIssue | time_out
    client.tasks.update_task(GID, name="x", time_out=5)
    # call-arg | reportCallIssue | retries
    client.tasks.delete_task(GID, retries=3)
    # call-arg | reportCallIssue | limit
    client.tasks.get_task(GID, limit=5)
    # call-arg | reportCallIssue | full
    client.projects.get_project(GID, full=True)


def wrong_values(client: asana.Client) -> None:
    # arg-type | reportArgumentType | name
    client.tasks.create_task(name=5)
    # arg-type | reportArgumentType | name
    client.tasks.create_task(name=None)
    # arg-type | reportArgumentType | completed
    client.tasks.create_task(completed="yes")
    # arg-type | reportArgumentType | projects
    client.tasks.create_task(projects=5)
    # typeddict-item | reportArgumentType
    client.tasks.create_task({"projects": 5})
    # arg-type | reportArgumentType | custom_fields
    client.tasks.create_task(custom_fields=["High"])
    # arg-type | reportArgumentType | due_on
    client.tasks.create_task(due_on=20260301)
    # arg-type | reportArgumentType | followers
    client.tasks.create_task(followers=None)
    # arg-type | reportArgumentType | workspace
    client.tasks.create_task(workspace=1200000000000001)
    # typeddict-unknown-key | reportArgumentType | sections
    client.tasks.create_task(memberships=[{"project": GID, "sections": GID}])
    # typeddict-unknown-key | reportArgumentType
    client.tasks.create_task(external={"id": "order-17"})
    # typeddict-item | reportArgumentType | None
    client.tasks.update_task(GID, {"completed": None})
    # arg-type | reportArgumentType | update_task
    client.tasks.update_task(1200000000000001, completed=True)
    # arg-type | reportArgumentType | None
    client.tasks.get_task(None)
    # arg-type | reportArgumentType | completed_since
    client.tasks.get_tasks_for_project(GID, completed_since=5)
    # arg-type | reportArgumentType | fields
    client.tasks.get_task(GID, fields=5)
    # arg-type | reportArgumentType | timeout
    client.tasks.get_task(GID, timeout="5")
    # arg-type | reportArgumentType | item_limit
    client.tasks.get_tasks_for_project(GID, item_limit="5")
    # arg-type | reportArgumentType | task
    client.sections.add_task_for_section(GID, task=None)
    # list-item | reportArgumentType
    client.webhooks.create_webhook(resource=GID, target="https://example.com", filters=["changed"])
    # arg-type | reportArgumentType | duration_minutes
    client.time_tracking_entries.create_time_tracking_entry(GID, duration_minutes="90")
    # arg-type | reportArgumentType | target_number_value
    client.goals.create_goal_metric(GID, target_number_value="ten")
    # typeddict-unknown-key | reportArgumentType | path
    client.batch_api.create_batch_request(actions=[{"path": "/tasks/1", "method": "get"}])


def wrong_literals(client: asana.Client) -> None:
    # arg-type | reportArgumentType | miletsone
    client.tasks.create_task(resource_subtype="miletsone")
    # arg-type | reportArgumentType | accepted
    client.tasks.update_task(GID, approval_status="accepted")
    # arg-type | reportArgumentType | name
    client.tasks.search_tasks_for_workspace(GID, sort_by="name")
    # arg-type | reportArgumentType | pink
    client.projects.create_project(workspace=GID, color="pink")
    # arg-type | reportArgumentType | kanban
    client.projects.update_project(GID, default_view="kanban")
    # arg-type | reportArgumentType | secret
    client.projects.update_project(GID, privacy_setting="secret")
    # arg-type | reportArgumentType | green
    client.status_updates.create_status_for_object(parent=GID, text="x", status_type="green")
    # arg-type | reportArgumentType | dropdown
    client.custom_fields.create_custom_field(workspace=GID, resource_subtype="dropdown")
    # arg-type | reportArgumentType | tasks
    client.users.get_favorites_for_user("me", resource_type="tasks", workspace=GID)
    # arg-type | reportArgumentType | status
    client.typeahead.typeahead_for_workspace(GID, resource_type="status")


def misread_records(client: asana.Client) -> None:
    task = client.tasks.get_task(GID)
    # typeddict-item | reportGeneralTypeIssues | nmae
    print(task["nmae"])
    # index | reportOptionalSubscript
    print(task["assignee"]["name"])
    # index, typeddict-item | reportGeneralTypeIssues, reportOptionalSubscript | nmae
    print(task["assignee"]["nmae"])
    # call-overload | reportArgumentType, reportCallIssue
    print(task["custom_fields"]["Priority"])
    # typeddict-item | reportGeneralTypeIssues | sections
    print(task["memberships"][0]["sections"])
    # operator | reportOptionalOperand
    print(task["due_on"] + "T00:00:00Z")
    # attr-defined | reportAttributeAccessIssue | name
    print(task.name)
    # arg-type | reportArgumentType | fromisoformat
    print(date.fromisoformat(task["due_on"]))
    for project in client.projects.get_projects(workspace=GID):
        # typeddict-item | reportGeneralTypeIssues | nmae
        print(project["nmae"])
        # index | reportOptionalSubscript
        print(project["team"]["name"])
    for story in client.stories.get_stories_for_task(GID):
        # typeddict-item | reportGeneralTypeIssues | body
        print(story["body"])
    # typeddict-item | reportGeneralTypeIssues | e_mail
    print(client.users.get_user("me")["e_mail"])
    # index | reportIndexIssue
    print(client.tasks.get_tasks_for_project(GID)[0])
    # index | reportIndexIssue
    print(client.tasks.get_tasks_for_project(GID)["data"])
    # index | reportOptionalSubscript
    print(client.jobs.get_job(GID)["new_task"]["gid"])
    # typeddict-item | reportGeneralTypeIssues | gdi
    print(client.tasks.duplicate_task(GID, name="x")["gdi"])
    # typeddict-item | reportGeneralTypeIssues | gid
    print(client.tasks.delete_task(GID)["gid"])
    # typeddict-item | reportGeneralTypeIssues | nmae
    print(client.tasks.find_by_id(GID)["nmae"])
    # typeddict-item | reportGeneralTypeIssues | nmae
    next(client.tasks.find_all(project=GID))["nmae"]
    for event in client.events.get_events(resource=GID):
        # typeddict-item | reportGeneralTypeIssues | actoin
        print(event["actoin"])
    # call-overload | reportArgumentType, reportCallIssue
    print(client.custom_fields.get_custom_field(GID)["enum_options"]["name"])


def wrong_names(client: asana.Client) -> None:
    # attr-defined | reportAttributeAccessIssue | task
    client.task.get_task(GID)
    # attr-defined | reportAttributeAccessIssue | get_tasks_by_project
    client.tasks.get_tasks_by_project(GID)
    # attr-defined | reportAttributeAccessIssue | createTask
    client.tasks.createTask(name="Ship")
    # attr-defined | reportAttributeAccessIssue | name
    print(client.tasks.get_task(GID).name)
    # attr-defined | reportAttributeAccessIssue | access_tokens
    asana.Client.access_tokens("0/1")
    # attr-defined | reportAttributeAccessIssue | Unauthorized
    print(asana.Unauthorized)
    # attr-defined | reportAttributeAccessIssue | resutl
    print(client.batch().send()[0].resutl())


def wrong_declarations() -> tuple[object, ...]:
    # typeddict-unknown-key | reportAssignmentType | dueon
    fields: CreateTask = {"name": "Ship", "dueon": "2026-03-01"}
    # typeddict-item | reportAssignmentType
    update: UpdateTask = {"completed": "true"}
    # typeddict-item | reportAssignmentType | None
    listing: GetTasks = {"project": None}
    # typeddict-unknown-key | reportAssignmentType | bfore
    search: SearchTasksForWorkspace = {"due_on.bfore": "2026-03-01"}
    return fields, update, listing, search


def shown(task: Task, project: Project, field: CustomField) -> None:
    # typeddict-item | reportGeneralTypeIssues | owner
    print(task["projects"][0]["owner"])
    # index | reportOptionalSubscript
    print(project["owner"]["name"])
    # union-attr | reportOptionalMemberAccess | upper
    print(field["display_value"].upper())
    # index | reportOptionalSubscript
    print(field["enum_value"]["name"])
    # operator | reportOptionalOperand
    print(field["number_value"] + 1)
    # arg-type | reportArgumentType | fromisoformat
    print(datetime.fromisoformat(task["completed_at"]))


def beyond_records(client: asana.Client, receiver: Receiver, row: dict[str, Any]) -> None:
    # call-arg | reportCallIssue | task
    client.tasks.find_by_id()
    # call-overload | reportCallIssue
    client.tasks.find_by_project(params={"limit": 5})
    # arg-type | reportArgumentType
    client.tasks.find_by_id(row)
    # typeddict-item | reportGeneralTypeIssues | nmae
    print(client.tasks.find_by_tag(GID, iterator_type=None)[0]["nmae"])
    for event in Delivery("1", []).events:
        # typeddict-item | reportGeneralTypeIssues | acton
        print(event["acton"])
    # union-attr | reportOptionalMemberAccess | events
    print(receiver.get(timeout=1).events)
    # typeddict-item | reportGeneralTypeIssues | nmae
    print(client.events.mirror(GID, {}).tasks[GID]["nmae"])
    # attr-defined | reportAttributeAccessIssue | changed
    print(client.events.mirror(GID, {}).update().changed)
    # typeddict-item | reportGeneralTypeIssues | acces_token
    print(client.session.token["acces_token"])
    # typeddict-item | reportGeneralTypeIssues | body
    print(client.batch().add(client.tasks.get_task, GID).content["body"])
    # list-item | reportArgumentType
    client.tasks.get_task(GID, fields=["name", 5])


def failed(client: asana.Client) -> None:
    try:
        client.jobs.wait(GID)
    except asana.error.JobError as error:
        # typeddict-item | reportGeneralTypeIssues | state
        print(error.job["state"])
    except asana.AsanaError as error:
        # typeddict-item | reportGeneralTypeIssues | mesage
        print(error.errors[0]["mesage"])


def unseen(client: asana.Client, task: Task) -> None:
    # - | -
    client.tasks.get_task(GID, fields=["nmae"])
    # - | -
    client.tasks.create_task(projects=GID)
    # - | -
    client.tasks.create(nmae="Ship")
    # - | -
    print(task["resource_subtype"] == "miletsone")
