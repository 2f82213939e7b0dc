#!/usr/bin/env python3
"""Adds a few tasks to a new project, in the manner of the examples of asana 5.x."""

import os

import asana
from asana.rest import ApiException

# The access token comes from the environment.
configuration = asana.Configuration()
configuration.access_token = os.environ["ACCESS_TOKEN"]
configuration.host = os.environ["BASE_URL"]  # not in production
api_client = asana.ApiClient(configuration)

# One instance per group of endpoints.
users_api_instance = asana.UsersApi(api_client)
projects_api_instance = asana.ProjectsApi(api_client)
tasks_api_instance = asana.TasksApi(api_client)

opts = {
    "opt_fields": "name,workspaces,workspaces.name",  # what to return
}

try:
    me = users_api_instance.get_user("me", opts)
    workspace_gid = me["workspaces"][0]["gid"]
    print(sorted(me))

    body = {"data": {"name": "Launch", "workspace": workspace_gid, "notes": "é ü"}}
    project = projects_api_instance.create_project(body, {})
    print(project["name"], project["notes"])

    for number in range(1, 4):
        task = tasks_api_instance.create_task(
            {
                "data": {
                    "name": "Step %d" % number,
                    "projects": [project["gid"]],
                    "due_on": "2026-01-0%d" % number,
                }
            },
            {"opt_fields": "name,due_on"},
        )
        print(task["name"], task["due_on"])

    tasks_api_instance.update_task({"data": {"completed": True}}, task["gid"], {})
    for each in tasks_api_instance.get_tasks(
        {
            "project": project["gid"],
            "opt_fields": "name,completed",  # compact records have neither
        }
    ):
        print(each["name"], each["completed"])

    tasks_api_instance.delete_task(task["gid"])
    tasks_api_instance.get_task(task["gid"], {})
except ApiException as e:
    print("Exception:", e.status, e.reason)
