"""An exporter that writes the tasks of each project to a CSV file."""

import csv
import io
import os

import asana

COLUMNS = ["Project", "Section", "Name", "Assignee", "Done", "Tags", "Parent", "Subtasks"]
FIELDS = [
    "name", "completed", "assignee.name", "tags.name", "parent.name", "num_subtasks",
    "memberships.section.name", "memberships.project.name",
]  # fmt: skip


class Exporter(object):
    def __init__(self, token):
        self.client = asana.Client.access_token(token)
        self.client.options["base_url"] = os.environ["BASE_URL"]
        self.client.options["fields"] = FIELDS

    def rows(self, project):
        for task in self.client.tasks.find_by_project(project["gid"]):
            yield self.row(project, task)
            if task["num_subtasks"]:
                for subtask in self.client.tasks.subtasks(task["gid"]):
                    yield self.row(project, subtask)

    def row(self, project, task):
        sections = [
            membership["section"]["name"]
            for membership in task["memberships"]
            if membership["project"]["gid"] == project["gid"]
        ]
        return {
            "Project": project["name"],
            "Section": ";".join(sections),
            "Name": task["name"],
            "Assignee": (task["assignee"] or {}).get("name", ""),
            "Done": "x" if task["completed"] else "",
            "Tags": ";".join(sorted(tag["name"] for tag in task["tags"])),
            "Parent": (task["parent"] or {}).get("name", ""),
            "Subtasks": task["num_subtasks"],
        }

    def export(self, file):
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        workspace = self.client.users.me(fields="workspaces")["workspaces"][0]["gid"]
        for project in self.client.projects.find_all({"workspace": workspace}, fields="name"):
            for row in self.rows(project):
                writer.writerow(row)


output = io.StringIO()
Exporter(os.environ["ACCESS_TOKEN"]).export(output)
lines = output.getvalue().splitlines()
print(len(lines))
print("\n".join(line for line in lines if not line.startswith(("Open Pier", "Autumn"))))
