"""A script that copies a project and a task, and polls the job until it is complete."""

import os
import time

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]


def wait_for(job, attempts=50):
    for _ in range(attempts):
        record = client.jobs.find_by_id(job["gid"])
        if record["status"] not in ("not_started", "in_progress"):
            return record
        time.sleep(0.01)
    raise RuntimeError("the job takes too long")


workspace = client.users.me()["workspaces"][0]["gid"]
source = next(p for p in client.projects.find_all(workspace=workspace) if p["name"] == "Website")
job = client.projects.duplicate_project(
    source["gid"], {"name": "Website 2", "include": "task_notes,task_subtasks"}
)
print(job["resource_type"], job["resource_subtype"], job["new_project"]["name"])
done = wait_for(job)
print(done["status"])
new = client.projects.find_by_id(done["new_project"]["gid"])
print(new["name"], len(list(client.tasks.find_by_project(new["gid"]))))
print([section["name"] for section in client.sections.find_by_project(new["gid"])])

task = next(client.tasks.find_by_project(new["gid"]))
job = client.tasks.duplicate_task(task["gid"], {"name": "A copy", "include": ["notes"]})
done = wait_for(job)
print(done["status"], client.tasks.find_by_id(done["new_task"]["gid"])["name"])
again = client.tasks.duplicate_task(task=task["gid"], name="Another copy")
print(wait_for(again)["new_task"]["name"], client.jobs.get_job(again["gid"])["status"])

export = client.organization_exports
try:
    record = export.create({"organization": workspace})
    print(record["organization"]["name"])
except asana.error.AsanaError as error:
    print(type(error).__name__, error.status)
