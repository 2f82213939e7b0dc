"""A hook of a workflow engine, which merges the defaults of a connection into parameters."""

import os
from functools import cached_property

import asana
from asana.error import NotFoundError


class TaskHook(object):
    def __init__(self, token, workspace=None, project=None):
        self.token = token
        self.workspace = workspace
        self.project = project

    def get_conn(self):
        return self.client

    @cached_property
    def client(self):
        client = asana.Client.access_token(self.token)
        client.options["base_url"] = os.environ["BASE_URL"]
        return client

    def create_task(self, task_name, params=None):
        merged = {"name": task_name}
        if self.project and "projects" not in (params or {}):
            merged["projects"] = [self.project]
        elif self.workspace:
            merged["workspace"] = self.workspace
        merged.update(params or {})
        if not {"projects", "workspace", "parent"} & merged.keys():
            raise ValueError("a task needs a workspace, a project or a parent")
        return self.client.tasks.create(params=merged)

    def find_task(self, params=None):
        merged = {"project": self.project} if self.project else {"workspace": self.workspace}
        merged.update(params or {})
        return list(self.client.tasks.find_all(params=merged))

    def update_task(self, task_id, params):
        return self.client.tasks.update(task_id, params)

    def delete_task(self, task_id):
        try:
            return self.client.tasks.delete(task_id)
        except NotFoundError:
            print("no such task")
            return {}


hook = TaskHook(os.environ["ACCESS_TOKEN"], workspace="1200000000000001")
print(hook.get_conn() is hook.client)
project = hook.client.projects.create_project({"name": "Flow", "workspace": hook.workspace})["gid"]
hook.project = project
task = hook.create_task("Load data", {"notes": "every night", "due_on": "2031-05-01"})
print(task["name"], task["due_on"], [p["name"] for p in task["projects"]])
found = hook.find_task({"opt_fields": "name,notes", "completed_since": "now"})
print([(each["name"], each["notes"]) for each in found])
print(hook.update_task(task["gid"], {"completed": True})["completed"])
print(hook.find_task({"completed_since": "now"}))
print(hook.find_task({"modified_since": "2100-01-01T00:00:00Z"}))
print(hook.delete_task(task["gid"]), hook.delete_task(task["gid"]))
try:
    TaskHook("x").create_task("lost")
except ValueError as error:
    print(error)
