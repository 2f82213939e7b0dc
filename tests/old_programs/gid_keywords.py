"""A script that passes gids positionally and by keyword, with old and new names."""

import os

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]

workspace_gid = client.users.find_by_id(user="me")["workspaces"][0]["gid"]
print(client.workspaces.find_by_id(workspace=workspace_gid)["name"])
project = client.projects.create_in_workspace(workspace=workspace_gid, params={"name": "Names"})
project_gid = project["gid"]
client.projects.update(project=project_gid, params={"notes": "by keyword"})
print(client.projects.find_by_id(project=project_gid, opt_fields="notes")["notes"])
section = client.sections.create_in_project(project=project_gid, params={"name": "First"})
print(client.sections.find_by_id(section=section["gid"])["name"])

task = client.tasks.create_in_workspace(workspace_gid, {"name": "a"}, projects=[project_gid])
client.sections.add_task(section=section["gid"], params={"task": task["gid"]})
print([t["name"] for t in client.tasks.find_by_section(section=section["gid"])])
print(client.tasks.find_by_id(task=task["gid"])["name"])
print(client.tasks.get_task(task_gid=task["gid"], params={"opt_fields": "name"})["name"])
print(client.tasks.update(task=task["gid"], params={"name": "b"}, fields=["name"])["name"])
client.tasks.update_task(task["gid"], name="c")
child = client.tasks.add_subtask(task=task["gid"], params={"name": "child"})
print([t["name"] for t in client.tasks.subtasks(task=task["gid"])])
print(client.tasks.set_parent(task_id=child["gid"], params={"parent": None})["gid"] == child["gid"])
other = client.tasks.create(name="other", projects=[project_gid])
client.tasks.add_dependencies(task=task["gid"], params={"dependencies": [other["gid"]]})
print([t["gid"] == other["gid"] for t in client.tasks.dependencies(task=task["gid"])])
print([t["gid"] == task["gid"] for t in client.tasks.dependents(other["gid"], iterator_type=None)])
client.tasks.remove_dependencies(task["gid"], dependencies=[other["gid"]])
print(len(client.tasks.dependencies(task["gid"])))
story = client.stories.create_on_task(task=task["gid"], params={"text": "hello"})
print(client.stories.find_by_id(story=story["gid"])["text"])
print(client.stories.update(story["gid"], {"text": "hello again"})["text"])
tag = client.tags.create(workspace=workspace_gid, name="old")
client.tasks.add_tag(task=task["gid"], params={"tag": tag["gid"]})
print([t["name"] for t in client.tasks.tags(task=task["gid"])])
print([t["name"] for t in client.tasks.find_by_tag(tag=tag["gid"], page_size=10)])
print([t["name"] for t in client.tags.get_tasks_with_tag(tag["gid"])])
status = client.project_statuses.create_in_project(
    project=project_gid, params={"text": "Fine", "title": "Week 1", "color": "green"}
)
print(client.project_statuses.find_by_id(project_status=status["gid"])["text"])
print(client.projects.duplicate_project(project=project_gid, name="Copy")["resource_subtype"])
for delete, gid in ((client.tasks.delete, task["gid"]), (client.projects.delete, project_gid)):
    print(delete(gid))
